import logging
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings

from stats import figures, folding, holes
from stats.audience import audience_of, remember_staff
from stats.journal import Hit, now, writer
from stats.readers import reader_key

logger = logging.getLogger(__name__)


class VisitorCounter:
    """Count public pages shown to readers, and fill in the live figures as a page goes out.

    Counted is a 200 or 304 answer with a public HTML page to a GET; a page marked `no-store` (the
    admin, an account, a preview) is not public. What is kept of it is one line of the journal with
    a hash keyed with the day's salt: no address, no browser, no cookie. A counter that fails never
    breaks a page.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        article_id = int(response.headers.get(figures.ARTICLE_HEADER, 0))
        del response.headers[figures.ARTICLE_HEADER]
        if is_private(response):
            remember_staff(request, response)
        elif is_counted(request, response):
            self.count(request, article_id)
        if is_page(response):
            self.fill(response)
        return response

    def count(self, request, article_id):
        try:
            writer.append(hit_of(request.META, article_id))
            if not figures.in_server:
                folding.fold()
                folding.clear_up()
        except Exception:  # whatever goes wrong with the counting, the page goes out
            logger.exception("The counter missed a view of %r", request.path)

    def fill(self, response):
        response.content = holes.fill(response.content, figures.widget, figures.views)
        # CommonMiddleware, further in, measured the page before its holes were filled.
        response.headers["Content-Length"] = str(len(response.content))


def hit_of(environ, article_id) -> Hit:
    """Return what is kept of a page that goes out now; `environ` is the request's, as in WSGI."""
    at = now()
    return Hit(
        at=at,
        audience=audience_of(environ),
        reader=reader_key(environ, at.date()),
        article_id=article_id,
        referrer=referring_site(environ),
    )


def referring_site(environ) -> str:
    """Return the host name of the other site whose link was followed, or "-"."""
    host = host_of(environ.get("HTTP_REFERER", ""))
    return "-" if host == host_of(settings.SITE_URL) else host


@lru_cache(maxsize=1024)
def host_of(address) -> str:
    try:
        host = urlsplit(address).hostname or "-"
    except ValueError:  # not an address at all
        return "-"
    is_name = host.isascii() and host.replace(".", "").replace("-", "").isalnum()
    return host if is_name and len(host) <= 80 else "-"


def is_counted(request, response):
    if request.method != "GET" or response.status_code not in (200, 304):
        return False
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    is_public_page = is_page(response) or response.status_code == 304
    return is_public_page and "prefetch" not in purpose


def is_private(response):
    return "no-store" in response.headers.get("Cache-Control", "")


def is_page(response):
    content_type = response.headers.get("Content-Type", "")
    return not response.streaming and content_type.startswith("text/html")
