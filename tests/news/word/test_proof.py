import dataclasses

import pytest

from news import word
from news.word.proof import compare, words_of
from tests.news.word import files
from tests.news.word.files import p, r

TITLE_IN_CAPITALS = p(r(files.TITLE, bold=True, caps=True), align="center")
TITLE_IN_PIECES = p(*[r(letter, bold=True) for letter in files.TITLE], align="center")


@pytest.mark.parametrize(
    "file",
    [
        files.report(),
        files.report(form=files.decomposed),
        files.report(form=str.upper),
        files.report(title=TITLE_IN_CAPITALS),
        files.report(title=TITLE_IN_PIECES),
    ],
    ids=["plain", "decomposed", "capitals", "capitals by formatting", "in pieces"],
)
def test_no_word_of_a_report_is_lost(file):
    proof = word.read(file).proof()

    assert proof.counted > 150
    assert proof.lost == []
    assert proof.added == []


@pytest.mark.parametrize("bold", [False, True])
def test_a_word_with_the_mark_of_a_footnote_inside_is_not_lost(bold):
    mark = r('<w:footnoteReference w:id="2"/>')
    notes = f'<w:footnote w:id="2">{p("Theo báo cáo của Văn phòng.")}</w:footnote>'
    file = files.word_file(
        p(files.TITLE, style="Title"),
        p(r("Hội n", bold=bold), mark, r("ghị thông qua 6 nghị quyết.")),
        more=[("footnotes.xml", "footnotes", notes)],
    )

    article = word.read(file)

    assert "<sup>[1]</sup>" in article.body
    assert article.proof().lost == []
    assert "ghị" not in article.proof().added


def test_lost_words_are_named_with_their_place():
    article = word.read(files.report())
    shorter = article.body.replace(" nhấn mạnh một số nhiệm vụ", "")

    proof = compare(article.source_words, dataclasses.replace(article, body=shorter))

    assert proof.lost == [("nhấn mạnh một số nhiệm vụ", "thư Đảng ủy Khối")]
    assert proof.words_lost == 6


def test_a_lost_repetition_is_noticed():
    article = word.read(files.report())

    proof = compare(article.source_words + words_of("Hội nghị"), article)

    assert proof.words_lost == 2


def test_words_that_the_file_has_not_are_added_ones():
    article = word.read(files.report())

    proof = compare(
        article.source_words, dataclasses.replace(article, body=article.body + "<p>Xin cảm ơn</p>")
    )

    assert proof.added == ["xin cảm ơn"]
    assert proof.lost == []


def test_a_number_is_one_word():
    assert words_of("đạt 14.531,44 tỷ (75,6%), ngày 06/07/2023; 05-NQ/ĐUK.") == [
        *["đạt", "14.531,44", "tỷ", "75,6", "ngày", "06/07/2023", "05", "NQ", "ĐUK"]
    ]


def test_a_very_long_text_is_compared():
    words = words_of(f"{files.OPENING} {files.CLOSING}") * 400

    proof = compare(words, word.WordArticle(body=" ".join(words[:-3])))

    assert proof.counted > 20_000
    assert proof.words_lost == 3
