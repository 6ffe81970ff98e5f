from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from news.models import Article
from news.pagination import PAGE_SIZE
from tests.factories import (
    make_album,
    make_announcement,
    make_article,
    make_category,
    make_document,
    make_page,
    make_video,
)

pytestmark = pytest.mark.django_db


def titles(response):
    """The titles of the listed articles, in their order."""
    main = BeautifulSoup(response.content, "html.parser").main
    links = main.select("[class$=card__title] a, [class$=list__title] a, .document-list a")
    return [" ".join(link.get_text().split()) for link in links]


def follow(client, response, words):
    """Follow the link with these words, as a reader would."""
    link = BeautifulSoup(response.content, "html.parser").find(
        lambda tag: tag.name == "a" and words in tag.get_text()
    )
    return link and client.get(response.request["PATH_INFO"] + link["href"])


def make_many(count, **fields):
    noon = timezone.now() - timedelta(days=1)
    for number in range(count):
        make_article(f"Tin {number:03}", published_at=noon - timedelta(minutes=number), **fields)


@pytest.mark.parametrize(
    ("address", "make"),
    [
        ("/thong-bao/", make_announcement),
        ("/van-ban/", make_document),
        ("/album-anh/", make_album),
        ("/video/", make_video),
        ("/tin-tuc/", make_article),
    ],
)
def test_a_list_shows_its_kind_newest_first(client, address, make):
    make("Việc hôm qua", published_at=timezone.now() - timedelta(days=1))
    make("Việc hôm nay")

    assert titles(client.get(address)) == ["Việc hôm nay", "Việc hôm qua"]


def test_pages_of_a_list_show_each_article_once_in_both_directions(client):
    make_many(2 * PAGE_SIZE + 5)
    first = client.get("/tin-tuc/")
    second = follow(client, first, "Cũ hơn")
    third = follow(client, second, "Cũ hơn")

    forward = titles(first) + titles(second) + titles(third)

    assert forward == [f"Tin {number:03}" for number in range(2 * PAGE_SIZE + 5)]
    assert follow(client, third, "Cũ hơn") is None
    assert titles(follow(client, third, "Mới hơn")) == titles(second)
    assert titles(follow(client, second, "Mới hơn")) == titles(first)
    assert follow(client, first, "Mới hơn") is None


def test_articles_of_one_minute_are_neither_lost_nor_doubled(client):
    moment = timezone.now() - timedelta(days=1)
    for number in range(PAGE_SIZE + 3):
        make_article(f"Tin {number}", published_at=moment)

    first = client.get("/tin-tuc/")
    second = follow(client, first, "Cũ hơn")

    assert len({*titles(first), *titles(second)}) == PAGE_SIZE + 3


def test_a_category_shows_its_subcategories_articles_as_well(client):
    parent = make_category("Đoàn thể")
    child = make_category("Đoàn Thanh niên", parent=parent)
    make_article("Của chuyên mục con", category=child)
    make_article("Của chuyên mục khác")

    assert titles(client.get("/doan-the/")) == ["Của chuyên mục con"]
    assert titles(client.get("/doan-thanh-nien/")) == ["Của chuyên mục con"]


def test_a_list_of_several_categories_says_of_each_article_in_which_it_stands(client):
    category = make_category("Đoàn thể")
    make_article(category=category)

    def kickers(address):
        page = BeautifulSoup(client.get(address).content, "html.parser")
        return [kicker.text for kicker in page.main.select(".kicker")]

    assert kickers("/tin-tuc/") == ["Đoàn thể"]
    assert kickers(category.get_absolute_url()) == []


def test_a_categorys_pages_go_through_its_subcategories_in_order(client):
    parent = make_category("Đoàn thể")
    child = make_category("Đoàn Thanh niên", parent=parent)
    start = timezone.now() - timedelta(days=1)
    for number in range(PAGE_SIZE + 4):
        category = (parent, child)[number % 2]
        when = start - timedelta(minutes=number)
        make_article(f"Tin {number:03}", category=category, published_at=when)

    first = client.get("/doan-the/")
    second = follow(client, first, "Cũ hơn")

    assert titles(first) + titles(second) == [f"Tin {n:03}" for n in range(PAGE_SIZE + 4)]
    assert titles(follow(client, second, "Mới hơn")) == titles(first)


def rename(webmaster, category, slug):
    typed = {"name": category.name, "slug": slug, "order": "0"}
    answer = webmaster.post(f"/quan-tri/news/category/{category.pk}/change/", typed)
    assert answer.status_code == 302


def test_a_renamed_categorys_old_addresses_lead_on(client, webmaster):
    category = make_category("Tin hoạt động")

    rename(webmaster, category, "hoat-dong-dang-uy")

    for end in ["", "rss.xml", "atom.xml"]:
        moved = client.get(f"/tin-hoat-dong/{end}")
        assert (moved.status_code, moved.url) == (301, f"/hoat-dong-dang-uy/{end}")


def test_a_category_may_be_renamed_back(client, webmaster):
    category = make_category("Tin hoạt động")

    rename(webmaster, category, "hoat-dong-dang-uy")
    rename(webmaster, category, "tin-hoat-dong")

    assert client.get("/tin-hoat-dong/").status_code == 200
    assert client.get("/hoat-dong-dang-uy/").url == "/tin-hoat-dong/"


def test_a_former_address_is_free_for_another_category(client, webmaster):
    rename(webmaster, make_category("Tin hoạt động"), "hoat-dong-dang-uy")

    make_category("Tin các cơ sở", slug="tin-hoat-dong")

    assert "Tin các cơ sở" in client.get("/tin-hoat-dong/").text


@pytest.mark.parametrize(
    "query",
    [
        "?cu-hon=abc",
        "?cu-hon=1",
        "?cu-hon=-5-1",
        "?moi-hon=" + "9" * 5000 + "-1",
        "?cu-hon=١٢-٣",  # digits, but not ours
        "?cu-hon=1-%00",
        "?cu-hon=1-1",  # before the first article
        "?moi-hon=99999999999999999-1",  # after the last
    ],
)
def test_a_place_that_does_not_exist_is_not_found(client, query):
    make_article()

    assert client.get(f"/tin-tuc/{query}").status_code == 404


def test_a_month_holds_what_appeared_in_it_by_local_time(client):
    zone = timezone.get_current_timezone()
    # 00:30 on 1 March here is still February in UTC.
    make_article("Đầu tháng ba", published_at=datetime(2024, 3, 1, 0, 30, tzinfo=zone))
    make_article("Cuối tháng hai", published_at=datetime(2024, 2, 29, 23, 59, tzinfo=zone))

    assert titles(client.get("/luu-tru/2024/03/")) == ["Đầu tháng ba"]
    assert titles(client.get("/luu-tru/2024/02/")) == ["Cuối tháng hai"]


def test_december_ends_with_the_year(client):
    zone = timezone.get_current_timezone()
    make_article("Giao thừa", published_at=datetime(2024, 12, 31, 23, 59, tzinfo=zone))
    make_article("Năm mới", published_at=datetime(2025, 1, 1, 0, 0, tzinfo=zone))

    assert titles(client.get("/luu-tru/2024/12/")) == ["Giao thừa"]


@pytest.mark.parametrize("address", ["/luu-tru/2024/13/", "/luu-tru/2024/00/", "/luu-tru/0024/01/"])
def test_a_month_that_never_was_is_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/", "/tin-tuc/", "/thong-bao/", "/van-ban/", "/luu-tru/"])
def test_an_empty_site_still_has_its_pages(client, address):
    assert client.get(address).status_code == 200


def test_a_fixed_page_stands_in_no_list(client):
    make_page("Giới thiệu cơ quan")

    for address in ["/", "/tin-tuc/", "/thong-bao/", "/van-ban/"]:
        assert "Giới thiệu cơ quan" not in titles(client.get(address))


def test_an_announcement_is_marked_new_for_three_days(client):
    make_announcement("Mới đăng", published_at=timezone.now() - timedelta(days=2, hours=23))
    make_announcement("Đã lâu", published_at=timezone.now() - timedelta(days=3, hours=1))

    items = BeautifulSoup(client.get("/thong-bao/").content, "html.parser").select(
        ".announcement-list__item"
    )

    assert ["Mới" in item.get_text().split() for item in items[:2]] == [True, False]


def test_a_pinned_story_leads_the_front_page_until_its_hour(client):
    make_article("Tin mới nhất")
    pinned = make_article("Tin được ghim", published_at=timezone.now() - timedelta(days=9))
    pinned.pinned_until = timezone.now() + timedelta(hours=1)
    pinned.save()
    lead = "[class*=lead-story__title] a"

    front = BeautifulSoup(client.get("/").content, "html.parser")
    Article.objects.update(pinned_until=timezone.now() - timedelta(minutes=1))
    later = BeautifulSoup(client.get("/").content, "html.parser")

    assert front.select_one(lead).get_text(strip=True) == "Tin được ghim"
    assert later.select_one(lead).get_text(strip=True) == "Tin mới nhất"


def test_the_webmaster_orders_the_front_pages_blocks(client):
    for name, home_order in [("Đoàn thể", 2), ("Xây dựng Đảng", 1), ("Kiểm tra", None)]:
        category = make_category(name, home_order=home_order)
        for number in range(2):
            make_article(f"{name} {number}", category=category)

    front = BeautifulSoup(client.get("/").content, "html.parser").main
    headings = [heading.get_text(strip=True) for heading in front.find_all("h2")]
    blocks = [name for name in headings if name in ("Đoàn thể", "Xây dựng Đảng", "Kiểm tra")]

    assert blocks == ["Xây dựng Đảng", "Đoàn thể"]


def test_the_tile_of_an_announcement_writes_its_month_as_every_date_is_written(client):
    make_announcement(published_at="2025-02-05T08:00+07:00")

    (tile,) = BeautifulSoup(client.get("/thong-bao/").content, "html.parser").select(".date-tile")

    assert tile.get_text() == "05/02/2025"
