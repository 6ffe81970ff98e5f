from datetime import date, datetime

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from news.models import Article
from stats.models import ArticleDay, Counter
from tests.factories import (
    make_article,
    make_category,
    make_counter,
    make_day,
    make_identity,
    make_public_pages,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("early_thursday")]


def widget(page):
    """The counter's lines as a reader sees them, its heading first."""
    counter = BeautifulSoup(page.text, "html.parser").select_one(".counter")
    parts = [*counter.select(".counter__title"), *counter.select(".counter__row")]
    return [" ".join(part.get_text().split()) for part in parts]


def test_preset_with_the_total_first_is_letter_for_letter(client):
    make_counter(opening=411605 - 28 - 678)
    make_day(date(2026, 3, 11), visits=678)
    make_day(date(2026, 3, 12), visits=25)

    for number in range(3):
        page = client.get("/", REMOTE_ADDR=f"203.0.113.{number}")

    assert widget(page) == [
        "Thống kê truy cập",
        "Số lượt truy cập 411.605",
        "Trực tuyến: 3",
        "Hôm nay: 28",
        "Hôm qua: 678",
    ]


def test_preset_by_period_is_letter_for_letter(client):
    make_counter(preset=Counter.Preset.BY_PERIOD, group_digits=False, opening=2124549 - 40787)
    make_day(date(2026, 3, 12), visits=1370)
    make_day(date(2026, 3, 11), visits=2077)
    make_day(date(2026, 3, 9), visits=11237 - 2077 - 1371)  # Monday
    make_day(date(2026, 3, 8), visits=30787 - 11237 - 500)  # Sunday
    make_day(date(2026, 3, 1), visits=500)
    make_day(date(2026, 2, 28), visits=10000)

    assert widget(client.get("/")) == [
        "Truy cập",
        "Hôm nay: 1371",
        "Hôm qua: 2077",
        "Tuần này: 11237",
        "Tháng này: 30787",
        "Tất cả: 2124549",
    ]


@pytest.mark.parametrize(("grouped", "total"), [(True, "2.124.549"), (False, "2124549")])
def test_digits_are_grouped_by_dots_or_plain(client, grouped, total):
    make_counter(opening=2124548, group_digits=grouped)

    assert f"Số lượt truy cập {total}" in widget(client.get("/"))


def test_portal_without_a_counter_row_counts_from_nought(client):
    assert widget(client.get("/")) == [
        "Thống kê truy cập",
        "Số lượt truy cập 1",
        "Trực tuyến: 1",
        "Hôm nay: 1",
        "Hôm qua: 0",
    ]


def test_own_labels_are_shown_and_rows_without_one_are_not(client):
    make_counter(
        preset=Counter.Preset.CUSTOM,
        heading="Bạn đọc",
        today_label="Lượt hôm nay:",
        month_label="Từ đầu tháng:",
        opening=5000,
    )
    make_day(date(2026, 3, 2), visits=41)

    assert widget(client.get("/")) == ["Bạn đọc", "Lượt hôm nay: 1", "Từ đầu tháng: 42"]


def test_labels_of_ones_own_do_not_change_a_preset(client):
    Counter.objects.create(heading="Bạn đọc", today_label="Lượt hôm nay:")

    lines = widget(client.get("/"))

    assert lines[0] == "Thống kê truy cập"
    assert "Hôm nay: 1" in lines


def test_counter_of_ones_own_needs_a_heading(webmaster):
    counter = {"preset": "custom", "today_label": "Hôm nay có:"}

    answer = webmaster.post("/quan-tri/stats/counter/add/", counter)

    assert answer.status_code == 422
    form = answer.context["adminform"].form
    assert form.errors == {"heading": ["Kiểu tự đặt cần có tiêu đề."]}
    assert "Hôm nay có:" in answer.text
    assert not Counter.objects.exists()


def test_counter_of_ones_own_needs_a_row(webmaster):
    answer = webmaster.post(
        "/quan-tri/stats/counter/add/", {"preset": "custom", "heading": "Bạn đọc"}
    )

    form = answer.context["adminform"].form
    assert form.errors == {"total_label": ["Kiểu tự đặt cần nhãn của ít nhất một hàng."]}


TYPED = {
    "total_first": ({}, ["Thống kê truy cập", "Số lượt truy cập 411605"]),
    "by_period": ({"group_digits": "on"}, ["Truy cập", "Tất cả: 411.605"]),
    "custom": (
        {"heading": "Bạn đọc", "total_label": "Cả thảy:"},
        ["Bạn đọc", "Cả thảy: 411605"],
    ),
}


@pytest.mark.parametrize("preset", TYPED)
def test_preview_follows_what_is_typed_and_saves_nothing(webmaster, preset):
    counter = make_counter(opening=411605, preset="by_period" if preset == "custom" else "custom")
    typed, lines = TYPED[preset]

    page = webmaster.post("/quan-tri/stats/counter/xem-thu/", {"preset": preset, **typed})

    assert set(lines) <= set(widget(page))
    counter.refresh_from_db()
    assert counter.preset != preset


def test_preview_of_a_form_that_is_not_ready_shows_what_there_is(webmaster):
    make_counter()
    typed = {"preset": "custom", "today_label": "Hôm nay có:"}

    page = webmaster.post("/quan-tri/stats/counter/xem-thu/", typed)
    empty = webmaster.post("/quan-tri/stats/counter/xem-thu/", {"preset": "custom"})

    assert widget(page) == ["Hôm nay có: 0"]
    assert "Chưa có hàng nào có nhãn" in empty.text


def test_preview_stands_in_the_form_and_a_button_renews_it_without_script(webmaster):
    counter = make_counter(preset="by_period")
    form = BeautifulSoup(
        webmaster.get(f"/quan-tri/stats/counter/{counter.pk}/change/").text, "html.parser"
    )

    frame, button = (
        form.select_one(".counter-preview iframe"),
        form.select_one(".counter-preview button"),
    )
    saved = webmaster.get(frame["src"])

    assert button["formaction"] == frame["src"]
    assert button["formtarget"] == frame["name"]
    assert widget(saved)[0] == "Truy cập"
    assert saved.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_opening_balance_typed_by_the_webmaster_is_in_the_total(visitor, webmaster):
    entry = {"kind": "opening", "visits": "411604", "reason": "Bộ đếm của trang cũ"}
    answer = webmaster.post("/quan-tri/stats/accountentry/add/", entry)
    assert answer.status_code == 302, answer.context["errors"]

    assert "Số lượt truy cập 411.605" in widget(visitor.get("/"))


def test_webmaster_can_change_no_figure(webmaster):
    day = make_day(date(2026, 3, 11), visits=678)

    change = webmaster.post(f"/quan-tri/stats/daytotal/{day.pk}/change/", {"visits": "9999"})
    delete = webmaster.post(f"/quan-tri/stats/daytotal/{day.pk}/delete/", {"post": "yes"})

    day.refresh_from_db()
    assert (change.status_code, delete.status_code, day.visits) == (403, 403, 678)


@pytest.mark.parametrize(
    ("now", "week", "month"),
    [
        ("2026-03-08T00:30+07:00", 128, 129),  # Sunday: the week of Monday 2 March
        ("2026-03-08T23:59+07:00", 128, 129),
        ("2026-03-09T00:30+07:00", 1, 129),  # Monday, still Sunday in UTC
        ("2026-04-01T00:30+07:00", 1, 1),  # still March in UTC
        ("2026-03-01T00:30+07:00", 18, 2),  # Sunday: Monday was in February
    ],
)
def test_week_begins_on_monday_and_month_on_the_first(client, time_machine, now, week, month):
    time_machine.move_to(now, tick=False)
    Counter.objects.create(preset=Counter.Preset.BY_PERIOD)
    for day, visits in {(2, 23): 16, (3, 1): 1, (3, 2): 127}.items():
        if (moment := date(2026, *day)) <= timezone.localdate():
            make_day(moment, visits)

    lines = widget(client.get("/"))

    assert f"Tuần này: {week}" in lines
    assert f"Tháng này: {month}" in lines


@pytest.mark.parametrize(
    ("now", "week", "month"),
    [
        ("2026-12-31T23:59+07:00", 38, 43),  # Thursday of the 53rd week
        ("2027-01-01T00:00+07:00", 38, 1),  # still 2026 in UTC
        ("2027-01-03T23:59+07:00", 38, 1),  # Sunday, still the 53rd week
        ("2027-01-04T00:00+07:00", 1, 1),
    ],
)
def test_new_year_ends_a_month_and_no_week(client, time_machine, now, week, month):
    time_machine.move_to(now, tick=False)
    Counter.objects.create(preset=Counter.Preset.BY_PERIOD)
    for day, visits in {27: 5, 28: 30, 30: 7}.items():
        make_day(date(2026, 12, day), visits)

    lines = widget(client.get("/"))

    assert f"Tuần này: {week}" in lines
    assert f"Tháng này: {month}" in lines


@pytest.mark.parametrize(
    ("seen", "now", "online"),
    [
        ("2026-03-12T08:00:00+07:00", "2026-03-12T08:04:59+07:00", 2),
        ("2026-03-12T08:00:00+07:00", "2026-03-12T08:05:00+07:00", 1),
        ("2026-03-11T23:58:00+07:00", "2026-03-12T00:01:00+07:00", 1),  # starts anew at midnight
        ("2026-03-12T06:58:00+07:00", "2026-03-12T07:01:00+07:00", 2),  # midnight of UTC
    ],
)
def test_online_are_the_readers_of_the_last_five_minutes(client, time_machine, seen, now, online):
    time_machine.move_to(seen, tick=False)
    client.get("/", REMOTE_ADDR="203.0.113.7")

    time_machine.move_to(now, tick=False)
    page = client.get("/", REMOTE_ADDR="203.0.113.8")

    assert f"Trực tuyến: {online}" in widget(page)


def test_nobody_is_online_after_midnight_before_the_first_view(client, time_machine):
    time_machine.move_to("2026-03-11T23:59+07:00", tick=False)
    client.get("/")

    time_machine.move_to("2026-03-12T00:01+07:00", tick=False)
    page = client.get("/", headers={"Sec-Purpose": "prefetch"})  # shown, but not counted

    assert "Trực tuyến: 0" in widget(page)


def test_reader_who_turns_pages_is_online_once(client):
    for path in ["/", "/tin-tuc/", "/thong-bao/"]:
        client.get(path)

    assert "Trực tuyến: 1" in widget(client.get("/"))


@pytest.mark.parametrize(
    ("now", "today", "yesterday"),
    [
        ("2026-03-12T23:59+07:00", 101, 0),
        ("2026-03-13T00:00+07:00", 1, 100),  # still 12 March in UTC
        ("2026-03-13T23:59+07:00", 1, 100),
        ("2026-03-14T00:00+07:00", 1, 0),
    ],
)
def test_yesterday_is_the_local_day_before(client, time_machine, now, today, yesterday):
    make_day(date(2026, 3, 12), visits=100)

    time_machine.move_to(now, tick=False)
    lines = widget(client.get("/"))

    assert f"Hôm nay: {today}" in lines
    assert f"Hôm qua: {yesterday}" in lines


def test_counter_stands_on_every_public_page(client):
    pages = make_public_pages()

    without = [path for path in pages if b'<data value="today">' not in client.get(path).content]

    assert without == []


# ---------- Nobody types a figure ----------

FORGED = '<data value="total"></data>'
TOTAL = "987.654.321"


def article_form(**fields):
    """What the article form sends; `fields` say what was typed."""
    inlines = ["photos", "videos", "attachments", "contributors", "placements"]
    counts = {f"{name}-{count}_FORMS": 0 for name in inlines for count in ["TOTAL", "INITIAL"]}
    typed = {"kind": "news", "title": "Hội nghị", "body": "<p>Sáng 6/7.</p>", "_publish": "1"}
    return counts | typed | {"category": make_category().pk} | fields


@pytest.mark.parametrize(
    "typed",
    [
        {"title": f"Có {FORGED} lượt"},
        {"lead": f"Có {FORGED} lượt"},
        {"body": f"<p>Có {FORGED} lượt</p>"},
        {"body": "<p>Có &lt;data value=&quot;total&quot;&gt;&lt;/data&gt; lượt</p>"},
        {"body": f"<p><a href='/' title='{FORGED}'>liên kết</a></p>"},
        {"body": f"<p><a href='/{FORGED}'>liên kết</a></p>"},
        {"agency_prefix": FORGED},
        {"source_name": FORGED},
        {"document_number": FORGED},
    ],
)
def test_markup_of_a_figure_typed_by_an_editor_prints_none(visitor, clerk, typed):
    make_counter(opening=987654320)
    answer = clerk.post("/quan-tri/news/article/add/", article_form(**typed))
    assert answer.status_code == 302, answer.context["errors"]
    article = Article.objects.get()

    article_page, home = visitor.get(article.get_absolute_url()), visitor.get("/")

    counters = article_page.text.count('class="counter"')
    assert article_page.text.count(TOTAL) == counters
    assert home.text.count(TOTAL) == 1  # its own counter


def test_figure_unknown_to_the_counter_cannot_be_asked_for(client):
    Counter.objects.create(preset=Counter.Preset.CUSTOM, heading="views-1", today_label=FORGED)

    page = client.get("/")

    assert page.text.count("<data ") == 1


# ---------- Views in the dateline ----------


def dateline(page):
    line = BeautifulSoup(page.text, "html.parser").select_one(".dateline")
    return " ".join(line.get_text().split())


def test_dateline_with_views_is_letter_for_letter(client):
    make_identity(dateline_form="views")
    published = datetime(2020, 3, 25, 11, 3, tzinfo=timezone.get_current_timezone())
    article = make_article(published_at=published)
    ArticleDay.objects.create(article_id=article.pk, day=date(2020, 3, 25), page_views=700)
    ArticleDay.objects.create(article_id=article.pk, day=date(2020, 3, 26), page_views=22)

    page = client.get(article.get_absolute_url())

    assert dateline(page) == "25/03/2020 11:03 Số lượt xem: 723"


@pytest.mark.parametrize(("grouped", "views"), [(True, "1.532"), (False, "1532")])
def test_views_follow_the_counters_digits(client, grouped, views):
    make_identity(dateline_form="views")
    Counter.objects.create(group_digits=grouped)
    article = make_article()
    ArticleDay.objects.create(article_id=article.pk, day=date(2026, 3, 1), page_views=1531)

    page = client.get(article.get_absolute_url())

    assert dateline(page).endswith(f"Số lượt xem: {views}")


def test_views_are_those_of_the_article_and_of_no_other(client):
    make_identity(dateline_form="views")
    read, other = make_article("Một"), make_article("Hai")
    for _ in range(3):
        client.get(other.get_absolute_url())

    page = client.get(read.get_absolute_url())

    assert dateline(page).endswith("Số lượt xem: 1")


def test_undated_article_shows_no_views(client):
    make_identity(dateline_form="views")
    article = make_article(hide_date=True)

    page = client.get(article.get_absolute_url())

    assert "Số lượt xem" not in page.text
