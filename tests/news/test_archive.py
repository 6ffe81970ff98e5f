"""The archive by year, month and day, with counts that are right at every moment."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news import archive
from news.models import Article
from tests.factories import make_announcement, make_article, make_page

pytestmark = pytest.mark.django_db


def counts(client, address, place=".archive-list li"):
    """What a page of the archive counts: ["Tháng 5 2 bài"]."""
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    return [" ".join(item.get_text().split()) for item in soup.select(place)]


def at(day, hour="08:00"):
    return f"{day}T{hour}+07:00"


def test_a_year_counts_its_months_by_local_time(client):
    make_article(published_at=at("2024-02-01", "00:00"))  # still January in UTC
    make_announcement(published_at=at("2024-02-29", "23:59"))
    make_article(published_at=at("2024-12-31", "23:59"))
    make_article(published_at=at("2025-01-01", "00:00"))
    make_page(published_at=at("2024-02-03"))

    assert counts(client, "/luu-tru/2024/") == ["Tháng 12 1 bài", "Tháng 2 2 bài"]


def test_a_month_counts_its_days_and_a_day_lists_its_articles(client):
    make_article("Sáng", published_at=at("2024-05-12", "00:30"))
    make_article("Tối", published_at=at("2024-05-12", "23:30"))
    make_article("Hôm sau", published_at=at("2024-05-13", "00:00"))

    days = counts(client, "/luu-tru/2024/05/", ".archive-days li")
    page = client.get("/luu-tru/2024/05/12/").text

    assert days == ["Ngày 13/5 1 bài", "Ngày 12/5 2 bài"]
    assert "Sáng" in page
    assert "Tối" in page
    assert "Hôm sau" not in page


def test_the_last_day_of_a_month_ends_where_the_next_month_begins(client):
    make_article(published_at=at("2024-01-31", "23:59"))
    make_article(published_at=at("2024-02-01", "00:00"))
    make_article(published_at=at("2024-02-29", "23:59"))
    make_article(published_at=at("2024-03-01", "00:00"))

    january = counts(client, "/luu-tru/2024/01/", ".archive-days li")
    february = counts(client, "/luu-tru/2024/02/", ".archive-days li")

    assert january == ["Ngày 31/1 1 bài"]
    assert february == ["Ngày 29/2 1 bài", "Ngày 1/2 1 bài"]


@pytest.mark.parametrize(
    "fields",
    [
        {"state": Article.State.DRAFT},
        {"state": Article.State.WITHDRAWN},
        {"binned_at": at("2024-05-14")},
        {"expires_at": at("2024-05-14")},
    ],
)
def test_only_what_readers_may_see_is_counted(client, fields):
    make_article(published_at=at("2024-05-12"))
    make_article(published_at=at("2024-05-12"), **fields)

    assert counts(client, "/luu-tru/2024/") == ["Tháng 5 1 bài"]
    assert counts(client, "/luu-tru/2024/05/", ".archive-days li") == ["Ngày 12/5 1 bài"]


def test_a_count_follows_the_clock_with_nothing_saved(client, time_machine):
    time_machine.move_to(at("2024-05-12", "07:59"), tick=False)
    make_article(published_at=at("2024-05-10"))
    make_article(published_at=at("2024-05-12", "08:00"), expires_at=at("2024-05-12", "09:00"))

    shown = []
    for hour in ["07:59", "08:00", "09:00"]:
        time_machine.move_to(at("2024-05-12", hour), tick=False)
        shown += counts(client, "/luu-tru/2024/")

    assert shown == ["Tháng 5 1 bài", "Tháng 5 2 bài", "Tháng 5 1 bài"]


def test_a_month_past_counting_says_so(client, monkeypatch):
    monkeypatch.setattr(archive, "COUNTED", 3)
    for number in range(5):
        make_article(f"Tin {number}", published_at=at("2024-05-12", f"0{number}:00"))

    assert counts(client, "/luu-tru/2024/") == ["Tháng 5 hơn 3 bài"]
    page = client.get("/luu-tru/2024/05/")
    assert page.status_code == 200
    assert "archive-days" not in page.text


def links(client, address):
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    return [a["href"] for a in soup.main.select("a[href^='/luu-tru/2']")]


def test_the_archive_leads_to_no_year_or_month_with_nothing(client):
    make_article(published_at=at("2021-11-30", "23:59"))
    make_announcement(published_at=at("2024-02-01", "00:00"))  # still January in UTC
    make_article(published_at=at("2024-05-12"))
    make_page(published_at=at("2022-03-01"))
    make_article(published_at=at("2024-03-01"), state=Article.State.WITHDRAWN)

    assert links(client, "/luu-tru/") == [
        *["/luu-tru/2024/", "/luu-tru/2024/05/", "/luu-tru/2024/02/"],
        *["/luu-tru/2021/", "/luu-tru/2021/11/"],
    ]
    assert links(client, "/so-do-trang/") == ["/luu-tru/2024/", "/luu-tru/2021/"]


@pytest.mark.parametrize(
    ("address", "is_found"),
    [
        ("/luu-tru/2024/05/", True),
        ("/luu-tru/2024/05/12/", True),
        ("/luu-tru/2024/06/", False),
        ("/luu-tru/2024/05/13/", False),
    ],
)
def test_a_month_or_day_with_nothing_is_open_but_for_no_search_engine(client, address, is_found):
    make_article(published_at=at("2024-05-12"))

    answer = client.get(address)

    assert answer.status_code == 200
    assert ('<meta name="robots" content="noindex">' in answer.text) is not is_found


@pytest.mark.parametrize(
    "address",
    [
        "/luu-tru/2023/",  # nothing then
        "/luu-tru/2023/05/",
        "/luu-tru/2023/05/12/",
        "/luu-tru/2099/12/31/",
        "/luu-tru/1800/",
        "/luu-tru/2024/02/30/",
        "/luu-tru/2024/05/00/",
        "/luu-tru/2024/05/1/",
    ],
)
def test_a_time_with_nothing_or_that_never_was_is_not_found(client, address):
    make_article(published_at=at("2024-05-12"))

    assert client.get(address).status_code == 404


def test_the_archive_leads_to_years_months_and_days(client):
    make_article(published_at=at("2024-05-12"))

    assert 'href="/luu-tru/2024/"' in client.get("/luu-tru/").text
    assert 'href="/luu-tru/2024/05/"' in client.get("/luu-tru/2024/").text
    assert 'href="/luu-tru/2024/05/12/"' in client.get("/luu-tru/2024/05/").text
    assert 'href="/luu-tru/2024/05/"' in client.get("/luu-tru/2024/05/12/").text


@pytest.mark.parametrize("address", ["/luu-tru/2024/", "/luu-tru/2024/05/", "/luu-tru/2024/05/12/"])
def test_a_page_of_the_archive_costs_the_same_with_many_articles(client, in_a_server, address):
    def fill(count):
        for number in range(count):
            hour = timezone.datetime.fromisoformat(at("2024-05-12")) + timedelta(minutes=number)
            make_article(published_at=hour)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    fill(3)
    few = queries()
    fill(20)

    assert queries() == few <= 20
