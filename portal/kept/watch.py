"""Which version of the content holds now; each server process looks twice a second."""

import hashlib
import logging
import threading
from datetime import datetime
from functools import cache, wraps
from time import monotonic

from django.apps import apps
from django.conf import settings
from django.db import Error, close_old_connections, connection
from django.utils import timezone

from portal.seldom import Outage

logger = logging.getLogger(__name__)

PERIOD = 0.5  # seconds: a change shows in every process within one second
# Seconds for which a page of before may go out while one thread makes it anew. Then the others wait
# for it: a text that was withdrawn an hour ago is shown to nobody because two readers come at once.
GRACE = 0.25
PATIENCE = 2  # seconds after which a database that has not answered is away
SOURCES = {".py", ".html", ".css", ".js", ".toml"}


class Watch:
    """Knows the stamp of the pages that may go out: code, content version, next change of itself.

    In a server process a thread looks, and the stamp costs a page nothing; elsewhere, under the
    tests' clients or in a command, each question looks. While the database is away the last stamp
    holds, so that what is kept goes on being served.

    A database may also be away without saying so: who asks it waits. So for everything else a
    server asks here first (portal/middleware.py).
    """

    def __init__(self):
        self.thread = None
        self.wake = threading.Event()
        self.seen = None
        self.until = None  # aware; the next change that comes by itself
        self.in_vain_since = None  # monotonic second since which the thread has had no answer
        self._stamp = ""
        self.changed = 0.0  # monotonic second since which this stamp is known
        self.outage = Outage(logger, "The kept pages can't see whether anything changed")

    @property
    def stamp(self) -> str:
        if not self.thread:
            self.look()
        return self._stamp

    @property
    def has_just_changed(self) -> bool:
        return monotonic() - self.changed < GRACE

    @property
    def database_is_away(self) -> bool:
        since = self.in_vain_since
        return since is not None and monotonic() - since > PATIENCE

    def look(self) -> bool:
        """See which stamp holds now; return whether the database told."""
        from portal.kept import version  # needs portal's models, which need `remembered`

        try:
            seen = version.current()
            now = timezone.now()
            if seen != self.seen or (self.until and now >= self.until):
                until = next_change(now)
                self.seen, self.until = seen, until
                self._stamp = digest(seen, until)
                self.changed = monotonic()
            self.outage.is_over()
            return True
        except Error as error:
            self.outage.goes_on(error)
            if self.thread:
                connection.close()
            return False

    def pause(self) -> float:
        """Return the seconds to the next look: what comes by its hour shows at its hour."""
        left = (self.until - timezone.now()).total_seconds() if self.until else PERIOD
        return left if 0 < left < PERIOD else PERIOD  # an hour that was missed has no answer yet

    def hurry(self):
        self.wake.set()

    def start(self):
        if not self.thread:
            self.look()
            self.thread = threading.Thread(target=self.run, name="kept pages", daemon=True)
            self.thread.start()

    def run(self):
        while True:
            self.wake.wait(self.pause())
            self.wake.clear()
            try:
                self.in_vain_since = self.in_vain_since or monotonic()
                if self.look():
                    self.in_vain_since = None
                close_old_connections()
            except Exception as error:  # without this thread no change would ever show
                self.outage.goes_on(error)
                self.in_vain_since = None  # the database is not to blame


watch = Watch()


def next_change(now: datetime) -> datetime | None:
    """Return when a page next changes though nobody saves anything."""
    asked = [app for app in apps.get_app_configs() if hasattr(app, "next_change")]
    return min(filter(None, (app.next_change(now) for app in asked)), default=None)


def digest(seen, until):
    told = f"{release()} {seen} {until}"
    return hashlib.blake2b(told.encode(), digest_size=12).hexdigest()


@cache
def release() -> str:
    """Return what tells this code and site from others that share the cache."""
    code = hashlib.blake2b(key=settings.SECRET_KEY.encode()[:64], digest_size=16)
    code.update(settings.SITE_URL.encode())
    rooms = ["portal", "news", "banners", "stats", "templates", "static"]
    for room in rooms:
        for path in sorted((settings.BASE_DIR / room).rglob("*")):
            if path.suffix in SOURCES:
                code.update(path.read_bytes())
    return code.hexdigest()


class Memory:
    """What is the same on many pages: made once a stamp in a server process, by its name.

    The stamp is read before the making begins, so what changes meanwhile is made again under the
    next one. Without a thread that looks, in tests and while developing, nothing is remembered.
    """

    def __init__(self):
        self.known = ("", {})  # of which stamp, and what by its name; never changed but together

    def recall(self, name, make):
        """Return what `make()` once answered, since the content last changed, under this name."""
        if not watch.thread:
            return make()
        wanted = watch.stamp
        stamp, answers = self.known
        if stamp != wanted:
            answers = {}
            self.known = wanted, answers
        if name not in answers:
            answers[name] = make()
        return answers[name]


memory = Memory()


def remembered(question):
    """Ask the database what all pages print once a version, in a server process.

    For functions without arguments whose answer depends on the content and the day only.
    """

    @wraps(question)
    def ask():
        return memory.recall(question, question)

    return ask
