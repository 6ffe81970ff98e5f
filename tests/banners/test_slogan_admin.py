from datetime import date, timedelta

import pytest
from django.utils import timezone

from banners.models import PictureBanner, Slogan, SolemnPeriod
from tests.factories import (
    make_occasion,
    make_picture_banner,
    make_slogan,
    make_solemn_period,
    picture,
)
from tests.reading import soup, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("early_thursday")]

SLOGANS = "/quan-tri/banners/slogan/"
PICTURES = "/quan-tri/banners/picturebanner/"
SOLEMN = "/quan-tri/banners/solemnperiod/"
PAST = "Ngày này đã qua, bạn đọc sẽ không thấy. Hãy chọn từ hôm nay trở đi."


def typed(**fields):
    words = {"opening": "Chào mừng", "text": "Đại hội Đảng bộ tỉnh", "kind": "celebration"}
    days = {"starts_on": "10/03/2026", "ends_on": "17/03/2026"}
    return words | days | {"order": "0", "link": ""} | fields


def error(page, field):
    return words(soup(page).select_one(f"#id_{field}_error"))


# ---------- What the webmaster types ----------


def test_new_slogan_cannot_end_in_the_past(webmaster):
    answer = webmaster.post(f"{SLOGANS}add/", typed(ends_on="11/03/2026"))

    assert answer.status_code == 422
    assert error(answer, "ends_on") == PAST


def test_new_slogan_may_end_today(webmaster):
    """It is the 12th here while it is still the 11th in UTC."""
    assert webmaster.post(f"{SLOGANS}add/", typed(ends_on="12/03/2026")).status_code == 302


def test_running_slogan_cannot_be_moved_into_the_past(webmaster):
    slogan = make_slogan(starts_on=date(2026, 3, 1))

    answer = webmaster.post(f"{SLOGANS}{slogan.pk}/change/", typed(ends_on="11/03/2026"))

    assert error(answer, "ends_on") == PAST


def test_old_slogan_may_still_have_its_typing_mended(webmaster):
    old = make_slogan("Đai hội", starts_on=date(2024, 7, 10), ends_on=date(2024, 7, 17))
    days = {"starts_on": "10/07/2024", "ends_on": "17/07/2024"}

    answer = webmaster.post(f"{SLOGANS}{old.pk}/change/", typed(text="Đại hội", **days))

    assert answer.status_code == 302, answer.context["errors"]
    assert Slogan.objects.get().text == "Đại hội"


def test_wrong_count_of_years_is_refused_beside_the_text(webmaster):
    wrong = "95 năm Ngày thành lập Đảng (3/2/1930 - 3/2/2026)"

    answer = webmaster.post(f"{SLOGANS}add/", typed(text=wrong))

    assert error(answer, "text") == "Từ năm 1930 đến năm 2026 là 96 năm, không phải 95 năm."


def test_count_in_the_opening_is_checked_too(webmaster):
    wrong = {"opening": "Kỷ niệm 95 năm", "text": "Ngày thành lập Đảng (3/2/1930 - 3/2/2026)"}

    answer = webmaster.post(f"{SLOGANS}add/", typed(**wrong))

    assert error(answer, "text") == "Từ năm 1930 đến năm 2026 là 96 năm, không phải 95 năm."


@pytest.mark.parametrize(
    ("opening", "text"),
    [
        (
            "Nhiệt liệt chào mừng kỷ niệm",
            "Nhiệt liệt chào mừng kỷ niệm 96 năm Ngày thành lập Đảng (3/2/1930 - 3/2/2026)",
        ),
        ("Nhiệt liệt chào mừng kỷ niệm", "Kỷ niệm 96 năm Ngày thành lập Đảng"),
        ("Nhiệt liệt chào mừng kỷ niệm", "chào mừng 96 năm Ngày thành lập Đảng"),
        ("Chào mừng", "Nhiệt liệt chào đón Đại hội Đảng bộ tỉnh"),
    ],
)
def test_slogan_that_says_its_opening_again_is_refused_beside_the_text(webmaster, opening, text):
    answer = webmaster.post(f"{SLOGANS}add/", typed(opening=opening, text=text))

    assert answer.status_code == 422
    assert error(answer, "text").startswith(f"Câu này đã có lời mở đầu “{opening}” ở ô trên")
    assert not Slogan.objects.exists()


@pytest.mark.parametrize(
    ("opening", "text"),
    [
        ("", "Nhiệt liệt chào mừng kỷ niệm 96 năm Ngày thành lập Đảng"),
        ("Chào mừng Ngày", "Ngày hội non sông"),
        ("Thi đua lập thành tích", "Chào mừng Đại hội Đảng bộ tỉnh"),
    ],
)
def test_slogan_that_goes_on_from_its_opening_is_saved(webmaster, opening, text):
    answer = webmaster.post(f"{SLOGANS}add/", typed(opening=opening, text=text))

    assert answer.status_code == 302, answer.context["errors"]


def test_mourning_is_not_greeted(webmaster):
    answer = webmaster.post(f"{SLOGANS}add/", typed(text="79 năm Ngày Thương binh - Liệt sĩ"))

    assert error(answer, "opening").startswith("Ngày tưởng niệm, tri ân không mở đầu")


@pytest.mark.parametrize("kind", ["observance", "tribute"])
def test_opening_left_as_it_came_is_refused_for_another_kind(webmaster, kind):
    opening = Slogan._meta.get_field("opening").default

    answer = webmaster.post(f"{SLOGANS}add/", typed(kind=kind, opening=opening))

    assert error(answer, "opening")


@pytest.mark.parametrize(
    ("text", "ends_on", "accepted"),
    [
        ("5 năm A (17/7/2019 - 17/7/2024)", "17/03/2026", False),
        ("5 năm A (2019 - 2024)", "17/03/2026", False),
        ("7 năm A (13/3/2019 - 13/3/2026)", "13/03/2027", True),
        ("7 năm A (13/3/2019 - 13/3/2026)", "31/12/2027", False),
        ("12 năm A (17/7/2019 - 17/7/2031)", "17/03/2026", False),  # a mistyped year
        ("7980 năm A (17/7/2019 - 17/7/9999)", "17/03/2026", False),
        ("Hướng tới 100 năm Ngày A (3/2/1930 - 3/2/2030)", "17/03/2026", True),
        ("10 năm thực hiện Chỉ thị 05 (2010 - 2020)", "17/03/2026", True),  # no anniversary
        ("Đại hội", "17/03/2099", False),
    ],
)
def test_anniversary_shows_near_its_day(webmaster, text, ends_on, accepted):
    answer = webmaster.post(f"{SLOGANS}add/", typed(text=text, ends_on=ends_on))

    assert bool(Slogan.objects.count()) is accepted
    assert accepted or error(answer, "ends_on")


def test_slogan_of_a_computed_anniversary_is_pointed_out(webmaster):
    occasion = make_occasion(day=13, month=3)
    same = "7 năm thành lập Đảng bộ (13/03/2019-13/3/2026)"

    answer = webmaster.post(f"{SLOGANS}add/", typed(text=same), follow=True)

    warning = soup(answer).select_one(".messagelist .warning")
    assert warning.a["href"] == f"/quan-tri/banners/occasion/{occasion.pk}/change/"


def test_slogan_in_the_place_of_a_computed_line_is_no_second_one(webmaster):
    occasion = make_occasion(day=13, month=3)
    own = make_slogan(occasion=occasion, year=2026)
    same = "7 năm thành lập Đảng bộ (13/3/2019 - 13/3/2026)"

    answer = webmaster.post(f"{SLOGANS}{own.pk}/change/", typed(text=same), follow=True)

    assert not soup(answer).select(".messagelist .warning")


def test_count_in_words_is_pointed_out(webmaster):
    text = "Năm mươi năm A (13/3/1976 - 13/3/2027)"

    answer = webmaster.post(f"{SLOGANS}add/", typed(text=text), follow=True)

    assert "là 51 năm" in words(soup(answer).select_one(".messagelist .warning"))


def test_name_in_lower_case_is_pointed_out_and_kept(webmaster):
    answer = webmaster.post(f"{SLOGANS}add/", typed(text="ngày sinh bác hồ"), follow=True)

    warning = words(soup(answer).select_one(".messagelist .warning"))
    assert warning == "Hãy xem lại chữ hoa, đúng phải viết: “Bác Hồ”."
    assert Slogan.objects.get().text == "ngày sinh bác hồ"


@pytest.mark.parametrize(
    ("fields", "advice"),
    [
        ({"text": "7 năm A (1/3/2019 - 1/3/2026)"}, "Ngày kỷ niệm 1/3/2026 đã qua"),
        ({"opening": "Kỷ niệm", "text": "Ngày Thương binh - Liệt sĩ"}, "nên chọn tính chất"),
        ({"text": "ĐẠI HỘI ĐẢNG BỘ TỈNH"}, "Hãy viết chữ thường"),
    ],
)
def test_what_may_be_a_mistake_is_pointed_out_and_kept(webmaster, fields, advice):
    answer = webmaster.post(f"{SLOGANS}add/", typed(**fields), follow=True)

    assert advice in words(soup(answer).select_one(".messagelist .warning"))
    assert Slogan.objects.get().text == fields["text"]


def test_new_slogan_begins_today_unless_told_otherwise(webmaster):
    field = soup(webmaster.get(f"{SLOGANS}add/")).select_one("#id_starts_on")

    assert field["value"] == "12/03/2026"


def test_slogan_names_the_occasion_it_stands_for(webmaster):
    slogan = make_slogan(occasion=make_occasion(), year=2027)

    page = soup(webmaster.get(f"{SLOGANS}{slogan.pk}/change/"))

    text = page.select_one(".field-in_place_of .readonly").get_text()
    assert text.startswith("Ngày thành lập Đảng bộ Khối, năm 2027.")


# ---------- Two webmasters at once ----------


def opened(client, address):
    """What the hidden field of a form holds."""
    return {"opened": soup(client.get(address)).select_one("input[name=opened]").get("value", "")}


def test_later_save_does_not_wipe_out_what_somebody_else_saved(webmaster):
    slogan = make_slogan("một", opening="Chào mừng")
    address = f"{SLOGANS}{slogan.pk}/change/"
    before = opened(webmaster, address)
    webmaster.post(address, typed(text="hai") | before)

    answer = webmaster.post(address, typed(text="ba") | before)

    told = words(soup(answer).select_one(".errorlist.nonfield"))
    assert answer.status_code == 422
    assert "nguoidung, 00:30 12/03/2026." in told
    assert "Khẩu hiệu: một → hai." in told
    assert Slogan.objects.get().text == "hai"
    again = soup(answer).select_one("#slogan_form")
    assert again.select_one("#id_text")["value"] == "ba"
    latest = {"opened": again.select_one("input[name=opened]")["value"]}
    assert webmaster.post(address, typed(text="ba") | latest).status_code == 302
    assert Slogan.objects.get().text == "ba"


def test_every_form_knows_what_it_was_opened_on(webmaster):
    objects = [make_slogan(), make_occasion(), make_picture_banner(), make_solemn_period()]

    for each in objects:
        address = f"/quan-tri/banners/{each._meta.model_name}/{each.pk}/change/"
        assert opened(webmaster, address) == {"opened": str(each.history.get().pk)}


# ---------- The list ----------


def test_list_says_what_runs_what_comes_and_what_is_over(webmaster):
    today = timezone.localdate()
    for days in (-1, 0, 1):
        make_slogan(starts_on=today + timedelta(days), ends_on=today + timedelta(days))

    page = soup(webmaster.get(SLOGANS, {"o": "4"}))
    coming = soup(webmaster.get(SLOGANS, {"luc": "sap"}))

    assert [words(c) for c in page.select("td.field-status")] == [
        "Đã hết",
        "Đang hiện",
        "Sắp hiện",
    ]
    assert [words(c) for c in coming.select("td.field-status")] == ["Sắp hiện"]


def test_order_is_changed_in_the_list_even_of_a_slogan_with_an_old_fault(webmaster):
    wrong = make_slogan("95 năm Ngày thành lập Đảng (3/2/1930 - 3/2/2026)")
    row = {"form-0-id": wrong.pk, "form-0-order": "5"}

    answer = webmaster.post(
        SLOGANS, row | {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "_save": ""}
    )

    assert answer.status_code == 302
    wrong.refresh_from_db()
    assert wrong.order == 5


# ---------- Pictures ----------


def test_webmaster_adds_a_picture_and_is_written_down(webmaster):
    fields = {"alt": "Chào mừng Đại hội", "place": "side", "kind": "celebration"}
    days = {"starts_on": "12/03/2026", "ends_on": "17/03/2026", "order": "0", "link": ""}

    answer = webmaster.post(f"{PICTURES}add/", fields | days | {"image": picture()})

    assert answer.status_code == 302, answer.context["errors"]
    assert PictureBanner.objects.get().history.get().history_user == webmaster.user


@pytest.mark.parametrize(
    ("alt", "kind"),
    [
        ("95 năm Ngày thành lập Đảng (3/2/1930 - 3/2/2026)", "celebration"),
        ("Chào mừng Ngày Thương binh - Liệt sĩ", "celebration"),
        ("Chào mừng Đại hội", "observance"),
    ],
)
def test_words_of_a_picture_follow_the_rules_of_slogans(webmaster, alt, kind):
    days = {"starts_on": "12/03/2026", "ends_on": "17/03/2026", "order": "0", "link": ""}
    fields = {"alt": alt, "place": "side", "kind": kind, "image": picture()}

    answer = webmaster.post(f"{PICTURES}add/", fields | days)

    assert error(answer, "alt")
    assert not PictureBanner.objects.exists()


def test_list_of_pictures_shows_them(webmaster):
    banner = make_picture_banner()

    assert soup(webmaster.get(PICTURES)).select_one(f'td img[src="{banner.image.url}"]')


# ---------- Solemn mode ----------


def mourning(**fields):
    days = {"starts_on": "12/03/2026", "ends_on": "13/03/2026"}
    return days | {"notice": "Quốc tang đồng chí Tổng Bí thư"} | fields


def test_who_switched_solemn_mode_on_and_off_is_on_its_page(webmaster):
    webmaster.post(f"{SOLEMN}add/", mourning())
    period = SolemnPeriod.objects.get()
    webmaster.post(f"{SOLEMN}{period.pk}/change/", mourning(ends_on="14/03/2026"))

    rows = soup(webmaster.get(f"{SOLEMN}{period.pk}/history/")).select(".records tbody tr")

    assert [words(row) for row in rows] == [
        "12/03/2026 00:30 nguoidung Sửa 12/03/2026 - 14/03/2026 "
        "Hiện đến hết ngày: 13/03/2026 → 14/03/2026",
        "12/03/2026 00:30 nguoidung Thêm 12/03/2026 - 13/03/2026",
    ]


@pytest.mark.parametrize("way", ["one", "many"])
def test_who_deleted_a_solemn_period_stays_written_down(webmaster, way):
    period = make_solemn_period()
    if way == "one":
        webmaster.post(f"{SOLEMN}{period.pk}/delete/", {"post": "yes"})
    else:
        action = {"action": "delete_selected", "_selected_action": period.pk, "post": "yes"}
        webmaster.post(SOLEMN, action)

    journal = soup(webmaster.get(f"{SOLEMN}nhat-ky/")).select_one(".records tbody tr")

    assert not SolemnPeriod.objects.exists()
    assert words(journal) == "12/03/2026 00:30 nguoidung Xóa 12/03/2026 - 12/03/2026"


def test_solemn_mode_can_be_cut_short(webmaster):
    period = make_solemn_period(starts_on=date(2026, 3, 10), ends_on=date(2026, 3, 13))
    days = {"starts_on": "10/03/2026", "ends_on": "11/03/2026"}

    assert webmaster.post(f"{SOLEMN}{period.pk}/change/", mourning(**days)).status_code == 302


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "message"),
    [
        ("15/03/2026", "16/03/2026", "Những ngày này đã trang nghiêm: 14/03/2026 - 15/03/2026."),
        ("20/03/2026", "19/04/2026", "Không quá 30 ngày."),
    ],
)
def test_solemn_days_neither_overlap_nor_last_for_months(webmaster, starts_on, ends_on, message):
    make_solemn_period(starts_on=date(2026, 3, 14), ends_on=date(2026, 3, 15))

    answer = webmaster.post(f"{SOLEMN}add/", mourning(starts_on=starts_on, ends_on=ends_on))

    assert error(answer, "ends_on") == message


def test_solemn_days_that_have_begun_keep_their_first_day(webmaster):
    period = make_solemn_period(starts_on=date(2026, 3, 10), ends_on=date(2026, 3, 13))
    address = f"{SOLEMN}{period.pk}/"

    webmaster.post(f"{address}change/", mourning(starts_on="12/03/2026", ends_on="14/03/2026"))
    too_early = webmaster.post(f"{address}change/", mourning(ends_on="10/03/2026"))
    deleted = webmaster.post(f"{address}delete/", {"post": "yes"})

    period.refresh_from_db()
    assert (period.starts_on, period.ends_on) == (date(2026, 3, 10), date(2026, 3, 14))
    assert error(too_early, "ends_on").startswith("Những ngày đã trang nghiêm thì giữ nguyên")
    assert deleted.status_code == 403


def test_solemn_days_that_are_over_are_only_to_be_read(webmaster):
    period = make_solemn_period(starts_on=date(2026, 3, 10), ends_on=date(2026, 3, 11))
    address = f"{SOLEMN}{period.pk}/"

    page = soup(webmaster.get(f"{address}change/"))
    action = {"action": "delete_selected", "_selected_action": period.pk, "post": "yes"}

    assert webmaster.post(SOLEMN, action).status_code == 403
    assert "Tổng Bí thư" in words(page.select_one(".field-notice .readonly"))
    assert webmaster.post(f"{address}change/", mourning()).status_code == 403
    assert webmaster.post(f"{address}delete/", {"post": "yes"}).status_code == 403


def test_new_solemn_mode_cannot_lie_in_the_past(webmaster):
    days = {"starts_on": "10/03/2026", "ends_on": "11/03/2026"}

    assert error(webmaster.post(f"{SOLEMN}add/", mourning(**days)), "ends_on") == PAST


@pytest.mark.parametrize("page", [SLOGANS, PICTURES, SOLEMN, f"{SOLEMN}nhat-ky/"])
def test_clerk_may_not_look(clerk, page):
    assert clerk.get(page).status_code == 403
