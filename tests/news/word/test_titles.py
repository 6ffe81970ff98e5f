"""Which of the first lines is the title of a report."""

import pytest

from news import word
from news.word.structure import TITLE_GUESSED
from tests.news.word.files import CLOSING, LEAD, OPENING, TITLE, p, r, tbl, tc, word_file

HEADING = p(TITLE, bold=True, align="center")


def report(*opening, lead=LEAD):
    return word.read(word_file(*opening, p(lead, bold=True), p(OPENING)))


@pytest.mark.parametrize(
    "line",
    [
        "Pleiku, ngày 06 tháng 7 năm 2023",
        "Gia Lai, ngày 6/7/2023",
        "Kính gửi: Ban Biên tập Trang thông tin điện tử",
    ],
)
def test_a_line_to_the_editors_above_the_title_is_set_aside(line):
    article = report(p(line, bold=True, align="center"), HEADING)

    assert (article.title, article.lead) == (TITLE, LEAD)
    assert ("Chữ ngoài bài", line) in article.dropped


def test_an_address_to_readers_stays_in_the_text():
    article = report(p("Kính gửi: Toàn thể đảng viên", bold=True, align="center"), HEADING)

    assert "Kính gửi: Toàn thể đảng viên" in article.body


def test_a_centred_title_may_end_in_a_full_stop():
    article = report(p(f"{TITLE}.", bold=True, align="center"))

    assert (article.title, article.lead) == (f"{TITLE}.", LEAD)


def test_a_centred_lead_is_no_second_line_of_the_title():
    lead = "Sáng 25/3, Ban Chấp hành Đảng bộ tỉnh tổ chức Hội nghị lần thứ 32 tại hội trường lớn."

    article = report(HEADING, p(lead, bold=True, align="center"))

    assert (article.title, article.lead) == (TITLE, lead)


def test_a_lead_without_a_title_above_it_is_none():
    assert report(lead=LEAD).title == ""


@pytest.mark.parametrize("looks", [{}, {"bold": True, "align": "center"}])
def test_the_clerk_is_asked_about_a_title_that_names_an_office(looks):
    article = report(p("VĂN PHÒNG ĐẢNG ỦY", **looks), HEADING)

    assert TITLE_GUESSED in article.notes
    assert article.proof().lost == []


def test_a_title_in_capitals_that_begins_with_an_office_stands_alone():
    article = report(p("HỘI NGHỊ BAN CHẤP HÀNH ĐẢNG BỘ KHỐI", bold=True, align="center"))

    assert TITLE_GUESSED not in article.notes


def test_the_date_of_a_letter_stays_above_its_signature():
    date = p("Hà Nội, ngày 02 tháng 9 năm 2023", align="right")

    article = word.read(word_file(HEADING, p(LEAD), p(OPENING), date, p("Ngọc Ánh", bold=True)))

    assert "Hà Nội, ngày 02 tháng 9 năm 2023" in article.body


def test_no_question_is_asked_about_the_title_of_a_conference_in_two_lines():
    lines = ["HỘI NGHỊ BAN CHẤP HÀNH ĐẢNG BỘ KHỐI", "LẦN THỨ 11, NHIỆM KỲ 2020 - 2025"]

    article = report(*[p(line, bold=True, align="center") for line in lines])

    assert article.title == " ".join(lines)
    assert TITLE_GUESSED not in article.notes


def test_no_question_is_asked_about_a_rule_under_the_title():
    title = p("BAN CHẤP HÀNH ĐẢNG BỘ KHỐI HỌP LẦN THỨ 11", bold=True, align="center")

    assert TITLE_GUESSED not in report(title, p("-----", align="center")).notes


@pytest.mark.parametrize("rows", [1, 2])
def test_a_text_that_is_framed_by_a_table_is_read_like_any_other(rows):
    text = [HEADING, p(LEAD, bold=True), p(OPENING), p("Ngọc Ánh", align="right")]
    cells = [[tc(*text)]] if rows == 1 else [[tc(HEADING)], [tc(*text[1:])]]

    article = word.read(word_file(tbl(*cells)))

    assert (article.title, article.lead) == (TITLE, LEAD)
    assert article.contributors == [("Ngọc Ánh", "author", "")]
    assert article.body == f"<p>{OPENING}</p>"


def test_a_box_beside_the_text_stays_a_table():
    article = report(HEADING, lead=LEAD)
    boxed = word.read(word_file(HEADING, p(LEAD, bold=True), p(OPENING), tbl([tc("Hộp số liệu")])))

    assert "<table" not in article.body
    assert "<table" in boxed.body


LINE = r("<w:br/>")


def test_a_report_typed_as_the_lines_of_one_paragraph_is_read_like_any_other():
    lines = [r(TITLE, bold=True), r(LEAD, bold=True), r(OPENING), r(CLOSING), r("Ngọc Ánh")]

    article = word.read(word_file(p(*[part for line in lines for part in (line, LINE, LINE)])))

    assert (article.title, article.lead) == (TITLE, LEAD)
    assert article.contributors == [("Ngọc Ánh", "author", "")]
    assert article.body == f"<p>{OPENING}</p><p>{CLOSING}</p>"
    assert article.proof().lost == []


def test_a_line_break_in_the_middle_of_a_sentence_parts_nothing():
    sentence = p(r(OPENING), r(" và"), LINE, r("đề nghị các chi bộ thực hiện."))

    article = report(HEADING, sentence)

    assert "giữ vững. và<br>đề nghị các chi bộ thực hiện.</p>" in article.body


def test_the_lines_of_a_verse_stay_together():
    article = report(HEADING, p(r("Mọc giữa dòng sông xanh"), LINE, r("Một bông hoa tím biếc")))

    assert "<p>Mọc giữa dòng sông xanh<br>Một bông hoa tím biếc</p>" in article.body


def test_a_title_in_capitals_goes_on_in_brackets():
    first, second = "HỘI NGHỊ BAN CHẤP HÀNH LẦN THỨ 11", "(Khóa I, nhiệm kỳ 2020 - 2025)"

    article = report(*[p(line, bold=True, align="center") for line in (first, second)])

    assert article.title == f"{first} {second}"
    assert article.lead == LEAD


def test_a_lead_set_as_a_heading_as_on_the_page_it_is_copied_from_is_the_lead():
    heading, lead = p(TITLE, style="Heading1"), p(LEAD, style="Heading2")

    article = word.read(word_file(heading, lead, p(OPENING), p(CLOSING)))

    assert (article.title, article.lead) == (TITLE, LEAD)


def test_a_heading_below_the_title_is_no_lead():
    article = word.read(
        word_file(HEADING, p("Kết quả sáu tháng đầu năm", style="Heading2"), p(OPENING))
    )

    assert article.lead == ""
    assert "<h3>Kết quả sáu tháng đầu năm</h3>" in article.body


def test_a_whole_paragraph_set_as_a_heading_is_a_paragraph():
    sapo, whole = p(LEAD, bold=True), p(f"{OPENING} {CLOSING}", style="Heading1")

    article = word.read(word_file(HEADING, sapo, whole, p(OPENING)))

    assert f"<p>{OPENING} {CLOSING}</p>" in article.body
