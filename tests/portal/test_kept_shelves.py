"""Where kept pages lie: one maker at a time, old pages in need, bounded, shared."""

import socket
import threading
from datetime import timedelta
from time import monotonic
from urllib.request import urlopen

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.kept import version
from portal.kept.packed import Packed
from portal.kept.page import Key, Page
from portal.kept.shelf import LONGEST_WAIT, LONGEST_WAIT_WITH_OLD, Maker, Shelf, Shelves, name_of
from portal.kept.watch import GRACE, PATIENCE, watch
from stats import figures
from tests.factories import make_article, make_category, make_identity
from tests.front_door import FrontDoor
from tests.real_server import RealServer

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


def ask_at_once(shelves, kitchen, readers, **how):
    got = []
    threads = [
        threading.Thread(target=lambda: got.append(shelves.fetch(HOME, "2", kitchen.make, **how)))
        for _ in range(readers)
    ]
    for thread in threads:
        thread.start()
    return threads, got


def all_get_the_new_page(kitchen, threads, got):
    """Let the maker go on, and tell whether it made one page and each reader has it."""
    assert kitchen.begun.wait(10)
    kitchen.go_on.set()
    for thread in threads:
        thread.join(10)
    return kitchen.made == 1 and [answer.stamp for answer in got] == ["2"] * len(threads)


def test_readers_who_come_together_to_a_new_page_wait_for_one_maker():
    shelves, kitchen = Shelves(), Kitchen("2")
    threads, got = ask_at_once(shelves, kitchen, readers=20)

    assert all_get_the_new_page(kitchen, threads, got)


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


def test_a_page_that_is_long_out_of_date_goes_to_nobody_while_it_is_made():
    shelves, kitchen = Shelves(), Kitchen("2")
    shelves.plain.put(HOME, page("1"))
    threads, got = ask_at_once(shelves, kitchen, readers=20, has_just_changed=False)

    assert all_get_the_new_page(kitchen, threads, got)


def test_an_old_page_goes_out_where_making_it_anew_takes_long():
    shelves = Shelves()
    shelves.plain.put(HOME, page("1"))
    slow = shelves.makers[HOME] = Maker()
    slow.lock.acquire()
    slow.since -= LONGEST_WAIT_WITH_OLD

    assert shelves.fetch(HOME, "2", make=None, has_just_changed=False).stamp == "1"


def test_nobody_waits_long_for_a_page_that_somebody_else_makes(front_door):
    slow = front_door.application.shelves.makers[HOME] = Maker()
    slow.lock.acquire()
    slow.since -= LONGEST_WAIT

    assert front_door.get("/").status_code == 503
    assert front_door.get("/tin-tuc/").status_code == 200
    slow.lock.release()
    assert front_door.get("/").status_code == 200


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


def test_what_nobody_has_asked_for_since_a_second_lies_in_parts_only(monkeypatch):
    now = [monotonic()]
    monkeypatch.setattr("portal.kept.page.monotonic", lambda: now[0])
    asked_once, asked_again = page(), page()
    for kept in (asked_once, asked_again):
        kept.with_figures([])

    for _ in range(3):
        now[0] += 1.5
        asked_again.with_figures([b"%f" % now[0]])

    assert asked_once.last is None
    assert asked_again.last.figures == [b"%f" % now[0]]


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


def test_without_the_database_an_unknown_page_says_in_vietnamese_that_we_are_back_soon(
    front_door, without_database
):
    path = make_article("Tin").get_absolute_url()
    with without_database():
        answers = [front_door.get(path), front_door.get("/khong-co/"), front_door.get("/gop-y/")]

    for answer in answers:
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
        assert "chưa truy cập được cơ sở dữ liệu" in answer.text
        assert "Content-Security-Policy" in answer.headers
    assert front_door.get(path).status_code == 200


def test_a_database_that_lets_everybody_wait_is_asked_by_nobody(front_door, watched, monkeypatch):
    path = make_article("Tin").get_absolute_url()
    front_door.get("/")
    monkeypatch.setattr(watch, "in_vain_since", monotonic() - PATIENCE - 1)

    with CaptureQueriesContext(connection) as asked:
        assert front_door.get("/").status_code == 200
        assert front_door.get(path).status_code == 503
        assert front_door.get("/quan-tri/login/").status_code == 503

    assert not asked.captured_queries


@pytest.mark.postgresql
def test_an_article_with_its_views_goes_out_though_the_connection_was_lost(front_door, watched):
    make_identity(dateline_form="views")
    path = make_article().get_absolute_url()
    watch.look()
    front_door.get(path)
    figures.publish()  # whereupon the views are asked for anew
    connection.connection.close()

    answers = [front_door.get(path) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    figures.publish()
    assert '<data value="views-' in front_door.get(path).text
    assert front_door.made == [path]


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


def test_a_shared_page_is_thrown_away_when_it_is_out_of_date(front_door, shared, time_machine):
    front_door.get("/")
    name = name_of(HOME, watch.stamp)
    assert shared.get(name)

    time_machine.shift(timedelta(minutes=15))

    assert not shared.get(name)


def test_pages_that_anybody_can_think_up_do_not_fill_the_shared_cache(front_door, shared):
    for path, query in [("/tin-tuc/", f"cu-hon={10**15}-1"), ("/tim-kiem/", "q=hoi")]:
        front_door.get(f"{path}?{query}")

        assert not shared.get(name_of(Key(path, query), watch.stamp))


def test_while_another_server_makes_a_page_the_old_one_goes_out(front_door, shared):
    first = front_door.get("/").content
    make_article("Tin vừa đăng")
    other = FrontDoor()
    key, (stamp, *_) = HOME, other.application.recipe(HOME)
    shared.set(f"{name_of(key, stamp)}:maker", 1)

    assert front_door.get("/").content == first
    shared.clear()
    assert "Tin vừa đăng" in front_door.get("/").text


def test_what_changed_a_while_ago_is_shown_though_another_server_is_still_making_it(
    front_door, shared, watched, monkeypatch
):
    front_door.get("/")
    make_article("Tin đăng hôm qua")
    watch.look()
    shared.set(f"{name_of(HOME, watch.stamp)}:maker", 1)
    monkeypatch.setattr(watch, "changed", monotonic() - GRACE)

    assert "Tin đăng hôm qua" in front_door.get("/").text


def test_a_shared_cache_that_is_away_keeps_nobody_from_reading(front_door, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1",
        }
    }

    assert [front_door.get("/").status_code for _ in range(3)] == [200, 200, 200]
    assert front_door.made == ["/"]


def test_an_article_that_one_server_found_withdrawn_is_gone_from_the_others(front_door, shared):
    article, other = make_article(), FrontDoor()
    path = article.get_absolute_url()
    assert [front_door.get(path).status_code, other.get(path).status_code] == [200, 200]
    article.state = "withdrawn"
    article.save()

    assert [front_door.get(path).status_code, other.get(path).status_code] == [404, 404]


def test_a_page_that_one_server_failed_to_make_another_makes_at_once(front_door, shared):
    make_article("Tin cũ")
    other = FrontDoor()
    front_door.get("/")
    other.get("/")
    make_article("Tin mới")
    with pytest.raises(ZeroDivisionError):
        front_door.application.shelves.fetch(HOME, watch.stamp, lambda: 1 / 0)

    assert "Tin mới" in other.get("/").text


def test_a_shared_cache_that_never_answers_keeps_nobody_from_reading(tmp_path, transactional_db):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        cache_url = f"redis://127.0.0.1:{silent.getsockname()[1]}"
        server = RealServer(tmp_path, CACHE_URL=cache_url)
        try:
            server.start()
            with urlopen(server.url, timeout=60) as answer:  # noqa: S310
                assert answer.status == 200
        finally:
            server.kill()
