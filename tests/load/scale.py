"""What each page costs in archives of different sizes, and by how much it grows with them.

    python -m tests.load.scale build FOLDER [postgres://postgres@127.0.0.1/] [--sizes 1000 100000]
    python -m tests.load.scale time FOLDER [postgres://postgres@127.0.0.1/] [--page TEXT …]

`build` fills a SQLite file in FOLDER and, where a server is named, a PostgreSQL database
`scale_SIZE` for each size, one after the other (whole_site.py; 100,000 take some eight minutes of
processor time each). `time` starts one process
for each (scale_site.py) and asks them for every page in turns, so that other work on the machine
meets all of them; printed in Markdown are the least processor milliseconds of so many rounds, how
much the largest takes of the smallest, queries, and what the answer weighs of the smallest's: a
page that lists more rows may cost more. With `--wall` it is wall time; with `--shared` what many
pages share is remembered, as in a server process that has made a page before.
"""

import argparse
import json
import os
import subprocess
import sys
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
SIZES = [1000, 10_000, 100_000]
PARAGRAPHS = "8"  # some 3,400 letters an article
VENDORS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
# What reads the whole archive is asked for less often.
SELDOM = "icontains"


def environment(folder, server, vendor, size):
    """Return what the portal's settings are told for one of the sites."""
    own = folder / f"{vendor}-{size}"
    own.mkdir(parents=True, exist_ok=True)
    file = f"sqlite:///{own}/portal.sqlite3"
    return os.environ | {
        "DATABASE_URL": file if vendor == "sqlite" else f"{server.rstrip('/')}/scale_{size}",
        "MEDIA_ROOT": str(own / "media"),
        "JOURNAL_DIR": str(own / "counter"),
        # All that PostgreSQL does, it does in the one process that is watched.
        "PGOPTIONS": "-c max_parallel_workers_per_gather=0",
    }


def vendors(server):
    return VENDORS if server else ["sqlite"]


def build(folder, server, sizes):
    for vendor, size in product(vendors(server), sizes):
        env = environment(folder, server, vendor, size)
        if vendor == "postgresql":
            address = urlsplit(server)
            user = ["-h", address.hostname, "-U", address.username]
            subprocess.run(["createdb", *user, f"scale_{size}"], check=True)  # noqa: S603, S607
        command = [sys.executable, "-m", "tests.load.whole_site", str(size), PARAGRAPHS]
        subprocess.run(command, cwd=ROOT, env=env, check=True)  # noqa: S603


class Site:
    """One archive in a process of its own."""

    def __init__(self, env, options):
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "tests.load.scale_site", *options],
            cwd=ROOT,
            env=env,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.pages = self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        return json.loads(line) if line else sys.exit("A site has ended; run scale_site by hand.")

    def ask(self, page):
        print(page, file=self.process.stdin, flush=True)
        return self.answer()

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


def measure(sites, pages, rounds):
    """Yield each page with all answers of each site: {site: [answer, …]}."""
    for page in pages:
        for site in sites.values():
            site.ask(page)  # templates are read, plans are made
        times = 1 if SELDOM in page else rounds
        answers = {name: [] for name in sites}
        for _ in range(times):
            for name, site in sites.items():
                answers[name].append(site.ask(page))
        yield page, answers


def line(page, answers, sizes, unit):
    cells, queries = [page], set()
    for vendor in dict.fromkeys(vendor for vendor, _ in answers):
        of_size = [answers[vendor, size] for size in sizes]
        least = [min(answer[unit] for answer in found) * 1000 for found in of_size]
        first, last = of_size[0][-1], of_size[-1][-1]
        cells += [f"{milliseconds:.1f}" for milliseconds in least]
        cells.append(f"{least[-1] / least[0]:.2f}")
        cells.append(f"{last['bytes'] / first['bytes']:.2f}" if first["bytes"] else "–")
        queries |= {first["queries"], last["queries"]}
    return row([*cells, "–".join(map(str, sorted(queries)))])


def row(cells):
    return f"| {' | '.join(cells)} |"


def time(folder, server, sizes, rounds, wanted, unit, options):
    sites = {
        (vendor, size): Site(environment(folder, server, vendor, size), options)
        for vendor, size in product(vendors(server), sizes)
    }
    try:
        heads = ["page"]
        for vendor in vendors(server):
            heads += [*(f"{VENDORS[vendor]} {size}" for size in sizes), "x", "bytes x"]
        print(row([*heads, "queries"]))
        print(row(["---"] * (len(heads) + 1)))
        known = next(iter(sites.values())).pages
        pages = [page for page in known if any(part in page for part in wanted)]
        for page, answers in measure(sites, pages, rounds):
            print(line(page, answers, sizes, unit), flush=True)
    finally:
        for site in sites.values():
            site.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("act", choices=["build", "time"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("server", nargs="?", default="", help="postgres://user@host/")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--page", nargs="+", default=[""], help="only pages whose name has one of these in it"
    )
    parser.add_argument("--wall", action="store_true")
    parser.add_argument("--shared", action="store_true")
    args = parser.parse_args()
    if args.act == "build":
        build(args.folder, args.server, args.sizes)
    else:
        unit = "wall" if args.wall else "cpu"
        options = ["--shared"] if args.shared else []
        time(args.folder, args.server, args.sizes, args.rounds, args.page, unit, options)
