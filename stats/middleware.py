import logging

from django.db import DatabaseError

from stats import figures, holes
from stats.counting import count

logger = logging.getLogger(__name__)


class VisitorCounter:
    """Count public pages shown to readers, and fill in the live figures as a page goes out.

    Counted is a 200 or 304 answer with a public HTML page to a GET; a page marked `no-store` (the
    admin, an account, a preview) is not public. Stored is a hash keyed with the day's salt: no
    address, no browser, no cookie. A counter that fails never breaks a page.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        article_id = int(response.headers.get(figures.ARTICLE_HEADER, 0))
        del response.headers[figures.ARTICLE_HEADER]
        try:
            if is_counted(request, response):
                count(request, article_id or None)
        except DatabaseError:
            logger.exception("The counter missed a view of %r", request.path)
        if is_page(response):
            self.fill(response)
        return response

    def fill(self, response):
        response.content = holes.fill(
            response.content, figures.visits, figures.views, figures.widget().group_digits
        )
        # CommonMiddleware, further in, measured the page before its holes were filled.
        response.headers["Content-Length"] = str(len(response.content))


def is_counted(request, response):
    if request.method != "GET" or response.status_code not in (200, 304):
        return False
    if "prefetch" in request.headers.get("Sec-Purpose", ""):
        return False
    return is_page(response) and "no-store" not in response.headers.get("Cache-Control", "")


def is_page(response):
    return not response.streaming and response.headers.get("Content-Type", "").startswith(
        "text/html"
    )
