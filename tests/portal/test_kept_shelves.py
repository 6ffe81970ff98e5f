"""Where kept pages lie: one maker at a time, old pages in need, bounded, shared."""

import threading

import pytest
from django.core.cache import cache
from django.db import connection

from portal.kept import version
from portal.kept.packed import Packed
from portal.kept.page import Key, Page
from portal.kept.shelf import Shelf, Shelves, name_of
from tests.factories import make_article, make_category
from tests.front_door import FrontDoor

HOME = Key("/", "")


def page(stamp="1", status="200 OK", letters=100):
    headers = [("X-Filling", "x" * letters)]
    return Page(stamp, status, headers, Packed.of([b"Trang"], []), {}, True, "")


class Kitchen:
    """Makes a page as slowly as it is told, and counts."""

    def __init__(self, stamp):
        self.stamp, self.made = stamp, 0
        self.begun, self.go_on = threading.Event(), threading.Event()

    def make(self):
        self.made += 1
        self.begun.set()
        assert self.go_on.wait(10)
        return page(self.stamp)


def ask_at_once(shelves, kitchen, readers):
    got = []
    threads = [
        threading.Thread(target=lambda: got.append(shelves.fetch(HOME, "2", kitchen.make)))
        for _ in range(readers)
    ]
    for thread in threads:
        thread.start()
    return threads, got


def test_readers_who_come_together_to_a_new_page_wait_for_one_maker():
    shelves, kitchen = Shelves(), Kitchen("2")
    threads, got = ask_at_once(shelves, kitchen, readers=20)
    assert kitchen.begun.wait(10)
    kitchen.go_on.set()
    for thread in threads:
        thread.join(10)

    assert kitchen.made == 1
    assert [answer.stamp for answer in got] == ["2"] * 20


def test_while_one_makes_a_page_the_others_get_the_old_one():
    shelves, kitchen = Shelves(), Kitchen("2")
    shelves.plain.put(HOME, page("1"))
    maker = threading.Thread(target=lambda: shelves.fetch(HOME, "2", kitchen.make))
    maker.start()
    assert kitchen.begun.wait(10)

    meanwhile = [shelves.fetch(HOME, "2", kitchen.make).stamp for _ in range(20)]
    kitchen.go_on.set()
    maker.join(10)

    assert meanwhile == ["1"] * 20
    assert shelves.fetch(HOME, "2", kitchen.make).stamp == "2"
    assert kitchen.made == 1


def test_a_page_that_cannot_be_made_goes_out_as_it_was():
    shelves = Shelves()
    shelves.plain.put(HOME, page("1"))

    answer = shelves.fetch(HOME, "2", lambda: page("2", status="500 Internal Server Error"))

    assert answer.stamp == "1"


def test_a_page_that_is_gone_is_kept_no_longer():
    shelves = Shelves()
    shelves.plain.put(HOME, page("1"))

    answer = shelves.fetch(HOME, "2", lambda: page("2", status="404 Not Found"))

    assert answer.status == "404 Not Found"
    assert (shelves.plain.pages, shelves.plain.taken) == ({}, 0)


def test_a_shelf_holds_no_more_bytes_than_it_may_and_drops_what_nobody_asked_for():
    shelf = Shelf(bound=10 * page(letters=5000).size)
    for number in range(100):
        shelf.put(number, page(letters=5000))
        shelf.get(0)

    assert shelf.taken <= shelf.bound
    assert shelf.taken == sum(kept.size for kept in shelf.pages.values())
    assert sorted(shelf.pages) == [0, *range(91, 100)]


# ---------- When the database is away ----------


@pytest.fixture
def without_table():
    """Return a function that takes a table away, as a database that is gone does with all."""
    taken = []

    def take(table):
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} RENAME TO away")
        taken.append(table)

    yield take
    for table in taken:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE away RENAME TO {table}")


@pytest.mark.parametrize("table", ["portal_contentchange", "news_article"])
def test_kept_pages_go_on_without_the_database(front_door, without_table, table):
    article = make_article("Tin")
    path = article.get_absolute_url()
    kept = front_door.get(path)
    version.bump()
    without_table(table)

    again = front_door.get(path)

    assert (again.status_code, again.content) == (200, kept.content)


# ---------- Shared ----------


@pytest.fixture
def shared(settings):
    """A cache that two server processes share; each here is a FrontDoor of its own."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    yield cache
    cache.clear()


def test_what_one_server_made_another_need_not_make(front_door, shared):
    make_article("Tin chung")
    other = FrontDoor()

    assert front_door.get("/").content == other.get("/").content
    make_category("Đoàn thể")
    other.get("/")
    front_door.get("/")

    assert (front_door.made, other.made) == (["/"], ["/"])


def test_while_another_server_makes_a_page_the_old_one_goes_out(front_door, shared):
    first = front_door.get("/").content
    make_article("Tin vừa đăng")
    other = FrontDoor()
    key, (stamp, _) = HOME, other.application.recipe(HOME)
    shared.set(f"{name_of(key, stamp)}:maker", 1)

    assert front_door.get("/").content == first
    shared.clear()
    assert "Tin vừa đăng" in front_door.get("/").text


def test_a_shared_cache_that_is_away_keeps_nobody_from_reading(front_door, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1",
        }
    }

    assert [front_door.get("/").status_code for _ in range(3)] == [200, 200, 200]
    assert front_door.made == ["/"]
