"""kill -9 to the server while it saves: all of the text or none of it, and never a word lost."""

import os
import signal
import socket
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.conf import global_settings
from django.db import DatabaseError, connection, transaction
from playwright.sync_api import expect

from news.models import Article, Revision, Transition
from tests import desk
from tests.conftest import CHROMIUM, CHROMIUM_ARGUMENTS, IN_VIETNAM
from tests.desk import open_form, save, text_of, wait_until_kept, words, write
from tests.factories import make_article, make_category
from tests.real_server import RealServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BEFORE = "<p>Sáng 6/7, Đảng ủy Khối tổ chức hội nghị.{}</p>"
# Letters as other machines send them: in two parts, and signs of several.
REPORT = words(5000) + " Hội nghị 👩🏽‍💼🇻🇳 “thống nhất” ½ x̂"
SOON = 60  # seconds


@pytest.fixture
def server(transactional_db, settings, tmp_path):
    # The server knows passwords as it does in an office; the tests' hasher is none of its own.
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS
    server = RealServer(tmp_path)
    yield server
    server.kill()


@pytest.fixture
def form(server, lam, article, page):
    """The form of an article that readers see, with a long report typed into it."""
    server.start()
    desk.sign_in(page, server, lam)
    open_form(page, server, article)
    write(page, REPORT)
    wait_until_kept(page)
    return page


@pytest.fixture
def form_of_new(server, lam, page):
    """The form of an article that nobody has saved yet, with a long report typed into it."""
    make_category()
    server.start()
    desk.sign_in(page, server, lam)
    open_form(page, server)
    page.get_by_label("Tiêu đề").first.fill("Hội nghị sơ kết")
    page.get_by_label("Chuyên mục").first.select_option("Xây dựng Đảng")
    write(page, REPORT)
    return page


def wait_for(page, question):
    until = time.monotonic() + SOON
    while not question():
        assert time.monotonic() < until, "it did not come to this"
        page.wait_for_timeout(50)  # while the browser goes on


@contextmanager
def held_at(table, operation):
    """Within, whoever changes this table waits there, in the middle of a transaction.

    Yields a question: whether somebody does. On PostgreSQL a lock of the table holds them; SQLite
    has but one lock, so there a trigger keeps them busy.
    """
    if connection.vendor == "postgresql":
        asked = "SELECT 1 FROM pg_locks WHERE relation = %s::regclass AND NOT granted"
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
            yield lambda: cursor.execute(asked, [table]) or cursor.fetchone()
        return
    tables = ", ".join(f"sqlite_schema t{n}" for n in range(12))
    with connection.cursor() as cursor:
        long = f"SELECT 1 FROM {tables} LIMIT 500000000"  # noqa: S608 written here; some ten seconds
        busy = f"BEGIN SELECT count(*) FROM ({long}); END"  # noqa: S608
        cursor.execute(f"CREATE TRIGGER hold AFTER {operation} ON {table} {busy}")
        try:
            yield lambda: is_busy() and (time.sleep(1) or is_busy())  # longer than any save takes
        finally:
            cursor.execute("DROP TRIGGER hold")


def is_busy():
    """Whether somebody else is writing to SQLite's file."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            with transaction.atomic():
                return False
        except DatabaseError:
            return True
        finally:
            cursor.execute("PRAGMA busy_timeout = 20000")


def restore(page, server, article):
    open_form(page, server, article)
    page.get_by_role("button", name="Khôi phục", exact=True).click()
    expect(page.get_by_text("chưa được lưu")).to_be_hidden()
    save(page)
    expect(page.locator(".messagelist")).to_contain_text("Bài đang đăng tại")


def no_answer(page):
    """The browser's own page for a server that does not answer."""
    return page.locator("#main-frame-error")


def send_again(page):
    """Load the page again that the browser shows for want of an answer: it sends the form again."""
    page.reload()
    expect(page.locator(".messagelist")).to_contain_text("Bài đang đăng tại")


def nothing_was_saved(article):
    saved = Article.objects.get(pk=article.pk)
    return (saved.version, saved.body) == (1, BEFORE.format("")) and not Revision.objects.exists()


def test_killed_before_it_has_read_the_form(form, server, article):
    sent = []

    def freeze(route):
        server.freeze()  # from here on it reads nothing
        route.continue_()
        sent.append(route)

    form.route("**/change/", freeze)
    save(form, no_wait_after=True)
    wait_for(form, lambda: sent)
    server.kill()
    form.unroute("**/change/")
    assert nothing_was_saved(article)

    server.start()
    restore(form, server, article)

    assert text_of(article) == BEFORE.format(REPORT)


def test_killed_with_the_transaction_open(form, server, article):
    with held_at("news_typing", "DELETE") as somebody_waits:  # the text is in its rows by then
        save(form, no_wait_after=True)
        wait_for(form, somebody_waits)
        server.kill()
    assert nothing_was_saved(article)

    server.start()
    restore(form, server, article)

    assert text_of(article) == BEFORE.format(REPORT)


def test_killed_between_saving_and_deciding(form, server, article):
    with held_at("news_transition", "INSERT") as somebody_waits:
        save(form, no_wait_after=True)
        wait_for(form, somebody_waits)
        server.kill()

    assert text_of(article) == BEFORE.format(REPORT)
    assert Article.objects.get().body == BEFORE.format("")
    assert not Transition.objects.exists()
    server.start()
    open_form(form, server, article)
    expect(form.get_by_text("chưa được lưu")).to_be_hidden()
    save(form)
    expect(form.locator(".messagelist")).to_contain_text("Bài đang đăng tại")

    assert Article.objects.get().body == BEFORE.format(REPORT)
    assert Revision.objects.filter(document__article__body=BEFORE.format(REPORT)).count() == 1


@pytest.fixture
def silent_mail(server):
    """A mail server that takes calls and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        server.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{listener.getsockname()[1]}"
        yield listener


@pytest.fixture
def article_of_ha(lam, ha):
    """Who began it gets a letter about what Lam publishes."""
    return make_article("Hội nghị lần thứ 11", created_by=ha, updated_by=ha)


def is_called(listener):
    try:
        return listener.accept()
    except BlockingIOError:
        return None


def test_killed_after_all_is_saved_and_before_it_says_so(
    silent_mail, server, lam, article_of_ha, page
):
    server.start()
    desk.sign_in(page, server, lam)
    open_form(page, server, article_of_ha)
    write(page, REPORT)
    save(page, no_wait_after=True)
    wait_for(page, lambda: is_called(silent_mail))
    server.kill()
    no_answer(page).wait_for()
    assert Article.objects.get().body == BEFORE.format(REPORT)

    server.start()
    send_again(page)

    assert text_of(article_of_ha) == BEFORE.format(REPORT)
    assert Revision.objects.filter(document__article__body=BEFORE.format(REPORT)).count() == 1
    assert Transition.objects.count() == 1


def test_new_article_killed_before_the_answer_is_one_article(form_of_new, server):
    with held_at("news_transition", "INSERT") as somebody_waits:
        form_of_new.get_by_role("button", name="Đăng bài", exact=True).click(no_wait_after=True)
        wait_for(form_of_new, somebody_waits)
        server.kill()
    no_answer(form_of_new).wait_for()
    assert Article.objects.get().state == Article.State.DRAFT

    server.start()
    send_again(form_of_new)

    assert Article.objects.get().body == f"<p>{REPORT}</p>"
    assert Revision.objects.count() == Transition.objects.count() == 1


# ---------- The browser killed as well ----------


class OwnBrowser:
    def __init__(self, playwright, folder):
        self.playwright, self.folder = playwright, folder

    def start(self):
        options = {"executable_path": CHROMIUM, "args": CHROMIUM_ARGUMENTS, **IN_VIETNAM}
        context = self.playwright.chromium.launch_persistent_context(self.folder, **options)
        return context.pages[0]

    def kill(self):
        """kill -9, the browser and its helpers."""
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):  # it has just ended
                if f"--user-data-dir={self.folder}" in (folder / "cmdline").read_text().split("\0"):
                    os.kill(int(folder.name), signal.SIGKILL)


@pytest.fixture
def own_browser(playwright, tmp_path):
    """A Chromium with a folder of its own, in which it finds again what it kept."""
    browser = OwnBrowser(playwright, tmp_path / "chromium")
    yield browser
    browser.kill()


def test_browser_killed_with_the_server_in_mid_save(own_browser, server, lam, article):
    server.start()
    page = own_browser.start()
    desk.sign_in(page, server, lam)
    open_form(page, server, article)
    write(page, REPORT)
    with held_at("news_typing", "DELETE") as somebody_waits:
        save(page, no_wait_after=True)
        wait_for(page, somebody_waits)
        server.kill()
        own_browser.kill()
    assert nothing_was_saved(article)

    server.start()
    page = own_browser.start()
    desk.sign_in(page, server, lam)
    restore(page, server, article)

    assert text_of(article) == BEFORE.format(REPORT)


def test_what_was_typed_after_the_server_died_outlives_the_browser(
    own_browser, server, lam, article
):
    server.start()
    page = own_browser.start()
    desk.sign_in(page, server, lam)
    open_form(page, server, article)
    write(page, " Lời đầu.")
    wait_until_kept(page)
    server.kill()
    write(page, REPORT)
    expect(page.get_by_text("Chưa nối được với máy chủ")).to_be_visible(timeout=desk.PATIENCE)
    own_browser.kill()

    server.start()
    page = own_browser.start()
    desk.sign_in(page, server, lam)
    restore(page, server, article)

    assert text_of(article) == BEFORE.format(" Lời đầu." + REPORT)
