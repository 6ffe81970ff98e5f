from django.db import migrations

from news.models import Article


def name_kinds(apps, editor):
    """Give what is typed into the forms for new articles to the form of the kind that it says."""
    for typing in apps.get_model("news", "Typing").objects.filter(article=None):
        kind = typing.fields.get("kind")
        typing.kind = kind if kind in Article.Kind else Article.Kind.NEWS
        typing.save(update_fields=["kind"])


class Migration(migrations.Migration):
    dependencies = [("news", "0022_typing_of_a_kind")]

    operations = [migrations.RunPython(name_kinds, migrations.RunPython.noop)]
