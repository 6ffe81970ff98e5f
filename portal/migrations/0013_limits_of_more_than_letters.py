from django.db import migrations, models
from django.db.models import CASCADE


class Migration(migrations.Migration):
    """What the tables of before held was for one day; nothing of it is worth taking over."""

    dependencies = [("portal", "0012_one_target_in_words")]

    operations = [
        migrations.DeleteModel(name="LetterSender"),
        migrations.DeleteModel(name="LetterDay"),
        migrations.CreateModel(
            name="LimitDay",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("salt", models.BinaryField(max_length=32)),
            ],
            options={"default_permissions": []},
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=32)),
                ("times", models.PositiveIntegerField(default=0)),
                ("day", models.ForeignKey(on_delete=CASCADE, to="portal.limitday")),
            ],
            options={
                "default_permissions": [],
                "constraints": [
                    models.UniqueConstraint(fields=("day", "key"), name="one_tally_a_key")
                ],
            },
        ),
    ]
