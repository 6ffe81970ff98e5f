"""The numbers that Word counts by itself, as its user sees them."""

import pytest

from news import word
from tests.news.word.files import LEAD, TITLE, box, numbering, p, r, tbl, tc, word_file

TRACKED = '<w:rPr><w:del w:id="1"/></w:rPr>'
HIDDEN = "<w:rPr><w:vanish/></w:rPr>"


def item(*text, level=0, num=3, more="", **looks):
    place = f'<w:ilvl w:val="{level}"/><w:numId w:val="{num}"/>'
    return p(*text, extra=f"<w:numPr>{place}</w:numPr>{more}", **looks)


def level(form, text, number=0, more=""):
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(*levels, override=""):
    """One kind of list, counted as number 3 and, with `override`, as number 4."""
    return (
        f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
        f'<w:num w:numId="4"><w:abstractNumId w:val="7"/>{override}</w:num>'
    )


def start_at(number):
    return f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{number}"/></w:lvlOverride>'


def body(levels, *blocks, **parts):
    more = [("numbering.xml", "numbering", levels)]
    article = word.read(word_file(p(TITLE, style="Title"), p(LEAD), *blocks, more=more, **parts))
    assert article.proof().lost == []
    return article.body.removeprefix(f"<p>{LEAD}</p>")


ONE = numbering(("decimal", "%1."))
LETTERS = numbering(("lowerLetter", "%1)"))


def test_a_second_list_begins_anew():
    levels = lists(level("decimal", "%1."), override=start_at(1))

    html = body(levels, item("Một"), item("Hai"), p("Và:"), item("Ba", num=4), item("Bốn", num=4))

    assert html == ("<ol><li>Một</li><li>Hai</li></ol><p>Và:</p><ol><li>Ba</li><li>Bốn</li></ol>")


@pytest.mark.parametrize("between", ["", p("")])  # HTML has no line without words
def test_a_list_right_after_another_begins_anew(between):
    levels = lists(level("decimal", "%1."), override=start_at(1))

    html = body(levels, item("Một"), item("Hai"), between, item("Ba", num=4), item("Bốn", num=4))

    assert html == "<ol><li>Một</li><li>Hai</li></ol><p>1. Ba</p><p>2. Bốn</p>"


def test_a_line_without_words_does_not_end_a_list():
    assert body(ONE, item("Một"), p(""), item("Hai")) == "<ol><li>Một</li><li>Hai</li></ol>"


def test_a_list_may_begin_at_six():
    levels = lists(level("decimal", "Điều %1."), override=start_at(6))

    html = body(levels, item("Sáu", num=4), item("Bảy", num=4))

    assert html == "<p>Điều 6. Sáu</p><p>Điều 7. Bảy</p>"


def test_an_item_deleted_with_changes_tracked_is_not_counted():
    deleted = item(f"<w:del>{r('<w:delText>Bỏ</w:delText>')}</w:del>", more=TRACKED)

    assert body(LETTERS, item("Một"), deleted, item("Ba")) == "<p>a) Một</p><p>b) Ba</p>"


def test_an_item_joined_to_the_next_has_one_number():
    html = body(LETTERS, item("Kết nạp ", more=TRACKED), item("đảng viên"), item("Hai"))

    assert html == "<p>a) Kết nạp đảng viên</p><p>b) Hai</p>"


def test_an_item_in_a_deleted_row_is_not_counted():
    row = tbl([tc(item("Bỏ"))]).replace("<w:tr>", '<w:tr><w:trPr><w:del w:id="1"/></w:trPr>')

    assert body(LETTERS, row, item("Một")) == "<p>a) Một</p>"


@pytest.mark.parametrize(
    ("mark", "letter"),
    [(HIDDEN, "b"), ("", "c")],  # Word counts a line whose end it shows
)
def test_a_hidden_item_leaves_no_number(mark, letter):
    hidden = item(r("Ẩn", hidden=True), more=mark)

    assert body(LETTERS, item("Một"), hidden, item("Ba")) == f"<p>a) Một</p><p>{letter}) Ba</p>"


def test_a_hidden_item_does_not_break_a_list():
    hidden = item(r("Ẩn", hidden=True), more=HIDDEN)

    assert body(ONE, item("Một"), hidden, item("Ba")) == "<ol><li>Một</li><li>Ba</li></ol>"


def test_articles_count_on_through_chapters():
    levels = lists(
        level("upperRoman", "Chương %1."),
        level("decimal", "Điều %2.", 1, more='<w:lvlRestart w:val="0"/>'),
    )

    html = body(levels, item("A"), item("B", level=1), item("C"), item("D", level=1))

    assert html == ("<p>Chương I. A</p><p>Điều 1. B</p><p>Chương II. C</p><p>Điều 2. D</p>")


def test_a_column_of_numbers_keeps_its_first():
    rows = [[tc(item("")), name] for name in ("Nguyễn Văn An", "Trần Thị Bình")]

    html = body(ONE, tbl(["TT", "Họ tên"], *rows))

    assert "<td><p>1. </p></td><td><p>Nguyễn Văn An</p></td>" in html
    assert "<td><p>2. </p></td><td><p>Trần Thị Bình</p></td>" in html


def test_a_numbered_heading_stays_a_heading():
    heading = {"style": "Heading1"}

    html = body(
        ONE,
        item("Kết quả", **heading),
        p("Tốt."),
        item("Nhiệm vụ", **heading),
        p("Đẩy mạnh cải cách."),
    )

    assert html == "<h2>1. Kết quả</h2><p>Tốt.</p><h2>2. Nhiệm vụ</h2><p>Đẩy mạnh cải cách.</p>"


def test_a_counted_number_looks_like_the_end_of_its_line():
    end = "<w:rPr><w:b/></w:rPr>"

    html = body(ONE, item("Kết quả", bold=True, more=end), p("Tốt."), item("Nhiệm vụ", bold=True))

    assert "<p><strong>1. Kết quả</strong></p>" in html
    assert "<p>2. <strong>Nhiệm vụ</strong></p>" in html


def test_numbered_lines_among_paragraphs_are_numbered_alike():
    html = body(ONE, item("Kết quả"), p("Tốt."), item("Nhiệm vụ"), p("Đẩy mạnh cải cách."))

    assert html == "<p>1. Kết quả</p><p>Tốt.</p><p>2. Nhiệm vụ</p><p>Đẩy mạnh cải cách.</p>"


def test_a_numbered_line_in_the_middle_stays_there():
    html = body(ONE, item("MỘT", align="center"), item("HAI", align="center"))

    assert html == '<p class="text-center">1. MỘT</p><p class="text-center">2. HAI</p>'


def test_a_list_in_a_text_box_is_counted_once():
    html = body(LETTERS, p(r("Khung:"), box(item("Một"))), item("Hai"))

    assert html == "<p>Khung:</p><p>a) Một</p><p>b) Hai</p>"
