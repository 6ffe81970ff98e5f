"""The counter's account: what a webmaster may write beside what was counted."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from stats.models import AccountEntry
from tests.factories import make_counter, make_day

pytestmark = pytest.mark.django_db


def enter(webmaster, **fields):
    entry = {"kind": "correction", "visits": "-10", "reason": "Máy thử tải của kỹ thuật"} | fields
    return webmaster.post("/quan-tri/stats/accountentry/add/", entry)


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"kind": "opening", "visits": "5"}, "kind", "Đã có số mang sang."),
        ({"visits": "-701"}, "visits", "Chỉ có 700 lượt"),
        ({"visits": "-201", "day": "11/03/2026"}, "visits", "Chỉ có 200 lượt"),
        ({"visits": "-1", "day": "12/03/2026"}, "visits", "Chỉ có 0 lượt"),
        ({"visits": "9223372036854775807"}, "visits", "nhiều nhất 999.999.999.999 lượt"),
        ({"visits": "5", "day": "11/03/0206"}, "day", "chỉ có từ năm 2000"),
        ({"visits": "0"}, "visits", "Số 0 không điều chỉnh gì."),
    ],
)
def test_entry_that_no_account_can_hold_is_refused(webmaster, fields, field, message):
    make_counter(opening=500)
    make_day(date(2026, 3, 11), visits=200)

    answer = enter(webmaster, **fields)

    assert answer.status_code == 422
    assert message in answer.context["adminform"].form.errors[field][0]
    assert AccountEntry.objects.count() == 1


def test_opening_balance_of_nothing_does_not_take_the_place_of_the_real_one(webmaster):
    refused = enter(webmaster, kind="opening", visits="0")

    assert "không mang sang gì" in refused.context["adminform"].form.errors["visits"][0]
    assert enter(webmaster, kind="opening", visits="411.605").status_code == 302


def test_what_a_day_has_is_said_as_it_is_typed(webmaster):
    make_day(date(2026, 3, 11), visits=12345)

    answer = enter(webmaster, visits="-20.000", day="11/03/2026")

    assert "Chỉ có 12.345 lượt" in answer.text


def test_opening_balance_belongs_to_no_day(webmaster):
    answer = enter(webmaster, kind="opening", visits="500", day="11/03/2026")

    assert answer.status_code == 422
    assert "không thuộc ngày nào" in answer.context["adminform"].form.errors["day"][0]


def test_days_are_imported_by_no_form(webmaster):
    make_day(date(2026, 3, 11), visits=200)

    answer = enter(webmaster, kind="imported", visits="500", day="11/03/2026")

    assert answer.status_code == 422
    assert "kind" in answer.context["adminform"].form.errors
    assert not AccountEntry.objects.exists()


def test_all_visits_of_a_day_can_be_taken_back(webmaster):
    day = make_day(date(2026, 3, 11), visits=200)

    answer = enter(webmaster, visits="-200", day="11/03/2026")

    assert answer.status_code == 302
    assert AccountEntry.objects.get().day == day.day


@pytest.mark.parametrize(
    ("typed", "visits"),
    [("1.000", 1000), ("-1.000", -1000), ("2.124.549", 2_124_549), ("425", 425)],
)
def test_visits_are_typed_as_the_site_prints_them(webmaster, typed, visits):
    make_counter(opening=5000)

    answer = enter(webmaster, visits=typed)

    assert answer.status_code == 302
    assert AccountEntry.objects.get(kind="correction").visits == visits


@pytest.mark.parametrize("typed", ["1.5", "1,5", "1.50", "nghìn"])
def test_visits_that_are_no_whole_number_are_refused(webmaster, typed):
    answer = enter(webmaster, visits=typed)

    assert answer.status_code == 422
    assert not AccountEntry.objects.exists()


def test_correction_sent_twice_is_written_once(webmaster):
    make_day(date(2026, 3, 11), visits=200)

    first, second = enter(webmaster), enter(webmaster)

    assert (first.status_code, second.status_code) == (302, 422)
    assert "đã được ghi rồi" in second.context["adminform"].form.errors["reason"][0]
    assert AccountEntry.objects.get().visits == -10


def test_same_correction_for_another_reason_is_another_one(webmaster):
    make_day(date(2026, 3, 11), visits=200)

    enter(webmaster), enter(webmaster, reason="Máy thử tải của kỹ thuật, lần thứ hai")

    assert [entry.visits for entry in AccountEntry.objects.all()] == [-10, -10]


def test_no_two_opening_balances_however_they_come():
    make_counter(opening=500)

    with pytest.raises(IntegrityError), transaction.atomic():
        AccountEntry.objects.create(kind=AccountEntry.Kind.OPENING, visits=500)
