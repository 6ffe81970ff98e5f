import django.db.models.deletion
from django.db import migrations, models

from news.search.engines import engine

# As they were made here; the newest ones are in news/search/index.py.
PARTS = {
    "news_publicentry": {"title": ["fold", "plain", "opening"], "text": ["fold", "plain"]},
    "news_newsroomentry": {"title": ["fold"]},
}


def create(apps, editor):
    """Give each table of entries its words. SQLite loses the triggers when it remakes a table:
    a migration that alters one has to make them again."""
    with editor.connection.cursor() as cursor:
        for table, parts in PARTS.items():
            engine(editor.connection.vendor).create(cursor, table, parts)


def drop(apps, editor):
    with editor.connection.cursor() as cursor:
        for table, parts in PARTS.items():
            engine(editor.connection.vendor).drop(cursor, table, parts)


def article():
    return models.OneToOneField(
        on_delete=django.db.models.deletion.CASCADE,
        primary_key=True,
        related_name="+",
        serialize=False,
        to="news.article",
    )


class Migration(migrations.Migration):
    dependencies = [("news", "0007_find_contributors")]

    operations = [
        migrations.CreateModel(
            name="NewsroomEntry",
            fields=[("article", article()), ("place", models.BigIntegerField(unique=True))],
            options={"abstract": False, "default_permissions": []},
        ),
        migrations.CreateModel(
            name="PublicEntry",
            fields=[
                ("article", article()),
                ("place", models.BigIntegerField(unique=True)),
                ("expires_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
                "default_permissions": [],
                "indexes": [
                    models.Index(
                        condition=models.Q(("expires_at__isnull", False)),
                        fields=["expires_at"],
                        name="public_entry_expires",
                    )
                ],
            },
        ),
        migrations.RunPython(create, drop),
    ]
