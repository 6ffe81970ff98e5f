"""The WSGI application that readers meet first."""

import gzip
import re
from functools import lru_cache

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from portal.kept import OVERDUE
from portal.kept.page import key_of, make
from portal.kept.sender import PageThenRest, Sender
from portal.kept.shelf import Shelves
from portal.kept.watch import watch
from portal.middleware import meet_reader

# Letters of a header: longer than any name of a host, or what a browser says it can unpack. What is
# remembered of headers must not fill the memory.
LOOKED_AT = 300


class KeptPages:
    """Answer public pages from what is kept; leave everything else to Django.

    `counter` is who counts and knows the figures: `facts(headers)` that a view tells it,
    `count(environ, **facts)`, `split(content)` into texts and names of holes, `shown(names)`.
    """

    def __init__(self, django, counter, shelves=None):
        self.django, self.counter = django, counter
        self.shelves = shelves or Shelves()
        self.sender = Sender()
        # Asked for by each request, and settings are slow to ask.
        self.our_names = tuple(settings.ALLOWED_HOSTS)
        self.is_https_only = settings.SECURE_SSL_REDIRECT
        self.https_header = settings.SECURE_PROXY_SSL_HEADER or ("", "")

    def __call__(self, environ, start_response):
        self.sender.comes()
        if environ["REQUEST_METHOD"] in ("GET", "HEAD"):
            meet_reader(environ)
            key = key_of(environ)
            if key and self.is_at_the_front_door(environ):
                page = self.shelves.fresh(key, watch.stamp) or self.made(key, environ)
                if page:
                    return self.answer(page, environ, start_response)
        self.sender.leaves()
        return self.django(environ, start_response)

    def made(self, key, environ):
        """Return the page made anew, or the one of before while that takes long, or None."""
        self.sender.leaves()
        try:
            return self.shelves.fetch(key, *self.recipe(key))
        except TimeoutError:
            environ[OVERDUE] = True
            return None

    def recipe(self, key):
        """Return the stamp a page must have, how it is made, and whether one of before may go out.

        The stamp is read first: what changes while the page is made then has a later one, and the
        page is made again.
        """
        stamp = watch.stamp
        return stamp, lambda: make(self.django, key, stamp, self.counter), watch.has_just_changed

    def answer(self, page, environ, start_response):
        if page.is_counted:
            self.counter.count(environ, **page.facts)
        whole = page.with_figures(self.counter.shown(page.body.names))
        # Lists of their own: the server may do with them what it likes (PEP 3333).
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and page.is_kept and (whole.tag in known or known.strip() == "*"):
            start_response("304 Not Modified", [*whole.headers])
            return [b""]
        if takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")[:LOOKED_AT]):
            body = whole.gzip
            start_response(page.status, [*whole.headers, *whole.packed])
        else:
            body = gzip.decompress(whole.gzip)
            start_response(page.status, [*whole.headers, ("Content-Length", str(len(body)))])
        if environ["REQUEST_METHOD"] == "HEAD":
            body = b""
        return PageThenRest(body, self.sender) if self.sender.may_rest(environ) else [body]

    def is_at_the_front_door(self, environ):
        """Whether Django would not send this reader on, to another name of ours or to https."""
        if self.is_https_only and not self.is_secure(environ):
            return False
        return is_our_name(environ.get("HTTP_HOST", "")[:LOOKED_AT], self.our_names)

    def is_secure(self, environ):
        name, value = self.https_header
        told = environ.get(name)
        if told is None:
            return environ["wsgi.url_scheme"] == "https"
        return told == value or told.partition(",")[0].strip() == value  # of several, the first


@lru_cache(maxsize=1024)
def is_our_name(host, allowed):
    domain, _ = split_domain_port(host)
    return bool(domain) and validate_host(domain, allowed)


@lru_cache(maxsize=256)
def takes_gzip(accepted):
    return bool(re.search(r"\b(gzip|\*)(?!\s*;\s*q=0(\.0*)?\s*(,|$))", accepted))
