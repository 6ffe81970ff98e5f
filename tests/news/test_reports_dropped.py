"""Reports from Word as the clerk finds them in the form: the title, the lead, who signs."""

import pytest

from news.models import WordImport
from news.word.structure import CAPTION_GUESSED, KICKER_JOINED, TITLE_GUESSED
from tests.factories import picture
from tests.news.word.dropping import drafted
from tests.news.word.files import LEAD, OPENING, TITLE, img, p, r, tbl, tc, word_file

pytestmark = pytest.mark.django_db

HEADING = p(TITLE, bold=True, align="center")
SAPO = p(LEAD, bold=True)


def report(client, *end, opening=(), heading=HEADING):
    return drafted(client, word_file(*opening, heading, SAPO, p(OPENING), *end))


def signed(article):
    return [(c.name, c.role, c.office) for c in article.contributors.all()]


def told():
    return WordImport.objects.get().notes


@pytest.mark.parametrize(
    "looks",
    [{"bold": True, "align": "center"}, {"bold": True}, {"italic": True}, {"align": "center"}],
)
def test_a_line_that_ends_in_a_colon_opens_the_title_below_it(clerk, looks):
    article = report(clerk, opening=[p("Đảng bộ Khối:", **looks)])

    assert (article.title, article.lead) == (f"Đảng bộ Khối: {TITLE}", LEAD)
    assert KICKER_JOINED in told()
    assert WordImport.objects.get().lost == []


def test_a_plain_line_that_ends_in_a_colon_stays_in_the_text(clerk):
    article = report(clerk, opening=[p("Dự hội nghị có các đồng chí:")])

    assert "<p>Dự hội nghị có các đồng chí:</p>" in article.body


def test_a_line_that_ends_in_a_colon_above_a_part_opens_no_title(clerk):
    lines = p("Nội dung chính:", bold=True), p("I. Kết quả", bold=True)

    article = drafted(clerk, word_file(*lines, p(OPENING)))

    assert "Nội dung chính:" in article.body
    assert "I. Kết quả" in article.body


def test_a_line_in_capitals_above_a_title_is_asked_about(clerk):
    article = report(clerk, opening=[p("XÂY DỰNG ĐẢNG", bold=True, align="center")])

    assert TITLE_GUESSED in told()
    assert TITLE in article.body


def test_a_date_copied_along_hides_no_such_line(clerk):
    date = p("Cập nhật lúc 15:34, Thứ Ba, 30/06/2026 (GMT+7)")

    report(clerk, opening=[p("XÂY DỰNG ĐẢNG", bold=True), date])

    assert TITLE_GUESSED in told()


@pytest.mark.parametrize("heading", ["I. Kết quả", "Chiều 6/7, hội nghị đã khai mạc."])
def test_a_title_in_capitals_above_the_text_is_not_asked_about(clerk, heading):
    drafted(clerk, word_file(p(TITLE.upper(), bold=True), p(heading, bold=True), p(OPENING)))

    assert TITLE_GUESSED not in told()


@pytest.mark.parametrize(
    "date",
    [
        "Pleiku, ngày 6 - 7 - 2023",
        "Pleiku, ngày mùng 6 tháng 7 năm 2023",
        "Pleiku, ngày      tháng 7 năm 2023",
        "Ngày 06 tháng 7 năm 2023",
    ],
)
def test_a_date_above_the_title_is_set_aside(clerk, date):
    article = report(clerk, opening=[p(date, italic=True, align="right")])

    assert (article.title, article.lead) == (TITLE, LEAD)
    assert any(f"“{' '.join(date.split())}”" in note for note in told())


@pytest.mark.parametrize("looks", [{"align": "right", "bold": True}, {}])
@pytest.mark.parametrize(
    "body",
    [
        "Văn phòng Đảng ủy Khối",
        "Ban Tuyên giáo",
        "BAN TUYÊN GIÁO ĐẢNG ỦY KHỐI",
        "Đảng ủy Khối Cơ quan và Doanh nghiệp tỉnh Gia Lai",
        "Trung tâm Văn hóa - Thông tin huyện",
    ],
)
def test_a_body_signs(clerk, body, looks):
    article = report(clerk, p(body, **looks))

    assert signed(article) == [(body, "author", "")]
    assert article.body == f"<p>{OPENING}</p>"
    assert WordImport.objects.get().lost == []


@pytest.mark.parametrize("line", ["Minh Tâm", "Tin, ảnh: Minh Tâm"])
def test_a_byline_set_to_the_right_by_a_table_signs(clerk, line):
    article = report(clerk, tbl([tc(""), tc(p(line, align="center", bold=True))]))

    assert [name for name, _, _ in signed(article)][:1] == ["Minh Tâm"]
    assert article.body == f"<p>{OPENING}</p>"
    assert WordImport.objects.get().lost == []


def test_a_body_signs_with_a_label(clerk):
    article = report(clerk, p("Tin, ảnh: Văn phòng Đảng ủy Khối", align="right"))

    assert signed(article) == [
        ("Văn phòng Đảng ủy Khối", "author", ""),
        ("Văn phòng Đảng ủy Khối", "photographer", ""),
    ]


@pytest.mark.parametrize(
    "end",
    [
        ["Ban Thường vụ Đảng ủy đã tặng quà các gia đình chính sách"],
        ["Các đơn vị được khen thưởng gồm:", "Văn phòng Đảng ủy Khối"],
        ["Danh sách đơn vị được khen thưởng", "Ban Tổ chức", "Văn phòng Đảng ủy Khối"],
    ],
    ids=["a sentence", "one that is named", "a list"],
)
def test_a_body_that_is_told_of_signs_nothing(clerk, end):
    article = report(clerk, *map(p, end))

    assert signed(article) == []
    assert all(line in article.body for line in end)


def test_two_people_of_one_office_both_sign(clerk):
    article = report(clerk, p("Nguyễn Văn An, Trần Thị Bình - Ban Tổ chức", align="right"))

    assert signed(article) == [
        ("Nguyễn Văn An", "author", "Ban Tổ chức"),
        ("Trần Thị Bình", "author", "Ban Tổ chức"),
    ]


def test_a_lead_in_italics_is_the_lead(clerk):
    article = drafted(clerk, word_file(HEADING, p(LEAD, italic=True), p(OPENING)))

    assert article.lead == LEAD


def test_a_line_in_italics_above_a_bold_lead_is_none(clerk):
    line = "Kính mời bạn đọc theo dõi bài viết nhân kỷ niệm Ngày thành lập Đảng Cộng sản Việt Nam."

    article = drafted(clerk, word_file(HEADING, p(line, italic=True), SAPO, p(OPENING)))

    assert article.lead == ""
    assert line in article.body


# ---------- What stands below a photo ----------


def photographed(client, *lines):
    """A report with a photo above each line, and a paragraph below it."""
    parts = [
        (p(img(number), align="center"), line, p(OPENING)) for number, line in enumerate(lines)
    ]
    pictures = [picture() for _ in lines]
    return drafted(client, word_file(HEADING, SAPO, p(OPENING), *sum(parts, ()), pictures=pictures))


def captions(article):
    return [photo.caption for photo in article.photos.all()]


def test_a_caption_may_be_bold_where_it_slants_too(clerk):
    line = p("Quang cảnh hội nghị", align="center", bold=True, italic=True)

    assert captions(photographed(clerk, line)) == ["Quang cảnh hội nghị"]


@pytest.mark.parametrize("line", ["Phương hướng, nhiệm vụ", "Một số kết quả đạt được"])
def test_a_plain_line_that_begins_a_part_of_the_report_is_no_caption(clerk, line):
    article = photographed(clerk, p(line))

    assert captions(article) == [""]
    assert f"<p>{line}</p>" in article.body


def test_a_plain_caption_among_others_that_slant_is_named(clerk):
    plain = "Công tác xây dựng Đảng"

    article = photographed(clerk, p("Quang cảnh hội nghị", italic=True), p(plain))

    assert captions(article) == ["Quang cảnh hội nghị", plain]
    assert CAPTION_GUESSED.format(plain) in told()


def test_plain_captions_are_not_named_where_all_are_plain(clerk):
    photographed(clerk, p("Quang cảnh hội nghị"), p("Các đại biểu biểu quyết"))

    assert not any("chú thích" in note for note in told())


# ---------- Letters ----------


def raised(text, half_points):
    """A run as LibreOffice writes it, which raises letters by a distance."""
    return f'<w:r><w:rPr><w:position w:val="{half_points}"/></w:rPr><w:t>{text}</w:t></w:r>'


@pytest.mark.parametrize(
    ("half_points", "shown"), [(8, "m<sup>2</sup>"), (-6, "m<sub>2</sub>"), (1, "m2")]
)
def test_letters_raised_among_others_stay_raised(clerk, half_points, shown):
    line = p(r("Diện tích 12 m"), raised("2", half_points), r(" đã bàn giao."))

    assert shown in report(clerk, line).body


def test_a_line_that_is_raised_as_a_whole_is_like_any_other(clerk):
    assert "<p>Diện tích 12 mẫu.</p>" in report(clerk, p(raised("Diện tích 12 mẫu.", 8))).body
