"""The newsroom finds its articles by words typed with or without marks: drafts and edits too."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news import publishing
from news.models import Article
from tests.factories import make_article, make_document, write_article

pytestmark = pytest.mark.django_db

PAGE = "/quan-tri/news/article/"


def found(client, q):
    page = BeautifulSoup(client.get(PAGE, {"q": q}).content, "html.parser")
    return [link.get_text() for link in page.select("#result_list .field-title a")]


@pytest.mark.parametrize("q", ["hoi nghi", "HỘI NGHỊ", "nghi hoi", "hội ngh", '"hội nghị"'])
def test_a_draft_is_found_without_its_marks(clerk, q):
    make_article("Hội nghị lần thứ 11", state=Article.State.DRAFT)
    make_article("Việc khác")

    assert found(clerk, q) == ["Hội nghị lần thứ 11"]


def test_numbers_and_leads_are_found(clerk):
    make_document("Về cán bộ", document_number="05-NQ/ĐUK", lead="Toàn văn nghị quyết.")

    assert found(clerk, "5 nq duk") == found(clerk, "toan van") == ["Về cán bộ"]
    assert found(clerk, "không có") == found(clerk, "!!!") == []


def test_an_edit_that_waits_is_found_by_its_new_title(writer):
    article = make_article("Tên đang đăng", created_by=writer.user)
    write_article(writer, article, button="_submit", title="Tên đang sửa")

    assert found(writer, "đang sửa") == found(writer, "đang đăng") == ["Tên đang đăng"]


def test_an_old_text_that_is_taken_up_again_is_found(clerk):
    article = write_article(clerk, title="Tên cũ")
    old = article.latest_revision
    article = write_article(clerk, article, title="Tên mới")
    assert found(clerk, "tên cũ") == []

    publishing.restore(article, old, clerk.user)

    assert found(clerk, "tên cũ") == ["Tên mới"]  # which readers see until it is approved


@pytest.mark.parametrize("q", ["\x00", '"', "* AND (", "\ud800", "x" * 5000, "1" * 400])
def test_anything_typed_is_answered(clerk, q):
    asked = {"q": q.encode("utf-8", "surrogatepass")}

    assert clerk.get(PAGE, asked).status_code == 200


def test_the_list_asks_as_often_for_many(clerk):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            clerk.get(PAGE, {"q": "hoi nghi"})
        return len(captured)

    make_article()
    queries()
    few = queries()
    for number in range(5):
        make_article(f"Hội nghị {number}")

    assert queries() == few
