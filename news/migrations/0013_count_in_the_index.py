from django.db import migrations, models
from django.db.models import F


class Migration(migrations.Migration):
    dependencies = [("news", "0012_topics")]

    operations = [
        migrations.RemoveIndex(model_name="article", name="article_newest"),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                F("state"),
                F("published_at").desc(),
                F("id").desc(),
                F("kind"),
                F("binned_at"),
                F("expires_at"),
                name="article_newest",
            ),
        ),
    ]
