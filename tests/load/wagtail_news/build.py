"""Make the Wagtail site with the newest articles of a portal's SQLite file.

    WAGTAIL_FOLDER=… python -m wagtail_news.build PORTAL.sqlite3 ARTICLES

Its pages have the portal's addresses.
"""

import os
import re
import sqlite3
import sys
from datetime import UTC, datetime
from io import BytesIO

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wagtail_news.settings")
django.setup()

from django.core.files.base import ContentFile  # noqa: E402
from django.core.files.storage import default_storage  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils.html import format_html  # noqa: E402
from PIL import Image as Picture  # noqa: E402
from wagtail.images.models import Image  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402
from wagtail_news.models import (  # noqa: E402
    CategoryPage,
    HomePage,
    Identity,
    NewsPage,
    Slogan,
)

SIZE = 1600, 1066  # px


def make_site(portal):
    """Return the pages of the categories by the portal's ids."""
    Site.objects.all().delete()
    Page.objects.filter(depth=2).delete()
    home = Page.objects.get(depth=1).add_child(instance=HomePage(title="Trang chủ", slug="home"))
    site = Site.objects.create(hostname="portal.example", root_page=home, is_default_site=True)
    agency = portal.execute("SELECT name, site_kind FROM portal_agencyidentity").fetchone()
    Identity.objects.create(site=site, name=agency[0], site_kind=agency[1])
    for text, first, last in portal.execute("SELECT text, starts_on, ends_on FROM banners_slogan"):
        Slogan.objects.create(text=text, starts_on=first, ends_on=last)
    categories = portal.execute('SELECT id, name, slug FROM news_category ORDER BY "order"')
    return {
        pk: home.add_child(instance=CategoryPage(title=name, slug=slug, show_in_menus=True))
        for pk, name, slug in categories
    }


def store_picture():
    """Return the name of the one file that all photos share."""
    picture = Picture.radial_gradient("L").resize(SIZE).convert("RGB")
    file = BytesIO()
    picture.save(file, "JPEG")
    return default_storage.save("original_images/anh.jpg", ContentFile(file.getvalue()))


def make_articles(portal, categories, count):
    name, (width, height) = store_picture(), SIZE
    articles = portal.execute(
        "SELECT id, title, slug, lead, body, category_id, published_at FROM news_article "
        "ORDER BY published_at DESC LIMIT ?",
        [count],
    )
    for pk, title, slug, lead, body, category, published_at in articles.fetchall():
        photos = portal.execute(
            'SELECT id, caption, credit FROM news_photo WHERE article_id = ? ORDER BY "order"', [pk]
        ).fetchall()
        images = {
            photo: Image(pk=photo, title=caption, file=name, width=width, height=height)
            for photo, caption, _ in photos
        }
        Image.objects.bulk_create(images.values())
        names = portal.execute("SELECT name FROM news_contributor WHERE article_id = ?", [pk])
        page = NewsPage(
            title=title,
            slug=f"{slug}-{pk}",
            lead=lead,
            body=embedded(body, photos),
            cover=images[photos[0][0]],
            byline=", ".join(name for (name,) in names),
            published_at=datetime.fromisoformat(published_at).replace(tzinfo=UTC),
        )
        categories[category].add_child(instance=page)


def embedded(body, photos):
    """Return the body with its photos as Wagtail's editor stores them."""
    embeds = {
        str(pk): format_html(
            '<embed embedtype="image" id="{}" format="captioned" alt="{} Ảnh: {}"/>', pk, *words
        )
        for pk, *words in photos
    }
    return re.sub(r'<figure data-photo="(\d+)"></figure>', lambda found: embeds[found[1]], body)


@transaction.atomic
def build(path, count):
    portal = sqlite3.connect(path)
    make_articles(portal, make_site(portal), count)


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    build(sys.argv[1], int(sys.argv[2]))
