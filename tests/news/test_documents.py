"""Documents found by number, type, issuing body, signer, year and state."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.documents import distinct
from news.models import Article, Attachment
from news.pagination import PAGE_SIZE
from tests.factories import make_announcement, make_document, make_identity, pdf
from tests.news.test_lists import follow, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def documents(db):
    body = {"issuing_body": "Ban Chấp hành", "signer": "Trần Văn Minh"}
    make_document(
        "Nghị quyết cũ",
        document_number="05-NQ/ĐUK",
        document_type="Nghị quyết",
        issued_on=date(2023, 12, 31),
        validity="expired",
        published_at=timezone.now() - timedelta(days=3),
        **body,
    )
    make_document(
        "Nghị quyết mới",
        document_number="15-NQ/ĐUK",
        document_type="Nghị quyết",
        issued_on=date(2024, 1, 1),
        validity="in_force",
        published_at=timezone.now() - timedelta(days=2),
        **body,
    )
    make_document(
        "Công văn",
        document_number="05-CV/VPĐU",
        document_type="Công văn",
        issuing_body="Văn phòng",
        signer="Lê Thị Hoa",
        issued_on=date(2024, 5, 5),
        validity="in_force",
        published_at=timezone.now() - timedelta(days=1),
    )


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", ["Công văn", "Nghị quyết mới", "Nghị quyết cũ"]),
        ("so=05", ["Công văn", "Nghị quyết cũ"]),
        ("so=+05-nq/đuk+", ["Nghị quyết cũ"]),
        ("so=5", ["Công văn", "Nghị quyết cũ"]),  # as people say it
        ("so=1", ["Nghị quyết mới"]),  # what is typed may go on
        ("so=15", ["Nghị quyết mới"]),
        ("so=05-nq/duk", ["Nghị quyết cũ"]),
        ("so=05-NQ", ["Nghị quyết cũ"]),
        ("so=05+NQ", ["Nghị quyết cũ"]),
        ("so=05NQ", ["Nghị quyết cũ"]),
        ("so=5nqduk", ["Nghị quyết cũ"]),
        ("so=05+-+NQ", ["Nghị quyết cũ"]),
        ("so=05/NQ", ["Nghị quyết cũ"]),
        ("so=05–NQ", ["Nghị quyết cũ"]),  # Word's dash
        ("so=số+05", ["Công văn", "Nghị quyết cũ"]),
        ("so=Số+05-NQ/ĐUK", ["Nghị quyết cũ"]),
        ("so=NQ", []),
        ("so=số", []),
        ("so=%", []),
        ("loai=Nghị+quyết", ["Nghị quyết mới", "Nghị quyết cũ"]),
        ("co_quan=Văn+phòng", ["Công văn"]),
        ("nguoi_ky=Trần+Văn+Minh", ["Nghị quyết mới", "Nghị quyết cũ"]),
        ("nam=2023", ["Nghị quyết cũ"]),
        ("nam=2024", ["Công văn", "Nghị quyết mới"]),
        ("tinh_trang=in_force", ["Công văn", "Nghị quyết mới"]),
        ("loai=Nghị+quyết&nam=2024&tinh_trang=in_force&so=15", ["Nghị quyết mới"]),
        ("loai=Công+văn&nguoi_ky=Trần+Văn+Minh", []),
        ("la=gi&loai=", ["Công văn", "Nghị quyết mới", "Nghị quyết cũ"]),
    ],
)
def test_documents_are_found_by_what_stands_on_them(client, documents, asked, expected):
    assert titles(client.get(f"/van-ban/?{asked}")) == expected


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("loai=Công+văn", "Công văn"),
        ("co_quan=Văn+phòng&nam=2024", "do Văn phòng ban hành, năm 2024"),
        ("nguoi_ky=Lê+Thị+Hoa&loai=Công+văn", "Công văn, do Lê Thị Hoa ký"),
        ("tinh_trang=in_force", "còn hiệu lực"),
        ("so=05-nq", "số 05-NQ"),
        ("so=Số+05-NQ/ĐUK", "số 05-NQ/ĐUK"),
    ],
)
def test_a_list_that_was_narrowed_says_so_in_its_name(client, documents, asked, named):
    make_identity("Đảng ủy Khối")

    page = BeautifulSoup(client.get(f"/van-ban/?{asked}").content, "html.parser")

    assert page.title.string == f"Văn bản: {named} - Đảng ủy Khối"
    assert page.h1.get_text() == f"Văn bản: {named}"
    assert description(page) == f"Văn bản của Đảng ủy Khối: {named}"
    assert page.find("link", type="application/rss+xml")["title"].startswith("Văn bản - ")


def description(page):
    return page.find("meta", {"name": "description"})["content"]


@pytest.mark.parametrize("asked", ["", "?loai=Chỉ+thị", "?so=+&nam="])  # none of the second
def test_a_list_that_was_not_narrowed_has_its_plain_name(client, documents, asked):
    make_identity("Đảng ủy Khối")

    page = BeautifulSoup(client.get(f"/van-ban/{asked}").content, "html.parser")

    assert page.title.string == "Văn bản - Đảng ủy Khối"
    assert description(page) == "Văn bản của Đảng ủy Khối"


def test_a_question_that_no_document_answers_is_for_no_search_engine(client, documents):
    def is_hidden(address):
        return '<meta name="robots" content="noindex">' in client.get(address).text

    assert is_hidden("/van-ban/?so=mua+ngay")
    assert not is_hidden("/van-ban/?so=05")
    assert not is_hidden("/van-ban/")


def test_a_zero_says_that_a_number_is_whole_and_no_other_is_found(client):
    for number in ["05-NQ/ĐUK", "5-QĐ/ĐUK", "50-NQ/ĐUK", "105-NQ/ĐUK", "05/2024/NQ-HĐND"]:
        make_document(number, document_number=number)

    assert set(titles(client.get("/van-ban/?so=05"))) == {
        "05-NQ/ĐUK",
        "5-QĐ/ĐUK",
        "05/2024/NQ-HĐND",
    }
    assert "50-NQ/ĐUK" in titles(client.get("/van-ban/?so=5"))
    assert titles(client.get("/van-ban/?so=05/20")) == ["05/2024/NQ-HĐND"]


def test_what_came_before_numbers_were_folded_is_found_after_its_migration(client, documents):
    Article.objects.update(number_key="")
    assert titles(client.get("/van-ban/?so=05-nq")) == []

    import_module("news.migrations.0030_fill_number_keys").fill(apps, None)

    assert titles(client.get("/van-ban/?so=05-nq")) == ["Nghị quyết cũ"]


def choices(client, name):
    form = BeautifulSoup(client.get("/van-ban/").content, "html.parser")
    return [option.get_text() for option in form.select(f"select[name={name}] option")][1:]


def test_offered_is_what_some_document_bears(client, documents):
    make_announcement(document_type="Thông báo", signer="Người khác", issued_on=date(2010, 1, 1))

    assert choices(client, "loai") == ["Công văn", "Nghị quyết"]
    assert sorted(choices(client, "nguoi_ky")) == ["Lê Thị Hoa", "Trần Văn Minh"]
    assert choices(client, "nam") == ["2024", "2023"]
    assert set(choices(client, "tinh_trang")) == {"Còn hiệu lực", "Hết hiệu lực"}


@pytest.mark.parametrize(
    "fields",
    [
        {"state": Article.State.DRAFT},
        {"published_at": timezone.now() + timedelta(hours=1)},
        {"expires_at": timezone.now() - timedelta(seconds=1)},
        {"binned_at": timezone.now()},
    ],
)
def test_nothing_offered_tells_of_a_document_that_is_not_public(client, documents, fields):
    secret = {"document_type": "Đề án mật", "signer": "Ai đó", "issuing_body": "Ban nào đó"}
    make_document("Chưa công bố", issued_on=date(1999, 1, 1), **secret, **fields)

    page = client.get("/van-ban/").text

    for words in [*secret.values(), "1999"]:
        assert words not in page


@pytest.mark.parametrize("asked", ["nam=abc", "loai=Không+có", "tinh_trang=%00", "nam=" + "9" * 50])
def test_a_question_with_no_sense_is_answered_beside_its_field(client, documents, asked):
    answer = client.get(f"/van-ban/?{asked}")

    assert answer.status_code == 422
    page = BeautifulSoup(answer.content, "html.parser")
    field = page.select_one(f"[name={asked.split('=')[0]}]")
    said = page.find(id=field["aria-describedby"])
    assert said.get_text() == "Hiện không có văn bản nào như vậy."
    assert field["aria-invalid"] == "true"
    assert titles(answer) == []


def test_the_question_goes_with_every_page_of_the_answer(client):
    for number in range(PAGE_SIZE + 2):
        hour = timezone.now() - timedelta(minutes=number + 1)
        make_document(f"Văn bản {number:03}", document_type="Nghị quyết", published_at=hour)
        make_document("Công văn", document_type="Công văn", published_at=hour)

    second = follow(client, client.get("/van-ban/?loai=Nghị+quyết"), "Cũ hơn")

    assert titles(second) == [f"Văn bản {PAGE_SIZE:03}", f"Văn bản {PAGE_SIZE + 1:03}"]
    canonical = BeautifulSoup(second.content, "html.parser").find("link", rel="canonical")["href"]
    assert "loai=Ngh%E1%BB%8B+quy%E1%BA%BFt&cu-hon=" in canonical
    assert titles(follow(client, second, "Mới hơn"))[0] == "Văn bản 000"


def test_the_form_is_closed_until_it_is_used_and_keeps_what_was_asked(client, documents):
    def form(address):
        return BeautifulSoup(client.get(address).content, "html.parser").find(
            "details", "document-filter"
        )

    assert not form("/van-ban/").has_attr("open")
    used = form("/van-ban/?nam=2024&so=05")
    assert used.has_attr("open")
    assert used.find("option", selected=True, value="2024")
    assert used.find("input", {"name": "so"})["value"] == "05"


def test_a_documents_date_is_written_the_same_wherever_it_stands(client, documents):
    article = Article.objects.get(title="Công văn")

    for address in ["/", "/van-ban/", "/tim-kiem/?q=cong+van", article.get_absolute_url()]:
        page = client.get(address).text
        assert "05/05/2024" in page, address
        assert ">5/5/2024" not in page, address


def test_a_documents_own_page_leads_to_its_like(client, documents):
    article = Article.objects.get(title="Công văn")

    page = client.get(article.get_absolute_url()).text

    for fact in ["05-CV/VPĐU", "Văn phòng", "Lê Thị Hoa", "05/05/2024", "Còn hiệu lực"]:
        assert fact in page
    for query in ["loai=C%C3%B4ng%20v%C4%83n", "nguoi_ky=L%C3%AA%20Th%E1%BB%8B%20Hoa"]:
        assert f"/van-ban/?{query}" in page


@pytest.mark.parametrize(
    ("number", "heading"),
    [
        ("123/2025/NĐ-CP", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("1234/QĐ-UBND", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("59/2020/QH14", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("05-NQ/ĐUK", "Đảng Cộng sản Việt Nam"),
        ("35/QĐ-TW", "Đảng Cộng sản Việt Nam"),  # as it is often mistyped
        ("12/TB-UBKTTU", "Đảng Cộng sản Việt Nam"),
        ("", "Đảng Cộng sản Việt Nam"),
    ],
)
def test_a_state_paper_has_the_states_heading_and_no_other_has(client, number, heading):
    address = make_document(document_number=number).get_absolute_url()

    head = BeautifulSoup(client.get(address).content, "html.parser").select_one(
        ".announcement__motto"
    )

    assert head.p.get_text() == heading
    assert ("Độc lập - Tự do - Hạnh phúc" in head.text) == heading.startswith("Cộng hòa")


@pytest.mark.parametrize(
    "number", ["123/2025/NĐ-CP", "1234/QĐ-UBND", "15/CT-TTg", "01/2026/TTLT-BNV-BTC"]
)
def test_a_state_number_stays_on_one_line_too(client, number):
    page = client.get(make_document(f"Thi hành {number} của cấp trên").get_absolute_url()).text

    assert f'Thi hành <span class="nowrap">{number}</span> của' in page


def test_a_number_stays_on_one_line_wherever_it_stands(client):
    document = make_document("Quyết định", document_number="112-QĐ/ĐUCCQĐ")
    Attachment.objects.create(article=document, title="112-QĐ/ĐUCCQĐ (bản ký)", file=pdf())
    make_announcement("Thông báo", document_number="24-TB/ĐUK")

    page = client.get(document.get_absolute_url()).text
    lists = client.get("/van-ban/").text + client.get("/thong-bao/").text

    whole = '<span class="nowrap">{}</span>'.format
    for place in ["Số {}</p>", "<dd>{}</dd>", 'attachments__name">{} (bản ký)']:
        assert place.format(whole("112-QĐ/ĐUCCQĐ")) in page
    assert f'document-list__number">{whole("112-QĐ/ĐUCCQĐ")}</span>' in lists
    assert f"Số {whole('24-TB/ĐUK')}</p>" in lists


@pytest.mark.parametrize("asked", ["", "?loai=Công+văn", "?so=1", "?nam=2024&nguoi_ky=Lê+Thị+Hoa"])
@pytest.mark.usefixtures("in_a_server", "watched", "documents")
def test_a_list_of_documents_costs_as_many_queries_with_many(client, asked):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/van-ban/{asked}").status_code == 200
        return len(captured)

    queries()
    few = queries()
    for number in range(PAGE_SIZE + 5):
        make_document(
            document_number=f"{number}-CV/VPĐU",
            document_type="Công văn",
            issuing_body="Văn phòng",
            signer="Lê Thị Hoa",
            validity="in_force",
            issued_on=date(2024, 5, 5),
        )

    assert queries() == few <= 16


@pytest.mark.parametrize("field", ["document_type", "issuing_body", "signer", "validity"])
def test_a_choice_is_found_in_its_index(documents, field):
    public = Article.objects.published().documents()
    step = public.order_by(field).values_list(field).filter(**{f"{field}__gt": "A"})

    assert f"article_{field}" in step.explain()
    assert len(distinct(public, field)) == 2


def test_a_number_is_found_in_its_index(documents):
    found = Article.objects.published().documents().filter(number_key__begins="5-")
    plan = found.newest_first().explain()

    if connection.vendor == "sqlite":  # PostgreSQL reads three rows faster than an index
        assert "article_number_key" in plan
