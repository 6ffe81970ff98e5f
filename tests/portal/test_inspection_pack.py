"""The inspection pack: counted once, numbered, and the same for ever after."""

import io
from datetime import date, datetime, timedelta

import openpyxl
import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news import publishing
from news.models import Article, Contributor, Transition
from news.models.revision import fingerprint
from portal.models import InspectionPack
from portal.office import inspection
from stats.definitions import Audience
from stats.models import AccountEntry, ArticleDay, DayTotal
from tests.factories import (
    make_article,
    make_category,
    make_day,
    make_identity,
    make_photo,
    make_slogan,
    write_article,
)
from tests.reading import soup, words

pytestmark = pytest.mark.django_db

PAGE = "/quan-tri/ho-so-kiem-tra/"
MARCH = {"tu": "01/03/2026", "den": "31/03/2026", "chuyen_muc": ""}


@pytest.fixture(autouse=True)
def clock(time_machine):
    """Half past midnight on 2 April in Việt Nam; in UTC it is still the 1st."""
    time_machine.move_to("2026-04-02T00:30+07:00", tick=False)
    return time_machine


def local(month, day, hour=9, minute=0):
    return timezone.make_aware(datetime(2026, month, day, hour, minute))  # noqa: DTZ001


def make(client, period=MARCH, **more):
    answer = client.post(PAGE, period | more)
    assert answer.status_code == 302, soup(answer).select(".errorlist")
    year, number = answer.url.strip("/").split("/")[-2:]
    return InspectionPack.objects.get(year=year, number=number)


def titles(client, period=MARCH):
    return [article["title"] for article in make(client, period).document["articles"]]


# ---------- Kept as it was ----------


def test_same_pack_is_had_again_whatever_was_edited_between(approver, clock):
    article = make_article("Tên cũ", published_at=local(3, 5))
    make_day(date(2026, 3, 5), visits=7)
    pack = make(approver)
    before = soup(approver.get(pack.get_absolute_url()))
    Article.objects.filter(pk=article.pk).update(title="Tên mới", state="withdrawn")
    DayTotal.objects.update(visits=9999)
    make_article("Thêm vào sau", published_at=local(3, 6))
    clock.move_to("2027-04-02T00:30+07:00")
    approver.force_login(approver.user)

    again = make(approver)
    asked = approver.get(PAGE, MARCH)

    assert (again.pk, again.sha256) == (pack.pk, pack.sha256)
    assert asked.url == pack.get_absolute_url()
    after = soup(approver.get(asked.url))
    assert words(after.select_one(".pack")) == words(before.select_one(".pack"))
    assert pack.sha256 in words(after.select_one(".pack__foot"))


def test_new_pack_is_made_on_purpose_and_says_which_it_supersedes(approver):
    first = make(approver)
    make_article("Thêm vào sau", published_at=local(3, 6))

    second = make(approver, lap_lai="1")

    assert (str(first), str(second)) == ("01/2026", "02/2026")
    assert "Thay cho hồ sơ số 01/2026" in words(soup(approver.get(second.get_absolute_url())))
    assert "hồ sơ số 02/2026" in words(soup(approver.get(first.get_absolute_url())))
    assert make(approver) == second


def test_numbers_begin_anew_each_year(approver, clock):
    april = {"tu": "01/04/2026", "den": "30/04/2026"}
    make(approver)
    make(approver, {"tu": "01/02/2026", "den": "28/02/2026"})
    clock.move_to("2027-01-01T00:30+07:00")
    approver.force_login(approver.user)

    assert str(make(approver, april)) == "01/2027"
    assert [str(pack) for pack in InspectionPack.objects.all()] == ["01/2027", "02/2026", "01/2026"]


def test_period_that_is_not_over_is_only_looked_at(approver):
    make_article("Sáng nay", published_at=local(4, 1))
    april = {"tu": "01/04/2026", "den": "30/04/2026", "chuyen_muc": ""}

    page = approver.get(PAGE, april)
    answer = approver.post(PAGE, april)

    assert "Sáng nay" in words(soup(page).select_one(".pack"))
    assert "tính đến 02/04/2026 00:30" in words(soup(page))
    assert not soup(page).select(".pack-tools form")
    assert answer.status_code == 422
    assert "chỉ xem trước được" in words(soup(answer).select_one(".errorlist"))
    assert not InspectionPack.objects.exists()


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"tu": "31/02/2026"}, "Hãy viết ngày như 06/07/2026."),
        ({"tu": "03/04/2026", "den": "30/04/2026"}, "Kỳ này chưa bắt đầu."),
        ({"den": "28/02/2026"}, "Ngày cuối không thể trước ngày đầu."),
        ({"den": "31/12/9999"}, "Một hồ sơ không quá năm năm."),
        ({"chuyen_muc": "khong-co"}, "Không có chuyên mục này."),
    ],
)
def test_wrong_period_is_said_beside_the_field(approver, typed, complaint):
    page = approver.get(PAGE, MARCH | typed)

    assert page.status_code == 422
    assert complaint in words(soup(page).select_one(".errorlist"))


# ---------- What is in it ----------


def test_months_begin_and_end_at_local_midnight(approver):
    make_article("Đêm trước", published_at=local(2, 28, 23, 59))
    make_article("Đầu tháng", published_at=local(3, 1, 0, 30))
    make_article("Cuối tháng", published_at=local(3, 31, 23, 59))
    make_article("Tháng sau", published_at=local(4, 1, 0, 30))

    assert titles(approver) == ["Đầu tháng", "Cuối tháng"]


def test_article_has_its_figures(approver):
    body = "<p>Sáng 6/7,&nbsp;<b>Đ</b>ảng ủy</p><p>họp.</p>"
    article = make_article("Hội nghị", published_at=local(3, 5), body=body)
    Contributor.objects.create(article=article, name="Ngọc Ánh", office="Văn phòng")
    Contributor.objects.create(article=article, name="Anh Huy", role="photographer", order=1)
    make_photo(article)
    for day, views in [(date(2026, 2, 28), 100), (date(2026, 3, 5), 4), (date(2026, 3, 31), 3)]:
        ArticleDay.objects.create(article_id=article.pk, day=day, page_views=views)

    row = make(approver).document["articles"][0]

    assert (row["words"], row["photos"], row["views"]) == (5, 1, 7)
    assert row["authors"] == "Ngọc Ánh - Văn phòng; Ảnh: Anh Huy"
    assert row["published_at"] == "2026-03-05T09:00:00+07:00"
    assert row["url"].endswith(article.get_absolute_url())
    assert row["approver"] == ""


def test_approver_is_who_approved_last_before_the_period_ended(approver, clock):
    user = approver.user
    user.last_name, user.first_name = "Lê Minh", "Đức"
    clock.move_to(local(3, 5), tick=False)
    article = make_article("Hội nghị", published_at=local(3, 5))
    publishing.approve(article, publishing.first_revision(article), user)
    clock.move_to(local(4, 1), tick=False)
    user.last_name, user.first_name = "Trần", "Hà"
    article.refresh_from_db()
    publishing.approve(article, article.latest_revision, user, "Sau khi hết kỳ")

    clock.move_to(local(4, 2), tick=False)
    approver.force_login(user)
    document = make(approver).document

    assert document["articles"][0]["approver"] == "Lê Minh Đức"
    assert [(d["by"], d["action"], d["title"]) for d in document["decisions"]] == [
        ("Lê Minh Đức", "Duyệt đăng", "Hội nghị")
    ]


def noted_article(client, clock):
    """An article of 5 March whose readers are told on the 9th what was changed."""
    clock.move_to(local(3, 5), tick=False)
    client.force_login(client.user)
    article = write_article(client, title="Hội nghị")
    clock.move_to(local(3, 9), tick=False)
    client.force_login(client.user)
    write_article(client, article, title="Hội nghị", change_note="Đính chính <số liệu>.")
    clock.move_to(local(4, 2), tick=False)
    client.force_login(client.user)


def test_note_of_a_change_is_printed_with_its_date(approver, clock):
    noted_article(approver, clock)
    pack = make(approver)
    address = pack.get_absolute_url()

    page = soup(approver.get(address))
    book = openpyxl.load_workbook(io.BytesIO(approver.get(address, {"xuat": "xlsx"}).content))

    note = words(page.select_one(".pack-articles__note"))
    assert note == "Sửa ngày 09/03/2026: Đính chính <số liệu>."
    sheet = [[cell.value for cell in row] for row in book["Bài đã đăng"]]
    assert sheet[0][-2:] == ["Ghi chú sửa đổi", "Ghi chú lúc"]
    assert sheet[1][-2:] == ["Đính chính <số liệu>.", local(3, 9).replace(tzinfo=None)]


def test_pack_from_before_notes_were_asked_for_stays_as_it_was(approver, clock):
    noted_article(approver, clock)
    pack = make(approver)
    for row in pack.document["articles"]:
        del row["change_note"], row["change_noted_at"]
    pack.sha256 = fingerprint(pack.document)
    pack.save()

    answer = approver.get(pack.get_absolute_url())
    file = approver.get(pack.get_absolute_url(), {"xuat": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(file.content))["Bài đã đăng"]

    assert inspection.is_intact(make(approver))
    assert pack.sha256 in answer.text
    assert not soup(answer).select(".pack-articles__note")
    assert [cell.value for cell in sheet[1]][-1] == "Tình trạng"


def test_article_withdrawn_since_is_listed_as_such_with_its_public_text(approver, clock):
    clock.move_to(local(3, 5), tick=False)
    approver.force_login(approver.user)
    article = write_article(approver, title="Bạn đọc đã thấy")
    write_article(approver, article, "_hold", title="Chưa ai duyệt")
    publishing.withdraw(Article.objects.get(pk=article.pk), approver.user)
    binned = make_article("Đã bỏ đi", published_at=local(3, 6), state="approved")
    clock.move_to(local(4, 2), tick=False)
    publishing.put_in_bin(binned, approver.user)
    approver.force_login(approver.user)

    rows = make(approver).document["articles"]

    assert [(row["title"], row["state"]) for row in rows] == [
        ("Bạn đọc đã thấy", "Đã gỡ"),
        ("Đã bỏ đi", "Trong thùng rác"),
    ]


def test_page_names_the_state_of_an_article_that_readers_no_longer_have(approver):
    make_article("Còn trên trang", published_at=local(3, 5))
    make_article("Đã bỏ đi", published_at=local(3, 6), binned_at=local(3, 7))

    page = soup(approver.get(make(approver).get_absolute_url()))

    kinds = [words(row) for row in page.select(".pack-articles__kind")]
    assert [kind.partition(". ")[2] for kind in kinds] == ["", "Trong thùng rác"]


def test_what_no_reader_saw_is_left_out(approver, clock):
    make_article("Nháp", state="draft", approved_at=None, published_at=local(3, 5))
    clock.move_to(local(3, 1), tick=False)
    taken_back = make_article("Gỡ trước giờ", published_at=local(3, 5))
    publishing.withdraw(taken_back, approver.user)
    clock.move_to(local(4, 2), tick=False)
    approver.force_login(approver.user)

    assert titles(approver) == []


def test_pack_of_a_category_has_its_subcategories_and_outlives_it(approver):
    party = make_category("Xây dựng Đảng")
    child = make_category("Kiểm tra", parent=party)
    make_article("Mẹ", category=party, published_at=local(3, 5))
    make_article("Con", category=child, published_at=local(3, 6))
    make_article("Khác", category=make_category("Đoàn thể"), published_at=local(3, 7))
    period = MARCH | {"chuyen_muc": party.slug}

    assert titles(approver, period) == ["Mẹ", "Con"]
    assert titles(approver) == ["Mẹ", "Con", "Khác"]

    Article.objects.update(category=None, kind="announcement")
    child.delete()
    party.delete()
    page = approver.get(f"{PAGE}2026/1/")
    assert "Chuyên mục: Xây dựng Đảng (gồm cả Kiểm tra)" in words(soup(page))


def test_each_day_is_counted_apart_for_readers_robots_and_staff(approver):
    make_day(date(2026, 3, 2), visits=10)
    make_day(date(2026, 4, 1), visits=1000)
    for audience in (Audience.BOT, Audience.STAFF):
        DayTotal.objects.create(day=date(2026, 3, 2), audience=audience, page_views=5)
    AccountEntry.objects.create(day=date(2026, 3, 2), visits=-3, reason="Rô-bốt")

    document = make(approver).document

    assert len(document["days"]) == 31
    assert document["days"][1] == {
        "day_on": "2026-03-02",
        "visits": 7,
        "entered_visits": -3,
        "readers": 0,
        "page_views": 20,
        "bot_views": 5,
        "staff_views": 5,
        "monitor_views": 0,
    }
    assert document["totals"]["day_visits"] == 7


def test_slogans_are_told_in_stretches(approver, clock):
    clock.move_to(local(3, 3, 9, 30), tick=False)
    long = {"starts_on": date(2026, 3, 1), "ends_on": date(2026, 3, 20)}
    make_slogan("một", opening="", **long)
    make_slogan("hai", opening="", starts_on=date(2026, 3, 10), ends_on=date(2026, 5, 1))
    edited = make_slogan("ba", opening="", starts_on=date(2026, 3, 4), ends_on=date(2026, 3, 9))
    clock.move_to(local(3, 5, 14, 0), tick=False)
    edited.delete()
    clock.move_to(local(4, 2), tick=False)
    approver.force_login(approver.user)

    page = soup(approver.get(make(approver).get_absolute_url()))

    assert [words(row) for row in page.select(".pack-slogans tbody tr")] == [
        "một 09:30 03/03/2026 hết 20/03/2026",
        "ba 04/03/2026 14:00 05/03/2026",
        "hai 10/03/2026 hết 31/03/2026",
    ]
    assert "Chỉ có ghi chép từ 09:30 03/03/2026" in words(page)


def test_office_is_called_as_at_the_end_of_the_period(approver):
    make_identity("Đảng ủy Khối", valid_until=date(2026, 3, 31))
    make_identity("Đảng ủy các cơ quan Đảng", valid_from=date(2026, 4, 1))

    page = soup(approver.get(make(approver).get_absolute_url()))

    assert words(page.select_one(".pack__name")) == "Đảng ủy Khối"


def test_pack_costs_the_same_with_many_articles(approver):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert approver.get(PAGE, MARCH).status_code == 200
        return len(captured)

    def publish(number):
        article = make_article(
            f"Bài {number}",
            category=make_category(f"Mục {number}"),
            published_at=local(3, 5),
        )
        make_photo(article)
        Contributor.objects.create(article=article, name="S.T")
        Transition.objects.create(article=article, action="approve", by_name="Đức")
        make_slogan(f"Dòng {number}", starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 9))

    publish(0)
    few = queries()
    for number in range(1, 12):
        publish(number)

    assert queries() == few


# ---------- As a file ----------


def test_xlsx_has_the_same_figures_and_the_hash_at_its_foot(approver):
    make_article("Hội nghị", published_at=local(3, 5))
    make_day(date(2026, 3, 5), visits=1234)
    pack = make(approver)

    answer = approver.get(pack.get_absolute_url(), {"xuat": "xlsx"})

    assert "so-01-2026-20260301-20260331.xlsx" in answer.headers["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sums = {label.value: figure.value for label, figure in book["Tổng hợp"]}
    assert sums["Số bài đã đăng"] == 1
    assert sums["Lượt truy cập cả trang"] == 1234
    assert sums["Mã SHA-256"] == pack.sha256
    assert all(pack.sha256 in sheet.oddFooter.left.text for sheet in book)
    row = [cell.value for cell in book["Bài đã đăng"][2]]
    assert row[1] == "Hội nghị"
    assert row[5] == datetime(2026, 3, 5, 9, 0)  # noqa: DTZ001
    assert len(list(book["Truy cập từng ngày"])) == 32


@pytest.mark.parametrize("title", ["=1+1", "+1", "@SUM(1)"])
def test_title_is_no_formula(approver, title):
    make_article(title, published_at=local(3, 5))

    answer = approver.get(make(approver).get_absolute_url(), {"xuat": "xlsx"})

    cell = openpyxl.load_workbook(io.BytesIO(answer.content))["Bài đã đăng"]["B2"]
    assert (cell.value, cell.data_type) == (title, "s")


def test_hostile_title_is_text_on_the_page(approver):
    title = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    make_article(title, published_at=local(3, 5))

    page = soup(approver.get(make(approver).get_absolute_url()))

    assert title in page.select_one(".pack-articles th[scope=row]").get_text()
    assert not page.select(".pack script, .pack img, .pack [style]")


# ---------- Who may ----------


def test_writer_sees_no_pack(clerk):
    InspectionPack.objects.create(
        number=1,
        year=2026,
        starts_on=date(2026, 3, 1),
        ends_on=date(2026, 3, 31),
        document={},
        made_at=timezone.now(),
    )

    assert clerk.get(PAGE).status_code == 403
    assert clerk.post(PAGE, MARCH).status_code == 403
    assert clerk.get(f"{PAGE}2026/1/").status_code == 403


def test_who_may_only_look_makes_none(approver):
    approver.user.groups.clear()
    approver.user.user_permissions.add(Permission.objects.get(codename="view_inspectionpack"))

    assert not soup(approver.get(PAGE, MARCH)).select(".pack-tools form")
    assert approver.post(PAGE, MARCH).status_code == 403


def test_stranger_is_asked_to_sign_in(client):
    assert client.get(PAGE).url == f"/quan-tri/login/?next={PAGE}"


@pytest.mark.parametrize("address", ["2026/9/", "99999999999999999999/99999999999999999999/"])
def test_unknown_number_is_not_found(approver, address):
    assert approver.get(PAGE + address).status_code == 404


def test_statistics_lead_to_the_packs(webmaster):
    page = soup(webmaster.get("/quan-tri/thong-ke/"))

    assert page.select_one(f'#content a[href="{PAGE}"]')


# ---------- On the server ----------


def test_command_makes_the_pack_the_page_shows(approver, capsys, tmp_path):
    call_command("inspection_pack", "--from=2026-03-01", "--to=2026-03-31", f"--xlsx={tmp_path}/a")

    said = capsys.readouterr().out
    pack = make(approver)
    assert f"Hồ sơ số {pack}\nSHA-256 {pack.sha256}\n" == said
    assert openpyxl.load_workbook(io.BytesIO((tmp_path / "a").read_bytes())).sheetnames


def test_command_refuses_a_period_that_is_not_over():
    with pytest.raises(CommandError, match="chỉ xem trước được"):
        call_command("inspection_pack", "--from=2026-04-01", "--to=2026-04-30")


@pytest.mark.parametrize(
    "change",
    [
        lambda pack: pack.document["totals"].update(views=10**6),
        lambda pack: setattr(pack, "number", 7),
        lambda pack: setattr(pack, "starts_on", pack.starts_on - timedelta(days=1)),
    ],
)
def test_pack_that_was_tampered_with_is_found_out(approver, capsys, change):
    pack = make(approver)
    call_command("inspection_pack", "--verify")
    assert "nguyên vẹn" in capsys.readouterr().out

    change(pack)
    pack.save()

    with pytest.raises(CommandError, match="Có 1 hồ sơ không còn như khi lập"):
        call_command("inspection_pack", "--verify")
    assert "không khớp" in words(soup(approver.get(pack.get_absolute_url())))
