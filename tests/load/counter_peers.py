"""What a counted article costs here, and with two counters that others use instead.

    python3 -m venv /tmp/peers
    /tmp/peers/bin/pip install -r requirements.txt django-hitcount django-tracking2
    /tmp/peers/bin/python tests/load/counter_peers.py [PAGES]

CPU a page, and the queries of one: the same article, made anew each time for a reader with an
address of its own, once each way in turns. Nothing is kept before Django; SQLite in a temporary
folder. The figures of `ours` contain the folding, in one go at the end.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRATCH = Path(tempfile.mkdtemp(prefix="counter-peers-"))
PAGES = int((sys.argv[1:] or ["200"])[0])
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0.0.0 Safari/537.36"
OURS = "stats.middleware.VisitorCounter"
(SCRATCH / "peers_settings.py").write_text("""
from portal.settings import *
INSTALLED_APPS += ["hitcount", "tracking"]
TRACK_PAGEVIEWS = TRACK_ANONYMOUS_USERS = True
""")
os.environ |= {
    "SITE_URL": "http://127.0.0.1",
    "DATABASE_URL": f"sqlite:///{SCRATCH}/portal.sqlite3",
    "JOURNAL_DIR": str(SCRATCH / "counter"),
    "MEDIA_ROOT": str(SCRATCH / "media"),
    "DJANGO_SETTINGS_MODULE": "peers_settings",
}
sys.path[:0] = [str(SCRATCH), str(ROOT)]
import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import RequestFactory, override_settings  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402
from hitcount.models import HitCount  # noqa: E402
from hitcount.views import HitCountMixin  # noqa: E402

from news.models import Article, Category  # noqa: E402
from stats import figures, folding  # noqa: E402


def count_hit(get_response):
    """Count an article as the view mixin of django-hitcount does."""

    def middleware(request):
        response = get_response(request)
        counted = HitCount.objects.get_for_object(article)  # which the view has already
        HitCountMixin.hit_count(request, counted)
        return response

    return middleware


def handler(name):
    """Return the site without our counter, and with this middleware behind the session's."""
    middleware = [path for path in settings.MIDDLEWARE if path != OURS]
    if name == OURS:
        middleware = settings.MIDDLEWARE
    elif name:
        place = middleware.index("django.contrib.auth.middleware.AuthenticationMiddleware") + 1
        middleware.insert(place, name)
    with override_settings(MIDDLEWARE=middleware):
        application = WSGIHandler()
    return application


def ask(application, path, number):
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    request = RequestFactory().get(
        path, REMOTE_ADDR=address, HTTP_USER_AGENT=CHROME, HTTP_HOST="127.0.0.1"
    )
    statuses = []
    answer = application(request.environ, lambda status, *_: statuses.append(status))
    b"".join(answer)
    answer.close()
    if statuses != ["200 OK"]:
        sys.exit(f"{statuses}")


def main():
    path = article.get_absolute_url()
    figures.publish()
    figures.in_server = True
    ways = {"none": "", "ours": OURS, "hitcount": f"{__name__}.count_hit"}
    ways["tracking2"] = "tracking.middleware.VisitorTrackingMiddleware"
    handlers = {way: handler(name) for way, name in ways.items()}
    queries, spent = {}, {way: [] for way in ways}
    for application in handlers.values():
        ask(application, path, 1)
    for way, application in handlers.items():
        with CaptureQueriesContext(connection) as captured:
            ask(application, path, 2)
        queries[way] = len(captured)
    folding.fold()
    for number in range(3, PAGES + 3):
        for way in sorted(ways, key=lambda way: hash((way, number))):
            began = time.thread_time()
            ask(handlers[way], path, number)
            spent[way].append((time.thread_time() - began) * 1000)
    began = time.thread_time()
    folding.fold()
    folded = (time.thread_time() - began) * 1000 / PAGES
    for way, pages in spent.items():
        more = [page - none for page, none in zip(pages, spent["none"], strict=True)]
        extra = statistics.median(more) + (folded if way == "ours" else 0)
        print(
            f"{way}: {statistics.median(pages):.2f} ms of CPU a page, {queries[way]} queries; "
            f"{extra:+.2f} ms, {1 + extra / statistics.median(spent['none']):.3f} of none"
        )


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    article = Article.objects.create(
        title="Tin",
        body="<p>Sáng nay, hội nghị đã khai mạc.</p>" * 20,
        category=Category.objects.create(name="Tin"),
        published_at=timezone.now(),
        state="approved",
    )
    main()
