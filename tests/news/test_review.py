"""An approver opens a link, sees what will go out, and decides about exactly that."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from news import publishing
from news.models import Article, Revision, Transition
from tests.factories import make_article, make_category, post_article

pytestmark = pytest.mark.django_db

State, Action = Article.State, Transition.Action


@pytest.fixture
def author(django_user_model):
    return django_user_model.objects.create_user("lam", last_name="Nguyễn", first_name="Lam")


@pytest.fixture
def waiting(author):
    """A new article that somebody has submitted."""
    new = {"state": State.DRAFT, "approved_at": None, "published_at": None}
    article = make_article(created_by=author, **new)
    publishing.first_revision(article)
    publishing.submit(article, author, "Mong anh xem sớm.")
    return article


def address_of(article):
    return reverse("admin:news_article_change", args=[article.pk])


def page_of(client, article):
    return client.get(reverse("admin:news_article_review", args=[article.pk]))


def seen(page):
    """What the form of a page sends of the text that it shows."""
    fields = BeautifulSoup(page.text, "html.parser").select(".decision input[type=hidden]")
    return {field["name"]: field["value"] for field in fields}


def decide(client, article, decision, page=None, **fields):
    data = seen(page or page_of(client, article)) | {"decision": decision} | fields
    return client.post(reverse("admin:news_article_review", args=[article.pk]), data)


def edit(article, author, number=None, **fields):
    """Save another text of an article that nobody sees yet."""
    Article.objects.filter(pk=article.pk).update(**fields)
    article.refresh_from_db()
    base = article.latest_revision
    article.latest_revision = Revision.take(article, author, base=base, pk=number)
    article.save()


def test_approver_sees_the_readers_page_and_who_asks_with_which_words(approver, waiting):
    page = page_of(approver, waiting).text

    for words in ["Sáng 6/7, Đảng ủy Khối", "Nguyễn Lam", "Mong anh xem sớm.", "Xây dựng Đảng"]:
        assert words in page
    assert "ngay khi duyệt" in page
    assert "Duyệt và đăng" in page


def test_approver_sees_when_it_is_to_appear(approver, waiting, author):
    hour = timezone.localtime(timezone.now() + timedelta(days=2))
    edit(waiting, author, published_at=hour)

    assert f"{hour:%H:%M, %d/%m/%Y} (hẹn giờ)" in page_of(approver, waiting).text


def test_an_edit_changes_no_hour_that_its_writer_left_alone(sign_in):
    hour = timezone.now().replace(second=7, microsecond=92_000)
    ahead = hour + timedelta(days=2)
    clerk = sign_in("Người soạn bài")
    hours = {"published_at": hour, "pinned_until": ahead, "expires_at": ahead}
    article = make_article(created_by=clerk.user, **hours)
    form = BeautifulSoup(clerk.get(address_of(article)).text, "html.parser")
    typed = {
        field["name"]: field["value"] for name in hours for field in form.select(f"[name^={name}_]")
    }

    post_article(clerk, article, "_submit", title="Tên mới", **typed)

    page = BeautifulSoup(page_of(sign_in("Người duyệt", "duyet"), article).text, "html.parser")
    labels = [label.get_text() for label in page.select(".comparison__label")]
    assert "Tiêu đề" in labels
    assert not {"Đăng lúc", "Đứng đầu trang chủ đến", "Hết hạn lúc"} & set(labels)


def test_a_text_that_came_in_without_a_revision_was_saved_when_it_was(sign_in):
    clerk = sign_in("Người soạn bài")
    article = make_article(created_by=clerk.user)
    saved = timezone.now() - timedelta(days=3)
    Article.objects.filter(pk=article.pk).update(updated_at=saved)

    post_article(clerk, article, "_submit", title="Tên mới")

    hour = f"{timezone.localtime(saved):%H:%M, %d/%m/%Y}"
    page = BeautifulSoup(page_of(sign_in("Người duyệt", "duyet"), article).text, "html.parser")
    assert page.select_one(".review__changes summary").get_text().endswith(f"lưu lúc {hour}")


def test_approving_lets_readers_see_it(approver, waiting, visitor):
    answer = decide(approver, waiting, "approve")

    assert answer.status_code == 302
    article = Article.objects.get()
    assert "Sáng 6/7" in visitor.get(article.get_absolute_url()).text
    after = approver.get(answer.url).text
    assert "nguoidung đã duyệt" in after
    assert 'class="decision"' not in after


def test_the_thousandth_text_is_approved_like_the_first(approver, waiting, author):
    edit(waiting, author, number=1234)  # which a page for people prints as 1.234

    assert decide(approver, waiting, "approve").status_code == 302


def test_an_edit_is_shown_with_what_differs_from_the_public_text(writer, sign_in):
    public = make_article(body="<p>Có 12 đảng viên.</p>", created_by=writer.user)
    post_article(writer, public, "_submit", body="<p>Có 15 đảng viên.</p>")

    page = BeautifulSoup(page_of(sign_in("Người duyệt", "duyet"), public).text, "html.parser")

    assert page.select_one(".review__changes del").text.strip() == "12"
    assert page.select_one(".review__changes ins").text.strip() == "15"


def test_a_returned_text_is_shown_with_what_was_mended_since(approver, waiting, author):
    publishing.send_back(waiting, approver.user, "Sai số.")
    edit(waiting, author, title="Hội nghị lần thứ 12")
    publishing.submit(waiting, author)

    page = BeautifulSoup(page_of(approver, waiting).text, "html.parser")

    assert page.select_one(".review__changes ins").text.strip() == "12"


def test_returning_tells_the_reason(approver, waiting):
    assert decide(approver, waiting, "return", reason="Thiếu tên người chụp.").status_code == 302

    assert Article.objects.get().state == State.RETURNED
    assert Transition.objects.first().reason == "Thiếu tên người chụp."


def test_returning_without_a_reason_says_so_beside_the_field(approver, waiting):
    answer = decide(approver, waiting, "return", reason="  ")

    assert answer.status_code == 422
    error = BeautifulSoup(answer.text, "html.parser").select_one(".decision__reason #reason-error")
    assert "lý do trả lại" in error.text
    assert Article.objects.get().state == State.SUBMITTED


@pytest.mark.parametrize("decision", ["approve", "return"])
def test_a_text_that_changed_since_is_not_decided_about_but_shown(
    approver, waiting, author, decision
):
    page = page_of(approver, waiting)
    edit(waiting, author, body="<p>Lời thêm sau.</p>")

    answer = decide(approver, waiting, decision, page, reason="Vì thế.")

    assert answer.status_code == 409
    assert "vừa được sửa thêm" in answer.text
    assert "Lời thêm sau." in answer.text
    assert Article.objects.get().state == State.SUBMITTED


def test_approval_is_of_the_text_with_this_fingerprint(approver, waiting):
    answer = decide(approver, waiting, "approve", sha256="0" * 64)

    assert answer.status_code == 409
    assert Article.objects.get().state == State.SUBMITTED


def test_a_saved_text_that_was_tampered_with_cannot_be_approved(approver, waiting):
    page = page_of(approver, waiting)
    document = waiting.latest_revision.document
    document["article"]["body"] = "<p>Lời chèn vào.</p>"
    Revision.objects.update(document=document)

    answer = decide(approver, waiting, "approve", page)

    assert answer.status_code == 409
    assert "không còn đúng như lúc được lưu" in answer.text
    assert 'class="decision"' not in page_of(approver, waiting).text


def test_what_somebody_else_decided_meanwhile_is_told(approver, waiting, author):
    page = page_of(approver, waiting)
    publishing.send_back(waiting, author, "Sai ngày.")

    answer = decide(approver, waiting, "approve", page)

    assert answer.status_code == 409
    assert "Nguyễn Lam đã trả lại" in answer.text
    assert Article.objects.get().state == State.RETURNED


def test_who_may_not_publish_sees_the_page_and_decides_nothing(writer, waiting):
    page = page_of(writer, waiting)

    assert "Sáng 6/7" in page.text
    assert 'class="decision"' not in page.text
    data = {"revision": waiting.latest_revision_id, "sha256": waiting.latest_revision.sha256}
    assert decide(writer, waiting, "approve", page, **data).status_code == 403
    assert Article.objects.get().state == State.SUBMITTED


@pytest.mark.parametrize("place", ["now", "then"])
def test_a_category_entrusted_to_others_is_theirs_to_decide(approver, waiting, author, place):
    entrusted = make_category("Tổ chức")
    edit(waiting, author, category=entrusted)
    if place == "then":  # only the waiting text stands in it
        Article.objects.update(category=make_category())
    entrusted.approvers.add(author)
    newest = Revision.objects.first()

    data = {"revision": newest.pk, "sha256": newest.sha256}
    assert decide(approver, waiting, "approve", **data).status_code == 403
    assert Article.objects.get().state == State.SUBMITTED


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"body": ""}, "chưa có nội dung"),
        ({"expires_at": timezone.now() - timedelta(days=1)}, "Hết hạn lúc"),
    ],
)
def test_what_the_form_would_not_publish_is_refused_with_the_reason(
    approver, waiting, author, fields, words
):
    edit(waiting, author, **fields)

    answer = decide(approver, waiting, "approve")

    assert answer.status_code == 422
    assert words in answer.text
    assert Article.objects.get().state == State.SUBMITTED


def test_a_link_in_a_letter_leads_to_the_same_text_after_signing_in(visitor, waiting):
    address = reverse("admin:news_article_review", args=[waiting.pk])

    assert visitor.get(address).url == f"{reverse('admin:login')}?next={address}"


def test_a_hostile_title_and_message_are_inert(approver, waiting, author):
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    edit(waiting, author, title=hostile, lead=hostile)
    publishing.send_back(waiting, author, hostile)
    edit(waiting, author, title=f"{hostile} nữa")
    publishing.submit(waiting, author, hostile)

    page = BeautifulSoup(page_of(approver, waiting).text, "html.parser")

    assert not page.select("[onerror], img[src=x]")
    assert not [script for script in page.select("script") if "alert" in script.text]
    assert hostile in page.select_one(".review__submission").text
