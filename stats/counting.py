"""The one door through which every shown page is counted, kept or just made.

An answer gets its line in the journal and its live figures (holes.py), then it leaves. Two callers
do that: the middleware for what Django answers, and the kept pages (portal/kept/) for what is
answered before Django is reached.
"""

import logging
import re
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error, connection
from django.http.request import validate_host

from stats import figures, folding
from stats.journal import day_of, line_of, now, writer
from stats.readers import who_reads

logger = logging.getLogger(__name__)

# As Chrome and Firefox say it now, Chrome did, Safari does for its start page, Firefox did.
PURPOSES = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")
IN_ADVANCE = re.compile("prefetch|preview", re.IGNORECASE)
LONGEST_REFERRER = 300  # letters looked at: a host stands at the beginning


def count(environ, article_id=0, missed=""):
    """Count a public page that goes out to whoever asked for it; `environ` is as in WSGI.

    Only a GET counts, and no prefetch. What is kept is one line of the journal with a hash keyed
    with the day's salt: no address, browser or cookie. A counter that fails never breaks a page.
    """
    if environ["REQUEST_METHOD"] != "GET" or is_prefetch(environ):
        return
    try:
        ms = now()
        day = day_of(ms)
        audience, reader = who_reads(environ, day)
        site = referring_site(environ)
        writer.append(day, line_of(ms, audience, reader, article_id, site, missed))
        if not figures.in_server:
            folding.fold()
            folding.clear_up()
    except Exception as error:  # whatever goes wrong with the counting, the page goes out
        logger.exception("The counter missed a view of %r", environ.get("PATH_INFO"))
        if isinstance(error, Error):
            connection.close_if_unusable_or_obsolete()


def is_prefetch(environ):
    """Whether a browser asks in advance, for a page nobody may ever look at."""
    for name in PURPOSES:  # noqa: SIM110 any() takes three times as long
        if name in environ and IN_ADVANCE.search(environ[name]):
            return True
    return False


def referring_site(environ) -> str:
    """Return the host name of the other site whose link was followed, or "-"."""
    address = environ.get("HTTP_REFERER")
    return other_site(address[:LONGEST_REFERRER]) if address else "-"


@lru_cache(maxsize=1024)
def other_site(address):
    host = host_of(address)
    return "-" if validate_host(host, settings.ALLOWED_HOSTS) else host


def host_of(address):
    try:
        host = urlsplit(address).hostname or "-"
    except ValueError:  # not an address at all
        return "-"
    is_name = host.isascii() and host.replace(".", "").replace("-", "").isalnum()
    return host if is_name and len(host) <= 80 else "-"
