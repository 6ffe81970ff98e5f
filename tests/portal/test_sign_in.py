"""At the newsroom's door: who may try passwords, how often, and what it costs the others."""

import logging

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import OperationalError

from portal import sign_in
from portal.limits import Tally
from portal.seldom import Seldom
from tests.factories import article_form
from tests.portal.crowded import crowded

pytestmark = pytest.mark.django_db

DOOR = "/quan-tri/login/"
PASSWORD = "mat-khau-dai-va-la-2026"
MOST = sign_in.WRONG_FOR_ACCOUNT.most


@pytest.fixture(autouse=True)
def at_nine(time_machine):
    time_machine.move_to("2026-03-04T09:00:00+07:00", tick=False)


@pytest.fixture
def lam(django_user_model):
    return django_user_model.objects.create_user("lam", password=PASSWORD, is_staff=True)


@pytest.fixture
def checked(monkeypatch):
    """The names whose passwords were looked at."""
    names = []
    authenticate = sign_in.AdminAuthenticationForm.clean

    def note(form):
        names.append(form.cleaned_data.get("username"))
        return authenticate(form)

    monkeypatch.setattr(sign_in.AdminAuthenticationForm, "clean", note)
    return names


def come(client, name="lam", password="", address="203.0.113.7"):
    return client.post(DOOR, {"username": name, "password": password or "sai"}, REMOTE_ADDR=address)


def fail(client, times=MOST, **who):
    for _ in range(times):
        assert come(client, **who).status_code == 200


def test_guessing_ends_before_the_password_is_looked_at(client, lam, checked):
    fail(client)

    answer = come(client, password=PASSWORD)

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "900"
    assert "Hãy thử lại sau 15 phút." in answer.text
    assert len(checked) == MOST


def test_refused_name_stays_typed_and_the_password_does_not(client, lam):
    fail(client)

    page = BeautifulSoup(come(client, password=PASSWORD).text, "html.parser")

    assert page.select_one("[name=username]")["value"] == "lam"
    assert PASSWORD not in str(page)


def test_account_is_open_to_its_owner_elsewhere_all_the_time(client, visitor, lam):
    fail(client)

    assert come(visitor, password=PASSWORD, address="203.0.113.8").status_code == 302


def test_colleagues_behind_the_same_address_still_come_in(client, visitor, lam, django_user_model):
    django_user_model.objects.create_user("ha", password=PASSWORD, is_staff=True)
    fail(client)

    assert come(visitor, "ha", PASSWORD).status_code == 302


def test_one_household_has_one_count_whatever_its_addresses(client, lam):
    for number in range(MOST):
        fail(client, 1, address=f"2001:db8::{number}")

    assert come(client, password=PASSWORD, address="2001:db8::ffff").status_code == 429
    assert come(client, password=PASSWORD, address="2001:db8:0:1::1").status_code == 302


def test_many_names_tried_from_one_address_are_too_many_at_last(client, lam):
    for number in range(sign_in.WRONG.most):
        fail(client, 1, name=f"ten-{number}")

    assert come(client, password=PASSWORD).status_code == 429


def test_who_waited_may_try_again(client, lam, time_machine):
    fail(client)
    time_machine.move_to("2026-03-04T09:15:00+07:00")

    assert come(client, password=PASSWORD).status_code == 302


def test_right_password_is_not_counted(client, lam):
    for _ in range(MOST + 1):
        assert come(client, password=PASSWORD).status_code == 302


def test_neither_name_nor_address_is_kept_or_logged(client, lam, caplog):
    come(client, "mat-khau-go-nham")
    fail(client, MOST - 1, name="mat-khau-go-nham")
    come(client, "mat-khau-go-nham")

    told = caplog.text + str([*Tally.objects.values_list()])
    assert "mat-khau-go-nham" not in told
    assert "203.0.113.7" not in told


def test_each_failure_is_logged_and_refusals_once_a_minute(client, lam, caplog, monkeypatch):
    monkeypatch.setattr(sign_in, "refused", Seldom())
    fail(client)
    for _ in range(5):
        come(client)

    said = [record.getMessage() for record in caplog.records if record.name == "portal.sign_in"]
    assert said == ["Somebody could not sign in: a wrong name or password"] * MOST + [
        "Sign-ins refused unseen: 1, the last one as too_many"
    ]
    assert {record.levelno for record in caplog.records} <= {logging.WARNING}


def test_form_of_a_lost_session_is_kept_while_its_password_is_refused(client, lam, checked):
    address = "/quan-tri/news/article/add/"
    who = {"dang-nhap-username": "lam", "dang-nhap-password": PASSWORD}
    fail(client)

    answer = client.post(address, article_form(title="Mới") | who, REMOTE_ADDR="203.0.113.7")

    assert answer.status_code == 429
    page = BeautifulSoup(answer.text, "html.parser")
    assert page.select_one("[name=title]")["value"] == "Mới"
    assert page.select_one("[name=dang-nhap-username]")["value"] == "lam"
    assert len(checked) == MOST


def test_guesses_under_a_kept_form_count_as_at_the_door(client, lam):
    who = {"dang-nhap-username": "lam", "dang-nhap-password": "sai"}
    for _ in range(MOST):
        client.post("/quan-tri/news/article/add/", {"title": "a"} | who, REMOTE_ADDR="203.0.113.7")

    assert come(client, password=PASSWORD).status_code == 429


def test_third_who_comes_at_once_is_asked_to_come_again(client, lam, checked):
    """One password is checked, one waits: kept pages have the other threads."""
    with crowded(sign_in.doorway):
        answer = come(client, password=PASSWORD)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "Hãy thử lại sau vài giây." in answer.text
    assert checked == []


def test_form_is_kept_while_a_wrong_password_cannot_be_counted(client, lam, monkeypatch):
    def locked(limit, *whom):
        raise OperationalError("database is locked")

    monkeypatch.setattr(sign_in.Limit, "take", locked)
    who = {"dang-nhap-username": "lam", "dang-nhap-password": "sai"}
    answer = client.post("/quan-tri/news/article/add/", {"title": "Mới"} | who)

    assert answer.status_code == 503
    page = BeautifulSoup(answer.text, "html.parser")
    assert page.select_one("[name=title]")["value"] == "Mới"


@pytest.mark.parametrize("key", ['"abcdefgh\\000"', "a" * 5000])
def test_a_key_that_can_be_nobodys_session_leads_to_the_door(client, key):
    client.cookies.clear()

    answer = client.get("/quan-tri/", headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={key}"})

    assert answer.status_code == 302
