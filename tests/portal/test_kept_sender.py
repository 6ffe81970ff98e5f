"""Of a server's threads one sends kept pages, and the others rest until it has other work."""

from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

import pytest

from portal.kept import sender
from tests.at_once import at_once
from tests.front_door import BROWSER, FrontDoor
from tests.real_server import RealServer

SLOW = "/khong-co/"  # Django is asked


@pytest.fixture
def granian(a_quiet_morning, transactional_db, in_a_server):
    return FrontDoor(server="Granian")


@pytest.fixture
def long_rest(monkeypatch):
    monkeypatch.setattr(sender, "LONGEST_REST", 60)


@pytest.fixture
def threads():
    """Two threads of a server's; both must be at work again in the end."""
    with ThreadPoolExecutor(1) as first, ThreadPoolExecutor(1) as second:
        yield first, second


def ask(thread, door, path="/"):
    return thread.submit(door.get, path)


def rests(asked):
    try:
        asked.result(0.3)
    except TimeoutError:
        return True
    return False


def test_a_thread_rests_after_a_page_until_the_one_that_sends_has_other_work(
    granian, threads, long_rest
):
    first, second = threads
    for _ in range(2):
        ask(first, granian).result(10)

    resting = ask(second, granian)

    assert rests(resting)
    assert ask(first, granian).result(10).status_code == 200
    ask(first, granian, SLOW).result(10)
    assert resting.result(10).status_code == 200


def test_no_thread_rests_while_the_one_that_sends_has_other_work(granian, threads, long_rest):
    first, second = threads
    ask(first, granian).result(10)
    ask(first, granian, SLOW).result(10)

    assert ask(second, granian).result(10).status_code == 200


def test_who_has_rested_for_long_sends_in_its_place(granian, threads, monkeypatch):
    first, second = threads
    for _ in range(2):
        ask(first, granian).result(10)
    monkeypatch.setattr(sender, "LONGEST_REST", 0)
    ask(second, granian).result(10)
    monkeypatch.setattr(sender, "LONGEST_REST", 60)

    resting = ask(first, granian)

    assert rests(resting)
    ask(second, granian, SLOW).result(10)
    assert resting.result(10).status_code == 200


def test_no_thread_of_another_server_rests(front_door, threads, long_rest):
    first, second = threads
    for _ in range(2):
        ask(first, front_door).result(10)

    assert ask(second, front_door).result(10).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_under_granian_every_answer_goes_out_whole(tmp_path):
    threads = {"GRANIAN_WORKERS": "1", "GRANIAN_BLOCKING_THREADS": "4"}
    server = RealServer(tmp_path, **threads)
    answers = []

    def read():
        connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
        for path in ["/", "/", "/", SLOW] * 40:
            connection.request("GET", path, headers={"User-Agent": BROWSER})
            answer = connection.getresponse()
            whole = answer.read().rstrip().endswith(b"</html>")
            answers.append((path, answer.status, whole))
        connection.close()

    try:
        server.start()
        at_once(*[read] * 6)
    finally:
        server.kill()
    assert set(answers) == {("/", 200, True), (SLOW, 404, True)}
    assert len(answers) == 6 * 160
