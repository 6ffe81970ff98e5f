"""A form whose sender is signed out by now, or killed with its server: nothing of it is lost."""

import http.client
import http.cookiejar
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from contextlib import closing, suppress

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client

from news.models import Article
from tests.factories import article_form, make_article, picture

PASSWORD = "mat-khau-dai-va-la-2026"
TITLE = ' "Hội nghị" <b>&amp;'
BODY = "\n<p>Dòng một</p>\n\n<p>“Hai” & ba</p><script>alert(1)</script>"


def page_of(answer):
    return BeautifulSoup(answer.content, "html.parser")


def kept(answer):
    """What the page will send again."""
    return {
        field["name"]: field["value"] for field in page_of(answer).select("#content [type=hidden]")
    }


def who(name="nguoidung", password=PASSWORD):
    return {"dang-nhap-username": name, "dang-nhap-password": password}


@pytest.fixture
def gone(clerk):
    """The browser of a clerk whose session has ended while they wrote."""
    clerk.logout()
    return clerk


@pytest.fixture
def address(clerk):
    article = make_article(created_by=clerk.user, body="<p>Bản cũ</p>")
    return f"/quan-tri/news/article/{article.pk}/change/"


@pytest.mark.django_db
def test_form_of_who_is_signed_out_is_kept_whole(gone, address):
    form = article_form(title=TITLE, body=BODY, lead="") | {"_publish": ""}

    answer = gone.post(address, form)

    assert answer.status_code == 403
    assert "no-store" in answer.headers["Cache-Control"]
    found = kept(answer)
    found.pop("csrfmiddlewaretoken")
    assert found == {name: str(value) for name, value in form.items()}
    assert page_of(answer).select_one("#content form")["action"] == address
    assert Article.objects.get().body == "<p>Bản cũ</p>"


@pytest.mark.django_db
def test_signing_in_on_that_page_goes_on_with_the_form(gone, address):
    form = kept(gone.post(address, article_form(title="Mới", body="<p>Bản mới</p>", version=1)))

    answer = gone.post(address, form | who())

    assert answer.status_code == 302
    assert not answer.url.startswith("/quan-tri/login/")
    article = Article.objects.get()
    assert (article.title, article.body) == ("Mới", "<p>Bản mới</p>")
    assert article.latest_revision.created_by == gone.user


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [who(password="sai"), who(name="ai"), who(password="")])
def test_who_is_not_known_gets_the_form_back(gone, address, wrong):
    form = article_form(title=TITLE, body=BODY)

    answer = gone.post(address, form | wrong)

    assert answer.status_code == 403
    assert page_of(answer).select(".errorlist, .errornote")
    assert kept(answer)["body"] == BODY
    assert "dang-nhap-password" not in kept(answer)
    assert Article.objects.get().body == "<p>Bản cũ</p>"


@pytest.mark.django_db
def test_signing_in_gives_no_right_that_one_has_not(gone, django_user_model, address):
    django_user_model.objects.create_user("khach", password=PASSWORD, is_staff=True)
    django_user_model.objects.create_user("docgia", password=PASSWORD)

    assert gone.post(address, article_form() | who("docgia")).status_code == 403
    assert gone.post(address, article_form() | who("khach")).status_code == 403

    assert Article.objects.get().body == "<p>Bản cũ</p>"


@pytest.mark.django_db
def test_correction_after_signing_in_shows_the_form_without_the_password(gone, address):
    answer = gone.post(address, article_form(title="", body=BODY) | who())

    assert answer.status_code == 422
    assert PASSWORD not in answer.text


@pytest.mark.django_db
def test_another_site_cannot_bring_its_words_into_that_page(gone, address):
    browser = Client(enforce_csrf_checks=True)

    answer = browser.post(address, article_form(body=BODY) | who())

    assert answer.status_code == 403
    assert not page_of(answer).select("[type=password]")
    assert Article.objects.get().body == "<p>Bản cũ</p>"


@pytest.mark.django_db
def test_page_names_the_files_that_have_to_be_chosen_again(gone, address):
    photos = [{"image": picture(name="quang-cảnh.jpg"), "caption": "Quang cảnh"}]

    answer = gone.post(address, article_form(photos=photos))

    assert "quang-cảnh.jpg" in page_of(answer).select_one(".rescue__files").text
    assert kept(answer)["photos-0-caption"] == "Quang cảnh"


@pytest.mark.django_db
def test_no_password_is_kept_in_a_page(gone):
    typed = {"old_password": "cũ-bí-mật", "new_password1": "mới-bí-mật", "x": "y"}

    answer = gone.post("/quan-tri/password_change/", typed)

    assert answer.status_code == 403
    assert "bí-mật" not in answer.text


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/quan-tri/logout/", "/quan-tri/news/article/add/"])
def test_post_without_words_is_answered_as_ever(client, path):
    assert client.post(path).status_code == 302


@pytest.mark.django_db
def test_form_of_any_other_page_of_the_newsroom_is_kept_too(webmaster):
    webmaster.logout()

    answer = webmaster.post("/quan-tri/news/category/add/", {"name": "Đoàn thể"} | who("ai"))

    assert kept(answer)["name"] == "Đoàn thể"


@pytest.mark.django_db
def test_every_value_of_a_field_is_kept(gone, address):
    answer = gone.post(address, {"writers": ["1", "2"]})

    fields = page_of(answer).select("[name=writers]")
    assert [field["value"] for field in fields] == ["1", "2"]


@pytest.mark.django_db
def test_form_with_a_changed_token_is_shown_from_its_first_line_break(clerk, address):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = clerk.cookies

    answer = browser.post(address, article_form(title=TITLE, body=BODY))

    # As a browser reads it: the first line break after the tag is not part of the text.
    areas = [area.get_text().removeprefix("\n") for area in page_of(answer).select("textarea")]
    assert {TITLE, BODY} <= set(areas)
    assert "bản tự lưu" in answer.text


@pytest.mark.django_db
def test_more_than_a_form_may_hold_is_answered_in_vietnamese(clerk, address, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    answer = clerk.post(address, article_form(body="đ" * 1000))

    assert answer.status_code == 400
    assert "Yêu cầu không hợp lệ" in answer.text


# ---------- A server that is killed while it saves ----------

MADE = """
from django.contrib.auth import get_user_model
from news.models import Category
get_user_model().objects.create_superuser("lam", "lam@example.vn", "mat-khau-dai-va-la-2026")
Category.objects.create(name="Xây dựng Đảng")
"""


class Server:
    """The portal as a real process with its own SQLite file, that can be killed."""

    def __init__(self, folder):
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.environment = {
            "PATH": os.environ["PATH"],
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            "SECRET_KEY": "",
            "DEBUG": "false",
            "DATABASE_URL": f"sqlite:///{folder}/portal.sqlite3",
            "MEDIA_ROOT": f"{folder}/media",
            "JOURNAL_DIR": f"{folder}/counter",
        }
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.browser = urllib.request.build_opener(cookies)
        self.cookies = cookies.cookiejar

    def manage(self, *arguments):
        command = [sys.executable, "manage.py", *arguments]
        self.run(subprocess.run, command, check=True, capture_output=True, timeout=120)

    def run(self, how, command, **options):
        return how(command, cwd=settings.BASE_DIR, env=self.environment, **options)

    def start(self):
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(self.port)]
        command += ["--log-level", "critical", "portal.wsgi:application"]
        self.process = self.run(subprocess.Popen, command, start_new_session=True)
        for _ in range(300):
            try:
                return self.get("/quan-tri/login/")
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        raise AssertionError("the server does not start")

    def kill(self):
        """kill -9, the server and its workers."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def get(self, path):
        url = self.environment["SITE_URL"] + path
        return self.browser.open(url, timeout=20).read().decode()

    def post(self, path, fields, content_type="application/x-www-form-urlencoded"):
        encode = json.dumps if content_type.endswith("json") else urllib.parse.urlencode
        token = next(c.value for c in self.cookies if c.name == "csrftoken")
        request = urllib.request.Request(  # noqa: S310 our own server
            self.environment["SITE_URL"] + path,
            encode(fields).encode(),
            {"X-CSRFToken": token, "Content-Type": content_type},
        )
        return self.browser.open(request, timeout=20).read()

    def ask(self, query):
        with closing(sqlite3.connect(self.folder / "portal.sqlite3")) as database:
            return database.execute(query).fetchall()


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path)
    server.manage("migrate", "--verbosity=0")
    server.manage("shell", "--no-imports", "-c", MADE)
    server.start()
    server.post("/quan-tri/login/", {"username": "lam", "password": PASSWORD})
    yield server
    server.kill()


def report(number):
    """A long report, every sentence of which says which one it is."""
    return f"<p>{f'Bản thứ {number}. ' * 20_000}</p>"


def test_server_killed_while_saving_leaves_one_text_or_the_other_whole(server):
    rows = {
        f"{p}-{n}_FORMS": 0
        for p in ("photos", "attachments", "contributors", "placements")
        for n in ("TOTAL", "INITIAL")
    }
    form = {"kind": "news", "category": 1, "title": "Bản thứ 0", "body": report(0), **rows}
    began = time.monotonic()
    server.post("/quan-tri/news/article/add/", form | {"_publish": ""})
    takes = time.monotonic() - began
    saved, public, killed_before_the_end = 0, 0, 0

    for number in range(1, 9):
        [(version, base)] = server.ask("SELECT version, latest_revision_id FROM news_article")
        form |= {"title": f"Bản thứ {number}", "body": report(number), "version": str(version)}
        typed = {name: str(value) for name, value in form.items()}
        server.post(
            "/quan-tri/news/article/1/tu-luu/", {"user": 1, "fields": typed}, "application/json"
        )
        saving = threading.Thread(target=save, args=(server, form | {"base": base}))
        saving.start()
        time.sleep(takes * number / 8)  # at another moment of the save each time
        server.kill()
        saving.join()
        server.start()

        [(title, body)] = server.ask("SELECT title, body FROM news_article")
        [(document,)] = server.ask(
            "SELECT document FROM news_revision JOIN news_article"
            " ON news_revision.id = latest_revision_id"
        )
        newest = json.loads(document)["article"]
        typing = json.loads(server.get("/quan-tri/news/article/1/tu-luu/?typing"))["typing"]
        if newest["title"] == f"Bản thứ {number}":
            saved = number
            assert typing is None
        else:
            killed_before_the_end += 1
            assert typing["fields"]["body"] == report(number)
        assert (newest["title"], newest["body"]) == (f"Bản thứ {saved}", report(saved))
        # Killed between saving and deciding, the new text waits, and readers see the one before.
        public = saved if title == newest["title"] else public
        assert (title, body) == (f"Bản thứ {public}", report(public))
        assert server.ask("PRAGMA integrity_check") == [("ok",)]

    assert killed_before_the_end  # else this has shown nothing


def save(server, form):
    with suppress(OSError, http.client.HTTPException):  # it is killed meanwhile
        server.post("/quan-tri/news/article/1/change/", form | {"_publish": ""})
