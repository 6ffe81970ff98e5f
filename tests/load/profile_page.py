"""Where a request's time goes, in one process, without a server.

    DATABASE_URL=… python -m tests.load.profile_page [PATH]

Prints CPU microseconds of a kept page and of one that is made anew, and the functions that take
them. The database is one that whole_site.py filled; PATH, the newest article's unless said.
"""

import cProfile
import os
import pstats
import sys
import time
from urllib.parse import urlsplit

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.conf import settings  # noqa: E402

from news.models import Article  # noqa: E402
from portal.kept.page import Key, ask  # noqa: E402
from portal.wsgi import application  # noqa: E402

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0.0.0 Safari/537.36"
RUNS = {"kept": 3000, "made anew": 20}


def requests_for(path):
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "HTTP_HOST": urlsplit(settings.SITE_URL).netloc,
        "HTTP_USER_AGENT": CHROME,
        "HTTP_ACCEPT_ENCODING": "gzip",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": urlsplit(settings.SITE_URL).scheme,
    }
    return {
        "kept": lambda: application(dict(environ), lambda *_: None),
        "made anew": lambda: ask(application.django, Key(path, "")),
    }


def fastest(request, times):
    """Return the fewest CPU microseconds a request took on average, of seven rounds."""
    rounds = []
    for _ in range(7):
        began = time.thread_time()
        for _ in range(times):
            request()
        rounds.append((time.thread_time() - began) / times * 1e6)
    return min(rounds)


def main(path):
    for name, request in requests_for(path).items():
        request()
        print(f"{path}, {name}: {fastest(request, RUNS[name]):.0f} microseconds")
        profile = cProfile.Profile()
        profile.runcall(lambda request=request, n=RUNS[name]: [request() for _ in range(n)])
        pstats.Stats(profile).sort_stats("tottime").print_stats(20)


if __name__ == "__main__":
    newest = Article.objects.published().news().newest_first().first()
    main(sys.argv[1] if len(sys.argv) > 1 else newest.get_absolute_url())
