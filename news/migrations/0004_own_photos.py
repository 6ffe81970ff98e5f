from django.db import migrations, models


def own_photos(apps, schema_editor):
    """Photos of articles that are there already belong to those articles' history."""
    Photo = apps.get_model("news", "Photo")
    Photo.objects.exclude(article=None).update(owner=models.F("article"))


class Migration(migrations.Migration):
    dependencies = [("news", "0003_word_intake")]

    operations = [migrations.RunPython(own_photos, migrations.RunPython.noop)]
