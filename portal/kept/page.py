"""Which requests ask for a page that may be kept, how it is made, and what it is then."""

import hashlib
import io
import logging
import sys
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

from portal.kept import MADE_TO_KEEP
from portal.kept.packed import Packed

logger = logging.getLogger(__name__)

LONGEST_PATH, LONGEST_QUERY = 500, 2000  # letters; no page of ours has a longer one
MOST_FIELDS = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS  # what has more Django refuses


class Key(NamedTuple):
    """What a page is a function of; both as WSGI has them."""

    path: str
    query: str


class Whole(NamedTuple):
    """A page with its figures put in."""

    figures: list[bytes]
    tag: str
    headers: list[tuple[str, str]]
    packed: list[tuple[str, str]]  # what the headers say of `gzip` besides
    gzip: bytes


class Lately:
    """The pages that lie whole in memory: those asked for in the last second or two.

    Most of a large archive is asked for once a version, by a search engine, and not again.
    """

    def __init__(self):
        self.pages, self.since = [], monotonic()

    def add(self, page):
        now = monotonic()
        if now - self.since > 1:  # as often as figures change: it costs a busy page next to nothing
            before, self.pages, self.since = self.pages, [], now
            for other in before:
                other.last = None
        self.pages.append(page)


lately = Lately()


@dataclass
class Page:
    """An answer that may be kept, or that need not be asked for again in another's name."""

    stamp: str
    status: str
    headers: tuple[tuple[str, str], ...]
    body: Packed
    facts: dict  # what its view tells the counter
    is_counted: bool
    digest: str  # of the body without its figures
    last: Whole | None = None  # as it went out last, not long ago

    @property
    def is_kept(self):
        return self.status.startswith("200")

    @property
    def size(self):
        headers = sum(len(name) + len(value) for name, value in self.headers)
        # In parts, and whole with the last figures; path, titles and pictures are known besides.
        return 2 * self.body.size + headers + 3000

    def with_figures(self, figures) -> Whole:
        """Return it as it goes out; figures change once a second, so most readers get the same."""
        whole = self.last
        if whole is None or whole.figures != figures:
            body, crc = self.body.gzip(figures)
            # The figures are part of it: a page whose counter went on is another one.
            tag = f'"{self.digest}-{crc:08x}"'
            headers = [*self.headers, ("ETag", f"W/{tag}")]
            packed = [("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))]
            whole = Whole(figures, tag, headers, packed, body)
            lately.add(self)  # first, since it may take the last one away
            self.last = whole
        return whole


def key_of(environ) -> Key | None:
    """Return the key of the page that is asked for, or None if no page of its kind is kept.

    All that addresses carry besides, such as the tags of other sites' links, is dropped, so that
    it makes no further pages.
    """
    path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
    if len(path) > LONGEST_PATH:
        return None
    parameters = parameters_of(path)
    if parameters is None:
        return None
    if not query or not parameters:
        return Key(path, "")
    try:
        readable = query.encode("latin-1").decode()  # letters that came unquoted are UTF-8
        asked = parse_qsl(readable, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return None
    told = [(name, value) for name, value in asked if name in parameters]
    if sum(len(value) for _, value in told) > LONGEST_QUERY:
        return None
    return Key(path, urlencode(sorted(told, key=lambda pair: pair[0])))


@lru_cache(maxsize=4096)
def parameters_of(path) -> frozenset | None:
    """Return the parameters by which the view at this path says its pages are kept, or None."""
    try:
        view = resolve(path.encode("latin-1").decode()).func
    except (Resolver404, UnicodeError):
        return None
    parameters = getattr(getattr(view, "view_class", view), "kept_parameters", None)
    return None if parameters is None else frozenset(parameters)


def make(django, key, stamp, counter) -> Page | None:
    """Have Django make the page that nobody in particular asks for.

    Returns None if the answer is not the same for everybody, whatever its view says: one that sets
    a cookie, depends on one, or is marked `no-store` or `private`.
    """
    status, headers, content = ask(django, key)
    facts = counter.facts(headers)
    headers.pop("content-length", None)
    caching = headers.get("cache-control", ("", ""))[1]
    varies = headers.get("vary", ("", ""))[1].lower()
    if (
        "set-cookie" in headers
        or "cookie" in varies
        or "content-encoding" in headers
        or any(word in caching for word in ("no-store", "private"))
    ):
        if status.startswith("200"):
            logger.error("The page at %r can't be kept: it is not everybody's", key.path)
        return None
    content_type = headers.get("content-type", ("", ""))[1]
    is_html = content_type.startswith("text/html")
    texts, names = counter.split(content) if is_html else ([content], [])
    headers["vary"] = ("Vary", "Accept-Encoding")
    return Page(
        stamp=stamp,
        status=status,
        headers=alike(*headers.values()),
        body=Packed.of(texts, names),
        facts=facts,
        is_counted=is_html and status.startswith("200"),
        digest=hashlib.blake2b(content, digest_size=8).hexdigest(),
    )


@lru_cache(maxsize=64)
def alike(*headers):
    """Return these headers; of what is the same on many pages one copy is kept."""
    return headers


def ask(django, key):
    """Return status, headers by their names in lower case, and body of the answer to nobody."""
    answered = []
    environ = nobodys_request(key)
    result = django(
        environ, lambda status, headers, exc_info=None: answered.extend([status, headers])
    )
    try:
        content = b"".join(result)
    finally:
        if hasattr(result, "close"):
            result.close()
    status, headers = answered
    return status, {name.lower(): (name, value) for name, value in headers}, content


def nobodys_request(key):
    """A GET without cookies or any header of a reader's, to the site by its own name."""
    site = urlsplit(settings.SITE_URL)
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": key.path,
        "QUERY_STRING": key.query,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_NAME": site.hostname,
        "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
        "HTTP_HOST": site.netloc,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": site.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        MADE_TO_KEEP: True,
    }
