from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from news.models import Category
from stats import definitions, folding
from stats.models import AccountEntry
from tests.factories import make_counter

pytestmark = pytest.mark.django_db


def text_of(page):
    main = BeautifulSoup(page.text, "html.parser").select_one(".article__body")
    return " ".join(main.get_text().split())


def test_counter_leads_to_how_it_counts(client):
    home = BeautifulSoup(client.get("/").text, "html.parser")

    link = home.select_one(".counter__how a")

    assert link.get_text() == "Cách tính"
    assert client.get(link["href"]).status_code == 200


def test_every_definition_is_told(client):
    told = text_of(client.get("/cach-tinh/"))

    for words in ["30 phút", "5 phút", "giờ Việt Nam", "từ thứ", "90 ngày", "Lượt truy cập"]:
        assert words in told


def test_values_are_those_by_which_the_counter_counts(client, monkeypatch):
    monkeypatch.setattr(definitions, "VISIT_GAP", timedelta(minutes=47))
    monkeypatch.setattr(definitions, "ONLINE_WITHIN", timedelta(minutes=3))

    told = text_of(client.get("/cach-tinh/"))

    assert "47 phút" in told
    assert "trong 3 phút" in told


def test_what_is_kept_of_searches_is_told(client):
    told = text_of(client.get("/cach-tinh/"))

    assert f"giữ {folding.SEARCHES_KEPT.days} ngày" in told


def test_account_of_the_counter_is_told(client):
    make_counter(opening=411605)
    AccountEntry.objects.create(day="2026-03-01", visits=-20, reason="Rô-bốt")
    AccountEntry.objects.create(visits=-5, reason="Rô-bốt")

    told = text_of(client.get("/cach-tinh/"))

    assert "411.605 lượt mang sang" in told
    assert "điều chỉnh 2 lần, cộng lại là -25 lượt" in told


def test_counter_without_an_account_began_at_nought(client):
    assert "bắt đầu từ 0" in text_of(client.get("/cach-tinh/"))


def test_address_is_not_taken_by_a_category(webmaster):
    answer = webmaster.post("/quan-tri/news/category/add/", {"name": "Cách tính", "order": 0})

    assert answer.status_code == 422
    assert not Category.objects.exists()
