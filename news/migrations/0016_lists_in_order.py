from django.db import migrations, models
from django.db.models import F, Q

NEWEST = [F("updated_at").desc(), F("id").desc()]
PLACE_AND_END = ["published_at", "id", "binned_at", "expires_at"]
OPERATORS = ["timestamptz_ops", "int8_ops", "timestamptz_ops", "timestamptz_ops"]


def newest_documents_by(field):
    columns = [F("state"), F(field), F("published_at").desc(), F("id").desc()]
    index = models.Index(*columns, name=f"article_{field}", condition=Q(kind="document"))
    return migrations.AddIndex(model_name="article", index=index)


class Migration(migrations.Migration):
    dependencies = [("news", "0015_search_by_topic")]

    operations = [
        migrations.RemoveIndex(model_name="article", name="article_document_number"),
        migrations.RemoveIndex(model_name="article", name="article_issued_on"),
        migrations.RemoveIndex(model_name="article", name="article_document_type"),
        migrations.RemoveIndex(model_name="article", name="article_issuing_body"),
        migrations.RemoveIndex(model_name="article", name="article_signer"),
        migrations.RemoveIndex(model_name="article", name="article_validity"),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(F("category"), *NEWEST, name="article_last_changed_in"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(F("kind"), *NEWEST, name="article_last_changed_kind"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                F("published_at").desc(), F("id").desc(), name="article_by_hour"
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                fields=["state", "document_number", *PLACE_AND_END],
                opclasses=["varchar_ops", "varchar_pattern_ops", *OPERATORS],
                name="article_document_number",
                condition=Q(kind="document"),
            ),
        ),
        *map(newest_documents_by, ["document_type", "issuing_body", "signer", "validity"]),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                F("state"), F("issued_on"), name="article_issued_on", condition=Q(kind="document")
            ),
        ),
    ]
