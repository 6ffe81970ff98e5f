"""The portal as a real process on the test's own database, to be frozen, killed, restarted."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
SERVE = [sys.executable, "-m", "portal.serve", "--log-level", "critical"]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def database_url():
    """Return the address of the database that the tests use, for another process."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    password = quote(at["PASSWORD"] or "", safe="")
    return f"postgres://{at['USER']}:{password}@{at['HOST']}:{at['PORT'] or 5432}/{at['NAME']}"


class RealServer:
    """One host: a port, a folder for media and journal, and a process group of its own.

    What it reads and writes must be committed, so its tests need a transactional database.
    """

    def __init__(self, folder, **environment):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            "PATH": os.environ["PATH"],
            "SITE_URL": self.url,
            "SECRET_KEY": "",
            "DEBUG": "false",
            "DATABASE_URL": database_url(),
            "MEDIA_ROOT": f"{folder}/media",
            "JOURNAL_DIR": f"{folder}/counter",
            **environment,
        }
        self.process = None

    def start(self):
        command = [*SERVE, "--port", str(self.port)]
        self.process = subprocess.Popen(  # noqa: S603
            command, cwd=ROOT, env=self.environment, start_new_session=True
        )
        for _ in range(600):  # granian opens the port once before a worker listens to it
            try:
                return urlopen(f"{self.url}/robots.txt", timeout=60).close()  # noqa: S310
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the server does not start")

    def signal(self, number):
        os.killpg(self.process.pid, number)

    def freeze(self):
        """Let it run no further; the system goes on taking what is sent to it."""
        self.signal(signal.SIGSTOP)

    def kill(self):
        """kill -9, the server and its workers."""
        if self.process:
            self.signal(signal.SIGKILL)
            self.process.wait()
            self.process = None
