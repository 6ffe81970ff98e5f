from django.core.management.base import BaseCommand

from news.models import Article, NewsroomEntry, PublicEntry
from news.search import index
from portal.kept import version


class Command(BaseCommand):
    help = "Index all articles anew for the search pages; the site may go on meanwhile."

    def handle(self, *, verbosity, **options):
        done = 0
        for done in index.rebuild(Article.objects.all(), PublicEntry, NewsroomEntry):
            if verbosity > 1:
                self.stdout.write(f"{done}…")
        index.tidy()
        version.bump()
        if verbosity:
            self.stdout.write(f"Đã lập lại chỉ mục tìm kiếm: {done} bài.")
