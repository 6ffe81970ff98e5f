"""Topics: what runs through articles of any kind, approved with each article's text."""

from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from news import publishing
from news.comparing import compare
from news.models import Article, Placement, Revision, Topic
from news.pagination import PAGE_SIZE
from portal.uploads import reencode
from tests.factories import (
    make_announcement,
    make_article,
    make_category,
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
    elsewhere = make_category("Kiểm tra")  # so that the same stands beside the article
    for n in range(30):
        other = make_article(published_at=at(n), category=elsewhere)
        Placement.objects.create(topic=topic, article=other)
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
    assert [change.label for change in changes] == ["Thêm dòng sự kiện của bài"]
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


# ---------- Two that are one ----------


def merge(webmaster, kept, *others):
    chosen = {"action": "merge", "_selected_action": [topic.pk for topic in (kept, *others)]}
    asked = webmaster.post(reverse("admin:news_topic_changelist"), chosen)
    assert "Dòng sự kiện được giữ lại" in asked.text
    answer = {**chosen, "topic": kept.pk, "confirmed": "Gộp"}
    return webmaster.post(reverse("admin:news_topic_changelist"), answer, follow=True)


def test_merged_topics_are_one_and_the_old_addresses_lead_there(webmaster, client):
    both = make_article("Ở cả hai", published_at=at(3))
    kept = make_topic("Đại hội", articles=[make_article("Mới", published_at=at(1)), both])
    old = make_topic("Đại hội XIV", articles=[make_article("Cũ", published_at=at(2)), both])
    make_menu_item(topic=old)
    address = old.get_absolute_url()

    page = merge(webmaster, kept, old)

    assert "Đã gộp “Đại hội XIV” vào “Đại hội”." in page.text
    assert titles(client.get(kept.get_absolute_url())) == ["Mới", "Cũ", "Ở cả hai"]
    assert f'href="{kept.get_absolute_url()}"' in client.get("/").text
    assert len(topics_beside(client, both)) == 1
    for end in ["", "rss.xml", "atom.xml"]:
        moved = client.get(address + end)
        assert (moved.status_code, moved.url) == (301, kept.get_absolute_url() + end)


def test_a_topic_merged_twice_is_found_at_once(client):
    last = make_topic("Ba", articles=[make_article()])
    first, second = make_topic("Một"), make_topic("Hai")
    address = first.get_absolute_url()
    second.absorb([first])
    last.absorb([second])

    assert client.get(address).url == last.get_absolute_url()


def test_a_text_that_waits_for_approval_follows_its_topic(writer, client):
    kept, old = make_topic("Đại hội"), make_topic("Đại hội XIV")
    article = make_article(created_by=writer.user)
    publishing.first_revision(article)
    rows = [{"topic": old.pk}]
    write_article(writer, article, "_submit", body=article.body, placements=rows)
    kept.absorb([old])

    edit = Article.objects.get().latest_revision
    preview = writer.get(reverse("admin:news_article_preview", args=[article.pk, edit.pk]))
    publishing.approve(Article.objects.get(), edit, writer.user)

    assert f'href="{kept.get_absolute_url()}"' in preview.text
    assert titles(client.get(kept.get_absolute_url())) == [article.title]


def test_saving_a_text_again_after_a_merge_makes_no_other_text(clerk):
    kept, old = make_topic("Đại hội"), make_topic("Đại hội XIV")
    article = write_article(clerk, placements=[{"topic": old.pk}, {"topic": kept.pk}])
    kept.absorb([old])
    rows = [{"id": row.pk, "topic": row.topic_id} for row in article.placements.all()]

    write_article(clerk, article, placements=rows)

    assert Article.objects.get().latest_revision == article.latest_revision


def test_a_form_that_was_open_during_a_merge_is_taken(clerk, client):
    kept, old = make_topic("Đại hội"), make_topic("Đại hội XIV")
    article = write_article(clerk, placements=[{"topic": kept.pk}, {"topic": old.pk}])
    rows = [{"id": row.pk, "topic": row.topic_id} for row in article.placements.all()]
    kept.absorb([old])

    write_article(clerk, article, body="<p>Câu vừa viết.</p>", placements=rows)

    assert "Câu vừa viết." in client.get(article.get_absolute_url()).text
    assert topics_beside(client, article) == ["Cùng dòng sự kiện: Đại hội"]


def test_a_topic_without_words_and_picture_takes_over_those_of_the_merged_ones(webmaster, client):
    kept = make_topic("Đại hội", articles=[make_article()])
    old = make_topic("Đại hội XIV", description="Từ chi bộ đến tỉnh.", order=1)
    later = make_topic("Đại hội XIII", description="Năm năm trước.", order=2)
    later.picture = reencode(picture((900, 600)))
    later.save()

    merge(webmaster, kept, later, old)

    page = BeautifulSoup(client.get(kept.get_absolute_url()).content, "html.parser")
    assert "Từ chi bộ đến tỉnh." in page.select_one(".page-head").text
    image = page.select_one(".topic-picture img")
    assert (image["src"], image["width"]) == (later.picture.url, "900")
    assert client.get(image["src"]).status_code == 200


def test_topics_are_merged_though_the_file_of_a_picture_is_gone(webmaster):
    kept, old = make_topic("Đại hội"), make_topic("Đại hội XIV", picture=reencode(picture()))
    old.picture.storage.delete(old.picture.name)

    assert merge(webmaster, kept, old).status_code == 200

    assert Topic.objects.get() == kept


def test_a_topic_with_words_and_a_picture_keeps_them_in_a_merge(webmaster):
    kept = make_topic("Đại hội", description="Từ chi bộ đến tỉnh.", picture=reencode(picture()))
    old = make_topic("Đại hội XIV", description="Năm ngoái.", picture=reencode(picture()))

    merge(webmaster, kept, old)

    merged = Topic.objects.get()
    assert (merged.description, merged.picture.name) == (kept.description, kept.picture.name)


def test_who_merges_topics_sees_beside_each_what_would_go(webmaster):
    kept, old = make_topic("Đại hội"), make_topic("Đại hội XIV", description="Năm ngoái.")
    old.picture = reencode(picture())
    old.save()
    chosen = {"action": "merge", "_selected_action": [kept.pk, old.pk]}

    page = webmaster.post(reverse("admin:news_topic_changelist"), chosen)

    choices = BeautifulSoup(page.content, "html.parser").select(".merged-topic")
    told = {choice.input["value"]: choice for choice in choices}
    assert "Năm ngoái." in told[str(old.pk)].text
    assert told[str(old.pk)].img["src"] == old.picture.url
    assert "Chưa có phần giới thiệu và ảnh." in told[str(kept.pk)].text


def test_one_topic_alone_is_not_merged_and_one_must_be_chosen(webmaster):
    topics = [make_topic("Một"), make_topic("Hai")]
    page = reverse("admin:news_topic_changelist")
    chosen = {"action": "merge", "_selected_action": [topics[0].pk]}
    none = {"action": "merge", "_selected_action": [t.pk for t in topics], "confirmed": "Gộp"}

    alone = webmaster.post(page, chosen, follow=True)
    unchosen = webmaster.post(page, none)

    assert "Hãy chọn từ hai dòng sự kiện trở lên để gộp." in alone.text
    assert unchosen.status_code == 422
    assert "Hãy chọn dòng sự kiện được giữ lại." in unchosen.text
    assert Topic.objects.count() == 2


def test_a_clerk_is_not_offered_to_merge(clerk):
    topics = [make_topic("Một"), make_topic("Hai")]
    chosen = {"action": "merge", "_selected_action": [topic.pk for topic in topics]}

    clerk.post(reverse("admin:news_topic_changelist"), chosen | {"topic": topics[0].pk})

    assert Topic.objects.count() == 2


def test_everything_that_leads_to_a_topic_leads_to_the_one_it_is_merged_into():
    kept, old = make_topic("Đại hội"), make_topic("Đại hội XIV", articles=[make_article()])
    make_menu_item(topic=old)
    old.absorb([make_topic("Đại hội XIII")])
    named = [relation.related_model for relation in Topic._meta.related_objects]
    before = [model.objects.filter(topic=old).count() for model in named]

    kept.absorb([old])

    after = [model.objects.filter(topic=kept).count() for model in named]
    assert all(before)
    assert sum(after) == sum(before) + 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_an_article_put_into_a_topic_during_its_merge_is_in_the_one_that_stays():
    kept, old, article = make_topic("Đại hội"), make_topic("Đại hội XIV"), make_article()

    def merge():
        with closing(connections[DEFAULT_DB_ALIAS]):
            kept.absorb([old])

    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            Placement.objects.create(article=article, topic=old)
            merged = thread.submit(merge)
            wait([merged], timeout=1)  # it waits for us, who are not ready
        merged.result()

    assert list(kept.placements.values_list("article", flat=True)) == [article.pk]


# ---------- Feeds ----------


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_a_topic_has_feeds_that_its_page_names(client, form):
    article, other = make_announcement("Trong dòng"), make_article("Ngoài dòng")
    topic = make_topic(articles=[article])
    address = f"{topic.get_absolute_url()}{form}.xml"

    page = BeautifulSoup(client.get(topic.get_absolute_url()).content, "html.parser")
    feed = client.get(address)

    assert page.select_one(f'link[type="application/{form}+xml"][href="{address}"]')
    assert page.select_one(f'main a[href="{address}"]')
    assert article.title in feed.text
    assert other.title not in feed.text
    assert CONGRESS in feed.text


def test_a_topic_that_readers_may_not_see_has_no_feed(client):
    topic = make_topic(articles=[make_article(state="draft")])

    assert client.get(f"{topic.get_absolute_url()}rss.xml").status_code == 404
