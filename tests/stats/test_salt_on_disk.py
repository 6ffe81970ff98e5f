"""Yesterday's salt is gone from the disk too, not only from the table."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection

from stats import readers
from stats.models import DailySalt

TODAY = date(2026, 3, 5)


@pytest.fixture
def salt(transactional_db):
    """The salt of TODAY, as the database keeps it."""
    readers.turn_the_day(TODAY)
    return bytes(DailySalt.objects.get(day=TODAY).salt)


def on_disk():
    """What the database's files hold, or on PostgreSQL would hold, where the salts are."""
    if connection.vendor == "sqlite":
        whole = Path(connection.settings_dict["NAME"])
        return b"".join(file.read_bytes() for file in whole.parent.glob(f"{whole.name}*"))
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pageinspect")
        cursor.execute("SELECT get_raw_page('stats_dailysalt', 0)")
        return bytes(cursor.fetchone()[0])


def test_salt_is_on_no_disk_when_its_day_is_over(salt):
    assert salt in on_disk()

    readers.turn_the_day(TODAY + timedelta(days=1))

    assert salt not in on_disk()


def amid(begin, question):
    """Return another connection, amid a transaction that has asked this."""
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute(begin)
        cursor.execute(question)
    return other


@pytest.fixture
def backup(salt):
    """Whoever reads the salts."""
    reading = amid("BEGIN", "SELECT count(*) FROM stats_dailysalt")
    yield reading
    reading.close()


def test_backup_at_midnight_only_puts_it_off(salt, backup):
    readers.turn_the_day(TODAY + timedelta(days=1))
    assert salt in on_disk()
    backup.close()

    readers.turn_the_day(TODAY + timedelta(days=1))  # a minute later

    assert salt not in on_disk()


@pytest.fixture
def long_question(salt):
    """Whoever asks for long, and for nothing that has to do with the salts."""
    begin = "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ"
    asking = amid(begin, "SELECT count(*) FROM news_article")
    yield asking
    asking.close()


@pytest.mark.postgresql
def test_long_question_elsewhere_does_not_keep_the_salt(salt, long_question):
    readers.turn_the_day(TODAY + timedelta(days=1))

    assert salt not in on_disk()


@pytest.mark.postgresql
def test_salt_is_in_no_copy_of_the_database_by_its_log(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'stats_dailysalt'")
        assert cursor.fetchone() == ("u",)


def test_salt_that_the_database_lost_is_put_back(salt):
    """PostgreSQL empties such a table after a crash; a reader must not be another one then."""
    DailySalt.objects.all().delete()

    readers.turn_the_day(TODAY)

    assert bytes(DailySalt.objects.get(day=TODAY).salt) == salt
