import tomllib
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction

from banners.models import Occasion

BUILT_IN = Path(__file__).parents[2] / "occasions.toml"


class Command(BaseCommand):
    help = "Add the built-in occasions; one that was changed or deleted is left as it is."

    @transaction.atomic
    def handle(self, *, verbosity, **options):
        # The records, too, know the occasions that the webmaster deleted.
        known = set(Occasion.history.values_list("code", flat=True))
        rows = tomllib.loads(BUILT_IN.read_text(encoding="utf-8"))["occasion"]
        new = [Occasion(**row) for row in rows if row["code"] not in known]
        for occasion in new:
            occasion.full_clean()
            occasion.save()
        if verbosity:
            self.stdout.write(f"Đã thêm {len(new)} ngày kỷ niệm có sẵn.")
