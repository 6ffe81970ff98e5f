from datetime import date

import pytest
from django.core.management import CommandError, call_command

from stats import figures
from stats.models import AccountEntry, DayTotal
from tests.factories import make_day

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("early_thursday")]


@pytest.fixture
def import_days(tmp_path):
    """Return a function that imports a file of this text."""

    def import_days(text, encoding="utf-8"):
        file = tmp_path / "bo-dem-cu.csv"
        file.write_bytes(text.encode(encoding))
        call_command("import_counter", str(file), reason="Bộ đếm cũ, theo biên bản 12/3")

    return import_days


def days():
    return {str(e.day): e.visits for e in AccountEntry.objects.filter(kind="imported")}


def test_days_are_imported_into_the_total(import_days):
    import_days("ngày,số lượt\n01/03/2026,678\n2026-03-02,1.370\n")

    assert days() == {"2026-03-01": 678, "2026-03-02": 1370}
    assert figures.visits()["total"] == figures.visits()["month"] == 2048
    assert AccountEntry.objects.first().reason == "Bộ đếm cũ, theo biên bản 12/3"


@pytest.mark.parametrize(
    "text",
    [
        "01/03/2026;1.234.567\r\n",
        "\n 01/03/2026 , 1234567 \n\n",
        "Ngày;Lượt\r\n1-3-2026;1.234.567\r\n",
        "1.3.2026,1234567",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_file_is_read_as_spreadsheets_write_it(import_days, text, encoding):
    import_days(text, encoding)

    assert days() == {"2026-03-01": 1234567}


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("31/02/2026,5", "dòng 3: “31/02/2026” không phải là ngày"),
        ("03/02/26,5", "dòng 3: “03/02/26” không phải là ngày"),
        ("03/03/2026,-5", "dòng 3: “-5” không phải là số lượt"),
        ("03/03/2026,1.23", "dòng 3: “1.23” không phải là số lượt"),
        ("03/03/2026,", "dòng 3: “” không phải là số lượt"),
        ("03/03/2026,²", "dòng 3: “²” không phải là số lượt"),
        ("03/03/2026,9999999999999", "dòng 3: “9999999999999” không phải là số lượt"),
        ("03/03/2026,1,234", "dòng 3: cần hai cột"),
        ("03/03/2026", "dòng 3: cần hai cột"),
        ("12/03/2026,5", "dòng 3: ngày 12/03/2026 chưa qua"),  # today is not over
        ("13/03/2026,5", "dòng 3: ngày 13/03/2026 chưa qua"),
        ("02/03/2026,5", "dòng 3: ngày 02/03/2026 đã có ở dòng 2"),
        ("10/03/2026,5", "dòng 3: ngày 10/03/2026 đã được đếm ở đây"),
        ("09/03/2026,5", "dòng 3: ngày 09/03/2026 đã nhập rồi"),
        ("03/03/1999,5", "dòng 3: ngày 03/03/1999 trước năm 2000"),
    ],
)
def test_one_wrong_row_and_nothing_is_imported(import_days, row, complaint):
    make_day(date(2026, 3, 10), visits=1)
    AccountEntry.objects.create(kind="imported", day="2026-03-09", visits=9, reason="Đã có")

    with pytest.raises(CommandError, match=complaint.replace(".", r"\.")):
        import_days(f"ngày,số lượt\n02/03/2026,1\n{row}\n")

    assert days() == {"2026-03-09": 9}


@pytest.mark.parametrize("row", ["30/02/2026,1 234", "01/03/26,x", "01/03/2026\t5"])
def test_first_row_of_a_file_without_headings_is_a_row(import_days, row):
    with pytest.raises(CommandError, match="dòng 1"):
        import_days(f"{row}\n02/03/2026,1\n")

    assert days() == {}


def test_file_that_is_no_table_is_refused(import_days):
    with pytest.raises(CommandError, match="không phải là CSV"):
        import_days("01/03/2026,1\n" + "a" * 200_000)

    assert days() == {}


def test_all_wrong_rows_are_named(import_days):
    with pytest.raises(CommandError, match="dòng 2.*dòng 3"):
        import_days("01/03/2026,1\nx,1\n02/03/2026,y\n")


@pytest.mark.parametrize("text", ["", "ngày,số lượt\n"])
def test_file_without_days_is_refused(import_days, text):
    with pytest.raises(CommandError, match="không có ngày nào"):
        import_days(text)


@pytest.mark.parametrize("content", [b"\xff\xfe1\x00", None])
def test_file_that_cannot_be_read_is_refused(tmp_path, content):
    file = tmp_path / "tep.csv"
    if content:
        file.write_bytes(content)

    with pytest.raises(CommandError, match="mã UTF-8"):
        call_command("import_counter", str(file), reason="Bộ đếm cũ")


def test_second_import_of_a_file_is_refused(import_days):
    import_days("01/03/2026,678\n")

    with pytest.raises(CommandError, match="đã nhập rồi"):
        import_days("01/03/2026,678\n")

    assert figures.visits()["total"] == 678


def test_day_on_which_only_robots_came_can_be_imported(import_days):
    DayTotal.objects.create(day="2026-03-01", audience="b", page_views=100)

    import_days("01/03/2026,678\n")

    assert days() == {"2026-03-01": 678}


def test_opening_balance_is_in_the_total_and_in_no_day(capsys):
    call_command("import_counter", total="411.605", reason="Bộ đếm của trang cũ")

    entry = AccountEntry.objects.get()
    assert (entry.kind, entry.day, entry.visits) == ("opening", None, 411605)
    assert figures.visits()["total"] == 411605
    assert "Tổng trên trang: 411.605" in capsys.readouterr().out


@pytest.mark.parametrize("total", ["-5", "12x", "", "1e6"])
def test_opening_balance_that_is_no_number_is_refused(total):
    with pytest.raises(CommandError, match="không phải là số lượt"):
        call_command("import_counter", total=total, reason="Bộ đếm cũ")


def test_second_opening_balance_is_refused():
    call_command("import_counter", total="5", reason="Bộ đếm cũ")

    with pytest.raises(CommandError, match="Đã có số mang sang"):
        call_command("import_counter", total="5", reason="Bộ đếm cũ")


@pytest.mark.parametrize("reason", [" ", "x" * 301])
def test_reason_is_required(reason):
    with pytest.raises(CommandError, match="--reason"):
        call_command("import_counter", total="5", reason=reason)


def test_file_and_total_do_not_go_together():
    for arguments in [{}, {"file": "a.csv", "total": "5"}]:
        with pytest.raises(CommandError, match="không cả hai"):
            call_command("import_counter", reason="Bộ đếm cũ", **arguments)


def test_the_page_that_says_how_we_count_tells_of_it_at_once(front_door, import_days):
    assert "678" not in front_door.get("/cach-tinh/").text

    import_days("01/03/2026,678")

    assert "678" in front_door.get("/cach-tinh/").text
