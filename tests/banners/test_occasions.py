"""Dates and counts of the computed slogans, against values that were not computed by the site."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.management import call_command

from banners import bar
from banners.models import LONGEST_WINDOW, Occasion, Slogan
from tests.factories import make_occasion, make_slogan

pytestmark = pytest.mark.django_db

YEARS = range(2024, 2034)
LUNAR = Occasion.Calendar.LUNAR
# Written down apart from the data. * is kept each year, the others when N ends in 0 or 5.
FOUNDED = """
    3/2/1930 thanh-lap-dang *
    30/4/1975 giai-phong-mien-nam *
    7/5/1954 chien-thang-dien-bien-phu *
    19/5/1890 ngay-sinh-chu-tich-ho-chi-minh *
    19/8/1945 cach-mang-thang-tam *
    2/9/1945 quoc-khanh *
    6/1/1946 tong-tuyen-cu-dau-tien
    9/1/1950 truyen-thong-hoc-sinh-sinh-vien
    28/1/1941 bac-ho-ve-nuoc *
    27/2/1955 thay-thuoc-viet-nam
    3/3/1959 truyen-thong-bo-doi-bien-phong
    3/3/1989 bien-phong-toan-dan
    26/3/1931 thanh-lap-doan-thanh-nien
    28/3/1935 truyen-thong-dan-quan-tu-ve
    1/5/1886 quoc-te-lao-dong *
    15/5/1941 thanh-lap-doi-thieu-nien
    5/6/1911 bac-ho-ra-di-tim-duong-cuu-nuoc *
    6/6/1969 chinh-phu-cach-mang-lam-thoi
    11/6/1948 loi-keu-goi-thi-dua-ai-quoc *
    21/6/1925 bao-chi-cach-mang
    28/6/2001 gia-dinh-viet-nam
    27/7/1947 thuong-binh-liet-si *
    28/7/1929 thanh-lap-cong-doan
    1/8/1930 truyen-thong-tuyen-giao *
    19/8/1945 truyen-thong-cong-an-nhan-dan
    19/8/2005 toan-dan-bao-ve-an-ninh-to-quoc
    2/9/1969 ngay-mat-chu-tich-ho-chi-minh *
    12/9/1930 xo-viet-nghe-tinh
    23/9/1945 nam-bo-khang-chien
    10/10/1954 giai-phong-thu-do
    13/10/2004 doanh-nhan-viet-nam
    14/10/1930 truyen-thong-to-chuc-xay-dung-dang *
    14/10/1930 thanh-lap-hoi-nong-dan
    15/10/1930 truyen-thong-dan-van *
    15/10/1956 truyen-thong-hoi-lien-hiep-thanh-nien
    16/10/1948 thanh-lap-nganh-kiem-tra-dang *
    18/10/1930 truyen-thong-van-phong-cap-uy *
    20/10/1930 thanh-lap-hoi-lien-hiep-phu-nu
    20/10/2010 phu-nu-viet-nam
    18/11/1930 mat-tran-dan-toc-thong-nhat
    20/11/1982 nha-giao-viet-nam
    23/11/1940 nam-ky-khoi-nghia
    23/11/1946 thanh-lap-hoi-chu-thap-do
    6/12/1989 thanh-lap-hoi-cuu-chien-binh
    19/12/1946 toan-quoc-khang-chien
    22/12/1944 thanh-lap-quan-doi-nhan-dan
    22/12/1989 quoc-phong-toan-dan
"""


@pytest.fixture
def built_in():
    call_command("load_occasions", verbosity=0)


def shown(day):
    """The lines of a day's bar, by the code of the occasion or by its name."""
    return {line.source.code or line.source.name: line for line in bar.on(day).lines}


def days_shown(name, first, last):
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [day for day in days if name in shown(day)]


def sentences(page):
    groups = BeautifulSoup(page.text, "html.parser").select(".slogan-bar__group")
    return [group.get_text() for group in groups]


# ---------- The built-in occasions ----------


@pytest.mark.parametrize("year", YEARS)
def test_every_founding_day_is_counted_from_its_year(built_in, year):
    for row in FOUNDED.strip().splitlines():
        origin, code, *each_year = row.split()
        day, month, founded = map(int, origin.split("/"))
        line = shown(date(year, month, day)).get(code)
        is_due = bool(each_year) or str(year - founded)[-1] in "05"
        assert (line is not None) is is_due, row
        if line:
            years = f"{year - founded} năm "
            assert line.text.startswith(years), row
            assert line.text.endswith(f" ({origin} - {day}/{month}/{year})"), row
            assert line.day == line.ends_on == date(year, month, day)


def test_the_table_above_has_all_that_are_counted(built_in):
    codes = {row.split()[1] for row in FOUNDED.strip().splitlines()}

    assert codes == {occasion.code for occasion in Occasion.objects.exclude(year=None)}


@pytest.mark.parametrize(
    ("tet", "name", "hung_kings"),
    [  # as published
        (date(2024, 2, 10), "Giáp Thìn 2024", date(2024, 4, 18)),
        (date(2025, 1, 29), "Ất Tỵ 2025", date(2025, 4, 7)),
        (date(2026, 2, 17), "Bính Ngọ 2026", date(2026, 4, 26)),
        (date(2027, 2, 6), "Đinh Mùi 2027", date(2027, 4, 16)),
        (date(2028, 1, 26), "Mậu Thân 2028", date(2028, 4, 4)),
        (date(2029, 2, 13), "Kỷ Dậu 2029", date(2029, 4, 23)),
        (date(2030, 2, 2), "Canh Tuất 2030", date(2030, 4, 12)),  # a day before China's
        (date(2031, 1, 23), "Tân Hợi 2031", date(2031, 4, 1)),
    ],
)
def test_lunar_days_fall_where_they_were_published(built_in, tet, name, hung_kings):
    spring = shown(tet)["tet-nguyen-dan"]
    kings = shown(hung_kings)["gio-to-hung-vuong"]

    assert (spring.day, str(spring)) == (tet, f"Mừng Đảng, mừng Xuân {name}")
    assert kings.day == hung_kings
    assert str(kings) == "Kỷ niệm Ngày Giỗ Tổ Hùng Vương (mùng 10 tháng 3 âm lịch)"
    assert "gio-to-hung-vuong" not in shown(hung_kings + timedelta(days=1))


@pytest.mark.parametrize(
    ("day", "code", "sentence"),
    [
        (
            date(2026, 2, 3),
            "thanh-lap-dang",
            "Nhiệt liệt chào mừng kỷ niệm 96 năm Ngày thành lập Đảng Cộng sản Việt Nam "
            "(3/2/1930 - 3/2/2026)",
        ),
        (date(2026, 3, 8), "quoc-te-phu-nu", "Nhiệt liệt chào mừng Ngày Quốc tế Phụ nữ (8/3)"),
        (
            date(2026, 4, 21),
            "sach-va-van-hoa-doc",
            "Hưởng ứng Ngày Sách và Văn hóa đọc Việt Nam (21/4)",
        ),
        (
            date(2026, 7, 27),
            "thuong-binh-liet-si",
            "Kỷ niệm 79 năm Ngày Thương binh - Liệt sĩ (27/7/1947 - 27/7/2026)",
        ),
        (
            date(2026, 9, 2),
            "ngay-mat-chu-tich-ho-chi-minh",
            "Tưởng niệm 57 năm Ngày mất Chủ tịch Hồ Chí Minh (2/9/1969 - 2/9/2026)",
        ),
        (
            date(2026, 12, 19),
            "toan-quoc-khang-chien",
            "Kỷ niệm 80 năm Ngày Toàn quốc kháng chiến (19/12/1946 - 19/12/2026)",
        ),
    ],
)
def test_each_kind_of_occasion_opens_in_its_own_words(built_in, day, code, sentence):
    assert str(shown(day)[code]) == sentence


def test_no_tribute_is_greeted_and_the_bar_is_never_flooded(built_in):
    for number in range(365):
        lines = bar.on(date(2026, 1, 1) + timedelta(days=number)).lines
        assert len(lines) <= 6
        assert not [line for line in lines if line.kind == "tribute" and "mừng" in line.opening]


# ---------- An office's own occasions ----------


@pytest.mark.parametrize(
    ("fields", "day", "text"),
    [
        ({}, date(2024, 7, 17), "5 năm Ngày A (17/7/2019 - 17/7/2024)"),
        ({}, date(2020, 7, 17), "1 năm Ngày A (17/7/2019 - 17/7/2020)"),
        ({}, date(2019, 7, 17), None),  # the founding itself
        ({}, date(2018, 7, 17), None),
        ({"round_years_only": True}, date(2024, 7, 17), "5 năm Ngày A (17/7/2019 - 17/7/2024)"),
        ({"round_years_only": True}, date(2019, 7, 17), None),  # 0 is not round
        ({"round_years_only": True}, date(2014, 7, 17), None),  # nor is -5
        ({"round_years_only": True}, date(2025, 7, 17), None),
        ({"year": None}, date(2024, 7, 17), "Ngày A (17/7)"),
        (
            {"wording": "thành lập A"},
            date(2024, 7, 17),
            "5 năm thành lập A (17/7/2019 - 17/7/2024)",
        ),
        ({"wording": "Hội thi năm {năm}"}, date(2024, 7, 17), "Hội thi năm 2024"),
        ({"is_active": False}, date(2024, 7, 17), None),
        (
            {"day": 29, "month": 2, "year": 2000},
            date(2025, 2, 28),
            "25 năm Ngày A (29/2/2000 - 28/2/2025)",
        ),
        (
            {"day": 29, "month": 2, "year": 2000},
            date(2028, 2, 29),
            "28 năm Ngày A (29/2/2000 - 29/2/2028)",
        ),
        (
            {"day": 15, "month": 8, "calendar": LUNAR, "year": None},
            date(2025, 10, 6),  # after the leap sixth month of 2025
            "Ngày A (rằm tháng 8 âm lịch)",
        ),
        (
            {"day": 23, "month": 12, "calendar": LUNAR, "year": 2000},
            date(2025, 1, 22),  # still the year Giáp Thìn
            "24 năm Ngày A (2000 - 2024)",
        ),
        (
            {"day": 30, "month": 12, "calendar": LUNAR, "year": None},
            date(2025, 1, 28),  # the year Giáp Thìn ended on the 29th
            "Ngày A (ngày 30 tháng Chạp âm lịch)",
        ),
    ],
)
def test_own_occasion_on_its_day(fields, day, text):
    make_occasion("Ngày A", days_before=0, **fields)

    assert [line.text for line in bar.on(day).lines] == ([text] if text else [])


def test_last_lunar_month_comes_twice_in_one_year_and_not_in_the_next():
    make_occasion("Ngày A", day=1, month=12, calendar=LUNAR, year=None, days_before=0)

    days = days_shown("Ngày A", date(2024, 1, 1), date(2026, 1, 31))

    assert days == [date(2024, 1, 11), date(2024, 12, 31), date(2026, 1, 19)]


@pytest.mark.parametrize(
    ("fields", "first", "last", "text"),
    [
        (
            {"day": 6, "month": 1, "year": 1946, "days_before": 10},
            date(2025, 12, 27),
            date(2026, 1, 6),
            "80 năm Ngày A (6/1/1946 - 6/1/2026)",
        ),
        (
            {"day": 22, "month": 12, "year": 1944, "days_before": 0, "days_after": 20},
            date(2025, 12, 22),
            date(2026, 1, 11),
            "81 năm Ngày A (22/12/1944 - 22/12/2025)",
        ),
        (
            {"day": 1, "month": 1, "calendar": LUNAR, "year": None, "days_before": 50},
            date(2025, 12, 29),
            date(2026, 2, 17),
            "Ngày A (mùng 1 tháng Giêng âm lịch)",
        ),
    ],
)
def test_window_may_lie_in_two_years(fields, first, last, text):
    make_occasion("Ngày A", **fields)

    days = days_shown("Ngày A", first - timedelta(days=3), last + timedelta(days=3))

    assert (days[0], days[-1], len(days)) == (first, last, (last - first).days + 1)
    assert {shown(day)["Ngày A"].text for day in days} == {text}


@pytest.mark.parametrize("calendar", Occasion.Calendar.values)
def test_longest_window_never_shows_an_occasion_twice(calendar):
    make_occasion(
        "Ngày A",
        day=30,
        month=11,
        calendar=calendar,
        year=1900,
        days_before=LONGEST_WINDOW,
        days_after=LONGEST_WINDOW,
    )

    counts = {len(bar.on(date(2024, 1, 1) + timedelta(days=n)).lines) for n in range(0, 3653, 5)}

    assert counts == {0, 1}


# ---------- The bar of a real portal in the middle of 2024 ----------

MIDDLE_OF_2024 = [
    ("thành lập Đảng bộ Khối Cơ quan và Doanh nghiệp tỉnh", (17, 7, 2019), 60),
    ("ngày Bác Hồ ra đi tìm đường cứu nước", (5, 6, 1911), 7),
    ("ngày Chủ tịch Hồ Chí Minh ra Lời kêu gọi thi đua ái quốc", (11, 6, 1948), 7),
    ("thành lập Chính phủ Cách mạng lâm thời Cộng hòa miền Nam Việt Nam", (6, 6, 1969), 7),
]


def make_occasions_of_2024(order):
    for number, (wording, (day, month, year), before) in enumerate(MIDDLE_OF_2024, 1):
        place = {"order": number if order == "by hand" else 0, "days_before": before}
        make_occasion(f"Ngày {number}", wording=wording, day=day, month=month, year=year, **place)


def test_bar_of_a_real_portal_letter_for_letter(client, time_machine):
    make_occasions_of_2024(order="by hand")
    time_machine.move_to("2024-06-05T00:30+07:00", tick=False)

    assert sentences(client.get("/")) == [
        "Nhiệt liệt chào mừng kỷ niệm 5 năm thành lập Đảng bộ Khối Cơ quan và Doanh nghiệp tỉnh "
        "(17/7/2019 - 17/7/2024); 113 năm ngày Bác Hồ ra đi tìm đường cứu nước "
        "(5/6/1911 - 5/6/2024); 76 năm ngày Chủ tịch Hồ Chí Minh ra Lời kêu gọi thi đua ái quốc "
        "(11/6/1948 - 11/6/2024); 55 năm thành lập Chính phủ Cách mạng lâm thời Cộng hòa miền Nam "
        "Việt Nam (6/6/1969 - 6/6/2024)"
    ]


def test_bar_that_nobody_ordered_stands_by_date(time_machine):
    make_occasions_of_2024(order="by date")

    lines = bar.on(date(2024, 6, 5)).lines

    assert [line.day for line in lines] == [
        date(2024, 6, 5),
        date(2024, 6, 6),
        date(2024, 6, 11),
        date(2024, 7, 17),
    ]


def test_openings_stand_apart_and_yesterdays_line_is_gone(client, time_machine, built_in):
    time_machine.move_to("2025-09-02T23:30+07:00", tick=False)

    assert sentences(client.get("/")) == [
        "Nhiệt liệt chào mừng kỷ niệm 80 năm Ngày Quốc khánh nước Cộng hòa xã hội chủ nghĩa Việt "
        "Nam (2/9/1945 - 2/9/2025)",
        "Tưởng niệm 56 năm Ngày mất Chủ tịch Hồ Chí Minh (2/9/1969 - 2/9/2025)",
    ]

    time_machine.move_to("2025-09-03T00:00+07:00", tick=False)

    assert sentences(client.get("/")) == []


# ---------- A slogan written in the place of what would be computed ----------


def test_slogan_written_for_a_year_takes_its_place_in_that_year_only(client, time_machine):
    occasion = make_occasion("Ngày A")
    week = {"starts_on": date(2024, 7, 15), "ends_on": date(2024, 7, 17)}
    make_slogan("5 năm xây dựng và trưởng thành", occasion=occasion, year=2024, **week)

    seen = []
    for day in ["2024-07-10", "2024-07-16", "2025-07-16"]:
        time_machine.move_to(f"{day}T12:00+07:00", tick=False)
        seen.append(sentences(client.get("/")))

    opening = "Nhiệt liệt chào mừng kỷ niệm"
    assert seen == [
        [],  # it has its own dates
        [f"{opening} 5 năm xây dựng và trưởng thành"],
        [f"{opening} 6 năm Ngày A (17/7/2019 - 17/7/2025)"],
    ]


def test_slogan_written_for_a_year_is_silent_while_its_occasion_is_off():
    occasion = make_occasion("Ngày A", is_active=False)
    july = {"starts_on": date(2024, 7, 1), "ends_on": date(2024, 7, 31)}
    make_slogan("viết riêng", occasion=occasion, year=2024, **july)

    assert bar.on(date(2024, 7, 16)).lines == []


# ---------- What is refused ----------


def problems(model, **fields):
    """What a form would say, by field."""
    try:
        model(**fields).full_clean()
    except ValidationError as error:
        return error.message_dict
    return {}


@pytest.mark.parametrize(
    ("fields", "beside", "message"),
    [
        ({"days_after": 176}, "days_after", "Không quá 175 ngày."),
        ({"wording": "Xuân {can chi} {nam}"}, "wording", "chỉ viết được {can chi} và {năm}."),
        ({"wording": "5 năm Ngày A"}, "wording", "Hãy bỏ số năm ở đầu"),
        ({"wording": "Ngày A (17/7/2019 - 17/7/2024)"}, "wording", "Hãy bỏ số năm ở đầu"),
        ({"name": "Ngày Thương binh - Liệt sĩ"}, "kind", "Đây là ngày tưởng niệm, tri ân"),
        ({"name": "Ngày 27 tháng 7"}, "kind", "Đây là ngày tưởng niệm, tri ân"),
        ({"day": 27, "month": 7, "year": 1947}, "kind", "Đây là ngày tưởng niệm, tri ân"),
        ({"day": 2, "month": 9, "year": 1969}, "kind", "Đây là ngày tưởng niệm, tri ân"),
        ({"kind": "tribute", "opening": "Mừng"}, "opening", "không mở đầu bằng lời chào mừng"),
        ({"round_years_only": True, "year": None}, "round_years_only", "Cần có năm gốc"),
    ],
)
def test_occasion_that_cannot_be_is_refused_beside_its_field(built_in, fields, beside, message):
    valid = {"name": "Ngày A", "day": 17, "month": 7, "year": 2019}

    found = problems(Occasion, **valid | fields)

    assert list(found) == [beside]
    assert message in found[beside][0]


@pytest.mark.parametrize(
    "fields",
    [
        {"wording": "Xuân {can chi} {năm}", "year": None, "calendar": LUNAR},
        {"name": "Ngày tổ chức Đại hội nhiệm kỳ 2025 - 2030"},
        {"wording": "Ngày Cách mạng Tháng Tám và Quốc khánh 2/9"},
        {"day": 27, "month": 7, "year": 2001},  # its own day
        {"day": 2, "month": 9, "year": 1945},  # a day of joy and of loss
    ],
)
def test_honest_occasion_is_accepted(built_in, fields):
    assert (
        problems(Occasion, **{"name": "Ngày A", "day": 1, "month": 7, "year": 2019} | fields) == {}
    )


GREETED = "Ngày tưởng niệm, tri ân không mở đầu bằng lời chào mừng."


@pytest.mark.parametrize(
    ("fields", "beside"),
    [
        # It avoids every word of mourning, and so names the day alone.
        ({"text": "79 năm một ngày lịch sử (27/7/1947 - 27/7/2026)"}, "opening"),
        ({"text": "79 năm một ngày lịch sử (27-7-1947 – 27-7-2026)"}, "opening"),
        ({"text": "ngày 27 tháng 7"}, "opening"),
        ({"text": "ngày 27-7"}, "opening"),
        ({"text": "57 năm một ngày tháng Chín (2/9/1969 - 2/9/2026)"}, "opening"),
        ({"opening": "", "text": "Chào mừng Ngày Thương binh - Liệt sĩ"}, "text"),
        ({"opening": "Kỷ niệm", "text": "Chào mừng Ngày Thương binh - Liệt sĩ"}, "text"),
        ({"opening": "Kỷ niệm", "text": "79 năm Ngày A (27/7/1947 - 27/7/2026)"}, None),
        ({"text": "81 năm Quốc khánh (2/9/1945 - 2/9/2026)"}, None),  # a day of joy and of loss
        ({"text": "Hội thi mừng Quốc khánh 2/9"}, None),
        ({"text": "50 năm thành lập Trường A (27/7/1976 - 27/7/2026)"}, None),  # its own day
    ],
)
def test_day_of_mourning_is_not_greeted(built_in, fields, beside):
    valid = {"starts_on": date(2026, 7, 20), "ends_on": date(2026, 7, 27)}

    found = problems(Slogan, **valid | fields)

    assert list(found) == ([beside] if beside else [])
    assert all(message.startswith(GREETED) for messages in found.values() for message in messages)


def test_built_in_tribute_stays_a_tribute_under_another_name(built_in):
    occasion = Occasion.objects.get(code="thuong-binh-liet-si")
    occasion.name, occasion.kind = "Ngày hội của tỉnh", "celebration"

    with pytest.raises(ValidationError, match="Đây là ngày tưởng niệm, tri ân"):
        occasion.full_clean()
