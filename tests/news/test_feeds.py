"""What feed readers get: RSS and Atom that any XML parser accepts, of what readers may see."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from news.models import Article, Attachment, Contributor
from stats import folding
from stats.models import DayTotal
from tests.factories import (
    make_album,
    make_announcement,
    make_article,
    make_category,
    make_document,
    make_identity,
    make_page,
    make_photo,
    make_video,
    pdf,
)

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
MEDIA = "{http://search.yahoo.com/mrss/}"
FEEDS = ["/rss.xml", "/atom.xml", "/xay-dung-dang/rss.xml", "/xay-dung-dang/atom.xml"]
FEEDS += [
    f"/{kind}/{form}.xml"
    for kind in ("tin-tuc", "thong-bao", "van-ban", "album-anh", "video")
    for form in ("rss", "atom")
]


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return ElementTree.fromstring(answer.content)  # noqa: S314 what our own server made


def titles(client, address):
    feed = read(client, address)
    return [
        title.text
        for title in [*feed.iterfind(".//item/title"), *feed.iterfind(f"{ATOM}entry/{ATOM}title")]
    ]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/rss.xml", ["Văn bản", "Thông báo", "Tin"]),
        ("/tin-tuc/rss.xml", ["Tin"]),
        ("/thong-bao/atom.xml", ["Thông báo"]),
        ("/van-ban/rss.xml", ["Văn bản"]),
        ("/xay-dung-dang/atom.xml", ["Tin"]),
    ],
)
def test_a_feed_has_what_its_page_lists_newest_first(client, address, expected):
    for minutes, make in [(3, make_article), (2, make_announcement), (1, make_document)]:
        title = {make_article: "Tin", make_announcement: "Thông báo"}.get(make, "Văn bản")
        make(title, published_at=timezone.now() - timedelta(minutes=minutes))
    make_page("Giới thiệu")

    assert titles(client, address) == expected


def test_a_category_that_is_none_has_no_feed(client):
    assert client.get("/khong-co/rss.xml").status_code == 404


@pytest.mark.parametrize("address", FEEDS)
def test_words_own_control_characters_break_no_feed(client, address):
    """Typed text is cleaned as it is saved; rows that came in by SQL were not."""
    dirty = "Chỉ thị\x0b số\x0c 05\ufffe & <b>“mới”</b> \x01"
    category = make_category()
    for make in [make_article, make_announcement, make_document, make_album, make_video]:
        article = make(category=category)
        photo = make_photo(article)
        Contributor.objects.create(article=article, name="Anh Huy")
        Article.objects.filter(pk=article.pk).update(cover=photo)
    write_past_the_fields(Article, title=dirty, lead=dirty)
    write_past_the_fields(Contributor, name=dirty)

    assert titles(client, address)[0] == "Chỉ thị số 05 & <b>“mới”</b> "


def write_past_the_fields(model, **values):
    columns = ", ".join(f"{name} = %s" for name in values)
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(model._meta.db_table)
        cursor.execute(f"UPDATE {table} SET {columns}", [*values.values()])  # noqa: S608


def test_an_item_says_all_a_list_says_and_its_whole_lead(client):
    lead = "Sáng 6/7, Đảng ủy Khối tổ chức hội nghị <sơ kết>. " * 30
    article = make_article("Hội nghị", lead=lead, kind="announcement")
    Contributor.objects.create(article=article, name="Ngọc Ánh")
    Contributor.objects.create(article=article, name="Anh Huy", order=1)
    file = Attachment.objects.create(article=article, file=pdf(), title="Thông báo")

    item = read(client, "/rss.xml").find(".//item")

    assert item.find("description").text == lead.replace("<", "&lt;").replace(">", "&gt;")
    assert item.find("link").text == f"http://portal.example{article.get_absolute_url()}"
    assert item.find("{http://purl.org/dc/elements/1.1/}creator").text == "Ngọc Ánh, Anh Huy"
    assert item.find("category").text == "Thông báo"
    assert item.find("enclosure").attrib == {
        "url": f"http://portal.example{file.file.url}",
        "length": str(file.size),
        "type": "application/pdf",
    }


@pytest.mark.parametrize("suffix", ["pdf", "docx", "xlsx", "pptx"])
def test_a_server_without_a_list_of_types_sends_its_feeds(client, no_list_of_types, suffix):
    article = make_article()
    file = ContentFile(b"PK\x03\x04", name=f"danh-sach.{suffix}")
    Attachment.objects.create(article=article, title="Danh sách", file=file)

    for address in ["/rss.xml", "/atom.xml"]:
        enclosure = next(e for e in read(client, address).iter() if e.get("length"))
        assert enclosure.get("type").startswith("application/")
        assert enclosure.get("type") != "application/octet-stream"


def test_an_item_shows_its_photo_with_caption_and_credit(client):
    article = make_article()
    article.cover = make_photo(article, caption="Quang cảnh", credit="Anh Huy")
    article.save()

    for address in ["/rss.xml", "/atom.xml"]:
        media = read(client, address).find(f".//{MEDIA}content")
        assert media.get("url") == f"http://portal.example{article.cover.image.url}"
        assert (media.get("width"), media.get("height")) == ("900", "600")
        assert media.find(f"{MEDIA}description").text == "Quang cảnh"
        assert media.find(f"{MEDIA}credit").text == "Anh Huy"


def test_an_article_keeps_its_name_whatever_is_changed(client):
    article = make_article()
    before = read(client, "/rss.xml").find(".//guid").text
    article.title, article.slug = "Tên khác", "ten-khac"
    article.category = make_category("Đoàn thể")
    article.published_at = timezone.now() - timedelta(days=9)
    article.save()

    guid = read(client, "/rss.xml").find(".//guid")

    assert (guid.text, guid.get("isPermaLink")) == (before, "false")
    assert read(client, "/atom.xml").find(f"{ATOM}entry/{ATOM}id").text == before


def test_an_undated_article_has_no_date_of_publication(client):
    make_article(hide_date=True)

    assert read(client, "/rss.xml").find(".//item/pubDate") is None
    assert read(client, "/atom.xml").find(f"{ATOM}entry/{ATOM}published") is None
    assert read(client, "/atom.xml").find(f"{ATOM}entry/{ATOM}updated") is not None


@pytest.mark.parametrize("address", [*FEEDS, "/sitemap.xml", "/sitemap-trang.xml", "/robots.txt"])
def test_addresses_never_come_from_the_host_header(client, address):
    make_identity()
    make_article()

    answer = client.get(address, headers={"Host": "localhost"})

    assert "http://portal.example/" in answer.text
    assert "localhost" not in answer.text


def test_a_withdrawn_article_leaves_the_feed_of_whoever_asks_by_date(client):
    make_article("Còn", published_at=timezone.now() - timedelta(hours=2))
    gone = make_article("Gỡ")
    client.get("/rss.xml")
    gone.state = Article.State.WITHDRAWN
    gone.save()

    answer = client.get("/rss.xml", headers={"If-Modified-Since": "Fri, 31 Dec 2100 00:00:00 GMT"})

    assert answer.status_code == 200
    assert "Gỡ" not in answer.text


@pytest.mark.parametrize("address", ["/rss.xml", "/xay-dung-dang/atom.xml", "/sitemap.xml"])
def test_what_has_not_changed_is_not_sent_again_and_is_no_page_view(front_door, address):
    make_article()
    first = front_door.get(address)

    again = front_door.get(address, If_None_Match=first.headers["ETag"])
    make_article("Tin mới")
    changed = front_door.get(address, If_None_Match=first.headers["ETag"])

    assert (first.status_code, again.status_code) == (200, 304)
    assert changed.status_code == (304 if address == "/sitemap.xml" else 200)
    folding.fold()
    assert not DayTotal.objects.exists()
