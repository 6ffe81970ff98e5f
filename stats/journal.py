"""The journal: one line for each counted page, in files of its own for every process of this host.

A line is written into memory that the system keeps as a file, though the process is killed: that
costs no database, no fsync and not even a call of the system. Only a power cut can take the last
second. The files are folded into rows (folding.py).
"""

import fcntl
import logging
import os
import re
import secrets
import threading
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from mmap import mmap
from pathlib import Path
from time import monotonic, time_ns

from django.conf import settings
from django.utils import timezone

from stats.models import JournalOffset

logger = logging.getLogger(__name__)

SIZE = 2**20  # bytes: some ten thousand lines
PATIENCE = 5  # seconds in which a disk that had no room is not asked again: it costs milliseconds
# Of the last release there may be one for a whole day and all processes.
NAME = re.compile(r"luot-(\d{4}-\d\d-\d\d)(?:-(?P<process>[0-9a-f]{8}))?\.log")
ID = re.compile(rb"[0-9a-f]{32}")
LINE = re.compile(
    rb"^(\d{13}) ([rbsm]) ([0-9a-f]{32}) (\d{1,18}) ([a-z0-9.-]{1,80})(?: ([a-z0-9-]{1,60}))?$",
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


def written(read: bytes) -> bytes:
    """Return the whole lines of what was read from a sheet, to which somebody may be writing.

    What is not written yet is zeros. The bytes of a line may arrive in any order.
    """
    text, _, _ = read.partition(b"\0")
    return text[: text.rfind(b"\n") + 1]


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


class Sheet:
    """A file of SIZE bytes, mapped into memory, that one process fills with lines.

    It begins as zeros, so the disk has room for it before a line is written: to write into a
    mapping for which there is none would kill the process. (So would cutting the file back.)
    """

    def __init__(self, day: date):
        self.day = day
        self.path = Path(settings.JOURNAL_DIR) / f"{day:luot-%Y-%m-%d}-{secrets.token_hex(4)}.log"
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch(0o600, exist_ok=False)
        try:
            with self.path.open("r+b") as file:
                file.write(bytes(SIZE))
                file.flush()
                self.lines = mmap(file.fileno(), SIZE)
        except OSError:
            self.path.unlink(missing_ok=True)
            raise

    def takes(self, line) -> bool:
        """Write the line if there is room for it."""
        try:
            self.lines.write(line)
        except ValueError:
            return False
        return True

    def is_there(self):
        """Whether the file is as it was made, not moved, removed or cut back by somebody else."""
        try:
            return self.path.stat().st_size == SIZE
        except FileNotFoundError:
            return False


class Writer:
    """Fills this process's sheets; shared by its threads.

    A line is written by one step of the interpreter's, which no other thread divides, and by none
    of the system's: that would cost a kept page a third of its time (docs/counter.md), since the
    threads that wait for the interpreter are woken meanwhile.
    """

    def __init__(self):
        self.leave()

    def append(self, day: date, line: bytes):
        """Write one line on `day`. Raises OSError where the disk has no room for a new sheet."""
        sheet = self.sheet
        while not (sheet and sheet.day >= day and sheet.takes(line)):
            sheet = self.follower(sheet, day)

    def follower(self, sheet, day) -> Sheet:
        """Return the sheet after this one, which the first of the threads that ask makes."""
        with self.lock:
            if self.sheet in (None, sheet):
                if monotonic() < self.no_room_until:
                    raise OSError("the journal's disk had no room a moment ago")
                try:
                    self.sheet = Sheet(day)
                except OSError:
                    self.no_room_until = monotonic() + PATIENCE
                    raise
            return self.sheet

    def leave(self):
        """Begin a new sheet with the next line, in a child of this process too."""
        self.sheet, self.no_room_until = None, 0.0
        self.lock = threading.Lock()  # one of our parent's threads may have held the old one

    def follow(self):
        """Leave a sheet that was moved, removed or cut back by somebody else."""
        if self.sheet and not self.sheet.is_there():
            self.leave()


writer = Writer()
os.register_at_fork(after_in_child=writer.leave)


def files() -> dict[Path, date]:
    """Return this host's journals with the days on which they were begun, the oldest first.

    Nobody writes to one of before yesterday any more: a process begins a new one each day.
    """
    found = {}
    for path in Path(settings.JOURNAL_DIR).glob("luot-*.log"):
        name = NAME.fullmatch(path.name)
        try:
            found[path] = date.fromisoformat(name[1])
        except (TypeError, ValueError):
            logger.warning("%s is no journal", path)
    return dict(sorted(found.items(), key=lambda item: item[1]))


def journal_id() -> str:
    """Return the name under which this folder's offsets are kept: its own, for ever.

    Not the host's, which a container changes with each start. Where the file of the name was lost,
    or a full disk or a power cut left no name in it, the offsets of the journals that lie here
    still tell it: under another name they would be counted once more.
    """
    path = Path(settings.JOURNAL_DIR) / "id"
    if name := id_in(path):
        return name
    with locked(path.parent):  # somebody else may ask at the same moment
        if name := id_in(path):
            return name
        if path.exists():
            logger.error("%s held no name and is written anew", path)
        name = former_id() or secrets.token_hex(16)
        draft = path.with_name(f"id-{name}")
        try:
            with draft.open("w") as file:
                file.write(name)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    return name


def id_in(path: Path) -> str:
    """Return the name in the file, or nothing where there is no whole one."""
    try:
        name = path.read_bytes().strip()
    except FileNotFoundError:
        return ""
    return name.decode() if ID.fullmatch(name) else ""


def former_id() -> str:
    """Return the name under which a journal of this folder was folded, if any was."""
    names = [path.name for path in files() if NAME.fullmatch(path.name)["process"]]
    rows = JournalOffset.objects.filter(file__in=names).exclude(folder="").order_by("-offset")
    return rows.values_list("folder", flat=True).first() or ""


@contextmanager
def locked(folder: Path):
    """Let no other process or thread of this host in at the same time."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
