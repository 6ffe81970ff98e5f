"""The journal becomes rows: each line exactly once, whoever folds and whatever dies meanwhile.

The rows, and the bytes up to which the files were read, change in one transaction. So a folder that
is killed has either done both or nothing, and two folders wait for each other at the offsets' rows.
"""

import fcntl
import logging
import math
import os
import threading
import time
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import Error, close_old_connections, connection, transaction
from django.utils import timezone

from portal.seldom import Outage
from stats import figures, journal, readers
from stats.definitions import VISIT_GAP, Audience
from stats.models import (
    ArticleDay,
    DayTotal,
    HourTotal,
    JournalOffset,
    MissedSearch,
    Reader,
    ReferrerDay,
)

logger = logging.getLogger(__name__)

# Bytes of a file, and of all, that one transaction takes: what 19,000 and 38,000 pages leave, so
# that a second is one transaction; after an outage no more than an editor can wait for.
CHUNK, ROUND = 2**20, 2 * 2**20
LOOKED_AT = 4096  # bytes, to see whether there is a line; one has 210 at most
PERIOD = 1.0  # seconds between two rounds
# Seconds between two chunks. Who waits for SQLite's lock looks every 0.1 s whether it is free: a
# folder that took it again at once would keep editors out as long as there is something to fold.
BREATH = 0.12
FILES_KEPT = timedelta(days=2)
HOURS_KEPT = timedelta(days=90)
# Anybody can claim to come from anywhere: so many different sites a day are kept.
SITES_A_DAY = 500
# Anybody can ask for anything: so many different searches a day are kept, for so long.
SEARCHES_A_DAY = 200
SEARCHES_KEPT = timedelta(days=400)
KEYS_A_QUERY = 500
GAP = VISIT_GAP // timedelta(milliseconds=1)


def fold():
    """Fold what this host's journals hold that is not yet in the rows."""
    while fold_chunk():
        if figures.in_server:
            figures.publish()
            time.sleep(BREATH)


# What this process knows to be folded, so that a quiet second costs no transaction.
folded_up_to: dict[Path, int] = {}


def fold_chunk() -> bool:
    """Fold one chunk of each file that goes so far back; return whether there may be more."""
    begins = unfolded()
    if not begins:
        return False
    pieces, until, taken = {}, math.inf, 0
    with transaction.atomic():
        wait_for_other_folders()
        folder = journal.journal_id()
        rows = JournalOffset.objects.filter(folder=folder, file__in=[path.name for path in begins])
        offsets = {row.file: row for row in rows}
        for path in sorted(begins, key=begins.get):
            if taken >= ROUND:
                until = min(until, begins[path])
            if taken >= ROUND or begins[path] > until:
                break
            row = offsets.get(path.name) or JournalOffset(folder=folder, file=path.name)
            try:
                lines, is_all = read(path, row.offset)
            except OSError:
                logger.exception("The counter can't fold %s", path)
                continue
            if not is_all:
                until = min(until, time_at(lines, begin_of_last(lines, len(lines))))
            pieces[path] = row, lines
            taken += len(lines)
        # A reader's pages lie in the files of several processes: none is folded before an older.
        pieces = {path: (row, up_to(until, lines)) for path, (row, lines) in pieces.items()}
        add_up(b"".join(lines for _, lines in pieces.values()))
        for row, lines in pieces.values():
            if lines:
                row.offset += len(lines)
                row.save()
        if figures.in_server and figures.has_hosts():
            figures.agree()  # with the rows, so that a second of a host is one transaction
    folded_up_to.update({path: row.offset for path, (row, _) in pieces.items()})
    return until < math.inf


def wait_for_other_folders():
    """Fold after whoever folds now, of all hosts: a reader's visits may be in two hosts' journals.

    On SQLite the transaction itself does so.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE stats_journaloffset IN SHARE ROW EXCLUSIVE MODE")


def unfolded() -> dict[Path, int]:
    """Return the files with a line that is not known to be folded, and that line's millisecond."""
    begins = {}
    for path in journal.files():
        try:
            with path.open("rb") as file:
                file.seek(folded_up_to.get(path, 0))
                lines = journal.written(file.read(LOOKED_AT))
        except OSError:  # one file that can't be read holds up no other
            logger.exception("The counter can't fold %s", path)
            continue
        if lines:
            begins[path] = time_at(lines, 0)
    return begins


def read(path, offset) -> tuple[bytes, bool]:
    """Return a chunk of whole lines, and whether that is all there is.

    It is on the disk then: else a power cut could leave a file shorter than what is folded of it.
    """
    with path.open("rb") as file:
        file.seek(offset)
        chunk = file.read(CHUNK)
        lines = journal.written(chunk)
        if lines:
            os.fsync(file.fileno())
    return lines, len(chunk) < CHUNK or b"\0" in chunk


def begin_of_last(lines: bytes, end) -> int:
    return lines.rfind(b"\n", 0, end - 1) + 1


def time_at(lines: bytes, begin) -> int:
    """Return the millisecond of the line that begins there, 0 where it is damaged."""
    digits = lines[begin : begin + 13]
    return int(digits) if digits.isdigit() else 0


def up_to(until, lines: bytes) -> bytes:
    """Return the lines but for the last ones that are later than the millisecond `until`."""
    end = len(lines)
    while end and time_at(lines, begin_of_last(lines, end)) > until:
        end = begin_of_last(lines, end)
    return lines[:end]


READER = Audience.READER.value.encode()


def sort_out(lines: bytes) -> tuple[Counter, dict, Counter]:
    """Return what the lines tell: views, the pages of readers, and what they looked for in vain.

    Views by quarter of an hour, audience and article; pages as `begun_visits` takes them; searches
    by day and words.
    """
    hits = journal.hits_in(lines)
    damaged = lines.count(b"\n") - len(hits)
    if damaged > 0:
        logger.error("The journal held %s damaged lines", damaged)

    alike, pages, searches = Counter(), defaultdict(list), Counter()
    for ms, audience, reader, article_id, site, missed in hits:
        quarter = int(ms) // journal.QUARTER
        alike[quarter, audience, article_id] += 1
        if audience == READER:
            day, _ = journal.day_and_hour(quarter)
            pages[day, reader].append((int(ms), site))
            if missed:
                searches[day, missed.decode()] += 1
    return alike, pages, searches


def add_up(lines: bytes):
    """Add what the lines tell to the rows."""
    alike, pages, searches = sort_out(lines)
    days, hours, articles = Counter(), Counter(), Counter()
    for (quarter, audience, article_id), views in alike.items():
        day, hour = journal.day_and_hour(quarter)
        days[day, audience] += views
        if audience == READER:
            hours[day, hour] += views
            articles[day, int(article_id)] += views

    visits, newcomers = begun_visits(pages)
    visits_of_day, visits_of_hour, sites = Counter(), Counter(), Counter()
    for ms, site in visits:
        day, hour = journal.day_and_hour(ms // journal.QUARTER)
        visits_of_day[day, READER] += 1
        visits_of_hour[day, hour] += 1
        sites[day, site.decode()] += 1

    rows = [
        (day, audience.decode(), views, visits_of_day[day, audience], newcomers[day, audience])
        for (day, audience), views in days.items()
    ]
    upsert(DayTotal, ("day", "audience", "page_views", "visits", "readers"), rows)

    rows = [(*row, views, visits_of_hour[row]) for row, views in hours.items()]
    upsert(HourTotal, ("day", "hour", "page_views", "visits"), rows)

    rows = [(day, pk, views) for (day, pk), views in articles.items() if pk]
    upsert(ArticleDay, ("day", "article_id", "page_views"), rows)

    rows = [(day, site, visits) for (day, site), visits in sites.items() if site != "-"]
    upsert(ReferrerDay, ("day", "host", "visits"), with_room(rows))

    add_searches(searches)


def add_searches(searches: Counter):
    for (day, words), times in searches.items():
        of_day = MissedSearch.objects.filter(day=day)
        if of_day.filter(words=words).exists() or of_day.count() < SEARCHES_A_DAY:
            upsert(MissedSearch, ("day", "words", "times"), [(day, words, times)])


def with_room(rows: list) -> list:
    """Return the rows (day, site, visits) but for new sites of a day that has enough of them."""
    known, kept = defaultdict(set), []
    of_days = ReferrerDay.objects.filter(day__in={day for day, *_ in rows})
    for day, site in of_days.values_list("day", "host"):
        known[day].add(site)
    for row in rows:
        day, site, _ = row
        if site in known[day] or len(known[day]) < SITES_A_DAY:
            known[day].add(site)
            kept.append(row)
    return kept


def begun_visits(pages) -> tuple[list, Counter]:
    """Return the pages that begin a visit, and how many readers were new, by day and audience.

    `pages` holds, by day and reader, what was shown in the order of time: millisecond and site.
    A page older than what its reader did last, by a clock set back or a journal folded late, is a
    view of its time and begins no visit.
    """
    visits, newcomers, last_seen = [], Counter(), known_readers(pages)
    for (day, reader), shown in pages.items():
        before = last_seen.get((day, reader))
        if before is None:
            newcomers[day, READER] += 1
            before = shown[0][0] - GAP
        for page in shown:
            ms, _ = page
            if ms - before >= GAP:
                visits.append(page)
            before = max(ms, before)
        last_seen[day, reader] = before
    rows = [
        (day, reader.decode(), datetime.fromtimestamp(ms / 1000, tz=UTC))
        for (day, reader), ms in last_seen.items()
    ]
    upsert(Reader, ("day", "key", "last_seen_at"), rows, REPLACED)
    return visits, newcomers


def known_readers(pages) -> dict:
    """Return the millisecond in which the readers of these pages were last seen, by day and key."""
    keys_of_day = defaultdict(list)
    for day, reader in pages:
        keys_of_day[day].append(reader.decode())
    last_seen = {}
    for day, keys in keys_of_day.items():
        keys.sort()
        for start in range(0, len(keys), KEYS_A_QUERY):
            rows = Reader.objects.filter(day=day, key__in=keys[start : start + KEYS_A_QUERY])
            seen = rows.values_list("key", "last_seen_at")
            last_seen |= {(day, key.encode()): round(at.timestamp() * 1000) for key, at in seen}
    return last_seen


ADDED, REPLACED = "{0} = {1}.{0} + excluded.{0}", "{0} = excluded.{0}"


def upsert(model, names, rows, change=ADDED):
    """Add amounts to the rows of a table, or make the rows, whoever else does so meanwhile.

    `rows` hold the values of the fields `names`; what the table's constraint names tells which row
    is meant, the rest is added to it. (Django's bulk_create can replace, but not add.)
    """
    if not rows:
        return
    quote = connection.ops.quote_name
    table, key = quote(model._meta.db_table), [quote(n) for n in model._meta.constraints[0].fields]
    fields = [model._meta.get_field(name) for name in names]
    columns = [quote(field.column) for field in fields]
    changes = [change.format(column, table) for column in columns if column not in key]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608 names of our own
            f"VALUES ({', '.join(['%s'] * len(columns))}) "
            f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {', '.join(changes)}",
            [
                [
                    field.get_db_prep_save(value, connection)
                    for field, value in zip(fields, row, strict=True)
                ]
                for row in rows
            ],
        )


def clear_up():
    """Once in a while: tomorrow's salt, yesterday's secrets, journals and hours of long ago."""
    today = timezone.localdate()
    readers.turn_the_day(today)
    HourTotal.objects.filter(day__lt=today - HOURS_KEPT).delete()
    MissedSearch.objects.filter(day__lt=today - SEARCHES_KEPT).delete()
    oldest, files = today - FILES_KEPT, journal.files()
    for path, day in files.items():
        if day < oldest and is_folded(path):
            path.unlink(missing_ok=True)  # each process clears up
            folded_up_to.pop(path, None)
    if files:
        of_old = JournalOffset.objects.filter(
            folder=journal.journal_id(), file__lt=f"luot-{oldest}"
        )
        of_old.exclude(file__in=[path.name for path in journal.files()]).delete()


def is_folded(path: Path) -> bool:
    """Whether this file holds no line that could still become rows."""
    mine = JournalOffset.objects.filter(folder=journal.journal_id(), file=path.name)
    try:
        with path.open("rb") as file:
            file.seek(mine.values_list("offset", flat=True).first() or 0)
            rest = file.read()
    except OSError:  # fold() tells of it each time
        return False
    lines = journal.written(rest)
    if not lines and b"\n" in rest:
        logger.error("%s has a hole, as after a power cut: what is behind it is lost", path)
    return not lines


class Folder(threading.Thread):
    """One in each server process; one of a host's holds the lock and folds, the others wait.

    The system drops a dead process's lock, so that the next one takes over within a second.
    """

    def __init__(self):
        super().__init__(name="counter", daemon=True)
        self.lock_file = None
        self.outage = Outage(logger, "The counter can't fold the journal")

    def run(self):
        cleared = -60.0
        while True:
            time.sleep(PERIOD / 2)
            try:
                if self.lock_file and figures.has_hosts():
                    figures.follow()
                time.sleep(PERIOD / 2)
                journal.writer.follow()
                if self.leads():
                    fold()
                    figures.publish()
                if time.monotonic() - cleared > 60:
                    clear_up()
                    cleared = time.monotonic()
                self.outage.is_over()
            except Exception as error:  # this thread holds the lock: it must not die of anything
                self.outage.goes_on(error)
                connection.close()
            close_old_connections()

    def catch_up(self):
        """Before the first page goes out: what this host published last may be of long ago.

        The day's salt is made now, if there is none: no reader is to wait for that later.
        """
        try:
            readers.begin(timezone.localdate())
            if self.leads():
                figures.publish()
        except (OSError, Error):
            logger.exception("The counter shows the figures of before for a second")

    def leads(self) -> bool:
        if self.lock_file:
            return True
        folder = Path(settings.JOURNAL_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        lock_file = (folder / "folder.lock").open("w")
        try:
            fcntl.flock(lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock_file.close()
            return False
        self.lock_file = lock_file
        return True


def start():
    """Let this server process fold from now on. Called where a server starts (portal/wsgi.py)."""
    if not figures.in_server:
        figures.in_server = True
        folder = Folder()
        folder.catch_up()
        folder.start()
