"""Footnotes stand below everything, and hide neither byline nor signature."""

import pytest

from news import word
from tests.news.word.files import (
    CLOSING,
    LEAD,
    OPENING,
    TITLE,
    img,
    p,
    parts_of,
    r,
    word_file,
    zipped,
)
from tests.news.word.test_papers import SIGNATURE, SIGNED, paper


def mark(number):
    return r(f'<w:footnoteReference w:id="{number}"/>')


def notes(count):
    content = "".join(
        f'<w:footnote w:id="{number}">{p(f"Nghị quyết thứ {number} của Tỉnh ủy.")}</w:footnote>'
        for number in range(1, count + 1)
    )
    return [("footnotes.xml", "footnotes", content)]


def report(title=TITLE, lead=LEAD, text=OPENING, count=1):
    title, lead, text = ([part] if isinstance(part, str) else part for part in (title, lead, text))
    return word.read(
        word_file(
            p(*title, bold=True, align="center"),
            p(*lead, bold=True),
            p(*text),
            p(CLOSING),
            p("Ngọc Ánh", align="right"),
            more=notes(count),
        )
    )


@pytest.mark.parametrize("count", [1, 5])
def test_footnotes_hide_no_byline(count):
    article = report(text=[OPENING, *map(mark, range(1, count + 1))], count=count)

    assert article.contributors == [("Ngọc Ánh", "author", "")]
    assert article.body.endswith(f"<p>[{count}] Nghị quyết thứ {count} của Tỉnh ủy.</p>")


def test_footnotes_hide_no_signature():
    article = paper(p(OPENING, *map(mark, range(1, 6))), SIGNATURE, more=notes(5))

    assert (article.signer, article.signer_office) == SIGNED
    assert article.body.endswith("<p>[5] Nghị quyết thứ 5 của Tỉnh ủy.</p>")


def test_the_mark_of_a_footnote_is_not_printed_in_the_title():
    article = report(title=[TITLE, mark(1)])

    assert article.title == TITLE
    assert "[1] Nghị quyết thứ 1" in article.body


def test_a_lead_with_a_footnote_is_the_lead():
    article = report(lead=[LEAD, mark(1)])

    assert article.lead == f"{LEAD}[1]"


def test_a_lead_whose_full_stop_is_not_bold_is_the_lead():
    article = report(lead=[r(LEAD.removesuffix("."), bold=True), r(".")])

    assert article.lead == LEAD


def test_a_picture_that_is_refused_leaves_no_place_in_a_footnote():
    content = f'<w:footnote w:id="1">{p("Nghị quyết của Tỉnh ủy.", img(0))}</w:footnote>'
    parts = parts_of(
        p(TITLE, bold=True) + p(r(OPENING), mark(1)), more=[("footnotes.xml", "footnotes", content)]
    )
    links = parts["word/_rels/document.xml.rels"].replace("rId1", "img0")
    parts |= {"word/_rels/footnotes.xml.rels": links.replace("footnotes.xml", "anh.png")}
    parts |= {"word/anh.png": b"x"}

    article = word.read(zipped(parts))

    assert "<p>[1] Nghị quyết của Tỉnh ủy.</p>" in article.body
    assert any(note.startswith("Ảnh thứ 1 bị bỏ ra") for note in article.notes)
    assert "<img" not in article.body
