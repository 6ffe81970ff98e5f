"""A question whose SQL is built once is answered as if it were built each time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import CharField, DateTimeField
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.models import Article, Category
from portal.prepared import Given, Prepared
from tests.factories import make_article, make_category, make_document


@pytest.mark.django_db
def test_each_answer_is_of_the_values_that_were_named():
    party, youth = make_category("Xây dựng Đảng"), make_category("Đoàn Thanh niên")
    early, late = make_article(category=party), make_article(category=youth)
    of_category = Prepared(lambda: Article.objects.filter(category=Given("category")))

    assert of_category.ask(category=party.pk) == [early]
    assert of_category.ask(category=youth.pk) == [late]
    assert of_category.ask(category=0) == []


@pytest.mark.django_db
def test_hours_and_words_are_values_too():
    hour = timezone.now() - timedelta(hours=1)
    article, document = make_article(published_at=hour), make_document(published_at=hour)

    def public_of_kind():
        public = Article.objects.published(now=Given("now", DateTimeField))
        return public.filter(kind=Given("kind", CharField))

    public = Prepared(public_of_kind)

    assert public.ask(now=hour, kind="news") == [article]
    assert public.ask(now=hour, kind="document") == [document]
    assert public.ask(now=hour - timedelta(seconds=1), kind="news") == []


@pytest.mark.django_db
def test_the_sql_is_built_once_and_joins_are_read_with_it():
    article, built = make_article(category=make_category("Đoàn thể")), []

    def with_category():
        built.append(1)
        return Article.objects.select_related("category").filter(pk=Given("pk"))

    by_number = Prepared(with_category)

    with CaptureQueriesContext(connection) as captured:
        names = [by_number.ask(pk=article.pk)[0].category.name for _ in range(3)]

    assert (names, len(built), len(captured)) == (["Đoàn thể"] * 3, 1, 3)


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_by_its_own_connection():
    category = make_category("Đoàn thể")
    named = Prepared(lambda: Category.objects.filter(name=Given("name", CharField)))

    def ask():
        try:
            return named.ask(name="Đoàn thể")
        finally:
            connection.close()

    assert named.ask(name="Đoàn thể") == [category]
    with ThreadPoolExecutor(1) as elsewhere:
        assert elsewhere.submit(ask).result() == [category]
