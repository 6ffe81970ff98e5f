from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from stats import folding
from stats.models import ArticleDay, DayTotal, Reader
from tests.conftest import BROWSER
from tests.factories import make_page

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

VIEWS = 100
# Two threads are one reader: they write the same row of the readers, too.
ADDRESSES = ["203.0.113.7", "203.0.113.7", "203.0.113.8", "203.0.113.9"]


def read(address, path):
    """Open the page again and again, in a thread with a connection of its own."""
    try:
        client = Client(REMOTE_ADDR=address, headers={"User-Agent": BROWSER})
        return [client.get(path).status_code for _ in range(VIEWS)]
    finally:
        connection.close()


def test_no_view_is_lost_among_readers_at_once():
    path = make_page().get_absolute_url()

    with ThreadPoolExecutor(len(ADDRESSES)) as threads:
        statuses = sum(threads.map(read, ADDRESSES, [path] * len(ADDRESSES)), [])

    folding.fold()  # what a thread left to the next one, because another was folding
    assert statuses == [200] * 400
    assert DayTotal.objects.get().page_views == 400
    assert ArticleDay.objects.get().page_views == 400
    assert DayTotal.objects.get().visits == Reader.objects.count() == 3
