"""Who signs in stands before what they can begin and what waits for them, and nothing frightens."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news import publishing
from news.models import Article, Transition
from tests.factories import make_announcement, make_article, make_category, write_article

pytestmark = pytest.mark.django_db

State, Action = Article.State, Transition.Action
FRONT = "/quan-tri/"
STAGES = [
    (State.SUBMITTED, Action.SUBMIT),
    (State.RETURNED, Action.RETURN),
    (State.DRAFT, Action.RESTORE),
    (State.APPROVED, Action.APPROVE),
]


@pytest.fixture
def colleague(django_user_model):
    return django_user_model.objects.create_user("dongchi", last_name="Lê Minh", first_name="Đức")


def front_of(client):
    return BeautifulSoup(client.get(FRONT).text, "html.parser")


def titles(client, pile):
    return [link.get_text() for link in front_of(client).select(f".pile--{pile} li > a")]


def make_text(title, state, by=None, **fields):
    article = make_article(title, state=state, created_by=by, updated_by=by, **fields)
    publishing.first_revision(article)
    return article


def test_signing_in_leads_to_the_front_page(client, django_user_model):
    django_user_model.objects.create_user("lam", password="mat-khau-2026", is_staff=True)

    answer = client.post(
        "/quan-tri/login/?next=/quan-tri/", {"username": "lam", "password": "mat-khau-2026"}
    )

    assert (answer.status_code, answer.url) == (302, FRONT)


def test_a_writer_is_offered_what_they_can_begin(writer):
    choices = front_of(writer).select(".choice b")

    assert [b.get_text() for b in choices] == [
        "Viết bài",
        "Nhập từ Word",
        "Thông báo mới",
        "Bài của tôi",
    ]


def test_what_waits_for_an_approver_stands_before_what_they_can_begin(approver, colleague):
    make_text("Bài mới", State.SUBMITTED, colleague)
    make_article("Vừa xong")

    parts = front_of(approver).select(".pile, .choices")

    assert [part["class"][-1] for part in parts] == ["pile--waiting", "choices", "pile--published"]


def test_a_choice_opens_the_form_of_its_kind(writer):
    link = front_of(writer).find("b", string="Thông báo mới").parent

    form = writer.get(link["href"]).context["adminform"].form

    assert form.initial["kind"] == Article.Kind.ANNOUNCEMENT


def test_who_belongs_to_no_group_is_offered_nothing(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("moi", is_staff=True))

    page = front_of(client)

    assert not page.select(".choice, .pile")


@pytest.mark.parametrize("group", ["Người soạn bài", "Người duyệt", "Quản trị web"])
def test_nothing_on_the_front_page_is_refused_or_missing(sign_in, colleague, group):
    client = sign_in(group)
    for by in [client.user, colleague]:
        for state in State:
            make_text(f"Bài {state}", state, by)
        make_text("Hẹn giờ", State.APPROVED, by, published_at=timezone.now() + timedelta(days=1))
        edit = make_text("Bài công khai", State.APPROVED, by)
        publishing.restore(edit, edit.latest_revision, colleague)

    links = {a["href"] for a in front_of(client).select("#content a[href]")}

    assert len(links) > 8
    assert {client.get(link).status_code for link in links} == {200}


def test_an_approver_sees_what_waits_for_them(approver, colleague):
    sent = make_text("Bài mới", State.SUBMITTED, colleague)
    publishing.submit(sent, colleague)
    make_text("Bài nháp", State.DRAFT, colleague)
    public = make_text("Bài đang đăng", State.APPROVED, colleague, pending_state=State.SUBMITTED)

    assert titles(approver, "waiting") == [public.title, sent.title]
    assert "Lê Minh Đức gửi lúc" in front_of(approver).select_one(".pile--waiting").get_text()


def test_an_approver_does_not_see_what_waits_for_others(approver, colleague):
    entrusted, mine = make_category("Tổ chức"), make_category("Kiểm tra")
    entrusted.approvers.add(colleague)
    mine.approvers.add(colleague, approver.user)
    make_text("Của người khác", State.SUBMITTED, colleague, category=entrusted)
    make_text("Của tôi", State.SUBMITTED, colleague, category=mine)
    make_text("Không chuyên mục", State.SUBMITTED, colleague, category=None)

    assert titles(approver, "waiting") == ["Không chuyên mục", "Của tôi"]


def test_a_writer_does_not_see_what_waits_for_approvers(writer, colleague):
    make_text("Bài mới", State.SUBMITTED, colleague)

    assert not front_of(writer).select(".pile--waiting")


def test_a_writer_sees_what_was_returned_to_them_by_whom_and_why(writer, colleague):
    article = write_article(writer, button="_submit")
    publishing.send_back(article, colleague, "Thiếu tên <người chủ trì>.")
    make_text("Của người khác", State.RETURNED, colleague)

    pile = front_of(writer).select_one(".pile--returned")

    assert titles(writer, "returned") == [article.title]
    assert "Lê Minh Đức trả lại lúc" in pile.get_text()
    assert pile.q.get_text() == "Thiếu tên <người chủ trì>."


def test_a_writer_finds_their_drafts_and_edits_and_not_those_of_others(writer, colleague):
    write_article(writer, button="_continue", title="Bản nháp")
    public = make_text("Bài đang đăng", State.APPROVED, writer.user)
    write_article(writer, public, "_continue", title="Tên mới")
    make_text("Của người khác", State.DRAFT, colleague)

    assert titles(writer, "drafts") == ["Bài đang đăng", "Bản nháp"]


def test_what_comes_and_what_came_this_week_is_listed(writer):
    now = timezone.now()
    make_article("Tuần sau", published_at=now + timedelta(days=7))
    make_article("Ngày mai", published_at=now + timedelta(days=1))
    make_announcement("Vừa xong", published_at=now)
    make_article("Tháng trước", published_at=now - timedelta(days=30))

    assert titles(writer, "scheduled") == ["Ngày mai", "Tuần sau"]
    assert titles(writer, "published") == ["Vừa xong"]


def test_what_lies_in_the_bin_waits_for_nobody(approver):
    for state in [State.SUBMITTED, State.DRAFT, State.RETURNED, State.APPROVED]:
        make_text("Bỏ đi", state, approver.user, binned_at=timezone.now())

    assert not front_of(approver).select(".pile li")


def test_a_long_list_is_cut_and_leads_to_all_of_it(approver):
    for number in range(8):
        make_text(f"Bài {number}", State.SUBMITTED, approver.user)

    pile = front_of(approver).select_one(".pile--waiting")
    everything = approver.get(pile.find("a", string="Xem tất cả")["href"])

    assert len(pile.select("li")) == 6
    assert everything.context["cl"].result_count == 8


def test_the_front_page_asks_as_often_whatever_waits(approver, colleague):
    def fill(count):
        for number in range(count):
            category = make_category(f"Mục {number % 4}")
            for state, action in STAGES:
                article = make_text(f"Bài {number}", state, approver.user, category=category)
                publishing.record(action, article, colleague, "Lý do")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            front_of(approver)
        return len(captured)

    fill(2)
    few = queries()
    fill(6)

    assert queries() == few <= 16
