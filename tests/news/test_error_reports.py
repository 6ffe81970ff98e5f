"""Báo lỗi: a reader points at a wrong word, and the newsroom finds it where it is mended."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from news.models import Article, ErrorReport
from portal.letters.limit import AN_HOUR
from tests.factories import make_article
from tests.portal.test_feedback import given_back

pytestmark = pytest.mark.django_db


def address_of(article):
    return reverse("news:error_report", args=[article.pk])


def make_report(article, **fields):
    return ErrorReport.objects.create(article=article, **{"text": "Thiếu dấu"} | fields)


def test_article_leads_to_the_form_and_the_form_back(client):
    article = make_article()

    assert f'href="{address_of(article)}"' in client.get(article.get_absolute_url()).text
    assert f'href="{article.get_absolute_url()}"' in client.get(address_of(article)).text


def test_report_lands_in_the_newsroom(client):
    article = make_article()

    response = client.post(
        address_of(article), {"passage": "giai đoạn 2025- 2023", "text": "Sai năm"}, follow=True
    )

    assert "Đã nhận báo lỗi" in response.text
    assert article.get_absolute_url() in response.text
    report = ErrorReport.objects.get()
    assert (report.article, report.passage, report.text) == (
        article,
        "giai đoạn 2025- 2023",
        "Sai năm",
    )


def test_marked_words_stand_in_the_form_and_no_more_than_fit(client):
    article = make_article()

    response = client.get(address_of(article), {"doan": "<b>ẾẪẲ</b> " + "x" * 900})

    passage = response.context["form"]["passage"].value()
    assert passage.startswith("<b>ẾẪẲ</b> xxx")
    assert len(passage) == 500
    assert "<b>ẾẪẲ" not in response.text
    assert "private" in response.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in response.text


@pytest.mark.parametrize(
    "fields",
    [
        {"state": Article.State.DRAFT},
        {"state": Article.State.WITHDRAWN},
        {"published_at": timezone.now() + timedelta(hours=1)},
    ],
)
def test_what_readers_cannot_open_has_no_form(client, fields):
    article = make_article(**fields)

    assert client.get(address_of(article)).status_code == 404
    assert client.post(address_of(article), {"text": "Sai"}).status_code == 404


def test_empty_report_is_sent_back_with_the_passage(client):
    response = client.post(address_of(make_article()), {"passage": "sai ở đây", "text": ""})

    assert response.status_code == 422
    assert "Hãy viết chỗ sai là gì." in response.text
    assert response.context["form"]["passage"].value() == "sai ở đây"


def test_report_that_came_without_its_cookie_is_given_back_by_the_names_of_its_fields():
    browser, report = Client(enforce_csrf_checks=True), {"passage": "năm 2203", "text": "2023"}

    response = browser.post(address_of(make_article()), report)

    page = BeautifulSoup(response.content, "html.parser").main
    assert response.status_code == 403
    assert given_back(page) == {
        "Chữ hoặc câu bị sai": "năm 2203",
        "Sai ở đâu, đúng ra thế nào": "2023",
    }


def test_reports_and_feedback_share_one_limit(client):
    for _ in range(AN_HOUR.most):
        client.post("/gop-y/", {"text": "Góp ý"})

    assert client.post(address_of(make_article()), {"text": "Sai"}).status_code == 429


def test_article_form_shows_what_readers_found_until_somebody_has_looked(writer):
    article = make_article(created_by=writer.user)
    report = make_report(article, passage="2025- 2023", text="Sai <năm>")
    form = reverse("admin:news_article_change", args=[article.pk])

    page = writer.get(form)
    assert "2025- 2023" in page.text
    assert "Sai &lt;năm&gt;" in page.text
    assert "1 báo lỗi của bạn đọc đang chờ xem" in writer.get(reverse("admin:index")).text

    writer.post(reverse("admin:news_errorreport_change", args=[report.pk]), {"state": "fixed"})

    report.refresh_from_db()
    assert (report.state, report.handled_by) == ("fixed", writer.user)
    assert "2025- 2023" not in writer.get(form).text
    assert "đang chờ xem" not in writer.get(reverse("admin:index")).text


def test_inbox_leads_to_the_articles_form(writer):
    article = make_article(created_by=writer.user)
    report = make_report(article, passage="2025- 2023")

    assert "Thiếu dấu" in writer.get(reverse("admin:news_errorreport_changelist")).text
    page = writer.get(reverse("admin:news_errorreport_change", args=[report.pk]))
    assert reverse("admin:news_article_change", args=[article.pk]) in page.text


def test_inbox_costs_the_same_with_many_reports(writer):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            writer.get(reverse("admin:news_errorreport_changelist"))
        return len(asked)

    make_report(make_article())
    few = queries()
    for number in range(5):
        make_report(make_article(f"Bài {number}"), state="fixed", handled_by=writer.user)

    assert queries() == few


@pytest.mark.browser
def test_marked_words_go_along_to_the_form(live_server, transactional_db, page):
    article = make_article(body="<p>Giai đoạn sai năm.</p>")
    page.goto(live_server.url + article.get_absolute_url())
    page.get_by_text("Giai đoạn sai năm.").click(click_count=3)

    page.get_by_role("link", name="Báo lỗi").click()

    expect(page.get_by_label("Chữ hoặc câu bị sai")).to_have_value("Giai đoạn sai năm.")
