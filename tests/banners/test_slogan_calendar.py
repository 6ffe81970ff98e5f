from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from banners import bar, calendar
from banners.models import Slogan
from tests.factories import make_occasion, make_picture_banner, make_slogan, make_solemn_period
from tests.reading import soup, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("early_thursday")]

PAGE = "/quan-tri/banners/slogan/lich/"


def month(page, number):
    return soup(page).select_one(f"#thang-{number}")


# ---------- The year ----------


def test_month_lists_what_shows_with_its_days(webmaster):
    occasion = make_occasion()

    line = month(webmaster.get(PAGE), 7).select_one(".strip__text")

    assert words(line) == (
        "10/7 - 17/7 Nhiệt liệt chào mừng kỷ niệm 7 năm Ngày thành lập Đảng bộ Khối "
        "(17/7/2019 - 17/7/2026)"
    )
    assert line.a["href"] == f"/quan-tri/banners/occasion/{occasion.pk}/change/"


def test_bar_of_a_line_lies_on_its_days(webmaster):
    make_slogan(starts_on=date(2026, 5, 20), ends_on=date(2026, 6, 15))

    strips = [month(webmaster.get(PAGE), n).select_one(".strip__days") for n in (5, 6)]

    assert [(strip["x"], strip["width"]) for strip in strips] == [
        ("61.29%", "38.71%"),  # 12 of the 31 days
        ("0.00%", "50.00%"),
    ]


def test_next_year_is_drafted_from_the_occasions(webmaster):
    make_occasion()

    assert "8 năm" in words(month(webmaster.get(PAGE, {"nam": "2027"}), 7))


def test_days_without_a_line_are_named(webmaster):
    make_slogan(starts_on=date(2026, 7, 10), ends_on=date(2026, 7, 17))

    page = webmaster.get(PAGE)

    assert words(month(page, 7).select_one(".month__note")) == "Trống: 1/7 - 9/7, 18/7 - 31/7."
    assert "357 ngày trống" in words(soup(page).select_one(".months__sum"))


def test_days_with_too_many_lines_are_named(webmaster):
    for last in (17, 18, 18, 18):
        make_slogan(starts_on=date(2026, 7, 17), ends_on=date(2026, 7, last))

    note = month(webmaster.get(PAGE), 7).select_one(".month__note--crowded")

    assert words(note) == "Hơn 3 dòng cùng lúc: 17/7."


def test_days_of_mourning_are_neither_empty_nor_festive(webmaster):
    make_slogan(starts_on=date(2026, 7, 25), ends_on=date(2026, 7, 26))
    make_solemn_period(starts_on=date(2026, 7, 25), ends_on=date(2026, 7, 26))

    page = webmaster.get(PAGE)

    assert words(month(page, 7).select_one(".month__note")) == "Trống: 1/7 - 24/7, 27/7 - 31/7."
    hints = [a["title"] for a in soup(page).select(".year-grid .is-solemn a")]
    assert hints[0] == "25/07/2026: không có dòng nào, trang nghiêm"


def test_pictures_stand_in_the_calendar(webmaster):
    make_picture_banner(starts_on=date(2026, 8, 1), ends_on=date(2026, 8, 2))

    text = words(month(webmaster.get(PAGE), 8).select_one(".strip__text"))

    assert text == "1/8 - 2/8 Chào mừng Đại hội Đảng bộ tỉnh ảnh khẩu hiệu"


def test_every_day_of_the_calendar_equals_the_bar_of_that_day():
    """Windows over New Year, a lunar day, a round year, a hand-written year, days of mourning."""
    make_occasion("Tết", day=1, month=1, year=None, calendar="lunar", days_before=40)
    make_occasion("Tổng tuyển cử", day=6, month=1, year=1946, round_years_only=True)
    make_occasion("Ngày bỏ", day=8, month=3, year=None, is_active=False)
    founded = make_occasion(kind="observance")
    july = {"starts_on": date(2026, 7, 1), "ends_on": date(2026, 7, 4)}
    make_slogan("Viết riêng", occasion=founded, year=2026, **july)
    make_slogan("Cả năm", starts_on=date(2025, 1, 1), ends_on=date(2027, 12, 31))
    solemn = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 1, 3)}
    make_slogan("Đại hội", opening="Nhiệt liệt chào mừng", kind="observance", **solemn)
    make_solemn_period(**solemn)

    days = [day for month in calendar.year_at_a_glance(2026) for day in month.days]

    assert len(days) == 365
    for day in days[::3]:
        planned = sorted(line.text for line in day.lines)
        assert planned == sorted(str(line) for line in bar.on(day.date).lines), day.date


def test_line_of_the_calendar_is_written_by_hand_with_one_click(webmaster):
    make_occasion()
    page = month(webmaster.get(PAGE), 7)

    webmaster.post(page.select_one("button[form=by-hand]")["formaction"])

    after = month(webmaster.get(PAGE), 7)
    assert after.select_one(".strip__label").text == "viết riêng"
    assert not after.select("button")
    assert (Slogan.objects.get().year, len(after.select(".strip"))) == (2026, 1)


def test_what_is_over_has_no_button(webmaster):
    make_occasion(day=8, month=3, year=None)

    page = month(webmaster.get(PAGE), 3)

    assert page.select(".strip")
    assert not page.select("button")


def test_calendar_costs_the_same_with_many_occasions(webmaster):
    counts = []
    for size in (5, 60):
        for number in range(size):
            make_occasion(f"Ngày thứ {number}", day=number % 28 + 1)
        with CaptureQueriesContext(connection) as queries:
            webmaster.get(PAGE, {"ngay": "12/03/2026"})
        counts.append(len(queries))

    assert counts[0] == counts[1] < 30


@pytest.mark.parametrize("year", [2000, 2098])
def test_first_and_last_year_are_drawn(webmaster, year):
    make_occasion("Tết Ông Táo", day=30, month=12, year=None, calendar="lunar")

    assert webmaster.get(PAGE, {"nam": year}).status_code == 200


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"nam": "1999"}, "Chỉ xem được từ năm 2000 đến năm 2098."),
        ({"nam": "x"}, "Chỉ xem được từ năm 2000 đến năm 2098."),
        ({"ngay": "1/1/2150"}, "Chỉ xem được từ năm 2000 đến năm 2098."),
        ({"ngay": "31/6/2026"}, "Hãy viết ngày như 06/07/2026."),
    ],
)
def test_impossible_year_or_day_is_refused_with_a_word(webmaster, asked, message):
    answer = webmaster.get(PAGE, asked)

    assert answer.status_code == 422
    assert words(soup(answer).select_one(".period .errorlist")) == message


def test_page_needs_no_script_and_no_style_of_its_own(webmaster):
    make_occasion()

    page = soup(webmaster.get(PAGE, {"ngay": "12/07/2026"}))

    assert not page.select("[style], style, #content script")


@pytest.mark.parametrize("path", ["", "thanh/?ngay=12/03/2026"])
def test_clerk_may_not_look(clerk, path):
    assert clerk.get(PAGE + path).status_code == 403


# ---------- One day ahead ----------


def test_day_ahead_is_shown_as_readers_will_see_it(webmaster):
    make_occasion()

    shown = soup(webmaster.get(PAGE, {"ngay": "12/07/2026"})).select_one(".day-shown")
    framed = webmaster.get(shown.iframe["src"])

    line = "Nhiệt liệt chào mừng kỷ niệm 7 năm Ngày thành lập Đảng bộ Khối (17/7/2019 - 17/7/2026)"
    assert words(shown.h2) == "Chủ nhật, 12/07/2026: bạn đọc sẽ thấy"
    assert words(shown.select_one(".shown__line")) == line
    assert soup(framed).select_one(".slogan-bar__group").get_text() == line
    assert "frame-ancestors 'self'" in framed.headers["Content-Security-Policy"]
    assert framed.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_day_of_mourning_is_previewed_with_its_notice(webmaster):
    make_slogan(starts_on=date(2026, 7, 25), ends_on=date(2026, 7, 26))
    make_solemn_period(starts_on=date(2026, 7, 25), ends_on=date(2026, 7, 26))

    shown = soup(webmaster.get(PAGE, {"ngay": "25/07/2026"})).select_one(".day-shown")

    assert words(shown.select_one(".shown__solemn")).endswith("Quốc tang đồng chí Tổng Bí thư")
    assert not shown.select(".shown__line")
    framed = soup(webmaster.get(shown.iframe["src"]))
    assert words(framed.select_one(".is-solemn .solemn-notice")) == "Quốc tang đồng chí Tổng Bí thư"


# ---------- The next thirty days ----------


def agenda(client):
    rows = soup(client.get("/quan-tri/")).select(".slogan-agenda__event")
    return [words(row) for row in rows]


def test_front_page_tells_what_begins_and_what_ends(webmaster):
    today = date(2026, 3, 12)
    make_slogan("một", starts_on=date(2026, 3, 1), ends_on=today)
    make_slogan("hai", starts_on=today + timedelta(30), ends_on=today + timedelta(31))
    make_slogan("ba", starts_on=today + timedelta(31), ends_on=today + timedelta(40))

    assert agenda(webmaster) == [
        "12/03 Hết ngày Nhiệt liệt chào mừng kỷ niệm một",
        "11/04 Bắt đầu Nhiệt liệt chào mừng kỷ niệm hai",
    ]


def test_agenda_knows_the_next_year(time_machine, sign_in):
    time_machine.move_to("2026-12-31T00:30+07:00", tick=False)
    make_occasion("Ngày đầu năm", day=9, month=1, year=None, days_before=3)

    assert agenda(sign_in("Quản trị web")) == [
        "06/01 Bắt đầu Nhiệt liệt chào mừng kỷ niệm Ngày đầu năm (9/1)",
        "09/01 Hết ngày Nhiệt liệt chào mừng kỷ niệm Ngày đầu năm (9/1)",
    ]


def links(page):
    return [a["href"] for a in soup(page).select("#content a[href*='/banners/']")]


@pytest.mark.parametrize("path", ["/quan-tri/", PAGE])
def test_every_link_leads_where_one_may_go(sign_in, path):
    make_occasion(day=20, month=3)
    make_slogan()
    make_solemn_period()
    onlooker = sign_in("Người soạn bài")
    onlooker.user.user_permissions.add(Permission.objects.get(codename="view_slogan"))

    found = links(onlooker.get(path))

    assert any("/slogan/" in link for link in found)
    assert {onlooker.get(link).status_code for link in found} == {200}


@pytest.mark.parametrize("path", ["/quan-tri/", PAGE])
def test_webmaster_begins_each_kind_of_banner_from_here(webmaster, path):
    page = soup(webmaster.get(path))

    assert [words(a) for a in page.select(".new-banners a")] == [
        "Thêm ngày kỷ niệm",
        "Thêm khẩu hiệu",
        "Bật chế độ trang nghiêm",
    ]


def test_agenda_is_for_those_who_see_slogans(clerk):
    make_slogan()

    page = soup(clerk.get("/quan-tri/"))

    assert not page.select(".slogan-agenda")
    assert page.select_one("#content-main .module")
