"""What a page costs that is made anew, beside the plain Django site's, in one process each.

    python -m tests.load.made_anew [--articles 1000] [--rounds 15]

No server and no connections: two processes, the portal in production settings without kept pages
and the plain site (plain/plain_site.py), are asked for a page in turns. Printed are microseconds
of CPU a page, the median of all rounds and the fewest, what the page asks of the database, and how
much HTML it is.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys

from tests.load import run

PAGES_A_ROUND = 20
SEARCH = "/tim-kiem/?q=h%E1%BB%99i+ngh%E1%BB%8B"  # "hội nghị", which most titles have
# Reads the path of a page, makes it some times, and prints microseconds of CPU, the page's size and
# its number of queries.
MAKER = """
import io, sys, time
from importlib import import_module
application = import_module(sys.argv[1]).application
from django.db import connection

def count(execute, *question):
    asked.append(question)
    return execute(*question)

def make(page):
    path, _, query = page.partition("?")
    headers = {"HTTP_HOST": "portal.example", "HTTP_USER_AGENT": sys.argv[2]}
    proxy = {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_FOR": "203.0.113.7"}
    wsgi = {"REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": query}
    wsgi |= {"REMOTE_ADDR": "127.0.0.1", "SERVER_NAME": "portal.example", "SERVER_PORT": "80"}
    wsgi |= {"wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr}
    statuses = []
    answer = application(wsgi | headers | proxy, lambda status, *_: statuses.append(status))
    body = b"".join(answer)
    answer.close()
    assert statuses[0].startswith("200"), (path, statuses)
    return body

print("ready", flush=True)
for line in sys.stdin:
    path, times = line.split()
    began = time.thread_time()
    for _ in range(int(times)):
        body = make(path)
    cost = (time.thread_time() - began) / int(times) * 1e6
    asked = []
    with connection.execute_wrapper(count):
        make(path)
    print(cost, len(body), len(asked), flush=True)
"""


class Maker:
    def __init__(self, module, env):
        search = os.pathsep.join(map(str, [run.SCRATCH, run.HERE / "plain", run.ROOT]))
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", MAKER, module, run.CHROME],
            cwd=run.ROOT,
            env=os.environ | env | {"PYTHONPATH": search},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.process.stdout.readline()

    def make(self, path, times=PAGES_A_ROUND):
        """Return microseconds of CPU a page, its bytes, and how many queries it asks."""
        print(path, times, file=self.process.stdin, flush=True)
        cost, size, queries = self.process.stdout.readline().split()
        return float(cost), int(size), int(queries)

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    makers = []
    try:
        article, plain = run.build(options.articles)
        makers = [Maker("never_kept", run.PRODUCTION), Maker("plain_site", plain)]
        report(measure(*makers, article, options.rounds))
    finally:
        for maker in makers:
            maker.stop()
        shutil.rmtree(run.SCRATCH, ignore_errors=True)


def measure(portal, plain, article, rounds):
    """Return for each page what its rounds cost, its size and its queries."""
    pages = {
        "plain Django, article": (plain, article),
        "portal, article": (portal, article),
        "portal, home": (portal, "/"),
        "portal, a list": (portal, "/tin-tuc/"),
        "portal, a search": (portal, SEARCH),
    }
    for maker, path in pages.values():
        maker.make(path)
    costs = {name: [] for name in pages}
    for _ in range(rounds):
        for name, (maker, path) in pages.items():
            costs[name].append(maker.make(path))
    return costs


def report(costs):
    print("| | CPU µs, median | fewest | x plain | queries | KB |")
    print("| --- | --- | --- | --- | --- | --- |")
    medians = {name: statistics.median(cost for cost, *_ in made) for name, made in costs.items()}
    first = next(iter(medians.values()))
    for name, made in costs.items():
        fewest, size, queries = min(made)
        cells = f"{medians[name]:.0f}", f"{fewest:.0f}", f"{medians[name] / first:.2f}"
        print("|", " | ".join([name, *cells, str(queries), f"{size / 1000:.0f}"]), "|")


if __name__ == "__main__":
    main()
