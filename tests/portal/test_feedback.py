"""Góp ý: what a reader writes to the office, and what becomes of it."""

from datetime import timedelta
from ipaddress import ip_network

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.letters import limit, views
from portal.letters.mail import CONSOLE
from portal.limits import A_DAY, Limit, household
from portal.models import Feedback, LimitDay, Tally
from tests.factories import make_identity
from tests.portal.crowded import crowded

pytestmark = pytest.mark.django_db

WORDS = "Đề nghị trang đăng lịch tiếp công dân."


def send(client, **fields):
    return client.post("/gop-y/", {"text": WORDS} | fields)


def make_feedback(**fields):
    return Feedback.objects.create(**{"text": WORDS} | fields)


def answer(client, feedback, **fields):
    address = reverse("admin:portal_feedback_change", args=[feedback.pk])
    return client.post(address, {"answer": "Đã đăng.", "state": "answered"} | fields)


def test_reader_sends_feedback_and_is_thanked(client):
    response = client.post("/gop-y/", {"text": WORDS, "name": " Trần  Bình "}, follow=True)

    assert "Đã nhận góp ý" in response.text
    feedback = Feedback.objects.get()
    assert (feedback.text, feedback.name, feedback.state) == (WORDS, "Trần Bình", "new")


def test_form_is_never_kept_and_its_thanks_are_not_found(client):
    form, thanks = client.get("/gop-y/"), client.get("/gop-y/da-gui/")

    for response in (form, thanks):
        assert "private" in response.headers["Cache-Control"]
    assert '<link rel="canonical" href="http://portal.example/gop-y/">' in form.text
    assert "noindex" not in form.text
    assert '<meta name="robots" content="noindex">' in thanks.text


def test_reader_whose_browser_refuses_cookies_is_told_so_and_loses_no_word():
    make_identity(email="vanphong@example.vn")
    browser = Client(enforce_csrf_checks=True)

    response = send(browser, name="Trần Bình", email="binh@example.vn", trap="", la="gì đó")

    page = BeautifulSoup(response.content, "html.parser").main
    assert response.status_code == 403
    assert page.h1.get_text() == "Chưa gửi được, nội dung vẫn còn ở đây"
    assert "cookie" in page.get_text()
    assert page.select_one("a[href='mailto:vanphong@example.vn']")
    assert page.select_one("a.button")["href"] == "/gop-y/"
    assert given_back(page) == {
        "Nội dung góp ý": WORDS,
        "Họ và tên": "Trần Bình",
        "Thư điện tử": "binh@example.vn",
    }
    assert "trang quản trị" not in page.get_text()


def given_back(page):
    labels, areas = page.select("label"), page.select("textarea")
    pairs = zip(labels, areas, strict=True)
    return {label.get_text(): area.get_text().strip() for label, area in pairs}


def test_what_only_robots_fill_in_is_given_back_to_nobody():
    response = send(Client(enforce_csrf_checks=True), trap="http://x.example")

    assert "http://x.example" not in response.text


def test_office_without_an_address_names_none():
    make_identity()

    page = BeautifulSoup(send(Client(enforce_csrf_checks=True)).content, "html.parser").main

    assert not page.select("a[href^='mailto:']")
    assert "gửi thư" not in page.get_text()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": " "}, "Hãy viết nội dung góp ý."),
        ({"text": "\u200b \u200b"}, "Hãy viết nội dung góp ý."),
        ({"email": "binh@"}, "thư điện tử hợp lệ"),
        ({"trap": "http://x.example"}, "Ô này phải để trống."),
        ({"text": "a" * 5001}, "5000"),
        ({"name": "a" * 101}, "100"),
    ],
)
def test_refused_letter_comes_back_with_what_was_typed(client, fields, said):
    response = send(client, **{"name": "Bình"} | fields)

    assert response.status_code == 422
    assert said in response.text
    form = response.context["form"]
    assert form["text"].value() == fields.get("text", WORDS)
    assert not Feedback.objects.exists()


def test_sixth_letter_of_an_hour_has_to_wait_and_is_not_lost(client, time_machine):
    time_machine.move_to("2026-03-04T09:00:00+07:00")
    for _ in range(limit.AN_HOUR.most):
        assert send(client).status_code == 302

    response = send(client, text="Thư thứ sáu")

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "3600"
    assert response.context["form"]["text"].value() == "Thư thứ sáu"
    assert send(client, text=" ").status_code == 422  # a slip of the pen costs no turn
    time_machine.move_to("2026-03-04T10:00:00+07:00")
    assert send(client).status_code == 302


def test_others_are_not_held_up(client):
    for _ in range(limit.AN_HOUR.most + 1):
        send(client)

    assert client.post("/gop-y/", {"text": WORDS}, REMOTE_ADDR="203.0.113.7").status_code == 302


def test_reader_behind_our_proxy_is_told_from_others_and_cannot_claim_to_be_one(client, settings):
    def send_as(forwarded, address):
        headers = {"X-Forwarded-For": forwarded}
        return client.post("/gop-y/", {"text": WORDS}, headers=headers, REMOTE_ADDR=address)

    settings.TRUSTED_PROXIES = [ip_network("10.0.0.1")]
    for number in range(limit.AN_HOUR.most):
        assert send_as(f"198.51.100.{number}", "203.0.113.7").status_code == 302
    assert send_as("198.51.100.99", "203.0.113.7").status_code == 429
    assert send_as("198.51.100.99", "10.0.0.1").status_code == 302


def test_letter_that_cannot_be_saved_comes_back_in_its_form(client, monkeypatch):
    def locked(address):
        raise OperationalError("database is locked")

    monkeypatch.setattr(views, "take_turn", locked)
    response = send(client)

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert "chưa nhận được thư" in response.text
    assert response.context["form"]["text"].value() == WORDS


def test_letters_that_wait_leave_threads_to_readers(client):
    """One is saved, one waits for a second; the third comes back at once."""
    with crowded(views.doorway):
        response = send(client)

    assert response.status_code == 503
    assert response.context["form"]["text"].value() == WORDS
    assert send(client).status_code == 302


def test_all_senders_together_are_bounded(client, monkeypatch):
    monkeypatch.setattr(limit, "OF_ALL", Limit("any letter", most=3, minutes=A_DAY))
    answers = [
        client.post("/gop-y/", {"text": WORDS}, REMOTE_ADDR=f"203.0.113.{n}").status_code
        for n in range(5)
    ]

    assert answers == [302, 302, 302, 429, 429]
    assert Tally.objects.count() == 4  # three senders, and all together


def test_no_address_is_kept_and_the_next_day_forgets_the_key(client, time_machine):
    time_machine.move_to("2026-03-04T23:50:00+07:00")
    client.post("/gop-y/", {"text": WORDS}, REMOTE_ADDR="203.0.113.7")
    salt = LimitDay.objects.get().salt
    time_machine.move_to("2026-03-05T00:05:00+07:00")  # still the day before in UTC
    client.post("/gop-y/", {"text": WORDS}, REMOTE_ADDR="203.0.113.7")

    assert LimitDay.objects.get().salt != salt
    assert Tally.objects.count() == 2
    kept = [*Feedback.objects.values_list(), *Tally.objects.values_list()]
    assert "203.0.113.7" not in str(kept)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("2001:db8::1", "2001:db8::ffff:2", True),  # one household's network
        ("2001:db8::1", "2001:db8:1::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("", "203.0.113.7", False),  # a server that tells no address
    ],
)
def test_addresses_of_one_sender(one, other, is_same):
    assert (household(one) == household(other)) is is_same


def test_answer_is_kept_and_mailed(webmaster, django_capture_on_commit_callbacks):
    feedback = make_feedback(email="binh@example.vn", name="Trần Bình")

    with django_capture_on_commit_callbacks(execute=True):
        answer(webmaster, feedback)

    feedback.refresh_from_db()
    assert (feedback.answer, feedback.handled_by) == ("Đã đăng.", webmaster.user)
    letter = mail.outbox[0]
    assert letter.to == ["binh@example.vn"]
    assert "Đã đăng." in letter.body
    assert WORDS in letter.body


@pytest.mark.django_db(transaction=True)
def test_office_without_a_mail_server_is_told_so(webmaster, settings):
    settings.EMAIL_BACKEND = CONSOLE

    response = answer(webmaster, make_feedback(email="binh@example.vn"))

    assert "chưa gửi được thư" in webmaster.get(response.url).text


def test_answer_to_nobody_known_is_kept(webmaster, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer(webmaster, make_feedback())

    assert Feedback.objects.get().answer == "Đã đăng."
    assert not mail.outbox


@pytest.mark.parametrize("fields", [{"answer": ""}, {"state": "new"}])
def test_answered_means_that_there_is_an_answer(webmaster, fields):
    feedback = make_feedback()

    assert answer(webmaster, feedback, **fields).status_code == 422
    assert Feedback.objects.get().state == "new"


def test_what_a_reader_wrote_is_not_changed(webmaster):
    feedback = make_feedback()
    answer(webmaster, feedback, text="Lời khác", email="khac@example.vn")

    feedback.refresh_from_db()
    assert (feedback.text, feedback.email) == (WORDS, "")


def test_front_page_says_what_waits_to_whom_it_concerns(webmaster):
    make_feedback()
    make_feedback(state="read")

    page = webmaster.get(reverse("admin:index"))

    assert "1 góp ý của bạn đọc đang chờ xem" in page.text


def test_writers_see_no_private_letters(writer):
    make_feedback()

    assert "góp ý" not in writer.get(reverse("admin:index")).text
    assert writer.get(reverse("admin:portal_feedback_changelist")).status_code == 403


def test_letters_go_for_good_a_year_after_they_were_handled(webmaster, capsys):
    old, fresh, waiting = make_feedback(), make_feedback(), make_feedback()
    now = timezone.now()
    for feedback, days in [(old, 366), (fresh, 364)]:
        feedback.handled_at = now - timedelta(days=days)
        feedback.save()

    call_command("delete_old_letters")

    assert set(Feedback.objects.all()) == {fresh, waiting}
    assert "1" in capsys.readouterr().out
