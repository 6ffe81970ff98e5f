"""All that one person signed, on one page, however the name was set."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.models import Article, Contributor
from news.pagination import PAGE_SIZE
from tests.factories import make_article, make_page, write_article
from tests.news.test_lists import follow, titles

pytestmark = pytest.mark.django_db


def sign(name, title="Hội nghị", minutes=1, **fields):
    hour = timezone.now() - timedelta(minutes=minutes)
    article = make_article(title, **{"published_at": hour} | fields)
    Contributor.objects.create(article=article, name=name)
    return article


def test_a_person_is_found_across_letter_cases_and_accents(client):
    sign("ANH HUY", "Ảnh")
    sign("Anh Huy", "Bài", minutes=2)
    sign("Anh Huyền", "Của người khác", minutes=3)

    page = client.get("/tac-gia/anh-huy/")

    assert titles(page) == ["Ảnh", "Bài"]
    assert ">Anh Huy</h1>" in page.text


def test_two_people_whose_names_differ_in_accents_only_are_both_named(client):
    sign("Nguyễn Văn Hạnh")
    sign("Nguyễn Văn Hành", minutes=2)

    assert ">Nguyễn Văn Hạnh, Nguyễn Văn Hành</h1>" in client.get("/tac-gia/nguyen-van-hanh/").text


def test_who_wrote_and_photographed_is_listed_once(client):
    article = sign("Anh Huy")
    Contributor.objects.create(article=article, name="ANH HUY", role="photographer")

    assert titles(client.get("/tac-gia/anh-huy/")) == ["Hội nghị"]


def test_the_byline_leads_there_but_for_a_sign_that_names_nobody(client):
    article = sign("Ngọc Ánh")
    Contributor.objects.create(article=article, name="S.T", order=1)

    page = client.get(article.get_absolute_url()).text

    assert 'href="/tac-gia/ngoc-anh/">Ngọc Ánh</a>' in page
    assert '">S.T</span>' in page


@pytest.mark.parametrize(
    "fields",
    [
        {"state": Article.State.DRAFT},
        {"state": Article.State.WITHDRAWN},
        {"published_at": timezone.now() + timedelta(hours=1)},
        {"published_at": "2024-05-12T08:00+07:00", "expires_at": "2024-05-13T08:00+07:00"},
    ],
)
def test_a_name_below_nothing_public_is_nobodys(client, fields):
    sign("Ngọc Ánh", **fields)

    assert client.get("/tac-gia/ngoc-anh/").status_code == 404


def test_a_name_below_a_fixed_page_only_is_nobodys(client):
    Contributor.objects.create(article=make_page(), name="Ngọc Ánh")

    assert client.get("/tac-gia/ngoc-anh/").status_code == 404


def test_pages_follow_each_other_newest_first_in_both_directions(client):
    for number in range(2 * PAGE_SIZE + 3):
        sign("Ngọc Ánh", f"Tin {number:03}", minutes=number + 1)
    first = client.get("/tac-gia/ngoc-anh/")
    second = follow(client, first, "Cũ hơn")
    third = follow(client, second, "Cũ hơn")

    shown = titles(first) + titles(second) + titles(third)

    assert shown == [f"Tin {number:03}" for number in range(2 * PAGE_SIZE + 3)]
    assert titles(follow(client, third, "Mới hơn")) == titles(second)


def test_an_article_that_is_moved_in_time_moves_on_the_page(client):
    later, earlier = sign("Ngọc Ánh", "Trước"), sign("Ngọc Ánh", "Sau", minutes=5)
    earlier.published_at = later.published_at + timedelta(seconds=1)
    earlier.save()

    assert titles(client.get("/tac-gia/ngoc-anh/")) == ["Sau", "Trước"]


def test_a_byline_written_in_the_newsroom_is_found(client, clerk):
    rows = [{"name": "NGỌC ÁNH", "role": "author", "office": ""}]
    write_article(clerk, title="Hội nghị", contributors=rows)

    assert titles(client.get("/tac-gia/ngoc-anh/")) == ["Hội nghị"]


def test_rows_that_came_in_by_the_thousand_are_found(client):
    articles = [make_article(f"Tin {number}") for number in range(3)]
    Contributor.objects.bulk_create(Contributor(article=a, name="Ngọc Ánh") for a in articles)

    assert len(titles(client.get("/tac-gia/ngoc-anh/"))) == 3


def test_a_prolific_person_costs_as_many_queries_as_any_other(client, in_a_server):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/tac-gia/ngoc-anh/").status_code == 200
        return len(captured)

    sign("Ngọc Ánh")
    few = queries()
    for number in range(PAGE_SIZE + 5):
        sign("Ngọc Ánh", minutes=number + 1)

    assert queries() == few <= 10
