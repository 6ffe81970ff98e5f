"""A new password by mail: to whom, how often, and what it costs the others."""

import re
import smtplib
import socket

import pytest
from bs4 import BeautifulSoup
from django.core import mail

from portal import views
from tests.portal.crowded import crowded

pytestmark = pytest.mark.django_db

ADDRESS = "lam@example.vn"
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture(autouse=True)
def at_nine(time_machine):
    time_machine.move_to("2026-03-04T09:00:00+07:00", tick=False)


@pytest.fixture(autouse=True)
def lam(django_user_model):
    return django_user_model.objects.create_user("lam", ADDRESS, "mat-khau-dai-va-la-2026")


def ask(client, email=ADDRESS, address="203.0.113.7"):
    return client.post("/tai-khoan/quen-mat-khau/", {"email": email}, REMOTE_ADDR=address)


def test_mailbox_is_not_flooded_and_nobody_is_told(client):
    answers = [ask(client, address=f"203.0.113.{number}") for number in range(5)]

    assert {(answer.status_code, answer.url) for answer in answers} == {
        (302, "/tai-khoan/quen-mat-khau/da-gui/")
    }
    assert len(mail.outbox) == views.RESETS_MAILED.most == 3


def test_address_in_other_letters_is_the_same_mailbox(client):
    for number, email in enumerate([ADDRESS, ADDRESS.upper(), "Lam@example.vn", ADDRESS.title()]):
        ask(client, email, address=f"203.0.113.{number}")

    assert len(mail.outbox) == 3


def test_mails_go_on_the_next_hour(client, time_machine):
    for _ in range(4):
        ask(client)
    time_machine.move_to("2026-03-04T10:00:00+07:00")
    ask(client)

    assert len(mail.outbox) == 4


def test_link_that_was_used_leads_on_to_another(client):
    page = client.get("/tai-khoan/mat-khau-moi/MQ/d1abcd-0123456789abcdef/")

    assert "không còn hiệu lực" in page.text
    main = BeautifulSoup(page.text, "html.parser").find(id="content")
    assert main.find("a", href="/tai-khoan/quen-mat-khau/")


@pytest.mark.parametrize("email", [ADDRESS, "la@example.vn"])
def test_household_is_bounded_whether_or_not_an_address_is_known(client, email):
    for number in range(views.RESETS_ASKED.most):
        assert ask(client, f"la-{number}@example.vn").status_code == 302

    answer = ask(client, email)

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "3600"
    page = BeautifulSoup(answer.text, "html.parser")
    assert page.select_one("[name=email]")["value"] == email
    assert "Hãy thử lại sau một giờ." in page.get_text()
    assert not mail.outbox


def test_what_is_no_address_is_refused_and_stays_in_its_field(client):
    answer = ask(client, "lam@")

    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "html.parser")
    assert page.select_one("[name=email]")["value"] == "lam@"
    assert "Vui lòng nhập địa chỉ thư điện tử hợp lệ." in page.get_text()


def test_two_new_passwords_that_differ_are_refused(client):
    ask(client)
    [link] = re.findall(r"http://\S+", mail.outbox[0].body)
    form = client.get(link, follow=True).redirect_chain[-1][0]

    typed = {"new_password1": "mot-cau-dai-2026", "new_password2": "mot-cau-khac-2026"}
    answer = client.post(form, typed)

    assert answer.status_code == 422
    assert "Hai lần nhập mật khẩu không giống nhau." in answer.text


def test_while_one_mail_is_sent_the_third_is_asked_to_come_again(client):
    with crowded(views.doorway_of_mails):
        answer = ask(client)

    assert answer.status_code == 503
    assert BeautifulSoup(answer.text, "html.parser").select_one("[name=email]")["value"] == ADDRESS
    assert not mail.outbox


def test_mail_server_that_says_nothing_is_waited_for_some_seconds(client, settings, monkeypatch):
    assert settings.EMAIL_TIMEOUT == 10
    settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT = SMTP, 0.2
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        waited = []
        getreply = smtplib.SMTP.getreply

        def note(self):
            waited.append(self.sock.gettimeout())
            return getreply(self)

        monkeypatch.setattr(smtplib.SMTP, "getreply", note)
        answer = ask(client)

    assert answer.status_code == 302
    assert waited == [0.2]
