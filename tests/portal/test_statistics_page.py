import csv
import io
from datetime import date, datetime, timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.models import Article
from stats.models import AccountEntry, ArticleDay, ReferrerDay
from tests.factories import make_article, make_category, make_day
from tests.reading import soup, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("early_thursday")]

PAGE = "/quan-tri/thong-ke/"
TODAY = date(2026, 3, 12)


def read(article, views, day=TODAY):
    ArticleDay.objects.create(article_id=article.pk, day=day, page_views=views)


# ---------- Who may ----------


def test_only_those_who_may_see_the_figures_see_the_page(clerk):
    assert clerk.get(PAGE).status_code == 403
    assert clerk.get(PAGE, {"xuat": "csv"}).status_code == 403


def test_stranger_is_asked_to_sign_in(client):
    assert client.get(PAGE).url == f"/quan-tri/login/?next={PAGE}"


def test_list_of_days_leads_to_the_page(webmaster):
    days = soup(webmaster.get("/quan-tri/stats/daytotal/"))

    assert days.select_one(f'.object-tools a[href="{PAGE}"]')


def test_page_needs_no_script_and_no_style_of_its_own(webmaster):
    make_day(TODAY, visits=3)

    page = soup(webmaster.get(PAGE))

    assert not page.select("[style], style, #content script")
    assert page.select('svg.chart[role="img"] > title')


# ---------- The period ----------


def test_last_thirty_days_are_shown_beside_the_thirty_before(webmaster):
    make_day(TODAY, visits=30)
    make_day(TODAY - timedelta(days=29), visits=30)
    make_day(TODAY - timedelta(days=30), visits=50)

    page = soup(webmaster.get(PAGE))

    assert words(page.select_one(".tile")) == "Lượt truy cập 60 tăng 20%, kỳ trước 50"
    assert page.select_one("[name=tu]")["value"] == "11/02/2026"
    assert page.select_one("[name=den]")["value"] == "12/03/2026"


def test_week_fifty_three_is_called_so(webmaster, time_machine):
    time_machine.move_to("2027-01-04T00:30+07:00", tick=False)  # Monday; in UTC still Sunday
    webmaster.force_login(webmaster.user)
    make_day(date(2026, 12, 31), visits=3)
    make_day(date(2027, 1, 3), visits=4)
    period = {"tu": "28/12/2026", "den": "4/1/2027", "buoc": "tuan"}

    rows = soup(webmaster.get(PAGE, period)).select(".panel tbody tr")

    assert words(rows[0]) == "Tuần 53/2026 (28/12 - 03/01/2027) 7 0"
    assert words(rows[1]) == "Tuần 1/2027 (04/01 - 04/01/2027) 0 0"


@pytest.mark.parametrize(
    ("typed", "field", "complaint"),
    [
        ({"tu": "31/02/2026"}, "tu", "Hãy viết ngày như 06/07/2026."),
        ({"tu": "<b>hôm qua"}, "tu", "Hãy viết ngày như 06/07/2026."),
        ({"tu": "01/01/0001"}, "tu", "Số liệu chỉ có từ năm 2000."),
        ({"den": "13/03/2026"}, "den", "Chưa đến ngày này."),
        ({"tu": "05/03/2026", "den": "04/03/2026"}, "den", "Ngày cuối không thể trước ngày đầu."),
        ({"tu": "01/01/2020", "buoc": "ngay"}, "buoc", "Kỳ này quá dài để xem theo ngày."),
        ({"buoc": "gio"}, "buoc", "gio"),
    ],
)
def test_wrong_period_is_said_beside_the_field(webmaster, typed, field, complaint):
    page = webmaster.get(PAGE, typed)

    assert page.status_code == 422
    box = soup(page).select_one(f"[name={field}]").parent
    assert complaint in words(box.select_one(".errorlist"))
    for name in typed.keys() - {"buoc"}:
        assert soup(page).select_one(f"[name={name}]")["value"] == typed[name]


# ---------- What is read ----------


def test_most_read_articles_are_named_and_linked(webmaster):
    often, seldom = make_article("Đọc nhiều"), make_article("Đọc ít")
    read(seldom, 2)
    read(often, 1500)

    rows = soup(webmaster.get(PAGE)).select(".most-read tbody tr")

    assert [words(row) for row in rows] == [
        "1 Đọc nhiều Xây dựng Đảng 1.500",
        "2 Đọc ít Xây dựng Đảng 2",
    ]
    assert rows[0].a["href"] == often.get_absolute_url()


def test_each_category_has_its_most_read(webmaster):
    read(make_article("Một", category=make_category("Đoàn thể")), 5)
    read(make_article("Hai"), 9)

    sections = soup(webmaster.get(PAGE)).select(".sections > div")

    assert [words(section) for section in sections] == [
        "Xây dựng Đảng Hai 9 lượt",
        "Đoàn thể Một 5 lượt",
    ]


def test_article_that_no_reader_can_open_is_not_linked(webmaster):
    withdrawn = make_article("Bài đã gỡ", state=Article.State.WITHDRAWN)
    read(withdrawn, 5)
    ArticleDay.objects.create(article_id=987654, day=TODAY, page_views=4)

    table = soup(webmaster.get(PAGE)).select_one(".most-read")

    assert "Bài đã gỡ" in words(table)
    assert "Bài đã xóa, số 987654" in words(table)
    assert not table.select("a")


@pytest.mark.parametrize("address", [PAGE, "/quan-tri/news/article/"])
def test_page_costs_the_same_with_many_articles(webmaster, address):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert webmaster.get(address).status_code == 200
        return len(captured)

    read(make_article(), 1)
    webmaster.get(address)
    few = queries()
    for number in range(30):
        read(make_article(f"Bài {number}", category=make_category(f"Mục {number}")), number)

    assert queries() == few


# ---------- Files ----------


def rows_of_csv(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_csv_opens_in_excel(webmaster):
    make_day(TODAY, visits=1234)
    period = {"tu": "12/03/2026", "den": "12/03/2026", "buoc": "ngay", "xuat": "csv"}

    answer = webmaster.get(PAGE, period)

    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "thong-ke-20260312-20260312.csv" in answer.headers["Content-Disposition"]
    assert rows_of_csv(answer)[:3] == [
        ["Trong kỳ"],
        ["Từ ngày", "Đến ngày", "Lượt truy cập", "Người đọc", "Lượt xem"],
        ["12/03/2026", "12/03/2026", "1234", "0", "2468"],
    ]


@pytest.mark.parametrize("title", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)"])
def test_title_is_no_formula_in_a_file(webmaster, title):
    read(make_article(title), 5)

    rows = rows_of_csv(webmaster.get(PAGE, {"xuat": "csv"}))
    book = openpyxl.load_workbook(io.BytesIO(webmaster.get(PAGE, {"xuat": "xlsx"}).content))

    assert [f"'{title}", "Xây dựng Đảng", "5"] in rows
    cell = book["Bài được đọc"]["A2"]
    assert (cell.value, cell.data_type) == (title, "s")


@pytest.mark.parametrize("sign", ["\x0b", "\ufffe", "\uffff"])
def test_title_with_a_sign_that_xml_forbids_breaks_no_workbook(webmaster, sign):
    article = make_article("Hội nghị")
    with connection.cursor() as cursor:  # as a row that was imported
        cursor.execute("UPDATE news_article SET title = %s", [f"Hội{sign} nghị"])
    read(article, 5)

    book = openpyxl.load_workbook(io.BytesIO(webmaster.get(PAGE, {"xuat": "xlsx"}).content))

    assert book["Bài được đọc"]["A2"].value == "Hội nghị"


def test_negative_number_stays_a_number_in_csv(webmaster):
    AccountEntry.objects.create(day=TODAY, visits=-7, reason="Rô-bốt")
    period = {"tu": "12/03/2026", "xuat": "csv"}

    assert rows_of_csv(webmaster.get(PAGE, period))[2][2] == "-7"


def test_xlsx_has_real_dates_and_numbers(webmaster):
    make_day(TODAY, visits=1234)
    ReferrerDay.objects.create(day=TODAY, host="zalo.me", visits=3)
    period = {"tu": "12/03/2026", "den": "12/03/2026", "xuat": "xlsx"}

    book = openpyxl.load_workbook(io.BytesIO(webmaster.get(PAGE, period).content))

    first = [cell.value for cell in book["Trong kỳ"][2]]
    assert first == [datetime(2026, 3, 12), datetime(2026, 3, 12), 1234, 0, 2468]  # noqa: DTZ001
    assert book["Trong kỳ"]["A2"].number_format == "DD/MM/YYYY"
    assert [cell.value for cell in book["Trang giới thiệu"][2]] == ["zalo.me", 3]


# ---------- In the newsroom's own pages ----------


def test_list_of_articles_shows_their_views(webmaster):
    read(make_article("Đọc nhiều"), 1500)
    make_article("Chưa ai đọc")

    views = soup(webmaster.get("/quan-tri/news/article/")).select("td.field-views")

    assert [words(cell) for cell in views] == ["0", "1.500"]


def test_form_of_an_article_draws_its_last_thirty_days(webmaster):
    article = make_article()
    read(article, 4, TODAY - timedelta(days=29))
    read(article, 7)
    read(article, 100, TODAY - timedelta(days=30))

    page = soup(webmaster.get(f"/quan-tri/news/article/{article.pk}/change/"))

    box = page.select_one(".field-reading")
    assert len(box.select("svg rect")) == 30
    assert "nhiều nhất 7, hôm nay 7" in words(box)
    assert "Tất cả: 111 lượt xem" in words(box)


def test_form_of_a_new_article_says_nothing_of_readers(clerk):
    assert not soup(clerk.get("/quan-tri/news/article/add/")).select(".field-reading")
