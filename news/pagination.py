"""Pages of a newest-first list without counting: each link names the article it continues from.

"Trang 3" would have to skip all that stands before it, and "3 of 812" to count the archive; both
grow with the years. A place in the list costs the same anywhere.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from django.http import Http404

PAGE_SIZE = 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CURSOR = re.compile(r"([0-9]{1,17})-([0-9]{1,18})")  # microseconds since 1970, id
OLDER, NEWER = "cu-hon", "moi-hon"


@dataclass
class Page:
    articles: list
    newer_url: str = ""
    older_url: str = ""
    query: str = ""  # what asks for this page; "" for the newest


def paginate(articles, params, load=lambda place: place[: PAGE_SIZE + 1], keep=()):
    """Return the Page of `articles` that `params` (request.GET) asks for; the newest without.

    `load(place)` reads one article more than a page from a queryset in its own order; `keep` names
    the parameters that narrow the list and go with every link of it.
    Raises Http404 when the parameter is no place in a list, or nothing stands there any more: an
    empty page would say that nothing was ever published.
    """
    kept = [(name, params[name]) for name in keep if params.get(name)]
    query = query_of(kept, *((way, params[way]) for way in (NEWER, OLDER) if way in params))
    if NEWER in params:
        place = articles.newer_than(*read_cursor(params[NEWER])).oldest_first()
        found = list(load(place))
        rows = found[:PAGE_SIZE][::-1]
        refuse_unless(rows)
        newer = link(kept, NEWER, rows[:1], len(found) > PAGE_SIZE)
        return Page(rows, newer, link(kept, OLDER, rows[-1:]), query)
    if OLDER in params:
        articles = articles.older_than(*read_cursor(params[OLDER]))
    found = list(load(articles.newest_first()))
    rows = found[:PAGE_SIZE]
    refuse_unless(rows or OLDER not in params)
    return Page(
        rows,
        link(kept, NEWER, rows[:1], OLDER in params),
        link(kept, OLDER, rows[-1:], len(found) > PAGE_SIZE),
        query,
    )


def link(kept, direction, edge, wanted=True):
    """Return the query that continues from the article at the edge; "" when nothing follows."""
    if not (edge and wanted):
        return ""
    (article,) = edge
    microseconds = (article.published_at - EPOCH) // timedelta(microseconds=1)
    return query_of(kept, (direction, f"{microseconds}-{article.pk}"))


def query_of(kept, *place):
    parameters = [*kept, *place]
    return f"?{urlencode(parameters)}" if parameters else ""


def read_cursor(text):
    """Return the place a cursor names, (published_at, id). Raises Http404 if it names none."""
    match = CURSOR.fullmatch(text)
    refuse_unless(match)
    return EPOCH + timedelta(microseconds=int(match[1])), int(match[2])


def refuse_unless(found):
    if not found:
        raise Http404("Không có trang này.")
