"""A page asks the database as often for a large archive as for a small one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.article_page import NEWEST
from news.models import Attachment, Contributor, Placement, Topic
from portal.kept.watch import memory, watch
from tests.factories import (
    make_album,
    make_announcement,
    make_article,
    make_category,
    make_document,
    make_identity,
    make_photo,
    make_slogan,
    make_topic,
    make_video,
    pdf,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_a_server", "watched")]

# As in a server, where counting, the widget's figures and what all pages share cost no query.
CEILINGS = {
    "/": 7,
    "/tin-tuc/": 1,
    "/thong-bao/": 1,
    "/van-ban/": 9,  # a step in an index for each choice the form offers
    "/album-anh/": 1,
    "/video/": 1,
    "/doan-the/": 5,
    "/luu-tru/": 3,
    "article": 5,
}


def queries(client, address):
    """Count those of a page that is made anew after what all pages share was."""
    memory.known = ("", {})
    client.get("/cach-tinh/")
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def fill(count):
    """Add `count` rows of everything that a page lists."""
    parent = make_category("Đoàn thể", home_order=1)
    child = make_category("Đoàn Thanh niên", parent=parent)
    for number in range(count):
        when = timezone.now() - timedelta(minutes=number + 1)
        article = make_article(category=(parent, child)[number % 2], published_at=when)
        article.cover = make_photo(article, size=(60, 40))
        article.save()
        make_announcement(published_at=when)
        make_document(published_at=when)
        make_album(photos=2, published_at=when)
        make_video(published_at=when)
        make_slogan()


@pytest.mark.parametrize("address", [address for address in CEILINGS if address != "article"])
def test_a_list_costs_the_same_with_many_articles(client, address):
    make_identity()
    fill(6)
    client.get(address)
    few = queries(client, address)
    fill(12)

    assert queries(client, address) == few <= CEILINGS[address]


def test_an_article_costs_the_same_with_many_photos_and_neighbours(client):
    make_identity()
    fill(4)
    article = make_article(category=make_category("Đoàn thể"))
    Attachment.objects.create(article=article, file=pdf())
    address = article.get_absolute_url()
    client.get(address)
    few = queries(client, address)
    fill(6)
    for number in range(5):
        photo = make_photo(article, size=(60, 40))
        article.body += f'<figure data-photo="{photo.pk}"></figure>'
        Contributor.objects.create(article=article, name=f"Tác giả {number}")
        Attachment.objects.create(article=article, file=pdf())
    article.save()

    assert queries(client, address) == few <= CEILINGS["article"]


@pytest.mark.parametrize("make", [make_article, make_video])
def test_an_old_article_with_files_and_a_topic_asks_five_questions(client, make):
    make_identity()
    hour = timezone.now() - timedelta(days=400)
    old = make(category=make_category("Đoàn thể"), published_at=hour)
    make_photo(old, size=(60, 40))
    Contributor.objects.create(article=old, name="Tác giả")
    Attachment.objects.create(article=old, file=pdf())
    topic = make_topic(articles=[old])
    for number in range(NEWEST + 1):
        new = make(category=old.category, published_at=hour + timedelta(days=number + 1))
    Placement.objects.create(article=new, topic=topic)
    watch.look()
    client.get(new.get_absolute_url())  # asks once a version for what stands beside others too

    with CaptureQueriesContext(connection) as captured:
        assert client.get(old.get_absolute_url()).status_code == 200

    assert len(captured) == 5


@pytest.mark.parametrize("asked", ["?q=hoi+nghi", "?q=hội+nghị&thu-tu=moi-nhat", "?q=khong+co+gi"])
def test_a_search_costs_the_same_with_many_articles(client, asked):
    make_identity()
    fill(6)
    client.get(f"/tim-kiem/{asked}")
    few = queries(client, f"/tim-kiem/{asked}")
    fill(12)

    assert queries(client, f"/tim-kiem/{asked}") <= few <= 22


def test_a_search_costs_the_same_with_many_topics(client):
    make_identity()
    topic = make_topic(articles=[make_article()])
    address = f"/tim-kiem/?q=hoi+nghi&dong-su-kien={topic.pk}"
    client.get(address)
    few = queries(client, address)
    for number in range(9):
        make_topic(f"Dòng {number}", articles=[make_article()])
    topic.absorb(Topic.objects.exclude(pk=topic.pk)[:4])

    assert queries(client, address) <= few <= 24
