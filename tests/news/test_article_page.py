from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from news.models import Article, Contributor
from tests.factories import make_article, make_category

pytestmark = pytest.mark.django_db


def test_reader_opens_a_published_article(client):
    article = make_article("Hội nghị lần thứ 11", lead="Chiều 6/7, hội nghị diễn ra.")

    page = client.get(article.get_absolute_url())

    assert page.status_code == 200
    heading = BeautifulSoup(page.content, "html.parser").h1
    assert heading.get_text() == "Hội nghị lần thứ 11"


@pytest.mark.parametrize(
    "fields",
    [
        {"state": Article.State.DRAFT},
        {"state": Article.State.SUBMITTED},
        {"state": Article.State.RETURNED},
        {"state": Article.State.WITHDRAWN},
        {"published_at": timezone.now() + timedelta(hours=1)},  # its hour has not come
    ],
)
def test_reader_cannot_open_what_is_not_published(client, fields):
    article = make_article(**fields)

    assert client.get(article.get_absolute_url()).status_code == 404


def test_old_address_leads_to_the_new_one(client):
    article = make_article(category=make_category("Đoàn thể"))

    answer = client.get(f"/xay-dung-dang/tieu-de-cu-{article.pk}/")

    assert answer.status_code == 301
    assert answer.url == article.get_absolute_url()


def test_byline_prints_name_and_office_letter_for_letter(client):
    article = make_article()
    Contributor.objects.create(
        article=article, name="Nguyễn Xuân Dương", office="Phó Chánh Văn phòng Đảng ủy Khối"
    )

    page = client.get(article.get_absolute_url())

    text = " ".join(page.text.split())
    assert "Nguyễn Xuân Dương" in text
