"""Topics: what runs through articles of any kind, approved with each article's text."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from news import publishing
from news.comparing import compare
from news.models import Article, Placement, Revision, Topic
from news.pagination import PAGE_SIZE
from tests.factories import (
    make_announcement,
    make_article,
    make_identity,
    make_menu_item,
    make_topic,
    picture,
    post_article,
    write_article,
)
from tests.news.test_lists import follow, titles

pytestmark = pytest.mark.django_db

CONGRESS = "Đại hội Đảng bộ các cấp"


def at(minutes):
    return timezone.now() - timedelta(minutes=minutes)


def topics_beside(client, article):
    soup = BeautifulSoup(client.get(article.get_absolute_url()).content, "html.parser")
    return [" ".join(part.get_text().split()) for part in soup.select(".same-topic__title")]


# ---------- Readers ----------


def test_a_topic_lists_articles_of_any_kind_newest_first(client):
    old = make_article("Tin cũ", published_at=at(3))
    new = make_announcement("Thông báo mới", published_at=at(1))
    make_article("Tin ngoài dòng")
    topic = make_topic(articles=[old, new])

    assert titles(client.get(topic.get_absolute_url())) == ["Thông báo mới", "Tin cũ"]


@pytest.mark.parametrize(
    "fields",
    [
        {"state": Article.State.DRAFT},
        {"state": Article.State.WITHDRAWN},
        {"published_at": timezone.now() + timedelta(hours=1)},
        {"binned_at": timezone.now()},
        {"expires_at": timezone.now() - timedelta(minutes=1)},
    ],
)
def test_what_readers_may_not_see_opens_no_topic(client, fields):
    topic = make_topic(articles=[make_article(**fields)])
    make_menu_item(topic=topic)
    make_menu_item(listing="news:topic_list")

    assert client.get(topic.get_absolute_url()).status_code == 404
    assert CONGRESS not in client.get("/dong-su-kien/").text
    assert "dong-su-kien" not in client.get("/").text
    assert "dong-su-kien" not in client.get("/sitemap-trang.xml").text


def test_an_open_topic_is_in_the_list_the_menu_and_the_sitemap(client):
    topic = make_topic(articles=[make_article()], description="Từ chuẩn bị đến thành công.")
    make_menu_item(topic=topic)
    address = topic.get_absolute_url()

    assert address == f"/dong-su-kien/dai-hoi-dang-bo-cac-cap-{topic.pk}/"
    assert f'href="{address}"' in client.get("/dong-su-kien/").text
    assert f'href="{address}"' in client.get("/").text
    assert address in client.get("/sitemap-trang.xml").text


def test_a_renamed_topic_is_found_at_its_old_address(client):
    topic = make_topic(articles=[make_article()])
    old = topic.get_absolute_url()
    topic.name = "Đại hội XIV"
    topic.save()

    answer = client.get(old)

    assert (answer.status_code, answer.url) == (301, topic.get_absolute_url())
    assert topic.get_absolute_url() != old


def test_the_article_names_its_topics_and_their_other_articles(client):
    article, other = make_article("Bài này"), make_article("Bài kia")
    make_topic(articles=[article, other])

    page = BeautifulSoup(client.get(article.get_absolute_url()).content, "html.parser")
    block = page.select_one(".same-topic")

    assert topics_beside(client, article) == [f"Cùng dòng sự kiện: {CONGRESS}"]
    assert [link.get_text() for link in block.select("h3 a")] == ["Bài kia"]


def test_a_long_topic_is_walked_through_page_by_page(client):
    made = [make_article(f"Bài {n}", published_at=at(n)) for n in range(2 * PAGE_SIZE + 3)]
    topic = make_topic(articles=made)

    page, seen = client.get(topic.get_absolute_url()), []
    while page:
        seen += titles(page)
        page = follow(client, page, "Cũ hơn")

    assert seen == [article.title for article in made]


@pytest.mark.usefixtures("in_a_server")
def test_a_large_topic_costs_as_many_queries_as_a_small_one(client):
    def queries(address):
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    make_identity()
    article = make_article()
    topic = make_topic(articles=[article, make_article()])
    addresses = [topic.get_absolute_url(), article.get_absolute_url(), "/dong-su-kien/"]
    few = [queries(address) for address in addresses]
    for n in range(30):
        Placement.objects.create(topic=topic, article=make_article(published_at=at(n)))
    for n in range(5):
        make_topic(f"Dòng {n}", articles=[make_article()])

    assert [queries(address) for address in addresses] == few


def test_a_moved_hour_moves_the_article_in_its_topic(client):
    first, second = make_article("A", published_at=at(1)), make_article("B", published_at=at(2))
    topic = make_topic(articles=[first, second])
    second.published_at = timezone.now() - timedelta(seconds=1)
    second.save()

    assert titles(client.get(topic.get_absolute_url())) == ["B", "A"]


# ---------- The newsroom ----------


def test_a_clerk_chooses_topics_in_the_form(clerk, client):
    congress, study = make_topic(), make_topic("Học tập và làm theo Bác")

    article = write_article(clerk, placements=[{"topic": congress.pk}, {"topic": study.pk}])

    assert topics_beside(client, article) == [
        f"Cùng dòng sự kiện: {CONGRESS}",
        "Cùng dòng sự kiện: Học tập và làm theo Bác",
    ]


def test_a_topic_given_to_a_public_article_waits_for_approval(writer, client):
    article = make_article(created_by=writer.user)
    publishing.first_revision(article)
    topic = make_topic()

    rows = [{"topic": topic.pk}]
    write_article(writer, article, "_submit", body=article.body, placements=rows)

    assert client.get(topic.get_absolute_url()).status_code == 404
    assert topics_beside(client, article) == []
    edit = Article.objects.get().latest_revision
    changes = compare(Article.objects.get().public_revision, edit)
    assert [change.label for change in changes] == ["Thêm dòng sự kiện"]
    preview = writer.get(reverse("admin:news_article_preview", args=[article.pk, edit.pk]))
    assert "Cùng dòng sự kiện" in preview.text

    publishing.approve(Article.objects.get(), edit, writer.user)

    assert topics_beside(client, article) == [f"Cùng dòng sự kiện: {CONGRESS}"]


def test_a_text_from_before_a_topic_was_deleted_is_restored_without_it(clerk, client):
    topic = make_topic()
    article = write_article(clerk, placements=[{"topic": topic.pk}])
    old = article.public_revision
    write_article(clerk, article, body="<p>Khác.</p>")
    topic.delete()

    old.put_in_place()

    assert topics_beside(client, article) == []


def test_a_text_from_before_there_were_topics_is_the_same_text(clerk):
    article = write_article(clerk)
    known = article.public_revision
    document = {name: part for name, part in known.document.items() if name != "placements"}
    old = Revision.take(article, clerk.user, document)
    Article.objects.update(public_revision=old, latest_revision=old)

    write_article(clerk, article)

    assert Article.objects.get().latest_revision == old
    assert compare(old, known) == []


def test_a_topic_that_does_not_exist_is_refused_beside_its_field(clerk):
    answer = post_article(clerk, placements=[{"topic": 999}])

    assert answer.status_code == 422
    assert not Article.objects.exists()


def test_the_webmaster_makes_a_topic_with_a_picture(webmaster):
    form = {"name": CONGRESS, "order": 0, "picture": picture((900, 600))}

    assert webmaster.post(reverse("admin:news_topic_add"), form).status_code == 302
    assert Topic.objects.get().width == 900
