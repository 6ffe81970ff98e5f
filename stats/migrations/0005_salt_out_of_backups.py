from django.db import migrations


def keep_out_of_the_log(apps, editor):
    """An unlogged table is in no write-ahead log, and so in no copy that is made of it."""
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE stats_dailysalt SET UNLOGGED")


def log_again(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE stats_dailysalt SET LOGGED")


class Migration(migrations.Migration):
    dependencies = [("stats", "0004_published_figures")]

    operations = [migrations.RunPython(keep_out_of_the_log, log_again)]
