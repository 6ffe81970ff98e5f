from datetime import date

import pytest
from bs4 import BeautifulSoup

from tests.factories import make_picture_banner, make_public_pages, make_slogan, make_solemn_period

pytestmark = pytest.mark.django_db

NOTICE = "Quốc tang đồng chí Nguyễn Văn A\nTừ ngày 25/7/2024 đến ngày 26/7/2024"
DAYS = {"starts_on": date(2024, 7, 25), "ends_on": date(2024, 7, 26)}


def html(page):
    return BeautifulSoup(page.text, "html.parser").html


def is_solemn(page):
    return "is-solemn" in html(page).get("class", [])


def test_every_public_page_is_muted_and_opens_with_the_notice(client):
    make_solemn_period(NOTICE)

    for path in [*make_public_pages(), "/khong-co-trang-nay/"]:
        page = client.get(path)
        notice = html(page).select_one("section.solemn-notice[aria-label]")
        assert is_solemn(page), path
        assert list(notice.stripped_strings) == NOTICE.split("\n")
        assert notice.find_previous_sibling(["header", "main"]) is None


def test_browsers_own_frame_is_muted_too(client):
    def colour(page):
        return html(page).select_one("meta[name=theme-color]")["content"]

    ordinary = colour(client.get("/"))
    make_solemn_period()

    assert colour(client.get("/")) != ordinary


@pytest.mark.parametrize(
    ("moment", "solemn"),
    [
        ("2024-07-24T23:59+07:00", False),
        ("2024-07-25T00:00+07:00", True),
        ("2024-07-25T00:30+07:00", True),  # still the 24th in UTC
        ("2024-07-26T23:59+07:00", True),
        ("2024-07-27T00:00+07:00", False),
        ("2024-07-27T00:30+07:00", False),  # still the 26th in UTC
    ],
)
def test_mourning_begins_and_ends_by_itself(client, time_machine, moment, solemn):
    make_solemn_period(NOTICE, **DAYS)
    time_machine.move_to(moment, tick=False)

    page = client.get("/")

    assert is_solemn(page) is solemn
    assert ("solemn-notice" in page.text) is solemn


def test_celebrations_are_silent_and_tributes_stay(client):
    make_slogan("Đại hội Đảng bộ", opening="Chào mừng", kind="celebration")
    make_slogan("các Anh hùng liệt sĩ", opening="Đời đời nhớ ơn", kind="tribute")
    make_solemn_period()

    groups = html(client.get("/")).select(".slogan-bar__group")

    assert [group.get_text() for group in groups] == ["Đời đời nhớ ơn các Anh hùng liệt sĩ"]


def test_greeting_of_another_kind_is_silent_too(client):
    """Stored before the form refused it."""
    make_slogan("Đại hội", opening="Nhiệt liệt chào mừng", kind="observance")
    make_picture_banner("Hân hoan chào đón Đại hội", kind="observance")
    make_solemn_period()

    page = html(client.get("/"))

    assert not page.select(".slogan-bar, .picture-banner")


def test_celebrations_return_after_the_last_day(client, time_machine):
    make_slogan(
        "Đại hội", opening="Chào mừng", starts_on=date(2024, 7, 1), ends_on=date(2024, 8, 1)
    )
    make_solemn_period(**DAYS)

    time_machine.move_to("2024-07-26T12:00+07:00", tick=False)
    assert html(client.get("/")).select_one(".slogan-bar") is None
    time_machine.move_to("2024-07-27T00:00+07:00", tick=False)
    assert html(client.get("/")).select_one(".slogan-bar") is not None


def test_notice_is_text_and_never_markup(client):
    make_solemn_period("<script>alert(1)</script>\n& kính báo")

    notice = html(client.get("/")).select_one(".solemn-notice")

    assert notice.script is None
    assert list(notice.stripped_strings) == ["<script>alert(1)</script>", "& kính báo"]
