from django.db import migrations
from django.utils import timezone


def record_what_shows(apps, schema_editor):
    """Begin the records with the slogans that stand today."""
    Slogan = apps.get_model("banners", "Slogan")
    Record = apps.get_model("banners", "HistoricalSlogan")
    now = timezone.now()
    for slogan in Slogan.objects.values():
        Record.objects.create(**slogan, history_date=now, history_type="+")


class Migration(migrations.Migration):
    dependencies = [("banners", "0002_occasions")]

    operations = [migrations.RunPython(record_what_shows, migrations.RunPython.noop)]
