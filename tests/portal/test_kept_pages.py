"""Public pages kept whole: made once a version, the same for everybody, counted each time."""

import gc
import gzip
import logging
import re
import tracemalloc
import urllib.parse
from datetime import timedelta
from ipaddress import ip_network

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.kept.watch import watch
from stats import figures, folding
from stats.models import ArticleDay, DayTotal
from tests.factories import (
    make_announcement,
    make_article,
    make_counter,
    make_identity,
    make_photo,
    make_public_pages,
    make_slogan,
)
from tests.front_door import FrontDoor


def queries_of(ask):
    with CaptureQueriesContext(connection) as captured:
        assert ask().status_code == 200
    return [query["sql"] for query in captured if "contentchange" not in query["sql"]]


def total(answer):
    return re.search(r'<data value="total">([^<]*)</data>', answer.text)[1]


# ---------- Kept ----------


def test_every_public_page_is_made_once_and_then_costs_no_query(front_door):
    pages = [*make_public_pages(), "/tim-kiem/goi-y/?q=hoi"]

    for path in pages:
        front_door.get(path)
        assert queries_of(lambda path=path: front_door.get(path)) == [], path

    assert front_door.made == pages


def test_a_kept_page_is_what_django_makes(front_door, client):
    for path in make_public_pages():
        front_door.get(path)
        kept, made = front_door.get(path), client.get(path)

        assert kept.content == made.content, path
        for name in made.headers:
            if name not in ("Vary", "Content-Length"):
                assert kept.headers[name] == made.headers[name], name


def test_ten_thousand_junk_queries_make_one_page(front_door):
    for number in range(10_000):
        assert front_door.get(f"/?utm_source={number}&fbclid=x{number}").status_code == 200

    assert front_door.made == ["/"]


def test_junk_makes_no_other_page_however_long_or_manifold(front_door):
    make_article()
    many = "&".join(f"x{number}=1" for number in range(100))

    for path in ["/", "/tin-tuc/"]:
        for query in ["x" * 3000, many, "&" * 200, f"q={'x' * 50_000}", "%FF=%FF", "\xff"]:
            assert front_door.get(f"{path}?{query}").status_code == 200

    assert front_door.made == ["/", "/tin-tuc/"]


def test_a_page_is_kept_by_the_parameters_its_view_names(front_door):
    article = make_article("Hội nghị")
    later = article.published_at + timedelta(minutes=1)
    place = f"{int(later.timestamp() * 1_000_000)}-9"

    for query in [f"cu-hon={place}", f"x=1&cu-hon={place}&y=2", f"cu-hon={place}&cu=3"]:
        assert article.title in front_door.get(f"/tin-tuc/?{query}").text

    assert front_door.made == [f"/tin-tuc/?cu-hon={place}"]


def test_words_are_looked_for_however_their_letters_came(front_door):
    make_article("Hội nghị")

    for q in ["H%E1%BB%99i", "Hội", "h%1ed9i&q=hoi"]:
        assert "<mark>Hội</mark>" in front_door.get(f"/tim-kiem/?q={q}").text
    assert front_door.get("/tim-kiem/?q=%FF").status_code == 200
    assert front_door.made.count("/tim-kiem/?q=H%E1%BB%99i") == 1


def test_pages_that_anybody_can_think_up_never_push_out_the_front_page(front_door):
    make_article()
    front_door.get("/")
    front_door.application.shelves.queried.bound = 100_000
    for number in range(1, 300):
        front_door.get(f"/tin-tuc/?cu-hon={10**15 + number}-1")

    front_door.get("/")

    assert front_door.made.count("/") == 1
    assert front_door.application.shelves.queried.taken <= 100_000


def test_long_addresses_and_headers_are_not_remembered(front_door):
    """Each of them would fit a server's bound for a head; thousands would fill its memory."""
    front_door.get("/")
    tracemalloc.start()
    logging.disable()  # what is logged is kept for this test's report
    try:
        for number in range(50):
            long = f"{number}{'x' * 60_000}"
            front_door.get(f"/{long}")
            front_door.get("/", Host=long)
            front_door.get("/", Referer=f"https://a.example/{long}", User_Agent=long)
            front_door.get("/", Accept_Encoding=f"gzip, {long}")
        front_door.made.clear()
        urllib.parse.clear_cache()  # where the test's own requests are remembered
        gc.collect()
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        logging.disable(logging.NOTSET)

    assert kept < 1_000_000


def test_a_foreign_host_is_refused_and_makes_no_page(front_door):
    front_door.get("/")

    for number in range(100):
        answer = front_door.get("/", Host=f"evil{number}.example")
        assert answer.status_code == 400

    assert front_door.get("/", Host="127.0.0.1").status_code == 200
    assert front_door.application.shelves.plain.pages.keys() == {("/", "")}


def test_readers_by_plain_http_are_sent_to_https(front_door, settings):
    settings.SECURE_SSL_REDIRECT = True
    front_door.get("/")

    assert FrontDoor().get("/").status_code == 301


def test_a_reader_who_comes_by_two_proxies_gets_what_is_kept(front_door, settings):
    settings.SITE_URL = "https://portal.example"
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    front_door = FrontDoor()

    for told in ["https", "https, http", "https,https"]:
        assert front_door.get("/", X_Forwarded_Proto=told).status_code == 200
    assert front_door.made == ["/"]
    assert front_door.get("/", X_Forwarded_Proto="http, https").status_code == 301


def test_a_page_made_anew_asks_for_no_more_than_its_own(front_door, watched):
    make_identity()
    make_slogan()
    first, second = make_article("Tin trước"), make_article("Tin sau")
    for article in (first, second):
        article.cover = make_photo(article)
        article.save()
    watch.look()
    front_door.get("/van-ban/")

    assert len(queries_of(lambda: front_door.get(second.get_absolute_url()))) <= 5
    assert len(queries_of(lambda: front_door.get(first.get_absolute_url()))) <= 5
    assert len(queries_of(lambda: front_door.get("/tin-tuc/"))) <= 2


def test_an_articles_views_are_asked_for_once_a_second(front_door):
    make_identity(dateline_form="views")
    path = make_article().get_absolute_url()
    front_door.get(path)

    assert "Số lượt xem" in front_door.get(path).text
    assert queries_of(lambda: front_door.get(path)) == []


# ---------- Never kept ----------


def test_no_page_of_the_newsroom_or_of_an_account_is_kept(front_door):
    for path in ["/quan-tri/", "/quan-tri/login/", "/tai-khoan/", "/tai-khoan/quen-mat-khau/"]:
        front_door.get(path)
        front_door.get(path)

        assert front_door.made.count(path) == 2

    assert not front_door.application.shelves.plain.pages


def test_what_is_not_found_is_not_kept(front_door):
    assert front_door.get("/khong-co/").status_code == 404
    make_article().category.__class__.objects.create(name="Không có", slug="khong-co")

    assert front_door.get("/khong-co/").status_code == 200


def test_a_cookie_changes_nothing_for_anybody(front_door, webmaster):
    plain = front_door.get("/")
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in webmaster.cookies.items())

    signed_in = front_door.get("/", Cookie=cookie)

    assert signed_in.content == plain.content
    assert front_door.made == ["/"]
    assert "Set-Cookie" not in signed_in.headers


def test_a_page_that_sets_a_cookie_is_not_kept_whatever_its_view_says(front_door, settings):
    settings.ROOT_URLCONF = "tests.portal.urls_of_careless_views"

    for path in ["/cookie/", "/token/", "/rieng/", "/khong-luu/"]:
        answers = [front_door.get(path) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [200, 200], path

    assert not front_door.application.shelves.plain.pages


def test_a_page_that_was_posted_to_is_not_kept(front_door):
    front_door.request("POST", "/")

    assert not front_door.application.shelves.plain.pages


# ---------- As it goes out ----------


def test_the_live_figures_are_put_in_each_time(front_door):
    make_counter(opening=1234)
    figures.publish()
    assert total(front_door.get("/")) == "1.234"
    assert queries_of(lambda: front_door.get("/")) == []
    folding.fold()
    figures.publish()

    assert total(front_door.get("/")) == "1.235"
    assert front_door.made == ["/"]


def test_a_browser_without_gzip_gets_the_same_page(front_door):
    packed = front_door.get("/")
    plain = front_door.get("/", Accept_Encoding="identity")
    refusing = front_door.get("/", Accept_Encoding="gzip;q=0, br")

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body == refusing.body
    for answer in (packed, plain, refusing):
        assert int(answer.headers["Content-Length"]) == len(answer.body)
        assert answer.headers["Vary"] == "Accept-Encoding"


def test_a_page_the_browser_has_is_not_sent_again_and_is_a_view(front_door):
    article = make_article()
    tag = front_door.get(article.get_absolute_url()).headers["ETag"]

    again = front_door.get(article.get_absolute_url(), If_None_Match=f'"other", {tag}')

    assert (again.status_code, again.body) == (304, b"")
    folding.fold()
    assert ArticleDay.objects.get().page_views == 2


def test_whoever_has_any_page_of_this_address_is_not_sent_it_again(front_door):
    assert front_door.get("/", If_None_Match="*").status_code == 304


def test_ten_thousand_forged_addresses_of_one_reader_are_one_visit(front_door, monkeypatch):
    figures.publish()
    monkeypatch.setattr(figures, "in_server", True)  # folded once, afterwards

    for number in range(10_000):
        forged = f"198.51.{number % 250}.{number // 250}"
        front_door.get("/", X_Forwarded_For=forged, Forwarded=f"for={forged}")

    folding.fold()
    day = DayTotal.objects.get()
    assert (day.visits, day.readers, day.page_views) == (1, 1, 10_000)


def test_a_page_whose_figures_went_on_is_sent_again(front_door):
    tag = front_door.get("/").headers["ETag"]
    folding.fold()
    figures.publish()

    assert front_door.get("/", If_None_Match=tag).status_code == 200


def test_readers_always_ask_us(front_door):
    assert front_door.get("/").headers["Cache-Control"] == "no-cache"


def test_a_head_is_answered_like_a_get_and_not_counted(front_door):
    body = front_door.get("/").body
    head = front_door.request("HEAD", "/")

    assert (head.status_code, head.body) == (200, b"")
    assert int(head.headers["Content-Length"]) == len(body)
    folding.fold()
    assert DayTotal.objects.get().page_views == 1


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE"])
def test_a_search_is_asked_by_get_and_head_only(front_door, method):
    make_article("Hội nghị")

    for path in ["/tim-kiem/?q=hoi", "/tim-kiem/goi-y/?q=hoi"]:
        with CaptureQueriesContext(connection) as asked:
            assert front_door.request(method, path).status_code == 405
        assert not asked.captured_queries


def test_a_kept_page_counts_its_article_readers_robots_and_colleagues(front_door):
    article = make_article()
    path = article.get_absolute_url()
    robot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
    for _ in range(2):
        answer = front_door.get(path)
        front_door.get(path, User_Agent=robot)
        front_door.get(path, Sec_Purpose="prefetch")

    folding.fold()

    assert figures.ARTICLE_HEADER not in answer.headers
    views = {day.audience: day.page_views for day in DayTotal.objects.all()}
    assert views == {"r": 2, "b": 2}
    assert ArticleDay.objects.get(article_id=article.pk).page_views == 2


# ---------- When content changes ----------


def test_a_change_shows_at_the_next_answer(front_door):
    article = make_article("Tên cũ")
    assert "Tên cũ" in front_door.get("/").text
    article.title = "Tên mới"
    article.save()

    page = front_door.get("/").text

    assert "Tên mới" in page
    assert "Tên cũ" not in page


def test_a_withdrawn_article_is_gone_at_once(front_door):
    article = make_article()
    path = article.get_absolute_url()
    assert front_door.get(path).status_code == 200
    article.state = "withdrawn"
    article.save()

    assert front_door.get(path).status_code == 404


@pytest.mark.parametrize(
    ("fields", "before", "after"),
    [
        ({"published_at": timedelta(hours=2)}, False, True),
        ({"expires_at": timedelta(hours=2)}, True, False),
    ],
)
def test_what_is_scheduled_shows_at_its_hour(front_door, time_machine, fields, before, after):
    now = timezone.now()
    make_article("Bài hẹn giờ", **{name: now + delta for name, delta in fields.items()})
    assert ("Bài hẹn giờ" in front_door.get("/tin-tuc/").text) is before

    time_machine.move_to(now + timedelta(hours=2, seconds=1), tick=False)

    assert ("Bài hẹn giờ" in front_door.get("/tin-tuc/").text) is after


def test_a_pin_ends_at_its_hour(front_door, time_machine):
    now = timezone.now()
    make_article(
        "Ghim", published_at=now - timedelta(days=9), pinned_until=now + timedelta(hours=1)
    )
    make_article("Mới nhất")

    def lead():
        return re.search(r"lead-story__title.*?<a[^>]*>(.*?)</a>", front_door.get("/").text, re.S)[
            1
        ]

    assert lead() == "Ghim"
    time_machine.move_to(now + timedelta(hours=1, seconds=1), tick=False)
    assert lead() == "Mới nhất"


def test_the_mark_of_a_new_announcement_goes_after_three_days(front_door, time_machine):
    now = timezone.now()
    make_announcement(published_at=now - timedelta(days=2, hours=23))
    marked = ">Mới<"
    assert marked in re.sub(r"\s", "", front_door.get("/thong-bao/").text)

    time_machine.move_to(now + timedelta(hours=1, seconds=1), tick=False)

    assert marked not in re.sub(r"\s", "", front_door.get("/thong-bao/").text)


def test_at_midnight_slogans_and_the_date_change(front_door, time_machine):
    time_machine.move_to("2026-03-04T23:59:59+07:00", tick=False)
    make_slogan("của ngày mai", starts_on="2026-03-05", ends_on="2026-03-05")
    assert "của ngày mai" not in front_door.get("/").text

    time_machine.move_to("2026-03-05T00:00:00+07:00", tick=False)
    page = front_door.get("/").text

    assert "của ngày mai" in page
    assert "05/03/2026" in page


def test_what_was_withdrawn_and_published_anew_is_answered_as_it_stands(front_door):
    article = make_article()
    path = article.get_absolute_url()
    for state, status_code in [("approved", 200), ("withdrawn", 410), ("approved", 200)]:
        article.state = state
        article.withdrawn_at = timezone.now() if state == "withdrawn" else None
        article.save()

        assert [front_door.get(path).status_code for _ in range(2)] == [status_code] * 2
