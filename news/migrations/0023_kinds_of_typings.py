from django.db import migrations
from django.db.models import F

from news.models import Article


def name_kinds(apps, editor):
    """Give what is typed into the forms for new articles to the form of the kind that it says."""
    for typing in apps.get_model("news", "Typing").objects.filter(article=None):
        kind = typing.fields.get("kind")
        typing.kind = kind if kind in Article.Kind else Article.Kind.NEWS
        typing.save(update_fields=["kind"])


def keep_newest(apps, editor):
    """Before, a person had one such form: leave what was typed last."""
    typed = apps.get_model("news", "Typing").objects.filter(article=None)
    kept = set()
    for typing in typed.order_by(F("typed_at").desc(nulls_last=True)):
        if typing.user_id in kept:
            typing.delete()
        kept.add(typing.user_id)


class Migration(migrations.Migration):
    dependencies = [("news", "0022_typing_of_a_kind")]

    operations = [migrations.RunPython(name_kinds, keep_newest)]
