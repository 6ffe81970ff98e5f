"""A secret link shows one text to whoever has it: for some days, and to nobody else."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from news import publishing
from news.models import Article, PreviewLink, PreviewOpening
from stats import folding
from stats.models import DayTotal
from tests.factories import make_article, make_photo, write_article

pytestmark = pytest.mark.django_db

State = Article.State
TITLE = "Tên còn giữ kín"


@pytest.fixture
def article(writer):
    return write_article(writer, button="_continue", title=TITLE, body="<p>Lời còn kín.</p>")


@pytest.fixture
def link(article, writer):
    link, token = PreviewLink.make(article.latest_revision, writer.user, days=3)
    link.address = reverse("news:preview_link", args=[token])
    return link


def links_page(client, article, **data):
    address = reverse("admin:news_article_links", args=[article.pk])
    return client.post(address, data) if data else client.get(address)


def test_a_link_is_made_shown_once_and_opens_the_text(writer, article, visitor):
    made = links_page(writer, article, days=7)

    assert made.status_code == 201
    address = BeautifulSoup(made.text, "html.parser").select_one(".new-link__address")["value"]
    assert address.startswith("http://portal.example/xem-thu/")
    token = address.split("/")[-2]
    assert "Lời còn kín." in visitor.get(f"/xem-thu/{token}/").text
    link = PreviewLink.objects.get()
    assert link.expires_at.date() == (timezone.now() + timedelta(days=7)).date()
    assert token not in links_page(writer, article).text
    assert token not in str(PreviewLink.objects.values())


@pytest.mark.parametrize("days", ["2", "365", "x", ""])
def test_a_link_is_for_one_of_the_offered_spans(writer, article, days):
    answer = links_page(writer, article, days=days)

    assert answer.status_code == 422
    assert not PreviewLink.objects.exists()


def test_the_link_goes_on_showing_its_text_and_no_later_one(writer, article, link, visitor):
    write_article(writer, article, "_continue", body="<p>Lời viết sau.</p>")

    page = visitor.get(link.address).text

    assert "Lời còn kín." in page
    assert "Lời viết sau." not in page


def test_head_of_the_page_tells_a_chat_nothing(writer, article, visitor):
    make_photo(article, (90, 60))
    article.lead = "Sapo còn kín"
    article.save()
    publishing.first_revision(article)
    link, token = PreviewLink.make(article.latest_revision, writer.user, days=1)

    head = BeautifulSoup(visitor.get(f"/xem-thu/{token}/").text, "html.parser").head

    assert head.title.text == "Bản xem trước"
    assert head.find("meta", property="og:title")["content"] == "Bản xem trước"
    assert not head.find("meta", property="og:image")
    assert not head.find("link", rel="canonical")
    assert "kín" not in str(head)


def test_nothing_keeps_counts_or_passes_on_the_address(link, visitor):
    answer = visitor.get(link.address)

    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert BeautifulSoup(answer.text, "html.parser").find("meta", {"name": "robots"})
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    folding.fold()
    assert not DayTotal.objects.filter(page_views__gt=0).exists()


def test_the_page_says_that_it_is_a_preview_and_where_to_decide(link, article, visitor):
    page = BeautifulSoup(visitor.get(link.address).text, "html.parser")

    banner = page.select_one(".preview-banner")
    assert "Bản xem trước – chưa đăng" in banner.text
    assert banner.a.text == "Đăng nhập để duyệt"
    assert banner.a["href"] == reverse("admin:news_article_review", args=[article.pk])
    assert not page.select("form[method=post]")


def test_openings_are_counted_and_a_look_at_the_head_is_none(link, article, writer, visitor):
    visitor.head(link.address)
    visitor.get(link.address)
    visitor.get(link.address)

    assert PreviewOpening.objects.count() == 2
    assert "Đã mở 2 lần" in links_page(writer, article).text


def test_a_link_nobody_may_open_any_more_is_like_one_that_never_was(
    link, article, writer, visitor, time_machine
):
    def answer(address):
        found = visitor.get(address)
        assert found.status_code == 404
        return found.content, {k: v for k, v in found.headers.items() if k != "Date"}

    unknown = answer("/xem-thu/khong-co-lien-ket-nay-bao-gio-ca/")
    Article.objects.update(binned_at=timezone.now())
    binned = answer(link.address)
    Article.objects.update(binned_at=None)
    PreviewLink.objects.update(expires_at=timezone.now())
    expired = answer(link.address)
    PreviewLink.objects.update(expires_at=timezone.now() + timedelta(days=1))
    links_page(writer, article, revoke=link.pk)
    revoked = answer(link.address)

    assert unknown == binned == expired == revoked
    assert not PreviewOpening.objects.exists()
    assert "Đã thu hồi" in links_page(writer, article).text


def test_a_link_only_shows(link, visitor):
    assert visitor.post(link.address).status_code == 405


def test_who_may_not_change_an_article_makes_and_closes_no_link(writer, article, link):
    Article.objects.update(created_by=None)

    assert links_page(writer, article, days=3).status_code == 403
    assert links_page(writer, article, revoke=link.pk).status_code == 403
    assert PreviewLink.objects.get().revoked_at is None


def test_a_link_of_another_article_is_not_closed(writer, link):
    other = make_article("Bài khác", created_by=writer.user)

    assert links_page(writer, other, revoke=link.pk).status_code == 404
