"""What the kept pages ask of the counter (portal/kept/front.py)."""

from stats.counting import count
from stats.figures import ARTICLE_HEADER, MISSED_HEADER
from stats.holes import shown, split

__all__ = ["count", "facts", "shown", "split"]


def facts(headers: dict) -> dict:
    """Take out of an answer's headers what its view tells the counter; return it for `count`.

    `headers` are (name, value) by the name in lower case.
    """
    article, missed = (headers.pop(name.lower(), None) for name in (ARTICLE_HEADER, MISSED_HEADER))
    told = {"article_id": article and int(article[1]), "missed": missed and missed[1]}
    return {name: value for name, value in told.items() if value}
