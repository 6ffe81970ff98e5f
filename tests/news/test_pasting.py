"""Text of before Unicode that is pasted into the editor: the server shows it converted."""

from django.urls import reverse

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


def test_strangers_and_readers_of_the_newsroom_are_not_answered(client, django_user_model):
    assert ask(client, "<p>a</p>").status_code == 302
    client.force_login(django_user_model.objects.create_user("khach", is_staff=True))
    assert ask(client, "<p>a</p>").status_code == 403
    assert client.get(ADDRESS).status_code == 405
