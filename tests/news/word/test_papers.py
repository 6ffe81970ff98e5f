"""What an official paper says of itself, and what belongs to its text."""

from news import word
from tests.news.word.files import LETTERHEAD, OPENING, p, tbl, tc, word_file

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
