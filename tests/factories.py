"""Valid objects with nothing said; each keyword says what a test is about."""

import io
from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from banners.models import Slogan
from news.models import Article, Category, Photo
from portal.models import AgencyIdentity
from portal.uploads import reencode


def make_category(name="Xây dựng Đảng", **fields):
    category, _ = Category.objects.get_or_create(name=name, defaults=fields)
    return category


def make_article(title="Hội nghị lần thứ 11", **fields):
    """A published news article of an hour ago, unless `fields` says otherwise."""
    published_at = fields.setdefault("published_at", timezone.now() - timedelta(hours=1))
    fields.setdefault("state", Article.State.APPROVED)
    fields.setdefault("approved_at", published_at)
    fields.setdefault("body", "<p>Sáng 6/7, Đảng ủy Khối tổ chức hội nghị.</p>")
    if fields.get("kind", Article.Kind.NEWS) == Article.Kind.NEWS and "category" not in fields:
        fields["category"] = make_category()
    return Article.objects.create(title=title, **fields)


def make_announcement(title="Triệu tập lớp bồi dưỡng", **fields):
    return make_article(title, kind=Article.Kind.ANNOUNCEMENT, **fields)


def make_document(title="Nghị quyết về nhiệm vụ trọng tâm", **fields):
    return make_article(title, kind=Article.Kind.DOCUMENT, **fields)


def make_page(title="Giới thiệu", **fields):
    return make_article(title, kind=Article.Kind.PAGE, **fields)


def picture(size=(900, 600), format="JPEG", color=(151, 19, 26), name="anh.jpg", **options):
    """A picture file as a browser would upload it."""
    output = io.BytesIO()
    Image.new("RGB", size, color).save(output, format, **options)
    return ContentFile(output.getvalue(), name=name)


def make_photo(article=None, size=(900, 600), **fields):
    return Photo.objects.create(article=article, image=reencode(picture(size)), **fields)


def make_slogan(text="96 năm Ngày thành lập Đảng (3/2/1930 - 3/2/2026)", **fields):
    today = timezone.localdate()
    fields.setdefault("starts_on", today)
    fields.setdefault("ends_on", today)
    return Slogan.objects.create(text=text, **fields)


def make_identity(name="Đảng ủy các cơ quan Đảng tỉnh", **fields):
    return AgencyIdentity.objects.create(name=name, **fields)
