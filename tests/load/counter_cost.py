"""What counting costs a page; needs wrk (apt-get install wrk).

    python tests/load/counter_cost.py [DATABASE_URL]

Asks one granian worker for an article, with and without the counting, in turns; times the two steps
of counting alone; and shows how long pages wait while another process writes for three seconds.
DATABASE_URL, an SQLite file in a temporary folder unless said, gets one article.
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
ROUNDS, SECONDS, HELD = 5, 5, 3
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0.0.0 Safari/537.36"
# The same server, but that no page is counted; the live figures are filled in all the same.
WITHOUT = "from stats import counting; counting.is_prefetch = lambda _: True"

os.environ |= {
    "SITE_URL": "http://127.0.0.1",
    "DATABASE_URL": (sys.argv[1:2] or [f"sqlite:///{SCRATCH}/portal.sqlite3"])[0],
    "JOURNAL_DIR": str(SCRATCH / "counter"),
    "MEDIA_ROOT": str(SCRATCH / "media"),
    "DJANGO_SETTINGS_MODULE": "portal.settings",
}
sys.path.insert(0, str(ROOT))
import django  # noqa: E402

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
        command = f"granian --interface wsgi --workers 1 --blocking-threads 2 --port {self.port}"
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

    def load(self, path):
        """Return requests a second, and milliseconds of CPU a request."""
        before = self.cpu()
        command = ["wrk", "-t1", "-c4", f"-d{SECONDS}s", "-H", f"User-Agent: {CHROME}"]
        told = subprocess.check_output(  # noqa: S603
            [*command, f"http://127.0.0.1:{self.port}{path}"], text=True
        )
        if "Non-2xx" in told:
            sys.exit(told)
        requests = int(re.search(r"(\d+) requests in", told)[1])
        return requests / SECONDS, (self.cpu() - before) / requests * 1000


def compare(path):
    servers = {"counted": Server("counted"), "not counted": Server("uncounted", WITHOUT)}
    figures = {name: [] for name in servers}
    for server in servers.values():
        server.load(path)  # to warm up
    for _ in range(ROUNDS):
        for name, server in servers.items():
            figures[name].append(server.load(path))
    medians = {}
    for name, runs in figures.items():
        speed, cpu = medians[name] = [statistics.median(column) for column in zip(*runs)]  # noqa: B905
        print(f"{name}: {speed:.0f} requests/s, {cpu:.3f} ms of CPU a request (medians)")
        print("   runs:", " ".join(f"{speed:.0f}" for speed, _ in runs))
    ratios = [a / b for a, b in zip(*medians.values(), strict=True)]
    print(f"ratio: {ratios[0]:.3f} of the requests/s, {ratios[1]:.3f} of the CPU a request")
    for server in servers.values():
        server.stop()


def time_the_steps(path):
    request = RequestFactory(HTTP_USER_AGENT=CHROME).get(path, HTTP_REFERER="https://a.example/")
    hit = counting.hit_of(request.META, 1)
    settings.JOURNAL_DIR = str(SCRATCH / "alone")
    steps = {
        "hit_of": lambda: counting.hit_of(request.META, 1),
        "writer.append": lambda: journal.writer.append(hit),
    }
    for name, step in steps.items():
        best = min(timeit.repeat(step, number=20_000, repeat=5)) / 20_000
        print(f"{name}: {best * 1e6:.1f} microseconds")
    lines = sum(path.stat().st_size for path in journal.files()) // len(hit.to_line())
    began = time.process_time()
    folding.fold()
    print(f"folding: {(time.process_time() - began) / lines * 1e6:.1f} microseconds a line")
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
    compare(path)
    wait_behind_a_writer(path)
    time_the_steps(path)


if __name__ == "__main__":
    main()
