"""Two hosts on one PostgreSQL: for whoever is sent from one to the other nothing runs backwards."""

import re
import time
from urllib.request import Request, urlopen

import pytest

from stats.models import DayTotal, JournalOffset
from tests.real_server import RealServer

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

FIGURE = re.compile(rb'<data value="(today|total)">([0-9.]+|\xe2\x80\x93)</data>')
READING_FOR = 10  # seconds


@pytest.fixture
def hosts(transactional_db, tmp_path):
    hosts = [RealServer(tmp_path / name) for name in ("first", "second")]
    for host in hosts:
        host.start()
    yield hosts
    for host in hosts:
        host.kill()


def read(host, reader):
    """Open the front page as another reader each time; return the figures printed on it."""
    browser = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0.{reader}.0 Safari/537.36"
    request = Request(f"{host.url}/", headers={"User-Agent": browser})  # noqa: S310
    with urlopen(request, timeout=60) as answer:  # noqa: S310
        found = dict(FIGURE.findall(answer.read()))
    return {name: int(figure.replace(b".", b"")) for name, figure in found.items()}


def test_no_figure_runs_backwards_between_two_hosts(hosts):
    until, seen, readers = time.monotonic() + READING_FOR, [], 0
    while time.monotonic() < until:
        seen.append(read(hosts[readers % 2], readers))
        readers += 1

    for name in (b"today", b"total"):
        figures = [page[name] for page in seen]
        assert figures == sorted(figures)
        assert len(set(figures)) > 3  # they did go on
    until = time.monotonic() + 60
    while [read(host, reader=0)[b"total"] for host in hosts] != [readers] * 2:
        assert time.monotonic() < until, "the hosts do not come to the same figure"
        time.sleep(0.2)
    assert DayTotal.objects.get().visits == readers
    assert JournalOffset.objects.values("folder").distinct().count() == 2
