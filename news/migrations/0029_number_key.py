from django.db import migrations, models
from django.db.models import Q

from news.document_numbers import NumberKeyField

PLACE_AND_END = ["published_at", "id", "binned_at", "expires_at"]
OPERATORS = ["timestamptz_ops", "int8_ops", "timestamptz_ops", "timestamptz_ops"]


class Migration(migrations.Migration):
    dependencies = [("news", "0028_name_of_placements")]

    operations = [
        migrations.RemoveIndex(model_name="article", name="article_document_number"),
        migrations.AddField(
            model_name="article",
            name="number_key",
            field=NumberKeyField(default="", editable=False, max_length=200),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                fields=["state", "number_key", *PLACE_AND_END, "kind"],
                opclasses=["varchar_ops", "varchar_pattern_ops", *OPERATORS, "varchar_ops"],
                name="article_number_key",
                condition=Q(kind="document"),
            ),
        ),
    ]
