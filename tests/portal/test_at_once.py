"""Two and more people who send a form in the same instant: one is first, the others are told.

SQLite has one writer at a time anyhow; PostgreSQL lets all of them look before one writes.
"""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from news.models import Category, Topic
from portal.models import AgencyIdentity, Leader, Unit, WorkWeek
from portal.organisation.admin import LeaderAdmin
from tests.at_once import at_once
from tests.conftest import BROWSER
from tests.factories import article_form, make_category, make_unit, picture

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(admin_user):
    """Four browsers of the newsroom; a server error is only an answer."""
    browsers = [
        Client(headers={"User-Agent": BROWSER}, raise_request_exception=False) for _ in range(4)
    ]
    for browser in browsers:
        browser.force_login(admin_user)
    return browsers


def send(browser, form, page, *args):
    return browser.post(reverse(f"admin:{page}", args=args), form)


LINES = {f"items-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL")}
NEW = [
    (Category, {"name": "Dân vận", "slug": "dan-van", "order": "0"}, "khác đã dùng"),
    (Topic, {"name": "Đại hội", "order": "0"}, "khác đã dùng"),
    (WorkWeek, LINES, "Tuần này đã có lịch."),
]


@pytest.mark.parametrize(("model", "form", "told"), NEW, ids=["category", "topic", "week"])
def test_of_four_who_add_the_same_at_once_three_are_told_that_it_is_there(
    people, model, form, told
):
    meta = model._meta
    page = f"{meta.app_label}_{meta.model_name}_add"
    form = form | {"monday": f"{timezone.localdate():%d/%m/%Y}"}  # of a week

    answers = at_once(*(lambda who=who: send(who, form, page) for who in people))

    refused = [answer for answer in answers if answer.status_code == 422]
    assert len(refused) == 3
    assert all(told in answer.text for answer in refused)
    assert not any('class="success"' in answer.text for answer in refused)
    assert model.objects.count() == 1


@pytest.mark.parametrize("number", range(4))
def test_who_writes_into_a_category_that_is_just_deleted_is_told_and_keeps_the_text(people, number):
    category = make_category()
    form = article_form(category=category.pk, body="<p>Lời đã gõ.</p>") | {"_continue": ""}

    deleted, written = at_once(
        lambda: send(people[0], {"post": "yes"}, "news_category_delete", category.pk),
        lambda: send(people[1], form, "news_article_add"),
    )

    assert deleted.status_code in (200, 302)
    assert written.status_code == 302 or "Lời đã gõ." in written.text
    assert Category.objects.exists() == (written.status_code == 302)


@pytest.mark.parametrize("number", range(4))
def test_no_leader_is_left_in_a_unit_that_is_just_deleted(people, number):
    unit = make_unit()
    leader = {"name": "Nguyễn Văn An", "office": "Bí thư", "unit": unit.pk, "order": "0"}

    answers = at_once(
        lambda: send(people[0], {"post": "yes"}, "portal_unit_delete", unit.pk),
        lambda: send(people[1], leader, "portal_leader_add"),
    )

    assert all(answer.status_code in (200, 302, 422) for answer in answers)
    assert Unit.objects.count() == Leader.objects.count()


def test_of_four_who_name_the_office_at_once_one_does_for_the_same_days(people):
    form = {"dateline_form": "weekday", "valid_from": "01/01/2026"}

    answers = at_once(
        *(
            lambda n=n, who=who: send(who, form | {"name": f"Tên {n}"}, "portal_agencyidentity_add")
            for n, who in enumerate(people)
        )
    )

    assert sorted(answer.status_code for answer in answers) == [302, 422, 422, 422]
    assert AgencyIdentity.objects.count() == 1


@pytest.fixture
def unit_deleted_meanwhile(monkeypatch):
    """Somebody deletes every unit between the look at a leader's form and its saving."""
    save = LeaderAdmin.save_model

    def save_model(*args):
        Unit.objects.all().delete()
        save(*args)

    monkeypatch.setattr(LeaderAdmin, "save_model", save_model)


def test_a_form_with_a_file_that_no_longer_fits_is_given_back(
    people, unit_deleted_meanwhile, media
):
    leader = {"name": "Nguyễn Văn An", "office": "Bí thư", "unit": make_unit().pk, "order": "0"}
    leader["photo"] = picture((300, 400))

    answer = send(people[0], leader, "portal_leader_add")

    assert answer.status_code == 409
    assert "Nguyễn Văn An" in answer.text
    assert "vừa được thay đổi ở nơi khác" in answer.text
    assert not Leader.objects.exists()


@pytest.mark.parametrize("number", range(4))
def test_of_two_superusers_who_demote_each_other_one_stays(people, admin_user, number):
    other = User.objects.create_superuser("khac")
    people[1].force_login(other)
    forms = [
        (who, {"username": person.username, "is_active": "on", "is_staff": "on"}, person.pk)
        for who, person in [(people[0], other), (people[1], admin_user)]
    ]

    answers = at_once(
        *(
            lambda who=who, form=form, pk=pk: send(who, form, "auth_user_change", pk)
            for who, form, pk in forms
        )
    )

    assert sorted(answer.status_code for answer in answers) in ([302, 403], [302, 422])
    assert User.objects.filter(is_superuser=True).count() == 1
