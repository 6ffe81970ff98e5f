from datetime import date

import pytest
from bs4 import BeautifulSoup

from tests.factories import make_picture_banner, make_public_pages, make_solemn_period

pytestmark = pytest.mark.django_db


def banners(page, place="side"):
    return BeautifulSoup(page.text, "html.parser").select(f".picture-banners--{place} img")


def test_picture_in_the_side_column_stands_once_on_every_public_page(client):
    make_picture_banner("Uống nước nhớ nguồn", place="side")

    for path in make_public_pages():
        shown = banners(client.get(path))
        assert [picture["alt"] for picture in shown] == ["Uống nước nhớ nguồn"], path


def test_picture_in_the_side_column_stands_on_an_empty_front_page(client):
    make_picture_banner(place="side")

    assert len(banners(client.get("/"))) == 1


def test_picture_under_the_masthead_stands_between_menu_and_content(client):
    make_picture_banner("Chào mừng Đại hội", place="header")

    for path in make_public_pages():
        page = BeautifulSoup(client.get(path).text, "html.parser")
        section = page.select_one(".picture-banners--header")
        assert section.img["alt"] == "Chào mừng Đại hội"
        assert section.find_previous_sibling("header") is not None
        assert section.find_next_sibling("main") is not None


def test_browser_knows_the_pictures_shape_and_widths_before_it_comes(client):
    make_picture_banner(size=(900, 300))

    picture = banners(client.get("/"))[0]

    assert (picture["width"], picture["height"]) == ("900", "300")
    widths = picture.find_previous_sibling("source")["srcset"].split(", ")
    assert [width.split()[1] for width in widths] == ["400w", "800w"]


def test_a_picture_smaller_than_all_widths_is_shown_as_it_is(client):
    make_picture_banner(size=(300, 100))

    picture = banners(client.get("/"))[0]

    assert picture["src"].endswith((".jpg", ".png"))
    assert picture.find_previous_sibling("source") is None


def test_only_the_picture_with_a_link_leads_somewhere(client):
    make_picture_banner("một", order=1, link="/tin-tuc/")
    make_picture_banner("hai", order=2)

    first, second = banners(client.get("/"))

    assert first.find_parent("a")["href"] == "/tin-tuc/"
    assert second.find_parent("a") is None


def test_words_of_the_picture_are_there_for_paper(client):
    make_picture_banner("Uống nước nhớ nguồn")

    section = banners(client.get("/"))[0].find_parent("section")

    assert section.get_text(strip=True) == "Uống nước nhớ nguồn"


@pytest.mark.parametrize("place", ["side", "header"])
@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2024-07-09T23:59+07:00", False),
        ("2024-07-10T00:30+07:00", True),  # still the 9th in UTC
        ("2024-07-17T23:59+07:00", True),
        ("2024-07-18T00:30+07:00", False),  # still the 17th in UTC
    ],
)
def test_picture_is_shown_from_its_first_day_to_the_end_of_its_last(
    client, time_machine, moment, shown, place
):
    make_picture_banner(place=place, starts_on=date(2024, 7, 10), ends_on=date(2024, 7, 17))
    time_machine.move_to(moment, tick=False)

    page = client.get("/")

    assert bool(banners(page, place)) is shown
    assert ("picture-banner" in page.text) is shown


def test_celebrating_picture_is_taken_down_in_days_of_mourning(client):
    make_picture_banner("Chào mừng Đại hội", kind="celebration")
    make_picture_banner("Uống nước nhớ nguồn", kind="tribute")
    make_solemn_period()

    shown = banners(client.get("/"))

    assert [picture["alt"] for picture in shown] == ["Uống nước nhớ nguồn"]
