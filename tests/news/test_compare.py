"""What differs between two revisions, word by word."""

import time
from pathlib import PurePath

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from news import comparing
from news.models import Revision
from news.models.revision import document_of
from tests.factories import make_article, make_category, make_photo, pdf, picture, write_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(writer):
    return make_article(body="<p>Một.</p>")


def revision(article, **fields):
    document = document_of(article)
    document["article"] |= fields
    return Revision.take(article, None, document)


def compare(client, before, after):
    address = reverse("admin:news_article_compare", args=[before.article_id])
    answer = client.get(address, {"truoc": before.pk, "sau": after.pk})
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def words(page, tag):
    return [found.text.strip() for found in page.select(f".comparison__line {tag}")]


def test_words_that_went_and_came_stand_in_their_paragraph(writer, article):
    before = revision(article, body="<p>Mở đầu.</p><p>Có 1.532 lượt người dự.</p>")
    after = revision(article, body="<p>Mở đầu.</p><p>Có 1.523 lượt người dự.</p>")

    page = compare(writer, before, after)

    assert (words(page, "del"), words(page, "ins")) == (["1.532"], ["1.523"])
    line = page.select_one(".comparison__line--changed")
    assert line.text == "Có 1.532 1.523 lượt người dự."


def test_a_new_paragraph_is_told_from_changed_ones(writer, article):
    before = revision(article, body="<p>Một là, đoàn kết.</p><p>Ba là, kỷ cương.</p>")
    body = "<p>Một là, đoàn kết.</p><p>Hai là, dân chủ.</p><p>Ba là, kỷ cương.</p>"
    after = revision(article, body=body)

    page = compare(writer, before, after)

    assert words(page, "ins") == ["Hai là, dân chủ."]
    assert words(page, "del") == []


def test_paragraphs_far_from_a_change_are_left_out(writer, article):
    same = "".join(f"<p>Đoạn {number}.</p>" for number in range(9))
    before = revision(article, body=f"{same}<p>Cuối.</p>")

    page = compare(writer, before, revision(article, body=f"{same}<p>Cuối cùng.</p>"))

    assert page.select_one(".comparison__gap").text == "8 đoạn giống nhau"
    assert "Đoạn 8." in page.text
    assert "Đoạn 7." not in page.text


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        (
            '<p><a href="https://dung.vn/">Đọc</a></p>',
            '<p><a href="https://sai.vn/">Đọc</a></p>',
            "sai",
        ),
        ("<p>Đậm</p>", "<p><strong>Đậm</strong></p>", "đổi cách trình bày"),
        ("<ul><li>Một</li></ul>", "<ol><li>Một</li></ol>", "đổi cách trình bày"),
        ('<figure data-photo="1"></figure>', '<figure data-photo="2"></figure>', "số"),
    ],
)
def test_what_no_word_tells_is_told_all_the_same(writer, article, old, new, shown):
    page = compare(writer, revision(article, body=old), revision(article, body=new))

    assert shown in page.select_one(".comparison").text


def test_other_fields_show_what_they_were_and_are(writer, article):
    other = make_category("Tổ chức")
    hour = "2026-11-24T01:30:00+00:00"
    fields = {"category_id": other.pk, "published_at": hour, "hide_date": True, "validity": ""}

    page = compare(writer, revision(article), revision(article, **fields))

    text = " ".join(page.select_one("#content").text.split())
    assert "Chuyên mục Xây dựng ĐảngTổ chức" in text
    assert "08:30, 24/11/2026" in text
    assert "Không in dòng ngày khôngcó" in text


def test_photos_files_and_bylines_that_came_went_or_changed_are_told(clerk):
    rows = {
        "photos": [{"image": picture((90, 60)), "caption": "Quang cảnh sáng"}],
        "attachments": [{"file": pdf(), "title": "Kế hoạch"}],
    }
    article = write_article(clerk, button="_continue", **rows)
    first = article.latest_revision
    ids = {name: first.document[name][0]["id"] for name in rows}
    article = write_article(
        clerk,
        article,
        "_continue",
        photos=[{"id": ids["photos"], "caption": "Quang cảnh chiều"}],
        attachments=[{"id": ids["attachments"], "title": "x", "DELETE": "on"}],
        contributors=[{"name": "Ngọc Ánh", "role": "author"}],
    )

    page = compare(clerk, first, article.latest_revision)

    labels = [label.text for label in page.select(".comparison__label")]
    assert labels == [
        "Ảnh “Quang cảnh chiều”: chú thích",
        "Bỏ tệp đính kèm",
        "Thêm tác giả",
    ]
    assert words(page, "del") == ["sáng", "Kế hoạch"]
    assert words(page, "ins") == ["chiều", "Ngọc Ánh"]


def test_equal_texts_are_said_to_be_equal(writer, article):
    assert "giống hệt nhau" in compare(writer, revision(article), revision(article)).text


def test_a_hostile_text_is_inert(writer, article):
    hostile = '<script>alert(1)</script><img src="x" onerror="alert(1)">'
    fields = dict.fromkeys(["title", "lead", "body", "source_name", "signer"], hostile)

    page = compare(writer, revision(article), revision(article, **fields))

    assert not page.select("script:not([src]), [onerror], img")
    assert "alert(1)" in page.text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<p>a</p>" * 120_000, "<p>a</p><p>b</p>" * 60_000),
        (f"<p>{'a b ' * 250_000}</p>", f"<p>{'b a c ' * 160_000}</p>"),
        ("<p>a</p><p>b</p>" * 1_500, "<p>b</p><p>a</p><p>c</p>" * 1_000),
        ("<" * 50_000, ">" * 50_000),  # nothing that the site itself would keep
    ],
)
def test_the_longest_bodies_are_compared_without_keeping_anybody_waiting(article, old, new):
    before, after = revision(article, body=old), revision(article, body=new)

    began = time.process_time()
    (change,) = comparing.compare(before, after)

    assert change.lines
    assert time.process_time() - began < 30  # difflib left alone takes hours


@pytest.mark.parametrize("query", ["truoc=0&sau=0", "truoc=x&sau=y", "truoc=&sau="])
def test_what_is_no_revision_of_it_is_not_found(writer, article, query):
    address = reverse("admin:news_article_compare", args=[article.pk])

    assert writer.get(f"{address}?{query}").status_code == 404


def test_without_being_told_the_last_two_are_compared(clerk):
    article = write_article(clerk, body="<p>Một.</p>")
    write_article(clerk, article, "_hold", body="<p>Hai.</p>")

    answer = clerk.get(reverse("admin:news_article_compare", args=[article.pk]))

    assert words(BeautifulSoup(answer.text, "html.parser"), "ins") == ["Hai"]


def test_a_photo_without_words_is_named_by_its_file(writer, article):
    photo = make_photo(article)
    before = revision(article)
    article.photos.update(credit="Anh Huy", caption="")
    after = revision(article, cover_id=photo.pk)

    page = compare(writer, before, after)

    name = PurePath(photo.image.name).name
    assert f"Ảnh “{name}”: ảnh của" in page.text
    assert words(page, "ins") == [name, "Anh Huy"]
    assert str(photo.pk) not in page.select_one(".comparison").text
