from portal.kept import MADE_TO_KEEP
from stats import figures, holes
from stats.audience import meet_staff, remember_staff
from stats.counting import count


class VisitorCounter:
    """Count public pages shown to readers, and fill in the live figures as a page goes out.

    Counted is a 200 answer with a public HTML page; a page marked `no-store` (the admin, an
    account, a preview) is not public. One that is made to be kept is filled and counted each time
    it goes out, as 200 or 304, by the kept pages and not here.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if MADE_TO_KEEP in request.META:
            return response
        article_id = int(response.headers.get(figures.ARTICLE_HEADER, 0))
        del response.headers[figures.ARTICLE_HEADER]
        missed = response.headers.get(figures.MISSED_HEADER, "")
        del response.headers[figures.MISSED_HEADER]
        if is_private(response):
            remember_staff(request, response)
        elif is_public_page(response):
            meet_staff(request)
            count(request.META, article_id, missed)
        if is_page(response):
            fill(response)
        return response


def fill(response):
    response.content = holes.fill(response.content)
    # CommonMiddleware, further in, measured the page before its holes were filled.
    response.headers["Content-Length"] = str(len(response.content))


def is_public_page(response):
    return response.status_code == 200 and is_page(response)


def is_private(response):
    return "no-store" in response.headers.get("Cache-Control", "")


def is_page(response):
    content_type = response.headers.get("Content-Type", "")
    return not response.streaming and content_type.startswith("text/html")
