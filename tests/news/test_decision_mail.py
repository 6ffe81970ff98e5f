"""A decision is told by letter to those it concerns, and to nobody else."""

import socket
from datetime import timedelta
from functools import partial

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from news import publishing
from news.models import Article
from tests.factories import make_article, make_category, make_identity, write_article

# Letters go out once the decision is stored, so it must truly be.
pytestmark = pytest.mark.django_db(transaction=True)

State = Article.State


@pytest.fixture
def colleague(django_user_model, writer):
    """Return a function that makes another member of the newsroom."""

    def colleague(username, group="Người duyệt", **fields):
        fields = {"email": f"{username}@example.vn", "is_staff": True} | fields
        user = django_user_model.objects.create_user(username, **fields)
        user.groups.add(Group.objects.get(name=group))
        return user

    return colleague


def addressees():
    return sorted(address for letter in mail.outbox for address in letter.to)


def submitted(writer, **fields):
    article = write_article(writer, button="_submit", **fields)
    mail.outbox.clear()
    return article


def test_what_is_submitted_is_told_to_the_approvers_and_not_to_other_writers(writer, colleague):
    colleague("duyet")
    colleague("soan", "Người soạn bài")

    article = write_article(writer, button="_submit", reason="Mong đồng chí xem sớm.")

    [letter] = mail.outbox
    assert letter.to == ["duyet@example.vn"]
    assert letter.subject == "Chờ duyệt: Hội nghị lần thứ 11"
    assert "Mong đồng chí xem sớm." in letter.body
    assert f"http://portal.example/quan-tri/news/article/{article.pk}/" in letter.body


def test_an_entrusted_category_is_told_to_its_own_approvers_only(writer, colleague):
    category = make_category("Tổ chức")
    category.approvers.add(colleague("truong"))
    colleague("khac")

    write_article(writer, button="_submit", category=category.pk)

    assert addressees() == ["truong@example.vn"]


def test_many_approvers_cost_no_more_queries_than_one(writer, colleague, django_assert_num_queries):
    category = make_category("Tổ chức")
    category.approvers.add(colleague("truong"))
    submit = partial(write_article, writer, button="_submit", category=category.pk)
    submit()
    with CaptureQueriesContext(connection) as few:
        submit()
    category.approvers.add(colleague("pho"), colleague("uyvien"), colleague("thuky"))

    with django_assert_num_queries(len(few)):
        submit()
    assert len(mail.outbox) == 1 + 1 + 4


def test_nobody_is_told_of_what_they_decided_themselves(clerk, colleague):
    write_article(clerk, button="_submit")

    assert addressees() == []


@pytest.mark.parametrize("fields", [{"is_active": False}, {"is_staff": False}, {"email": ""}])
def test_no_letter_goes_to_who_could_not_open_it(writer, colleague, fields):
    colleague("cu", **fields)

    write_article(writer, button="_submit")

    assert addressees() == []


def test_what_is_returned_is_told_to_its_writer_with_the_reason(writer, colleague):
    approver = colleague("duyet", last_name="Lê Minh", first_name="Đức")
    article = submitted(writer)

    publishing.send_back(article, approver, "Thiếu tên & chức vụ của người chủ trì.")

    [letter] = mail.outbox
    assert letter.to == [writer.user.email]
    assert "Thiếu tên & chức vụ của người chủ trì." in letter.body
    assert reverse("admin:news_article_change", args=[article.pk]) in letter.body


def test_what_is_approved_is_told_to_its_writer_with_its_public_address(writer, client, colleague):
    approver = colleague("duyet")
    article = submitted(writer)

    publishing.approve(article, article.latest_revision, approver)

    [letter] = mail.outbox
    assert letter.to == [writer.user.email]
    address = Article.objects.get().get_absolute_url()
    assert f"http://portal.example{address}\n" in letter.body
    assert client.get(address).status_code == 200


def test_what_appears_later_is_told_with_its_hour(writer, colleague):
    approver = colleague("duyet")
    later = timezone.localtime() + timedelta(days=2)
    article = submitted(writer, published_at_0=f"{later:%d/%m/%Y}", published_at_1="07:30")

    publishing.approve(article, article.latest_revision, approver)

    [letter] = mail.outbox
    assert f"Bài sẽ lên trang lúc 07:30 {later:%d/%m/%Y}" in letter.body


def test_a_letter_is_signed_with_the_name_of_the_office(writer, colleague):
    make_identity("Đảng ủy các cơ quan Đảng tỉnh")
    colleague("duyet", last_name="Lê Minh", first_name="Đức")

    write_article(writer, button="_submit")

    [letter] = mail.outbox
    assert letter.body.startswith("Kính gửi đồng chí Lê Minh Đức,")
    assert "Trang thông tin điện tử Đảng ủy các cơ quan Đảng tỉnh" in letter.body


def test_a_title_adds_no_header_to_a_letter(writer, colleague):
    colleague("duyet")
    title = "Hội nghị\r\nBcc: ca-lang@example.vn\u2028<b>&"
    article = make_article(state=State.DRAFT, created_by=writer.user)
    Article.objects.update(title=title)
    article.refresh_from_db()
    publishing.first_revision(article)

    publishing.submit(article, writer.user)

    [letter] = mail.outbox
    assert letter.recipients() == ["duyet@example.vn"]
    assert letter.message()["Bcc"] is None
    assert letter.subject == "Chờ duyệt: Hội nghị Bcc: ca-lang@example.vn <b>&"


def test_an_edit_is_told_by_the_title_it_will_have(writer, colleague):
    colleague("duyet")
    article = make_article(created_by=writer.user)

    write_article(writer, article, "_submit", title="Tên mới")

    [letter] = mail.outbox
    assert letter.subject == "Chờ duyệt: Tên mới"
    assert "bản sửa của bài đang đăng" in letter.body


def test_a_mail_server_that_is_gone_loses_nothing(writer, colleague, settings, caplog):
    colleague("duyet")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.getsockname()

    article = write_article(writer, button="_submit")

    assert article.state == State.SUBMITTED
    assert article.transitions.count() == 1
    assert "could not be sent" in caplog.text
    page = writer.get(reverse("admin:news_article_changelist")).text
    assert "Đã gửi duyệt." in page
    assert "thư" not in page.split('class="messagelist"')[1].split("</ul>")[0].lower()
