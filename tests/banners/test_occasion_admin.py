from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from banners.models import Occasion, Slogan
from tests.factories import make_occasion, make_slogan
from tests.reading import soup, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("early_thursday")]

LIST = "/quan-tri/banners/occasion/"
ADD = f"{LIST}add/"
FOUNDED = "Ngày thành lập Đảng bộ Khối Cơ quan và Doanh nghiệp tỉnh"


def typed(**fields):
    """What the browser sends when nothing but the first two fields was touched."""
    shown = {"name": FOUNDED, "origin": "17/7/2019", "calendar": "solar", "kind": "celebration"}
    folded = {"opening": "", "wording": "", "days_before": "7", "days_after": "0", "order": "0"}
    return shown | folded | {"source": "", "link": "", "is_active": "on"} | fields


def change(occasion):
    return f"{LIST}{occasion.pk}/change/"


def by_hand(occasion, year):
    return reverse("admin:banners_occasion_by_hand", args=[occasion.pk, year])


# ---------- The day it goes back to ----------


@pytest.mark.parametrize(
    ("origin", "calendar", "stored"),
    [
        ("17/7/2019", "solar", (17, 7, 2019)),
        ("17-7-2019", "solar", (17, 7, 2019)),
        ("17.07.2019", "solar", (17, 7, 2019)),
        (" 8/3 ", "solar", (8, 3, None)),
        ("10/3", "lunar", (10, 3, None)),
        ("30/2", "lunar", (30, 2, None)),  # a lunar February may have 30 days
        ("29/2", "solar", (29, 2, None)),
        ("12/3/2026", "solar", (12, 3, 2026)),  # today, while it is still yesterday in UTC
    ],
)
def test_day_is_read_as_an_office_types_it(webmaster, origin, calendar, stored):
    answer = webmaster.post(ADD, typed(origin=origin, calendar=calendar))

    assert answer.status_code == 302, answer.context["errors"]
    occasion = Occasion.objects.get()
    assert (occasion.day, occasion.month, occasion.year) == stored


@pytest.mark.parametrize(
    ("origin", "calendar", "message"),
    [
        ("", "solar", "Vui lòng không bỏ trống mục này."),
        ("hôm nay", "solar", "Hãy viết ngày như 17/7/2019, hoặc 8/3 nếu không có năm gốc."),
        ("7/2019", "solar", "Hãy viết ngày như 17/7/2019, hoặc 8/3 nếu không có năm gốc."),
        ("31/6", "solar", "Tháng 6 không có ngày 31."),
        ("29/2/2019", "solar", "Tháng 2 năm 2019 không có ngày 29."),
        ("0/5", "solar", "Tháng 5 không có ngày 0."),
        ("5/13", "solar", "Không có tháng 13."),
        ("31/3", "lunar", "Tháng âm lịch không có ngày 31."),
        ("17/7/19", "solar", "Hãy viết năm đủ bốn chữ số, ví dụ 17/7/2019."),
        ("17/7/0938", "solar", "Hãy viết năm đủ bốn chữ số, ví dụ 17/7/2019."),
        ("١٧/٧", "solar", "Hãy viết ngày như 17/7/2019, hoặc 8/3 nếu không có năm gốc."),
        (
            "13/3/2026",
            "solar",
            "Ngày 13/3/2026 chưa đến. Hãy viết năm mà sự kiện đã diễn ra.",
        ),
    ],
)
def test_wrong_day_is_refused_beside_its_field(webmaster, origin, calendar, message):
    answer = webmaster.post(ADD, typed(origin=origin, calendar=calendar))

    assert answer.status_code == 422
    assert words(soup(answer).select_one("#id_origin_error")) == message
    assert soup(answer).select_one("#id_origin").get("value", "") == origin
    assert not Occasion.objects.exists()


def test_form_shows_the_day_as_it_was_typed(webmaster):
    occasion = make_occasion(day=10, month=3, year=None, calendar="lunar")

    assert soup(webmaster.get(change(occasion))).select_one("#id_origin")["value"] == "10/3"


@pytest.mark.parametrize(
    ("fields", "beside"),
    [
        ({"name": "Ngày Thương binh - Liệt sĩ"}, "kind"),
        ({"kind": "tribute", "opening": "Chào mừng"}, "opening"),
        ({"kind": "observance", "opening": "Hân hoan chào đón"}, "opening"),
        ({"order": "10000"}, "order"),
        ({"origin": "8/3", "round_years_only": "on"}, "round_years_only"),
        ({"days_before": "181"}, "days_before"),
        ({"link": "//evil.example/"}, "link"),
    ],
)
def test_rules_of_an_occasion_stand_beside_their_fields(webmaster, fields, beside):
    answer = webmaster.post(ADD, typed(**fields))

    assert answer.status_code == 422
    assert soup(answer).select_one(f"#id_{beside}_error")


# ---------- Its lines ----------


def test_saving_tells_this_years_line_and_next_years(webmaster):
    answer = webmaster.post(ADD, typed(), follow=True)

    message = words(soup(answer).select_one(".messagelist .occasion-lines"))
    assert message == (
        "Dòng năm nay (2026) Nhiệt liệt chào mừng kỷ niệm 7 năm Ngày thành lập Đảng bộ Khối Cơ "
        "quan và Doanh nghiệp tỉnh (17/7/2019 - 17/7/2026) Sẽ hiện từ 10/07/2026 đến hết "
        "17/07/2026. Dòng năm sau (2027) Nhiệt liệt chào mừng kỷ niệm 8 năm Ngày thành lập Đảng "
        "bộ Khối Cơ quan và Doanh nghiệp tỉnh (17/7/2019 - 17/7/2027) Sẽ hiện từ 10/07/2027 đến "
        "hết 17/07/2027."
    )


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"round_years_only": True}, "Không hiện: 7 năm không phải năm tròn hay năm lẻ 5."),
        ({"is_active": False}, "Không hiện: ngày này đang tắt."),
        ({"day": 1, "month": 2, "year": 2026}, "Không hiện: chưa tròn một năm."),
    ],
)
def test_form_says_why_a_line_will_not_show(webmaster, fields, why):
    occasion = make_occasion(**fields)

    year = soup(webmaster.get(change(occasion))).select_one(".occasion-lines__year")

    assert why in words(year)


@pytest.mark.parametrize(
    ("fields", "beside"),
    [
        ({"days_before": "9999999"}, "days_before"),
        ({"days_after": "9" * 30}, "days_after"),
        ({"calendar": "lunar"}, "origin"),
        ({"calendar": "", "origin": "8/8"}, "calendar"),
    ],
)
def test_form_sent_back_still_shows_the_lines_that_are_stored(webmaster, fields, beside):
    occasion = make_occasion(day=31, month=8)

    answer = webmaster.post(change(occasion), typed(origin="31/8/2019") | fields)

    assert answer.status_code == 422
    assert list(answer.context["adminform"].form.errors) == [beside]
    assert "7 năm Ngày thành lập Đảng bộ Khối (31/8/2019 - 31/8/2026)" in words(soup(answer))
    for name, value in fields.items():
        if name.startswith("days"):
            assert soup(answer).find(id=f"id_{name}")["value"] == value


def test_line_being_typed_is_computed_and_not_stored(webmaster):
    # "opened": as sent from the page of an occasion that is being changed
    form = typed(origin="10/3", calendar="lunar", opened="1")

    answer = webmaster.post(f"{LIST}dong-tinh-thu/", form)

    assert f"{FOUNDED} (mùng 10 tháng 3 âm lịch)" in words(soup(answer))
    assert not Occasion.objects.exists()


def test_day_being_mistyped_is_pointed_out(webmaster):
    answer = webmaster.post(f"{LIST}dong-tinh-thu/", typed(origin="31/6"))

    assert words(soup(answer)) == "Tháng 6 không có ngày 31."


def test_mistake_being_typed_is_told_before_saving(webmaster):
    mistyped = typed(name="Ngày Thương binh - Liệt sĩ", origin="")

    answer = webmaster.post(f"{LIST}dong-tinh-thu/", mistyped)

    assert words(soup(answer)).startswith("Đây là ngày tưởng niệm, tri ân")


def test_founding_year_has_no_line_of_zero_years(webmaster):
    occasion = make_occasion(day=1, month=2, year=2026)

    page = webmaster.get(change(occasion))

    assert "0 năm" not in page.text
    assert webmaster.post(by_hand(occasion, 2026), follow=True).status_code == 200
    assert not Slogan.objects.exists()


def test_same_anniversary_told_twice_is_pointed_out(webmaster):
    days = {"starts_on": date(2026, 7, 17), "ends_on": date(2026, 7, 20)}
    other = make_slogan("7 năm thành lập (17/07/2019 – 17/7/2026)", **days)

    answer = webmaster.post(ADD, typed(), follow=True)

    warning = soup(answer).select_one(".messagelist .warning")
    assert warning.a["href"] == f"/quan-tri/banners/slogan/{other.pk}/change/"


def test_name_in_lower_case_is_pointed_out_and_kept(webmaster):
    answer = webmaster.post(ADD, typed(name="Ngày sinh bác hồ"), follow=True)

    assert "“Bác Hồ”" in words(soup(answer).select_one(".messagelist .warning"))
    assert Occasion.objects.get().name == "Ngày sinh bác hồ"


# ---------- Written by hand for one year ----------


def test_one_click_makes_the_slogan_of_a_year_from_the_computed_line(webmaster):
    occasion = make_occasion(link="/tin-tuc/")
    button = soup(webmaster.get(change(occasion))).select("button[formaction]")[-1]

    answer = webmaster.post(button["formaction"])

    slogan = Slogan.objects.get()
    assert words(button) == "Viết riêng cho năm 2027"
    assert answer.url == f"/quan-tri/banners/slogan/{slogan.pk}/change/"
    assert (slogan.occasion, slogan.year) == (occasion, 2027)
    assert str(slogan).endswith("8 năm Ngày thành lập Đảng bộ Khối (17/7/2019 - 17/7/2027)")
    assert (slogan.starts_on, slogan.ends_on) == (date(2027, 7, 10), date(2027, 7, 17))
    assert (slogan.kind, slogan.link) == ("celebration", "/tin-tuc/")
    assert slogan.history.get().history_user == webmaster.user


def test_second_click_opens_the_same_slogan(webmaster):
    occasion = make_occasion()

    first, second = (webmaster.post(by_hand(occasion, 2027)) for _ in range(2))

    assert first.url == second.url
    assert Slogan.objects.count() == 1


def test_lunar_line_of_the_last_month_is_written_for_its_lunar_year(webmaster):
    kitchen_gods = make_occasion("Tết Ông Táo", day=23, month=12, year=None, calendar="lunar")

    webmaster.post(by_hand(kitchen_gods, 2026))

    assert Slogan.objects.get().starts_on.year == 2027


def test_line_that_is_over_is_not_written_any_more(webmaster):
    occasion = make_occasion(day=3, month=2, year=1930)

    page = soup(webmaster.get(change(occasion)))
    answer = webmaster.post(by_hand(occasion, 2026), follow=True)

    assert [words(b) for b in page.select("button[formaction]")] == ["Viết riêng cho năm 2027"]
    assert "Ngày hiện của năm này đã qua." in words(soup(answer).select_one(".messagelist"))
    assert not Slogan.objects.exists()


def test_kind_is_not_changed_under_a_greeting_written_by_hand(webmaster):
    occasion = make_occasion()
    webmaster.post(by_hand(occasion, 2027))

    answer = webmaster.post(change(occasion), typed(kind="tribute"))

    message = words(soup(answer).select_one("#id_kind_error"))
    assert "“Nhiệt liệt chào mừng kỷ niệm 8 năm" in message
    Slogan.objects.update(kind="tribute", opening="Kỷ niệm")
    assert webmaster.post(change(occasion), typed(kind="tribute")).status_code == 302


def test_what_was_written_by_hand_goes_with_its_occasion(webmaster):
    occasion = make_occasion()
    make_slogan("viết riêng", occasion=occasion, year=2027)

    page = webmaster.get(f"{LIST}{occasion.pk}/delete/")
    webmaster.post(f"{LIST}{occasion.pk}/delete/", {"post": "yes"})

    assert "viết riêng" in words(soup(page).select_one("#content"))
    assert not Slogan.objects.exists()
    last = Slogan.history.first()
    assert (last.history_type, last.history_user) == ("-", webmaster.user)


def test_line_too_long_for_a_slogan_is_no_server_error(webmaster):
    occasion = make_occasion(wording="Đ" * 300)

    answer = webmaster.post(by_hand(occasion, 2027), follow=True)

    assert answer.status_code == 200
    assert soup(answer).select_one(".messagelist .error")
    assert not Slogan.objects.exists()


@pytest.mark.parametrize("year", [0, 1899, 2101, 99999])
def test_year_outside_the_calendar_is_not_found(webmaster, year):
    assert webmaster.post(by_hand(make_occasion(), year)).status_code == 404


def test_writing_by_hand_takes_a_button_and_the_right(clerk):
    address = by_hand(make_occasion(), 2027)

    assert clerk.get(address).status_code == 405
    assert clerk.post(address).status_code == 403
    assert not Slogan.objects.exists()


def test_who_may_only_look_sees_the_lines_without_buttons(sign_in):
    onlooker = sign_in("Người soạn bài")
    onlooker.user.user_permissions.add(Permission.objects.get(codename="view_occasion"))

    page = soup(onlooker.get(change(make_occasion(code="co-san"))))

    assert "7 năm" in words(page.select_one(".occasion-now"))
    assert not page.select("button[formaction]")
    assert words(page.select_one(".field-origin .readonly")) == "17/7/2019"


# ---------- The list ----------


def test_list_shows_when_each_returns_and_with_which_line(webmaster):
    make_occasion()
    make_occasion("Ngày đã bỏ", is_active=False)

    cells = soup(webmaster.get(LIST)).select(".field-next_line")

    assert words(cells[0]).startswith("17/07/2026 Nhiệt liệt chào mừng kỷ niệm 7 năm")
    assert words(cells[1]) == "đang tắt"


def test_list_is_searched_without_marks(webmaster):
    make_occasion("Ngày Thầy thuốc Việt Nam")
    make_occasion("Ngày Nhà giáo Việt Nam")

    rows = soup(webmaster.get(LIST, {"q": "thay thuoc"})).select("#result_list tbody .field-name")

    assert [words(row) for row in rows] == ["Ngày Thầy thuốc Việt Nam"]


def test_list_costs_the_same_with_many_occasions(webmaster):
    counts = []
    for size in (5, 60):
        for number in range(size):
            make_occasion(f"Ngày thứ {number}")
        with CaptureQueriesContext(connection) as queries:
            webmaster.get(LIST)
        counts.append(len(queries))

    assert counts[0] == counts[1] < 15


def test_occasion_is_ordered_and_switched_off_from_the_list(webmaster):
    occasion = make_occasion(code="co-san")
    row = {"form-0-id": occasion.pk, "form-0-order": 4}

    webmaster.post(LIST, row | {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "_save": ""})

    occasion.refresh_from_db()
    assert (occasion.is_active, occasion.order) == (False, 4)
    assert occasion.history.first().history_user == webmaster.user


def test_fields_in_the_list_say_whose_they_are(webmaster):
    make_occasion("Ngày A")

    row = soup(webmaster.get(LIST)).select_one("#result_list tbody tr")

    labels = [field["aria-label"] for field in row.select("[name^=form-0-]:not([type=hidden])")]
    assert labels == ["Đang dùng: Ngày A", "Thứ tự: Ngày A"]


def test_built_in_occasion_cannot_be_deleted(webmaster):
    built_in = make_occasion(code="thanh-lap-dang")

    page = webmaster.get(change(built_in))
    answer = webmaster.post(f"{LIST}{built_in.pk}/delete/", {"post": "yes"})

    assert "Ngày có sẵn: không xóa được." in page.text
    assert answer.status_code == 403
    assert Occasion.objects.exists()


def test_deleting_many_leaves_the_built_in_with_a_word_why(webmaster):
    chosen = [make_occasion(code="co-san"), make_occasion("Ngày của cơ quan")]
    action = {"action": "delete_selected", "_selected_action": [o.pk for o in chosen]}

    answer = webmaster.post(LIST, action | {"post": "yes"}, follow=True)

    assert "Ngày có sẵn không xóa được" in words(soup(answer).select_one(".messagelist .error"))
    assert Occasion.objects.count() == 2


def test_who_deleted_many_is_written_down(webmaster):
    own = make_occasion("Ngày của cơ quan")
    action = {"action": "delete_selected", "_selected_action": own.pk, "post": "yes"}

    webmaster.post(LIST, action)

    assert not Occasion.objects.exists()
    assert Occasion.history.first().history_type == "-"
    assert Occasion.history.first().history_user == webmaster.user


# ---------- Who changed what ----------


def test_history_says_who_changed_what(webmaster):
    occasion = make_occasion(year=2018)
    webmaster.post(change(occasion), typed(kind="observance"))

    rows = soup(webmaster.get(f"{LIST}{occasion.pk}/history/")).select(".records tbody tr")

    assert words(rows[0]).startswith("12/03/2026 00:30 nguoidung Sửa")
    assert "Tính chất: Chào mừng → Hưởng ứng" in words(rows[0])
    assert "Năm gốc: 2018 → 2019" in words(rows[0])
    assert words(rows[1]).startswith("12/03/2026 00:30 hệ thống Thêm")


def test_journal_is_read_page_by_page(webmaster, monkeypatch):
    monkeypatch.setattr("banners.records.RECORDS_ON_A_PAGE", 2)
    for number in range(3):
        make_occasion(f"Ngày {number}")

    first = soup(webmaster.get(f"{LIST}nhat-ky/"))
    second = soup(webmaster.get(f"{LIST}nhat-ky/{first.select_one('a[rel=next]')['href']}"))

    assert [len(page.select(".records tbody tr")) for page in (first, second)] == [2, 1]


def test_journal_keeps_what_was_deleted(webmaster):
    occasion = make_occasion("Ngày của cơ quan")
    webmaster.post(f"{LIST}{occasion.pk}/delete/", {"post": "yes"})

    journal = soup(webmaster.get(f"{LIST}nhat-ky/")).select_one(".records")

    assert "nguoidung Xóa Ngày của cơ quan" in words(journal)


@pytest.mark.parametrize("path", ["", "add/", "nhat-ky/", "dong-tinh-thu/"])
def test_clerk_sees_nothing_of_the_occasions(clerk, path):
    assert clerk.get(f"{LIST}{path}").status_code == 403


def test_rights_over_the_records_are_named_in_vietnamese(admin_client):
    names = soup(admin_client.get("/quan-tri/auth/group/add/")).select("#id_permissions option")

    assert not [words(name) for name in names if "Can " in words(name)]
    assert "Khẩu hiệu | Xem bản ghi khẩu hiệu" in [words(name) for name in names]
