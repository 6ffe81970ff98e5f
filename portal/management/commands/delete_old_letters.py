from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.letters.models import Letter
from portal.limits import forget_before


class Command(BaseCommand):
    help = "Delete readers' letters that were handled a year ago; for a timer, once a day."

    def handle(self, *args, **options):
        deleted = 0
        for kind in Letter.__subclasses__():
            deleted += kind.objects.outlived().delete()[0]
        forget_before(timezone.localdate())
        self.stdout.write(f"Đã xóa {deleted} thư cũ của bạn đọc.")
