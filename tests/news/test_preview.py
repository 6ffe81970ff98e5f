"""The preview shows, of any revision, the page exactly as readers would get it."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from news import publishing
from news.models import Article
from stats import folding
from stats.models import DayTotal
from tests.factories import make_announcement, make_article, pdf, picture, write_article

pytestmark = pytest.mark.django_db

State = Article.State


def preview(client, article, revision=None, name="preview"):
    revision = revision or article.latest_revision
    return client.get(reverse(f"admin:news_article_{name}", args=[article.pk, revision.pk]))


def main_part(answer):
    assert answer.status_code == 200
    return str(BeautifulSoup(answer.text, "html.parser").select_one("main > .wrap"))


def test_preview_of_what_readers_see_is_what_they_see(clerk, visitor):
    make_article("Bài cũ hơn")
    article = write_article(clerk, body="<p>Lời đã duyệt.</p>", lead="Sapo")

    assert main_part(preview(clerk, article)) == main_part(visitor.get(article.get_absolute_url()))


def test_preview_of_an_edit_is_what_readers_see_once_it_is_approved(clerk, visitor):
    article = make_article(created_by=clerk.user)
    rows = {
        "photos": [{"image": picture((90, 60)), "caption": "Ảnh mới", "credit": "Anh Huy"}],
        "attachments": [{"file": pdf(), "title": "Kế hoạch"}],
        "contributors": [{"name": "Ngọc Ánh", "role": "author"}],
    }
    article = write_article(clerk, article, "_hold", title="Tên mới", body="<p>Mới.</p>", **rows)
    shown = main_part(preview(clerk, article))

    publishing.approve(article, article.latest_revision, clerk.user)

    for words in ["Tên mới", "Mới.", "Ảnh mới", "Kế hoạch", "Ngọc Ánh"]:
        assert words in shown
    assert shown == main_part(visitor.get(article.get_absolute_url()))


def test_an_old_revision_keeps_its_photo_and_caption(clerk):
    photo = {"image": picture((90, 60)), "caption": "Chú thích cũ"}
    article = write_article(clerk, button="_continue", photos=[photo])
    first = article.latest_revision
    pk = first.document["photos"][0]["id"]
    write_article(clerk, article, "_continue", photos=[{"id": pk, "DELETE": "on"}])

    assert "Chú thích cũ" in preview(clerk, article, first).text


@pytest.mark.parametrize("state", State)
def test_a_text_of_any_state_can_be_looked_at(writer, state):
    article = make_announcement(state=state, title="Thông báo số 5")
    publishing.first_revision(article)

    assert "Thông báo số 5" in main_part(preview(writer, article))


def test_a_new_text_without_an_hour_or_a_category_can_be_looked_at(writer):
    article = make_announcement(state=State.DRAFT, approved_at=None, published_at=None)
    publishing.first_revision(article)

    assert preview(writer, article).status_code == 200


def test_what_lies_in_the_bin_can_be_looked_at(clerk):
    article = write_article(clerk)
    publishing.put_in_bin(article, clerk.user)

    assert preview(clerk, article).status_code == 200


def test_only_our_own_pages_frame_it_and_nothing_keeps_it(writer):
    article = make_article()
    publishing.first_revision(article)

    answer = preview(writer, article)

    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "script-src 'self'" in policy
    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.text


def test_looking_at_a_preview_is_not_counted(writer):
    article = make_article()
    publishing.first_revision(article)

    preview(writer, article)

    folding.fold()
    assert not DayTotal.objects.filter(page_views__gt=0).exists()


def test_links_of_the_preview_open_beside_it(writer):
    article = make_article()
    publishing.first_revision(article)

    page = BeautifulSoup(preview(writer, article).text, "html.parser")

    assert page.base["target"] == "_blank"
    assert not page.base.get("href")


@pytest.mark.parametrize(("query", "width"), [("", "phone"), ("?kho=may-tinh", "desktop")])
def test_the_preview_is_framed_in_two_widths(writer, query, width):
    article = make_article()
    publishing.first_revision(article)
    args = [article.pk, article.latest_revision_id]

    answer = writer.get(reverse("admin:news_article_preview_frames", args=args) + query)

    frame = BeautifulSoup(answer.text, "html.parser").iframe
    assert frame["src"] == reverse("admin:news_article_preview", args=args)
    assert f"--{width}" in " ".join(frame["class"])
    assert "frame-src 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["preview", "preview_frames"])
def test_a_revision_of_another_article_is_not_found(writer, name):
    article, other = make_article(), make_article("Bài khác")
    publishing.first_revision(other)

    assert preview(writer, article, other.latest_revision, name).status_code == 404


@pytest.mark.parametrize("name", ["preview", "preview_frames"])
def test_who_may_not_see_articles_sees_no_preview(client, django_user_model, name):
    article = make_article()
    publishing.first_revision(article)
    client.force_login(django_user_model.objects.create_user("ngoai", is_staff=True))

    assert preview(client, article, name=name).status_code == 403
