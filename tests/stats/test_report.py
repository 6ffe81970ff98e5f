from datetime import date, timedelta

import pytest

from stats.models import AccountEntry, ArticleDay, DayTotal, HourTotal
from stats.report import Span, Step, make_report
from tests.factories import make_day

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def after_new_year(time_machine):
    """Half past midnight on Friday 8 January 2027 in Việt Nam; in UTC it is still Thursday."""
    time_machine.move_to("2027-01-08T00:30+07:00", tick=False)


def visits_of(parts):
    return [figures.visits for _, figures in parts]


def span(first, last):
    return Span(date.fromisoformat(first), date.fromisoformat(last))


def test_week_fifty_three_goes_over_new_year():
    for number in range(12):
        make_day(date(2026, 12, 28) + timedelta(days=number), visits=1)

    report = make_report(span("2026-12-28", "2027-01-08"), Step.WEEK)

    assert visits_of(report.parts) == [7, 5]
    assert report.parts[0][0] == span("2026-12-28", "2027-01-03")
    assert report.parts[0][0].first.isocalendar()[:2] == (2026, 53)


def test_new_year_ends_month_and_year():
    make_day(date(2026, 12, 31), visits=3)
    make_day(date(2027, 1, 1), visits=4)

    for step in (Step.MONTH, Step.YEAR):
        assert visits_of(make_report(span("2026-12-31", "2027-01-01"), step).parts) == [3, 4]


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (("2027-01-01", "2027-01-08"), ("2026-12-24", "2026-12-31")),
        (("2026-03-01", "2026-03-31"), ("2026-02-01", "2026-02-28")),  # a month before a month
        (("2026-01-01", "2026-12-31"), ("2025-01-01", "2025-12-31")),
        (("2026-02-01", "2026-03-31"), ("2025-12-01", "2026-01-31")),
        (("2026-03-01", "2026-03-30"), ("2026-01-30", "2026-02-28")),  # thirty days, no month
        (("2027-01-08", "2027-01-08"), ("2027-01-07", "2027-01-07")),
    ],
)
def test_period_is_compared_with_the_one_before(period, before):
    assert span(*period).before == span(*before)


def test_days_before_are_summed_apart():
    make_day(date(2027, 1, 7), visits=40)
    make_day(date(2027, 1, 8), visits=5)

    report = make_report(span("2027-01-08", "2027-01-08"), Step.DAY)

    assert (report.total.visits, report.total_before.visits) == (5, 40)


def test_this_week_may_be_greater_than_this_month(time_machine):
    time_machine.move_to("2026-03-01T00:30+07:00", tick=False)  # Sunday, in UTC still February
    make_day(date(2026, 2, 23), visits=16)
    make_day(date(2026, 3, 1), visits=2)

    week = make_report(span("2026-02-23", "2026-03-01"), Step.WEEK).total.visits
    month = make_report(span("2026-03-01", "2026-03-01"), Step.MONTH).total.visits

    assert (week, month) == (18, 2)


def test_corrections_and_imported_days_count_in_their_day():
    day = date(2027, 1, 5)
    make_day(day, visits=10)
    AccountEntry.objects.create(day=day, visits=-4, reason="Rô-bốt")
    AccountEntry.objects.create(day=day, visits=1, reason="Sót")
    AccountEntry.objects.create(day=day - timedelta(days=1), visits=7, kind="imported", reason="Cũ")
    AccountEntry.objects.create(visits=1000, kind="opening", reason="Không ghi ngày")

    report = make_report(span("2027-01-04", "2027-01-05"), Step.DAY)

    assert visits_of(report.parts) == [7, 7]
    assert report.total.page_views == 20


def test_readers_and_machines_are_told_apart():
    make_day(date(2027, 1, 5), visits=10)
    for audience, views in {"b": 300, "s": 4, "m": 50}.items():
        DayTotal.objects.create(day=date(2027, 1, 5), audience=audience, page_views=views)

    report = make_report(span("2027-01-05", "2027-01-05"), Step.DAY)

    assert report.audiences == {"r": 20, "b": 300, "s": 4, "m": 50}
    assert report.total.page_views == 20


def test_hours_of_days_are_added_up():
    for day, views in {5: 3, 6: 4, 7: 100}.items():
        HourTotal.objects.create(day=date(2027, 1, day), hour=8, visits=1, page_views=views)

    report = make_report(span("2027-01-05", "2027-01-06"), Step.DAY)

    assert report.hours[8].page_views == 7
    assert sum(hour.page_views for hour in report.hours) == 7


def test_hours_are_told_of_ninety_days_at_most():
    report = make_report(span("2026-01-01", "2027-01-08"), Step.MONTH)

    assert report.hours_span == span("2026-10-10", "2027-01-08")
    assert make_report(span("2026-01-01", "2026-01-31"), Step.DAY).hours_span is None


def test_articles_are_ranked_by_the_views_of_the_period():
    for pk, day, views in [(1, 4, 900), (1, 5, 2), (2, 5, 3), (2, 6, 4), (3, 6, 7)]:
        ArticleDay.objects.create(article_id=pk, day=date(2027, 1, day), page_views=views)

    report = make_report(span("2027-01-05", "2027-01-06"), Step.DAY)

    assert report.most_read == [(3, 7), (2, 7), (1, 2)]


def test_report_costs_six_queries_whatever_was_read(django_assert_num_queries):
    for pk in range(50):
        ArticleDay.objects.create(article_id=pk, day=date(2027, 1, 5), page_views=pk)

    with django_assert_num_queries(6):  # the searches in vain are one
        make_report(span("2025-01-01", "2027-01-08"), Step.WEEK)
