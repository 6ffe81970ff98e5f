"""Valid objects with nothing said; each keyword says what a test is about."""

import io
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from banners.models import Occasion, PictureBanner, Slogan, SolemnPeriod
from news.models import Article, Category, Photo, Placement, Topic, Video
from news.search import index
from portal.models import AgencyIdentity, Leader, MenuItem, Unit, WorkItem, WorkWeek
from portal.uploads import reencode
from stats.models import AccountEntry, Counter, DayTotal

FILM = settings.BASE_DIR / "portal/sample/videos/mot-ngay-o-tru-so.mp4"


def make_category(name="Xây dựng Đảng", **fields):
    category, _ = Category.objects.get_or_create(name=name, defaults=fields)
    return category


def make_article(title="Hội nghị lần thứ 11", **fields):
    """A published news article of an hour ago, unless `fields` says otherwise."""
    published_at = fields.setdefault("published_at", timezone.now() - timedelta(hours=1))
    if isinstance(published_at, str):  # "2024-05-12T08:00+07:00"
        published_at = fields["published_at"] = datetime.fromisoformat(published_at)
    fields.setdefault("state", Article.State.APPROVED)
    fields.setdefault("approved_at", published_at)
    fields.setdefault("body", "<p>Sáng 6/7, Đảng ủy Khối tổ chức hội nghị.</p>")
    if fields.get("kind", Article.Kind.NEWS) == Article.Kind.NEWS and "category" not in fields:
        fields["category"] = make_category()
    article = Article.objects.create(title=title, **fields)
    index.update(article)
    index.update_newsroom(article)
    return article


def make_announcement(title="Triệu tập lớp bồi dưỡng", **fields):
    return make_article(title, kind=Article.Kind.ANNOUNCEMENT, **fields)


def make_document(title="Nghị quyết về nhiệm vụ trọng tâm", **fields):
    return make_article(title, kind=Article.Kind.DOCUMENT, **fields)


def make_album(title="Ngày hội đoàn viên", photos=0, **fields):
    """An album with as many photos as that, the first of them its cover."""
    album = make_article(title, kind=Article.Kind.ALBUM, **fields)
    for number in range(photos):
        make_photo(album, (60, 40), caption=f"Ảnh thứ {number + 1}", order=number)
    album.cover = album.photos.first()
    album.save()
    return album


def film():
    """The sample's film, 14 seconds of 480 by 270, as a browser would upload it."""
    return ContentFile(FILM.read_bytes(), name="phim.mp4")


CAPTIONS = "WEBVTT\n\n00:00.500 --> 00:03.500\nMột buổi sáng đầu tuần.\n"


def captions(text=CAPTIONS, name="phu-de.vtt"):
    return ContentFile(text.encode(), name=name)


def make_video(title="Phóng sự trồng cây", link="", **fields):
    """An article with a film of ours, or with a link; its only photo is the poster."""
    article = make_article(title, kind=Article.Kind.VIDEO, **fields)
    article.cover = make_photo(article, (60, 40))
    article.save()
    ours = {} if link else {"file": film(), "captions": captions()}
    Video.objects.create(article=article, link=link, **ours)
    return article


def make_page(title="Giới thiệu", **fields):
    return make_article(title, kind=Article.Kind.PAGE, **fields)


def picture(size=(900, 600), format="JPEG", color=(151, 19, 26), name="anh.jpg", **options):
    """A picture file as a browser would upload it."""
    output = io.BytesIO()
    Image.new("RGB", size, color).save(output, format, **options)
    return ContentFile(output.getvalue(), name=name)


def pdf(name="thong-bao.pdf"):
    return ContentFile(b"%PDF-1.4\n%%EOF", name=name)


def make_photo(article=None, size=(900, 600), **fields):
    photo = Photo.objects.create(article=article, image=reencode(picture(size)), **fields)
    if article:
        index.update(article)
    return photo


def make_slogan(text="96 năm Ngày thành lập Đảng (3/2/1930 - 3/2/2026)", **fields):
    today = timezone.localdate()
    fields.setdefault("starts_on", today)
    fields.setdefault("ends_on", today)
    return Slogan.objects.create(text=text, **fields)


def make_occasion(name="Ngày thành lập Đảng bộ Khối", **fields):
    origin = {"day": 17, "month": 7, "year": 2019}
    return Occasion.objects.create(name=name, **origin | fields)


def make_picture_banner(alt="Chào mừng Đại hội Đảng bộ tỉnh", size=(900, 300), **fields):
    today = timezone.localdate()
    fields.setdefault("starts_on", today)
    fields.setdefault("ends_on", today)
    return PictureBanner.objects.create(alt=alt, image=reencode(picture(size)), **fields)


def make_solemn_period(notice="Quốc tang đồng chí Tổng Bí thư", **fields):
    today = timezone.localdate()
    fields.setdefault("starts_on", today)
    fields.setdefault("ends_on", today)
    return SolemnPeriod.objects.create(notice=notice, **fields)


def make_identity(name="Đảng ủy các cơ quan Đảng tỉnh", **fields):
    return AgencyIdentity.objects.create(name=name, **fields)


def make_menu_item(title="", **fields):
    if not {"category", "page", "topic", "listing", "link"} & fields.keys():
        fields["listing"] = MenuItem.Listing.NEWS
    return MenuItem.objects.create(title=title, **fields)


def make_unit(name="Văn phòng", **fields):
    return Unit.objects.create(name=name, **fields)


def make_leader(name="Nguyễn Văn An", office="Bí thư", **fields):
    """A leader of the office itself, unless `fields` name another unit."""
    if "unit" not in fields:
        fields["unit"], _ = Unit.objects.get_or_create(name="Đảng ủy")
    return Leader.objects.create(name=name, office=office, **fields)


def make_work_week(monday=None, **fields):
    return WorkWeek.objects.create(monday=monday or timezone.localdate(), **fields)


def make_work_item(content="Họp giao ban", day=None, **fields):
    """A public line of today, unless `fields` and `day` say otherwise."""
    day = day or timezone.localdate()
    week, _ = WorkWeek.objects.get_or_create(monday=day - timedelta(days=day.weekday()))
    fields = {"weekday": day.weekday(), "is_public": True} | fields
    return WorkItem.objects.create(week=week, content=content, **fields)


def make_topic(name="Đại hội Đảng bộ các cấp", articles=(), **fields):
    """A topic, and these articles in it."""
    topic = Topic.objects.create(name=name, **fields)
    for article in articles:
        Placement.objects.create(topic=topic, article=article)
        index.update(article)
    return topic


def make_counter(opening=0, **fields):
    """The widget, and what the office's former counter had counted."""
    if opening:
        AccountEntry.objects.create(
            kind=AccountEntry.Kind.OPENING, visits=opening, reason="Bộ đếm cũ"
        )
    return Counter.objects.create(**fields)


def make_day(day, visits):
    """A day the counter has behind it."""
    return DayTotal.objects.create(day=day, visits=visits, page_views=2 * visits)


def make_public_pages():
    """One page of each kind that readers can open; returns their addresses."""
    party = make_category("Xây dựng Đảng")
    articles = [
        make_article(category=party),
        make_announcement(),
        make_document(),
        make_album(photos=2),
        make_video(),
        make_page(),
    ]
    month = timezone.localdate(articles[0].published_at)
    lists = ["/", "/tin-tuc/", "/thong-bao/", "/van-ban/", "/album-anh/", "/video/", "/luu-tru/"]
    lists += [f"/luu-tru/{month:{form}}/" for form in ("%Y", "%Y/%m", "%Y/%m/%d")]
    lists.append("/so-do-trang/")
    lists += ["/tim-kiem/", "/tim-kiem/?q=hoi+nghi"]
    make_leader()
    make_work_item()
    topic = make_topic(articles=articles[:1])
    lists += ["/dong-su-kien/", topic.get_absolute_url()]
    lists += ["/co-cau-to-chuc/", "/lanh-dao/", "/lich-cong-tac/"]
    return [*lists, party.get_absolute_url(), *(a.get_absolute_url() for a in articles)]


def article_form(title="Hội nghị lần thứ 11", **fields):
    """What a clerk's browser posts for an article: its fields and the rows of the inlines."""
    data = {"kind": Article.Kind.NEWS, "title": title, "body": "<p>Hội nghị diễn ra sáng 6/7.</p>"}
    if fields.get("kind", Article.Kind.NEWS) == Article.Kind.NEWS and "category" not in fields:
        data["category"] = make_category().pk
    for prefix in ["photos", "videos", "attachments", "contributors", "placements"]:
        rows = fields.pop(prefix, ())
        data[f"{prefix}-TOTAL_FORMS"] = len(rows)
        data[f"{prefix}-INITIAL_FORMS"] = sum("id" in row for row in rows)
        for number, row in enumerate(rows):
            row = ({} if prefix == "videos" else {"order": number}) | row
            data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data | fields


def post_article(client, article=None, button="_publish", **fields):
    """Send the admin's form for a new article, or for `article`, with one of its buttons."""
    if article is None:
        return client.post(reverse("admin:news_article_add"), article_form(**fields) | {button: ""})
    now = Article.objects.get(pk=article.pk)
    opened = {"version": now.version, "base": now.latest_revision_id or ""}
    address = reverse("admin:news_article_change", args=[article.pk])
    return client.post(address, opened | article_form(**fields) | {button: ""})


def write_article(client, article=None, button="_publish", **fields):
    """Write an article as a clerk does, and return it; fails if the form comes back."""
    answer = post_article(client, article, button, **fields)
    assert answer.status_code == 302, answer.context["errors"]
    return Article.objects.get(pk=article.pk) if article else Article.objects.latest("pk")
