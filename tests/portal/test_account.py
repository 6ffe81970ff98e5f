import pytest
from bs4 import BeautifulSoup
from django.test import Client

pytestmark = pytest.mark.django_db

ACCOUNT = "/tai-khoan/"


def typed(**fields):
    return {"last_name": "Nguyễn Ngọc", "first_name": "Lam", "email": "lam@example.vn"} | fields


def test_account_is_for_people_who_signed_in(client):
    answer = client.get(ACCOUNT)

    assert answer.status_code == 302
    assert answer.url == f"/quan-tri/login/?next={ACCOUNT}"


def test_nothing_is_saved_for_a_stranger(client, django_user_model):
    answer = client.post(ACCOUNT, typed())

    assert answer.status_code == 302
    assert not django_user_model.objects.exists()


def test_person_saves_their_own_name_and_address(clerk):
    answer = clerk.post(ACCOUNT, typed(last_name="  Nguyễn   Ngọc "), follow=True)

    clerk.user.refresh_from_db()
    assert (clerk.user.last_name, clerk.user.first_name) == ("Nguyễn Ngọc", "Lam")
    assert clerk.user.email == "lam@example.vn"
    assert "Đã lưu thông tin tài khoản." in answer.text


def test_name_is_stored_in_composed_letters(clerk):
    clerk.post(ACCOUNT, typed(first_name="Du\u031bo\u031bng"))

    clerk.user.refresh_from_db()
    assert clerk.user.first_name == "D\u01b0\u01a1ng"


def test_nobody_makes_themselves_more_than_they_are(clerk):
    clerk.post(ACCOUNT, typed(is_superuser="on", username="quantri", groups="1", pk="1"))

    clerk.user.refresh_from_db()
    assert not clerk.user.is_superuser
    assert clerk.user.username == "nguoidung"
    assert clerk.user.groups.get().name == "Người soạn bài"


def test_nobody_saves_somebody_elses_account(clerk, django_user_model):
    other = django_user_model.objects.create_user("khac", "khac@example.vn", "x" * 20)

    clerk.post(f"{ACCOUNT}?pk={other.pk}", typed(pk=other.pk))

    other.refresh_from_db()
    assert (other.first_name, other.email) == ("", "khac@example.vn")


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "lam@"},
        {"email": "lam example.vn"},
        {"email": ""},  # where would the password mail go?
        {"first_name": " "},
        {"last_name": "Nguyễn" * 30},
    ],
)
def test_wrong_account_is_refused_and_what_was_typed_stays(clerk, fields):
    answer = clerk.post(ACCOUNT, typed(**fields))

    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "html.parser")
    [name] = fields
    assert page.select_one(f"#id_{name}_error").get_text().strip().startswith(("Vui lòng", "Nhập"))
    for name, value in typed(**fields).items():
        assert page.select_one(f"#id_{name}").get("value", "") == value
    clerk.user.refresh_from_db()
    assert clerk.user.email == "nguoidung@example.vn"


def test_account_page_leads_to_a_new_password(clerk):
    page = BeautifulSoup(clerk.get(ACCOUNT).text, "html.parser")

    link = page.find("a", string="Đổi mật khẩu")

    assert clerk.get(link["href"]).status_code == 200


def test_account_page_is_never_kept(clerk):
    assert "no-store" in clerk.get(ACCOUNT).headers["Cache-Control"]


# ---------- A form whose session has changed ----------


@pytest.fixture
def stale(clerk):
    """The clerk's browser with a page whose token is no longer good."""
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = clerk.cookies
    return browser


def shown(answer):
    page = BeautifulSoup(answer.text, "html.parser")
    return [area.get_text().removeprefix("\n") for area in page.select("textarea[readonly]")]


def test_refused_form_gives_back_what_was_typed(stale):
    answer = stale.post(
        "/quan-tri/news/article/add/",
        {"title": "Hội nghị lần thứ 11", "body": "<p>Sáng 6/7,\nĐảng ủy Khối…</p>", "lead": ""},
    )

    assert answer.status_code == 403
    assert shown(answer) == ["Hội nghị lần thứ 11", "<p>Sáng 6/7,\nĐảng ủy Khối…</p>"]


@pytest.mark.parametrize(
    ("address", "typed", "label"),
    [
        ("/quan-tri/news/article/add/", {"lead": "Sáng 6/7", "_save": "Lưu"}, "Sapo"),
        ("/tai-khoan/", {"last_name": "Nguyễn Ngọc"}, "Họ và tên đệm"),
    ],
)
def test_refused_form_names_each_field_as_it_was_named(stale, address, typed, label):
    page = BeautifulSoup(stale.post(address, typed).text, "html.parser")

    assert [found.get_text() for found in page.select("label[for^=posted-]")] == [label]


def test_refused_form_is_text_to_copy_and_never_markup(stale):
    hostile = '</textarea><script>alert(1)</script><form action="/quan-tri/">'

    answer = stale.post(ACCOUNT, {hostile: "tên lạ", "first_name": hostile})

    page = BeautifulSoup(answer.text, "html.parser")
    assert hostile in shown(answer)
    assert hostile not in answer.text
    assert "alert(1)" not in "".join(script.get_text() for script in page.select("script"))
    assert not page.main.select("form")  # nothing that could be sent again by a click


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "old_password",
        "new_password1",
        "new_password2",
        "csrfmiddlewaretoken",
    ],
)
def test_refused_form_never_shows_a_password_or_a_token(stale, name):
    answer = stale.post("/quan-tri/login/", {"username": "lam", name: "bi-mat-cua-toi"})

    assert answer.status_code == 403
    assert "bi-mat-cua-toi" not in answer.text
    assert shown(answer) == ["lam"]


def test_refused_form_is_kept_by_no_cache(stale):
    answer = stale.post(ACCOUNT, typed())

    assert "no-store" in answer.headers["Cache-Control"]


def test_refused_form_changes_nothing(stale, clerk):
    stale.post(ACCOUNT, typed())

    clerk.user.refresh_from_db()
    assert clerk.user.first_name == ""
