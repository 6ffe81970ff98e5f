"""Where pages are kept: in this process, bounded in bytes, and in the cache that servers share."""

import hashlib
import logging
import threading
from collections import OrderedDict
from time import monotonic

from django.core.cache import cache

from portal.kept.page import Key, Page

logger = logging.getLogger(__name__)

BOUND = 64 * 2**20  # bytes in each process
# Of these, what pages with parameters may take: anybody can think up as many as he likes, and they
# must not push out the front page.
SHARE_WITH_PARAMETERS = 0.25
# Seconds, for a page that is being made: where there is none of before, and where there is.
LONGEST_WAIT, LONGEST_WAIT_WITH_OLD = 5, 1
LOCKED_FOR = 5  # seconds after which another server makes a page whose maker was killed
SHARED_FOR = 11 * 60  # seconds; a stamp lives for ten minutes at most (stats/apps.py)
ALONE_FOR = 5  # seconds in which a shared cache that was away is not asked again


class Shelf:
    """Pages by key, the least asked for dropped first when they take more than `bound` bytes."""

    def __init__(self, bound):
        self.bound, self.taken = bound, 0
        self.pages = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key) -> Page | None:
        with self.lock:
            page = self.pages.get(key)
            if page:
                self.pages.move_to_end(key)
            return page

    def put(self, key, page):
        with self.lock:
            self.take_away(key)
            self.pages[key] = page
            self.taken += page.size
            while self.taken > self.bound:
                self.take_away(next(iter(self.pages)))

    def drop(self, key):
        with self.lock:
            self.take_away(key)

    def take_away(self, key):
        if page := self.pages.pop(key, None):
            self.taken -= page.size


class Maker:
    """The one thread that makes a page, for whom others may wait."""

    def __init__(self):
        self.lock, self.since = threading.Lock(), monotonic()

    def wait(self, longest) -> bool:
        """Take its place; return whether it was free within `longest` seconds of its beginning."""
        return self.lock.acquire(timeout=max(0, self.since + longest - monotonic()))


class Shelves:
    """Pages of this process; behind them those of all, if a cache is shared (CACHE_URL)."""

    def __init__(self, bound=BOUND):
        with_parameters = int(bound * SHARE_WITH_PARAMETERS)
        self.plain, self.queried = Shelf(bound - with_parameters), Shelf(with_parameters)
        self.makers = {}
        self.alone_until = 0.0  # a monotonic second

    def shelf_of(self, key: Key):
        return self.queried if key.query else self.plain

    def fresh(self, key, stamp) -> Page | None:
        """Return the page of this stamp, if it lies here: as it does for nearly every reader."""
        page = self.shelf_of(key).get(key)
        return page if page and page.stamp == stamp else None

    def fetch(self, key, stamp, make, has_just_changed=True) -> Page | None:
        """Return the page of this stamp; while somebody makes it, the old one if that is not long.

        `make()` is called by one thread of one process at a time. Where it fails, or takes long,
        and there is an old page, that goes out. Raises TimeoutError where there is none and making
        one takes long: each reader who waits keeps a thread of the server's from sending what is
        kept.
        """
        shelf = self.shelf_of(key)
        page = shelf.get(key)
        if page and page.stamp == stamp:
            return page
        maker = self.makers.setdefault(key, Maker())
        if not maker.wait(longest_wait(page, has_just_changed)):
            if page:
                return page
            raise TimeoutError(f"{key.path} is being made for more than {LONGEST_WAIT} s")
        try:
            page = shelf.get(key)
            if page and page.stamp == stamp:  # made while this thread waited
                return page
            return self.shared_or_made(shelf, key, stamp, page, make, has_just_changed)
        finally:
            self.makers.pop(key, None)
            maker.lock.release()

    def shared_or_made(self, shelf, key, stamp, old, make, has_just_changed):
        name = name_of(key, stamp)
        page = self.shared(key, "get", name)
        if not page:
            is_ours = self.shared(key, "add", f"{name}:maker", 1, LOCKED_FOR)
            if not is_ours and old and has_just_changed:
                return old
            try:
                page = make()
            finally:
                if page and page.is_kept:
                    self.shared(key, "set", name, page, SHARED_FOR)
                else:  # what is gone each server must find out by itself, and at once
                    self.shared(key, "delete", f"{name}:maker")
            if page and page.status >= "500" and old:
                return old
        if page and page.is_kept:
            shelf.put(key, page)
        else:
            shelf.drop(key)
        return page

    def shared(self, key, verb, *args):
        """Ask the shared cache; one that is away has nothing, and lets anybody make a page.

        Pages with parameters are not in it: anybody could fill it with them.
        """
        if key.query or monotonic() < self.alone_until:
            return verb == "add"
        try:
            return getattr(cache, verb)(*args)
        except Exception as error:  # each cache raises errors of its own
            logger.warning("The shared cache is away: %s", error)
            self.alone_until = monotonic() + ALONE_FOR
            return verb == "add"


def longest_wait(old, has_just_changed):
    if old:
        return 0 if has_just_changed else LONGEST_WAIT_WITH_OLD
    return LONGEST_WAIT


def name_of(key, stamp):
    return "kept:" + hashlib.blake2b(f"{stamp} {key}".encode(), digest_size=20).hexdigest()
