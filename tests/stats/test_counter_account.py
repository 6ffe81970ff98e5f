"""The counter's account: what a webmaster may write beside what was counted."""

from datetime import date

import pytest

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
    ],
)
def test_entry_that_no_account_can_hold_is_refused(webmaster, fields, field, message):
    make_counter(opening=500)
    make_day(date(2026, 3, 11), visits=200)

    answer = enter(webmaster, **fields)

    assert answer.status_code == 422
    assert message in answer.context["adminform"].form.errors[field][0]
    assert AccountEntry.objects.count() == 1


def test_opening_balance_belongs_to_no_day(webmaster):
    answer = enter(webmaster, kind="opening", visits="500", day="11/03/2026")

    assert answer.status_code == 422
    assert "không thuộc ngày nào" in answer.context["adminform"].form.errors["day"][0]


def test_all_visits_of_a_day_can_be_taken_back(webmaster):
    day = make_day(date(2026, 3, 11), visits=200)

    answer = enter(webmaster, visits="-200", day="11/03/2026")

    assert answer.status_code == 302
    assert AccountEntry.objects.get().day == day.day
