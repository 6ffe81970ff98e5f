"""Of a server's threads one sends kept pages, and the others rest until it has other work."""

import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.request import urlopen

import pytest

from portal.kept import sender
from tests.at_once import at_once
from tests.front_door import BROWSER, FrontDoor
from tests.real_server import RealServer, free_port

SLOW = "/quan-tri/login/"  # Django is asked


@pytest.fixture
def resting(monkeypatch):
    """Hours of rest, unless somebody wakes the thread; set when one begins to rest."""
    begun, rest = threading.Event(), sender.Sender.rest

    def rests(its):
        begun.set()
        rest(its)

    monkeypatch.setattr(sender.Sender, "rest", rests)
    monkeypatch.setattr(sender, "LONGEST_REST", 3600)
    return begun


@pytest.fixture
def granian(a_quiet_morning, transactional_db, in_a_server, resting):
    door = FrontDoor(server="Granian")
    yield door
    door.application.sender.is_away.set()


class ServerThread:
    """One of a server's threads; there before it is asked, so that no two are the same."""

    def __init__(self, door):
        self.door, self.pool = door, ThreadPoolExecutor(1)
        self.pool.submit(bool).result()

    def get(self, path="/"):
        return self.asked(path).result(10)

    def asked(self, path="/"):
        return self.pool.submit(self.door.get, path)

    def end(self):
        self.pool.shutdown()


def test_a_thread_rests_after_a_page_until_the_one_on_duty_has_other_work(granian, resting):
    first, second = ServerThread(granian), ServerThread(granian)
    for _ in range(2):
        first.get()

    asked = second.asked()

    assert resting.wait(10)
    assert first.get().status_code == 200
    assert not asked.done()
    first.get(SLOW)
    assert asked.result(10).status_code == 200


def test_while_the_one_on_duty_has_other_work_another_sends(granian, resting):
    first, second, third = (ServerThread(granian) for _ in range(3))
    first.get()
    first.get(SLOW)

    assert second.get().status_code == 200
    assert second.get().status_code == 200
    asked = third.asked()
    assert resting.wait(10)
    first.get(SLOW)  # it is on duty no more
    assert not asked.done()
    second.get(SLOW)
    assert asked.result(10).status_code == 200


def test_nobody_rests_long_for_one_that_the_server_has_ended(granian, resting, monkeypatch):
    first, second, third = (ServerThread(granian) for _ in range(3))
    for _ in range(2):
        first.get()
    first.end()
    monkeypatch.setattr(sender, "monotonic", lambda: time.monotonic() + 4000)

    assert second.get().status_code == 200
    assert not resting.is_set()
    third.asked()
    assert resting.wait(10)


def test_a_thread_that_has_rested_for_a_second_goes_on(granian, monkeypatch):
    first, second = ServerThread(granian), ServerThread(granian)
    for _ in range(2):
        first.get()
    monkeypatch.setattr(sender, "LONGEST_REST", 1)

    assert second.get().status_code == 200


def test_no_thread_of_another_server_rests(front_door, resting):
    first, second = ServerThread(front_door), ServerThread(front_door)
    for _ in range(2):
        first.get()

    assert second.get().status_code == 200
    assert not resting.is_set()


def test_granian_says_that_it_is_the_server(tmp_path):
    (tmp_path / "echo.py").write_text(
        "def application(environ, start_response):\n"
        "    start_response('200 OK', [])\n"
        "    return [environ['SERVER_SOFTWARE'].encode()]\n"
    )
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    with subprocess.Popen([*command, "echo:application"], cwd=tmp_path) as server:  # noqa: S603
        try:
            for _ in range(600):
                try:
                    socket.create_connection(("127.0.0.1", port)).close()
                    break
                except OSError:
                    time.sleep(0.05)
            with urlopen(f"http://127.0.0.1:{port}/", timeout=60) as answer:  # noqa: S310
                assert answer.read().decode() == sender.SERVER
        finally:
            server.terminate()


@pytest.mark.django_db(transaction=True)
def test_under_granian_every_answer_goes_out_whole(tmp_path):
    threads = {"GRANIAN_WORKERS": "1", "GRANIAN_BLOCKING_THREADS": "4"}
    server = RealServer(tmp_path, **threads)
    answers = []

    def read():
        connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
        for method, path, coding in [*ASKED, ("GET", SLOW, "identity")] * 30:
            headers = {"User-Agent": BROWSER, "Accept-Encoding": coding}
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            body, told = answer.read(), answer.headers["Content-Length"]
            is_whole = method == "HEAD" or told is None or len(body) == int(told) > 1000
            answers.append((path, answer.status, is_whole))
        connection.close()

    try:
        server.start()
        at_once(*[read] * 6)
    finally:
        server.kill()
    assert set(answers) == {("/", 200, True), (SLOW, 200, True)}
    assert len(answers) == 6 * 30 * 5


ASKED = [("GET", "/", "identity"), ("GET", "/", "gzip"), ("HEAD", "/", "gzip"), ("GET", "/", "br")]
