"""Opening, saving and deciding ask the database as often in a large archive as in a small one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from news.models import Article, Contributor
from tests.factories import (
    make_article,
    make_category,
    make_document,
    make_photo,
    make_topic,
    post_article,
    write_article,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_a_server")]

CEILINGS = {"change": 42, "history": 14, "review": 33}
TO_SAVE, TO_PUBLISH = 75, 125


def fill(count):
    """Add `count` rows of everything that stands beside an article."""
    for number in range(count):
        hour = timezone.now() - timedelta(hours=number + 1)
        article = make_article(category=make_category(f"Mục {number}"), published_at=hour)
        Contributor.objects.create(article=article, name=f"Tác giả {number}")
        make_photo(article, size=(60, 40))
        make_topic(f"Dòng sự kiện {Article.objects.count()}", [article])
        make_document(published_at=hour)


def queries(act):
    with CaptureQueriesContext(connection) as captured:
        status = act().status_code
    assert status in (200, 302)
    return len(captured)


@pytest.mark.parametrize("page", CEILINGS)
def test_a_page_about_an_article_costs_the_same_in_a_large_archive(approver, page):
    article = write_article(approver, button="_submit")
    address = reverse(f"admin:news_article_{page}", args=[article.pk])
    fill(2)
    approver.get(address)
    few = queries(lambda: approver.get(address))
    fill(6)

    assert queries(lambda: approver.get(address)) == few <= CEILINGS[page]


@pytest.mark.parametrize(("button", "ceiling"), [("_continue", TO_SAVE), ("_publish", TO_PUBLISH)])
def test_saving_costs_the_same_in_a_large_archive(approver, button, ceiling):
    def save():
        article = write_article(approver, button="_continue")
        return queries(lambda: post_article(approver, article, button, title="Tên mới"))

    save()
    few = save()
    fill(6)

    assert save() == few <= ceiling
