from django.db import migrations


class Migration(migrations.Migration):
    """Filled by 0015_search_by_topic, where articles have all that search asks of them."""

    dependencies = [("news", "0008_search_index")]

    operations = []
