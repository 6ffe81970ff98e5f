import re
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from banners.models import Slogan
from tests.factories import (
    make_occasion,
    make_picture_banner,
    make_public_pages,
    make_slogan,
    make_solemn_period,
)

pytestmark = pytest.mark.django_db

ADD = "/quan-tri/banners/slogan/add/"
FOUNDED = (
    "5 năm thành lập Đảng bộ Khối Cơ quan và Doanh nghiệp tỉnh Gia Lai (17/7/2019 - 17/7/2024)"
)
LEFT = "113 năm ngày Bác Hồ ra đi tìm đường cứu nước (5/6/1911 - 5/6/2024)"
INVALIDS = "77 năm Ngày Thương binh - Liệt sĩ (27/7/1947 - 27/7/2024)"


def bar(page):
    return BeautifulSoup(page.text, "html.parser").select_one(".slogan-bar")


def sentences(page):
    """The bar's text as it is read, one sentence for each opening."""
    return [group.get_text() for group in bar(page).select(".slogan-bar__group")]


# ---------- What readers see ----------


def test_slogans_under_one_opening_are_joined_letter_for_letter(client):
    make_slogan(FOUNDED, order=1)
    make_slogan(LEFT, order=2)
    make_slogan("76 năm Ngày Chủ tịch Hồ Chí Minh ra Lời kêu gọi thi đua ái quốc", order=3)

    page = client.get("/")

    assert sentences(page) == [
        "Nhiệt liệt chào mừng kỷ niệm 5 năm thành lập Đảng bộ Khối Cơ quan và Doanh nghiệp tỉnh "
        "Gia Lai (17/7/2019 - 17/7/2024); 113 năm ngày Bác Hồ ra đi tìm đường cứu nước "
        "(5/6/1911 - 5/6/2024); 76 năm Ngày Chủ tịch Hồ Chí Minh ra Lời kêu gọi thi đua ái quốc"
    ]


def test_bar_prints_nothing_beside_its_slogans(client):
    make_slogan(FOUNDED)

    text = bar(client.get("/")).select_one(".slogan-bar__text").get_text()

    assert text.strip() == f"Nhiệt liệt chào mừng kỷ niệm {FOUNDED}"


def test_other_opening_is_another_sentence(client):
    make_slogan(FOUNDED, order=1)
    make_slogan(LEFT, order=2)
    make_slogan(INVALIDS, order=3, opening="Đời đời nhớ ơn các Anh hùng liệt sĩ:", kind="tribute")

    assert sentences(client.get("/")) == [
        f"Nhiệt liệt chào mừng kỷ niệm {FOUNDED}; {LEFT}",
        f"Đời đời nhớ ơn các Anh hùng liệt sĩ: {INVALIDS}",
    ]


def test_slogan_without_an_opening_stands_alone(client):
    make_slogan("Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh", opening="")

    assert sentences(client.get("/")) == [
        "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh"
    ]


def test_slogans_stand_in_the_webmasters_order(client):
    for text, order in [("ba", 30), ("một", 10), ("hai", 20)]:
        make_slogan(text, order=order)

    assert sentences(client.get("/")) == ["Nhiệt liệt chào mừng kỷ niệm một; hai; ba"]


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2024-07-09T23:59+07:00", False),
        ("2024-07-10T00:00+07:00", True),
        ("2024-07-10T00:30+07:00", True),  # still the 9th in UTC
        ("2024-07-17T00:30+07:00", True),
        ("2024-07-17T23:59+07:00", True),
        ("2024-07-18T00:00+07:00", False),
        ("2024-07-18T00:30+07:00", False),  # still the 17th in UTC
    ],
)
def test_slogan_is_shown_from_its_first_day_to_the_end_of_its_last(
    client, time_machine, moment, shown
):
    make_slogan(FOUNDED, starts_on=date(2024, 7, 10), ends_on=date(2024, 7, 17))
    time_machine.move_to(moment, tick=False)

    assert (bar(client.get("/")) is not None) is shown


def test_slogan_of_one_day_is_shown_on_that_day(client, time_machine):
    make_slogan(LEFT, starts_on=date(2024, 6, 5), ends_on=date(2024, 6, 5))

    time_machine.move_to("2024-06-05T00:30+07:00", tick=False)

    assert sentences(client.get("/")) == [f"Nhiệt liệt chào mừng kỷ niệm {LEFT}"]


def test_page_has_no_bar_when_no_slogan_runs(client, time_machine):
    make_slogan(FOUNDED, starts_on=date(2024, 7, 10), ends_on=date(2024, 7, 17))
    time_machine.move_to("2024-08-01T12:00+07:00", tick=False)

    page = client.get("/")

    assert bar(page) is None
    assert "slogan-bar" not in page.text


def test_bar_stands_on_every_public_page(client):
    make_slogan(FOUNDED)

    for path in make_public_pages():
        assert sentences(client.get(path)) == [f"Nhiệt liệt chào mừng kỷ niệm {FOUNDED}"], path


def test_bar_stands_on_a_page_that_does_not_exist(client):
    make_slogan(FOUNDED)

    page = client.get("/khong-co-trang-nay/")

    assert page.status_code == 404
    assert sentences(page) == [f"Nhiệt liệt chào mừng kỷ niệm {FOUNDED}"]


def test_error_page_that_stands_alone_asks_the_database_nothing(client, django_assert_num_queries):
    make_slogan(FOUNDED)

    with django_assert_num_queries(0):
        page = client.get("/", headers={"host": "evil.example"})

    assert page.status_code == 400
    assert "Yêu cầu không hợp lệ" in page.text
    assert bar(page) is None


def test_page_asks_for_the_days_banners_once(client):
    for order in range(3):
        make_slogan(FOUNDED, order=order)
        make_occasion()
        make_picture_banner(place="side")
        make_picture_banner(place="header")
    make_solemn_period()

    with CaptureQueriesContext(connection) as captured:
        client.get("/")

    tables = [re.findall(r'FROM "(banners_\w+)"', query["sql"]) for query in captured]
    asked = sorted(table for names in tables for table in names)
    assert asked == [
        "banners_occasion",
        "banners_picturebanner",
        "banners_slogan",
        "banners_solemnperiod",
    ]


def test_every_slogan_is_in_the_page_without_javascript(client):
    texts = [f"Khẩu hiệu số {number}" for number in range(1, 8)]
    for order, text in enumerate(texts):
        make_slogan(text, order=order)

    shown = bar(client.get("/")).select(".slogan-bar__slogan")

    assert [slogan.get_text() for slogan in shown] == texts
    assert not [s for s in shown if s.find_parent(attrs={"hidden": True}) or s.has_attr("hidden")]


def test_moving_slogans_can_be_paused_by_a_button(client):
    make_slogan(FOUNDED, order=1)
    make_slogan(LEFT, order=2)

    button = bar(client.get("/")).select_one("button[data-slogan=toggle]")

    assert button["type"] == "button"
    assert button.get_text().strip() == "Tạm dừng khẩu hiệu"


def test_slogan_that_stands_alone_has_nothing_to_turn(client):
    make_slogan(FOUNDED)

    page = client.get("/")

    assert bar(page).select("button") == []
    assert "slogan-bar.js" not in page.text


def test_letter_case_is_kept(client):
    make_slogan("Đại hội Đảng bộ các cấp", opening="Chào mừng")

    assert sentences(client.get("/")) == ["Chào mừng Đại hội Đảng bộ các cấp"]


def test_slogan_is_text_and_never_markup(client):
    make_slogan('<img src=x onerror="alert(1)"> & "thi đua"')

    shown = bar(client.get("/")).select_one(".slogan-bar__slogan")

    assert shown.get_text() == '<img src=x onerror="alert(1)"> & "thi đua"'
    assert shown.img is None


def test_only_the_slogan_with_a_link_leads_somewhere(client):
    make_slogan(FOUNDED, order=1, link="/tin-tuc/")
    make_slogan(LEFT, order=2)

    links = bar(client.get("/")).select("a")

    assert [(link["href"], link.get_text()) for link in links] == [("/tin-tuc/", FOUNDED)]


# ---------- What the webmaster types ----------


@pytest.fixture
def webmaster(webmaster, time_machine):
    """The webmaster in July 2024, when what is typed here is still to come."""
    time_machine.move_to("2024-07-01T08:00+07:00", tick=False)
    return webmaster


def typed(**fields):
    valid = {"opening": "Nhiệt liệt chào mừng kỷ niệm", "text": FOUNDED, "kind": "celebration"}
    days = {"starts_on": "10/07/2024", "ends_on": "17/07/2024"}
    return valid | days | {"order": "0", "link": ""} | fields


def test_webmaster_adds_a_slogan(webmaster):
    answer = webmaster.post(ADD, typed(link="/tin-tuc/"))

    assert answer.status_code == 302
    slogan = Slogan.objects.get()
    assert (slogan.starts_on, slogan.ends_on) == (date(2024, 7, 10), date(2024, 7, 17))


EMPTY = "Vui lòng không bỏ trống mục này."
NO_DATE = "Vui lòng nhập ngày hợp lệ (ngày/tháng/năm, ví dụ: 06/07/2023)."
GREETING = (
    "Ngày tưởng niệm, tri ân không mở đầu bằng lời chào mừng. Hãy viết “Kỷ niệm”, “Tưởng niệm” "
    "hoặc “Đời đời nhớ ơn”."
)


@pytest.mark.parametrize(
    ("fields", "beside", "message"),
    [
        ({"starts_on": ""}, "starts_on", EMPTY),
        ({"ends_on": ""}, "ends_on", EMPTY),
        ({"text": ""}, "text", EMPTY),
        ({"text": " \t\u00a0"}, "text", EMPTY),  # only white space
        (
            {"ends_on": "09/07/2024"},
            "ends_on",
            "“Hiện đến hết ngày” không thể trước “Hiện từ ngày”.",
        ),
        ({"ends_on": "31/06/2024"}, "ends_on", NO_DATE),
        (
            {"kind": "tribute"},
            "opening",
            GREETING,
        ),
        (
            {"kind": "tribute", "opening": "CHÀO MỪNG"},
            "opening",
            GREETING,
        ),
        (
            {"kind": "tribute", "opening": "Cha\u0300o mu\u031b\u0300ng"},  # decomposed
            "opening",
            GREETING,
        ),
    ],
)
def test_wrong_slogan_is_refused_beside_its_field(webmaster, fields, beside, message):
    answer = webmaster.post(ADD, typed(**fields))

    assert answer.status_code == 422
    row = BeautifulSoup(answer.text, "html.parser").select_one(f"#id_{beside}_error")
    assert row.get_text().strip() == message
    assert not Slogan.objects.exists()


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "//evil.example/",
        "/\\evil.example/",  # a browser reads a backslash as a slash
        "/\t/evil.example/",  # and leaves out tabs
        "\\\\evil.example/",
        "tin-tuc/",  # leads elsewhere from each page
        "evil.example",
        "https:evil.example",
        "https:\\\\evil.example",
        "https://",
        "/tin tuc/",
    ],
)
def test_link_to_a_trap_is_refused_beside_its_field(webmaster, link):
    answer = webmaster.post(ADD, typed(link=link))

    assert answer.status_code == 422
    row = BeautifulSoup(answer.text, "html.parser").select_one("#id_link_error")
    assert row.get_text().strip().startswith("Liên kết")
    assert not Slogan.objects.exists()


@pytest.mark.parametrize(
    "link", ["", "/", "/tin-tuc/?trang=2#a", "https://xaydungdang.org.vn/", "http://dangcongsan.vn"]
)
def test_honest_link_is_kept(webmaster, link):
    answer = webmaster.post(ADD, typed(link=link))

    assert answer.status_code == 302, answer.context["errors"]
    assert Slogan.objects.get().link == link


def test_what_was_typed_stays_in_a_refused_form(webmaster):
    answer = webmaster.post(ADD, typed(link="//evil.example/", text=LEFT, order="7"))

    form = BeautifulSoup(answer.text, "html.parser").select_one("#slogan_form")
    kept = {field["name"]: field.get("value", "") for field in form.select("[id^=id_][name]")}
    assert kept["text"] == LEFT
    assert kept["link"] == "//evil.example/"
    assert (kept["starts_on"], kept["ends_on"], kept["order"]) == ("10/07/2024", "17/07/2024", "7")


def test_tribute_may_open_in_its_own_words(webmaster):
    answer = webmaster.post(ADD, typed(kind="tribute", opening="Đời đời nhớ ơn", text=INVALIDS))

    assert answer.status_code == 302
    assert Slogan.objects.get().opening == "Đời đời nhớ ơn"


def test_slogan_of_one_day_may_be_typed(webmaster):
    answer = webmaster.post(ADD, typed(starts_on="17/7/2024", ends_on="17/7/2024"))

    assert answer.status_code == 302


def test_who_writes_articles_may_not_touch_the_slogans(clerk):
    assert clerk.get(ADD).status_code == 403
    assert clerk.post(ADD, typed()).status_code == 403
    assert not Slogan.objects.exists()
