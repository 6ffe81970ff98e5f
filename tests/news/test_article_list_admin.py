"""The newsroom's list: what stands how, whose it is, and the same cost for any archive."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news import publishing
from news.models import Article
from tests.factories import (
    make_announcement,
    make_article,
    make_category,
    make_video,
    write_article,
)

pytestmark = pytest.mark.django_db

State = Article.State
LIST = "/quan-tri/news/article/"


def soup(client, query=""):
    return BeautifulSoup(client.get(LIST + query).text, "html.parser")


def column(client, name, query=""):
    return [cell.get_text(strip=True) for cell in soup(client, query).select(f".field-{name}")]


def choices(client, title):
    heading = soup(client).find("summary", string=lambda text: text and title in text)
    return [a.get_text(strip=True) for a in heading.parent.select("a")]


def test_the_list_says_what_readers_see_and_what_waits(writer):
    article = make_article(created_by=writer.user)
    write_article(writer, article, "_submit", title="Tên mới")

    assert column(writer, "status") == ["Đang đăng · có bản sửa chờ duyệt"]


def test_what_changed_last_stands_first(clerk):
    first = write_article(clerk, title="Viết trước")
    write_article(clerk, title="Viết sau")
    write_article(clerk, first, "_continue", title="Viết trước, sửa sau")

    assert column(clerk, "title") == ["Viết trước, sửa sau", "Viết sau"]


def test_the_list_names_who_wrote(approver, django_user_model):
    user = django_user_model.objects.create_user("lam", last_name="Nguyễn Ngọc", first_name="Lam")
    make_article(created_by=user)

    assert column(approver, "author") == ["Nguyễn Ngọc Lam"]


def test_the_list_says_of_what_kind_each_is_and_where_it_stands(approver):
    make_article(category=make_category("Tổ chức"))
    make_video(category=None)
    make_announcement(category=make_category("Tổ chức"))

    assert column(approver, "place") == ["Thông báo · Tổ chức", "Video", "Tin tức · Tổ chức"]


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        ("draft", {"Nháp", "Sửa nháp"}),
        ("submitted", {"Chờ", "Sửa chờ"}),
        ("returned", {"Trả"}),
        ("scheduled", {"Mai"}),
        ("published", {"Sửa nháp", "Sửa chờ"}),
        ("expired", {"Hết"}),
        ("withdrawn", {"Gỡ"}),
        ("la", set()),
    ],
)
def test_the_list_is_narrowed_to_a_stage(approver, stage, expected):
    now = timezone.now()
    yesterday = now - timedelta(days=1)
    make_article("Nháp", state=State.DRAFT)
    make_article("Chờ", state=State.SUBMITTED)
    make_article("Trả", state=State.RETURNED)
    make_article("Gỡ", state=State.WITHDRAWN)
    make_article("Mai", published_at=now + timedelta(days=1))
    make_article("Hết", published_at=yesterday, expires_at=now)
    make_article("Sửa nháp", pending_state=State.DRAFT)
    make_article("Sửa chờ", pending_state=State.SUBMITTED)

    assert set(column(approver, "title", f"?stage={stage}")) == expected


def test_filters_can_be_combined_with_a_search(writer):
    category = make_category("Tổ chức")
    wanted = {"state": State.DRAFT, "created_by": writer.user, "category": category}
    make_article("Hội nghị của tôi", **wanted)
    make_article("Đại hội của tôi", **wanted)
    make_article("Hội nghị của người khác", **wanted | {"created_by": None})
    make_article("Hội nghị đã đăng", **wanted | {"state": State.APPROVED})

    query = f"?q=Hội+nghị&stage=draft&mine=1&category={category.pk}"
    assert column(writer, "title", query) == ["Hội nghị của tôi"]


def test_only_categories_that_have_articles_are_offered(approver):
    make_article(category=make_category("Tổ chức"))
    make_category("Chưa có bài")

    assert choices(approver, "chuyên mục") == ["Tất cả", "Tổ chức"]


@pytest.mark.parametrize("query", ["?category=x", "?category=999999", "?mine=x", "?p=99", "?o=99"])
def test_an_address_that_was_tampered_with_is_no_error(approver, query):
    make_article()

    assert approver.get(LIST + query, follow=True).status_code == 200


def test_the_list_reads_no_body_and_asks_as_often_for_many(approver, django_user_model):
    def fill(count):
        for _ in range(count):
            number = Article.objects.count()
            user = django_user_model.objects.create_user(f"nguoi{number}")
            make_article(category=make_category(f"Mục {number}"), created_by=user)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert approver.get(LIST).status_code == 200
        assert not [query for query in captured if '"news_article"."body"' in query["sql"]]
        return len(captured)

    fill(2)
    few = queries()
    fill(6)

    assert queries() == few <= 10


def test_nobody_counts_the_whole_archive(approver):
    make_article()
    make_announcement()

    with CaptureQueriesContext(connection) as captured:
        page = soup(approver)

    counts = [query["sql"] for query in captured if "COUNT(*)" in query["sql"]]
    assert all("LIMIT 1000" in sql for sql in counts)
    assert page.select_one(".paginator").get_text(strip=True) == "2 bài viết"


def test_a_writer_opens_everything_the_list_names(writer):
    for state in State:
        make_article(f"Bài {state}", state=state)
    publishing.first_revision(make_article("Của tôi", created_by=writer.user))

    page = soup(writer)
    links = {a["href"] for a in page.select("#content a[href^='/']")}

    assert len(links) > len(State)
    assert {writer.get(link).status_code for link in links} == {200}


# ---------- Who writes and who approves in a category ----------


def test_people_are_offered_by_their_names_and_only_those_of_the_newsroom(
    webmaster, django_user_model
):
    make = django_user_model.objects.create_user
    make("duc", is_staff=True, last_name="Lê Minh", first_name="Đức")
    make("khach")
    category = make_category()

    page = BeautifulSoup(
        webmaster.get(f"/quan-tri/news/category/{category.pk}/change/").text, "html.parser"
    )

    for field in ["writers", "approvers"]:
        offered = [o.get_text() for o in page.select(f"#id_{field} option")]
        assert offered == ["nguoidung", "Lê Minh Đức"]


def test_a_category_is_entrusted_to_people(webmaster, django_user_model):
    user = django_user_model.objects.create_user("duc", is_staff=True)
    category = make_category()
    typed = {"name": category.name, "slug": category.slug, "order": 0, "approvers": [user.pk]}

    answer = webmaster.post(f"/quan-tri/news/category/{category.pk}/change/", typed)

    assert answer.status_code == 302
    assert list(category.approvers.all()) == [user]
