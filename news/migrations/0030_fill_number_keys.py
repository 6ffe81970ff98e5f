from django.db import migrations

from news.document_numbers import key

BATCH = 500


def fill(apps, schema_editor):
    Article = apps.get_model("news", "Article")
    numbered = Article.objects.exclude(document_number="").order_by("pk")
    last = 0
    while batch := list(numbered.filter(pk__gt=last).only("document_number")[:BATCH]):
        for article in batch:
            article.number_key = key(article.document_number)
        Article.objects.bulk_update(batch, ["number_key"])
        last = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("news", "0029_number_key")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
