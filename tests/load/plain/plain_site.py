"""A plain Django site with the portal's articles, for comparison: how one would first write it.

`startproject`'s middleware, no cache of any kind, the figures of the counter in rows, one UPDATE
and one SELECT of them a request. Content is copied from a portal's database.
"""

import os
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
                ]
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

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.db.models import F  # noqa: E402
from django.shortcuts import get_object_or_404, render  # noqa: E402
from django.urls import path  # noqa: E402


class Category(models.Model):
    name = models.CharField(max_length=100)
    slug = models.SlugField(unique=True)
    order = models.IntegerField(default=0)

    class Meta:
        app_label = "plain"
        ordering = ["order"]

    def __str__(self):
        return self.name


class Article(models.Model):
    title = models.CharField(max_length=300)
    lead = models.TextField()
    body = models.TextField()
    category = models.ForeignKey(Category, on_delete=models.PROTECT)
    published_at = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "plain"
        ordering = ["-published_at"]

    def __str__(self):
        return self.title


class Photo(models.Model):
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="photos")
    url = models.CharField(max_length=200)
    caption = models.TextField()
    credit = models.CharField(max_length=100)

    class Meta:
        app_label = "plain"

    def __str__(self):
        return self.url


class Visits(models.Model):
    name = models.CharField(max_length=20, unique=True)
    number = models.BigIntegerField(default=0)

    class Meta:
        app_label = "plain"

    def __str__(self):
        return self.name


def counted():
    Visits.objects.filter(name="total").update(number=F("number") + 1)
    return dict(Visits.objects.values_list("name", "number"))


def article_page(request, pk):
    article = get_object_or_404(Article.objects.select_related("category"), pk=pk)
    others = Article.objects.select_related("category").exclude(pk=pk)
    context = {
        "article": article,
        "photos": article.photos.all(),
        "related": others.filter(category=article.category)[:5],
        "latest": others[:5],
        "menu": Category.objects.all(),
        "visits": counted(),
    }
    return render(request, "article.html", context)


urlpatterns = [path("<int:pk>/", article_page, name="article")]
application = WSGIHandler()


def copy_from(portal):
    """Make the tables and copy the newest thousand articles of a portal's SQLite file."""
    tables = [Category, Article, Photo, Visits]
    with connection.schema_editor() as editor:
        for model in tables:
            editor.create_model(model)
    columns = {
        Category: 'id, name, slug, "order" FROM news_category',
        Article: "id, title, lead, body, category_id, published_at FROM news_article "
        "ORDER BY published_at DESC LIMIT 1000",
        Photo: "id, article_id, '/media/' || image, caption, credit FROM news_photo "
        "WHERE article_id IN (SELECT id FROM news_article ORDER BY published_at DESC LIMIT 1000)",
    }
    with connection.cursor() as cursor:
        cursor.execute("ATTACH %s AS portal", [portal])
        for model, source in columns.items():
            names = ", ".join(f'"{field.column}"' for field in model._meta.local_fields)
            cursor.execute(  # noqa: S608 all written above
                f"INSERT INTO {model._meta.db_table} ({names}) SELECT {source}".replace(
                    "FROM news_", "FROM portal.news_"
                )
            )
    for name in ["total", "online", "today", "yesterday"]:
        Visits.objects.create(name=name, number=411_605)


if __name__ == "__main__":
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    copy_from(sys.argv[1])
