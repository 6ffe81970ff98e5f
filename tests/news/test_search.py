"""What readers find, and in which order: the same on SQLite and on PostgreSQL."""

from datetime import date, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from news import publishing
from news.models import Article, Attachment, Contributor, PublicEntry, Topic
from news.search import index
from tests.factories import (
    make_announcement,
    make_article,
    make_category,
    make_document,
    make_page,
    make_photo,
    make_topic,
    make_work_item,
    pdf,
    write_article,
)

pytestmark = pytest.mark.django_db

PAGE = "/tim-kiem/"


def soup(answer):
    return BeautifulSoup(answer.content, "html.parser")


def words(element):
    return " ".join(element.get_text().split())


def found(client, q, **filters):
    """The titles of the results, in their order."""
    answer = client.get(PAGE, {"q": q, **filters})
    assert answer.status_code == 200
    results = soup(answer).select("div > .search-list .search-result__title")
    return [words(title) for title in results]


def days_ago(days):
    return timezone.now() - timedelta(days=days)


# ---------- The order ----------

# One a day, the newest first.
CORPUS = [
    {"title": "Thông báo lịch trực", "body": "<p>Sau hội nghị, các đơn vị trực Tết.</p>"},
    {"title": "Hội thi tìm hiểu nghị quyết", "body": "<p>Chung khảo tại Hạ Long.</p>"},
    {"title": "Khối họp hội nghĩ", "body": "<p>Chữ viết sai dấu.</p>"},
    {"title": "Hội nghị sơ kết 6 tháng", "body": "<p>Đồng chí Nguyễn Hoà phát biểu.</p>"},
    {"title": "Tuổi trẻ ra quân", "lead": "Nhân dịp hội nghị tổng kết.", "body": "<p>Hết.</p>"},
    {"title": "Kiểm tra cuối năm", "body": "<p>Nghị quyết của đại hội; đại hội nghị sự.</p>"},
    {"title": "Hội nghị lần thứ 11 Ban Chấp hành", "body": "<p>Kết quả bầu cử.</p>"},
    {"title": "Kỷ niệm ngày thành lập", "body": "<p>Ủy ban xã Hòa Bình, ngày 6/7/2019.</p>"},
    {"title": "Về công tác cán bộ", "number": "05-NQ/ĐUK", "body": "<p>Toàn văn.</p>"},
    {"title": "Triển khai Nghị quyết 05-NQ/ĐUK", "body": "<p>Quán triệt ở cơ sở.</p>"},
    {"title": "Kế hoạch 105-NQ/ĐUK", "body": "<p>Thu 14.531,44 tỷ đồng, đạt 75,6%.</p>"},
]
SPOKEN, CONTEST, WRONG, HALF_YEAR, YOUTH, CHECK, ELEVENTH, ANNIVERSARY, CADRES, CARRIED, PLAN = (
    row["title"] for row in CORPUS
)


@pytest.fixture
def corpus():
    for days, row in enumerate(CORPUS, 1):
        fields = {name: value for name, value in row.items() if name != "number"}
        if "number" in row:
            make_document(document_number=row["number"], published_at=days_ago(days), **fields)
        else:
            make_article(published_at=days_ago(days), **fields)


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        # The very marks in the title, then other marks, then both words apart; lead; text.
        ("hội nghị", [HALF_YEAR, ELEVENTH, WRONG, CONTEST, YOUTH, SPOKEN, CHECK]),
        ("HỘI NGHỊ", [HALF_YEAR, ELEVENTH, WRONG, CONTEST, YOUTH, SPOKEN, CHECK]),
        # Without marks all are alike, and the newest of equals comes first.
        ("hoi nghi", [WRONG, HALF_YEAR, ELEVENTH, CONTEST, YOUTH, SPOKEN, CHECK]),
        ('"hội nghị lần thứ 11"', [ELEVENTH]),
        ('"sơ kết hội nghị"', []),
        ("hoi nghi lan thu 11", [ELEVENTH]),
        ("sơ kết hội nghị", [HALF_YEAR]),
        ("hội nghĩ", [WRONG, HALF_YEAR, ELEVENTH, CONTEST, YOUTH, SPOKEN, CHECK]),
        # One style of tones, one of i and y.
        ("Nguyễn Hòa", [HALF_YEAR]),
        ("nguyễn hoà", [HALF_YEAR]),
        ("uỷ ban", [ANNIVERSARY]),
        ("kỉ niệm", [ANNIVERSARY]),
        # Numbers.
        ("05-NQ/ĐUK", [CADRES, CARRIED]),
        ("05 nq duk", [CADRES, CARRIED]),
        ("05nqduk", [CADRES]),
        ("số 5-NQ/ĐUK", [CADRES, CARRIED]),  # "cơ sở" is a "so" as well
        ("nghị quyết 05-nq/đuk", [CARRIED]),
        ("105-NQ/ĐUK", [PLAN]),
        ("06/07/2019", [ANNIVERSARY]),
        ("14.531,44", [PLAN]),
        ("14.531.44.9", []),
        # Words in title and text together.
        ("kiểm tra đại hội", [CHECK]),
        ("không có ở đâu", []),
    ],
)
def test_results_stand_in_this_order(client, corpus, q, expected):
    assert found(client, q) == expected


@pytest.mark.parametrize("field", ["title", "body"])
def test_a_word_typed_bare_beside_one_with_marks_is_meant_bare(client, field):
    for number, text in enumerate(["Ân nghĩa với hội viên", "An toàn cho hội viên"]):
        texts = {"title": f"Tin {number}", "body": "<p>Hết.</p>"} | {field: text}
        make_article(published_at=days_ago(number + 1), slug=f"tin-{number}", **texts)

    older = "Tin 1" if field == "body" else "An toàn cho hội viên"
    assert found(client, "hội an")[0] == older


def test_a_title_with_all_words_but_one_comes_before_texts_with_all(client):
    make_article("Lễ phát động trồng cây xanh", published_at=days_ago(9))
    make_article("Tin khác", body="<p>Lễ phát động, tuyên truyền trồng cây xanh.</p>")

    assert found(client, "le phat dong tuyen cay xanh") == [
        "Lễ phát động trồng cây xanh",
        "Tin khác",
    ]


def test_a_title_with_another_number_or_without_the_quoted_words_is_another(client):
    make_article("Hội nghị tổng kết lần thứ 12")
    make_article("Tin khác", body="<p>Hội nghị tổng kết lần thứ 11 tại Hạ Long.</p>")

    assert found(client, "hoi nghi tong ket lan thu 11") == ["Tin khác"]
    assert found(client, 'hoi nghi tong ket lan thu "ha long"') == ["Tin khác"]


def test_a_word_typed_twice_among_numbers_is_one_word(client):
    make_article("Đợt 1, 2, 3, 4, 5")

    assert found(client, "đợt đợt 1 2 3 4 5") == ["Đợt 1, 2, 3, 4, 5"]


# ---------- Said otherwise ----------


@pytest.fixture
def quoted():
    """Documents of one number and two years; readers see the date of each on its page."""
    for year, title in [(2025, "Nhiệm vụ cũ"), (2026, "Nhiệm vụ mới")]:
        make_document(
            title,
            document_type="Nghị quyết",
            document_number="05-NQ/ĐUK",
            issued_on=date(year, 7, 20),
            body="<p>Toàn văn.</p>",
            published_at=days_ago(3000 - year),
        )


@pytest.mark.parametrize(
    "q",
    [
        "05-NQ/ĐUK ngày 20/7/2026",
        "số 05-NQ/ĐUK, ngày 20/07/2026",
        "nghị quyết số 05-NQ/ĐUK ngày 20 tháng 7 năm 2026",
        "nghi quyet so 05-nq/duk ngay 20 thang 7 nam 2026",
        "Nghị quyết 05-NQ/ĐUK năm 2026",
        "nghị quyết ngày 20 tháng 7 năm 2026",
        "nghị quyết 20 tháng 7, 2026",
        "nghị quyết tháng 7 năm 2026",
        "nghị quyết tháng 7/2026",
        "NGHỊ QUYẾT NGÀY 20 THÁNG 7 NĂM 2026",
    ],
)
def test_a_document_is_found_as_it_is_quoted(client, quoted, q):
    assert found(client, q) == ["Nhiệm vụ mới"]
    assert found(client, q, **{"thu-tu": "moi-nhat"}) == ["Nhiệm vụ mới"]


def test_a_document_that_is_quoted_comes_before_texts_that_quote_it(client, quoted):
    cited = "nghị quyết số 05-NQ/ĐUK ngày 20/7/2026"
    make_article("Tin quán triệt", body=f"<p>Quán triệt {cited} ở cơ sở.</p>")

    assert found(client, cited) == ["Nhiệm vụ mới", "Tin quán triệt"]
    assert found(client, f"quán triệt {cited}") == ["Tin quán triệt"]


@pytest.mark.parametrize("q", ["nghị quyết số 05 ngày 20/7/2026", "nghi quyet 5 20/07/2026"])
def test_a_document_may_be_quoted_without_what_follows_its_number(client, quoted, q):
    body = "<p>Quán triệt Nghị quyết số 05 ngày 20/7/2026 ở cơ sở.</p>"
    make_article("Tin quán triệt", body=body)
    make_document(
        "Nghị quyết khác",
        document_number="15-NQ/ĐUK",
        body=body,
        issued_on=date(2026, 7, 20),
    )

    assert found(client, q)[0] == "Nhiệm vụ mới"


@pytest.mark.parametrize(
    "q",
    [
        "lịch tiếp công dân ở đâu",
        "Lich tiep cong dan o dau?",
        "lịch tiếp công dân khi nào",
        "lịch tiếp công dân như thế nào?",
        "lich tiep cong dan la gi",
        "ai là người tiếp công dân",
        "cho hỏi lịch tiếp công dân",
        "cho tôi hỏi lịch tiếp công dân là ngày nào ạ",
    ],
)
def test_words_that_only_ask_are_not_looked_for(client, q):
    body = "<p>Cho tôi hỏi: lịch tiếp công dân ở đâu, khi nào, như thế nào, ngày nào, là gì?</p>"
    make_article("Tin hỏi đáp", body=body, published_at=days_ago(1))
    make_article(
        "Thông báo lịch tiếp công dân", body="<p>Người tiếp.</p>", published_at=days_ago(9)
    )

    assert found(client, q)[0] == "Thông báo lịch tiếp công dân"


def test_a_question_of_words_that_only_ask_looks_for_them(client):
    make_article("Đảng là gì, vì ai?", body="<p>Hết.</p>")

    assert found(client, "là gì") == ["Đảng là gì, vì ai?"]


def test_what_is_said_otherwise_comes_after_what_was_typed(client):
    make_article("Cũ", body="<p>Kế hoạch năm 2026.</p>", published_at=days_ago(2))
    make_article("Mới", body="<p>Kế hoạch 2026 - 2030.</p>", published_at=days_ago(1))

    assert found(client, "kế hoạch năm 2026") == ["Cũ", "Mới"]
    assert found(client, "kế hoạch năm 2026", **{"thu-tu": "moi-nhat"}) == ["Mới", "Cũ"]
    assert found(client, "“kế hoạch năm 2026”") == ["Cũ"]  # what is in quotes is meant


def test_pages_of_what_was_typed_and_said_otherwise_show_each_once(client):
    for number in range(24):
        body = "<p>Kế hoạch năm 2026.</p>" if number % 2 else "<p>Kế hoạch 2026.</p>"
        make_article(f"Tin {number:02}", body=body, published_at=days_ago(number + 1))

    for order in ["phu-hop", "moi-nhat"]:
        answer, seen = client.get(PAGE, {"q": "kế hoạch năm 2026", "thu-tu": order}), []
        assert "24 kết quả" in answer.text
        while answer:
            seen += [words(title) for title in soup(answer).select(".search-result__title")]
            answer = next_page(client, answer)
        assert sorted(seen) == [f"Tin {number:02}" for number in range(24)]


@pytest.mark.parametrize(
    ("q", "said"),
    [
        ("đ/c Trịnh Khắc Hiệu", "Đồng chí Trịnh Khắc Hiệu"),
        ("Đ/c: trinh khac hieu", "Đồng chí Trịnh Khắc Hiệu"),
        ("bch khóa XIII", "Ban Chấp hành khóa XIII"),
        ("BTV họp", "Ban Thường vụ họp"),
        ("UBKT Trung ương", "Ủy ban Kiểm tra Trung ương"),
        ("ubkt tw", "Ủy ban Kiểm tra Trung ương"),
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh"),
        ("hdnd tỉnh", "Hội đồng nhân dân tỉnh"),
        ("MTTQ xã", "Mặt trận Tổ quốc xã"),
        ("ĐH chi bộ", "Đại hội chi bộ"),
        ("CB-CC gương mẫu", "Cán bộ, công chức gương mẫu"),
        ("UBND tỉnh năm 2026", "Kế hoạch 2026 của Ủy ban nhân dân tỉnh"),
        ("NQ05", "Triển khai Nghị quyết 05-NQ/ĐUK"),
        ("nq05 ở cơ sở", "Triển khai Nghị quyết 05-NQ/ĐUK ở cơ sở"),
        ("TB-58", "Đính chính 58-TB/ĐUK"),
        ("1461", "Kết nạp 1.461 đảng viên"),
        ("1234567 đồng", "Ủng hộ 1.234.567 đồng"),
        ("ĐTN Khối", "Đoàn Thanh niên Khối"),
        ("ktgs năm 2026", "Kiểm tra, giám sát 2026"),
        ("mẹ vnah", "Mẹ Việt Nam anh hùng"),
        ("nđ123", "Nghị định số 123/2025/NĐ-CP"),
        ("ubkt t10/2025", "Ủy ban Kiểm tra họp tháng 10/2025"),
        ("đại hội 14", "Đại hội XIV của Đảng"),
        ("Đại hội Đảng toàn quốc lần thứ 13", "Đại hội toàn quốc lần thứ XIII của Đảng"),
        ("khóa 9, quí 3", "Khóa IX, quý III"),
        # A keyboard that was off, or let a key fall behind.
        ("hooij nghij", "Hội nghị toàn thể"),
        ("HOOIJ NGHIJ DDANGR UYR", "Hội nghị Đảng ủy"),
        ("hojoi nghij truwowngf chinhs trij", "Hội nghị ở Trường Chính trị"),
        ("d9ang3 uy3 ho5p", "Đảng ủy họp"),
        ("quyet61 d9inh5", "Quyết định mới"),
        ("đangr viên mới", "Đảng viên mới"),
        ("nghị quyếts 05", "Nghị quyết 05"),
        # Words typed together, and a beginning that no syllable has.
        ("hoinghi", "Hội nghị toàn thể"),
        ("hộinghị", "Hội nghị toàn thể"),
        ("DANGUY họp", "Đảng ủy họp"),
        ("giải cầulông", "Giải cầu lông"),
        ("banchaphanh", "Ban Chấp hành"),
        ("nguyenvanan", "Đồng chí Nguyễn Văn An"),
        ("hoinghilanthu5", "Hội nghị lần thứ 5"),
        ("hội ngị", "Hội nghị toàn thể"),
        ("ngiên cứu ngành", "Nghiên cứu ngành"),
        ("kông tác đảng", "Công tác đảng"),
        ("shcb", "Sinh hoạt chi bộ"),
        ("Đảng ủy Khối CQ&DN", "Đảng ủy Khối Cơ quan và Doanh nghiệp tỉnh"),
        ("đvtn", "Đoàn viên, thanh niên"),
        ("email", "Hệ thống thư điện tử"),
        ("hộp thư điện tử", "Mở hộp email"),
    ],
)
def test_what_is_typed_short_is_found_written_out_and_marked(client, q, said):
    make_article("Tin trong ngày", lead=f"{said}.")

    answer = client.get(PAGE, {"q": q})

    assert found(client, q) == ["Tin trong ngày"]
    assert soup(answer).select(".search-result mark")


def test_what_is_written_short_comes_before_what_is_written_out(client):
    make_article("Ủy ban nhân dân tỉnh họp", published_at=days_ago(1))
    make_article("UBND tỉnh họp", published_at=days_ago(2))

    assert found(client, "UBND tỉnh") == ["UBND tỉnh họp", "Ủy ban nhân dân tỉnh họp"]
    assert found(client, "“UBND tỉnh”") == ["UBND tỉnh họp"]


def test_a_name_typed_in_full_is_found_short_after_what_has_it_in_full(client):
    make_article("Uỷ ban nhân dân tỉnh họp", published_at=days_ago(2))
    make_article("UBND tỉnh họp", published_at=days_ago(1))

    assert found(client, "ủy ban nhân dân tỉnh") == ["Uỷ ban nhân dân tỉnh họp", "UBND tỉnh họp"]
    assert found(client, "Đoàn Thanh niên Cộng sản Hồ Chí Minh") == []
    make_article("Đoàn TNCS HCM ra quân")
    assert found(client, "Đoàn Thanh niên Cộng sản Hồ Chí Minh") == ["Đoàn TNCS HCM ra quân"]


@pytest.mark.parametrize("q", ["box", "xe bus", "khoa13", "Nay Der", "hội thảo max", "U19"])
def test_a_word_that_need_not_be_a_slip_of_the_keyboard_is_none(client, q):
    make_article("Xe của chi bộ", body="<p>Khoa học, hội thảo mà nay để ở bu, ủ.</p>")

    assert found(client, q) == []


@pytest.mark.parametrize("q", ["online", "radio", "unesco", "doanh"])
def test_a_word_of_another_language_is_not_taken_apart(client, q):
    make_article("Bật lại nếp cũ, ra đi ở làng", body="<p>Đo anh, lì nè, u né, cố.</p>")

    assert found(client, q) == []


def test_words_typed_together_are_found_only_where_they_follow_each_other(client):
    make_article("Hội viên nghị sự", body="<p>Hết.</p>")
    make_article("Hội nghị sơ kết")

    assert found(client, "hoinghi") == ["Hội nghị sơ kết"]


def test_a_title_that_says_it_otherwise_comes_before_very_many_texts(client, monkeypatch):
    monkeypatch.setattr("news.search.finding.NEWEST", 12)
    make_article("Đại hội XIV của Đảng", published_at=days_ago(30))
    for number in range(13):
        body = "<p>Trước đại hội, 14 chi bộ ra quân.</p>"
        make_article(f"Tin {number:02}", body=body, published_at=days_ago(number + 1))

    assert found(client, "đại hội 14")[:2] == ["Đại hội XIV của Đảng", "Tin 00"]


def test_what_is_short_in_a_number_is_not_written_out(client):
    make_article("Hướng dẫn 36 của Trung ương về học tập")

    assert found(client, "36-HD/TW") == []


def test_a_year_is_no_sum(client):
    make_article("Thu 2.026 triệu đồng")

    assert found(client, "2026") == []


def test_a_place_of_the_south_is_no_year(client):
    make_article("Đất Quảng 2026")

    assert found(client, "Quảng Nam 2026") == []


def test_newest_first_is_the_other_order(client, corpus):
    everything = [SPOKEN, CONTEST, WRONG, HALF_YEAR, YOUTH, CHECK, ELEVENTH]

    assert found(client, "hội nghị", **{"thu-tu": "moi-nhat"}) == everything


def test_decomposed_letters_and_no_break_spaces_are_typed_as_well(client, corpus):
    assert found(client, "Nguye\u0302\u0303n\u00a0Ho\u0300a") == [HALF_YEAR]


def test_everything_that_a_reader_sees_of_an_article_is_found(client):
    article = make_document(
        "Về quy chế",
        document_type="Quyết định",
        issuing_body="Ban Thường vụ",
        signer="Trần Thị Ánh",
        signer_office="Phó Bí thư",
        issued_on=date(2018, 2, 20),
    )
    make_photo(article, caption="Quang cảnh buổi lễ", credit="Anh Huy")
    Attachment.objects.create(article=article, file=pdf(), title="Phụ lục danh sách")
    Contributor.objects.create(article=article, name="Ngọc Ánh", office="Văn phòng")
    index.update(article)

    for q in ["quyet dinh ban thuong vu", "tran thi anh", "20/2/2018", "anh huy", "phu luc"]:
        assert found(client, q) == ["Về quy chế"], q
    assert found(client, "quang canh buoi le ngoc anh") == ["Về quy chế"]


def test_a_word_half_bold_is_one_word_and_two_paragraphs_are_not(client):
    make_article("Bài", body="<p><strong>Đ</strong>ảng viên</p><p>mới&nbsp;kết nạp</p>")

    assert found(client, "đảng viên") == ["Bài"]
    assert found(client, '"mới kết nạp"') == ["Bài"]
    assert found(client, "strong nbsp") == []


# ---------- Filters ----------


def test_kind_category_and_period_narrow(client):
    parent = make_category("Đoàn thể")
    child = make_category("Đoàn Thanh niên", parent=parent)
    zone = timezone.get_current_timezone()
    make_article("Tin của cha", category=parent, published_at=datetime(2024, 3, 1, tzinfo=zone))
    last_minute = datetime(2024, 2, 29, 23, 59, tzinfo=zone)
    make_article("Tin của con", category=child, published_at=last_minute)
    make_announcement("Tin thông báo", published_at=datetime(2023, 5, 5, tzinfo=zone))
    make_page("Tin trang")

    def narrowed(**filters):
        return set(found(client, "tin", **filters))

    assert narrowed(loai="announcement") == {"Tin thông báo"}
    assert narrowed(loai="page") == {"Tin trang"}
    assert narrowed(**{"chuyen-muc": "doan-the"}) == {"Tin của cha", "Tin của con"}
    assert narrowed(**{"chuyen-muc": "doan-thanh-nien"}) == {"Tin của con"}
    assert narrowed(nam="2024") == {"Tin của cha", "Tin của con"}
    assert narrowed(tu="01/03/2024", den="1/3/2024") == {"Tin của cha"}
    assert narrowed(den="29/02/2024") == {"Tin của con", "Tin thông báo"}
    assert narrowed(nam="2024", tu="01/03/2024") == {"Tin của cha"}
    assert set(found(client, "", nam="2023")) == {"Tin thông báo"}


def test_a_topic_narrows_in_the_same_order(client, corpus):
    for title in [CHECK, ELEVENTH, HALF_YEAR]:
        topic = make_topic(f"Dòng {title}", articles=[Article.objects.get(title=title)])
    topic.absorb(Topic.objects.exclude(pk=topic.pk).filter(name=f"Dòng {CHECK}"))

    field = soup(client.get(PAGE)).select('[name="dong-su-kien"] option')

    assert words(field[1]) == f"Dòng {HALF_YEAR}"
    assert "Lọc theo loại, chuyên mục, dòng sự kiện, thời gian" in client.get(PAGE).text
    assert found(client, "hội nghị", **{"dong-su-kien": topic.pk}) == [HALF_YEAR, CHECK]
    assert found(client, "", **{"dong-su-kien": topic.pk}) == [HALF_YEAR, CHECK]


def test_a_topic_that_readers_may_not_see_is_no_filter(client):
    make_topic(articles=[make_article()])
    closed = make_topic("Dòng kín", articles=[make_article(state="draft")])

    assert "Dòng kín" not in client.get(PAGE).text
    assert client.get(PAGE, {"dong-su-kien": closed.pk}).status_code == 422


def test_where_there_are_no_topics_none_are_asked_for(client):
    make_article()

    assert "dong-su-kien" not in client.get(PAGE).text
    assert "Lọc theo loại, chuyên mục, thời gian" in client.get(PAGE).text
    assert found(client, "hoi nghi", **{"dong-su-kien": "7"}) == ["Hội nghị lần thứ 11"]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("tu=hom+qua", "Hãy viết ngày như 06/07/2026."),
        ("den=99/99/2024", "Hãy viết ngày như 06/07/2026."),
        ("tu=01/01/9999", "Năm phải từ 1971 đến 2099."),
        ("den=01/01/0001", "Năm phải từ 1971 đến 2099."),
        ("tu=02/01/2024&den=01/01/2024", "Ngày cuối không thể trước ngày đầu."),
        ("nam=1", "Năm phải từ 1971 đến 2099."),
        ("nam=hai", "Hãy viết năm như 2026."),
        ("loai=bia", "Không có loại này."),
        ("chuyen-muc=bia", "Không có chuyên mục này."),
        ("dong-su-kien=bia", "Không có dòng sự kiện này."),
        ("dong-su-kien=9999999999999999999999", "Không có dòng sự kiện này."),
        ("thu-tu=bia", "Không có cách xếp này."),
    ],
)
def test_a_wrong_filter_is_said_beside_its_field_and_kept(client, query, message):
    make_topic(articles=[make_article()])

    answer = client.get(f"{PAGE}?q=hoi+nghi&{query}")

    assert answer.status_code == 422
    assert message in soup(answer).select_one(".search-filter .errorlist").get_text()
    assert soup(answer).select_one("#id_q")["value"] == "hoi nghi"
    assert soup(answer).select_one("details[open]")


# ---------- Pages ----------


def next_page(client, answer):
    link = soup(answer).select_one('.pagination [rel="next"]')
    return link and client.get(PAGE + link["href"])


@pytest.mark.parametrize("order", ["phu-hop", "moi-nhat"])
def test_pages_show_each_result_once(client, order):
    for number in range(25):
        make_article(f"Tin {number:02}", published_at=days_ago(number + 1))

    titles, answer = [], client.get(PAGE, {"q": "tin", "thu-tu": order})
    assert "25 kết quả" in answer.text
    while answer:
        titles += [words(link) for link in soup(answer).select(".search-result__title")]
        answer = next_page(client, answer)

    assert titles == [f"Tin {number:02}" for number in range(25)]


@pytest.mark.parametrize(
    ("order", "told"), [("phu-hop", "31 kết quả"), ("moi-nhat", "Hơn 30 kết quả")]
)
def test_newest_first_no_more_are_counted_than_anybody_reads(client, order, told):
    for number in range(31):
        make_article(f"Tin {number:02}")

    page = soup(client.get(PAGE, {"q": "tin", "thu-tu": order}))

    assert words(page.select_one(".search-head__count")).startswith(told)


def test_titles_that_nearly_have_the_words_are_counted_as_well(client):
    make_article("Tin khác", body="<p>Lễ phát động, tuyên truyền trồng cây xanh.</p>")
    for number in range(15):
        make_article(f"Lễ phát động trồng cây xanh {number}", body="<p>Hết.</p>")

    answer = client.get(PAGE, {"q": "le phat dong tuyen cay xanh"})

    assert "16 kết quả" in answer.text


def test_what_only_nearly_has_the_words_moves_no_result_to_another_page(client):
    for number in range(12):
        days, nearly = days_ago(2 * number + 1), f"Đoàn công tác thăm xã {number}"
        make_article(nearly, body="<p>Hết.</p>", published_at=days)
        make_article(f"Đoàn công tác thăm bản {number}", body="<p>Tết.</p>", published_at=days)
        make_article(f"Tin {number}", body="<p>Đoàn công tác Tết.</p>", published_at=days)

    titles = [
        title for page in (1, 2, 3) for title in found(client, "doan cong tac tet", trang=page)
    ]

    assert titles[:12] == [f"Đoàn công tác thăm bản {number}" for number in range(12)]
    assert titles[12:] == [f"Tin {number}" for number in range(12)]


@pytest.mark.parametrize("page", ["0", "51", "-1", "hai", "٢", "9" * 5000, "1".zfill(5000)])
def test_a_page_that_cannot_be_is_not_found(client, page):
    assert client.get(PAGE, {"q": "tin", "trang": page}).status_code == 404


@pytest.mark.parametrize("q", ["tin", "tin khac", "khongcogi"])  # found, nearly found, not at all
def test_beyond_the_last_page_there_is_none(client, q):
    make_article("Tin mới", body="<p>Hết.</p>")

    assert client.get(PAGE, {"q": q}).status_code == 200
    assert client.get(PAGE, {"q": q, "trang": 2}).status_code == 404


@pytest.mark.parametrize("place", ["hai", "-1", "٢", "9" * 5000, "9" * 19, "1".zfill(5000)])
def test_a_place_that_cannot_be_is_not_found(client, place):
    asked = {"q": "tin", "thu-tu": "moi-nhat", "sau": place}

    assert client.get(PAGE, asked).status_code == 404


@pytest.mark.parametrize("place", ["1", "2"])
def test_beyond_the_last_page_of_a_year_there_is_nothing(client, place):
    make_article("Tin mới")
    year = {"nam": timezone.localdate().year}

    assert found(client, "tin", **year) == ["Tin mới"]
    assert found(client, "tin", **year, **{"thu-tu": "moi-nhat", "sau": place}) == []


# ---------- What is shown ----------


def test_words_are_marked_where_they_stand(client):
    make_article(
        "Đảng ủy họp & bàn <việc>",
        lead="",
        body=f"<p>{'Đoạn đầu. ' * 60}Sáng nay, Đảng uỷ Khối &lt;họp&gt; tại Hạ Long.</p>",
    )

    result = soup(client.get(PAGE, {"q": "dang uy ha long"})).select_one(".search-result")

    assert [mark.get_text() for mark in result.select("h3 mark")] == ["Đảng ủy"]
    snippet = result.select_one(".search-result__snippet")
    assert [mark.get_text() for mark in snippet.select("mark")] == ["Đảng uỷ", "Hạ Long"]
    assert "Đảng uỷ Khối <họp> tại Hạ Long." in words(snippet)
    assert len(words(snippet)) < 300


def test_a_number_in_a_title_stays_on_one_line(client):
    make_article("Tổng kết 10 năm thực hiện Chỉ thị 05-CT/TW")

    title = soup(client.get(PAGE, {"q": "chi thi"})).select_one(".search-result__title")

    assert "05-CT/TW" in [span.get_text() for span in title.select(".nowrap")]


def test_a_script_that_is_searched_for_is_only_shown(client):
    answer = client.get(PAGE, {"q": "<script>alert(1)</script>"})

    assert "<script>alert" not in answer.text
    assert soup(answer).select_one("#id_q")["value"] == "<script>alert(1)</script>"


def test_nothing_found_says_what_to_do_and_what_is_near(client):
    make_article("Hội nghị lần thứ 11")

    answer = soup(client.get(PAGE, {"q": "hội nghị lần thứ 12"}))
    strange = soup(client.get(PAGE, {"q": "hoi nghi lan thu tuyen quang"}))
    empty = soup(client.get(PAGE, {"q": "bóng đá", "loai": "document"}))

    assert "Không tìm thấy bài nào có đủ các từ" in words(answer.main)
    assert words(answer.select_one(".search-near h3")) == "Hội nghị lần thứ 11"
    assert words(strange.select_one(".search-near h3")) == "Hội nghị lần thứ 11"
    assert empty.select_one('.search-empty a[href="?q=b%C3%B3ng+%C4%91%C3%A1"]')
    assert "Hội nghị lần thứ 11" in words(empty.select_one(".search-newest"))


@pytest.mark.parametrize("q", ["lịch công tác", "LICH CONG TAC", "lịch"])
def test_a_list_of_the_site_is_offered_by_its_name(client, q):
    make_work_item()

    offered = soup(client.get(PAGE, {"q": q})).select_one(".search-listing a")

    assert (offered["href"], offered.get_text()) == ("/lich-cong-tac/", "Lịch công tác")


@pytest.mark.parametrize("q", ["lịch công tác", "công tác", "trang chủ", ""])
def test_no_list_is_offered_that_is_not_kept_or_was_not_named(client, q):
    assert not soup(client.get(PAGE, {"q": q})).select(".search-listing")


def test_search_engines_keep_the_bare_page_only(client):
    """Whoever links to a search for his own words gets nothing onto the site by it."""
    make_article("Tin mới")
    searches = [client.get(PAGE, asked) for asked in ({"q": "tin"}, {"q": "casino"})]

    plain, spam = map(soup, searches)
    for page in (plain, spam):
        assert page.select_one('link[rel="canonical"]')["href"].endswith(PAGE)
    assert not plain.select('meta[name="robots"]')
    assert spam.select_one('meta[name="robots"]')["content"] == "noindex"


def test_every_page_leads_to_the_search(client):
    home = soup(client.get("/"))

    assert home.select_one(f'.site-header form[action="{PAGE}"] input[name="q"]')
    assert home.select_one(f'.main-nav a[href="{PAGE}"], .site-footer a[href="{PAGE}"]')


# ---------- Suggestions ----------


def suggested(client, q):
    answer = client.get(f"{PAGE}goi-y/", {"q": q})
    assert answer.status_code == 200
    return [words(option) for option in soup(answer).select(".search__title")]


def test_zeros_half_typed_are_no_beginning_of_another_number(client):
    make_article("Nghị quyết 05 về cán bộ")

    assert suggested(client, "nghi quyet 00") == []


def test_titles_are_suggested_for_words_half_typed(client):
    make_article("Hội nghị sơ kết", published_at=days_ago(2))
    make_article("Hội thi nghi thức", published_at=days_ago(1))
    make_article("Bài khác", body="<p>hội nghị</p>")

    assert suggested(client, "hoi ng") == ["Hội thi nghi thức", "Hội nghị sơ kết"]
    assert suggested(client, "hội nghị s") == []  # one letter is no word yet
    assert suggested(client, "hội nghị sơ") == ["Hội nghị sơ kết"]
    assert suggested(client, "") == []


def test_titles_are_suggested_for_what_says_it_otherwise(client):
    make_article("Hội nghị sơ kết")

    assert suggested(client, "hoinghi") == ["Hội nghị sơ kết"]
    assert suggested(client, "hooij nghij so") == ["Hội nghị sơ kết"]


def test_suggestions_are_no_page_view(client):
    answer = client.get(f"{PAGE}goi-y/", {"q": "hoi"})

    assert not answer.headers["Content-Type"].startswith("text/html")


# ---------- Any bytes at all ----------

HOSTILE = [
    "%00",
    "%00%00hoi%00nghi",
    "%FF%FE%C0%80",
    "%ED%A0%80",  # a lone surrogate
    "%",
    "%zz%",
    '"',
    '""""""""',
    '"hoi',
    "“hoi” ”nghi“",
    "NEAR(hoi nghi)",
    "hoi hoi hoi",
    "khong co gi ca o day dau nhe ban oi muon tim the nao nua",
    "hoi AND OR NOT nghi",
    "title:hoi",
    "fold%20:%20(%22",
    "hoi*",
    "*",
    "^hoi",
    "-hoi +nghi",
    "hoi & nghi | !x <-> y",
    "'hoi':*&'",
    "';DROP TABLE news_article;--",
    "\\",
    "((((((((((",
    "§news ¤202601 №5 ·",
    "😀🇻🇳👨‍👩‍👧",
    "ﷺ" * 300,
    "\u202ehoi",
    "e\u0302\u0323" * 50,
    "İıſK",
    "漢字かな",
    "x" * 10_000,
    "hoi " * 5000,
    "1" * 10_000,
    "{{ 7*7 }}{% now %}",
    "${jndi:ldap://x}",
]


@pytest.mark.parametrize("q", HOSTILE, ids=range(len(HOSTILE)))
def test_any_bytes_are_answered(client, q):
    make_article("Hội nghị lần thứ 11")

    for address in (f"{PAGE}?q={q}", f"{PAGE}?thu-tu=moi-nhat&q={q}", f"{PAGE}goi-y/?q={q}"):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert len(answer.content) < 100_000


@pytest.mark.parametrize(("q", "said"), [("a b", "“a b”"), ('"a b"', '"a b"'), ("“a b”", "“a b”")])
def test_what_was_typed_in_quotes_is_not_quoted_twice(client, q, said):
    page = soup(client.get(PAGE, {"q": q}))

    assert f"cho {said}" in words(page.select_one("main"))
    assert page.title.get_text().startswith(f"{said} - Tìm kiếm")


def test_a_long_question_is_cut_and_says_so(client):
    make_article("Hội nghị lần thứ 11")

    assert "chỉ tìm theo những từ đầu" in client.get(PAGE, {"q": "hoi nghi " * 20}).text
    assert "chỉ tìm theo những từ đầu" not in client.get(PAGE, {"q": "hoi nghi"}).text


def test_a_question_of_sixteen_words_is_not_said_to_be_cut(client):
    sixteen = " ".join(["hoi nghi"] * 8)

    assert "chỉ tìm theo những từ đầu" not in client.get(PAGE, {"q": f"{sixteen} ..."}).text
    assert "chỉ tìm theo những từ đầu" in client.get(PAGE, {"q": f"{sixteen} mot"}).text
    assert "chỉ tìm theo những từ đầu" in client.get(PAGE, {"q": f'"{sixteen} mot"'}).text


# ---------- What is indexed, and when ----------


def test_an_edit_is_found_when_it_is_approved_and_not_before(client, clerk):
    article = write_article(clerk, title="Bản tin sáng", body="<p>Chữ cũ.</p>")
    write_article(clerk, article, button="_hold", title="Bản tin chiều", body="<p>Chữ mới.</p>")

    assert found(client, "bản tin") == ["Bản tin sáng"]
    assert found(client, "chiều") == []

    article.refresh_from_db()
    publishing.approve(article, article.latest_revision, clerk.user)

    assert found(client, "chữ mới") == ["Bản tin chiều"]
    assert found(client, "sáng") == found(client, "chữ cũ") == []


def test_what_is_taken_from_readers_leaves_the_index(clerk):
    article = write_article(clerk)
    publishing.put_in_bin(article, clerk.user)
    assert not PublicEntry.objects.exists()

    publishing.take_out_of_bin(article, clerk.user)
    assert PublicEntry.objects.exists()

    publishing.withdraw(article, clerk.user)
    assert not PublicEntry.objects.exists()


def test_a_scheduled_article_is_found_from_its_hour_and_an_expired_one_no_more(
    client, time_machine
):
    now = timezone.now()
    make_article(published_at=now + timedelta(hours=1), expires_at=now + timedelta(hours=2))

    assert found(client, "hội nghị") == []
    time_machine.move_to(now + timedelta(hours=1, minutes=1))
    assert found(client, "hội nghị") == ["Hội nghị lần thứ 11"]
    time_machine.move_to(now + timedelta(hours=2, minutes=1))
    assert found(client, "hội nghị") == []


def test_a_deleted_article_leaves_no_words_behind(client):
    article = make_article("Hội nghị đã xóa")
    number = article.pk
    article.delete()
    make_article("Bài khác", pk=number, published_at=article.published_at)

    assert found(client, "đã xóa") == []
    assert found(client, "bài khác") == ["Bài khác"]


def test_the_index_can_be_made_anew(client):
    Article.objects.bulk_create(
        Article(
            title=f"Bài nhập {number}",
            slug="bai",
            state=Article.State.APPROVED if number else Article.State.DRAFT,
            published_at=days_ago(number),
        )
        for number in range(3)
    )
    assert found(client, "bài nhập") == []

    call_command("rebuild_search", verbosity=0)
    call_command("rebuild_search", verbosity=0)

    assert found(client, "bài nhập") == ["Bài nhập 1", "Bài nhập 2"]


def test_what_was_there_before_search_was_is_indexed_by_its_migration(client):
    editor = SimpleNamespace(connection=connection)
    migration = import_module("news.migrations.0026_leads_apart")
    migration.empty_index(apps, editor)
    Article.objects.bulk_create(
        [Article(title="Bài cũ", slug="bai", state="approved", published_at=days_ago(1))]
    )

    migration.make_index(apps, editor)

    assert found(client, "bai cu") == ["Bài cũ"]


def test_of_very_many_the_newest_are_shown_and_those_with_the_phrase(client, monkeypatch):
    """So many that of those without the phrase only the newest are looked at."""
    monkeypatch.setattr("news.search.finding.NEWEST", 5)
    monkeypatch.setattr("news.search.finding.WINDOW", 2)
    monkeypatch.setattr("news.search.finding.WINDOWS", [1, 2])
    for number in range(8):
        body = "<p>Chi bộ họp.</p>" if number % 2 else "<p>Họp chi bộ.</p>"
        make_article(f"Tin {number}", body=body, published_at=days_ago(40 * number + 1))
    make_article("Chi bộ cũ", published_at=days_ago(400))

    phrases_first = ["Tin 0", "Tin 2", "Tin 4", "Tin 6", "Tin 1", "Tin 3"]
    assert found(client, "hop chi bo") == phrases_first
    assert found(client, "chi bo")[0] == "Chi bộ cũ"


def test_a_phrase_that_very_many_may_have_is_found_by_its_quotes_however_old(client, monkeypatch):
    monkeypatch.setattr("news.search.finding.NEWEST", 3)
    monkeypatch.setattr("news.search.finding.FARTHEST", 6)
    for number in range(8):
        body = "<p>Họp chi bộ.</p>" if number in (5, 7) else "<p>Chi bộ họp.</p>"
        make_article(f"Tin {number}", body=body, published_at=days_ago(number + 1))

    assert found(client, "hop chi bo") == ["Tin 5", "Tin 0", "Tin 1", "Tin 2"]
    assert found(client, "“hop chi bo”") == ["Tin 5", "Tin 7"]


def test_a_phrase_among_the_newest_with_its_words_comes_first_however_old(client, monkeypatch):
    monkeypatch.setattr("news.search.finding.NEWEST", 3)
    monkeypatch.setattr("news.search.finding.FARTHEST", 6)
    bodies = ["<p>Hết.</p>"] * 14
    bodies[0] = bodies[12] = "<p>Chi bộ họp.</p>"
    bodies[10] = bodies[13] = "<p>Họp chi bộ.</p>"
    for number, body in enumerate(bodies):
        make_article(f"Tin {number}", body=body, published_at=days_ago(number + 1))

    assert found(client, "hop chi bo") == ["Tin 10", "Tin 0", "Tin 12"]


@pytest.mark.parametrize(
    ("q", "offered"),
    [
        ("họp chi bộ", ['"họp chi bộ"']),
        ("bộ chi", []),  # which nobody wrote
        ("họp", []),  # no phrase
        ('"họp chi bộ"', []),  # it is one already
        (f"họp chi bộ {'a' * 188}", []),  # the quotes would be cut off
    ],
)
def test_where_there_are_very_many_results_the_phrase_itself_is_offered(
    client, monkeypatch, q, offered
):
    monkeypatch.setattr("news.search.views.MOST_COUNTED", 2)
    for number in range(3):
        body = f"<p>Họp chi bộ. {'a' * 188}</p>"
        make_article(f"Tin {number}", body=body, published_at=days_ago(number + 1))

    page = soup(client.get(PAGE, {"q": q, "loai": "news"}))

    asked = [parse_qs(urlsplit(a["href"]).query) for a in page.select(".search-phrase a")]
    assert asked == [{"q": [phrase], "loai": ["news"]} for phrase in offered]


def test_a_phrase_that_may_be_older_than_what_was_looked_at_is_offered(client, monkeypatch):
    monkeypatch.setattr("news.search.views.MOST_COUNTED", 2)
    monkeypatch.setattr("news.search.finding.FARTHEST", 2)
    for number in range(3):
        make_article("Họp chi bộ", published_at=days_ago(number + 1))

    page = soup(client.get(PAGE, {"q": "bộ chi"}))

    link = urlsplit(page.select_one(".search-phrase a")["href"])
    assert parse_qs(link.query) == {"q": ['"bộ chi"']}


@pytest.mark.parametrize("q", ['"tham gia"', '"bà xa" cam đào lê mận'])
def test_behind_a_word_that_a_text_has_too_often_nothing_is_found_by_it(client, q):
    """Neither with marks nor without: the two databases would differ."""
    make_article(body=f"<p>{'giá ba ' * 260} tham gia, bà xa, cam, đào, lê, mận.</p>")

    assert found(client, q) == []


def test_where_there_are_few_results_no_phrase_is_offered(client, corpus):
    assert not soup(client.get(PAGE, {"q": "hội nghị"})).select(".search-phrase")
