"""What the portal's pages cost beside others, in CPU time a request; needs wrk and nginx.

    python -m tests.load.run [--articles 1000] [--seconds 2] [--rounds 3]

Builds a corpus in a temporary folder and starts the portal in production settings beside a bare
Django hello-world on the same granian, nginx with the same page as a packed file, and a plain
Django site with the same article (plain/plain_site.py); asks each in turns with 16 and 64
connections, and prints the medians. Every granian runs as ours is shipped (deploy/granian.env). CPU
time is user and system time of the server's whole process group, so that other work on the machine
matters little.
"""

import argparse
import gzip
import os
import re
import secrets
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from environ import Env

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SCRATCH = Path(tempfile.mkdtemp(prefix="portal-load-"))
SCRATCH.chmod(0o755)  # nginx gives its workers another user
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0.0.0 Safari/537.36"
# What a proxy that ends TLS sends on.
HEADERS = {
    "Host": "portal.example",
    "User-Agent": CHROME,
    "Accept-Encoding": "gzip, deflate, br",
    "X-Forwarded-For": "203.0.113.7",
    "X-Forwarded-Proto": "https",
}
PRODUCTION = {
    "SITE_URL": "https://portal.example",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "ALLOWED_HOSTS": "portal.example",
    "TRUSTED_PROXIES": "127.0.0.1",
    "DATABASE_URL": f"sqlite:///{SCRATCH}/portal.sqlite3",
    "JOURNAL_DIR": str(SCRATCH / "counter"),
    "MEDIA_ROOT": str(SCRATCH / "media"),
    "STATIC_ROOT": str(SCRATCH / "static"),
    "CACHE_URL": "dummycache://",
}
# The same site, but that each page is made anew.
NEVER_KEPT = "from portal.wsgi import application\napplication = application.django"
HELLO = """
from django.conf import settings
settings.configure(SECRET_KEY="x" * 50, ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], MIDDLEWARE=[])
import django
django.setup()
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.urls import path
urlpatterns = [path("", lambda request: HttpResponse("Hello world"))]
application = WSGIHandler()
"""
NGINX = """
worker_processes 2;
pid {scratch}/nginx.pid;
error_log {scratch}/nginx-error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    server {{
        listen 127.0.0.1:{port};
        root {scratch}/www;
        gzip_static on;
        default_type "text/html; charset=utf-8";
        open_file_cache max=100;
        keepalive_requests 1000000;
    }}
}}
"""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


class Server:
    """A server in a process group of its own, and what it is asked for."""

    started = []  # all that are to be stopped, also where one after them did not start

    def __init__(self, command, path, env=None, folder=ROOT):
        self.port, self.path = free_port(), path
        self.log = (SCRATCH / f"{self.port}.log").open("w")
        self.process = subprocess.Popen(  # noqa: S603
            [part.format(port=self.port) for part in command],
            cwd=folder,
            env=os.environ | (env or {}),
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        self.started.append(self)
        for _ in range(1200):
            try:
                return socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                time.sleep(0.1)
        sys.exit(f"{command} does not answer; see {self.log.name}")

    @classmethod
    def stop_all(cls):
        for server in cls.started:
            os.killpg(server.process.pid, signal.SIGTERM)
            server.process.wait()

    def processes(self):
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it has just ended
            if int(fields[2]) == self.process.pid:
                yield stat.parent, fields

    def cpu(self):
        """Return the seconds of CPU its processes have used."""
        ticks = sum(int(fields[11]) + int(fields[12]) for _, fields in self.processes())
        return ticks / os.sysconf("SC_CLK_TCK")

    def memory(self):
        """Return its proportional memory in MB."""
        sizes = [
            int(re.search(r"^Pss:\s+(\d+)", (folder / "smaps_rollup").read_text(), re.M)[1])
            for folder, _ in self.processes()
        ]
        return sum(sizes) / 1024

    def get(self):
        """Return one answer, whole."""
        request = urllib.request.Request(  # noqa: S310
            f"http://127.0.0.1:{self.port}{self.path}", headers=HEADERS
        )
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return answer.read()

    def load(self, connections, seconds):
        """Return microseconds of CPU a request, and requests a second."""
        headers = [part for name in HEADERS for part in ("-H", f"{name}: {HEADERS[name]}")]
        before = self.cpu()
        told = subprocess.check_output(  # noqa: S603
            ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", *headers]
            + [f"http://127.0.0.1:{self.port}{self.path}"],
            text=True,
        )
        if "Non-2xx" in told:
            sys.exit(f"{self.path}: {told}")
        requests = int(re.search(r"(\d+) requests in", told)[1]) or 1
        return (self.cpu() - before) / requests * 1e6, requests / seconds


def granian(module, path, env=None, program="granian --interface wsgi"):
    command = f"{sys.executable} -m {program}" + " --port {port}"
    command += f" {module}:application" if module else ""
    search = os.pathsep.join(map(str, [SCRATCH, HERE / "plain", HERE, ROOT]))
    return Server(command.split(), path, {"PYTHONPATH": search} | (env or {}))


def portal(*arguments):
    subprocess.run(  # noqa: S603
        [sys.executable, *arguments], check=True, cwd=ROOT, env=os.environ | PRODUCTION
    )


def told(statements):
    """Return what the portal prints when it runs these statements."""
    return subprocess.check_output(  # noqa: S603
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", statements],
        cwd=ROOT,
        env=os.environ | PRODUCTION,
        text=True,
    ).strip()


def newest_article():
    return told(
        "from news.models import Article; "
        "print(Article.objects.published().news().newest_first()[1].get_absolute_url())"
    )


def build(articles):
    portal("-m", "tests.load.whole_site", str(articles))
    portal("manage.py", "collectstatic", "--noinput", "-v0")
    (SCRATCH / "never_kept.py").write_text(NEVER_KEPT)
    (SCRATCH / "hello.py").write_text(HELLO)
    plain = {"PLAIN_DATABASE": f"{SCRATCH}/plain.sqlite3"}
    subprocess.run(  # noqa: S603
        [sys.executable, HERE / "plain" / "plain_site.py", SCRATCH / "portal.sqlite3"],
        check=True,
        env=os.environ | plain,
    )
    return newest_article(), plain


def start(article, plain):
    """Return the servers by name; the first is what the others are compared with."""
    servers = {
        "hello": granian("hello", "/"),
        "portal, kept article": granian("", article, PRODUCTION, "portal.serve"),
        "portal, kept home": granian("", "/", PRODUCTION, "portal.serve"),
        "portal, article made anew": granian("never_kept", article, PRODUCTION),
        "portal, home made anew": granian("never_kept", "/", PRODUCTION),
        "plain Django": granian("plain_site", article, plain),
    }
    page = servers["portal, kept article"].get()
    www = SCRATCH / "www"
    www.mkdir()
    (www / "page").write_bytes(gzip.decompress(page))
    (www / "page.gz").write_bytes(page)
    config = SCRATCH / "nginx.conf"
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    port = free_port()
    config.write_text(NGINX.format(scratch=SCRATCH, port=port))
    servers["nginx, gzip_static"] = NginxServer(
        [nginx, "-c", str(config), "-g", "daemon off;"], port
    )
    return servers


class NginxServer(Server):
    def __init__(self, command, port, path="/page"):
        self.fixed = port
        super().__init__(command, path)

    @property
    def port(self):
        return self.fixed

    @port.setter
    def port(self, _):
        """Its own file says where it listens."""


def measure(servers, rounds, seconds):
    for server in servers.values():
        server.get()
        server.load(4, 1)  # to warm up
    runs = {}
    for connections in (16, 64):
        for _ in range(rounds):
            for name, server in servers.items():
                runs.setdefault((name, connections), []).append(server.load(connections, seconds))
    return {
        key: [statistics.median(column) for column in zip(*rows, strict=True)]
        for key, rows in runs.items()
    }


def report(servers, medians, beside):
    x = f"x {beside.rpartition(', ')[2]}"
    print(f"| | CPU µs, 16 conn. | {x} | CPU µs, 64 conn. | {x} | requests/s, 16 | MB |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, server in servers.items():
        cells = []
        for connections in (16, 64):
            cpu = medians[name, connections][0]
            cells += [f"{cpu:.0f}", f"{cpu / medians[beside, connections][0]:.2f}"]
        speed = medians[name, 16][1]
        print("|", " | ".join([name, *cells, f"{speed:.0f}", f"{server.memory():.0f}"]), "|")


def options_of(description):
    """Return a parser of what may be said on the command line."""
    parser = argparse.ArgumentParser(description=description.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="a pattern of the names to measure")
    return parser


def main(others=(), beside="hello"):
    """Measure, and print how often as much as that of the name `beside` each server costs.

    Each of the others takes the article's path and returns more servers by name.
    """
    options = options_of(__doc__).parse_args()
    Env.read_env(ROOT / "deploy/granian.env")  # as it is shipped, but for what is set already
    try:
        article, plain = build(options.articles)
        started = start(article, plain)
        for start_other in others:
            started |= start_other(article)
        servers = {n: s for n, s in started.items() if n == beside or re.search(options.only, n)}
        report(servers, measure(servers, options.rounds, options.seconds), beside)
    finally:
        Server.stop_all()
        shutil.rmtree(SCRATCH, ignore_errors=True)


if __name__ == "__main__":
    main()
