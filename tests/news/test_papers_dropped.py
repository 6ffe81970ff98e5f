"""Official papers from Word as the clerk finds them in the form: who signs, when, what is left."""

import datetime

import pytest

from news.checking import check
from news.models import WordImport
from news.word.papers import SEVERAL_SIGN
from news.word_intake import MARKED
from tests.factories import picture
from tests.news.word.dropping import drafted
from tests.news.word.files import CLOSING, OPENING, img, p, r, tbl, tc, word_file

pytestmark = pytest.mark.django_db

SPACES = " " * 40
SIGNED = ("Nguyễn Thị Hồng Hạnh", "BÍ THƯ")


def centred(text):
    return p(text, align="center", bold=True)


def head(date="Pleiku, ngày 06 tháng 7 năm 2023", number="Số 15-BC/ĐUK"):
    return tbl([tc("ĐẢNG ỦY KHỐI", "*", number), tc("ĐẢNG CỘNG SẢN VIỆT NAM", date)])


def beside(left, right, gap=None):
    """A line in two columns, as they are set with tabs; `gap` sets them with spaces."""
    return p(f"{left}{gap}{right}") if gap else p(r(left), r("<w:tab/>"), r("<w:tab/>"), r(right))


def paper(client, *blocks, first=None):
    title = centred("BÁO CÁO"), centred("Kết quả công tác 6 tháng")
    return drafted(client, word_file(first or head(), *title, p(OPENING), *blocks))


@pytest.mark.parametrize("gap", [None, SPACES], ids=["tabs", "spaces"])
def test_a_signature_set_beside_the_recipients_is_read(clerk, gap):
    article = paper(
        clerk,
        beside("Nơi nhận:", "T/M BAN THƯỜNG VỤ", gap),
        beside("- Thường trực Tỉnh ủy (báo cáo);", "BÍ THƯ", gap),
        p("- Các chi bộ, đảng bộ cơ sở"),
        p("trực thuộc Đảng ủy Khối,"),
        p("- Lưu Văn phòng."),
        beside("", "(Đã ký)", gap),
        beside("", "Nguyễn Thị Hồng Hạnh", gap),
    )

    assert (article.signer, article.signer_office) == SIGNED
    assert article.body == f"<p>{OPENING}</p>"
    assert WordImport.objects.get().lost == []


def test_a_signer_may_have_a_surname_that_resembles_an_office(clerk):
    article = paper(
        clerk,
        beside("Nơi nhận:", "T/M BAN THƯỜNG VỤ"),
        beside("- Lưu Văn phòng.", "BÍ THƯ"),
        beside("", "TRƯƠNG VĂN AN"),
    )

    assert (article.signer, article.signer_office) == ("TRƯƠNG VĂN AN", "BÍ THƯ")


def test_a_signature_may_begin_a_line_above_the_recipients(clerk):
    article = paper(
        clerk,
        beside("", "T/M BAN THƯỜNG VỤ"),
        beside("Nơi nhận:", "BÍ THƯ"),
        beside("- Lưu Văn phòng.", ""),
        beside("", "Nguyễn Thị Hồng Hạnh"),
    )

    assert (article.signer, article.signer_office) == SIGNED
    assert article.body == f"<p>{OPENING}</p>"


def test_what_follows_a_signature_stays_though_a_tab_indents_it(clerk):
    article = paper(
        clerk,
        beside("Nơi nhận:", "T/M BAN THƯỜNG VỤ"),
        beside("- Lưu Văn phòng.", "BÍ THƯ"),
        beside("", "Nguyễn Thị Hồng Hạnh"),
        beside("", CLOSING),
    )

    assert (article.signer, article.signer_office) == SIGNED
    assert CLOSING in article.body
    assert "Nơi nhận" not in article.body


def test_recipients_beside_no_name_stay_in_the_text(clerk):
    article = paper(
        clerk, beside("Nơi nhận:", "T/M BAN THƯỜNG VỤ"), beside("- Lưu Văn phòng.", "BÍ THƯ")
    )

    assert article.signer == ""
    assert "T/M BAN THƯỜNG VỤ" in article.body
    assert "- Lưu Văn phòng. BÍ THƯ" in article.body


@pytest.mark.parametrize(
    "date",
    [
        "Pleiku, ngày 06 tháng 7 năm 2023",
        "Pleiku, ngày 6-7-2023",
        "Pleiku, ngày 6 - 7 - 2023",
        "Pleiku, ngày 06/7/2023",
        "Pleiku, ngày 6.7.2023",
        "Pleiku, ngày mùng 6 tháng 7 năm 2023",
    ],
)
def test_the_date_of_a_letterhead_is_read_however_it_is_written(clerk, date):
    assert paper(clerk, first=head(date)).issued_on == datetime.date(2023, 7, 6)


def test_the_date_in_the_subject_of_a_letter_is_not_its_own(clerk):
    first = tbl(
        [
            tc("ĐẢNG ỦY KHỐI", "Số 15-CV/ĐUK", "V/v thực hiện Kế hoạch ngày 2/5/2023"),
            tc("ĐẢNG CỘNG SẢN VIỆT NAM", "Pleiku, ngày 6/7/2023"),
        ]
    )

    article = drafted(clerk, word_file(first, p("Kính gửi: Các chi bộ"), p(OPENING)))

    assert article.issued_on == datetime.date(2023, 7, 6)


def test_a_letterhead_with_no_day_filled_in_has_no_date(clerk):
    first = head("Pleiku, ngày      tháng 7 năm 2023")
    text = p("Căn cứ Kế hoạch ngày 2/5/2023 của Tỉnh ủy, Đảng ủy Khối thông báo như sau:")

    article = drafted(clerk, word_file(first, text, p(OPENING)))

    assert article.issued_on is None


@pytest.mark.parametrize("gap", [None, SPACES], ids=["tabs", "spaces"])
def test_two_signatures_side_by_side_stay_in_the_text_each_in_its_column(clerk, gap):
    article = paper(
        clerk,
        beside("TM. BAN THƯỜNG VỤ", "TM. BAN THƯỜNG VỤ", gap),
        beside("BÍ THƯ", "CHỦ TỊCH", gap),
        beside("Nguyễn Thị Hồng Hạnh", "Trần Văn Bình", gap),
    )

    assert article.signer == ""
    assert "<p>BÍ THƯ</p><p>Nguyễn Thị Hồng Hạnh</p></td>" in article.body
    assert "<p>CHỦ TỊCH</p><p>Trần Văn Bình</p></td>" in article.body
    assert SEVERAL_SIGN in WordImport.objects.get().notes
    assert WordImport.objects.get().lost == []


def test_two_signatures_in_a_table_stay_in_the_text(clerk):
    signatures = tbl([tc("BÍ THƯ", "Nguyễn Thị Hồng Hạnh"), tc("CHỦ TỊCH", "Trần Văn Bình")])

    article = paper(clerk, signatures)

    assert article.signer == ""
    assert "Trần Văn Bình" in article.body
    assert SEVERAL_SIGN in WordImport.objects.get().notes


def test_an_invitation_below_the_name_of_its_office_alone_is_an_invitation(clerk):
    lines = centred("ĐẢNG ỦY KHỐI"), p("-----", align="center"), centred("GIẤY MỜI")
    signature = [p(line, align="right") for line in ("BÍ THƯ", "Nguyễn Thị Hồng Hạnh")]

    article = drafted(
        clerk, word_file(*lines, centred("dự Hội nghị sơ kết"), p(OPENING), *signature)
    )

    assert (article.kind, article.title) == ("announcement", "Giấy mời dự Hội nghị sơ kết")
    assert article.issuing_body == "ĐẢNG ỦY KHỐI"
    assert (article.signer, article.signer_office) == SIGNED
    assert WordImport.objects.get().lost == []


def test_two_who_keep_the_minutes_are_no_one_signer(clerk):
    article = paper(clerk, beside("THƯ KÝ", "CHỦ TRÌ"), beside("Lê Thị Hoa", "Nguyễn Văn An"))

    assert article.signer == ""
    assert "<p>THƯ KÝ</p><p>Lê Thị Hoa</p></td>" in article.body


SIGNATURE = [
    beside("Nơi nhận:", "T/M BAN THƯỜNG VỤ"),
    beside("- Lưu Văn phòng.", "BÍ THƯ"),
    beside("", "Nguyễn Thị Hồng Hạnh"),
]
SIGNATURE_TABLE = [
    tbl([tc("Nơi nhận:", "- Lưu."), tc("T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Nguyễn Thị Hồng Hạnh")])
]


@pytest.mark.parametrize("signature", [SIGNATURE, SIGNATURE_TABLE], ids=["tabs", "table"])
def test_a_signature_above_a_long_appendix_is_read_and_the_appendix_stays(clerk, signature):
    appendix = [p(f"Mục {number} của phụ lục.") for number in range(40)]

    article = paper(clerk, *signature, centred("PHỤ LỤC"), *appendix)

    assert (article.signer, article.signer_office) == SIGNED
    assert "Nơi nhận" not in article.body
    assert "PHỤ LỤC" in article.body
    assert article.body.count("của phụ lục.") == 40


def test_a_heading_that_resembles_an_office_takes_no_sentence_away(clerk):
    lines = [p(line, align="right") for line in ("T/M BAN THƯỜNG VỤ", "BÍ THƯ", SIGNED[0])]

    article = paper(clerk, p("TỔNG KẾT, KHEN THƯỞNG", bold=True), p(CLOSING), *lines)

    assert (article.signer, article.signer_office) == SIGNED
    assert f"<p>{CLOSING}</p>" in article.body
    assert "T/M BAN THƯỜNG VỤ" not in article.body


def test_a_column_of_recipients_is_no_end_of_a_paper(clerk):
    article = paper(clerk, tbl(["TT", "Nơi nhận", "Số bản"], ["1", "Chi bộ Văn phòng", "02"]))

    assert "Chi bộ Văn phòng" in article.body


@pytest.mark.parametrize("gap", ["<w:tab/>", ""], ids=["tabs", "lines"])
def test_a_seal_between_the_lines_of_a_signature_is_no_photo(clerk, gap):
    def line(text):
        return p(r(gap), r(text)) if gap else p(text, align="right")

    first = p(r("Nơi nhận:"), r("<w:tab/>"), r("T/M BAN THƯỜNG VỤ")) if gap else line("T/M ĐẢNG ỦY")
    lines = first, line("BÍ THƯ"), p(img(0)), line(SIGNED[0])
    title = centred("BÁO CÁO"), centred("Kết quả công tác")

    article = drafted(clerk, word_file(head(), *title, p(OPENING), *lines, pictures=[picture()]))

    assert (article.signer, article.signer_office) == SIGNED
    assert not article.photos.exists()
    assert any("dấu, chữ ký" in note for note in WordImport.objects.get().notes)


# ---------- Secrecy ----------

STAMPED = tbl([tc("ĐẢNG ỦY KHỐI", "Số 15-BC/ĐUK", "Mật"), tc("ĐẢNG CỘNG SẢN VIỆT NAM", "06/7")])
FOOTER = ("footer1.xml", "footer", p("Lưu hành nội bộ"))


@pytest.mark.parametrize(
    ("file", "mark"),
    [
        (word_file(STAMPED, centred("BÁO CÁO"), p(OPENING)), "Mật"),
        (word_file(p(OPENING), p(CLOSING), more=[FOOTER]), "Lưu hành nội bộ"),
        (word_file(p(OPENING), p("Mật", hidden=True)), "Mật"),
    ],
    ids=["letterhead", "footer", "hidden"],
)
def test_a_mark_of_secrecy_outside_the_text_stops_it_all_the_same(clerk, file, mark):
    article = drafted(clerk, file)

    assert article.body.startswith(f"<p>{mark}</p>")
    assert [place.kind for place in check(article.latest_revision).findings] == ["secrecy"]
    assert MARKED.format(mark) in WordImport.objects.get().notes


def test_a_mark_of_secrecy_in_the_name_of_the_file_stops_its_text(clerk):
    file = word_file(centred("Kết quả công tác 6 tháng"), p(OPENING), p(CLOSING))
    file.name = "Báo cáo_MẬT.docx"

    assert check(drafted(clerk, file).latest_revision).findings


def test_a_mark_of_secrecy_in_the_text_is_not_said_again(clerk):
    article = drafted(clerk, word_file(p(OPENING), p("Tài liệu tuyệt mật."), p(CLOSING)))

    assert article.body.lower().count("tuyệt mật") == 1


WEEK = tbl(
    [tc("Thứ, ngày"), tc("Buổi"), tc("Nội dung")],
    [tc("Thứ Hai, 29/6", merge="restart"), tc("Sáng"), tc("Họp giao ban Thường trực.")],
    [tc(merge="continue"), tc("Chiều"), tc("Đi cơ sở.")],
)
DAYS = "(Từ ngày 29/6/2026 đến ngày 05/7/2026)"


@pytest.mark.parametrize("name", ["LỊCH CÔNG TÁC TUẦN 27", "LỊCH LÀM VIỆC CỦA THƯỜNG TRỰC TUẦN 27"])
@pytest.mark.parametrize("first", [[], [head(number="")]], ids=["bare", "with a letterhead"])
def test_the_calendar_of_a_week_is_a_notice_with_its_table_whole(clerk, name, first):
    signature = tbl(
        [
            tc("Nơi nhận:", "- Thường trực Đảng ủy,", "- Lưu Văn phòng."),
            tc("T/L BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG", "Nguyễn Văn Bình"),
        ]
    )
    days = p(DAYS, align="center", italic=True)

    article = drafted(clerk, word_file(*first, centred(name), days, WEEK, p(OPENING), signature))

    assert (article.kind, article.title) == ("announcement", f"{name} {DAYS}")
    assert article.document_type.startswith("Lịch ")
    assert article.signer == "Nguyễn Văn Bình"
    assert article.body.startswith("<table>")
    assert '<td rowspan="2">' in article.body
    assert article.body.count("<table>") == 1
    assert WordImport.objects.get().lost == []
