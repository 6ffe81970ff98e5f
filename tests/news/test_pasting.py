"""Text of before Unicode that is pasted into the editor: the server shows it converted."""

import pytest
from django.test import Client
from django.urls import reverse

from news import pasting
from tests.news.word.test_legacy_fonts import tcvn3

SENTENCE = "Đảng ủy khẳng định: đường làng, nước sạch, kỷ luật được giữ vững."
ADDRESS = reverse("admin:news_article_old_letters")


def ask(client, html):
    return client.post(ADDRESS, html, content_type="text/html")


def test_pasted_text_comes_back_in_unicode_with_the_lines_that_changed(writer):
    old = tcvn3(SENTENCE)

    answer = ask(writer, f"<p style='font-family:.VnTime'>{old}</p>" * 9).json()

    assert answer["html"].count(SENTENCE) == 9
    assert answer["count"] == 9
    assert len(answer["lines"]) == 6
    assert answer["lines"][0] == {"before": old, "after": SENTENCE}


def test_text_in_unicode_comes_back_as_it_was(writer):
    html = f"<p>{SENTENCE}</p>"

    assert ask(writer, html).json() == {"html": html, "lines": [], "count": 0}


def test_a_paste_too_deep_to_read_is_refused_in_words(writer):
    answer = ask(writer, "<div>" * 9999)

    assert answer.status_code == 422
    assert "lớp lồng nhau" in answer.json()["error"]


@pytest.mark.parametrize("address", [ADDRESS, reverse("admin:news_typing")])
def test_a_form_where_a_script_sends_something_else_is_refused(writer, address):
    browser = Client(enforce_csrf_checks=True)  # which reads what is sent before the page does
    browser.force_login(writer.user)
    browser.get("/quan-tri/")
    token = browser.cookies["csrftoken"].value

    answer = browser.post(address, {"csrfmiddlewaretoken": token})

    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("pasted", "read"),
    [
        ("<p>a " * 3, "<p>a </p>" * 3),
        ("<ul><li>a<li>b", "<ul><li>a</li><li>b</li></ul>"),
        ("<![if !supportLists]>-<![endif]>", "<!--[if !supportLists]-->-<!--[endif]-->"),
        ("a<!--" * 3, "a"),
        ("<![x[" * 3, "<!--[x[<![x[<![x[-->"),  # at which the parser behind it gives up
        ("<style><!-- p {font-family:.VnTime} --></style>", ...),
        ('<p class="MsoNormal" style="mso-list:l0;font-family:\'.VnTime\'">a<o:p></o:p></p>', ...),
        ('<p><font face=".VnTime">a</font><img src="old-letters:0"></p>', ...),
    ],
)
def test_a_paste_is_read_with_its_tags_closed_and_its_fonts_kept(writer, monkeypatch, pasted, read):
    taken = []
    monkeypatch.setattr(pasting, "convert_html", lambda html: taken.append(html) or (html, []))

    ask(writer, pasted)

    assert taken == [pasted if read is ... else read]


def test_the_settings_that_word_puts_into_a_comment_are_no_layers(writer):
    settings = "<w:LsdException Locked=false></w:LsdException>" * 376
    word = f"<!--[if gte mso 9]><xml>{settings}</xml><![endif]-->"

    answer = ask(writer, f"{word}<p style='font-family:.VnTime'>{tcvn3(SENTENCE)}</p>").json()

    assert answer["lines"][0]["after"] == SENTENCE


@pytest.mark.parametrize("pasted", ["<p>a</p>" * 30_000, "a&amp;" * 30_000])
def test_a_paste_of_too_many_parts_is_refused_in_words(writer, pasted):
    answer = ask(writer, pasted)

    assert answer.status_code == 422
    assert "quá nhiều đoạn" in answer.json()["error"]


def test_a_style_sheet_without_a_rule_is_read_once(writer):
    """Read from each of its letters anew, it would hold the server for hours."""
    pasted = f"<style>{'a' * 900_000}</style><p>Hội nghị.</p>"

    assert ask(writer, pasted).json()["count"] == 0


def test_strangers_and_readers_of_the_newsroom_are_not_answered(client, django_user_model):
    assert ask(client, "<p>a</p>").status_code == 302
    client.force_login(django_user_model.objects.create_user("khach", is_staff=True))
    assert ask(client, "<p>a</p>").status_code == 403
    assert client.get(ADDRESS).status_code == 405
