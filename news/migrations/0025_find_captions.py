from django.db import migrations

from news.search import index
from news.search.engines import engine

PARTS = {
    "news_publicentry": {"title": ["fold", "plain", "opening"], "text": ["fold", "plain"]},
    "news_newsroomentry": {"title": ["fold"]},
}


def make_index(apps, editor):
    """Fill the index of search with all there is, as today's code fills it.

    Whatever changes what the index holds takes this step over, and leaves this migration empty:
    today's code cannot read articles as they were before a later migration.
    """
    if editor.connection.vendor == "sqlite":  # the newest entry has become the first
        with editor.connection.cursor() as cursor:
            for table, parts in PARTS.items():
                engine("sqlite").drop(cursor, table, parts)
                engine("sqlite").create(cursor, table, parts)
    models = ("Article", "PublicEntry", "NewsroomEntry")
    article, public, newsroom = (apps.get_model("news", name) for name in models)
    for _ in index.rebuild(article.objects.all(), public, newsroom):
        pass


class Migration(migrations.Migration):
    dependencies = [("news", "0024_pairs_of_words")]

    operations = [migrations.RunPython(make_index, migrations.RunPython.noop)]
