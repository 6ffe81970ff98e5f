"""What an article of the same text costs in Wagtail and in WordPress, beside the portal's.

    python -m tests.load.peers [what tests.load.run takes]

Adds servers to those of tests.load.run: the portal on gunicorn's gthread; Wagtail, as it is and
behind wagtail-cache, each on granian and on gthread, from a virtual environment of its own that is
made in the temporary folder with packages from PyPI; and WordPress by nginx and PHP-FPM, with a
MariaDB of its own whose time counts as well, if Debian's packages are there (wordpress,
wordpress-theme-twentytwentyone, php-fpm, php-mysql, mariadb-server). These have 200 articles.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

from tests.load import run
from tests.load.run import HERE, SCRATCH, Server

ARTICLES = 200
GUNICORN = "gunicorn==27.0.1"
WAGTAIL = ["wagtail==7.3.4", "wagtail-cache==3.0.0", "granian==2.8.7", GUNICORN]
SERVERS = {
    "granian": "granian --interface wsgi --workers 2 --host 127.0.0.1 --port {port} "
    "--log-level warning",
    "gthread": "gunicorn --worker-class gthread --workers 2 --threads 4 "
    "--bind 127.0.0.1:{port} --log-level warning",
}
DEBIAN = Path("/usr/share/wordpress")


def do(*command, env=None):
    subprocess.run(command, check=True, env=os.environ | (env or {}))  # noqa: S603


def portal(article):
    """Return the portal's server on gthread by its name."""
    folder = SCRATCH / "gunicorn"
    do(sys.executable, "-m", "pip", "install", "--quiet", "--target", folder, GUNICORN)
    command = [sys.executable, "-m", *SERVERS["gthread"].split(), "portal.wsgi:application"]
    env = run.PRODUCTION | {"PYTHONPATH": str(folder)}
    return {"portal, kept article, gthread": Server(command, article, env)}


def wagtail(article):
    """Return the servers of a Wagtail site by name."""
    python = SCRATCH / "wagtail-venv" / "bin" / "python"
    folder = SCRATCH / "wagtail"
    folder.mkdir()
    env = {"WAGTAIL_FOLDER": str(folder), "PYTHONPATH": str(HERE)}
    do(sys.executable, "-m", "venv", python.parents[1])
    do(python, "-m", "pip", "install", "--quiet", *WAGTAIL)
    do(python, "-m", "wagtail_news.build", SCRATCH / "portal.sqlite3", str(ARTICLES), env=env)
    return {
        f"{site}, {server}": Server(
            [str(python), "-m", *command.split(), "wagtail_news.wsgi:application"],
            article,
            env | cached,
            SCRATCH,
        )
        for site, cached in {"wagtail-cache": {"WAGTAIL_CACHED": "1"}, "Wagtail": {}}.items()
        for server, command in SERVERS.items()
    }


def wordpress(article):
    """Return the server of a WordPress by its name; of none, where it is not installed."""
    if not DEBIAN.exists():
        print("WordPress is not installed, and left out.", file=sys.stderr)
        return {}
    source, folder = HERE / "wordpress_news", SCRATCH / "wordpress"
    shutil.copytree(DEBIAN, folder / "site")
    (folder / "site" / "wp-config.php").unlink()
    shutil.copy(source / "wp-config.php", folder / "site")
    (folder / "articles.json").write_text(json.dumps(content()))
    port = run.free_port()
    for name in ("php-fpm.conf", "nginx.conf"):
        (folder / name).write_text((source / name).read_text().format(folder=folder, port=port))
    command = ["bash", str(source / "serve.sh"), str(folder)]
    return {"WordPress, PHP-FPM": run.NginxServer(command, port, article)}


def content():
    portal = sqlite3.connect(SCRATCH / "portal.sqlite3")
    portal.row_factory = sqlite3.Row
    articles = portal.execute(
        "SELECT id, title, slug || '-' || id AS slug, lead, body, category_id AS category, "
        "substr(published_at, 1, 19) AS published_at "
        "FROM news_article ORDER BY published_at DESC LIMIT ?",
        [ARTICLES],
    ).fetchall()
    photos = "SELECT id, caption || ' Ảnh: ' || credit FROM news_photo WHERE article_id = ?"
    return {
        "name": portal.execute("SELECT name FROM portal_agencyidentity").fetchone()[0],
        "categories": [
            list(row)
            for row in portal.execute('SELECT id, name, slug FROM news_category ORDER BY "order"')
        ],
        "articles": [
            dict(row) | {"photos": [list(photo) for photo in portal.execute(photos, [row["id"]])]}
            for row in articles
        ],
    }


if __name__ == "__main__":
    run.main([portal, wagtail, wordpress], beside="portal, kept article")
