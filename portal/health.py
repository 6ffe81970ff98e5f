import shutil
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.models import AgencyIdentity

FEWEST_FREE = 500  # MB: some reports with their photos


@never_cache
@require_safe
def health(request):
    """Tell a monitor whether the site works: 200, or 503 with the reason.

    Other pages do not tell: what is kept goes out while the database is away, and is counted.
    """
    AgencyIdentity.objects.exists()  # raises while the database is away, which answers 503
    free = min(map(free_megabytes, [settings.MEDIA_ROOT, settings.JOURNAL_DIR]))
    if free < FEWEST_FREE:
        return say(f"Ổ đĩa sắp hết chỗ: còn {free} MB.", status=503)
    return say("Trang chạy bình thường.")


def free_megabytes(folder):
    """Return how much room is left where a folder is, or will be once it is needed."""
    folder = Path(folder).resolve()
    there = next(path for path in [folder, *folder.parents] if path.exists())
    return shutil.disk_usage(there).free // 1_000_000


def say(sentence, status=200):
    return HttpResponse(f"{sentence}\n", "text/plain; charset=utf-8", status=status)
