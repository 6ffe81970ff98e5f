"""The journal: one line for each counted page, appended by every process of this host.

Appending costs no database and no fsync: the system keeps a written line though the process is
killed. Only a power cut can take the last second. The files are folded into rows (folding.py).
"""

import logging
import os
import re
import secrets
import threading
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from stats.definitions import Audience

logger = logging.getLogger(__name__)

NAME_PATTERN = "luot-%Y-%m-%d.log"
# Anchored at the end only: what a full disk left of an earlier line may stand before it.
LINE = re.compile(
    rb"(?P<ms>\d{13}) (?P<audience>[rbsm]) (?P<reader>[0-9a-f]{32}) (?P<article>\d{1,18}) "
    rb"(?P<referrer>[a-z0-9.-]{1,80})(?: (?P<missed>[a-z0-9-]{1,60}))?$"
)


class Hit(NamedTuple):
    """One page shown to one reader."""

    at: datetime  # local
    audience: Audience
    reader: str  # 32 hex digits, meaningless after the day
    article_id: int  # 0 for a page that is no article
    referrer: str  # host name of the site the reader came from, or "-"
    missed: str = ""  # what was searched for and found nowhere (figures.missed)

    def to_line(self) -> bytes:
        ms = int(self.at.timestamp() * 1000)  # never rounded up: midnight is another day
        missed = f" {self.missed}" if self.missed else ""
        seen = f"{self.audience.value} {self.reader} {self.article_id} {self.referrer}"
        return f"{ms} {seen}{missed}\n".encode()

    @property
    def day(self) -> date:
        return self.at.date()

    @classmethod
    def from_line(cls, line: bytes):
        """Return the hit, or None if the line is damaged."""
        match = LINE.search(line)
        if not match:
            return None
        at = datetime.fromtimestamp(int(match["ms"]) / 1000, tz=timezone.get_default_timezone())
        words = (match["reader"].decode(), int(match["article"]), match["referrer"].decode())
        missed = (match["missed"] or b"").decode()
        return cls(at, Audience(match["audience"].decode()), *words, missed)


def now() -> datetime:
    return datetime.now(timezone.get_default_timezone())


class Writer:
    """Appends to the file of the day; shared by the threads of a process."""

    def __init__(self):
        self.place = self.descriptor = None
        self.lock = threading.Lock()

    def append(self, hit: Hit):
        """Write one line. Raises OSError where the disk can't take it."""
        line = hit.to_line()
        with self.lock:
            self.turn_to((settings.JOURNAL_DIR, hit.day))
            # One write of a short line to a file opened for appending is never mixed with another
            # process's.
            written = os.write(self.descriptor, line)
        if written < len(line):
            raise OSError("the journal's disk is full")

    def turn_to(self, place):
        if place == self.place:
            return
        path = path_of(place[1])
        path.parent.mkdir(parents=True, exist_ok=True)
        opened = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        if self.descriptor is not None:
            os.close(self.descriptor)
        self.place, self.descriptor = place, opened

    def follow(self):
        """Begin a new file if the one written to was moved or removed by somebody else."""
        with self.lock:
            if self.place and not is_same_file(path_of(self.place[1]), self.descriptor):
                self.place = None


def is_same_file(path, descriptor):
    try:
        return os.path.samestat(os.stat(path), os.fstat(descriptor))
    except FileNotFoundError:
        return False


writer = Writer()


def path_of(day: date) -> Path:
    return Path(settings.JOURNAL_DIR) / day.strftime(NAME_PATTERN)


def files() -> dict[Path, date]:
    """Return this host's journals with their days, the oldest first."""
    found = {}
    for path in Path(settings.JOURNAL_DIR).glob("luot-*.log"):
        try:
            found[path] = datetime.strptime(path.name, NAME_PATTERN).date()  # noqa: DTZ007 a name
        except ValueError:
            logger.warning("%s is no journal", path)
    return dict(sorted(found.items(), key=lambda item: item[1]))


def journal_id() -> str:
    """Return the name under which this folder's offsets are kept: its own, for ever.

    Not the host's, which a container changes with each start.
    """
    path = Path(settings.JOURNAL_DIR) / "id"
    if not path.exists():
        # Linked when it is whole: somebody else may ask at the same moment, the disk may be full.
        name = secrets.token_hex(16)
        draft = path.with_name(f"id-{name}")
        try:
            draft.write_text(name)
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink(missing_ok=True)
    return path.read_text()
