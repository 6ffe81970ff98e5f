from django.db import migrations

from news.search import index


def fill(apps, editor):
    """Index what was there before search was, or before it knew topics."""
    models = ("Article", "PublicEntry", "NewsroomEntry")
    article, public, newsroom = (apps.get_model("news", name) for name in models)
    for _ in index.rebuild(article.objects.all(), public, newsroom):
        pass


class Migration(migrations.Migration):
    dependencies = [("news", "0014_former_topics")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
