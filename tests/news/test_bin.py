"""What is deleted goes to the bin, and comes back as it was."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from news.models import Article, Photo
from stats import figures
from tests.factories import make_article, pdf, picture, write_article

pytestmark = pytest.mark.django_db

BIN = "/quan-tri/news/article/thung-rac/"
LIST = "/quan-tri/news/article/"


def delete(client, article):
    address = reverse("admin:news_article_delete", args=[article.pk])
    return client.post(address, {"post": "yes"})


def take_back(client, article):
    return client.post(BIN, {"article": article.pk})


def test_delete_page_says_that_nothing_is_lost(approver):
    article = make_article()

    page = approver.get(reverse("admin:news_article_delete", args=[article.pk])).text

    assert "Bạn đọc sẽ không thấy bài nữa" in page
    assert "lấy lại lúc nào cũng được" in page
    assert "Bỏ vào thùng rác" in page


def test_deleting_several_says_so_too_and_bins_them(approver):
    articles = [make_article(), make_article("Bài hai")]
    chosen = {"action": "delete_selected", "_selected_action": [a.pk for a in articles]}
    page = approver.post(LIST, chosen).text
    assert "Bỏ các bài sau vào thùng rác?" in page
    assert "Bài hai" in page

    approver.post(LIST, chosen | {"post": "yes"})

    assert Article.objects.binned().count() == 2


def test_the_bin_tells_who_put_it_there_and_the_list_of_articles_leaves_it_out(approver):
    article = make_article("Bài bỏ đi")

    delete(approver, article)

    assert "Bài bỏ đi" not in approver.get(LIST).context["cl"].queryset.values_list(
        "title", flat=True
    )
    page = approver.get(BIN).text
    assert "Bài bỏ đi" in page
    assert "nguoidung bỏ vào" in page


def test_what_comes_back_is_byte_for_byte_what_it_was(approver, visitor):
    rows = {
        "photos": [{"image": picture((90, 60)), "caption": "Quang cảnh"}],
        "attachments": [{"file": pdf(), "title": "Kế hoạch"}],
        "contributors": [{"name": "Ngọc Ánh", "role": "author"}],
    }
    article = write_article(approver, **rows)
    address = article.get_absolute_url()

    def everything():
        rows = [Article, Photo, type(article.attachments.get()), type(article.contributors.get())]
        files = article.photos.get().image.read(), article.attachments.get().file.read()
        return [list(model.objects.values()) for model in rows], files

    visitor.get(address)
    before, views = everything(), figures.views([article.pk])
    delete(approver, article)
    assert visitor.get(address).status_code == 404

    answer = take_back(approver, article)

    assert answer.status_code == 302
    assert everything() == before
    assert figures.views([article.pk]) == views == {article.pk: 1}
    assert visitor.get(address).status_code == 200


def test_who_may_not_delete_takes_nothing_back(writer):
    mine = make_article(created_by=writer.user, binned_at="2026-01-01T00:00:00Z")

    assert "Lấy lại</button>" not in writer.get(BIN).text
    assert take_back(writer, mine).status_code == 403
    assert Article.objects.binned().exists()


def test_who_may_delete_takes_back_only_what_they_may_edit(writer):
    writer.user.user_permissions.add(Permission.objects.get(codename="delete_article"))
    others = make_article(binned_at="2026-01-01T00:00:00Z")
    mine = {"created_by": writer.user, "state": Article.State.DRAFT}
    mine = make_article(**mine, binned_at="2026-01-01T00:00:00Z")

    assert take_back(writer, others).status_code == 403
    assert take_back(writer, mine).status_code == 302


@pytest.mark.parametrize("number", ["0", "x", ""])
def test_what_is_not_in_the_bin_is_not_found(approver, number):
    make_article()

    assert approver.post(BIN, {"article": number}).status_code == 404


def test_the_bin_is_for_those_who_may_see_articles(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("ngoai", is_staff=True))

    assert client.get(BIN).status_code == 403
