from django.db import migrations

from news.search import index
from news.search.engines import engine

BEFORE = {
    "news_publicentry": {"title": ["fold", "plain", "opening"], "text": ["fold", "plain"]},
    "news_newsroomentry": {"title": ["fold"]},
}
AFTER = BEFORE | {
    "news_publicentry": {
        "title": ["fold", "plain"],
        "opening": ["fold"],
        "text": ["fold", "plain"],
    },
}
MODELS = ["PublicEntry", "NewsroomEntry"]


def make_index(apps, editor):
    """Fill the index of search with all there is, as today's code fills it.

    Whatever changes what the index holds takes this step over, and leaves this migration empty:
    today's code cannot read articles as they were before a later migration.
    """
    shape(editor, BEFORE, AFTER)
    articles = apps.get_model("news", "Article").objects.all()
    for _ in index.rebuild(articles, *(apps.get_model("news", name) for name in MODELS)):
        pass


def empty_index(apps, editor):
    """Give the index the shape it had; whoever goes back fills it by `rebuild_search`."""
    shape(editor, AFTER, BEFORE)
    for name in MODELS:
        apps.get_model("news", name).objects.all().delete()


def shape(editor, before, after):
    with editor.connection.cursor() as cursor:
        for table in before:
            engine(editor.connection.vendor).drop(cursor, table, before[table])
            engine(editor.connection.vendor).create(cursor, table, after[table])


class Migration(migrations.Migration):
    dependencies = [("news", "0025_find_captions")]

    operations = [migrations.RunPython(make_index, empty_index)]
