"""What search engines find: every public page, and nothing else."""

from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news import sitemaps
from news.models import Article
from tests.factories import (
    make_announcement,
    make_article,
    make_category,
    make_document,
    make_page,
)

pytestmark = pytest.mark.django_db

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def locations(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/xml"
    tree = ElementTree.fromstring(answer.content)  # noqa: S314 what our own server made
    return [loc.text for loc in tree.iter(f"{NAMESPACE}loc")]


def everything(client):
    parts = locations(client, "/sitemap.xml")
    return [url for part in parts for url in locations(client, path(part))]


def path(url):
    return url.removeprefix("http://portal.example")


def test_every_public_page_is_named_once_and_opens(client):
    make_category("Đoàn thể")
    articles = [make() for make in (make_article, make_announcement, make_document, make_page)]

    named = everything(client)

    for article in articles:
        assert named.count(f"http://portal.example{article.get_absolute_url()}") == 1
    pages = [url for url in named if path(url) != "/"]  # which stands in for an empty part too
    assert len(pages) == len(set(pages))
    assert {client.get(path(url)).status_code for url in named} == {200}
    assert {"/", "/van-ban/", "/luu-tru/", "/doan-the/"} <= {path(url) for url in named}


def test_a_page_says_when_readers_got_its_text(client):
    article = make_article(approved_at=None, published_at="2026-03-05T06:00+07:00")
    assert "<lastmod>2026-03-05</lastmod>" in part_of(client, article)
    Article.objects.update(approved_at="2026-03-07T06:00+07:00")
    assert "<lastmod>2026-03-07</lastmod>" in part_of(client, article)


def part_of(client, article):
    return client.get(f"/sitemap-bai-{article.pk // sitemaps.PART}.xml").text


def test_an_index_names_every_part_and_no_part_is_long(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "PART", 4)
    made = [make_article(f"Tin {number}") for number in range(11)]

    parts = [path(part) for part in locations(client, "/sitemap.xml")]

    sizes = [len(locations(client, part)) for part in parts[1:]]
    assert max(sizes) <= 4
    named = everything(client)
    assert all(f"http://portal.example{a.get_absolute_url()}" in named for a in made)


def test_a_part_of_which_nothing_is_public_is_still_a_sitemap(client):
    article = make_article(state=Article.State.WITHDRAWN)

    assert locations(client, f"/sitemap-bai-{article.pk // sitemaps.PART}.xml") == [
        "http://portal.example/"
    ]


def test_a_sitemap_costs_as_many_queries_with_many_articles(client, in_a_server):
    make_article()
    few = queries(client)
    for number in range(12):
        make_article(category=make_category(f"Mục {number}"))

    assert queries(client) == few <= 10  # a look at each list that may be empty among them


def queries(client):
    newest = Article.objects.latest("pk").pk // sitemaps.PART
    with CaptureQueriesContext(connection) as captured:
        everything = ["/sitemap.xml", "/sitemap-trang.xml", f"/sitemap-bai-{newest}.xml"]
        assert [client.get(address).status_code for address in everything] == [200] * 3
    return len(captured)


def test_a_part_is_found_by_its_ids_whatever_else_there_is(client):
    """Not by walking all that is approved, as SQLite would if it were asked for that as well."""
    make_article()

    plan = Article.objects.in_id_range(0, sitemaps.PART).explain()

    assert "article_newest" not in plan, plan
    assert "SCAN news_article" not in plan, plan


@pytest.mark.parametrize("part", ["99999999999999999999", "1000000001"])
def test_a_part_no_database_has_is_not_found(client, part):
    assert client.get(f"/sitemap-bai-{part}.xml").status_code == 404


def test_robots_are_told_where_to_go_and_where_not(client):
    answer = client.get("/robots.txt")

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Sitemap: http://portal.example/sitemap.xml" in answer.text.splitlines()
    for private in ["/quan-tri/", "/tai-khoan/", "/xem-thu/"]:
        assert f"Disallow: {private}" in answer.text.splitlines()
