from ipaddress import ip_network

import pytest
from django.apps import apps
from django.db import connection

from stats.models import ArticleDay, DailySalt, DayTotal, Reader
from tests.factories import make_article, make_category, make_photo, make_public_pages

pytestmark = pytest.mark.django_db

PHONE = "Mozilla/5.0 (Linux; Android 13) Chrome/120.0 Mobile"
DESKTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Firefox/128.0"


@pytest.fixture(autouse=True)
def morning(time_machine):
    """Ten past seven in Việt Nam, ten past midnight in UTC, unless a test moves the clock."""
    time_machine.move_to("2026-03-05T07:10+07:00", tick=False)


def counted():
    """Visits and page views of all days."""
    days = DayTotal.objects.values_list("visits", "page_views")
    return sum(visits for visits, _ in days), sum(views for _, views in days)


def test_first_page_is_a_visit_and_a_page_view(client):
    client.get("/")

    assert counted() == (1, 1)


@pytest.mark.parametrize(
    ("first", "second", "visits"),
    [
        ("2026-03-05T08:00:00+07:00", "2026-03-05T08:29:59+07:00", 1),
        ("2026-03-05T08:00:00+07:00", "2026-03-05T08:30:00+07:00", 2),  # the gap is over
        ("2026-03-04T23:59:59+07:00", "2026-03-05T00:00:00+07:00", 2),  # local midnight
        ("2026-03-05T06:50:00+07:00", "2026-03-05T07:10:00+07:00", 1),  # midnight of UTC
        ("2026-03-05T08:00:00+07:00", "2026-03-05T07:00:00+07:00", 1),  # clock set back an hour
    ],
)
def test_visit_ends_after_thirty_minutes_or_at_midnight(
    client, time_machine, first, second, visits
):
    time_machine.move_to(first, tick=False)
    client.get("/")

    time_machine.move_to(second, tick=False)
    client.get("/")

    assert counted() == (visits, 2)


def test_visit_goes_on_as_long_as_pages_follow_each_other(client, time_machine):
    for moment in ["08:00", "08:25", "08:50", "09:15"]:
        time_machine.move_to(f"2026-03-05T{moment}+07:00", tick=False)
        client.get("/")

    assert counted() == (1, 4)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-03-04T23:59+07:00", "2026-03-04"),
        ("2026-03-05T00:30+07:00", "2026-03-05"),  # still 4 March in UTC
        ("2026-03-05T06:59+07:00", "2026-03-05"),
    ],
)
def test_page_view_belongs_to_the_local_day(client, time_machine, moment, day):
    time_machine.move_to(moment, tick=False)

    client.get("/")

    assert str(DayTotal.objects.get().day) == day


def test_two_browsers_behind_one_address_are_two_readers(client):
    client.get("/", headers={"user-agent": PHONE})
    client.get("/", headers={"user-agent": DESKTOP})

    assert counted() == (2, 2)


def test_two_addresses_with_one_browser_are_two_readers(client):
    client.get("/", headers={"user-agent": PHONE}, REMOTE_ADDR="203.0.113.7")
    client.get("/", headers={"user-agent": PHONE}, REMOTE_ADDR="203.0.113.8")

    assert counted() == (2, 2)


def test_addresses_of_one_ipv6_line_are_one_reader(client):
    for number in range(60):  # each is free to whoever has the line
        client.get("/", headers={"user-agent": PHONE}, REMOTE_ADDR=f"2001:db8::{number:x}")
    client.get("/", headers={"user-agent": PHONE}, REMOTE_ADDR="2001:db8:0:1::1")

    assert counted() == (2, 61)


def test_every_public_page_is_counted(client):
    pages = make_public_pages()

    for page in pages:
        assert client.get(page).status_code == 200

    assert counted() == (1, len(pages))


def test_pages_with_a_form_for_readers_are_counted(client):
    article = make_article()
    pages = ["/gop-y/", "/gop-y/da-gui/", f"/bao-loi/{article.pk}/"]

    for page in pages:
        assert client.get(page).status_code == 200

    assert counted() == (1, len(pages))


@pytest.mark.parametrize(
    ("method", "path", "status", "headers"),
    [
        ("HEAD", "/", 200, {}),
        ("OPTIONS", "/", 200, {}),
        ("POST", "/", 405, {}),
        ("GET", "/", 200, {"Sec-Purpose": "prefetch"}),
        ("GET", "/", 200, {"Sec-Purpose": "prefetch;prerender"}),
        ("GET", "/", 200, {"Purpose": "Prefetch"}),
        ("GET", "/", 200, {"X-Purpose": "preview"}),
        ("GET", "/", 200, {"X-Moz": "prefetch"}),
        ("GET", "/khong-co-trang-nay/", 404, {}),
        ("GET", "/tin-tuc", 301, {}),  # the slash is missing
        ("GET", "/", 400, {"Host": "evil.example"}),
        ("GET", "/quan-tri/login/", 200, {}),
        ("GET", "/tai-khoan/", 302, {}),
        ("GET", "/tai-khoan/quen-mat-khau/", 200, {}),
        ("GET", "/tai-khoan/quen-mat-khau/da-gui/", 200, {}),
        ("GET", "/tai-khoan/mat-khau-moi/MQ/sai-ma/", 200, {}),
        ("GET", "/tai-khoan/mat-khau-moi/xong/", 200, {}),
        ("GET", "/static/img/star.svg", 200, {}),
    ],
)
def test_what_is_no_page_shown_to_a_reader_is_not_counted(client, method, path, status, headers):
    answer = client.generic(method, path, headers=headers)

    assert answer.status_code == status
    assert counted() == (0, 0)


def test_work_in_the_newsroom_is_not_counted(webmaster):
    pages = ["/quan-tri/", "/quan-tri/news/article/", "/quan-tri/news/article/add/", "/tai-khoan/"]

    for page in pages:
        assert webmaster.get(page).status_code == 200

    assert counted() == (0, 0)


def test_picture_is_not_counted(client):
    photo = make_photo()

    assert client.get(photo.image.url).status_code == 200
    assert counted() == (0, 0)


def test_old_address_is_counted_once_where_it_leads(client):
    article = make_article(category=make_category("Đoàn thể"))

    client.get(f"/xay-dung-dang/tieu-de-cu-{article.pk}/", follow=True)

    assert counted() == (1, 1)
    assert ArticleDay.objects.get().page_views == 1


def test_views_are_counted_for_each_article(client):
    often, once, never = make_article("Một"), make_article("Hai"), make_article("Ba")

    for article in [often, once, often, often]:
        client.get(article.get_absolute_url())
    client.get("/")

    views = dict(ArticleDay.objects.values_list("article_id", "page_views"))
    assert views == {often.pk: 3, once.pk: 1}
    assert never.pk not in views


def test_article_shown_to_nobody_has_no_view(client):
    article = make_article()

    client.head(article.get_absolute_url())
    client.get(article.get_absolute_url(), headers={"Sec-Purpose": "prefetch"})

    assert not ArticleDay.objects.exists()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_header_between_view_and_counter_never_leaves(client, method):
    answer = client.generic(method, make_article().get_absolute_url())

    assert answer.status_code == 200
    assert "X-Counted-Article" not in answer.headers


def test_reader_cannot_name_an_article_to_be_counted(client):
    article = make_article()

    client.get("/", headers={"X-Counted-Article": str(article.pk)})

    assert not ArticleDay.objects.exists()


@pytest.mark.parametrize("name", ["home", "article"])
def test_length_of_a_page_is_told_as_it_goes_out(client, name):
    article = make_article()

    page = client.get("/" if name == "home" else article.get_absolute_url())

    assert int(page.headers["Content-Length"]) == len(page.content)


# ---------- A failing counter ----------


@pytest.fixture
def without_table(transactional_db):
    """Return a function that takes a table away; it is back when the test is over."""
    taken = []

    def rename(old, new):
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {old} RENAME TO {new}")

    def take(table):
        rename(table, f"{table}_away")
        taken.append(table)

    yield take
    for table in taken:
        rename(f"{table}_away", table)


@pytest.mark.parametrize("place", ["home", "article"])
@pytest.mark.parametrize("model", list(apps.get_app_config("stats").get_models()))
def test_broken_counter_never_breaks_a_page(client, without_table, model, place):
    article = make_article("Hội nghị đã diễn ra")
    without_table(model._meta.db_table)

    answer = client.get("/" if place == "home" else article.get_absolute_url())

    assert answer.status_code == 200
    assert "Hội nghị đã diễn ra" in answer.text


def test_figure_that_cannot_be_had_is_a_dash(client, without_table):
    without_table(DayTotal._meta.db_table)

    page = client.get("/")

    assert '<data value="today">–</data>' in page.text


def test_view_is_counted_wholly_or_not_at_all(client, without_table):
    article = make_article()
    without_table(ArticleDay._meta.db_table)

    client.get(article.get_absolute_url())

    assert counted() == (0, 0)
    assert not Reader.objects.exists()


# ---------- Who reads stays unknown ----------


def stored():
    """Everything in the stats tables, as one text."""
    rows = []
    for model in apps.get_app_config("stats").get_models():
        rows += model.objects.values_list()
    values = [bytes(v) if isinstance(v, memoryview) else v for row in rows for v in row]
    return " ".join(map(str, values))


def test_no_address_and_no_browser_is_stored(client):
    article = make_article()

    client.get(article.get_absolute_url(), REMOTE_ADDR="203.0.113.7", HTTP_USER_AGENT=PHONE)

    everything = stored()
    assert Reader.objects.get().key in everything  # the scan sees what is there
    for trace in ["203.0.113", "Mozilla", "Android", "Chrome"]:
        assert trace not in everything


def test_same_reader_is_another_key_with_another_days_salt(client, time_machine):
    client.get("/")
    time_machine.move_to("2026-03-06T00:30+07:00", tick=False)
    client.get("/")

    first, second = Reader.objects.order_by("day")
    assert first.key != second.key


def test_yesterdays_salt_is_gone_with_the_first_view_of_a_day(client, time_machine):
    time_machine.move_to("2026-03-05T23:50+07:00", tick=False)
    client.get("/", REMOTE_ADDR="203.0.113.7")
    client.get("/", REMOTE_ADDR="203.0.113.8")

    time_machine.move_to("2026-03-06T00:10+07:00", tick=False)  # the same day in UTC
    client.get("/", REMOTE_ADDR="203.0.113.9")

    # Today's, and tomorrow's made ready before midnight.
    assert [str(s.day) for s in DailySalt.objects.order_by("day")] == ["2026-03-06", "2026-03-07"]
    assert [(str(d.day), d.visits) for d in DayTotal.objects.order_by("day")] == [
        ("2026-03-05", 2),
        ("2026-03-06", 1),
    ]


def test_reader_gets_no_cookie(client):
    client.get("/")

    assert not client.cookies


# ---------- Whose address counts ----------


@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP", "True-Client-IP"]
)
def test_made_up_addresses_from_a_stranger_count_once(client, header):
    for number in range(6):
        address = f"198.51.100.{number}"
        value = f"for={address}" if header == "Forwarded" else address
        client.get("/", headers={header: value}, REMOTE_ADDR="203.0.113.7")

    assert counted() == (1, 6)


def test_made_up_addresses_before_a_trusted_proxy_count_once(client, settings):
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8")]

    for number in range(6):
        forwarded = f"198.51.100.{number}, 203.0.113.7"
        client.get("/", headers={"X-Forwarded-For": forwarded}, REMOTE_ADDR="10.0.0.1")

    assert counted() == (1, 6)


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("198.51.100.1, 203.0.113.7", "203.0.113.7"),  # the left one is a claim
        ("203.0.113.7, 10.0.0.2", "203.0.113.7"),  # through two proxies of ours
        ("198.51.100.1,203.0.113.7 ,10.0.0.3, 10.0.0.2", "203.0.113.7"),
        ("10.0.0.9, 203.0.113.7", "203.0.113.7"),  # claims to be a proxy of ours
        ("2001:db8::7", "2001:db8::7"),
        ("203.0.113.7, ", "203.0.113.7"),
        ("", "10.0.0.1"),  # the proxy itself asks
        ("10.0.0.2", "10.0.0.1"),
        ("203.0.113.7:51234", "203.0.113.7"),  # with the port, as some proxies write it
        ("203.0.113.7, 10.0.0.2:443", "203.0.113.7"),
        ("[2001:db8::7]:51234", "2001:db8::7"),
        ("[2001:DB8:0::7]", "2001:db8::7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        (" , ,, ", "10.0.0.1"),
        ("198.51.100.1, unknown", "10.0.0.1"),  # who can't say whom it saw vouches for nobody
        ("198.51.100.1, khong-phai-dia-chi, 10.0.0.2", "10.0.0.1"),
        ("198.51.100.1, [2001:db8::7", "10.0.0.1"),
        ("198.51.100.1, " + "1" * 60_000, "10.0.0.1"),
    ],
)
def test_rightmost_address_that_is_no_proxy_of_ours_counts(client, settings, forwarded, address):
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8")]
    client.get("/", headers={"X-Forwarded-For": forwarded}, REMOTE_ADDR="10.0.0.1")
    assert counted() == (1, 1)

    client.get("/", REMOTE_ADDR=address)

    assert counted() == (1, 2)


@pytest.mark.parametrize("claim", ["203.0.113.7:{}", "[2001:db8::7]:{}", "198.51.100.9, ?{}", "{}"])
def test_whatever_one_client_makes_up_beside_its_address_counts_once(client, settings, claim):
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8")]

    for port in range(50_000, 50_020):
        header = {"X-Forwarded-For": claim.format(port)}
        assert client.get("/", headers=header, REMOTE_ADDR="10.0.0.1").status_code == 200

    assert counted() == (1, 20)


def test_readers_behind_one_proxy_are_told_apart(client, settings):
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.1/32")]

    client.get("/", headers={"X-Forwarded-For": "203.0.113.7"}, REMOTE_ADDR="10.0.0.1")
    client.get("/", headers={"X-Forwarded-For": "203.0.113.8"}, REMOTE_ADDR="10.0.0.1")

    assert counted() == (2, 2)


@pytest.mark.parametrize("peer", ["", "unix:", "khong-phai-dia-chi"])
def test_peer_without_an_address_is_no_trusted_proxy(client, settings, peer):
    settings.TRUSTED_PROXIES = [ip_network("0.0.0.0/0")]

    for number in range(2):
        forwarded = {"X-Forwarded-For": f"198.51.100.{number}"}
        assert client.get("/", headers=forwarded, REMOTE_ADDR=peer).status_code == 200

    assert counted() == (1, 2)


@pytest.mark.parametrize("address", ["/rss.xml", "/sitemap.xml", "/robots.txt", "/favicon.ico"])
def test_what_only_machines_read_is_no_page_view(client, address):
    assert client.get(address).status_code == 200
    assert counted() == (0, 0)
