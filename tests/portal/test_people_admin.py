"""The accounts of the newsroom's people, as a superuser keeps them."""

import unicodedata

import pytest
from bs4 import BeautifulSoup
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType

from news.models import Transition, Typing
from news.publishing import first_revision, submit
from portal.models import Feedback
from stats.models import AccountEntry
from tests.factories import make_article, make_category, make_photo, make_slogan

pytestmark = pytest.mark.django_db

LIST = "/quan-tri/auth/user/"
STAYS = "hãy bỏ chọn ô “Tài khoản đang hoạt động” thay vì xóa."


def words(answer, selector="#content"):
    page = BeautifulSoup(answer.text, "html.parser")
    return [" ".join(found.get_text(" ").split()) for found in page.select(selector)]


def make_person(username="thuha", last_name="Trần Thu", first_name="Hà", **fields):
    names = {"last_name": last_name, "first_name": first_name}
    return User.objects.create_user(username, is_staff=True, **names | fields)


def selected(*people):
    return {"action": "delete_selected", "_selected_action": [person.pk for person in people]}


# ---------- Nobody is deleted from the records ----------


def change_a_slogan(person):
    slogan = make_slogan()
    slogan._history_user = person
    slogan.save()


def submit_a_text(person):
    article = make_article(state="draft", published_at=None)
    first_revision(article)
    submit(article, person)
    assert Transition.objects.get().by == person


TRACES = {
    "wrote": lambda person: make_article(created_by=person),
    "submitted": submit_a_text,
    "writes here": lambda person: make_category().writers.add(person),
    "approves here": lambda person: make_category().approvers.add(person),
    "changed a slogan": change_a_slogan,
    "uploaded": lambda person: make_photo(uploaded_by=person),
    "answered": lambda person: Feedback.objects.create(text="Đề nghị", handled_by=person),
    "corrected": lambda person: AccountEntry.objects.create(visits=1, reason="x", author=person),
    "did something": lambda person: LogEntry.objects.create(user=person, action_flag=CHANGE),
}


@pytest.mark.parametrize("trace", TRACES.values(), ids=TRACES)
def test_person_who_left_a_trace_is_not_deleted(admin_client, trace):
    person = make_person()
    trace(person)

    asked = admin_client.get(f"{LIST}{person.pk}/delete/")
    admin_client.post(f"{LIST}{person.pk}/delete/", {"post": "yes"})

    [refusal] = words(asked, "#content li")
    assert refusal.startswith("Trần Thu Hà (thuha) đã có tên trong")
    assert refusal.endswith(STAYS)
    assert User.objects.contains(person)


def test_no_action_deletes_who_left_a_trace(admin_client):
    person, newcomer = make_person(), make_person("moi")
    make_category().approvers.add(person)

    asked = admin_client.post(LIST, selected(person, newcomer))
    admin_client.post(LIST, selected(person, newcomer) | {"post": "yes"})

    [refusal] = words(asked, "#content li")
    assert refusal.startswith("Trần Thu Hà (thuha)")
    assert User.objects.contains(person)
    assert User.objects.contains(newcomer)


def test_person_who_did_nothing_is_deleted(admin_client):
    person = make_person()
    person.groups.add(Group.objects.create(name="Người soạn bài"))
    Typing.objects.create(user=person)

    admin_client.post(f"{LIST}{person.pk}/delete/", {"post": "yes"})

    assert not User.objects.contains(person)


@pytest.mark.parametrize("by_action", [False, True])
def test_question_names_people_and_no_rows(admin_client, by_action):
    person = make_person()
    person.groups.add(Group.objects.create(name="Người soạn bài"))

    if by_action:
        asked = admin_client.post(LIST, selected(person))
    else:
        asked = admin_client.get(f"{LIST}{person.pk}/delete/")

    assert words(asked, "#content li") == ["Người dùng: 1", "Trần Thu Hà (thuha)"]


# ---------- Somebody can always give rights ----------

RIGHTS = ["is_active", "is_staff", "is_superuser"]
ONE_STAYS = (
    "Trang phải còn ít nhất một tài khoản toàn quyền đăng nhập được; "
    "hãy cấp toàn quyền cho người khác trước."
)


def save_person(client, person, without=(), **fields):
    """Send the form of an account as it stands, but for these fields."""
    rights = {name: "on" for name in RIGHTS if getattr(person, name) and name not in without}
    names = {name: getattr(person, name) for name in ("username", "last_name", "first_name")}
    return client.post(f"{LIST}{person.pk}/change/", rights | names | fields)


@pytest.mark.parametrize("right", RIGHTS)
def test_last_superuser_keeps_all_rights(admin_client, admin_user, right):
    answer = save_person(admin_client, admin_user, without=[right])

    assert answer.status_code == 422
    assert dict(answer.context["adminform"].form.errors) == {right: [ONE_STAYS]}
    admin_user.refresh_from_db()
    assert getattr(admin_user, right)


@pytest.mark.parametrize("right", RIGHTS)
def test_superuser_who_cannot_sign_in_counts_for_none(admin_client, admin_user, right):
    User.objects.create_superuser("khac", is_active=False)
    User.objects.create_user("nua", is_superuser=True)

    assert save_person(admin_client, admin_user, without=[right]).status_code == 422


@pytest.mark.parametrize("right", RIGHTS)
def test_one_of_two_superusers_may_step_down(admin_client, admin_user, right):
    User.objects.create_superuser("khac")

    answer = save_person(admin_client, admin_user, without=[right])

    assert answer.status_code == 302
    admin_user.refresh_from_db()
    assert not getattr(admin_user, right)


def test_last_superuser_still_changes_the_rest(admin_client, admin_user):
    assert save_person(admin_client, admin_user, last_name="Nguyễn").status_code == 302


def test_last_superuser_is_not_deleted(admin_client, admin_user):
    asked = admin_client.get(f"{LIST}{admin_user.pk}/delete/")
    admin_client.post(f"{LIST}{admin_user.pk}/delete/", {"post": "yes"})

    assert words(asked, "#content li") == [ONE_STAYS]
    assert User.objects.contains(admin_user)


def test_all_superusers_are_not_deleted_at_once(admin_client, admin_user):
    other = User.objects.create_superuser("khac")

    admin_client.post(LIST, selected(admin_user, other) | {"post": "yes"})

    assert User.objects.count() == 2


# ---------- A new account is for the newsroom ----------


def new_person(client, **fields):
    passwords = dict.fromkeys(["password1", "password2"], "mat-khau-dai-va-la-2026")
    sent = {"username": "moi", "usable_password": "true"} | passwords | fields
    client.post(f"{LIST}add/", sent)
    return User.objects.get(username="moi")


def test_new_account_gets_its_name_and_address_at_once(admin_client):
    names = {"last_name": "Trần Thu", "first_name": "Hà", "email": "ha@example.vn"}

    person = new_person(admin_client, **names)

    assert {name: getattr(person, name) for name in names} == names


def test_name_of_a_person_is_stored_in_one_form_however_it_was_typed(admin_client):
    typed = unicodedata.normalize("NFD", "  Trần  Thu ")

    assert new_person(admin_client, last_name=typed).last_name == "Trần Thu"


def test_nobody_dates_a_sign_in_by_hand(admin_client):
    person = make_person()
    page = BeautifulSoup(admin_client.get(f"{LIST}{person.pk}/change/").text, "html.parser")

    assert not page.select("[name^=last_login], [name^=date_joined]")


def test_list_says_in_vietnamese_whose_account_is_switched_off(admin_client):
    make_person(is_active=False)

    page = BeautifulSoup(admin_client.get(LIST).text, "html.parser")

    assert {cell.get_text() for cell in page.select(".field-activity")} == {"đang dùng", "đã khóa"}
    assert {image["alt"] for image in page.select("#content img[alt]")} <= {"", "Tìm kiếm"}


def test_form_of_a_new_account_lets_into_the_newsroom(admin_client):
    page = BeautifulSoup(admin_client.get(f"{LIST}add/").text, "html.parser")

    box = page.select_one("#id_is_staff")
    assert box.has_attr("checked")
    assert page.select_one("label[for=id_is_staff]").get_text() == "Quyền vào trang quản trị"


@pytest.mark.parametrize(("ticked", "is_staff"), [({"is_staff": "on"}, True), ({}, False)])
def test_new_account_opens_the_newsroom_unless_unticked(admin_client, visitor, ticked, is_staff):
    person = new_person(admin_client, **ticked)

    visitor.force_login(person)

    assert person.is_staff is is_staff
    assert visitor.get("/quan-tri/").status_code == (200 if is_staff else 302)


# ---------- The history of an account ----------


def test_history_of_a_person_names_fields_in_vietnamese(admin_client):
    person = make_person()
    group = Group.objects.create(name="Người soạn bài")
    changed = {
        "username": "hatt",
        "last_name": "Trần",
        "first_name": "Thu Hà",
        "email": "ha@example.vn",
        "is_superuser": "on",
        "groups": group.pk,
        "user_permissions": Permission.objects.first().pk,
    }
    save_person(admin_client, person, without=["is_active", "is_staff"], **changed)

    [told] = words(admin_client.get(f"{LIST}{person.pk}/history/"), "td:last-child")

    assert told == (
        "Đã sửa Tên đăng nhập, Họ và tên đệm, Tên, Địa chỉ thư điện tử, "
        "Tài khoản đang hoạt động, Quyền vào trang quản trị, Toàn quyền quản trị, Nhóm "
        "và Quyền riêng của người dùng."
    )


def test_history_of_a_group_names_fields_in_vietnamese(admin_client):
    group = Group.objects.create(name="Soạn bài")
    rights = {"name": "Người soạn bài", "permissions": Permission.objects.first().pk}
    admin_client.post(f"/quan-tri/auth/group/{group.pk}/change/", rights)

    [told] = words(admin_client.get(f"/quan-tri/auth/group/{group.pk}/history/"), "td:last-child")

    assert told == "Đã sửa Tên và Quyền hạn."


def test_history_names_people_as_vietnamese_do(admin_client, admin_user):
    admin_user.last_name, admin_user.first_name = "Trần Thu", "Hà"
    admin_user.save()
    save_person(admin_client, admin_user, email="ha@example.vn")

    page = admin_client.get(f"{LIST}{admin_user.pk}/history/")

    assert words(page, "#change-history td")[0] == "Trần Thu Hà"


def test_long_history_goes_on_on_another_page(admin_client, admin_user):
    kind = ContentType.objects.get_for_model(User)
    about = {"user": admin_user, "content_type": kind, "object_id": admin_user.pk}
    LogEntry.objects.bulk_create(LogEntry(action_flag=CHANGE, **about) for _ in range(101))

    page = admin_client.get(f"{LIST}{admin_user.pk}/history/")

    assert len(words(page, "#change-history tbody tr")) == 100
    assert words(page, ".paginator") == ["1 2 101 mục"]
    assert len(words(admin_client.get(f"{LIST}{admin_user.pk}/history/?p=2"), "tbody tr")) == 1


# ---------- What rights there are ----------


def rights_offered(client):
    return words(client.get("/quan-tri/auth/group/add/"), "#id_permissions option")


def test_rights_over_rows_that_nobody_edits_are_not_offered(admin_client):
    models = {name.partition(" | ")[2].partition(" ")[2] for name in rights_offered(admin_client)}

    assert {name for name in models if name.isascii()} == {"video"}  # the others were English
    assert "lượt xem bài theo ngày" not in models


def test_each_right_is_offered_once(admin_client):
    names = rights_offered(admin_client)

    assert "Tin bài | Thêm dòng sự kiện của bài" in names
    assert [name for name in names if names.count(name) > 1] == []


# ---------- People in a list ----------


def test_category_offers_people_by_their_given_names(admin_client):
    make_person("a", "Trần Thu", "Vũ")
    make_person("b", "Nguyễn", "Đỗ")
    make_person("c", "Vũ Ngọc", "Ánh")
    make_person("d", "Đỗ Thị", "Ánh")

    page = admin_client.get("/quan-tri/news/category/add/")

    offered = words(page, "#id_approvers option")
    assert offered == ["admin", "Đỗ Thị Ánh", "Vũ Ngọc Ánh", "Nguyễn Đỗ", "Trần Thu Vũ"]
