"""Fill an empty database with a whole site of COUNT articles.

    DATABASE_URL=… python -m tests.load.whole_site COUNT

Beside the articles of corpus.py: three photos in each, menu, slogans, identity, counter, views.
"""

import io
import os
import sys
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.core.files.base import ContentFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from PIL import Image  # noqa: E402

from banners.models import Slogan  # noqa: E402
from news.models import Article, Category, Photo  # noqa: E402
from portal.kept import version  # noqa: E402
from portal.models import AgencyIdentity, MenuItem  # noqa: E402
from portal.uploads import reencode  # noqa: E402
from stats.models import AccountEntry, ArticleDay, Counter  # noqa: E402
from tests.load.corpus import make_articles  # noqa: E402

BATCH = 500
PLACES = (2, 4, 6)  # after which paragraphs the photos stand


def make_furniture():
    AgencyIdentity.objects.create(name="Đảng ủy các cơ quan Đảng tỉnh")
    Counter.objects.create()
    AccountEntry.objects.create(kind="opening", visits=411_605, reason="Bộ đếm cũ")
    today = timezone.localdate()
    for text in ["5 năm thành lập Đảng bộ Khối", "96 năm Ngày thành lập Đảng"]:
        Slogan.objects.create(text=text, starts_on=today, ends_on=today + timedelta(days=300))
    for order, category in enumerate(Category.objects.order_by("pk")):
        MenuItem.objects.create(category=category, order=order)
        category.home_order = order if order < 6 else None
        category.save()


def first_photo():
    """A picture in all its widths; the other photos are rows that name it."""
    file = io.BytesIO()
    Image.radial_gradient("L").resize((1600, 1066)).convert("RGB").save(file, "JPEG")
    return Photo.objects.create(image=reencode(ContentFile(file.getvalue(), name="anh.jpg")))


@transaction.atomic
def give_photos(articles, sample):
    size = {"width": sample.width, "height": sample.height}
    words = {"caption": "Quang cảnh hội nghị.", "credit": "Anh Huy"}
    photos = Photo.objects.bulk_create(
        Photo(article=article, owner=article, image=sample.image.name, order=n, **size, **words)
        for article in articles
        for n in range(3)
    )
    for number, article in enumerate(articles):
        mine = photos[3 * number : 3 * number + 3]
        article.cover = mine[0]
        paragraphs = article.body.split("</p>")
        for place, photo in zip(PLACES, mine, strict=True):
            paragraphs[place - 1] += f'</p><figure data-photo="{photo.pk}"></figure><p>'
        article.body = "</p>".join(paragraphs).replace("<p></p>", "").replace("<p><p>", "<p>")
    Article.objects.bulk_update(articles, ["body", "cover"], batch_size=100)


def give_views():
    """Each article was read some time in the last forty days."""
    today = timezone.localdate()
    ids = Article.objects.values_list("pk", flat=True)
    ArticleDay.objects.bulk_create(
        (
            ArticleDay(article_id=pk, day=today - timedelta(days=1 + pk % 40), page_views=pk % 97)
            for pk in ids.iterator()
        ),
        batch_size=BATCH,
    )


def build(count, paragraphs=30):
    call_command("migrate", verbosity=0)
    call_command("create_groups", verbosity=0)
    make_articles(count, paragraphs)
    make_furniture()
    sample = first_photo()
    ids = list(Article.objects.values_list("pk", flat=True))
    for start in range(0, count, BATCH):
        batch = Article.objects.filter(pk__in=ids[start : start + BATCH])
        give_photos(list(batch), sample)
    give_views()
    version.bump()


if __name__ == "__main__":
    build(int(sys.argv[1]))
