"""The site under the server that it ships with, loaded before the workers part."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from django.conf import settings

from tests.front_door import BROWSER
from tests.real_server import RealServer

# Both would be shared by the workers, where they belong to one.
LOADED = """
import threading, portal.serve
from django.db import connection
from django.urls import reverse
reverse("admin:index")
print(threading.active_count(), connection.connection)
"""


@pytest.fixture
def run(tmp_path):
    """Return a function that runs Python beside the tests, with a database of its own."""
    environment = os.environ | {
        "SITE_URL": "http://127.0.0.1",
        "DATABASE_URL": f"sqlite:///{tmp_path}/portal.sqlite3",
        "JOURNAL_DIR": str(tmp_path / "counter"),
        "MEDIA_ROOT": str(tmp_path / "media"),
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "GRANIAN_WORKERS": "2",
    }

    def run(*arguments, how=subprocess.check_output, **options):
        command = [sys.executable, *arguments]
        return how(command, cwd=settings.BASE_DIR, env=environment, **options)

    return run


def test_what_is_loaded_before_the_workers_part_has_no_thread_and_no_connection(run):
    assert run("-c", LOADED, text=True) == "1 None\n"


def shipped():
    """Return how granian is started on a server, by name."""
    lines = (settings.BASE_DIR / "deploy/granian.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line.startswith("GRANIAN_"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("begun", [b"", b"GET / HT"])
def test_whoever_opens_connections_and_asks_nothing_keeps_nobody_out(tmp_path, begun):
    less = {
        "GRANIAN_WORKERS": "1",
        "GRANIAN_BACKPRESSURE": "2",
        "GRANIAN_HTTP1_HEADER_READ_TIMEOUT": "1000",
    }
    server, silent = RealServer(tmp_path, **shipped() | less), []
    try:
        server.start()
        silent += [socket.create_connection(("127.0.0.1", server.port)) for _ in range(4)]
        for connection in silent:
            connection.sendall(begun)
        with urllib.request.urlopen(server.url, timeout=20) as answer:  # noqa: S310
            assert answer.status == 200
    finally:
        server.kill()
        for connection in silent:
            connection.close()


def test_workers_answer_and_count(run):
    run("manage.py", "migrate", "-v0")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = run(
        *["-m", "portal.serve", "--port", str(port), "--log-level", "critical"],
        how=subprocess.Popen,
        start_new_session=True,
    )
    page = urllib.request.Request(  # noqa: S310
        f"http://127.0.0.1:{port}/", headers={"User-Agent": BROWSER}
    )

    def total():
        try:
            with urllib.request.urlopen(page, timeout=10) as answer:  # noqa: S310
                return re.search(r'<data value="total">(\d+)</data>', answer.read().decode())[1]
        except (urllib.error.URLError, ConnectionError):  # it has not begun yet
            return None

    try:
        for _ in range(150):
            if total() == "1":
                return
            time.sleep(0.2)
        pytest.fail("nobody answered, or nobody counted")
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)
