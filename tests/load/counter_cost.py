"""What counting costs a page; needs wrk (apt-get install wrk).

    python tests/load/counter_cost.py [DATABASE_URL]

Asks one granian worker for an article, made anew each time and kept, with and without the counting,
in many short turns; times the steps of counting alone; and shows how long pages wait while another
process writes for three seconds. DATABASE_URL, an SQLite file in a temporary folder unless said,
gets one article.
"""

import http.client
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import timeit
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRATCH = Path(tempfile.mkdtemp(prefix="counter-cost-"))
ROUNDS, SECONDS, HELD = 20, 1, 3
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0.0.0 Safari/537.36"
RENDERED, KEPT = "application = application.django", ""
# The same server, but that no page is counted; the live figures are filled in all the same.
UNCOUNTED = "from stats import counting; counting.is_prefetch = lambda _: True"
# The same server, but that the journal only grows.
UNFOLDED = "from stats import folding; folding.fold = lambda: None"

os.environ |= {
    "SITE_URL": "http://127.0.0.1",
    "DATABASE_URL": (sys.argv[1:2] or [f"sqlite:///{SCRATCH}/portal.sqlite3"])[0],
    "JOURNAL_DIR": str(SCRATCH / "counter"),
    "MEDIA_ROOT": str(SCRATCH / "media"),
    "DJANGO_SETTINGS_MODULE": "portal.settings",
}
sys.path.insert(0, str(ROOT))
import django  # noqa: E402
from environ import Env  # noqa: E402

Env.read_env(ROOT / "deploy/granian.env")  # granian as it is shipped, but for its workers
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test import RequestFactory  # noqa: E402
from django.utils import timezone  # noqa: E402

from news.models import Article, Category  # noqa: E402
from stats import counting, figures, folding, journal  # noqa: E402


class Server:
    def __init__(self, name, beforehand=""):
        module = SCRATCH / f"{name}.py"
        module.write_text(f"from portal.wsgi import application\n{beforehand}\n")
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        command = f"granian --interface wsgi --workers 1 --port {self.port}"
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", *command.split(), f"{name}:application"],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": f"{SCRATCH}:{ROOT}"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        while True:
            try:
                return socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                time.sleep(0.1)

    def stop(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait()

    def cpu(self):
        """Return the seconds of CPU its processes have used."""
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[2]) == self.process.pid:  # its process group
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def warm_up(self, path):
        """Ask until the application is loaded, and its figures are published."""
        http.client.HTTPConnection("127.0.0.1", self.port, timeout=60).request("GET", path)
        while not self.load(path)[0]:
            pass

    def load(self, path):
        """Return requests a second, and milliseconds of CPU a request."""
        before = self.cpu()
        command = ["wrk", "-t1", "-c4", f"-d{SECONDS}s", "-H", f"User-Agent: {CHROME}"]
        command += ["-H", "Accept-Encoding: gzip"]  # as all browsers do; else it is unpacked
        told = subprocess.check_output(  # noqa: S603
            [*command, f"http://127.0.0.1:{self.port}{path}"], text=True
        )
        if "Non-2xx" in told:
            sys.exit(told)
        requests = int(re.search(r"(\d+) requests in", told)[1])
        return requests / SECONDS, (self.cpu() - before) / max(requests, 1) * 1000


def compare(path, kind, beforehand):
    """Print what counting costs: each turn is compared with its neighbour without counting."""
    ways = {"not counted": UNCOUNTED, "counted, not folded": UNFOLDED, "counted": ""}
    servers = {
        way: Server(f"{kind}_{number}", f"{beforehand}\n{more}")
        for number, (way, more) in enumerate(ways.items())
    }
    for server in servers.values():
        server.warm_up(path)
    turns = {way: [] for way in ways}
    for turn in range(ROUNDS):
        for way in list(ways)[:: 1 if turn % 2 else -1]:
            turns[way].append(servers[way].load(path))
    for server in servers.values():
        server.stop()
    for way, told in turns.items():
        speed, cpu = zip(*told, strict=True)
        print(f"{kind}, {way}:", middle(speed, turns["not counted"], 0, "requests/s"))
        print(f"{kind}, {way}:", middle(cpu, turns["not counted"], 1, "ms of CPU a request"))


def middle(figures, others, column, unit):
    ratios = [figure / other[column] for figure, other in zip(figures, others, strict=True)]
    low, half, high = statistics.quantiles(ratios, n=4)
    return (
        f"{statistics.median(figures):.4g} {unit}, {half:.3f} of not counted "
        f"(half of the turns {low:.3f} to {high:.3f})"
    )


def time_the_steps(path):
    request = RequestFactory(HTTP_USER_AGENT=CHROME).get(path, HTTP_REFERER="https://a.example/")
    settings.JOURNAL_DIR = str(SCRATCH / "alone")
    figures.in_server = True  # so that counting doesn't fold
    counting.count(request.META, 1)
    (file,) = journal.files()
    line, day = journal.written(file.read_bytes()), journal.day_of(journal.now())
    steps = {
        "counting.count": lambda: counting.count(request.META, 1),
        "of which writer.append": lambda: journal.writer.append(day, line),
    }
    for name, step in steps.items():
        best = min(timeit.repeat(step, timer=time.thread_time, number=5000, repeat=9)) / 5000
        print(f"{name}: {best * 1e6:.1f} microseconds")
    figures.in_server = False
    size = sum(len(journal.written(file.read_bytes())) for file in journal.files())
    lines = size // len(line)
    began = time.process_time()
    folding.fold()
    print(f"folding: {(time.process_time() - began) / lines * 1e6:.1f} microseconds a line")
    began = time.process_time()
    for _ in range(100):
        journal.writer.append(day, line)
        folding.fold()
    print(f"folding one line alone: {(time.process_time() - began) * 10:.1f} ms of CPU")
    began = time.process_time()
    for _ in range(100):
        figures.publish()
    print(f"publishing, once a second: {(time.process_time() - began) * 10:.1f} ms of CPU")


def wait_behind_a_writer(path):
    """Ask all the time while this process holds a write transaction in the middle."""
    server, waits, held = Server("counted"), {"quiet": [], "held": []}, threading.Event()
    ends = time.monotonic() + 3 * HELD

    def ask():
        while time.monotonic() < ends:
            phase, began = "held" if held.is_set() else "quiet", time.perf_counter()
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            connection.request("GET", path, headers={"User-Agent": CHROME})
            if connection.getresponse().status != 200:
                sys.exit("a page failed")
            waits[phase].append(time.perf_counter() - began)
            connection.close()

    readers = [threading.Thread(target=ask) for _ in range(2)]
    for reader in readers:
        reader.start()
    time.sleep(HELD)
    with transaction.atomic():
        Article.objects.update(title="Tin đang viết")
        held.set()
        time.sleep(HELD)
        held.clear()
    for reader in readers:
        reader.join()
    server.stop()
    for phase, seconds in waits.items():
        p99, most = statistics.quantiles(seconds, n=100)[98] * 1000, max(seconds) * 1000
        print(f"{phase}: {len(seconds)} pages, p99 {p99:.1f} ms, longest {most:.1f} ms")


def main():
    call_command("migrate", verbosity=0)
    article = Article.objects.create(
        title="Tin",
        body="<p>Sáng nay, hội nghị đã khai mạc.</p>" * 20,
        category=Category.objects.create(name="Tin"),
        published_at=timezone.now(),
        state="approved",
    )
    path = article.get_absolute_url()
    compare(path, "rendered", RENDERED)
    compare(path, "kept", KEPT)
    wait_behind_a_writer(path)
    time_the_steps(path)


if __name__ == "__main__":
    main()
