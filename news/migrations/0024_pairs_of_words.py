from django.db import migrations

from news.search import index


def make_anew(apps, editor):
    """On PostgreSQL pairs of words are in the index as well, or no phrase would be found."""
    if editor.connection.vendor != "postgresql":
        return
    models = ("Article", "PublicEntry", "NewsroomEntry")
    article, public, newsroom = (apps.get_model("news", name) for name in models)
    for _ in index.rebuild(article.objects.all(), public, newsroom):
        pass


class Migration(migrations.Migration):
    dependencies = [("news", "0023_kinds_of_typings")]

    operations = [migrations.RunPython(make_anew, migrations.RunPython.noop)]
