"""The form begins with what every article has, and its buttons say what they will do."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from news import publishing
from news.models import Article
from tests.factories import article_form, make_article, make_category, post_article, write_article
from tests.reading import soup

pytestmark = pytest.mark.django_db

State = Article.State
ADD = "/quan-tri/news/article/add/"
EDITED = "<p>Lời đang sửa.</p>"


@pytest.fixture
def approver(django_user_model, writer):
    user = django_user_model.objects.create_user(
        "duyet", is_staff=True, last_name="Lê Minh", first_name="Đức"
    )
    user.groups.add(Group.objects.get(name="Người duyệt"))
    return user


def form_of(client, article):
    return soup(client.get(reverse("admin:news_article_change", args=[article.pk])))


def buttons(page):
    """The buttons people see, by name; the first of a form, which Enter presses, is none."""
    shown = page.select(".submit-row button:not([aria-hidden])")
    return {button["name"]: button.get_text(strip=True) for button in shown}


def primary(page):
    return [button.get_text(strip=True) for button in page.select(".submit-row .default")]


def notice(page):
    return " ".join(page.select_one(".state-notice").get_text().split())


def is_folded(page, selector):
    part = page.select_one(selector)
    return part.find_parent("details") is not None


# ---------- What comes first ----------


def test_what_every_article_has_comes_first_and_the_rest_is_folded(writer):
    page = soup(writer.get(ADD))

    names = [field.get("name") for field in page.select("#article_form [name]")]
    order = [
        "title",
        "lead",
        "body",
        "category",
        "photos-0-image",
        "document_number",
        "source_name",
    ]
    places = [names.index(name) for name in order]
    assert places == sorted(places)
    assert [is_folded(page, f"[name={name}]") for name in order] == [False] * 5 + [True] * 2
    for name in ["published_at_0", "attachments-0-file", "contributors-0-name"]:
        assert is_folded(page, f"[name={name}]")


@pytest.mark.parametrize("kind", ["announcement", "document"])
def test_number_signer_and_files_are_open_for_what_an_office_issues(writer, kind):
    page = soup(writer.get(f"{ADD}?kind={kind}"))

    for name in ["document_number", "issued_on", "signer", "attachments-0-file"]:
        assert not is_folded(page, f"[name={name}]")
    assert page.select_one(f"#id_kind option[value={kind}]").has_attr("selected")


def test_a_folded_part_opens_over_its_error(writer):
    page = soup(post_article(writer, button="_continue", expires_at_0="mai", expires_at_1="8h"))

    assert not is_folded(page, "[name=expires_at_0]")


def test_the_form_says_which_text_it_shows(writer):
    article = write_article(writer, button="_continue")

    page = form_of(writer, article)

    assert page.select_one("#article_form > input[name=version]")["value"] == str(article.version)
    assert page.select_one("#article_form > input[name=base]")["value"] == str(
        article.latest_revision_id
    )


def test_a_form_that_comes_back_still_knows_which_text_it_showed(writer):
    article = write_article(writer, button="_continue")
    opened = {"version": article.version, "base": article.latest_revision_id}
    write_article(writer, article, "_continue", body=EDITED)

    answer = writer.post(
        reverse("admin:news_article_change", args=[article.pk]), opened | article_form(title="")
    )

    assert answer.status_code == 422
    assert soup(answer).select_one("[name=base]")["value"] == str(opened["base"])


# ---------- The buttons, by stage and right ----------


@pytest.mark.parametrize(
    ("state", "expected", "first"),
    [
        (State.DRAFT, {"_submit": "Gửi duyệt", "_continue": "Lưu nháp"}, "Gửi duyệt"),
        (State.RETURNED, {"_submit": "Gửi duyệt", "_continue": "Lưu"}, "Gửi duyệt"),
        (State.WITHDRAWN, {"_submit": "Gửi duyệt", "_continue": "Lưu"}, "Gửi duyệt"),
        (State.SUBMITTED, {"_continue": "Lưu"}, None),
        (
            State.APPROVED,
            {"_submit": "Gửi duyệt bản sửa", "_continue": "Lưu bản sửa"},
            "Gửi duyệt bản sửa",
        ),
    ],
)
def test_a_writer_has_the_verbs_of_the_stage(writer, state, expected, first):
    page = form_of(writer, make_article(state=state, created_by=writer.user))

    assert buttons(page) == expected
    assert primary(page) == ([first] if first else [])


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.DRAFT, ["Đăng bài", "Gửi duyệt", "Lưu nháp"]),
        (State.SUBMITTED, ["Trả lại", "Đăng bài", "Lưu"]),
        (State.APPROVED, ["Lưu và cập nhật bài đang đăng", "Lưu bản sửa, chưa đăng", "Gỡ bài"]),
        (State.WITHDRAWN, ["Đăng bài", "Gửi duyệt", "Lưu"]),
    ],
)
def test_who_may_publish_has_theirs(clerk, state, expected):
    page = form_of(clerk, make_article(state=state))

    assert list(buttons(page).values()) == expected


def test_who_does_not_approve_in_a_category_is_not_offered_to_publish(clerk, approver):
    category = make_category("Tổ chức")
    category.approvers.add(approver)
    article = make_article(state=State.DRAFT, category=category, created_by=clerk.user)
    category.writers.add(clerk.user)

    assert "_publish" not in buttons(form_of(clerk, article))


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.APPROVED])
def test_enter_in_a_field_lets_nothing_out(clerk, client, state):
    article = make_article(state=state)
    pressed = form_of(clerk, article).select_one("#article_form [type=submit]")["name"]

    post_article(clerk, article, pressed, body=EDITED)

    article.refresh_from_db()
    assert article.state == state
    assert "Lời đang sửa." not in client.get(article.get_absolute_url()).text


def test_an_edit_of_a_public_article_is_submitted_by_its_button(writer):
    article = make_article(created_by=writer.user)

    article = write_article(writer, article, "_submit", body=EDITED)

    assert article.pending_state == State.SUBMITTED
    assert buttons(form_of(writer, article)) == {"_continue": "Lưu bản sửa"}


def test_returning_without_a_reason_says_so_beside_its_field(clerk):
    article = write_article(clerk, button="_submit")

    page = soup(post_article(clerk, article, "_return"))

    note = page.select_one(".decision-note")
    assert "lý do trả lại" in note.select_one(".errorlist").get_text()
    assert note.has_attr("open")


def test_nobody_is_led_to_a_page_that_is_not_there(writer):
    article = write_article(writer, button="_continue")

    page = form_of(writer, article)
    links = {a["href"] for a in page.select("#content a[href^='/']")}

    assert "Xem trước" in page.select_one(".submit-row").get_text()
    assert {writer.get(link, follow=True).status_code for link in links} == {200}


# ---------- What readers see, and where this text stands ----------


def test_the_form_of_a_draft_says_that_readers_do_not_see_it(writer):
    assert notice(form_of(writer, write_article(writer, button="_continue"))) == (
        "Bạn đọc chưa thấy bài này."
    )


def test_the_form_of_an_edit_says_what_readers_see_meanwhile(writer):
    approved_at = timezone.now() - timedelta(hours=2)
    article = make_article(created_by=writer.user, approved_at=approved_at)
    write_article(writer, article, "_continue", title="Tên mới", body=EDITED)

    said = notice(form_of(writer, article))

    when = timezone.localtime(approved_at)
    assert f"Bạn đọc đang thấy bản duyệt lúc {when:%H:%M %d/%m/%Y}" in said
    assert article.get_absolute_url() in said
    assert "Bạn đang sửa bản mới, chưa gửi duyệt." in said


def test_the_form_of_what_was_returned_says_by_whom_and_why(writer, approver):
    article = write_article(writer, button="_submit")
    publishing.send_back(article, approver, "Thiếu tên <b>người chủ trì</b>.")

    said = notice(form_of(writer, article))

    assert "Trả lại bởi Lê Minh Đức lúc" in said
    assert "Thiếu tên <b>người chủ trì</b>." in said


def test_an_edit_that_moves_the_hour_does_not_change_what_the_notice_says(clerk):
    article = make_article()
    later = timezone.localtime() + timedelta(days=3)
    hour = {"published_at_0": f"{later:%d/%m/%Y}", "published_at_1": "08:00"}
    write_article(clerk, article, "_hold", **hour)

    assert "Bạn đọc đang thấy bản duyệt" in notice(form_of(clerk, article))


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"published_at": timezone.now() + timedelta(days=2)}, "bạn đọc sẽ thấy từ"),
        (
            {
                "published_at": timezone.now() - timedelta(days=2),
                "expires_at": timezone.now() - timedelta(days=1),
            },
            "bạn đọc không còn thấy",
        ),
        ({"state": State.WITHDRAWN}, "Bạn đọc không còn thấy bài này."),
    ],
)
def test_the_form_says_what_the_clock_and_decisions_did(clerk, fields, says):
    assert says in notice(form_of(clerk, make_article(**fields)))
