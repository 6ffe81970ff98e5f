"""A category that still holds something: the webmaster is told what, and how to go on."""

import pytest
from django.urls import reverse
from django.utils import timezone

from news.models import Category
from tests.factories import make_article, make_category

pytestmark = pytest.mark.django_db


@pytest.fixture
def full():
    category = make_category("Xây dựng Đảng")
    make_category("Kiểm tra, giám sát", parent=category)
    make_article("Hội nghị lần thứ 11", category=category)
    make_article("Hội nghị lần thứ 12", category=category, binned_at=timezone.now())
    return category


def test_category_with_articles_says_how_many_and_lists_none(webmaster, full):
    page = webmaster.get(reverse("admin:news_category_delete", args=[full.pk]))

    assert "“Xây dựng Đảng” còn 2 bài viết và 1 chuyên mục con nên chưa xóa được" in page.text
    assert "Hội nghị lần thứ" not in page.text


def test_categories_chosen_in_the_list_are_refused_the_same_way(webmaster, full):
    chosen = {"action": "delete_selected", "_selected_action": [full.pk], "post": "yes"}

    page = webmaster.post(reverse("admin:news_category_changelist"), chosen)

    assert "còn 2 bài viết và 1 chuyên mục con" in page.text
    assert Category.objects.count() == 2


def test_category_that_holds_nothing_is_deleted(webmaster):
    empty = make_category("Thử")

    webmaster.post(reverse("admin:news_category_delete", args=[empty.pk]), {"post": "yes"})

    assert not Category.objects.exists()
