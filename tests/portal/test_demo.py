import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.conf import settings

STATED = {
    "SITE_URL": "http://127.0.0.1:8000",
    "SECRET_KEY": "",
    "DEBUG": "false",
    "ALLOWED_HOSTS": "127.0.0.1,localhost",
    "TRUSTED_PROXIES": "",
}


def demo(folder, *arguments, **environment):
    """Run the demo as a newcomer does, with database and uploads in `folder`."""
    own = {"DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3", "MEDIA_ROOT": f"{folder}/media"}
    return subprocess.run(  # noqa: S603 our own manage.py
        [sys.executable, "manage.py", "demo", "--no-serve", *arguments],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"]} | STATED | own | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def first_run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    run = demo(folder)
    assert run.returncode == 0, run.stderr
    return folder, run


def ask(folder, query):
    with closing(sqlite3.connect(folder / "demo.sqlite3")) as database:
        return database.execute(query).fetchall()


def everything(folder):
    """All rows of all tables."""
    tables = [name for (name,) in ask(folder, "SELECT name FROM sqlite_master WHERE type='table'")]
    return {table: ask(folder, f"SELECT * FROM {table} ORDER BY 1") for table in sorted(tables)}  # noqa: S608


def test_demo_prints_three_accounts_once(first_run):
    _, run = first_run

    accounts = re.findall(r"^  (\D+?) +(\w+) +([\w-]{16})$", run.stdout, re.MULTILINE)
    assert [(group, name) for group, name, _ in accounts] == [
        ("Quản trị web", "quantri"),
        ("Người duyệt", "duyetbai"),
        ("Người soạn bài", "soanbai"),
    ]
    assert len({password for *_, password in accounts}) == 3


def test_demo_is_a_portal_with_news(first_run):
    folder, _ = first_run

    news = "FROM news_article WHERE kind = 'news' AND state = 'approved'"
    [(count, categories)] = ask(folder, f"SELECT count(*), count(DISTINCT category_id) {news}")  # noqa: S608
    kinds = {kind for (kind,) in ask(folder, "SELECT DISTINCT kind FROM news_article")}
    assert count >= 24
    assert categories >= 6
    assert kinds == {"news", "announcement", "document", "album", "video", "page"}


@pytest.mark.parametrize(
    "table",
    [
        "portal_agencyidentity",
        "portal_menuitem",
        "banners_occasion",
        "stats_daytotal",
        "news_photo",
    ],
)
def test_demo_fills_every_part_of_the_page(first_run, table):
    folder, _ = first_run

    assert ask(folder, f"SELECT count(*) FROM {table}") > [(0,)]  # noqa: S608


def test_demo_has_slogans_running_today_and_for_years(first_run):
    folder, _ = first_run

    running = "SELECT count(*) FROM banners_slogan WHERE date('now', {}) BETWEEN {} AND {}"
    for day in ["'+7 hours'", "'+4 years'"]:
        assert ask(folder, running.format(day, "starts_on", "ends_on")) > [(1,)]


def test_no_article_of_the_demo_is_of_tomorrow(first_run):
    folder, _ = first_run

    [(newest,)] = ask(folder, "SELECT max(published_at) <= datetime('now') FROM news_article")
    assert newest


def test_pictures_of_the_demo_lie_in_the_media_folder(first_run):
    folder, _ = first_run

    for (image,) in ask(folder, "SELECT image FROM news_photo"):
        assert (folder / "media" / image).is_file()


def test_second_run_changes_nothing(first_run):
    folder, _ = first_run
    before = everything(folder)

    run = demo(folder)

    assert run.returncode == 0, run.stderr
    assert run.stdout == ""  # no password is printed, and none is changed
    assert everything(folder) == before


def test_demo_never_touches_a_production_site(tmp_path):
    run = demo(
        tmp_path,
        SITE_URL="https://portal.example",
        SECRET_KEY="f3Kq9vXw2ZrT7yLm5NcB8hJd4GsP6aEu1RtYiOoQpWxVzUkMnD",
        ALLOWED_HOSTS="portal.example",
    )

    assert run.returncode != 0
    assert "production" in run.stderr
    assert not (tmp_path / "demo.sqlite3").exists()


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.1:http"])
def test_address_without_a_port_is_refused(tmp_path, address):
    run = demo(tmp_path, address)

    assert run.returncode != 0
    assert address in run.stderr
    assert "Traceback" not in run.stderr
