"""A form whose sender is signed out by now, or killed with its server: nothing of it is lost."""

import http.client
import http.cookiejar
import json
import threading
import time
import urllib.parse
import urllib.request
from contextlib import suppress

import pytest
from django.conf import global_settings
from django.db import connection
from django.test import Client

from news.models import Article
from tests.factories import article_form, make_article, picture
from tests.reading import soup
from tests.real_server import RealServer

PASSWORD = "mat-khau-dai-va-la-2026"
TITLE = ' "Hội nghị" <b>&amp;'
BODY = "\n<p>Dòng một</p>\n\n<p>“Hai” & ba</p><script>alert(1)</script>"


def kept(answer):
    """What the page will send again."""
    return {
        field["name"]: field["value"] for field in soup(answer).select("#content [type=hidden]")
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
    assert soup(answer).select_one("#content form")["action"] == address
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
    assert soup(answer).select(".errorlist, .errornote")
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
    assert not soup(answer).select("[type=password]")
    assert Article.objects.get().body == "<p>Bản cũ</p>"


@pytest.mark.django_db
def test_page_names_the_files_that_have_to_be_chosen_again(gone, address):
    photos = [{"image": picture(name="quang-cảnh.jpg"), "caption": "Quang cảnh"}]

    answer = gone.post(address, article_form(photos=photos))

    assert "quang-cảnh.jpg" in soup(answer).select_one(".rescue__files").text
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

    fields = soup(answer).select("[name=writers]")
    assert [field["value"] for field in fields] == ["1", "2"]


@pytest.mark.django_db
def test_form_with_a_changed_token_is_shown_from_its_first_line_break(clerk, address):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = clerk.cookies

    answer = browser.post(address, article_form(title=TITLE, body=BODY))

    # As a browser reads it: the first line break after the tag is not part of the text.
    areas = [area.get_text().removeprefix("\n") for area in soup(answer).select("textarea")]
    assert {TITLE, BODY} <= set(areas)
    assert "bản tự lưu" in answer.text


@pytest.mark.django_db
def test_more_than_a_form_may_hold_is_answered_in_vietnamese(clerk, address, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    answer = clerk.post(address, article_form(body="đ" * 1000))

    assert answer.status_code == 400
    assert "Yêu cầu không hợp lệ" in answer.text


# ---------- A server that is killed while it saves ----------


class Clerk:
    """A browser without a window, signed in at a real server."""

    def __init__(self, server):
        self.server = server
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.browser = urllib.request.build_opener(cookies)
        self.cookies = cookies.cookiejar

    def get(self, path):
        return self.browser.open(self.server.url + path, timeout=60).read().decode()

    def post(self, path, fields, content_type="application/x-www-form-urlencoded"):
        encode = json.dumps if content_type.endswith("json") else urllib.parse.urlencode
        token = next(c.value for c in self.cookies if c.name == "csrftoken")
        request = urllib.request.Request(  # noqa: S310 our own server
            self.server.url + path,
            encode(fields).encode(),
            {"X-CSRFToken": token, "Content-Type": content_type},
        )
        return self.browser.open(request, timeout=60).read()


@pytest.fixture
def server(transactional_db, settings, tmp_path):
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS
    server = RealServer(tmp_path)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def lam(server, django_user_model):
    django_user_model.objects.create_superuser("lam", "lam@example.vn", PASSWORD)
    lam = Clerk(server)
    lam.get("/quan-tri/login/")
    lam.post("/quan-tri/login/", {"username": "lam", "password": PASSWORD})
    return lam


def report(number):
    """A long report, every sentence of which says which one it is."""
    return f"<p>{f'Bản thứ {number}. ' * 20_000}</p>"


def test_server_killed_while_saving_leaves_one_text_or_the_other_whole(server, lam):
    form = article_form(title="Bản thứ 0", body=report(0))
    began = time.monotonic()
    lam.post("/quan-tri/news/article/add/", form | {"_publish": ""})
    takes = time.monotonic() - began
    pk = Article.objects.get().pk
    saved, public, killed_before_the_end = 0, 0, 0

    for number in range(1, 9):
        article = Article.objects.get()
        form |= {"title": f"Bản thứ {number}", "body": report(number), "version": article.version}
        typed = {"user": article.created_by_id, "fields": {n: str(v) for n, v in form.items()}}
        lam.post(f"/quan-tri/news/article/{pk}/tu-luu/", typed, "application/json")
        form |= {"base": article.latest_revision_id}
        saving = threading.Thread(target=save, args=(lam, pk, form))
        saving.start()
        time.sleep(takes * number / 8)  # at another moment of the save each time
        server.kill()
        saving.join()
        server.start()

        article = Article.objects.get()
        newest = article.latest_revision.text
        kept = json.loads(lam.get(f"/quan-tri/news/article/{pk}/tu-luu/?typing"))["typing"]
        if newest["title"] == f"Bản thứ {number}":
            saved = number
            assert kept is None
        else:
            killed_before_the_end += 1
            assert kept["fields"]["body"] == report(number)
        assert (newest["title"], newest["body"]) == (f"Bản thứ {saved}", report(saved))
        # Killed between saving and deciding, the new text waits, and readers see the one before.
        public = saved if article.title == newest["title"] else public
        assert (article.title, article.body) == (f"Bản thứ {public}", report(public))

    assert killed_before_the_end  # else this has shown nothing
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def save(lam, pk, form):
    with suppress(OSError, http.client.HTTPException):  # it is killed meanwhile
        lam.post(f"/quan-tri/news/article/{pk}/change/", form | {"_publish": ""})
