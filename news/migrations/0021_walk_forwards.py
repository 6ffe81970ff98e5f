from django.db import migrations


class Migration(migrations.Migration):
    """The index of search was filled anew here; now the last that changed it does (0026)."""

    dependencies = [("news", "0020_saved_forms")]

    operations = []
