"""Kill a busy server again and again; say whether the counter lost or doubled a page.

    python tests/load/kill_test.py [DATABASE_URL] [REQUESTS] [KILLS]

Starts granian with four workers on the loopback address and asks for a mix of pages; at random
moments the whole process group gets SIGKILL and is started again. The database, an SQLite file in
a temporary folder unless DATABASE_URL names another, must be empty: the pages in it are counted.
"""

import http.client
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRATCH = Path(tempfile.mkdtemp(prefix="kill-test-"))
JOURNALS = SCRATCH / "counter"
WORKERS, CLIENTS = 4, 8
DATABASE = (sys.argv[1:2] or [""])[0] or f"sqlite:///{SCRATCH}/portal.sqlite3"
REQUESTS, KILLS = (int(arg) for arg in [*sys.argv[2:4], 5000, 30][:2])

with socket.create_server(("127.0.0.1", 0)) as free:
    PORT = free.getsockname()[1]
os.environ |= {
    "SITE_URL": f"http://127.0.0.1:{PORT}",
    "DATABASE_URL": DATABASE,
    "JOURNAL_DIR": str(JOURNALS),
    "MEDIA_ROOT": str(SCRATCH / "media"),
    "DJANGO_SETTINGS_MODULE": "portal.settings",
}
sys.path.insert(0, str(ROOT))
import django  # noqa: E402
from environ import Env  # noqa: E402

Env.read_env(ROOT / "deploy/granian.env")  # granian as it is shipped, but for its workers
django.setup()

from django.core.management import call_command  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.utils import timezone  # noqa: E402

from news.models import Article, Category  # noqa: E402
from stats import audience, journal  # noqa: E402
from stats.models import ArticleDay, DayTotal, Reader  # noqa: E402


class Server:
    def start(self):
        command = f"portal.serve --workers {WORKERS} --port {PORT}"
        with (SCRATCH / "server.log").open("a") as log:
            self.process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", *command.split()],
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        while not self.answers():
            time.sleep(0.05)

    def answers(self):
        """Whether it answers a HEAD, which counts nothing. (A free port may connect to itself.)"""
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
        try:
            connection.request("HEAD", "/", headers={"Connection": "close"})
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def make_content():
    call_command("migrate", verbosity=0)
    if DayTotal.objects.exists():
        sys.exit("This database has counted something already.")
    now = timezone.now()
    category = Category.objects.create(name="Tin")
    article = Article.objects.create(
        title="Tin", body="<p>Tin.</p>", category=category, published_at=now, state="approved"
    )
    return article.get_absolute_url()


def mix(article):
    """Return kinds of request: name, method, path, headers, and their share in percent."""
    signed = HttpResponse()
    signed.set_signed_cookie(audience.STAFF_COOKIE, "1", salt=audience.STAFF_SALT)
    cookie = {"Cookie": f"{audience.STAFF_COOKIE}={signed.cookies[audience.STAFF_COOKIE].value}"}
    bot = {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}
    return [
        ("reader", "GET", "/", {}, 35),
        ("reader of the article", "GET", article, {}, 35),
        ("staff", "GET", article, cookie, 6),
        ("bot", "GET", article, bot, 6),
        ("HEAD", "HEAD", article, {}, 6),
        ("404", "GET", "/khong-co/", {}, 6),
        ("prefetch", "GET", "/", {"Sec-Purpose": "prefetch"}, 6),
    ]


class Load:
    def __init__(self, kinds):
        self.kinds, self.shares = kinds, [kind[-1] for kind in kinds]
        self.asked, self.lock = 0, threading.Lock()
        self.answered, self.in_flight = Counter(), Counter()
        self.readers_answered, self.readers_asked = set(), set()

    def run(self):
        while self.asked < REQUESTS:
            with self.lock:
                self.asked += 1
            kind, method, path, headers, _ = random.choices(self.kinds, self.shares)[0]  # noqa: S311
            number = random.randrange(500)  # noqa: S311
            browser = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0.{number}.0"
            whole = self.ask(method, path, {"User-Agent": browser} | headers)
            with self.lock:
                (self.answered if whole else self.in_flight)[kind] += 1
                if kind.startswith("reader"):
                    (self.readers_answered if whole else self.readers_asked).add(number)

    def ask(self, method, path, headers) -> bool:
        """Return whether the answer came whole; ask again only if nobody took the call."""
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
            try:
                connection.connect()
            except OSError:
                time.sleep(0.05)
                continue
            try:
                connection.request(method, path, headers=headers | {"Connection": "close"})
                answer = connection.getresponse()
                answer.read()
                if answer.status not in (200, 404):
                    sys.exit(f"{method} {path}: {answer.status}")
                return True
            except (OSError, http.client.HTTPException):
                return False
            finally:
                connection.close()


def shown_totals():
    """Return the totals that forty pages on new connections show; a prefetch counts nothing."""
    totals = set()
    for _ in range(40):
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
        connection.request("GET", "/", headers={"Sec-Purpose": "prefetch", "Connection": "close"})
        page = connection.getresponse().read().decode()
        connection.close()
        totals.add(int(re.search(r'<data value="total">([\d.]+)', page)[1].replace(".", "")))
    return totals


def main():
    load, server = Load(mix(make_content())), Server()
    server.start()
    clients = [threading.Thread(target=load.run, daemon=True) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    for moment in sorted(random.sample(range(REQUESTS), KILLS)):
        while load.asked < moment:
            time.sleep(0.005)
        time.sleep(random.random() * 0.2)  # noqa: S311
        server.kill()
        server.start()
    for client in clients:
        client.join()
    time.sleep(3)

    rows = {day.audience: day for day in DayTotal.objects.all()}
    sheets = [path.read_bytes() for path in journal.files()]
    lines = sum(sheet.count(b"\n") for sheet in sheets)
    hits = [hit for sheet in sheets for hit in journal.hits_in(journal.written(sheet))]
    written = Counter(audience.decode() for _, audience, *_ in hits)
    answered, in_flight = load.answered, load.in_flight
    ways = ["reader", "reader of the article"]
    widget = json.loads((JOURNALS / "published.json").read_bytes())[-1]["widget"]["visits"]
    seen, asked = len(load.readers_answered), len(load.readers_answered | load.readers_asked)
    article = ArticleDay.objects.get().page_views
    checks = {
        f"damaged lines: {lines - len(hits)}": lines == len(hits),
        f"rows as lines: {dict(written)}": written == {a: r.page_views for a, r in rows.items()},
        f"visits {rows['r'].visits}: one a reader in the journal, none twice": rows["r"].visits
        == len({reader for _, audience, reader, *_ in hits if audience == b"r"})
        == Reader.objects.count(),
        f"readers answered {seen} <= visits <= asked {asked}": seen <= rows["r"].visits <= asked,
        f"published.json says {widget['total']}": widget["total"] == rows["r"].visits,
        "every page says the same": shown_totals() == {rows["r"].visits},
    }
    for name, counted, kinds in [
        ("reader", rows["r"].page_views, ways),
        ("article", article, ways[1:]),
        ("staff", rows["s"].page_views, ["staff"]),
        ("bot", rows["b"].page_views, ["bot"]),
    ]:
        least = sum(answered[kind] for kind in kinds)
        most = least + sum(in_flight[kind] for kind in kinds)
        checks[f"{name}: answered {least} <= counted {counted} <= {most}"] = (
            least <= counted <= most
        )
    server.kill()
    print(f"{DATABASE.split(':')[0]}: {load.asked} requests, {KILLS} kills")
    print(f"answered {answered.total()}, in flight at a kill {in_flight.total()}")
    for check, holds in checks.items():
        print("ok  " if holds else "FAIL", check)
    sys.exit(not all(checks.values()))


if __name__ == "__main__":
    main()
