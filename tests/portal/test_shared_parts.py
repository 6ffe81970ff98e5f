"""What many pages share is made once a version, and a change of it shows on all of them."""

import re
from datetime import timedelta

import pytest

from news.models import Article, Placement
from portal.kept import version
from portal.kept.watch import memory, watch
from portal.models import MenuItem
from stats.models import Counter
from tests.factories import (
    make_article,
    make_category,
    make_identity,
    make_menu_item,
    make_picture_banner,
    make_slogan,
    make_solemn_period,
    make_topic,
)

pytestmark = pytest.mark.usefixtures("front_door", "watched")


@pytest.fixture
def other_page(front_door):
    """Return a function that asks for a page nobody has asked for yet."""
    made = iter(range(1, 100))

    def ask():
        watch.look()
        return front_door.get(f"/tin-tuc/?cu-hon={10**15 + next(made)}-1").text

    return ask


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda: make_identity(name="Đảng ủy mới"), "Đảng ủy mới"),
        (lambda: make_identity(address="Số 1, đường Trần Phú"), "Số 1, đường Trần Phú"),
        (lambda: make_menu_item(title="Mục mới"), "Mục mới"),
        (lambda: make_menu_item(place="linked", title="Trang bạn"), "Trang bạn"),
        (lambda: make_slogan("5 năm thành lập"), "5 năm thành lập"),
        (lambda: make_solemn_period(notice="Cả nước để tang"), "Cả nước để tang"),
        (lambda: make_picture_banner(alt="Mừng Đảng, mừng Xuân"), "Mừng Đảng, mừng Xuân"),
        (lambda: Counter.objects.create(preset=Counter.Preset.BY_PERIOD), "Tuần này"),
    ],
)
def test_a_change_shows_on_every_page(other_page, change, words):
    assert words not in other_page()
    change()

    assert words in other_page()


def test_what_is_deleted_is_gone_from_every_page(other_page):
    item = make_menu_item(title="Mục cũ")
    assert "Mục cũ" in other_page()
    item.delete()

    assert "Mục cũ" not in other_page()


def test_the_menu_marks_the_page_that_it_is_on(front_door):
    for listing in ["news:article_list", "news:document_list"]:
        make_menu_item(title="", listing=listing, link="", place=MenuItem.Place.MAIN)
    watch.look()

    for path, names in [
        ("/tin-tuc/", {"Tin tức"}),
        ("/van-ban/", {"Văn bản"}),
        ("/thong-bao/", set()),
    ]:
        menu = front_door.get(path).text.partition("<main")[0]
        assert set(re.findall(r'aria-current="page">([^<]*)</a>', menu)) == names, path


def test_the_masthead_has_the_date_of_its_day(other_page, time_machine):
    time_machine.move_to("2026-03-04T23:59:59+07:00", tick=False)
    assert "Thứ tư, 04/03/2026" in other_page()

    time_machine.move_to("2026-03-05T00:00:00+07:00", tick=False)

    assert "Thứ năm, 05/03/2026" in other_page()


def test_the_masthead_spells_the_weekday_as_the_datelines_do(other_page, time_machine):
    time_machine.move_to("2026-03-05T08:00:00+07:00", tick=False)
    make_identity(dateline_form="updated")

    assert "Thứ Năm, 05/03/2026" in other_page()


def test_what_changes_while_it_is_made_is_made_again():
    made = []

    def make():
        made.append(len(made))
        if len(made) == 1:
            version.bump()
            watch.look()
        return made[-1]

    assert [memory.recall("menu", make) for _ in range(3)] == [0, 1, 1]


def test_nothing_of_who_signed_in_is_left_on_the_next_page(front_door, writer, other_page):
    before = other_page()
    writer.get("/tai-khoan/")

    assert other_page() == before.replace(f"{10**15 + 1}", f"{10**15 + 2}")


def test_the_front_page_has_a_category_that_is_seldom_written_for(front_door):
    seldom = make_category("Gương sáng", home_order=1)
    old = make_article("Người tốt", category=seldom)
    often = make_category("Tin ngày")
    Article.objects.bulk_create(
        Article(
            title=f"Tin {number}",
            slug="tin",
            category=often,
            state="approved",
            published_at=old.published_at + timedelta(minutes=number / 100),
        )
        for number in range(1, 120)
    )
    version.bump()
    watch.look()

    page = front_door.get("/").text

    assert "Gương sáng" in page
    assert "Người tốt" in page


def test_a_renamed_category_shows_above_each_of_its_articles(front_door):
    category = make_category("Đoàn thể")
    first, second = make_article(category=category), make_article(category=category)
    watch.look()
    for article in (first, second):
        assert breadcrumb_of(front_door, article)[-1] == "Đoàn thể"

    category.name, category.parent = "Đoàn Thanh niên", make_category("Công tác quần chúng")
    category.save()
    watch.look()

    for article in (first, second):
        names = ["Công tác quần chúng", "Đoàn Thanh niên"]
        assert breadcrumb_of(front_door, article)[-2:] == names


def breadcrumb_of(front_door, article):
    page = front_door.get(article.get_absolute_url()).text
    trail = page.partition('<nav class="breadcrumb"')[2].partition("</nav>")[0]
    return re.findall(r"<a [^>]*>([^<]*)</a>", trail)


def test_what_is_new_in_a_topic_shows_beside_each_of_its_articles(front_door):
    first, second = make_article("Tin thứ nhất"), make_article("Tin thứ hai")
    topic = make_topic("Đại hội", articles=[first, second])
    watch.look()
    assert titles_in_topic(front_door, first) == ["Tin thứ hai"]
    assert titles_in_topic(front_door, second) == ["Tin thứ nhất"]

    third = make_article("Tin thứ ba")
    Placement.objects.create(article=third, topic=topic)
    watch.look()

    assert titles_in_topic(front_door, first) == ["Tin thứ ba", "Tin thứ hai"]
    assert titles_in_topic(front_door, third) == ["Tin thứ hai", "Tin thứ nhất"]


def titles_in_topic(front_door, article):
    page = front_door.get(article.get_absolute_url()).text
    aside = page.partition('<aside class="same-topic"')[2].partition("</aside>")[0]
    return re.findall(r'headline-list__title"><a [^>]*>([^<]*)</a>', aside)
