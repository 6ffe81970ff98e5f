"""What an official paper says of itself, and what belongs to its text."""

import pytest

from news import word
from tests.factories import picture
from tests.news.word.files import LETTERHEAD, OPENING, img, p, tbl, tc, word_file

HEAD = LETTERHEAD.replace(">*<", ">Số 05-QĐ/ĐUK<")
SIGNATURE = tbl(
    [
        tc("Nơi nhận:", "- Như trên;", "- Lưu Văn phòng."),
        tc("T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Nguyễn Thị Hồng Hạnh"),
    ]
)
SIGNED = ("Nguyễn Thị Hồng Hạnh", "BÍ THƯ")
PEOPLE = tbl(
    ["TT", "Họ và tên", "Chức vụ"],
    ["1", "Nguyễn Văn An", "Trưởng ban"],
    ["2", "Lê Hoàng Châu", "Ủy viên Thường trực"],
    ["3", "Trần Thị Bình", "Phó Trưởng ban"],
)
WORK = tbl(
    ["Nội dung", "Đơn vị thực hiện"],
    ["Kiểm tra", "Chủ tịch UBND"],
    ["Giám sát", "Ban Tổ chức"],
)


def centred(text):
    return p(text, align="center", bold=True)


def paper(*blocks, kind="QUYẾT ĐỊNH", subject="về việc thành lập Ban Chỉ đạo", **parts):
    return word.read(word_file(HEAD, centred(kind), centred(subject), *blocks, **parts))


def test_a_table_of_people_above_the_signature_stays_in_the_text():
    article = paper(p(OPENING), PEOPLE, p("Điều 2. Có hiệu lực kể từ ngày ký."), SIGNATURE)

    assert "<p>Lê Hoàng Châu</p>" in article.body
    assert "Nơi nhận" not in article.body
    assert (article.signer, article.signer_office) == SIGNED


def test_a_table_of_people_signs_nothing_though_it_stands_last():
    article = paper(p(OPENING), SIGNATURE, centred("DANH SÁCH BAN CHỈ ĐẠO"), PEOPLE)

    assert "<p>Phó Trưởng ban</p>" in article.body
    assert (article.signer, article.signer_office) == SIGNED


def test_who_does_the_work_signs_nothing():
    article = paper(p(OPENING), WORK, SIGNATURE)

    assert "<p>Chủ tịch UBND</p>" in article.body
    assert (article.signer, article.signer_office) == SIGNED


RULE = p("-----", align="center")


@pytest.mark.parametrize(
    "following",
    [
        [RULE, centred("Tình hình chung")],
        [centred("Phần thứ nhất")],
        [centred("PHẦN I")],
        [centred("BAN THƯỜNG VỤ ĐẢNG ỦY KHỐI")],
        [p(img(0), align="center"), p("Quang cảnh hội nghị", align="center", italic=True)],
    ],
    ids=["below a rule", "part", "part in capitals", "who decides", "a picture's caption"],
)
def test_a_papers_title_ends_where_the_text_begins(following):
    article = paper(*following, p(OPENING), SIGNATURE, pictures=[picture()])

    assert article.title == "Quyết định về việc thành lập Ban Chỉ đạo"
    assert article.proof().lost == []


@pytest.mark.parametrize(
    "lines",
    [
        ["Chương trình hành động", "thực hiện Nghị quyết số 05"],
        ["CHƯƠNG TRÌNH HÀNH ĐỘNG", "THỰC HIỆN NGHỊ QUYẾT SỐ 05"],
    ],
)
def test_a_papers_title_goes_on_over_two_lines(lines):
    first, second = lines

    article = paper(centred(second), p(OPENING), kind="BÁO CÁO", subject=first)

    assert article.title == f"{first} {second}"


@pytest.mark.parametrize("order", [1, -1])
def test_those_who_get_a_copy_do_not_stay_in_the_text_where_no_table_holds_them(order):
    copies = [p("Nơi nhận:", italic=True), p("- Như trên,"), p("- Lưu Văn phòng.")]
    signature = [
        p(line, align="right", bold=True)
        for line in ("T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Nguyễn Thị Hồng Hạnh")
    ]
    end = [copies, signature][::order]

    article = paper(p(OPENING), p("- Chi bộ cơ sở thi hành."), *end[0], *end[1])

    assert article.body == f"<p>{OPENING}</p><p>- Chi bộ cơ sở thi hành.</p>"
    assert (article.signer, article.signer_office) == SIGNED
    assert article.proof().lost == []
