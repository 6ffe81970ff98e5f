"""Two people at one form or one list: neither undoes what the other did without being told."""

from concurrent.futures import ThreadPoolExecutor
from copy import copy
from threading import Barrier

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from portal.models import Feedback, WorkItem
from tests.factories import (
    article_form,
    make_category,
    make_counter,
    make_identity,
    make_leader,
    make_menu_item,
    make_occasion,
    make_picture_banner,
    make_slogan,
    make_topic,
    make_unit,
    make_work_item,
)
from tests.reading import soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client, django_user_model):
    """Two people need no two browsers here: a form knows only when it was opened."""
    client.force_login(django_user_model.objects.create_superuser("quantri"))
    return client


def sent_by(page):
    """What a browser sends of the page's form, if nobody types."""
    return dict(values_of(page.select_one("#content-main form[method=post]")))


def values_of(form):
    for field in form.select("textarea[name]"):
        yield field["name"], field.get_text().removeprefix("\n")
    for field in form.select("select[name]"):
        chosen = [option["value"] for option in field.select("option[selected]")]
        yield field["name"], chosen if field.has_attr("multiple") else (chosen or [""])[0]
    for field in form.select("input[name]"):
        if field["type"] in ("checkbox", "radio"):
            if field.has_attr("checked"):
                yield field["name"], field.get("value", "on")
        elif field["type"] not in ("file", "submit"):
            yield field["name"], field.get("value", "")


def change(obj):
    return reverse(f"admin:{obj._meta.label_lower.replace('.', '_')}_change", args=[obj.pk])


def opened(client, address):
    return sent_by(soup(client.get(address)))


def told(answer):
    said = soup(answer).select_one(".errorlist.nonfield, .errorlist.nonform")
    return " ".join(said.get_text(" ").split())


def line(sent, item):
    """The prefix of a line's fields in a form."""
    [found] = [k for k, v in sent.items() if k.endswith("-id") and v == str(item.pk)]
    return found.removesuffix("id")


# ---------- A week and its lines ----------


@pytest.fixture
def week():
    monday = make_work_item("Giao ban", weekday=0, place="Phòng họp 1")
    friday = make_work_item("Tiếp dân", weekday=4)
    return monday.week, monday, friday


def test_a_line_that_another_changed_meanwhile_is_not_changed_back(admin, week):
    week, monday, friday = week
    first, second = opened(admin, change(week)), opened(admin, change(week))
    admin.post(change(week), first | {f"{line(first, monday)}place": "Hội trường"})

    answer = admin.post(change(week), second | {f"{line(second, friday)}content": "Hội nghị"})

    monday.refresh_from_db()
    assert answer.status_code == 422
    assert told(answer).endswith("“Giao ban” hiện lưu: Địa điểm: Hội trường.")
    assert monday.place == "Hội trường"


def test_what_was_typed_is_still_there_and_saved_the_second_time(admin, week):
    week, monday, friday = week
    first, second = opened(admin, change(week)), opened(admin, change(week))
    admin.post(change(week), first | {f"{line(first, monday)}place": "Hội trường"})
    second[f"{line(second, friday)}content"] = "Hội nghị"

    again = sent_by(soup(admin.post(change(week), second)))

    assert again[f"{line(again, friday)}content"] == "Hội nghị"
    assert admin.post(change(week), again).status_code == 302
    assert list(WorkItem.objects.values_list("content", "place")) == [
        ("Giao ban", "Phòng họp 1"),
        ("Hội nghị", ""),
    ]


def test_a_line_that_another_added_meanwhile_is_told_and_kept(admin, week):
    week, monday, friday = week
    second = opened(admin, change(week))
    make_work_item("Kiểm tra", weekday=0, place="Kho")

    answer = admin.post(change(week), second | {f"{line(second, friday)}content": "Hội nghị"})

    assert "“Kiểm tra” hiện lưu: Thứ: Thứ hai; Nội dung: Kiểm tra" in told(answer)
    again = sent_by(soup(answer))
    assert line(again, monday)
    assert line(again, friday)
    admin.post(change(week), again)
    assert WorkItem.objects.count() == 3


def test_a_week_that_nobody_else_saved_is_saved_at_once(admin, week):
    week, monday, friday = week
    for place in ["Kho", "Hội trường"]:
        sent = opened(admin, change(week))
        sent[f"{line(sent, friday)}place"] = place
        assert admin.post(change(week), sent).status_code == 302


def test_the_history_names_only_what_was_typed(admin, week):
    week, monday, friday = week
    sent = opened(admin, change(week))

    admin.post(change(week), sent | {"note": "Có thể thay đổi"})

    history = soup(admin.get(reverse("admin:portal_workweek_history", args=[week.pk])))
    assert "Opened" not in history.get_text()


# ---------- A line that is deleted meanwhile ----------


def contents():
    return [item.content for item in WorkItem.objects.order_by("pk")]


def test_a_line_that_another_deleted_is_told_beside_it_and_added_again(admin, week):
    week, monday, friday = week
    sent = opened(admin, change(week))
    sent |= {f"{line(sent, monday)}place": "Kho", f"{line(sent, friday)}place": "Hội trường"}
    monday.delete()

    answer = admin.post(change(week), sent)

    assert answer.status_code == 422
    assert "Dòng này đã bị xóa ở nơi khác" in told(answer)
    assert admin.post(change(week), sent_by(soup(answer))).status_code == 302
    items = WorkItem.objects.order_by("pk")
    assert [(item.content, item.place) for item in items] == [
        ("Tiếp dân", "Hội trường"),
        ("Giao ban", "Kho"),
    ]


def test_a_line_that_another_deleted_can_be_left_out(admin, week):
    week, monday, friday = week
    sent = opened(admin, change(week))
    monday.delete()
    again = sent_by(soup(admin.post(change(week), sent)))

    [row] = [name.removesuffix("content") for name in again if again[name] == "Giao ban"]
    again |= dict.fromkeys([f"{row}weekday", f"{row}content", f"{row}place"], "")
    del again[f"{row}is_public"]

    assert admin.post(change(week), again).status_code == 302
    assert contents() == ["Tiếp dân"]


def test_a_line_that_both_deleted_is_gone_without_a_word(admin, week):
    week, monday, friday = week
    sent = opened(admin, change(week))
    sent[f"{line(sent, monday)}DELETE"] = "on"
    monday.delete()

    answer = admin.post(change(week), sent)

    assert answer.status_code == 302
    assert contents() == ["Tiếp dân"]


def test_every_line_stands_beside_its_own_name_when_another_was_added(admin, week):
    week, monday, friday = week
    sent = opened(admin, change(week))
    make_work_item("Chào cờ", weekday=0, starts_at="07:00")

    page = soup(admin.post(change(week), sent | {"monday": ""}))

    rows = page.select("#items-group tr.has_original")
    names = [row.select_one(".original p").get_text(strip=True) for row in rows]
    assert names == [row.select_one("textarea").get_text(strip=True) for row in rows]


# ---------- Lists that are edited in place ----------


LISTS = [
    make_menu_item,
    make_category,
    make_unit,
    make_leader,
    make_topic,
    make_slogan,
    make_occasion,
    make_picture_banner,
]


def listed(obj):
    return reverse(f"admin:{obj._meta.label_lower.replace('.', '_')}_changelist")


@pytest.mark.parametrize("make", LISTS)
def test_a_list_of_which_something_was_deleted_can_be_saved_the_second_time(admin, make):
    first, second = make("Một", order=1), make("Hai", order=2)
    sent = opened(admin, listed(first)) | {"_save": ""}
    sent[f"{line(sent, second)}order"] = "7"
    first.delete()

    answer = admin.post(listed(first), sent)

    assert answer.status_code == 422
    assert "đã bị xóa ở nơi khác" in told(answer)
    again = sent_by(soup(answer))
    assert again[f"{line(again, second)}order"] == "7"
    assert admin.post(listed(first), again | {"_save": ""}).status_code == 302
    second.refresh_from_db()
    assert second.order == 7


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000, "-1", "x", ""])
def test_a_row_with_a_number_that_none_can_have_is_told_to_be_gone(admin, number):
    first, second = make_leader("Một", order=1), make_leader("Hai", order=2)
    sent = opened(admin, listed(first)) | {"_save": ""}
    sent |= {f"{line(sent, first)}id": number, f"{line(sent, second)}order": "7"}

    answer = admin.post(listed(first), sent)

    assert answer.status_code == 422
    assert "đã bị xóa ở nơi khác" in told(answer)


@pytest.mark.parametrize("make", LISTS)
def test_a_row_that_another_reordered_meanwhile_keeps_its_place(admin, make):
    first, second = make("Một", order=1), make("Hai", order=2)
    mine, theirs = (opened(admin, listed(first)) | {"_save": ""} for _ in range(2))
    admin.post(listed(first), theirs | {f"{line(theirs, first)}order": "5"})

    answer = admin.post(listed(first), mine | {f"{line(mine, second)}order": "7"})

    assert answer.status_code == 302
    assert [type(first).objects.get(pk=obj.pk).order for obj in (first, second)] == [5, 7]


def test_a_number_of_a_row_is_not_set_back_with_the_one_beside_it(admin):
    category = make_category("Một", order=1, home_order=1)
    sent = opened(admin, listed(category)) | {"_save": ""}
    type(category).objects.update(home_order=5)

    admin.post(listed(category), sent | {f"{line(sent, category)}order": "7"})

    category.refresh_from_db()
    assert (category.order, category.home_order) == (7, 5)


def test_a_list_that_was_reordered_meanwhile_shows_each_row_its_own_typing(admin):
    first, second = make_unit("Một", order=1), make_unit("Hai", order=2)
    sent = opened(admin, listed(first)) | {"_save": ""}
    sent[f"{line(sent, second)}order"] = "hai"
    type(first).objects.filter(pk=first.pk).update(order=3)

    answer = admin.post(listed(first), sent)

    assert answer.status_code == 422
    rows = soup(answer).select("#result_list tbody tr")
    typed = {row.th.get_text(): row.select_one("input[name$=order]")["value"] for row in rows}
    assert typed == {"Một": "1", "Hai": "hai"}


# ---------- Every other form ----------


@pytest.mark.parametrize(
    ("make", "field", "theirs", "mine"),
    [
        (make_identity, "name", "Đảng ủy Khối", ("phone", "0207")),
        (make_identity, "phone", "0208", ("name", "Đảng ủy tỉnh")),
        (make_menu_item, "title", "Tin mới", ("order", "7")),
        (make_category, "description", "Tin về Đảng", ("order", "7")),
        (make_unit, "phone", "0208", ("order", "7")),
        (make_leader, "office", "Phó bí thư", ("order", "7")),
        (make_topic, "description", "Về đại hội", ("order", "7")),
        (make_counter, "heading", "Lượt xem", ("today_label", "Hôm nay nhé")),
    ],
)
def test_no_form_writes_over_what_was_saved_since_it_was_opened(admin, make, field, theirs, mine):
    obj = make()
    sent = opened(admin, change(obj))
    assert admin.post(change(obj), sent | {field: theirs}).status_code == 302

    answer = admin.post(change(obj), sent | dict([mine]))

    obj.refresh_from_db()
    assert answer.status_code == 422
    assert told(answer).endswith(f": {theirs}.")
    assert getattr(obj, field) == theirs
    again = sent_by(soup(answer))
    assert again[mine[0]] == mine[1]
    assert admin.post(change(obj), again).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_in_the_same_instant_one_is_told(admin):
    unit = make_unit()
    sent = opened(admin, change(unit))
    start = Barrier(2)

    def save(phone):
        start.wait()
        try:
            return copy(admin).post(change(unit), sent | {"phone": phone}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(save, ["0207", "0208"]))

    assert sorted(answers) == [302, 422]


def test_a_letter_that_another_has_answered_is_not_answered_over(admin):
    letter = Feedback.objects.create(text="Bao giờ tiếp dân?", name="Vũ Yến")
    sent = opened(admin, change(letter)) | {"state": "answered"}
    admin.post(change(letter), sent | {"answer": "Thứ sáu."})

    answer = admin.post(change(letter), sent | {"answer": "Thứ bảy."})

    assert "Thứ sáu." in told(answer)
    assert Feedback.objects.get().answer == "Thứ sáu."


# ---------- Accounts and groups ----------


def test_rights_that_another_gave_meanwhile_are_not_taken_back(admin):
    person, approvers = User.objects.create_user("thuha"), Group.objects.create(name="Người duyệt")
    sent = opened(admin, change(person))
    admin.post(change(person), sent | {"groups": [approvers.pk]})

    answer = admin.post(change(person), sent | {"first_name": "Hà"})

    assert answer.status_code == 422
    assert told(answer).endswith(": Nhóm: Người duyệt.")
    assert list(person.groups.all()) == [approvers]
    assert sent_by(soup(answer))["first_name"] == "Hà"
    assert admin.post(change(person), sent_by(soup(answer))).status_code == 302


def test_who_signed_in_or_changed_a_password_meanwhile_is_no_conflict(admin):
    person = User.objects.create_user("thuha", password="mat-khau-cu-va-dai-2025")
    sent = opened(admin, change(person))
    person.last_login = timezone.now()
    person.set_password("mat-khau-dai-va-la-2026")
    person.save()

    answer = admin.post(change(person), sent | {"first_name": "Hà"})

    assert answer.status_code == 302
    kept = User.objects.get(pk=person.pk)
    assert (kept.last_login, kept.password) == (person.last_login, person.password)


def test_a_group_does_not_lose_what_another_gave_it_meanwhile(admin):
    group, right = Group.objects.create(name="Văn phòng"), Permission.objects.first()
    sent = opened(admin, change(group))
    admin.post(change(group), sent | {"permissions": [right.pk]})

    answer = admin.post(change(group), sent | {"name": "Văn phòng Đảng ủy"})

    assert answer.status_code == 422
    assert "Can " not in told(answer)
    assert list(group.permissions.all()) == [right]


# ---------- What was deleted while its form was open ----------


def typed(answer):
    """Return what a page gives back, by its label."""
    page = soup(answer)
    return {
        label.get_text(): page.find(id=label["for"]).get_text().removeprefix("\n")
        for label in page.select("label[for^=posted-]")
    }


def test_what_was_typed_into_something_that_another_deleted_is_given_back(admin):
    leader = make_leader()
    sent = opened(admin, change(leader)) | {"biography": "Quê ở xã An Hòa.\nVào Đảng năm 1990."}
    leader.delete()

    answer = admin.post(change(leader), sent)

    assert answer.status_code == 404
    assert soup(answer).h1.get_text() == "Mục này đã bị xóa ở nơi khác"
    told = typed(answer)
    assert told["Tóm tắt tiểu sử"].splitlines() == ["Quê ở xã An Hòa.", "Vào Đảng năm 1990."]
    assert told["Họ và tên"] == leader.name
    assert all(not label.isascii() for label in told)


def test_the_lines_of_a_week_that_another_deleted_are_given_back(admin, week):
    week, monday, _ = week
    sent = opened(admin, change(week))
    place = f"{line(sent, monday)}place"
    week.delete()

    answer = admin.post(change(week), sent | {place: "Hội trường lớn"})

    assert answer.status_code == 404
    told = typed(answer)
    assert told["Các việc trong tuần, dòng 1: Địa điểm"] == "Hội trường lớn"
    assert told["Các việc trong tuần, dòng 2: Nội dung"] == "Tiếp dân"


def test_an_article_that_is_nowhere_gives_its_text_back(admin):
    sent = article_form(title="Hội nghị lần thứ 12", body="<p>Sáng 7/7</p>")

    answer = admin.post("/quan-tri/news/article/999999/change/", sent | {"_save": ""})

    assert answer.status_code == 404
    told = typed(answer)
    assert (told["Tiêu đề"], told["Nội dung"]) == ("Hội nghị lần thứ 12", "<p>Sáng 7/7</p>")


def test_what_never_was_leads_to_the_front_page_as_ever(admin):
    assert admin.get("/quan-tri/portal/unit/999999/change/").status_code == 302
