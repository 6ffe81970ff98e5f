"""What each page and each half second asks walks an index, however long the archive is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.archive import years
from news.front_page import ALBUMS_AND_VIDEOS
from news.models import Article, Photo
from news.search import index
from portal.models import MenuItem
from tests.factories import (
    make_announcement,
    make_article,
    make_category,
    make_photo,
    post_article,
    write_article,
)

pytestmark = pytest.mark.django_db


def plans(ask):
    """Return the plan of each query of `ask`, on a table too large to be read whole."""
    with CaptureQueriesContext(connection) as captured:
        ask()
    with connection.cursor() as cursor:
        for query in list(captured):
            if query["sql"].startswith(("SELECT", "(SELECT")):
                word = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
                cursor.execute(f"{word} {query['sql']}")
                yield "\n".join(str(row) for row in cursor.fetchall())


@pytest.fixture
def archive():
    """Enough rows for PostgreSQL to prefer an index."""
    categories = [make_category(f"Chuyên mục {number}") for number in range(5)]
    noon = timezone.now() - timedelta(days=1)
    Article.objects.bulk_create(
        Article(
            title=f"Tin {number}",
            slug=f"tin-{number}",
            category=categories[number % 5],
            state="approved",
            published_at=noon - timedelta(hours=number),
            body="<p>Tin.</p>" * 50,
        )
        for number in range(3000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@pytest.fixture
def photos(archive):
    """Three of each article, and no file."""
    Photo.objects.bulk_create(
        Photo(
            article=article,
            image=f"photos/2026/11/{article.pk}-{n}.webp",
            width=900,
            height=600,
            caption="Quang cảnh hội nghị.",
        )
        for article in Article.objects.all()
        for n in range(3)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def is_flat(plan):
    whole_scan = "SCAN news_article'" if connection.vendor == "sqlite" else "Seq Scan on news_art"
    return whole_scan not in plan and "SCAN news_article)" not in plan


def test_the_next_change_is_found_in_indexes(archive):
    now = timezone.now()

    found = list(plans(lambda: Article.objects.next_change(now)))

    assert len(found) == 4
    assert [plan for plan in found if not is_flat(plan)] == []


def test_what_stands_beside_an_article_is_found_in_indexes(client, archive):
    middle = Article.objects.order_by("pk")[1500]

    found = list(plans(lambda: client.get(middle.get_absolute_url())))

    assert [plan for plan in found if "news_article" in plan and not is_flat(plan)] == []


def test_what_a_list_may_lack_is_looked_for_in_an_index_by_kind(archive):
    """None of 3,000 articles is an album; nobody should walk past them all to find that out."""

    def ask():
        assert not ALBUMS_AND_VIDEOS.ask(now=timezone.now())
        assert not MenuItem.Listing.ALBUMS.has_content()
        assert not MenuItem.Listing.VIDEOS.has_content()

    found = list(plans(ask))

    assert len(found) == 3
    by_kind = ["article_newest_of_kind", "article_last_changed_kind"]
    assert [plan for plan in found if not any(index in plan for index in by_kind)] == []


def test_the_front_page_is_found_in_indexes(client, archive):
    found = list(plans(lambda: client.get("/")))

    assert [plan for plan in found if "news_article" in plan and not is_flat(plan)] == []


def test_a_year_is_counted_in_an_index_alone(client, archive):
    """PostgreSQL reads the table of a test: only a vacuum tells it that the index is enough."""
    year = timezone.localdate(Article.objects.latest("pk").published_at).year

    found = list(plans(lambda: client.get(f"/luu-tru/{year}/")))

    alone = [plan for plan in found if "COVERING INDEX article_newest" in plan]
    assert len(alone) >= (12 if connection.vendor == "sqlite" else 0)


def test_the_months_that_hold_something_are_found_in_an_index(archive):
    found = list(plans(years))

    assert len(found) == 3  # the first hour, the last, and the months between
    assert [plan for plan in found if not is_flat(plan)] == []


def test_a_picture_in_a_saved_text_is_found_in_an_index(clerk, photos):
    article = write_article(clerk)
    photo = make_photo(article, size=(60, 40))
    body = f'<p>Hội nghị.</p><figure><img src="{photo.image.url}"></figure>'

    found = list(plans(lambda: post_article(clerk, article, "_continue", body=body)))

    looked_up = [plan for plan in found if "news_photo" in plan]
    assert looked_up
    assert [plan for plan in looked_up if "SCAN news_photo'" in plan or "Seq Scan" in plan] == []


def test_photos_are_searched_in_indexes(clerk, photos):
    for article in Article.objects.all()[:20]:
        index.update(article)

    found = list(plans(lambda: clerk.get("/quan-tri/news/photo/", {"q": "hoi nghi"})))

    searched = [plan for plan in found if "news_photo" in plan and "news_article" in plan]
    assert searched
    scans = ["SCAN news_photo'", "SCAN U0'", "Seq Scan on news"]
    assert [plan for plan in searched if any(scan in plan for scan in scans)] == []


def test_the_next_change_is_the_earliest_of_all_that_come():
    now = timezone.now()
    hours = {hour: now + timedelta(hours=hour) for hour in range(1, 6)}
    assert Article.objects.next_change(now) is None

    make_article(published_at=hours[5])
    assert Article.objects.next_change(now) == hours[5]
    make_article(expires_at=hours[4])
    assert Article.objects.next_change(now) == hours[4]
    make_article(pinned_until=hours[3])
    assert Article.objects.next_change(now) == hours[3]
    make_announcement(published_at=hours[2] - timedelta(days=3))
    assert Article.objects.next_change(now) == hours[2]
    make_article(published_at=hours[1], state="draft")
    make_article(published_at=hours[1], binned_at=now)
    assert Article.objects.next_change(now) == hours[2]


def test_the_front_page_walks_through_what_is_public_for_a_few_only(client, archive):
    """What is pinned, and what has been read, lies anywhere: it is asked for by its ids."""
    pinned = Article.objects.order_by("published_at").first()
    Article.objects.filter(pk=pinned.pk).update(pinned_until=timezone.now() + timedelta(hours=1))

    with CaptureQueriesContext(connection) as captured:
        page = client.get("/").text

    assert pinned.title in page
    walks = [query["sql"] for query in captured if '"news_article"."state" = ' in query["sql"]]
    assert walks
    assert [sql for sql in walks if "LIMIT" not in sql or '"pinned_until" >' in sql] == []
