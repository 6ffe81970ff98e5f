"""What an outage, or anybody, could write into the log without end."""

import logging

import pytest
from django.db import OperationalError

from portal import seldom
from portal.kept import version
from portal.kept.watch import Watch
from stats import folding

AWAY = OperationalError("connection refused\n\tIs the server running?")


@pytest.fixture
def clock(monkeypatch):
    """The second it is, for what is seldom told."""
    now = [1000.0]
    monkeypatch.setattr(seldom, "monotonic", lambda: now[0])
    return now


def said(caplog):
    return [(bool(record.exc_info), record.getMessage()) for record in caplog.records]


@pytest.mark.django_db
def test_outage_of_the_database_is_told_in_full_once_and_then_each_minute(
    clock, caplog, monkeypatch
):
    watch, words = Watch(), "The kept pages can't see whether anything changed"

    def away():
        raise AWAY

    with monkeypatch.context() as patch:
        patch.setattr(version, "current", away)
        for _ in range(240):  # two minutes
            assert not watch.look()
            clock[0] += 0.5
    assert watch.look()
    assert watch.look()

    assert said(caplog) == [
        (True, words),
        (False, f"{words}, for 60 seconds now: connection refused"),
        (False, f"{words}, for 120 seconds: that is over"),
    ]


@pytest.mark.django_db
def test_unknown_hosts_are_a_line_a_minute_that_names_the_setting(
    client, clock, caplog, monkeypatch
):
    [unknown] = logging.getLogger("django.security.DisallowedHost").filters
    monkeypatch.setattr(unknown, "refused", seldom.Seldom())
    for _ in range(100):
        assert client.get("/", headers={"host": "la.example"}).status_code == 400
        clock[0] += 1

    words = "Requests for a host that is not in ALLOWED_HOSTS: %d. The last: Invalid HTTP_HOST"
    assert [in_full for in_full, _ in said(caplog)] == [False, False]
    first, second = [line for _, line in said(caplog)]
    assert first.startswith(f"{words % 1} header: 'la.example'.")
    assert second.startswith(words % 60)


@pytest.mark.django_db
def test_long_name_of_a_host_makes_no_long_line(client, caplog, monkeypatch):
    [unknown] = logging.getLogger("django.security.DisallowedHost").filters
    monkeypatch.setattr(unknown, "refused", seldom.Seldom())
    client.get("/", headers={"host": "a" * 9000})

    [(_, line)] = said(caplog)
    assert len(line) < 300


def test_next_outage_is_told_in_full_again(clock, caplog):
    outage = seldom.Outage(logging.getLogger(), "Away")
    for _ in range(2):
        try:
            raise AWAY
        except OperationalError as error:
            outage.goes_on(error)
        outage.is_over()

    assert [in_full for in_full, _ in said(caplog)] == [True, False, True, False]


@pytest.mark.django_db(transaction=True)
def test_folder_tells_of_an_outage_once(clock, caplog, monkeypatch):
    rounds = iter([AWAY] * 30 + [None, None])

    def lead():
        error = next(rounds, SystemExit)
        if error:
            raise error
        return False

    folder = folding.Folder()
    monkeypatch.setattr(folder, "leads", lead)
    monkeypatch.setattr(folding.time, "sleep", lambda seconds: None)
    with pytest.raises(SystemExit):
        folder.run()

    assert said(caplog) == [
        (True, "The counter can't fold the journal"),
        (False, "The counter can't fold the journal, for 0 seconds: that is over"),
    ]
