import io
import unicodedata
import zipfile
from datetime import date

import openpyxl
import pytest

from news.guard import find, text_of

MARKED = """
    TỐI MẬT
    Độ mật: Tối mật
    Độ mật: Mật
    TÀI LIỆU MẬT
    (MẬT)
    M Ậ T
    T Ố I  M Ậ T
    T U Y Ệ T  M Ậ T
    Tuyệt mật
    Báo cáo tối mật của Ban Chỉ đạo
    Công văn có đóng dấu Mật ngày 5/3
    Tài liệu lưu hành nội bộ
    LƯU HÀNH NỘI BỘ
    TuyÖt mËt
    TOÁI MAÄT
    l\xadu hµnh néi bé
    M\u200bẬT
    bao-cao-toi-mat.pdf
    Cong van (MAT).docx
    Kế hoạch_MẬT.docx
    Tài liệu mật.docx
    ke-hoach-mat.pdf
    bao-cao-mat-so-15.docx
    BAO CAO MAT.pdf
    Xong hội nghị trả lại
    Tài liệu mật, không phổ biến
    Văn bản mật số 12-BC/TU được gửi theo đường công văn.
    TÀI LIỆU NỘI BỘ
    Tài liệu sử dụng nội bộ, không phổ biến
"""
UNMARKED = """
    Thực hiện Luật Bảo vệ bí mật nhà nước và danh mục bí mật nhà nước.
    LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC
    ĐỔI MẬT KHẨU, BẢO MẬT TÀI KHOẢN, GIỮ GÌN TRẬT TỰ
    Cơ quan cơ mật, mật ong, mật khẩu, mật độ dân số, quan hệ mật thiết, thân mật.
    Cán bộ làm công tác mật mã, cơ yếu bảo đảm bảo mật, an toàn thông tin.
    Bí mật nhà nước có ba độ: tuyệt mật, tối mật và mật.
    Ba mức “Tuyệt mật”, “Tối mật”, “Mật” được quy định tại Điều 8.
    Việc xác định độ mật theo quy định; mật danh của đơn vị trong kháng chiến.
    huong-dan-doi-mat-khau.pdf
    Tôi mất; toi mat vi tai nan.
    giai-phap-bao-mat.docx
    le-ra-mat.pdf
    DANH SACH GAP MAT.docx
    bao-cao-mat-bang.pdf
    Tài liệu hội nghị được gửi qua phần mềm nội bộ; sổ tay nghiệp vụ nội bộ được số hóa.
    Tài liệu nội bộ của Văn phòng được số hóa. Loại văn bản này không phổ biến ở cơ sở.
"""
PEOPLE = {
    "identity_card": """
        CCCD số 064075001234
        Đồng chí Nguyễn Văn An, 064 075 001 234, Bí thư chi bộ
        Số CMND: 230123456 cấp ngày 5/6/2010
        1. Nguyễn Văn An\t230123456\n2. Lê Thị Bé\t231123456\n3. Trần Hoa\t231654321
    """,
    "telephone": """
        Liên hệ đồng chí An, 0912345678
        0912.345.678
        Điện thoại: 091 234 5678
        Zalo 0387-123-456
        +84 912 345 678
        Điện thoại văn phòng: 0269 3824 123
        Điện thoại: (0269) 3.824.123
    """,
}
NOBODY = """
    Tổng kinh phí 230.123.456 đồng, đã giải ngân 064075001234 đồng.
    Số tài khoản 064075001234 tại ngân hàng; mã số thuế 5900123456.
    Nghị định số 30/2020/NĐ-CP; Thông tư 07/2016/TT-BCA; Quyết định số 0912/QĐ-UBND.
    Tổng đài 1900 1900, 18001090; Fax: 0269 3824 124.
    Có 1.532 lượt; 14.531,44 tỷ đồng; giai đoạn 2020 - 2025; 9.429/11.014 đảng viên.
    Hồ Chí Minh (19/5/1890 - 19/5/2024), Lê Duẩn (1907 - 1986), Võ Nguyên Giáp (1911 - 2013).
    Ngày 15/5/2007, đồng chí Lê An; ngày 16/5/2007, đồng chí Trần Bình; ngày 17/5/2007, Lê Hoa.
"""
BORN = """1. Nguyễn Văn An, sinh năm 1975, Bí thư chi bộ
2. Trần Thị Bé, sinh ngày 5/6/1980, Phó Bí thư
3. Rơ Châm H’Lan, sinh năm 1991, chi ủy viên"""


def lines(block):
    return [line.strip() for line in block.strip("\n").split("\n    ") if line.strip()]


def kinds(text):
    return {finding.kind for finding in find(text)}


@pytest.mark.parametrize("text", lines(MARKED))
def test_a_secrecy_mark_is_found_in_any_form(text):
    assert kinds(text) == kinds(unicodedata.normalize("NFD", text)) == {"secrecy"}


@pytest.mark.parametrize("text", lines(UNMARKED))
def test_words_that_only_look_like_a_mark_pass(text):
    assert find(text) == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (kind, line.strip())
        for kind in PEOPLE
        for line in PEOPLE[kind].split("\n        ")
        if line.strip()
    ],
)
def test_a_number_that_identifies_a_person_is_found(kind, text):
    assert kinds(text) == {kind}


@pytest.mark.parametrize("text", lines(NOBODY))
def test_other_numbers_pass(text):
    assert find(text) == []


def test_a_list_of_people_with_their_births_is_found_whole():
    (found,) = find(BORN)

    assert found.kind == "birth_dates"
    assert found.quote.startswith("Nguyễn Văn An")
    assert found.quote.endswith("1991")


def test_a_table_of_people_needs_no_word_of_birth():
    rows = ["Nguyễn Văn An\t15/5/1975", "Trần Thị Bé\t6/7/1980", "Lê Hoa\t1/2/1991"]

    assert kinds("\n".join(rows)) == {"birth_dates"}
    assert kinds("\n".join(rows[:2])) == set()


def test_the_place_of_a_mark_is_that_of_the_text_as_given():
    text = unicodedata.normalize("NFD", "Đảng ủy: TỐI MẬT")

    (found,) = find(text)

    assert text[found.start : found.end] == found.quote == unicodedata.normalize("NFD", "TỐI MẬT")


# ---------- Attachments ----------


def package(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", text)
    return file


def pdf(
    content,
    resources=b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>",
):
    """Return a PDF of one page that draws `content`."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R /Resources %s >>"
        % resources,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /Length 1 >>\nstream\n0\nendstream",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    data, start = data + b"xref\n0 6\n0000000000 65535 f \n" + rows, len(data)
    return io.BytesIO(data + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start)


WORDS = pdf(b"BT /F1 9 Tf 9 9 Td (SDT 0912345678) Tj ET")
SCAN = pdf(b"q 99 0 0 99 0 0 cm /I Do Q", b"<< /XObject << /I 5 0 R >> >>")


def test_the_words_of_a_word_file_are_read_across_runs_and_deletions():
    runs = "<w:p><w:r><w:t>TỐI M</w:t></w:r><w:r><w:t>ẬT</w:t></w:r></w:p>"
    gone = "<w:p><w:del><w:r><w:delText>0912345678</w:delText></w:r></w:del></w:p>"

    text, checked, _ = text_of(package(word__document=runs, word__header1=gone), "a.docx")

    assert checked
    assert kinds(text) == {"secrecy", "telephone"}


def test_the_rows_of_a_workbook_are_read_with_their_dates():
    file, book = io.BytesIO(), openpyxl.Workbook()
    for row in BORN.splitlines():
        book.active.append([row[3:16], date(1975, 5, 15)])
    book.save(file)

    text, checked, _ = text_of(file, "danh-sach.xlsx")

    assert checked
    assert kinds(text) == {"birth_dates"}


def test_the_text_layer_of_a_pdf_is_read():
    text, checked, _ = text_of(WORDS, "a.PDF")

    assert checked
    assert kinds(text) == {"telephone"}


@pytest.mark.parametrize(
    ("file", "name", "said"),
    [
        (SCAN, "scan.pdf", "ảnh quét"),
        (pdf(b""), "trang-trang.pdf", "không có chữ"),
        (package(word__document="<w:p/>", word__media__image1=""), "scan.docx", "ảnh quét"),
        (io.BytesIO(b"\xd0\xcf\x11\xe0"), "cu.doc", "kiểu cũ"),
        (io.BytesIO(b"x"), "anh.tif", "Loại tệp này"),
        (io.BytesIO(WORDS.getvalue()[:150]), "cut.pdf", ""),
        (io.BytesIO(package(word__document="<w:p/>").getvalue()[:60]), "cut.docx", "Không mở được"),
        (io.BytesIO(b"PK\x03\x04" + b"\0" * 999), "zeros.xlsx", "Không mở được"),
        (package(word__document="<w:t>" + "0" * 70_000_000), "bomb.docx", "quá dài"),
        (package(xl__worksheets__sheet1="0" * 70_000_000), "bomb.xlsx", "quá dài"),
        (io.BytesIO(b""), "empty.pdf", "Không mở được"),
    ],
)
def test_what_cannot_be_checked_says_so(file, name, said):
    text, checked, reason = text_of(file, name)

    assert not checked
    assert reason
    assert said in reason
