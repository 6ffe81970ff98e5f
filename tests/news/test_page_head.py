"""What a page's head says to search engines, chats and feed readers."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from news.models import Contributor
from news.pagination import PAGE_SIZE
from portal.models import WorkWeek
from portal.uploads import reencode
from tests.factories import (
    make_announcement,
    make_article,
    make_category,
    make_document,
    make_identity,
    make_page,
    make_photo,
    make_public_pages,
    make_topic,
    picture,
)

pytestmark = pytest.mark.django_db


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def meta(soup, name):
    found = soup.find_all("meta", {"property": name}) or soup.find_all("meta", {"name": name})
    assert len(found) <= 1
    return found[0]["content"] if found else None


def data(soup):
    """All that the page says as JSON-LD, by type."""
    scripts = soup.find_all("script", type="application/ld+json")
    found = [json.loads(script.string) for script in scripts]
    flat = [thing for one in found for thing in one.get("@graph", [one])]
    return {thing["@type"]: thing for thing in flat}


def canonical(soup):
    (link,) = soup.select("link[rel=canonical]")
    return link["href"]


def test_every_page_names_its_address_itself_and_the_sites_feeds(client):
    for address in make_public_pages():
        soup = page(client, address)
        own = address.partition("?q=")[0]  # what was found is no page to come in by
        if address == "/lich-cong-tac/":  # this week's page, which is still there next week
            own = WorkWeek.objects.get().get_absolute_url()
        assert canonical(soup) == meta(soup, "og:url") == f"http://portal.example{own}"
        feeds = {link["href"] for link in soup.select("link[rel=alternate]")}
        assert {"/rss.xml", "/atom.xml"} <= feeds
        assert not soup.select("link[hreflang]")
        assert {client.get(feed).status_code for feed in feeds} == {200}
        for name in ["og:title", "og:description", "og:image", "og:type", "twitter:card"]:
            assert meta(soup, name), (address, name)


def test_a_page_says_one_sentence_of_itself_to_search_engines_and_chats(client):
    make_identity("Đảng ủy Khối")

    for address in [*make_public_pages(), "/gop-y/"]:
        soup = page(client, address)
        assert meta(soup, "og:description") == meta(soup, "description"), address
        assert meta(soup, "twitter:description") is None  # it is read from og:description
    assert meta(page(client, "/gop-y/"), "og:description").startswith("Ý kiến của bạn đọc")


def test_a_topic_is_shared_with_its_picture(client):
    topic = make_topic(articles=[make_article()], picture=reencode(picture((900, 600))))

    soup = page(client, topic.get_absolute_url())

    assert meta(soup, "og:image") == f"http://portal.example{topic.picture.url}"
    assert meta(soup, "twitter:image") == f"http://portal.example{topic.picture.url}"
    assert (meta(soup, "og:image:width"), meta(soup, "og:image:height")) == ("900", "600")
    assert meta(soup, "og:image:alt") == topic.name


@pytest.mark.parametrize("address", ["/tin-tuc/", "/thong-bao/", "/van-ban/", "/xay-dung-dang/"])
def test_a_list_names_its_own_feeds(client, address):
    make_category()

    feeds = [link["href"] for link in page(client, address).select("link[rel=alternate]")]

    assert feeds[:2] == [f"{address}rss.xml", f"{address}atom.xml"]


def test_an_older_page_of_a_list_is_a_page_of_its_own(client):
    for number in range(PAGE_SIZE + 1):
        make_article(published_at=timezone.now() - timedelta(minutes=number + 1))
    older = page(client, "/tin-tuc/").find("a", rel="next")["href"]

    address = canonical(page(client, f"/tin-tuc/{older}&utm_source=zalo"))

    assert address == f"http://portal.example/tin-tuc/{older}"


def test_an_article_with_a_photo_is_shared_with_it(client):
    article = make_article("Hội nghị", lead="Sáng 6/7 & chiều 7/7.")
    article.cover = make_photo(article, alt="Hội trường")
    article.save()

    soup = page(client, article.get_absolute_url())

    assert meta(soup, "og:type") == "article"
    assert meta(soup, "og:title") == "Hội nghị"
    assert meta(soup, "og:description") == "Sáng 6/7 & chiều 7/7."
    assert meta(soup, "og:image") == f"http://portal.example{article.cover.image.url}"
    assert (meta(soup, "og:image:width"), meta(soup, "og:image:height")) == ("900", "600")
    assert meta(soup, "og:image:alt") == "Hội trường"
    assert meta(soup, "article:section") == "Xây dựng Đảng"
    assert meta(soup, "article:published_time")


def test_news_is_described_for_search_engines(client):
    make_identity("Đảng ủy Khối", address="12 Trần Phú", email="vp@example.vn")
    hour = timezone.now().replace(microsecond=0) - timedelta(hours=2)
    article = make_article("Hội nghị", lead="Sáng 6/7.", published_at=hour)
    Contributor.objects.create(article=article, name="Ngọc Ánh", office="Phó Chánh Văn phòng")
    Contributor.objects.create(article=article, name="Anh Huy", role="photographer")

    found = data(page(client, article.get_absolute_url()))

    news = found["NewsArticle"]
    assert (news["headline"], news["description"]) == ("Hội nghị", "Sáng 6/7.")
    assert news["url"] == f"http://portal.example{article.get_absolute_url()}"
    assert news["datePublished"] == timezone.localtime(hour).isoformat()
    authors = [(author["@type"], author["name"]) for author in news["author"]]
    assert authors == [("Person", "Ngọc Ánh")]
    assert news["publisher"]["name"] == "Đảng ủy Khối"
    steps = found["BreadcrumbList"]["itemListElement"]
    assert [step["name"] for step in steps] == ["Trang chủ", "Xây dựng Đảng"]
    assert steps[1]["item"] == "http://portal.example/xay-dung-dang/"


@pytest.mark.parametrize(
    ("make", "expected"),
    [(make_announcement, "Article"), (make_document, "Article"), (make_page, "WebPage")],
)
def test_what_is_no_news_does_not_call_itself_news(client, make, expected):
    found = data(page(client, make().get_absolute_url()))

    assert expected in found
    assert "NewsArticle" not in found


def test_an_undated_article_tells_machines_no_date_of_publication(client):
    soup = page(client, make_article(hide_date=True).get_absolute_url())

    assert "datePublished" not in data(soup)["NewsArticle"]
    assert meta(soup, "article:published_time") is None


def test_the_front_page_says_whose_site_it_is(client):
    make_identity("Đảng ủy Khối", parent_body="Đảng bộ tỉnh", phone="0200 123 456")

    found = data(page(client, "/"))

    assert found["Organization"]["name"] == "Đảng ủy Khối"
    assert found["Organization"]["parentOrganization"]["name"] == "Đảng bộ tỉnh"
    assert "address" not in found["Organization"]
    assert found["WebSite"]["url"] == "http://portal.example/"


HOSTILE = "</script><script>alert(1)</script><!-- \u2028\u2029 &amp; ]]>"


def test_no_text_ends_the_script_it_stands_in(client):
    make_identity(HOSTILE)
    category = make_category(HOSTILE, slug="muc")
    article = make_article(HOSTILE, lead=HOSTILE, category=category)

    for address in ["/", "/muc/", article.get_absolute_url()]:
        soup = page(client, address)
        assert "alert(1)" not in [script.string for script in soup.find_all("script")]
        assert "\u2028" not in "".join(map(str, soup.find_all("script")))
    assert data(soup)["NewsArticle"]["description"] == HOSTILE
    assert data(soup)["BreadcrumbList"]["itemListElement"][1]["name"] == category.name


@pytest.mark.browser
def test_chromium_reads_the_data_under_our_strict_policy(page, live_server):
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    make_identity()
    article = make_article(HOSTILE)

    page.goto(live_server.url + article.get_absolute_url())

    blocks = page.locator("script[type='application/ld+json']")
    texts = [json.loads(text) for text in blocks.all_text_contents()]
    assert {text["@type"] for text in texts} == {"NewsArticle", "BreadcrumbList"}
    assert complaints == []
