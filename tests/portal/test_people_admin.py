"""The accounts of the newsroom's people, as a superuser keeps them."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, User

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
