import re
from datetime import date, datetime

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from news.models import Article, Category
from portal.models import AgencyIdentity, MenuItem
from portal.paths import fixed_segments
from tests.factories import (
    make_announcement,
    make_article,
    make_category,
    make_identity,
    make_menu_item,
    make_page,
    make_public_pages,
    make_topic,
    picture,
)

pytestmark = pytest.mark.django_db

BLOC = "Đảng ủy Khối Cơ quan và Doanh nghiệp tỉnh"
AGENCIES = "Đảng ủy các cơ quan Đảng tỉnh"


@pytest.fixture
def renamed():
    """The office had its old name to the end of 31 January 2025."""
    make_identity(BLOC, valid_until=date(2025, 1, 31))
    make_identity(AGENCIES, valid_from=date(2025, 2, 1))


def parts(answer, selector):
    """The text of each such part of a page, its white space as one space."""
    soup = BeautifulSoup(answer.text, "html.parser")
    return [" ".join(part.get_text().split()) for part in soup.select(selector)]


def refusals(answer):
    """What a refused form says, beside which field."""
    assert answer.status_code == 422
    return answer.context["adminform"].form.errors


# ---------- The name of the day ----------


@pytest.mark.parametrize(
    ("moment", "name"),
    [
        ("2025-01-31T23:59+07:00", BLOC),
        ("2025-02-01T00:00+07:00", AGENCIES),
        ("2025-02-01T00:30+07:00", AGENCIES),  # still January in UTC
        ("2031-01-01T12:00+07:00", AGENCIES),
    ],
)
def test_name_of_the_day_stands_at_head_and_foot(client, time_machine, renamed, moment, name):
    time_machine.move_to(moment, tick=False)

    page = client.get("/")

    assert parts(page, "header .site-header__name") == [name]
    assert parts(page, "footer .site-footer__name") == [name]
    assert name in parts(page, "title")[0]


def test_every_public_page_carries_the_name(client):
    make_identity(AGENCIES)

    for path in [*make_public_pages(), "/khong-co-trang-nay/"]:
        page = client.get(path)
        assert parts(page, ".site-header__name") == [AGENCIES], path
        assert parts(page, ".site-footer__name") == [AGENCIES], path


@pytest.mark.parametrize(
    ("published", "note"),
    [
        ((2024, 7, 6, 9, 0), [f"Khi đăng bài này, cơ quan mang tên {BLOC}."]),
        ((2025, 1, 31, 23, 59), [f"Khi đăng bài này, cơ quan mang tên {BLOC}."]),
        ((2025, 2, 1, 0, 30), []),  # still January in UTC
        ((2026, 3, 1, 9, 0), []),
    ],
)
def test_old_article_keeps_the_name_of_its_day(client, renamed, published, note):
    moment = datetime(*published, tzinfo=timezone.get_current_timezone())
    article = make_article(published_at=moment)

    page = client.get(article.get_absolute_url())

    assert parts(page, ".name-then") == note
    assert parts(page, ".site-header__name") == [AGENCIES]


def test_old_announcement_keeps_the_name_of_its_day(client, renamed):
    moment = datetime(2024, 7, 6, tzinfo=timezone.get_current_timezone())
    announcement = make_announcement(published_at=moment)

    page = client.get(announcement.get_absolute_url())

    assert BLOC in " ".join(parts(page, "main"))


def test_article_of_a_day_without_a_recorded_name_is_shown(client):
    make_identity(AGENCIES, valid_from=date(2025, 2, 1))
    moment = datetime(2024, 7, 6, tzinfo=timezone.get_current_timezone())
    article = make_article(published_at=moment)

    page = client.get(article.get_absolute_url())

    assert page.status_code == 200
    assert parts(page, ".name-then") == []  # no name is known, so none is claimed


def typed_identity(**fields):
    form = {"name": AGENCIES, "site_kind": "Trang thông tin điện tử", "dateline_form": "weekday"}
    return form | fields


IDENTITIES = "/quan-tri/portal/agencyidentity/"


@pytest.fixture
def first_of_december(time_machine):
    time_machine.move_to("2026-12-01T08:00+07:00")


@pytest.mark.parametrize(
    ("until", "warning"),
    [
        ("31/12/2026", "Từ ngày 01/01/2027 trang không có tên cơ quan."),
        ("30/11/2026", "Hôm nay trang không có tên cơ quan."),
    ],
)
def test_the_webmaster_is_told_from_when_on_the_office_has_no_name(
    first_of_december, webmaster, until, warning
):
    answer = webmaster.post(f"{IDENTITIES}add/", typed_identity(valid_until=until), follow=True)

    assert parts(answer, ".messagelist .warning")[0].startswith(warning)


def test_name_that_is_meant_for_ever_needs_no_warning(webmaster):
    for_ever = typed_identity(valid_until="31/12/9999")

    answer = webmaster.post(f"{IDENTITIES}add/", for_ever, follow=True)

    assert answer.status_code == 200
    assert parts(answer, ".messagelist .warning") == []


def test_names_that_follow_each_other_need_no_warning(webmaster, renamed):
    assert parts(webmaster.get(IDENTITIES), ".messagelist .warning") == []


@pytest.mark.parametrize(
    ("start", "end", "accepted"),
    [
        ("01/02/2025", "", True),
        ("31/01/2025", "", False),  # the last day of the old name
        ("", "", False),
        ("", "31/12/2015", True),
        ("", "01/01/2016", False),  # the first day of the old name
        ("01/01/2020", "31/12/2020", False),  # within
        ("01/01/2010", "31/12/2030", False),  # around
    ],
)
def test_two_names_on_one_day_are_refused(webmaster, start, end, accepted):
    make_identity(BLOC, valid_from=date(2016, 1, 1), valid_until=date(2025, 1, 31))
    form = typed_identity(valid_from=start, valid_until=end)

    answer = webmaster.post("/quan-tri/portal/agencyidentity/add/", form)

    assert AgencyIdentity.objects.count() == 1 + accepted
    if not accepted:
        message = f"Trùng thời gian với “{BLOC}”. Mỗi ngày chỉ có một tên: nếu đó là tên cũ,"
        assert refusals(answer)["valid_from"][0].startswith(message)


def test_name_that_ends_before_it_begins_is_refused(webmaster):
    form = typed_identity(valid_from="01/02/2025", valid_until="31/01/2025")

    answer = webmaster.post("/quan-tri/portal/agencyidentity/add/", form)

    assert "“Dùng đến hết ngày” không thể trước “Dùng từ ngày”." in str(refusals(answer))


def test_name_may_be_corrected(webmaster):
    identity = make_identity("Đảng ủy các cơ quan Đảng tinh")
    form = typed_identity(name=AGENCIES)

    answer = webmaster.post(f"/quan-tri/portal/agencyidentity/{identity.pk}/change/", form)

    assert answer.status_code == 302
    identity.refresh_from_db()
    assert identity.name == AGENCIES


# ---------- What is empty prints nothing ----------


def test_everything_recorded_is_printed(client):
    make_identity(
        AGENCIES,
        parent_body="Tỉnh ủy Gia Lai",
        governing_body="Tỉnh ủy Gia Lai",
        responsible_person="Phó Bí thư Thường trực Lê Minh Đức",
        licence="Giấy phép số 05/GP-TTĐT",
        address="02 Nguyễn Tất Thành, Pleiku",
        phone="0269 3824 123",
        email="vanphong@example.vn",
    )

    page = client.get("/")

    assert parts(page, ".site-header__parent") == ["Tỉnh ủy Gia Lai"]
    assert parts(page, ".site-footer__identity p") == [
        "Cơ quan chủ quản: Tỉnh ủy Gia Lai",
        AGENCIES,
        "Chịu trách nhiệm nội dung: Phó Bí thư Thường trực Lê Minh Đức",
        "Giấy phép số 05/GP-TTĐT",
    ]
    assert parts(page, ".site-footer__contact p") == [
        "02 Nguyễn Tất Thành, Pleiku",
        "Điện thoại: 0269 3824 123",
        "Thư điện tử: vanphong@example.vn",
    ]


def test_empty_fields_leave_no_label_behind(client):
    make_identity(AGENCIES, site_kind="")

    page = client.get("/")

    assert parts(page, ".site-header__names") == [AGENCIES]
    assert parts(page, ".site-footer__identity p") == [AGENCIES]
    assert parts(page, ".site-footer__contact p") == []
    for label in ["Cơ quan chủ quản", "Chịu trách nhiệm", "Điện thoại", "Email", "Giấy phép"]:
        assert label not in page.text


def test_site_without_a_kind_leaves_no_gap_in_its_name(client):
    make_identity(AGENCIES, site_kind="")

    page = client.get("/")

    assert f"“{AGENCIES}”" in parts(page, ".site-footer__note")[0]
    head = BeautifulSoup(page.text, "html.parser").head
    assert head.title.get_text() == AGENCIES
    assert head.select_one("meta[name=description]")["content"] == AGENCIES


def test_front_page_without_articles_says_so(client):
    note = "chưa có bài viết nào"

    assert note in client.get("/").text
    make_announcement()
    assert note not in client.get("/").text


def test_portal_without_an_identity_has_a_page(client):
    page = client.get("/")

    assert page.status_code == 200
    assert "None" not in " ".join(parts(page, "body"))


def test_star_stands_where_no_emblem_is(client):
    make_identity(AGENCIES)

    emblem = BeautifulSoup(client.get("/").text, "html.parser").select_one("header img")

    assert emblem["src"] == "/static/img/star.svg"
    assert emblem["alt"] == ""
    assert client.get(emblem["src"]).status_code == 200


def test_uploaded_emblem_is_shown_with_its_description(client, webmaster):
    form = typed_identity(emblem=picture((400, 400), "PNG"), emblem_alt="Cờ Đảng")
    assert webmaster.post("/quan-tri/portal/agencyidentity/add/", form).status_code == 302

    emblem = BeautifulSoup(client.get("/").text, "html.parser").select_one("header img")

    assert emblem["alt"] == "Cờ Đảng"
    assert client.get(emblem["src"]).headers["Content-Type"] == "image/png"


# ---------- The menu ----------


def menu(answer):
    """The menu as (title, address, children) of each item."""
    soup = BeautifulSoup(answer.text, "html.parser")
    items = soup.select(".main-nav__list > li")
    return [
        (
            i.a.get_text(),
            i.a["href"],
            [(c.get_text(), c["href"]) for c in i.select(".main-nav__children a")],
        )
        for i in items
    ]


def test_menu_leads_to_a_category_a_page_a_list_and_another_site(client):
    party, about = make_category("Xây dựng Đảng"), make_page("Giới thiệu")
    make_menu_item(listing=MenuItem.Listing.HOME, order=1)
    make_menu_item(category=party, order=2)
    make_menu_item(page=about, order=3)
    make_menu_item("Báo Nhân Dân", link="https://nhandan.vn/", order=4)

    assert menu(client.get("/")) == [
        ("Trang chủ", "/", []),
        ("Xây dựng Đảng", "/xay-dung-dang/", []),
        ("Giới thiệu", f"/trang/gioi-thieu-{about.pk}/", []),
        ("Báo Nhân Dân", "https://nhandan.vn/", []),
    ]


def test_menu_has_two_levels(client):
    news = make_menu_item(listing=MenuItem.Listing.NEWS)
    make_menu_item(category=make_category("Kiểm tra, giám sát"), parent=news, order=2)
    make_menu_item("Đảng", category=make_category("Xây dựng Đảng"), parent=news, order=1)

    assert menu(client.get("/")) == [
        (
            "Tin tức",
            "/tin-tuc/",
            [("Đảng", "/xay-dung-dang/"), ("Kiểm tra, giám sát", "/kiem-tra-giam-sat/")],
        )
    ]


@pytest.mark.parametrize(
    ("listing", "address"),
    [
        (MenuItem.Listing.HOME, "/"),
        (MenuItem.Listing.NEWS, "/tin-tuc/"),
        (MenuItem.Listing.ANNOUNCEMENTS, "/thong-bao/"),
        (MenuItem.Listing.DOCUMENTS, "/van-ban/"),
        (MenuItem.Listing.ARCHIVE, "/luu-tru/"),
        (MenuItem.Listing.FEEDBACK, "/gop-y/"),
    ],
)
def test_every_list_that_a_menu_can_name_is_there(client, listing, address):
    make_menu_item(listing=listing)

    [(title, url, _)] = menu(client.get("/"))

    assert (title, url) == (listing.label, address)
    assert client.get(url).status_code == 200


def test_menu_marks_the_page_one_is_on(client):
    make_menu_item(listing=MenuItem.Listing.NEWS)
    make_menu_item(listing=MenuItem.Listing.ANNOUNCEMENTS)

    page = client.get("/thong-bao/")

    assert parts(page, ".main-nav__list a[aria-current=page]") == ["Thông báo"]


def test_linked_sites_stand_apart_from_the_menu(client):
    make_menu_item("Báo Nhân Dân", link="https://nhandan.vn/", place=MenuItem.Place.LINKED)

    page = client.get("/")

    assert menu(page) == []
    assert parts(page, ".linked-sites li") == ["Báo Nhân Dân"]


@pytest.mark.usefixtures("in_a_server")
def test_menu_costs_the_same_with_many_items(client, django_assert_max_num_queries):
    for number in range(12):
        category = make_category(f"Chuyên mục {number}")
        top = make_menu_item(category=category)
        make_menu_item(page=make_page(f"Trang {number}", category=category), parent=top)
        make_menu_item(topic=make_topic(f"Dòng sự kiện {number}", [make_article()]))

    with django_assert_max_num_queries(8):
        client.get("/thong-bao/")


@pytest.mark.parametrize("state", [Article.State.DRAFT, Article.State.WITHDRAWN])
def test_menu_does_not_give_away_a_page_that_is_not_published(client, state):
    make_menu_item(page=make_page("Phương án sắp xếp nhân sự", state=state))

    page = client.get("/")

    assert "Phương án sắp xếp nhân sự" not in page.text


def typed_item(**fields):
    return {"place": "main", "order": "0"} | fields


ONE_TARGET = (
    "Chọn đúng một nơi đến: chuyên mục, trang, dòng sự kiện, danh sách hoặc liên kết ngoài."
)


@pytest.mark.parametrize(
    ("fields", "beside", "message"),
    [
        ({"title": "Không đi đâu"}, "__all__", ONE_TARGET),
        ({"listing": "home", "link": "https://nhandan.vn/"}, "__all__", ONE_TARGET),
        ({"link": "https://nhandan.vn/"}, "title", "Liên kết ngoài cần có tên hiển thị."),
        ({"title": "Bẫy", "link": "javascript:alert(1)"}, "link", "Vui lòng nhập"),
        ({"title": "Bẫy", "link": "data:text/html,x"}, "link", "Vui lòng nhập"),
        ({"title": "Bẫy", "link": "ftp:x"}, "link", "Vui lòng nhập"),
        ({"title": "Sai", "listing": "admin:index"}, "listing", "Vui lòng chọn"),
        ({"title": "Sai", "category": "999"}, "category", "Vui lòng chọn"),
    ],
)
def test_wrong_target_is_refused(webmaster, fields, beside, message):
    answer = webmaster.post("/quan-tri/portal/menuitem/add/", typed_item(**fields))

    [told] = refusals(answer)[beside]
    assert told.startswith(message)
    assert not MenuItem.objects.exists()


def test_only_a_fixed_page_can_be_a_target(webmaster):
    article = make_article()

    answer = webmaster.post("/quan-tri/portal/menuitem/add/", typed_item(page=article.pk))

    assert "page" in refusals(answer)


@pytest.mark.parametrize("forged", ["abc", "1e9", "\0", "-1", "٣", 2**63, "9" * 4400])
def test_what_is_no_number_of_a_page_is_refused(webmaster, forged):
    answer = webmaster.post("/quan-tri/portal/menuitem/add/", typed_item(page=forged))

    assert "page" in refusals(answer)


def test_third_level_is_refused(webmaster):
    top = make_menu_item(listing=MenuItem.Listing.NEWS)
    child = make_menu_item(category=make_category(), parent=top)
    form = typed_item(listing="news:archive", parent=child.pk)

    answer = webmaster.post("/quan-tri/portal/menuitem/add/", form)

    assert list(refusals(answer)) == ["parent"]
    assert MenuItem.objects.count() == 2


def test_item_with_children_goes_under_no_other(webmaster):
    top, other = make_menu_item(listing="news:article_list"), make_menu_item(listing="home")
    make_menu_item(category=make_category(), parent=top)
    form = typed_item(listing="news:article_list", parent=other.pk)

    answer = webmaster.post(f"/quan-tri/portal/menuitem/{top.pk}/change/", form)

    assert refusals(answer) == {"parent": ["Menu chỉ có hai cấp."]}


def test_item_lies_not_within_itself(webmaster):
    item = make_menu_item(listing=MenuItem.Listing.NEWS)
    form = typed_item(listing="news:article_list", parent=item.pk)

    answer = webmaster.post(f"/quan-tri/portal/menuitem/{item.pk}/change/", form)

    assert refusals(answer) == {"parent": ["Một mục không nằm trong chính nó."]}


# ---------- Addresses that belong to the site ----------

FIXED = [
    *["tin-tuc", "thong-bao", "van-ban", "trang", "luu-tru", "tim-kiem", "tac-gia", "so-do-trang"],
    *["tai-khoan", "quan-tri", "cach-tinh", "xem-thu", "media", "static"],
    *["anh-chia-se", "bieu-tuong", "gop-y", "bao-loi", "co-cau-to-chuc", "lanh-dao"],
    *["lich-cong-tac", "dong-su-kien", "album-anh", "video", "tinh-trang"],
]


def test_table_of_fixed_addresses_is_whole():
    slugs = {segment for segment in fixed_segments() if re.fullmatch(r"[\w-]+", segment)}

    assert slugs == set(FIXED)  # a file's name has a dot, so no category could take it


@pytest.mark.parametrize("slug", FIXED)
def test_category_cannot_take_an_address_of_the_site(webmaster, slug):
    form = {"name": "Chuyên mục", "slug": slug, "order": "0"}

    answer = webmaster.post("/quan-tri/news/category/add/", form)

    assert refusals(answer) == {"slug": [f"“/{slug}/” đã dành cho phần khác của trang."]}
    assert not Category.objects.exists()


@pytest.mark.parametrize("name", ["Tin tức", "TIN TỨC", "Văn bản", "Media", "Quản trị"])
def test_category_whose_name_makes_such_an_address_is_refused_too(webmaster, name):
    answer = webmaster.post("/quan-tri/news/category/add/", {"name": name, "order": "0"})

    assert list(refusals(answer)) == ["slug"]


def test_address_of_another_category_is_refused_in_a_sentence(webmaster):
    form = {"name": "Xây dựng", "slug": make_category().slug, "order": "0"}

    answer = webmaster.post("/quan-tri/news/category/add/", form)

    assert refusals(answer)["slug"] == ["Chuyên mục khác đã dùng “Đường dẫn” này."]


def test_third_level_of_categories_is_refused(webmaster):
    child = make_category("Học tập", parent=make_category("Xây dựng Đảng"))
    form = {"name": "Gương sáng", "order": "0", "parent": child.pk}

    answer = webmaster.post("/quan-tri/news/category/add/", form)

    assert list(refusals(answer)) == ["parent"]
