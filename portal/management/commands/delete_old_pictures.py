from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal import drawn

DAYS = 90


class Command(BaseCommand):
    help = "Delete drawn pictures of three months ago, to be drawn anew; for a timer, once a day."

    def handle(self, *args, **options):
        deleted = drawn.sweep(timezone.now() - timedelta(days=DAYS))
        self.stdout.write(f"Đã xóa {deleted} ảnh vẽ sẵn đã cũ.")
