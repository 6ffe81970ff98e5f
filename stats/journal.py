"""The journal: one line for each counted page, appended by every process of this host.

Appending costs no database and no fsync: the system keeps a written line though the process is
killed. Only a power cut can take the last second. The files are folded into rows (folding.py).
"""

import logging
import os
import re
import secrets
import weakref
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from time import time_ns

from django.conf import settings
from django.utils import timezone

logger = logging.getLogger(__name__)

NAME_PATTERN = "luot-%Y-%m-%d.log"
# Anchored at the end only: what a full disk left of an earlier line may stand before it.
LINE = re.compile(
    rb"(\d{13}) ([rbsm]) ([0-9a-f]{32}) (\d{1,18}) ([a-z0-9.-]{1,80})(?: ([a-z0-9-]{1,60}))?$",
    re.MULTILINE,
)
QUARTER = 15 * 60 * 1000  # milliseconds; days and hours begin with one, in all time zones


def line_of(ms, audience, reader, article_id=0, referrer="-", missed="") -> bytes:
    """Return what is kept of one page shown to one reader.

    `ms` counts from 1970, UTC; `reader` is 32 hex digits, meaningless after the day; `article_id`
    is 0 for a page that is no article; `referrer` is the host name of the site the reader came
    from, or "-"; `missed` is what was searched for and found nowhere (figures.missed).
    """
    missed = missed and f" {missed}"
    return f"{ms} {audience._value_} {reader} {article_id} {referrer}{missed}\n".encode()


def hits_in(lines: bytes) -> list[tuple[bytes, ...]]:
    """Return what the lines tell, in the order of time, but for those that are damaged.

    A hit holds the words of its line as `line_of` wrote them; `missed` may be empty.
    """
    return sorted(LINE.findall(lines))


def now() -> int:
    """Return milliseconds since 1970; never rounded up, since midnight is another day."""
    return time_ns() // 1_000_000


def day_of(ms: int) -> date:
    """Return the local day of a moment in milliseconds since 1970."""
    return day_and_hour(ms // QUARTER)[0]


@lru_cache(maxsize=1024)
def day_and_hour(quarter: int) -> tuple[date, int]:
    """Return the local day and hour in which a quarter of an hour lies, counted from 1970."""
    at = datetime.fromtimestamp(quarter * QUARTER // 1000, tz=timezone.get_default_timezone())
    return at.date(), at.hour


class Day:
    """A day's file, open for appending; closed when the last thread that writes to it is done."""

    def __init__(self, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self.descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        weakref.finalize(self, os.close, self.descriptor)


class Writer:
    """Appends to the file of the day; shared by the threads of a process, which need no lock.

    One write of a short line to a file opened for appending is never mixed with another's.
    """

    def __init__(self):
        self.open = (None, None)  # folder and day, and its file

    def append(self, day: date, line: bytes):
        """Write one line to the day's file. Raises OSError where the disk can't take it."""
        place, file = self.open
        if place != (settings.JOURNAL_DIR, day):
            place, file = self.open = (settings.JOURNAL_DIR, day), Day(path_of(day))
        if os.write(file.descriptor, line) < len(line):
            raise OSError("the journal's disk is full")

    def follow(self):
        """Begin a new file if the one written to was moved or removed by somebody else."""
        place, file = self.open
        if place and not is_same_file(path_of(place[1]), file.descriptor):
            self.open = (None, None)


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
