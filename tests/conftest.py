import mimetypes
import os
import shutil
import threading
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import connection
from django.db.models import AutoField
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from portal.kept.watch import memory, watch
from stats import figures, folding, journal, readers
from tests.front_door import BROWSER, FrontDoor
from tests.graders import judges

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
IN_VIETNAM = {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",  # with it Chromium refuses to start as root
    "--disable-gpu",
    "--disable-dev-shm-usage",
    # Nothing leaves this machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]

# Playwright's own loop runs in this thread, where Django then refuses its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
expect.set_options(timeout=10_000)


def pytest_addoption(parser):
    parser.addoption("--no-skips", action="store_true", help="a skipped test is a failed test")


def pytest_collection_modifyitems(config, items):
    missing = {}
    if connection.vendor != "postgresql":
        missing["postgresql"] = "NOT TESTED ON POSTGRESQL: set TEST_DATABASE_URL=postgres://…"
    if reason := judges.missing():
        missing["graders"] = f"NOT JUDGED BY AXE AND NU: {reason}"
    if not CHROMIUM:
        missing["browser"] = "NOT TESTED IN A BROWSER: install Chromium or set CHROMIUM=/path"
    for item in items:
        for marker, reason in missing.items():
            if marker in item.keywords:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.skipped and item.config.getoption("no_skips"):
        report.outcome = "failed"
    return report


@pytest.fixture(autouse=True, scope="session")
def remove_scratch_files():
    yield
    shutil.rmtree(settings.SCRATCH, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Rows numbered from a thousand: an id written as people read numbers, "1.001", fails."""
    numbered = [model for model in apps.get_models() if isinstance(model._meta.pk, AutoField)]
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for model in numbered:
            table = model._meta.db_table
            if connection.vendor == "postgresql":
                sequence = "SELECT setval(pg_get_serial_sequence(%s, %s), 1000)"
                cursor.execute(sequence, [f'"{table}"', model._meta.pk.column])
            else:
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence VALUES (%s, 1000)", [table])


@pytest.fixture(autouse=True)
def own_journal(settings, tmp_path, monkeypatch):
    """A journal for each test, as each test has its database; what is published shows at once."""
    settings.JOURNAL_DIR = tmp_path / "counter"
    monkeypatch.setattr(journal, "SIZE", 2**14)
    journal.writer.leave()
    monkeypatch.setattr(figures, "AHEAD", 0)
    monkeypatch.setattr(figures, "AHEAD_OF_HOSTS", 0)
    monkeypatch.setattr(figures, "_read", (None, []))
    readers.salts.clear()
    readers.known.cache_clear()


@pytest.fixture
def media(settings, tmp_path):
    """An empty folder for what is uploaded; return a function that lists its files."""
    root = settings.MEDIA_ROOT = tmp_path / "media"
    root.mkdir()
    return lambda: {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def in_a_server(db, own_journal, monkeypatch):
    """As in a server process, where counting and the widget's figures cost a page no query."""
    folding.clear_up()
    figures.publish()
    figures._views.clear()
    figures.ranked_lately.cache_clear()
    monkeypatch.setattr(figures, "in_server", True)


@pytest.fixture
def watched(db, monkeypatch):
    """As in a server process whose thread looks for changes: what many pages print is remembered.

    Here nobody looks but who calls `watch.look()`.
    """
    monkeypatch.setattr(watch, "thread", threading.current_thread())
    monkeypatch.setattr(memory, "known", ("", {}))
    watch.look()


@pytest.fixture
def a_quiet_morning(time_machine):
    """Some minutes in which no page changes by itself."""
    time_machine.move_to("2026-03-04T09:00:01+07:00")


@pytest.fixture
def early_thursday(time_machine):
    """Half past midnight on Thursday 12 March 2026 in Việt Nam; in UTC it is still Wednesday."""
    time_machine.move_to("2026-03-12T00:30+07:00", tick=False)


@pytest.fixture
def front_door(a_quiet_morning, transactional_db, in_a_server):
    """The site as a server process has it, kept pages before Django."""
    return FrontDoor()


@pytest.fixture
def sign_in(client, django_user_model):
    """Return a function that signs the client in as a new member of one of the groups."""

    def sign_in(group, username="nguoidung"):
        call_command("create_groups")
        user = django_user_model.objects.create_user(
            username, f"{username}@example.vn", "mat-khau-dai-va-la-2026", is_staff=True
        )
        user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        client.user = user
        return client

    return sign_in


@pytest.fixture
def writer(sign_in):
    """Who may write but not publish, in an office where those are two people."""
    return sign_in("Người soạn bài")


@pytest.fixture
def clerk(writer):
    """Who writes and publishes, in an office where those are one person."""
    writer.user.user_permissions.add(Permission.objects.get(codename="publish_article"))
    return writer


@pytest.fixture
def approver(sign_in):
    return sign_in("Người duyệt")


@pytest.fixture
def webmaster(sign_in):
    return sign_in("Quản trị web")


@pytest.fixture
def client():
    """A reader's browser, as the counter tells it from a robot."""
    return Client(headers={"User-Agent": BROWSER})


@pytest.fixture
def visitor():
    """Another browser, beside the one somebody signed in with."""
    return Client(headers={"User-Agent": BROWSER})


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(playwright):
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def open_browser(chromium):
    """Return a function that opens a fresh window, as another person would."""
    contexts = []

    def open_browser(**options):
        context = chromium.new_context(**IN_VIETNAM | options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    yield open_browser
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_browser):
    return open_browser()


@pytest.fixture
def no_list_of_types(monkeypatch):
    """A server without /etc/mime.types, as many containers are."""
    monkeypatch.setattr(mimetypes, "knownfiles", [])
    mimetypes.init()
    yield
    monkeypatch.undo()
    mimetypes.init()


@pytest.fixture
def without_database(transactional_db, monkeypatch):
    """Return a context in which no database can be reached."""
    nowhere = {"NAME": "/khong/co", "HOST": "127.0.0.1", "PORT": "1"}

    @contextmanager
    def without():
        connection.close()
        with monkeypatch.context() as patch:
            for name, value in nowhere.items():
                patch.setitem(connection.settings_dict, name, value)
            yield
        connection.close()

    return without
