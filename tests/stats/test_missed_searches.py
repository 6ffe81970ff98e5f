"""What readers looked for and did not find: its words and how often, and nothing about who."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from stats import folding, journal
from stats.models import DayTotal, MissedSearch
from tests.factories import make_article

pytestmark = pytest.mark.django_db

ROBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


def missed():
    return dict(MissedSearch.objects.values_list("words", "times"))


def test_a_search_that_finds_nothing_is_counted_however_it_is_typed(client):
    make_article("Hội nghị")
    for q in ["Bóng đá", "bong  da", "BÓNG ĐÁ!", "hội nghị", "", "!!!"]:
        client.get("/tim-kiem/", {"q": q})
    client.get("/tim-kiem/", {"q": "bóng đá", "nam": "2024"})  # it may be there in another year
    client.get("/tim-kiem/goi-y/", {"q": "bóng đá"})

    assert missed() == {"bong-da": 3}


def test_robots_and_colleagues_are_left_out(client, clerk):
    Client(headers={"User-Agent": ROBOT}).get("/tim-kiem/", {"q": "bóng đá"})
    clerk.get("/quan-tri/")
    clerk.get("/tim-kiem/", {"q": "bóng đá"})

    assert missed() == {}


def test_a_page_that_is_kept_counts_each_search_in_vain(front_door):
    for _ in range(3):
        front_door.get("/tim-kiem/?q=b%C3%B3ng+%C4%91%C3%A1")
    front_door.request("HEAD", "/tim-kiem/?q=b%C3%B3ng+%C4%91%C3%A1")
    front_door.get("/tim-kiem/?q=b%C3%B3ng+%C4%91%C3%A1", User_Agent=ROBOT)

    assert len(front_door.made) == 1

    make_article("Bóng đá")
    front_door.get("/tim-kiem/?q=b%C3%B3ng+%C4%91%C3%A1")
    folding.fold()

    assert missed() == {"bong-da": 3}


def test_long_numbers_and_long_questions_are_cut(client):
    client.get("/tim-kiem/", {"q": "Nguyễn Văn A 0912345678"})
    client.get("/tim-kiem/", {"q": "mot hai ba bon nam " * 5})

    assert "nguyen-van-a" in missed()
    assert all(len(words) <= 60 for words in missed())


def test_nothing_of_it_leaves_the_server_and_the_page_view_counts(client):
    answer = client.get("/tim-kiem/", {"q": "bóng đá"})

    assert not [name for name in answer.headers if "Search" in name]
    assert DayTotal.objects.get().page_views == 1
    (sheet,) = journal.files()
    assert journal.written(sheet.read_bytes()).endswith(b" bong-da\n")


def test_whoever_asks_for_all_sorts_fills_no_table(client, monkeypatch):
    monkeypatch.setattr(folding, "SEARCHES_A_DAY", 3)
    for word in ["mot", "hai", "ba", "bon", "nam", "mot"]:
        client.get("/tim-kiem/", {"q": word})

    assert missed() == {"mot": 2, "hai": 1, "ba": 1}


def test_they_are_forgotten_after_a_year_and_a_month(client):
    MissedSearch.objects.create(day=timezone.localdate() - timedelta(days=401), words="cu", times=1)
    folding.clear_up()

    assert missed() == {}


def test_the_statistics_show_them_and_hand_them_out(webmaster, visitor):
    for q in ["Bóng đá", "bóng đá", "lịch tiếp dân"]:
        visitor.get("/tim-kiem/", {"q": q})

    page = webmaster.get("/quan-tri/thong-ke/")
    file = webmaster.get("/quan-tri/thong-ke/", {"xuat": "csv"}).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(file)))

    assert "Bạn đọc tìm mà không thấy" in page.text
    at = rows.index(["Tìm không thấy"])
    assert rows[at + 1 : at + 4] == [
        ["Từ cần tìm", "Số lần"],
        ["bong da", "2"],
        ["lich tiep dan", "1"],
    ]
