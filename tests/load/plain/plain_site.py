"""A plain Django site with the portal's articles, for comparison: how one would first write it.

`startproject`'s middleware, no cache of any kind, the figures of the counter in rows, one UPDATE
and one SELECT of them a request. An article's page prints what the portal's prints, by ordinary
querysets and templates, in few files: none of what it does is done to be slow. Content is copied
from a portal's database.
"""

import json
import os
import re
import sys
from pathlib import Path

from django.conf import settings

HERE = Path(__file__).resolve().parent

settings.configure(
    SECRET_KEY="only for a benchmark",  # noqa: S106
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["PLAIN_DATABASE"],
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    },
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [HERE / "templates"],
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ],
                "builtins": ["plain_site"],
            },
        }
    ],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    LANGUAGE_CODE="vi",
    TIME_ZONE="Asia/Ho_Chi_Minh",
    USE_TZ=True,
)

import django  # noqa: E402

django.setup()

import segno  # noqa: E402
from django import template  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.db.models import F, Q  # noqa: E402
from django.shortcuts import get_object_or_404, render  # noqa: E402
from django.urls import path, reverse  # noqa: E402
from django.utils import timezone  # noqa: E402
from django.utils.safestring import mark_safe  # noqa: E402

SITE = "https://portal.example"
WIDTHS = [400, 800, 1200, 1600]  # px


class Identity(models.Model):
    name = models.CharField(max_length=200)
    site_kind = models.CharField(max_length=100)

    class Meta:
        app_label = "plain"

    def __str__(self):
        return self.name


class Slogan(models.Model):
    text = models.CharField(max_length=300)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        app_label = "plain"

    def __str__(self):
        return self.text


class Category(models.Model):
    name = models.CharField(max_length=100)
    slug = models.SlugField(unique=True)
    order = models.IntegerField(default=0)

    class Meta:
        app_label = "plain"
        ordering = ["order"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("category", args=[self.slug])


class Article(models.Model):
    title = models.CharField(max_length=300)
    slug = models.SlugField()
    lead = models.TextField()
    body = models.TextField()
    category = models.ForeignKey(Category, on_delete=models.PROTECT)
    published_at = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "plain"
        ordering = ["-published_at"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("article", args=[self.category.slug, self.slug, self.pk])


class Photo(models.Model):
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="photos")
    url = models.CharField(max_length=200)
    width = models.IntegerField()
    height = models.IntegerField()
    caption = models.TextField()
    credit = models.CharField(max_length=100)

    class Meta:
        app_label = "plain"

    def __str__(self):
        return self.url

    def widths(self):
        stem = self.url.rpartition(".")[0]
        return [(f"{stem}/{width}w.webp", width) for width in WIDTHS]


class Contributor(models.Model):
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="contributors")
    name = models.CharField(max_length=100)
    office = models.CharField(max_length=200)

    class Meta:
        app_label = "plain"

    def __str__(self):
        return self.name


class Attachment(models.Model):
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="attachments")
    title = models.CharField(max_length=300)
    file = models.CharField(max_length=300)
    size = models.IntegerField()

    class Meta:
        app_label = "plain"

    def __str__(self):
        return self.title


class Visits(models.Model):
    name = models.CharField(max_length=20, unique=True)
    number = models.BigIntegerField(default=0)

    class Meta:
        app_label = "plain"

    def __str__(self):
        return self.name


register = template.Library()


@register.simple_tag
def qr_code(address):
    code = segno.make(address, error="m", micro=False)
    return mark_safe(code.svg_inline(border=0, omitsize=True, svgclass="qr-code"))  # noqa: S308


@register.simple_tag
def json_ld(data):
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


def page(request, name, office, context):
    """Render a template with what every page prints."""
    today = timezone.localdate()
    shared = {
        "identity": office,
        "slogans": Slogan.objects.filter(starts_on__lte=today, ends_on__gte=today),
        "menu": Category.objects.all(),
        "visits": counted(),
        "site_url": SITE,
    }
    return render(request, name, shared | context)


def counted():
    Visits.objects.filter(name="total").update(number=F("number") + 1)
    return dict(Visits.objects.values_list("name", "number"))


def article_page(request, section, slug, pk):
    office = Identity.objects.first()
    article = get_object_or_404(Article.objects.select_related("category"), pk=pk)
    photos = list(article.photos.all())
    same = Article.objects.select_related("category").filter(category=article.category)
    here = Q(published_at=article.published_at)
    older = same.filter(Q(published_at__lt=article.published_at) | here & Q(pk__lt=pk))
    newer = same.filter(Q(published_at__gt=article.published_at) | here & Q(pk__gt=pk))
    older = list(older[:4])
    context = {
        "article": article,
        "photos": photos,
        "contributors": article.contributors.all(),
        "attachments": article.attachments.all(),
        "older": older[0] if older else None,
        "newer": newer.reverse().first(),
        "related": older[1:],
        "address": SITE + article.get_absolute_url(),
        "data": article_data(article, photos, office),
        "breadcrumb": breadcrumb(article.category),
    }
    return page(request, "article.html", office, context)


def article_data(article, photos, office):
    address = SITE + article.get_absolute_url()
    publisher = {"@type": "Organization", "name": office.name, "url": f"{SITE}/"}
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "url": address,
        "mainEntityOfPage": address,
        "inLanguage": "vi",
        "headline": article.title,
        "description": article.lead,
        "articleSection": article.category.name,
        "image": [SITE + photo.url for photo in photos[:1]],
        "datePublished": timezone.localtime(article.published_at).isoformat(),
        "dateModified": timezone.localtime(article.published_at).isoformat(),
        "publisher": publisher,
        "author": [publisher],
    }


def breadcrumb(category):
    steps = [("Trang chủ", f"{SITE}/"), (category.name, SITE + category.get_absolute_url())]
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": address}
            for number, (name, address) in enumerate(steps, 1)
        ],
    }


def not_built(request, **kwargs):
    """What the page links to; nobody asks for it here."""
    raise NotImplementedError


urlpatterns = [
    path("<slug:section>/", not_built, name="category"),
    path("<slug:section>/<slug:slug>-<int:pk>/", article_page, name="article"),
]
application = WSGIHandler()


def copy_from(portal):
    """Make the tables and copy the newest thousand articles of a portal's SQLite file."""
    tables = [Identity, Slogan, Category, Article, Photo, Contributor, Attachment, Visits]
    with connection.schema_editor() as editor:
        for model in tables:
            editor.create_model(model)
    newest = "SELECT id FROM news_article ORDER BY published_at DESC LIMIT 1000"
    columns = {
        Identity: "id, name, site_kind FROM portal_agencyidentity",
        Slogan: "id, text, starts_on, ends_on FROM banners_slogan",
        Category: 'id, name, slug, "order" FROM news_category',
        Article: "id, title, slug, lead, body, category_id, published_at FROM news_article "
        f"WHERE id IN ({newest})",
        Photo: "id, article_id, '/media/' || image, width, height, caption, credit "
        f"FROM news_photo WHERE article_id IN ({newest})",
        Contributor: "id, article_id, name, office FROM news_contributor "
        f"WHERE article_id IN ({newest})",
        Attachment: "id, article_id, title, file, size FROM news_attachment "
        f"WHERE article_id IN ({newest})",
    }
    with connection.cursor() as cursor:
        cursor.execute("ATTACH %s AS portal", [portal])
        for model, source in columns.items():
            names = ", ".join(f'"{field.column}"' for field in model._meta.local_fields)
            source = re.sub(r"FROM (?=[a-z]+_)", "FROM portal.", source)
            cursor.execute(  # noqa: S608 all written above
                f"INSERT INTO {model._meta.db_table} ({names}) SELECT {source}"
            )
    for name in ["total", "online", "today", "yesterday"]:
        Visits.objects.create(name=name, number=411_605)


if __name__ == "__main__":
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    copy_from(sys.argv[1])
