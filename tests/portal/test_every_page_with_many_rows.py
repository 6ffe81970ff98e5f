"""Every page, public or of the newsroom, asks the database as often with many rows as with few."""

from datetime import timedelta
from itertools import count

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from news.models import Article, Attachment, Contributor, ErrorReport, Placement, Topic
from portal.models import Feedback
from stats.models import AccountEntry
from tests.factories import (
    make_album,
    make_announcement,
    make_article,
    make_category,
    make_day,
    make_document,
    make_identity,
    make_leader,
    make_menu_item,
    make_occasion,
    make_page,
    make_photo,
    make_picture_banner,
    make_slogan,
    make_solemn_period,
    make_topic,
    make_unit,
    make_video,
    make_work_item,
    make_work_week,
    pdf,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_a_server")]

OF_ALL = ["changelist", "add"]
OF_ONE = ["change", "history", "delete"]
NEWSROOM = [
    "/quan-tri/",
    "/quan-tri/thong-ke/",
    "/quan-tri/ho-so-kiem-tra/",
    "/quan-tri/banners/slogan/lich/",
    "/quan-tri/news/photo/chon/",
    "/quan-tri/news/article/?q=tin",
    "/quan-tri/news/photo/?q=tin",
    "/quan-tri/news/topic/?q=dong",
    "/quan-tri/portal/menuitem/?q=muc",
]
PUBLIC = [
    *["/", "/tin-tuc/", "/thong-bao/", "/van-ban/", "/album-anh/", "/video/", "/luu-tru/"],
    *["/lanh-dao/", "/co-cau-to-chuc/", "/lich-cong-tac/", "/dong-su-kien/", "/so-do-trang/"],
    *["/rss.xml", "/van-ban/rss.xml", "/album-anh/rss.xml", "/video/atom.xml"],
    *["/sitemap.xml", "/sitemap-trang.xml", "/sitemap-bai-0.xml", "/tac-gia/nguyen-van-an/"],
    *["/tim-kiem/?q=tin", "/tim-kiem/goi-y/?q=tin", "/cach-tinh/", "/gop-y/", "/khong-co/"],
]


@pytest.fixture
def fill():
    """Return a function that adds so many rows of everything, of and below one topic too."""
    numbers = count(1)
    shared = make_topic("Đại hội")

    def add(number):
        hour = timezone.now() - timedelta(minutes=number)
        top = make_category(f"Mục {number}", home_order=number)
        category = make_category(f"Mục con {number}", parent=top)
        article = make_article(f"Tin {number}", category=category, published_at=hour)
        article.cover = make_photo(article, size=(60, 40))
        article.save()
        for name in ("Nguyễn Văn An", f"Tác giả {number}"):
            Contributor.objects.create(article=article, name=name)
        for each in (article, make_document(published_at=hour)):
            Attachment.objects.create(article=each, file=pdf())
        Placement.objects.create(topic=shared, article=article)
        ErrorReport.objects.create(article=article, text="Sai ngày")
        make_announcement(published_at=hour)
        make_album(photos=2, published_at=hour)
        make_video(published_at=hour)

        topic = make_topic(f"Dòng sự kiện {number}", [article])
        item = make_menu_item(category=top)
        make_menu_item(page=make_page(f"Trang {number}"), parent=item)
        make_menu_item(topic=topic)
        make_menu_item("Trang bạn", link=f"https://ban{number}.example/", place="linked")
        make_identity(f"Cơ quan {number}", valid_from=f"{1900 + number}-01-01")
        unit = make_unit(f"Ban {number}", parent=make_unit(f"Khối {number}"))
        make_leader(unit=unit)
        make_leader()
        make_work_item(f"Việc {number}")
        monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
        make_work_week(monday=monday - timedelta(weeks=number))

        make_slogan(f"Khẩu hiệu {number}")
        make_occasion(f"Ngày {number}")
        make_picture_banner(size=(90, 30))
        year = 1900 + number
        make_solemn_period(starts_on=f"{year}-01-01", ends_on=f"{year}-01-02")
        AccountEntry.objects.create(visits=number, reason="Kiểm kê")
        make_day(timezone.localdate() - timedelta(days=number), visits=number)
        Feedback.objects.create(text="Góp ý")
        group = Group.objects.create(name=f"Nhóm {number}")
        User.objects.create_user(f"nguoi{number}", is_staff=True).groups.add(group)

    def fill(rows):
        for _ in range(rows):
            add(next(numbers))

    return fill


def newsroom_pages():
    """Yield each page that the admin has of each model, and of its newest row."""
    yield from NEWSROOM
    article = Article.objects.filter(kind=Article.Kind.NEWS).latest("pk")
    for page in ("review", "check"):
        yield reverse(f"admin:news_article_{page}", args=[article.pk])
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        newest = model._base_manager.order_by("-pk").first()
        pages = [(page, []) for page in OF_ALL]
        pages += [(page, [newest.pk]) for page in OF_ONE if newest]
        for page, args in pages:
            try:
                yield reverse(f"{name}_{page}", args=args)
            except NoReverseMatch:
                continue  # articles are put in the bin, for one


def public_pages():
    yield from PUBLIC
    topic = Topic.objects.get(name="Đại hội").get_absolute_url()
    yield from (topic, f"{topic}rss.xml")
    article = Article.objects.filter(kind=Article.Kind.NEWS).latest("pk")
    yield from (article.get_absolute_url(), f"/bao-loi/{article.pk}/")
    for category in (article.category, article.category.parent):
        yield from (category.get_absolute_url(), f"{category.get_absolute_url()}rss.xml")


def questions(client, addresses):
    """Return how often each page asks the database; none may be an error of ours."""
    asked = {}
    for address in addresses:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code < 500, address
        asked[address] = len(captured)
    return asked


def test_no_page_of_the_newsroom_asks_more_often_with_many_rows(sign_in, fill):
    chief = sign_in("Quản trị web")
    User.objects.filter(pk=chief.user.pk).update(is_superuser=True)
    fill(3)
    addresses = list(newsroom_pages())
    few = questions(chief, addresses)
    fill(5)

    many = questions(chief, addresses)

    assert {page: many[page] for page in few if many[page] > few[page]} == {}
    assert max(many.values()) <= 45


def test_no_public_page_asks_more_often_with_many_rows(client, fill):
    fill(3)
    addresses = list(public_pages())
    few = questions(client, addresses)
    fill(5)

    many = questions(client, addresses)

    assert {page: many[page] for page in few if many[page] > few[page]} == {}
    assert max(many.values()) <= 25
