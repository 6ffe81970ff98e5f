"""Typing that is not saved yet: who may keep it, what comes back, and what it never touches."""

import base64
import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from news import autosave
from news.models import Article, Revision, Typing
from news.models.working import PRESENT_FOR
from tests.factories import (
    article_form,
    make_article,
    make_photo,
    picture,
    post_article,
    write_article,
)
from tests.news.test_hostile_html import EVERY_SNIPPET, between, faults

pytestmark = pytest.mark.django_db

TEXT = "<p>Sáng 6/7, “Đảng ủy Khối” – 14.531,44 tỷ &amp; &lt;b&gt;…</p>"
PIXEL = base64.b64encode(picture((1, 1), "PNG").read()).decode()


def place(article=None):
    return reverse("admin:news_typing", args=[article.pk] if article else [])


def keep(client, article=None, **fields):
    """Send what an open form sends every few seconds."""
    said = {"user": client.user.pk, "fields": fields}
    return client.post(place(article), said, content_type="application/json")


def offered(client, article=None):
    typing = client.get(place(article), {"typing": ""}).json()["typing"]
    return typing and typing["fields"]


@pytest.fixture
def own(clerk):
    """A public article of the clerk's own."""
    return make_article(created_by=clerk.user)


@pytest.fixture
def colleague(client, django_user_model):
    """Somebody else who may change every article."""
    user = django_user_model.objects.create_user(
        "quantri", is_staff=True, last_name="Trần Thu", first_name="Hà"
    )
    user.groups.add(Group.objects.get(name="Người duyệt"))
    return user


def test_typing_comes_back_letter_for_letter(clerk, own):
    fields = {
        "title": "  Đại hội “XI” <b>\t\n",
        "body": TEXT,
        "lead": "Một\r\n\r\nHai\u00a0",
        "x": "",
    }

    keep(clerk, own, **fields, hide_date=True)

    assert offered(clerk, own) == fields | {"hide_date": True}


def test_typing_changes_nothing_that_anybody_reads(clerk, own):
    before = Article.objects.values().get()

    keep(clerk, own, title="Tiêu đề đang gõ", body=TEXT)

    assert Article.objects.values().get() == before
    assert not Revision.objects.exists()


def test_only_the_newest_typing_is_kept(clerk):
    keep(clerk, body="<p>Một</p>")
    keep(clerk, body="<p>Một hai</p>")

    assert Typing.objects.count() == 1
    assert offered(clerk) == {"body": "<p>Một hai</p>"}


def test_a_save_lets_go_of_the_typing(clerk, own):
    keep(clerk, own, body=TEXT)
    keep(clerk, body=TEXT)

    write_article(clerk, own)

    assert offered(clerk, own) is None
    assert offered(clerk) == {"body": TEXT}  # of another form
    write_article(clerk)
    assert offered(clerk) is None


def test_a_refused_save_keeps_the_typing(clerk, own):
    keep(clerk, own, body=TEXT)

    answer = post_article(clerk, own, title="")

    assert answer.status_code == 422
    assert offered(clerk, own) == {"body": TEXT}


def test_a_save_in_second_place_lets_go_of_the_typing_too(clerk, own):
    keep(clerk, own, body=TEXT)

    answer = post_article(clerk, own, version=0, body="<p>Lời kể sau.</p>")

    assert answer.status_code == 409
    assert Revision.objects.filter(is_aside=True).exists()
    assert offered(clerk, own) is None


def test_typing_thrown_away_is_gone(clerk, own):
    keep(clerk, own, body=TEXT)

    assert clerk.delete(place(own)).status_code == 200

    assert offered(clerk, own) is None


def form_of(client, kind):
    """Return where the form for a new article of a kind keeps what is typed into it."""
    page = client.get(reverse("admin:news_article_add"), {"kind": kind} if kind else {})
    return BeautifulSoup(page.content, "html.parser").select_one(".safety")["data-address"]


def typed_into(client, address):
    typing = client.get(f"{address}&typing").json()["typing"]
    return typing and typing["fields"]["title"]


def test_a_new_article_gets_back_what_was_typed_into_a_form_of_its_kind(clerk):
    kinds = ["", *Article.Kind]
    for kind in kinds[1:]:
        said = {"user": clerk.user.pk, "fields": {"title": kind, "kind": "news"}}
        clerk.post(form_of(clerk, kind), said, content_type="application/json")

    found = [typed_into(clerk, form_of(clerk, kind)) for kind in kinds]

    assert found == ["news", *Article.Kind]


def test_a_new_article_that_is_saved_lets_go_of_the_typing_in_its_own_form(clerk):
    for kind in ("news", "page"):
        said = {"user": clerk.user.pk, "fields": {"title": kind}}
        clerk.post(form_of(clerk, kind), said, content_type="application/json")
    address = reverse("admin:news_article_add", query={"kind": "page"})

    # The kind was changed in the form, after it was opened.
    answer = clerk.post(address, article_form(kind="announcement") | {"_continue": ""})

    assert answer.status_code == 302
    assert typed_into(clerk, form_of(clerk, "page")) is None
    assert typed_into(clerk, form_of(clerk, "news")) == "news"


@pytest.mark.django_db(transaction=True)
def test_a_site_that_goes_back_to_one_form_for_all_kinds_keeps_what_was_typed_last(
    clerk, colleague
):
    now = timezone.now()
    for kind, hours in [("news", 2), ("album", 1), ("video", None)]:
        typed_at = now - timedelta(hours=hours) if hours else None
        Typing.objects.create(user=clerk.user, kind=kind, typed_at=typed_at)
    Typing.objects.create(user=colleague, kind="news", typed_at=now)

    call_command("migrate", "news", "0021", verbosity=0)
    call_command("migrate", "news", verbosity=0)

    kept = Typing.objects.filter(typed_at__isnull=False).values_list("user", "typed_at")
    assert set(kept) == {(clerk.user.pk, now - timedelta(hours=1)), (colleague.pk, now)}
    assert Typing.objects.count() == 2


def test_nobody_gets_the_typing_of_another(clerk, own, colleague, client):
    keep(clerk, own, body=TEXT)

    client.force_login(colleague)

    assert offered(client, own) is None
    client.delete(place(own))
    client.force_login(clerk.user)
    assert offered(client, own) == {"body": TEXT}


def test_a_form_opened_by_one_does_not_write_as_another(clerk, own, colleague, client):
    said = {"user": clerk.user.pk, "fields": {"body": TEXT}}
    client.force_login(colleague)

    answer = client.post(place(own), said, content_type="application/json")

    assert answer.status_code == 403
    assert not Typing.objects.exists()


@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_who_may_not_change_the_article_types_nothing(clerk, client, colleague, method):
    article = make_article(created_by=colleague)
    client.force_login(clerk.user)
    clerk.user.user_permissions.clear()

    answer = getattr(client, method)(place(article), content_type="application/json")

    assert answer.status_code == 403
    assert not Typing.objects.exists()


def test_who_is_signed_out_is_told_by_a_redirect(client, own):
    client.logout()

    for answer in [client.get(place(own)), client.post(place(own), "{}", "application/json")]:
        assert answer.status_code == 302
        assert answer.url.startswith("/quan-tri/login/")


@pytest.mark.parametrize(
    "said",
    [
        "",
        "{",
        "[]",
        "null",
        "[" * 100_000,
        '{"user": %s, "fields": []}',
        '{"user": %s, "fields": null}',
        '{"user": %s, "fields": {"body": {"a": 1}}}',
        '{"user": %s, "fields": {"version": 1}}',
        b"\xff\xfe",
    ],
)
def test_nonsense_is_refused_and_keeps_what_was_kept(clerk, own, said):
    keep(clerk, own, body=TEXT)
    said = said % clerk.user.pk if "%s" in str(said) else said

    answer = clerk.post(place(own), said, content_type="application/json")

    assert answer.status_code == 400
    assert offered(clerk, own) == {"body": TEXT}


@pytest.mark.parametrize("version", ["99999999999999999999", "-1", "1e9", "một", "4294967296"])
def test_no_version_is_newer_than_the_article(clerk, own, version):
    assert keep(clerk, own, version=version).status_code == 200

    assert Typing.objects.get().version <= own.version


def test_characters_that_no_database_takes_are_left_out(clerk, own):
    said = json.dumps({"user": clerk.user.pk, "fields": {"title": "a\0b\ud800c"}})

    assert clerk.post(place(own), said, content_type="application/json").status_code == 200

    assert offered(clerk, own) == {"title": "ab?c"}


def test_more_than_a_form_may_hold_is_refused(clerk, own, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    answer = keep(clerk, own, body="đ" * 1000)

    assert answer.status_code == 400
    assert "Yêu cầu không hợp lệ" in answer.text


@pytest.mark.parametrize("pk", [0, 999_999, 10**30])
def test_typing_of_no_article_is_not_found(clerk, pk):
    assert clerk.get(f"/quan-tri/news/article/{pk}/tu-luu/").status_code == 404


# ---------- What comes back is put into an editor ----------


def test_a_stolen_account_leaves_nothing_hostile_for_the_editor(clerk, own):
    for snippet in EVERY_SNIPPET:
        keep(clerk, own, body=between(snippet))

        body = offered(clerk, own)["body"]

        # Which becomes <strong> when it is saved, and does no harm before.
        assert set(faults(BeautifulSoup(body, "html.parser"))) <= {"<b>"}, snippet
        assert "Câu trước." in body, snippet
        assert "Câu sau." in body, snippet


def test_pictures_come_back_with_the_text(clerk, own):
    ours = make_photo(own).image.url
    pasted = f"data:image/png;base64,{PIXEL}"
    foreign = "https://theo-doi.example/1.gif"

    images = "".join(f'<p><img src="{src}"></p>' for src in [ours, pasted, foreign, pasted])
    keep(clerk, own, body=images)

    soup = BeautifulSoup(offered(clerk, own)["body"], "html.parser")
    assert [image["src"] for image in soup.find_all("img")] == [ours, pasted, pasted]


@pytest.mark.parametrize("tags", ["<div>" * 200, "<b><i>" * 200, "x" * 1_000_001])
def test_a_text_that_no_save_would_take_comes_back_as_words(clerk, own, tags):
    keep(clerk, own, body=f"{tags}<p>Một &lt;script&gt;</p><p onclick='alert(1)'>Hai</p>")

    body = offered(clerk, own)["body"]

    assert "<p>Một &lt;script&gt;</p>" in body.replace(tags, "<p>")
    assert "<p>Hai</p>" in body
    assert list(faults(BeautifulSoup(body, "html.parser"))) == []


# ---------- Who else is at work ----------


def test_an_open_form_is_seen_by_others_and_not_by_its_owner(clerk, own, colleague, client):
    client.force_login(colleague)
    client.post(place(own), json.dumps({"user": colleague.pk}), content_type="application/json")
    Typing.objects.update(seen_at=timezone.now() - timedelta(seconds=70))
    assert client.get(place(own)).json()["others"] == []

    client.force_login(clerk.user)

    assert client.get(place(own)).json()["others"] == [
        "Trần Thu Hà đang sửa bài này (1 phút trước)"
    ]
    assert keep(clerk, own, body=TEXT).json()["others"]


def test_who_has_gone_is_no_longer_seen(clerk, own, colleague):
    Typing.objects.create(user=colleague, article=own)
    Typing.objects.update(seen_at=timezone.now() - PRESENT_FOR)

    assert clerk.get(place(own)).json()["others"] == []


def test_an_open_form_hears_that_another_has_saved(clerk, own, colleague, client):
    opened = clerk.get(place(own)).json()["version"]
    client.force_login(colleague)
    write_article(client, own)
    client.force_login(clerk.user)

    answer = clerk.get(place(own)).json()

    assert answer["version"] > opened
    assert answer["saved_by"] == "Trần Thu Hà"


def test_what_is_typed_is_proof_read_before_it_is_saved(writer):
    said = {
        "user": writer.user.pk,
        "fields": {"title": "Hội nghị", "lead": "Tóm tắt.", "body": "<p>Giai đoạn 2025- 2023.</p>"},
    }

    answer = writer.post("/quan-tri/news/article/tu-luu/", said, content_type="application/json")

    assert [remark["quote"] for remark in answer.json()["remarks"]] == ["2025- 2023"]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("<p>a " * 3, "<p>a </p>" * 3),
        ("<ul><li>a<li>b", "<ul><li>a</li><li>b</li></ul>"),
        ("a<!--" * 3, "a"),
    ],
)
def test_only_a_text_whose_tags_are_closed_is_proof_read(clerk, own, monkeypatch, typed, read):
    # The parser behind it would nest them thousands deep, and look for each end to the end.
    taken = []
    monkeypatch.setattr(autosave, "plain", lambda body: taken.append(body) or "")

    keep(clerk, own, body=typed)

    assert taken == [read]


def test_a_text_that_no_save_would_take_is_kept_without_remarks(clerk, own):
    bomb = "<div>" * 200

    answer = keep(clerk, own, title="Giai đoạn 2025- 2023", body=bomb)

    assert answer.json()["remarks"] == []
    assert Typing.objects.get().fields["body"] == bomb
