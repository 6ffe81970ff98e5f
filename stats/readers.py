"""Who reads, without knowing who it is: a keyed hash that lives for one day."""

import hashlib
import secrets
from datetime import date, timedelta
from functools import lru_cache

from django.db import Error, OperationalError, connection, transaction

from portal.limits import household
from stats.audience import LONGEST_AGENT, is_staff, machine_or_reader
from stats.definitions import Audience
from stats.models import DailySalt, Reader

salts: dict[date, bytes] = {}  # of this process; yesterday's is thrown away with the rows
KEPT_FOR_LATE_LINES = timedelta(days=2)


def who_reads(environ, day) -> tuple[Audience, str]:
    """Return who asks for a page, and 32 hex digits, the same for one reader on one local day.

    A BLAKE2b hash (RFC 7693) of line and browser, keyed with the day's random salt. When the
    salt is deleted the day after, nobody can find out any more which address a hash stood for.
    """
    agent = environ.get("HTTP_USER_AGENT", "")[:LONGEST_AGENT]
    audience, key = known(environ.get("REMOTE_ADDR", ""), agent, day)
    if audience is Audience.READER and is_staff(environ):
        return Audience.STAFF, key
    return audience, key


@lru_cache(maxsize=1024)  # in memory only, and no longer than a minute (turn_the_day)
def known(address, agent, day):
    identity = f"{household(address)}\n{agent}".encode()
    key = hashlib.blake2b(identity, key=salt_of(day), digest_size=16).hexdigest()
    return machine_or_reader(agent), key


def salt_of(day) -> bytes:
    """Return the day's salt, which all hosts share; where there is none, one of this process.

    It is not written down here, where a reader would wait while somebody else writes: `begin` and
    `turn_the_day` do that.
    """
    salt = salts.get(day)  # and not asked for twice: at midnight `turn_the_day` takes it away
    return salt or salts.setdefault(day, known_salt(day) or secrets.token_bytes(32))


def known_salt(day) -> bytes | None:
    try:
        row = DailySalt.objects.filter(day=day).first()
    except Error:
        return None
    return row and bytes(row.salt)


def make_salt(day) -> bytes:
    """Return the day's salt from the database; where it has none, the one we know goes there."""
    ours = salts.get(day) or secrets.token_bytes(32)
    row, _ = DailySalt.objects.get_or_create(day=day, defaults={"salt": ours})
    return bytes(row.salt)


def begin(today):
    """Know the day's salt before the first page goes out."""
    salts[today] = make_salt(today)


is_on_disk = False  # a salt was deleted, but what the disk holds of it is not overwritten yet


def turn_the_day(today):
    """Make tomorrow's salt ready, and forget whose hash was whose; called each minute."""
    global is_on_disk
    known.cache_clear()
    for day in [day for day in salts if day < today]:
        del salts[day]
    for day in (today, today + timedelta(days=1)):
        salts[day] = make_salt(day)
    deleted, _ = DailySalt.objects.filter(day__lt=today).delete()
    Reader.objects.filter(day__lt=today - KEPT_FOR_LATE_LINES).delete()
    is_on_disk = is_on_disk or deleted > 0
    if is_on_disk and not connection.in_atomic_block:
        is_on_disk = not wipe()


def wipe() -> bool:
    """Take deleted salts off the disk, where a database only marks their place as free.

    SQLite has them in its write-ahead log too, until that is emptied. PostgreSQL's VACUUM FULL
    would copy them while any long question is asked, of whatever table: a new file is begun
    instead. A backup that reads the salts themselves can be in the way: then we wait for a second,
    and return False.
    """
    try:
        return empty_the_log() if connection.vendor == "sqlite" else begin_a_new_file()
    except OperationalError:
        return False


def empty_the_log() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 1000")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            is_busy, _, _ = cursor.fetchone()
            return not is_busy
    finally:
        connection.close()  # the next one waits for locks as long as ever


def begin_a_new_file() -> bool:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = 1000")
        cursor.execute("LOCK TABLE stats_dailysalt")
        kept = list(DailySalt.objects.all())
        cursor.execute("TRUNCATE stats_dailysalt")
        DailySalt.objects.bulk_create(kept)
    return True
