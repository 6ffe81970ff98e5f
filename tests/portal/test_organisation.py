"""The organisation chart and the leaders: in the order people set, present and former apart."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.models import Leader, Unit
from tests.factories import make_identity, make_leader, make_menu_item, make_unit, picture

pytestmark = pytest.mark.django_db


def words(client, address, selector):
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    return [" ".join(part.get_text().split()) for part in soup.select(selector)]


def chart(client):
    """The chart as (depth, name) in the order it is read."""
    soup = BeautifulSoup(client.get("/co-cau-to-chuc/").content, "html.parser")
    return [
        (len(name.find_parents("ul")), name.get_text()) for name in soup.select(".org-chart__name")
    ]


# ---------- Readers ----------


def test_units_are_nested_and_stand_in_the_order_that_was_set(client):
    office = make_unit("Đảng ủy")
    make_unit("Ban Tổ chức", parent=office, order=2)
    staff = make_unit("Văn phòng", parent=office, order=1)
    make_unit("Tổ Quản trị", parent=staff)

    assert chart(client) == [
        (1, "Đảng ủy"),
        (2, "Văn phòng"),
        (3, "Tổ Quản trị"),
        (2, "Ban Tổ chức"),
    ]


def test_leaders_stand_by_rank_and_not_by_name(client):
    office = make_unit("Đảng ủy")
    make_leader("Đỗ An", office="Phó Bí thư", unit=office, order=2)
    make_leader("Vũ Yến", office="Bí thư", unit=office, order=1)

    assert words(client, "/lanh-dao/", ".leader__name") == ["Vũ Yến", "Đỗ An"]
    assert words(client, "/co-cau-to-chuc/", ".org-chart__people li") == [
        "Bí thư: Vũ Yến",
        "Phó Bí thư: Đỗ An",
    ]


def test_a_leader_is_a_former_one_from_the_day_after_the_last(client, time_machine):
    make_leader("Vũ Yến", office="Bí thư", term="2020 - 2025", serves_until=date(2025, 1, 31))

    time_machine.move_to("2025-01-31T23:59+07:00", tick=False)
    assert words(client, "/lanh-dao/", ".leader__name") == ["Vũ Yến"]
    assert words(client, "/lanh-dao/", ".leaders__former li") == []

    time_machine.move_to("2025-02-01T00:00+07:00", tick=False)
    assert words(client, "/lanh-dao/", ".leader__name") == []
    assert words(client, "/lanh-dao/", ".leaders__former li") == [
        "Vũ Yến, nguyên Bí thư (2020 - 2025)"
    ]
    assert "Vũ Yến" not in client.get("/co-cau-to-chuc/").text


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("0200 000 0000", "02000000000"),
        ("0269.3824.123", "02693824123"),
        ("(0269) 3824-123", "02693824123"),
        ("+84 269 3824 123", "+842693824123"),
        ("0269 3824 123 (máy lẻ 12)", "02693824123"),
        ("0269 3824 123 - 0912 345 678", "02693824123"),  # the first of two
        ("069.123, Văn phòng", "069123"),
    ],
)
def test_a_telephone_number_is_called_by_a_tap(client, written, dialled):
    make_unit("Văn phòng", phone=written)
    make_identity(phone=written)

    page = BeautifulSoup(client.get("/co-cau-to-chuc/").content, "html.parser")

    for place in [".contact", ".site-footer__contact"]:
        link = page.select_one(f"{place} a[href^='tel:']")
        assert (link["href"], link.get_text()) == (f"tel:{dialled}", written)


@pytest.mark.parametrize("written", ["Liên hệ trực tiếp", "Máy lẻ 12", "02693824123-0912345678"])
def test_what_is_no_telephone_number_is_printed_without_a_link(client, written):
    make_unit("Văn phòng", phone=written)

    assert words(client, "/co-cau-to-chuc/", ".contact") == [f"Điện thoại: {written}"]
    assert "tel:" not in client.get("/co-cau-to-chuc/").text


def test_an_office_that_has_just_begun_says_so(client):
    assert "Chưa có thông tin về cơ cấu tổ chức" in client.get("/co-cau-to-chuc/").text
    assert "Chưa có thông tin về lãnh đạo" in client.get("/lanh-dao/").text


def test_menu_sitemap_and_site_map_lead_there_once_there_is_something(client):
    make_menu_item(listing="organisation")
    make_menu_item(listing="leaders")

    def ways(address, path):
        return client.get(address).text.count(path)

    assert ways("/", "/co-cau-to-chuc/") == ways("/", "/lanh-dao/") == 0
    assert ways("/sitemap-trang.xml", "/lanh-dao/") == ways("/so-do-trang/", "/lanh-dao/") == 0

    make_leader()

    assert ways("/", "/co-cau-to-chuc/") == ways("/", "/lanh-dao/") == 2  # wide and narrow menu
    assert ways("/sitemap-trang.xml", "/lanh-dao/") == 1
    assert ways("/so-do-trang/", '<li><a href="/lanh-dao/">Lãnh đạo</a></li>') >= 1


@pytest.mark.parametrize("address", ["/co-cau-to-chuc/", "/lanh-dao/"])
@pytest.mark.usefixtures("in_a_server")
def test_a_large_office_costs_as_many_queries_as_a_small_one(client, address):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    make_identity()
    top = make_unit("Đảng ủy")
    make_leader(unit=top)
    few = queries()
    for number in range(8):
        unit = make_unit(f"Ban {number}", parent=top)
        make_leader(unit=make_unit("Tổ", parent=unit), photo="portraits/a.jpg", width=3, height=4)
        make_leader(unit=unit, serves_until=date(2020, 1, 1))

    assert queries() == few


# ---------- The webmaster ----------


def leader_form(unit, **fields):
    return {"name": "Vũ Yến", "office": "Bí thư", "unit": unit.pk, "order": 0} | fields


def test_the_webmaster_enters_a_leader_with_a_portrait(webmaster, client):
    unit = make_unit("Đảng ủy")

    answer = webmaster.post(
        reverse("admin:portal_leader_add"),
        leader_form(unit, photo=picture((600, 800)), term="2025 - 2030"),
    )

    assert answer.status_code == 302
    leader = Leader.objects.get()
    assert (leader.width, leader.height) == (600, 800)
    assert words(client, "/lanh-dao/", ".leader__term") == ["Nhiệm kỳ 2025 - 2030"]
    assert leader.photo.url.rpartition(".")[0] in client.get("/lanh-dao/").text


def test_what_is_no_picture_is_refused_beside_its_field(webmaster):
    text = picture(name="anh.jpg")
    text.file.seek(0)
    text.file.write(b"khong phai anh")

    answer = webmaster.post(
        reverse("admin:portal_leader_add"), leader_form(make_unit(), photo=text)
    )

    assert answer.status_code == 422
    assert "photo" in answer.context["adminform"].form.errors


def test_the_order_is_set_in_the_list(webmaster, client):
    first, second = make_leader("Vũ Yến", order=1), make_leader("Đỗ An", order=2)
    ids = [leader.pk for leader in Leader.objects.all()]
    rows = {f"form-{i}-id": pk for i, pk in enumerate(ids)}
    order = {first.pk: 2, second.pk: 1}
    rows |= {f"form-{i}-order": order[pk] for i, pk in enumerate(ids)}

    answer = webmaster.post(
        reverse("admin:portal_leader_changelist"),
        rows | {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2, "_save": ""},
    )

    assert answer.status_code == 302
    assert words(client, "/lanh-dao/", ".leader__name") == ["Đỗ An", "Vũ Yến"]


def test_no_unit_stands_beneath_itself(webmaster):
    office = make_unit("Đảng ủy")
    staff = make_unit("Văn phòng", parent=office)

    answer = webmaster.post(
        reverse("admin:portal_unit_change", args=[office.pk]),
        {"name": "Đảng ủy", "order": 0, "parent": staff.pk},
    )

    assert answer.status_code == 422
    assert answer.context["adminform"].form.errors["parent"] == [
        "Một đơn vị không trực thuộc chính nó."
    ]


def test_the_chart_has_four_levels(webmaster):
    units = [None]
    for name in ["Đảng ủy", "Ban", "Phòng", "Tổ"]:
        units.append(make_unit(name, parent=units[-1]))

    def beneath(parent):
        data = {"name": "Nhóm", "order": 0, "parent": parent.pk}
        return webmaster.post(reverse("admin:portal_unit_add"), data).status_code

    assert beneath(units[3]) == 302
    assert beneath(units[4]) == 422
    assert Unit.objects.count() == 5
