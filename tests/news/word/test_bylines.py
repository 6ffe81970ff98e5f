"""Who signs a report, and which last lines sign nothing."""

import pytest

from news import word
from tests.factories import picture
from tests.news.word.files import LEAD, OPENING, TITLE, img, p, word_file


def report(*end, **parts):
    heading = p(TITLE, align="center", bold=True)
    return word.read(word_file(heading, p(LEAD, bold=True), p(OPENING), *end, **parts))


@pytest.mark.parametrize("looks", [{}, {"bold": True}, {"align": "right"}])
@pytest.mark.parametrize("opening", ["Các đồng chí trúng cử gồm:", "Danh sách trúng cử"])
def test_a_closing_list_of_people_signs_nothing(opening, looks):
    names = ["Nguyễn Văn An", "Trần Thị Bình", "Lê Hoàng Châu"]

    article = report(p(opening), *[p(name, **looks) for name in names])

    assert article.contributors == []
    assert all(name in article.body for name in names)


def test_one_announced_person_signs_nothing():
    article = report(p("Bí thư Chi bộ nhiệm kỳ mới là đồng chí:"), p("Nguyễn Văn An", bold=True))

    assert article.contributors == []


def test_two_who_sign_on_lines_of_their_own_both_do():
    article = report(p("Ngọc Ánh", align="right"), p("Anh Huy", align="right"))

    assert [name for name, _, _ in article.contributors] == ["Ngọc Ánh", "Anh Huy"]


def test_a_name_set_apart_signs_below_a_list_of_people():
    names = [p("Nguyễn Văn An"), p("Trần Thị Bình")]

    article = report(p("Các đồng chí trúng cử:"), *names, p("Ngọc Ánh", align="right"))

    assert article.contributors == [("Ngọc Ánh", "author", "")]
    assert "<p>Trần Thị Bình</p>" in article.body


def test_a_label_signs_below_a_list_of_people():
    article = report(p("Các đồng chí trúng cử:"), p("Nguyễn Văn An"), p("Tin: Ngọc Ánh"))

    assert article.contributors == [("Ngọc Ánh", "author", "")]
    assert "<p>Nguyễn Văn An</p>" in article.body


@pytest.mark.parametrize(
    "line",
    [
        "TRÂN TRỌNG CẢM ƠN",
        "Hội Nghị Thành Công",
        "Đoàn Kết - Dân Chủ - Kỷ Cương - Phát Triển",
    ],
)
def test_a_slogan_signs_nothing(line):
    article = report(p(line, bold=True))

    assert article.contributors == []
    assert line in article.body


@pytest.mark.parametrize("name", ["Nguyễn Thành Công", "TRƯƠNG QUANG VINH", "Q. Anh"])
def test_a_name_that_resembles_a_slogan_or_an_office_signs(name):
    assert report(p(name)).contributors == [(name, "author", "")]


def test_the_signature_of_an_office_is_no_byline():
    lines = ["TM. BAN THƯỜNG VỤ", "BÍ THƯ", "Nguyễn Thị Hồng Hạnh"]

    article = report(*[p(line, align="center", bold=True) for line in lines])

    assert article.contributors == []
    assert all(line in article.body for line in lines)


@pytest.mark.parametrize(
    "sentence",
    [
        "Theo Ban Tổ chức, hội nghị lần thứ 12 sẽ diễn ra vào tháng 10/2023.",
        "Theo Kế hoạch, Đại hội diễn ra trong 02 ngày.",
        "Theo Ban Tổ chức hội nghị lần thứ 12 sẽ diễn ra vào tháng 10.",
        "Nguồn Quỹ được sử dụng đúng mục đích.",
    ],
)
def test_a_last_sentence_is_no_source(sentence):
    article = report(p(sentence))

    assert article.source_name == ""
    assert sentence in article.body


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Theo Báo Gia Lai", "Báo Gia Lai"),
        ("(Theo TTXVN)", "TTXVN"),
        ("Nguồn: Báo Gia Lai, Báo Nhân Dân", "Báo Gia Lai, Báo Nhân Dân"),
        ("Theo baogialai.com.vn", "baogialai.com.vn"),
        ("Nguồn: https://baogialai.com.vn/chinh-tri", "https://baogialai.com.vn/chinh-tri"),
    ],
)
def test_a_source_is_named_below_the_text(line, name):
    assert report(p(line)).source_name == name


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "Ngọc Ánh, ảnh: Anh Huy",
            [("Ngọc Ánh", "author", ""), ("Anh Huy", "photographer", "")],
        ),
        ("Người thực hiện: Ngọc Ánh", [("Ngọc Ánh", "author", "")]),
        (
            "Bài, ảnh: Ngọc Ánh (Văn phòng Đảng ủy Khối)",
            [
                ("Ngọc Ánh", "author", "Văn phòng Đảng ủy Khối"),
                ("Ngọc Ánh", "photographer", "Văn phòng Đảng ủy Khối"),
            ],
        ),
        ("Kim Yến (tổng hợp)", [("Kim Yến", "compiler", "tổng hợp")]),
        ("Tin, ảnh : Ngọc Ánh", [("Ngọc Ánh", "author", ""), ("Ngọc Ánh", "photographer", "")]),
        ("Người đưa tin: Ngọc Ánh", [("Ngọc Ánh", "author", "")]),
        ("Phóng viên: Ngọc Ánh", [("Ngọc Ánh", "author", "")]),
        ("Phóng viên: Xin trân trọng cảm ơn đồng chí!", []),
        (
            "Tin, ảnh, clip: Ngọc Ánh",
            [("Ngọc Ánh", "author", ""), ("Ngọc Ánh", "photographer", "")],
        ),
        ("Thu Hà (TTXVN)", [("Thu Hà", "author", "TTXVN")]),
        ("Kim Yến (thực hiện)", [("Kim Yến", "author", "")]),
        ("Kim Yến (vắng mặt)", []),
        ("Kết quả, bài: học kinh nghiệm", []),
    ],
)
def test_a_byline_says_who_did_what(line, expected):
    article = report(p(line, align="right"))

    assert article.contributors == expected
    assert article.proof().lost == []


@pytest.mark.parametrize("label", ["Người viết tin", "Người viết:", "NGƯỜI THỰC HIỆN"])
def test_a_label_above_the_name_goes_with_it(label):
    looks = {"align": "right", "bold": True}

    article = report(p(label, **looks), p("Ngọc Ánh", **looks))

    assert article.contributors == [("Ngọc Ánh", "author", "")]
    assert article.body == f"<p>{OPENING}</p>"
    assert article.proof().lost == []


@pytest.mark.parametrize(
    ("line", "looks"), [("Ngọc Ánh", {"align": "right"}), ("Tin: Ngọc Ánh", {"italic": True})]
)
def test_who_signs_below_the_title_does_not_hide_the_lead(line, looks):
    heading = p(TITLE, align="center", bold=True)

    article = word.read(
        word_file(heading, p(line, **looks), p(LEAD, bold=True), p(OPENING), p(OPENING))
    )

    assert article.contributors == [("Ngọc Ánh", "author", "")]
    assert article.lead == LEAD


def test_who_signs_above_the_last_photos_signs():
    end = [p("Ngọc Ánh", align="right"), p("Một số hình ảnh tại Hội nghị:", bold=True), p(img(0))]

    article = report(*end, pictures=[picture()])

    assert article.contributors == [("Ngọc Ánh", "author", "")]
    assert "Một số hình ảnh tại Hội nghị:" in article.body
