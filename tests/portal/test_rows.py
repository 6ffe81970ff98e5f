import pytest

from news.models import Article
from tests.factories import make_article, make_category

pytestmark = pytest.mark.django_db


def test_what_a_row_was_not_asked_for_is_loaded_when_it_is_read(django_assert_num_queries):
    make_article("Hội nghị", lead="Sáng 17/7.")

    article = Article.objects.only("title").get()

    assert article.get_deferred_fields() > {"lead", "body"}
    with django_assert_num_queries(1):
        assert article.lead == "Sáng 17/7."


def test_what_was_loaded_is_saved_over_its_row():
    category = make_category("Đoàn thể")
    article = Article.objects.select_related("category").get(pk=make_article(category=category).pk)

    article.title = "Tên mới"
    article.save()
    article.category.name = "Công đoàn"
    article.category.save()

    assert Article.objects.values_list("title", "category__name").get() == ("Tên mới", "Công đoàn")
