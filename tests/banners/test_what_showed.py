"""What readers saw on a past day: answered from the records, to the minute, in local time."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from banners import shown
from banners.models import Occasion, Slogan
from tests.factories import make_occasion, make_picture_banner, make_slogan, make_solemn_period
from tests.reading import soup, words

pytestmark = pytest.mark.django_db

PAGE = "/quan-tri/banners/slogan/lich/"
MARCH = {"starts_on": date(2026, 3, 1), "ends_on": date(2026, 3, 31)}


@pytest.fixture
def at(time_machine):
    """Return a function that sets the clock to a local moment of 2026."""

    def at(moment):
        time_machine.move_to(f"2026-{moment}+07:00", tick=False)

    return at


def showed(day):
    """Each stretch of a day as "hours: sentences"."""
    return [
        f"{stretch.hours}: {'; '.join(map(str, stretch.bar.groups)) if stretch.bar else None}"
        for stretch in shown.stretches_of(date(2026, *day))
    ]


def test_slogan_deleted_since_is_still_known(at):
    at("03-01T08:00")
    slogan = make_slogan("một", opening="", **MARCH)
    at("03-20T08:00")
    slogan.delete()
    at("04-15T08:00")

    assert showed((3, 12)) == ["Cả ngày: một"]
    assert showed((3, 25)) == ["Cả ngày: "]


def test_occasion_changed_since_shows_its_words_of_then(at):
    at("07-01T08:00")
    occasion = make_occasion("Ngày cũ")
    at("08-01T08:00")
    occasion.name, occasion.kind = "Ngày mới", "observance"
    occasion.save()
    at("09-01T08:00")

    assert showed((7, 17)) == [
        "Cả ngày: Nhiệt liệt chào mừng kỷ niệm 7 năm Ngày cũ (17/7/2019 - 17/7/2026)"
    ]


def test_occasion_deleted_or_switched_off_since_is_still_known(at):
    at("07-01T08:00")
    make_occasion("Ngày một", kind="observance")
    off = make_occasion("Ngày hai", kind="observance")
    at("08-01T08:00")
    off.is_active = False
    off.save()
    Occasion.objects.get(name="Ngày một").delete()

    text = "7 năm Ngày {} (17/7/2019 - 17/7/2026)".format
    assert showed((7, 17)) == [f"Cả ngày: Hưởng ứng {text('một')}; {text('hai')}"]


def test_change_during_the_day_parts_it(at):
    at("03-01T08:00")
    slogan = make_slogan("một", opening="", **MARCH)
    at("03-12T10:12:40")
    slogan.text = "hai"
    slogan.save()
    at("03-12T15:30")
    slogan.delete()
    at("03-13T08:00")

    assert showed((3, 12)) == ["00:00 - 10:12: một", "10:12 - 15:30: hai", "15:30 - 24:00: "]


def test_slogan_written_by_hand_takes_the_computed_ones_place_from_its_minute(at):
    at("07-01T08:00")
    occasion = make_occasion("Ngày một", kind="observance")
    at("07-15T09:05")
    days = {"starts_on": date(2026, 7, 10), "ends_on": date(2026, 7, 17)}
    make_slogan("viết riêng", opening="", occasion=occasion, year=2026, **days)
    at("07-20T08:00")

    assert showed((7, 15)) == [
        "00:00 - 09:05: Hưởng ứng 7 năm Ngày một (17/7/2019 - 17/7/2026)",
        "09:05 - 24:00: viết riêng",
    ]


def test_change_that_no_reader_could_see_parts_nothing(at):
    at("03-01T08:00")
    slogan = make_slogan("một", opening="", **MARCH)
    at("03-12T10:12")
    slogan.ends_on = date(2026, 3, 30)
    slogan.save()
    make_slogan("tháng sau", starts_on=date(2026, 4, 1), ends_on=date(2026, 4, 2))
    at("03-13T08:00")

    assert showed((3, 12)) == ["Cả ngày: một"]


def test_change_before_seven_belongs_to_the_local_day(at):
    """At 03:00 in Việt Nam it is still the day before in UTC."""
    at("03-01T08:00")
    slogan = make_slogan("một", opening="", **MARCH)
    at("03-12T03:00")
    slogan.text = "hai"
    slogan.save()
    at("03-14T08:00")

    assert showed((3, 11)) == ["Cả ngày: một"]
    assert showed((3, 12)) == ["00:00 - 03:00: một", "03:00 - 24:00: hai"]


@pytest.mark.parametrize("moment", ["03-12T00:00", "03-12T00:00:30"])
def test_change_at_midnight_leaves_no_empty_stretch(at, moment):
    at("03-01T08:00")
    slogan = make_slogan("một", opening="", **MARCH)
    at(moment)
    slogan.text = "hai"
    slogan.save()
    at("03-14T08:00")

    assert showed((3, 11)) == ["Cả ngày: một"]
    assert showed((3, 12)) == ["Cả ngày: hai"]


def test_later_of_two_records_of_one_moment_counts(at):
    at("03-01T08:00")
    slogan = make_slogan("một", opening="", **MARCH)
    slogan.text = "hai"
    slogan.save()
    at("03-14T08:00")

    assert showed((3, 12)) == ["Cả ngày: hai"]


def test_this_day_is_answered_up_to_now(at):
    at("03-01T08:00")
    slogan = make_slogan("một", opening="", **MARCH)
    at("03-12T10:12")
    slogan.delete()
    at("03-12T11:00")

    assert showed((3, 12)) == ["00:00 - 10:12: một", "Từ 10:12 đến nay: "]


def test_solemn_mode_of_then_hides_the_celebrations_of_then(at):
    at("07-01T08:00")
    make_slogan("lễ", starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 31))
    at("07-25T09:00")
    make_solemn_period(ends_on=date(2026, 7, 26)).delete()
    at("07-30T09:00")
    period = make_solemn_period(ends_on=date(2026, 7, 31))
    at("08-15T08:00")
    period.delete()

    stretch = shown.stretches_of(date(2026, 7, 31))[0]

    assert stretch.bar.solemn.notice == period.notice
    assert stretch.bar.groups == []
    assert showed((7, 25)) == ["Cả ngày: Nhiệt liệt chào mừng kỷ niệm lễ"]  # on and off at once


def test_picture_deleted_since_is_named_by_its_words(at, webmaster):
    at("03-01T08:00")
    make_picture_banner("Chào mừng Đại hội", **MARCH).delete()
    banner = make_picture_banner("Mừng Đảng, mừng Xuân", **MARCH)
    at("03-20T08:00")
    banner.delete()

    page = soup(webmaster.get(PAGE, {"ngay": "12/03/2026"}))

    assert [words(p) for p in page.select(".shown__picture")] == [
        "Ảnh (cột bên): Mừng Đảng, mừng Xuân"
    ]


# ---------- Before the records ----------


def test_day_before_the_first_record_is_not_guessed(at, webmaster):
    at("03-12T10:12")
    make_slogan(starts_on=date(2025, 1, 1), ends_on=date(2026, 12, 31))
    at("04-01T08:00")

    page = soup(webmaster.get(PAGE, {"ngay": "11/03/2026"}))

    assert "Chưa có ghi chép trước ngày 12/03/2026." in words(page.select_one(".day-shown"))
    assert not page.select(".shown__line")


def test_day_of_the_first_record_is_known_from_its_minute(at):
    at("03-12T10:12")
    make_slogan("một", opening="", **MARCH)
    at("04-01T08:00")

    assert showed((3, 12)) == ["00:00 - 10:12: None", "10:12 - 24:00: một"]


def test_first_day_is_the_local_one(at, webmaster):
    at("03-12T03:00")  # the 11th in UTC
    make_slogan("một", **MARCH)
    at("04-01T08:00")

    page = webmaster.get(PAGE, {"ngay": "11/03/2026"}).text

    assert "Chưa có ghi chép trước ngày 12/03/2026." in page


def test_without_any_record_the_page_says_so(webmaster):
    assert "Chưa có ghi chép nào." in webmaster.get(PAGE, {"ngay": "01/01/2020"}).text


def test_page_tells_the_hours_of_a_past_day(at, webmaster):
    at("03-01T08:00")
    make_slogan("một", opening="", **MARCH)
    at("03-12T10:12")
    Slogan.objects.get().delete()
    at("03-13T08:00")

    page = soup(webmaster.get(PAGE, {"ngay": "12/03/2026"}))

    assert words(page.select_one(".day-shown")).startswith(
        "Thứ năm, 12/03/2026: bạn đọc đã thấy 00:00 - 10:12 một 10:12 - 24:00 Không hiện gì."
    )


def test_answer_costs_the_same_however_often_something_changed(at):
    at("03-01T08:00")
    slogan = make_slogan(opening="", **MARCH)
    counts = []
    for day in (10, 11):
        for minute in range(1 if day == 10 else 30):
            at(f"03-{day}T10:{minute:02}")
            slogan.text = f"lần {day} {minute}"
            slogan.save()
    at("03-20T08:00")
    for day in (10, 11):
        with CaptureQueriesContext(connection) as queries:
            assert len(showed((3, day))) > 1
        counts.append(len(queries))

    assert counts[0] == counts[1] < 15
