"""What nginx with a one-second micro-cache in front would save, and what the counter would lose.

    python -m tests.load.microcache [--articles 60] [--seconds 3] [--rounds 3]

Needs wrk and nginx. One portal in production settings behind several nginx: passing on, as it is
shipped; with the cache; and with the cache and each way in which it might still be counted who was
answered: an access log on disk (whose lines nobody folds), the same as datagrams to a process that
counts as the portal does, and a mirrored request. CPU time is that of nginx, the portal and that
process together. Then each is asked again, and what the counter (or the log) holds is set beside
what was answered.
"""

import shutil
import sys
import time

from environ import Env

from tests.load import run
from tests.load.run import PRODUCTION, ROOT, SCRATCH, NginxServer, Server

LOGGED, LOG = "cache, log on disk", SCRATCH / "visits"
FOLDED = 4  # seconds after which what was counted stands in the database
HEADERS = """
    proxy_set_header Connection "";
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-For $http_x_forwarded_for;
    proxy_set_header X-Forwarded-Proto https;
"""
CONFIG = """
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    upstream portal {{ server 127.0.0.1:{behind}; keepalive 64; }}
    map $http_accept_encoding $packed {{ default ""; ~gzip gzip; }}
    proxy_cache_path {folder}/cache keys_zone=micro:1m;
    log_format visit escape=json '$http_x_forwarded_for\\t$http_user_agent\\t$http_referer';
    access_log {log};
    keepalive_requests 1000000;
    proxy_http_version 1.1;
    {headers}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            {rules}
            proxy_pass http://portal;
        }}
        location = /mirror {{
            internal;
            proxy_pass http://portal$request_uri;
        }}
    }}
}}
"""
CACHE = """
            proxy_cache micro;
            proxy_cache_key "$uri$is_args$args $packed";
            proxy_cache_valid 200 1s;
            proxy_ignore_headers Cache-Control Vary;
            proxy_cache_lock on;
            proxy_cache_use_stale updating;
            proxy_cache_background_update on;
"""
# What the cache asks for is read by nobody in particular, and not counted.
UNCOUNTED = CACHE + HEADERS + "proxy_set_header Sec-Purpose prefetch;"
# Counts each datagram with the portal's own function, in a journal of its own in the same folder.
COUNTER = """
import socket
import sys

import portal.wsgi  # it folds, too
from stats.counting import count

lines = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
lines.bind(sys.argv[1])
ready = socket.create_server(("127.0.0.1", int(sys.argv[2])))
while True:
    told = lines.recv(4096).decode().partition("nginx: ")[2]
    address, agent, referrer = told.split("\\t")
    count({
        "REQUEST_METHOD": "GET",
        "REMOTE_ADDR": address,
        "HTTP_USER_AGENT": agent,
        "HTTP_REFERER": referrer,
    })
"""


class Chain(NginxServer):
    """An nginx and what works behind it, as one server."""

    def __init__(self, name, path, *behind, rules="", log="off"):
        self.behind = behind
        folder = SCRATCH / name.replace(" ", "-")
        folder.mkdir()
        folder.chmod(0o777)  # nginx gives its workers another user
        port, config = run.free_port(), folder / "nginx.conf"
        config.write_text(
            CONFIG.format(
                folder=folder,
                port=port,
                behind=behind[0].port,
                headers=HEADERS,
                rules=rules,
                log=log,
            )
        )
        nginx = shutil.which("nginx") or "/usr/sbin/nginx"
        super().__init__([nginx, "-c", str(config), "-g", "daemon off;"], port, path)

    def cpu(self):
        return super().cpu() + sum(server.cpu() for server in self.behind)

    def memory(self):
        return super().memory() + sum(server.memory() for server in self.behind)


def start(article):
    """Return the servers by name."""
    portal = run.granian("", article, PRODUCTION, "portal.serve")
    program = SCRATCH / "datagrams.py"
    program.write_text(COUNTER)
    socket = SCRATCH / "datagrams"
    search = {"PYTHONPATH": f"{SCRATCH}:{ROOT}"}
    command = [sys.executable, str(program), str(socket), "{port}"]
    counter = Server(command, "", PRODUCTION | search)
    socket.chmod(0o777)  # nginx gives its workers another user
    told = f"syslog:server=unix:{socket},nohostname,tag=nginx visit"
    return {
        "portal, kept article": portal,
        "nginx, as shipped": Chain("shipped", article, portal),
        "cache, only misses counted": Chain("cache", article, portal, rules=CACHE),
        LOGGED: Chain("log", article, portal, rules=CACHE, log=f"{LOG} visit"),
        "cache, datagrams": Chain("told", article, portal, counter, rules=UNCOUNTED, log=told),
        "cache, mirror": Chain("mirror", article, portal, rules=UNCOUNTED + "mirror /mirror;"),
    }


def in_the_counter():
    """Return how many pages were counted, once what is under way has arrived."""
    time.sleep(FOLDED)
    asked = (
        "from django.db.models import Sum; from stats.models import DayTotal; "
        "print(DayTotal.objects.aggregate(n=Sum('page_views', default=0))['n'])"
    )
    return int(run.told(asked))


def in_the_log():
    return sum(1 for _ in LOG.open())


def answered_and_counted(server, connections, seconds, held):
    """Return how many pages wrk took, and how many more are held than before.

    What wrk leaves unread as it stops is counted too: up to one page a connection.
    """
    before = held()
    _, speed = server.load(connections, seconds)
    return round(speed * seconds), held() - before


def main():
    options = run.options_of(__doc__).parse_args()
    Env.read_env(ROOT / "deploy/granian.env")
    try:
        article, _ = run.build(options.articles)
        started = start(article)
        medians = run.measure(started, options.rounds, options.seconds)
        run.report(started, medians, "nginx, as shipped")
        print("\n| | connections | answered | counted |\n| --- | --- | --- | --- |")
        for name, server in started.items():
            held = in_the_log if name == LOGGED else in_the_counter
            for connections in (1, 16, 64):
                figures = answered_and_counted(server, connections, options.seconds, held)
                print(f"| {name} | {connections} | {figures[0]} | {figures[1]} |", flush=True)
    finally:
        Server.stop_all()
        shutil.rmtree(SCRATCH, ignore_errors=True)


if __name__ == "__main__":
    main()
