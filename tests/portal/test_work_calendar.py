"""The work calendar: a week in one form for the office, its public lines for readers."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.models import WorkItem, WorkWeek
from tests.factories import make_identity, make_menu_item, make_work_item

pytestmark = pytest.mark.django_db

NOW = "/lich-cong-tac/"


@pytest.fixture(autouse=True)
def _on_a_wednesday(time_machine):
    time_machine.move_to("2026-11-25T09:00+07:00", tick=False)


def words(client, address, selector):
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    return [" ".join(part.get_text().split()) for part in soup.select(selector)]


def ways(client, address):
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    return [link["href"] for link in soup.select(".pagination a")]


# ---------- Readers ----------


def test_only_public_lines_are_shown(client):
    make_work_item("Tiếp dân")
    make_work_item("Bàn nhân sự", is_public=False)

    assert words(client, NOW, ".work-week__content") == ["Tiếp dân"]
    assert "Bàn nhân sự" not in client.get("/lich-cong-tac/2026/48/").text


def test_a_line_is_not_public_unless_somebody_says_so():
    assert WorkItem().is_public is False


def test_a_week_of_which_nothing_is_public_does_not_exist_for_readers(client):
    make_work_item("Bàn nhân sự", day=date(2026, 12, 1), is_public=False)
    WorkWeek.objects.update(note="Ghi chú nội bộ")

    assert client.get("/lich-cong-tac/2026/49/").status_code == 404
    assert ways(client, NOW) == []


def test_an_empty_present_week_has_no_address_that_is_gone_next_week(client):
    assert client.get(NOW).status_code == 200
    assert client.get("/lich-cong-tac/2026/48/").status_code == 404


def canonical(client, address):
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    own = soup.select_one("link[rel=canonical]")["href"]
    assert own == soup.select_one("meta[property='og:url']")["content"]
    return own.removeprefix("http://portal.example")


def test_a_week_has_one_address_that_stays_its_own(client, time_machine):
    make_work_item(day=date(2026, 11, 25))
    make_work_item(day=date(2026, 12, 2))

    assert canonical(client, NOW) == "/lich-cong-tac/2026/48/"
    assert canonical(client, "/lich-cong-tac/2026/48/") == "/lich-cong-tac/2026/48/"
    time_machine.move_to("2026-12-01T09:00+07:00", tick=False)
    assert canonical(client, NOW) == "/lich-cong-tac/2026/49/"
    assert canonical(client, "/lich-cong-tac/2026/48/") == "/lich-cong-tac/2026/48/"


def test_a_present_week_without_public_lines_is_only_the_page_of_this_week(client):
    make_work_item("Bàn nhân sự", is_public=False)

    assert canonical(client, NOW) == NOW


def test_lines_stand_by_day_and_hour(client):
    make_work_item("Chiều", day=date(2026, 11, 24), starts_at="14:00", ends_at="16:30")
    make_work_item("Sáng", day=date(2026, 11, 24), starts_at="07:30")
    make_work_item("Trực", day=date(2026, 11, 24))
    make_work_item("Giao ban", day=date(2026, 11, 23), starts_at="08:00")

    assert words(client, NOW, ".work-week tbody th") == [
        "Thứ hai, 23/11/2026",
        "Thứ ba, 24/11/2026",
    ]
    assert words(client, NOW, ".work-week__content") == ["Giao ban", "Trực", "Sáng", "Chiều"]
    assert words(client, NOW, ".work-week__hours")[1:] == ["Trong ngày", "07:30", "14:00 - 16:30"]


@pytest.mark.parametrize(
    ("day", "address"),
    [
        (date(2026, 12, 28), "/lich-cong-tac/2026/53/"),
        (date(2027, 1, 3), "/lich-cong-tac/2026/53/"),  # a Sunday
        (date(2027, 1, 4), "/lich-cong-tac/2027/1/"),
        (date(2024, 12, 30), "/lich-cong-tac/2025/1/"),
    ],
)
def test_weeks_are_numbered_as_iso_8601_has_them(client, day, address):
    item = make_work_item("Họp", day=day)

    assert item.week.get_absolute_url() == address
    assert words(client, address, ".work-week__content") == ["Họp"]


@pytest.mark.parametrize("week", ["2025/53", "2026/54", "2026/0", "2026/048", "0/1", "99999/1"])
def test_a_week_that_is_none_is_not_found(client, week):
    assert client.get(f"/lich-cong-tac/{week}/").status_code == 404


def test_the_nearest_weeks_with_something_public_are_linked(client):
    for day in ["2026-10-07", "2026-11-25", "2026-12-30"]:
        make_work_item(day=date.fromisoformat(day))
    make_work_item(day=date(2026, 12, 2), is_public=False)

    assert ways(client, NOW) == ["/lich-cong-tac/2026/41/", "/lich-cong-tac/2026/53/"]
    assert ways(client, "/lich-cong-tac/2026/41/") == [NOW, "/lich-cong-tac/2026/48/"]


def test_the_present_week_follows_the_clock(client, time_machine):
    make_work_item("Tuần này", day=date(2026, 11, 29))
    make_work_item("Tuần sau", day=date(2026, 11, 30))

    shown = []
    for moment in ["2026-11-29T23:59+07:00", "2026-11-30T00:00+07:00"]:
        time_machine.move_to(moment, tick=False)
        shown += words(client, NOW, ".work-week__content")

    assert shown == ["Tuần này", "Tuần sau"]


def test_a_week_without_public_lines_says_so(client):
    assert "Tuần này chưa có lịch công tác công khai" in client.get(NOW).text


def test_the_menu_leads_there_once_something_is_public(client):
    make_menu_item(listing="work_calendar")
    make_work_item(is_public=False)
    assert NOW not in client.get("/").text

    make_work_item()
    assert NOW in client.get("/").text


@pytest.mark.usefixtures("in_a_server")
def test_years_of_weeks_cost_as_many_queries_as_one(client):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(NOW)
        return len(captured)

    make_identity()
    for weeks in (-1, 0, 1):
        make_work_item(day=date(2026, 11, 25) + timedelta(weeks=weeks))
    few = queries()
    for weeks in range(-20, 20):
        make_work_item(day=date(2026, 11, 25) + timedelta(weeks=weeks))

    assert queries() == few


# ---------- The office ----------


def week_form(*rows, monday="25/11/2026", **fields):
    data = {"monday": monday, "items-TOTAL_FORMS": len(rows), "items-INITIAL_FORMS": 0} | fields
    for number, row in enumerate(rows):
        data |= {f"items-{number}-{name}": value for name, value in row.items()}
    return data


def test_a_whole_week_is_written_in_one_form(sign_in, client):
    approver = sign_in("Người duyệt")
    rows = [
        {"weekday": 0, "starts_at": "07:30", "content": "Giao ban", "is_public": "on"},
        {"weekday": 2, "content": "Bàn nhân sự"},
        {},
    ]

    answer = approver.post(reverse("admin:portal_workweek_add"), week_form(*rows))

    assert answer.status_code == 302
    assert WorkWeek.objects.get().monday == date(2026, 11, 23)
    assert WorkItem.objects.count() == 2
    assert words(client, NOW, ".work-week__content") == ["Giao ban"]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"weekday": 1, "content": "Họp", "ends_at": "09:00"}, "starts_at"),
        ({"weekday": 1, "content": "Họp", "starts_at": "09:00", "ends_at": "08:00"}, "ends_at"),
        ({"weekday": 7, "content": "Họp"}, "weekday"),
        ({"weekday": 1, "starts_at": "25:00", "content": "Họp"}, "starts_at"),
    ],
)
def test_a_line_that_cannot_be_is_refused_beside_its_field(webmaster, row, field):
    answer = webmaster.post(reverse("admin:portal_workweek_add"), week_form(row))

    assert answer.status_code == 422
    assert field in answer.context["inline_admin_formsets"][0].formset.errors[0]
    assert not WorkWeek.objects.exists()


def test_a_week_is_written_once(webmaster):
    make_work_item()

    answer = webmaster.post(reverse("admin:portal_workweek_add"), week_form(monday="29/11/2026"))

    assert answer.status_code == 422
    assert answer.context["adminform"].form.errors["monday"] == [
        "Tuần này đã có lịch. Hãy mở lịch ấy ra sửa."
    ]


@pytest.mark.parametrize("monday", ["31/12/9999", "29/11/2206", "01/01/0001"])
def test_a_week_of_another_century_is_a_slip_of_the_pen(webmaster, monday):
    answer = webmaster.post(reverse("admin:portal_workweek_add"), week_form(monday=monday))

    assert answer.status_code == 422
    assert answer.context["adminform"].form.errors["monday"] == [
        "Ngày này quá xa hôm nay. Hãy xem lại năm."
    ]
    assert webmaster.get(reverse("admin:portal_workweek_add")).status_code == 200


def test_the_form_proposes_the_week_that_comes_next(webmaster):
    def proposed():
        form = webmaster.get(reverse("admin:portal_workweek_add")).context["adminform"].form
        return form.initial["monday"]

    assert proposed() == date(2026, 11, 23)
    make_work_item(day=date(2026, 12, 3))
    assert proposed() == date(2026, 12, 7)


def test_who_only_writes_articles_does_not_keep_the_calendar(writer):
    assert writer.get(reverse("admin:portal_workweek_changelist")).status_code == 403
