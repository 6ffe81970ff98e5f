from django.db import migrations

from news.search import index


def find_captions(apps, editor):
    """Let videos be found by the words of their captions."""
    models = ("Article", "PublicEntry", "NewsroomEntry")
    article, public, newsroom = (apps.get_model("news", name) for name in models)
    with_captions = article.objects.filter(videos__captions__gt="")
    for _ in index.rebuild(with_captions, public, newsroom):
        pass


class Migration(migrations.Migration):
    dependencies = [("news", "0024_pairs_of_words")]

    operations = [migrations.RunPython(find_captions, migrations.RunPython.noop)]
