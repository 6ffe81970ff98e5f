"""From the journal to rows: each page once, whatever breaks between the two.

The fixture `server` makes the test client write to the journal only, as a server process does; then
`folding.fold()` is what its thread does once a second.
"""

import os
import resource
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stats import figures, folding, journal, readers
from stats.definitions import Audience
from stats.models import ArticleDay, DailySalt, DayTotal, HourTotal, JournalOffset, Reader
from tests.factories import make_article, make_day

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning(time_machine):
    time_machine.move_to("2026-03-05T07:10+07:00", tick=False)


@pytest.fixture
def server(monkeypatch):
    """Pages go to the journal only; the widget was published, as in a server's first second."""
    figures.publish()
    monkeypatch.setattr(figures, "in_server", True)
    monkeypatch.setattr(folding, "BREATH", 0)


@pytest.fixture
def read(client, server, time_machine):
    """Return a function that opens the home page at some moment, and keeps it in the journal."""

    def read(moment="2026-03-05T08:00", number=7):
        time_machine.move_to(f"{moment}+07:00", tick=False)
        assert client.get("/", REMOTE_ADDR=f"203.0.113.{number}").status_code == 200

    return read


def counted():
    """Visits and page views of all days."""
    days = DayTotal.objects.values_list("visits", "page_views")
    return sum(visits for visits, _ in days), sum(views for _, views in days)


def by_day():
    days = DayTotal.objects.order_by("day")
    return {f"{row.day:%d/%m}": (row.visits, row.page_views) for row in days}


def fold_anew():
    """Fold as a process does that has just started."""
    folding.folded_up_to.clear()
    folding.fold()


def sheet():
    """The file to which this process writes."""
    return journal.writer.sheet.path


def lines_of(path):
    return journal.written(path.read_bytes())


def leave(path, text):
    """Let the file be what a process left that ended with this text."""
    journal.writer.leave()
    path.write_bytes(text.ljust(journal.SIZE, b"\0"))


# ---------- Lines that are not whole ----------


def test_nothing_is_counted_before_it_is_folded_and_all_after(read):
    read(), read("2026-03-05T08:01"), read(number=8)
    assert counted() == (0, 0)

    folding.fold()

    assert counted() == (2, 3)


@pytest.mark.parametrize("missing", [1, 2, 30, 52])
def test_torn_last_line_is_left_until_it_is_whole(read, missing):
    read(), read(number=8)
    torn, whole = sheet(), lines_of(sheet())
    leave(torn, whole[:-missing])
    fold_anew()
    assert counted() == (1, 1)

    leave(torn, whole)
    folding.fold()

    assert counted() == (2, 2)


@pytest.mark.parametrize("begin", [0, 5, 40])
def test_line_whose_end_arrives_first_is_left_until_it_is_whole(read, begin):
    """Another processor may see the bytes of a line in any order."""
    read(), read(number=8)
    torn, whole = sheet(), lines_of(sheet())
    second = whole.index(b"\n") + 1 + begin
    leave(torn, whole[:second] + bytes(10) + whole[second + 10 :])
    fold_anew()
    assert counted() == (1, 1)

    leave(torn, whole)
    folding.fold()

    assert counted() == (2, 2)


@pytest.mark.parametrize(
    "damage",
    [
        lambda line: line[:20],
        lambda line: line[20:],
        lambda line: b"",
        lambda line: b"Ti\xe1\xba\xbfng Vi\xe1\xbb\x87t \xff",
        lambda line: line.replace(b" r ", b" x "),
        lambda line: line[:13] + b"9" + line[13:].replace(b" r ", b" r 0"),
        lambda line: line + b" " + b"a" * 81,
    ],
)
def test_damaged_line_is_skipped_and_the_rest_counted(read, caplog, damage):
    for number in range(3):
        read(number=number)
    first, second, third = lines_of(sheet()).splitlines()
    leave(sheet(), b"\n".join([first, damage(second), third, b""]))

    folding.fold()

    assert counted() == (2, 2)
    assert "1 damaged lines" in caplog.text


def some_line(**fields):
    fields = {
        "article_id": 123,
        "referrer": "bao-moi.example",
        "audience": Audience.READER,
    } | fields
    return journal.line_of(journal.now(), reader="0123456789abcdef" * 2, **fields)


def write(line):
    journal.writer.append(timezone.localdate(), line)


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("referrer", ["-", "bao-moi.example", "0.1", "a" * 80])
@pytest.mark.parametrize("article_id", [0, 10**18 - 1])
def test_line_is_read_as_it_was_written(audience, referrer, article_id):
    line = some_line(audience=audience, referrer=referrer, article_id=article_id)

    assert journal.hits_in(line + line) == [(*line.split(), b"")] * 2


@contextmanager
def disk_with_room_for(size):
    """Let no file grow beyond `size`: the system's own refusal, in the middle of a write."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("room", [0, 1, 4096, 2**14 - 1])
def test_full_disk_loses_what_no_sheet_has_room_for_and_no_other_line(room):
    line = some_line()
    write(line)

    with disk_with_room_for(room):
        for _ in range(journal.SIZE // len(line) - 1):
            write(line)
        for _ in range(2):
            with pytest.raises(OSError, match=r"too large|had no room"):
                write(line)
    full, *others = journal.files()
    assert not others
    journal.writer.no_room_until = 0  # a little later
    write(line)
    folding.fold()

    assert counted() == (1, journal.SIZE // len(line) + 1)
    assert len(journal.files()) == 2


@pytest.mark.parametrize("size", [150, 151, 200, 333])
def test_lines_across_the_end_of_a_chunk_are_counted_once(read, monkeypatch, size):
    monkeypatch.setattr(folding, "CHUNK", size)
    for number in range(20):
        read(number=number)

    folding.fold()

    assert counted() == (20, 20)
    assert JournalOffset.objects.get().offset == len(lines_of(sheet()))


def test_sheet_that_is_full_is_followed_by_another(read, monkeypatch):
    monkeypatch.setattr(journal, "SIZE", 1000)
    for _ in range(30):
        read()

    folding.fold()

    assert counted() == (1, 30)
    assert JournalOffset.objects.count() == len(journal.files()) == 2


def test_threads_that_fill_sheets_at_once_lose_no_line():
    line = some_line()
    start = Barrier(8)

    def fill(_):
        start.wait()
        for _ in range(500):
            write(line)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(fill, range(8)))
    folding.fold()

    assert counted() == (1, 4000)
    assert len(journal.files()) == -(-4000 // (journal.SIZE // len(line)))


def test_child_of_a_process_begins_a_sheet_of_its_own():
    write(some_line())
    child = os.fork()
    if not child:
        write(some_line())
        os._exit(0)
    os.waitpid(child, 0)
    write(some_line())

    folding.fold()

    assert counted() == (1, 3)
    assert len(journal.files()) == 2


@pytest.mark.parametrize("chunk", [150, 400, 10**6])
@pytest.mark.parametrize("a_round", [1, 300, 10**6])
def test_one_readers_pages_from_two_processes_are_folded_in_the_order_of_time(
    read, monkeypatch, chunk, a_round
):
    """The database was away for long. Folded file by file, each page would begin a visit."""
    monkeypatch.setattr(folding, "CHUNK", chunk)
    monkeypatch.setattr(folding, "ROUND", a_round)
    processes = [None, None]
    for minutes in range(0, 240, 20):
        journal.writer.sheet = processes[minutes // 20 % 2]
        read(f"2026-03-05T{8 + minutes // 60:02}:{minutes % 60:02}")
        processes[minutes // 20 % 2] = journal.writer.sheet

    folding.fold()

    assert counted() == (1, 12)


# ---------- Once, and only once ----------


def test_folding_again_counts_nothing_again(read):
    read(), read(number=8)

    for _ in range(3):
        fold_anew()

    assert counted() == (2, 2)


@pytest.mark.parametrize(
    "table", ["daytotal", "hourtotal", "articleday", "referrerday", "reader", "journaloffset"]
)
def test_folder_that_fails_half_way_has_counted_nothing(client, server, table):
    article = make_article()
    client.get(article.get_absolute_url(), headers={"Referer": "https://bao-moi.example/"})

    def rename(old, new):
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE stats_{old} RENAME TO stats_{new}")

    rename(table, "away")
    with pytest.raises(DatabaseError):
        folding.fold()
    rename("away", table)
    assert (counted(), Reader.objects.count()) == ((0, 0), 0)

    folding.fold()

    assert counted() == (1, 1)
    assert ArticleDay.objects.get().page_views == HourTotal.objects.get().visits == 1


def test_two_hosts_count_one_readers_visit_once(read, settings, tmp_path):
    for host in ["first", "second", "first"]:
        settings.JOURNAL_DIR = tmp_path / host
        journal.writer.leave()
        read(), read(number=8)
    for host in ["first", "second"]:
        settings.JOURNAL_DIR = tmp_path / host
        folding.fold()

    assert counted() == (2, 6)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("known_file", [True, False])
def test_two_folders_at_once_count_each_line_once(read, known_file):
    if known_file:
        read()
        folding.fold()
    for number in range(100):
        read(number=number)
    start = Barrier(2)

    def fold(_):
        try:
            start.wait()
            while folding.fold_chunk():
                pass
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as folders:
        list(folders.map(fold, range(2)))

    assert counted() == (100, 100 + known_file)


# ---------- The clock ----------


def test_yesterdays_journal_folded_today_counts_for_yesterday(read):
    read("2026-03-04T22:00"), read("2026-03-05T08:00")

    folding.fold()

    assert by_day() == {"04/03": (1, 1), "05/03": (1, 1)}
    hours = HourTotal.objects.order_by("day").values_list("hour", "visits")
    assert list(hours) == [(22, 1), (8, 1)]


def test_view_older_than_what_is_known_begins_no_visit(read, settings, tmp_path):
    def on(host):
        settings.JOURNAL_DIR = tmp_path / host
        journal.writer.leave()

    on("late"), read("2026-03-05T08:00")
    on("in-time"), read("2026-03-05T10:00")
    folding.fold()
    settings.JOURNAL_DIR = tmp_path / "late"
    folding.fold()
    assert counted() == (1, 2)

    read("2026-03-05T10:20")  # the late line did not set the reader's clock back
    settings.JOURNAL_DIR = tmp_path / "in-time"
    folding.fold()

    assert counted() == (1, 3)


@pytest.mark.parametrize("folded_each_time", [True, False])
def test_clock_set_back_an_hour_neither_doubles_nor_loses(read, folded_each_time):
    for moment in ["07:55", "08:00", "07:00", "07:10", "08:05"]:
        read(f"2026-03-05T{moment}")
        if folded_each_time:
            folding.fold()
    folding.fold()

    # In one piece the lines are put in order, and 45 minutes without a page are a gap.
    assert counted() == (1 if folded_each_time else 2, 5)


def test_midnight_between_two_pages_is_in_two_files_and_two_days(read):
    read("2026-03-04T23:59:59.999"), read("2026-03-05T00:00:00")

    folding.fold()

    assert sorted(f"{day:%d/%m}" for day in journal.files().values()) == ["04/03", "05/03"]
    assert by_day() == {"04/03": (1, 1), "05/03": (1, 1)}


def test_last_instant_of_a_day_is_not_rounded_into_the_next(read):
    read("2026-03-04T23:59:59.999700")

    folding.fold()

    assert by_day() == {"04/03": (1, 1)}


@pytest.mark.parametrize("millisecond", [0, 1, 499, 500, 999])
def test_reader_is_kept_with_the_millisecond_of_the_last_page(read, millisecond):
    read(f"2026-03-04T23:59:59.{millisecond:03}999")

    folding.fold()

    assert Reader.objects.get().last_seen_at.microsecond == millisecond * 1000


# ---------- The folder ----------


def test_journal_is_removed_after_two_days_and_only_when_folded(read, time_machine):
    read("2026-03-01T08:00"), read("2026-03-04T08:00")
    old, new = journal.files()
    time_machine.move_to("2026-03-05T08:00+07:00", tick=False)
    folding.folded_up_to.clear()

    folding.clear_up()
    assert old.exists()

    folding.fold()
    folding.clear_up()
    assert journal.files() == {new: date(2026, 3, 4)}
    assert by_day() == {"01/03": (1, 1), "04/03": (1, 1)}
    assert JournalOffset.objects.get().file == new.name


def test_offset_of_a_journal_that_is_gone_is_forgotten(read, time_machine):
    """A process was killed between the two."""
    read("2026-03-01T08:00")
    folding.fold()
    sheet().unlink()
    read("2026-03-05T08:00")
    folding.fold()

    folding.clear_up()

    assert JournalOffset.objects.get().file == sheet().name


def test_journal_of_the_last_release_is_folded_on_from_where_it_was(read):
    read(), read(number=8)
    lines = lines_of(sheet())
    day = sheet().with_name("luot-2026-03-05.log")
    day.write_bytes(lines)
    sheet().unlink()
    half = lines.index(b"\n") + 1
    JournalOffset.objects.create(folder=journal.journal_id(), file=day.name, offset=half)

    folding.fold()

    assert counted() == (1, 1)


def test_lines_behind_the_hole_of_a_power_cut_are_told_of(read, time_machine, caplog):
    read("2026-03-01T08:00"), read("2026-03-01T08:01", number=8)
    lines = lines_of(sheet())
    half = lines.index(b"\n") + 1
    leave(sheet(), lines[:half] + bytes(4096) + lines[half:])
    time_machine.move_to("2026-03-05T08:00+07:00", tick=False)

    folding.fold()
    folding.clear_up()

    assert counted() == (1, 1)
    assert "has a hole" in caplog.text


def test_journal_goes_with_the_torn_line_at_its_end(read, time_machine):
    read("2026-03-01T08:00")
    leave(sheet(), lines_of(sheet()) + b"1772668800000 r 0123")
    time_machine.move_to("2026-03-05T08:00+07:00", tick=False)

    folding.fold()
    folding.clear_up()

    assert not journal.files()


@pytest.mark.parametrize(
    "name",
    [
        "luot-.log",
        "luot-2026-13-45.log",
        "luot-abc.log",
        "luot-2026-03-05.log.bak",
        "luot-2026-03-05-0123abcd-copy.log",
        "a.log",
    ],
)
def test_stray_file_is_ignored_and_kept(read, name):
    read()
    stray = sheet().with_name(name)
    stray.write_bytes(lines_of(sheet()) * 3)

    folding.fold()
    folding.clear_up()

    assert counted() == (1, 1)
    assert stray.exists()


def test_folder_gets_one_name_for_ever_from_all_who_ask_at_once(settings, tmp_path):
    for number in range(30):
        settings.JOURNAL_DIR = tmp_path / str(number)
        settings.JOURNAL_DIR.mkdir()
        with ThreadPoolExecutor(8) as threads:
            names = set(threads.map(lambda _: journal.journal_id(), range(8)))

        assert names == {journal.journal_id()}
        assert [len(name) for name in names] == [32]


def test_folder_is_not_named_by_halves_on_a_full_disk(settings):
    settings.JOURNAL_DIR.mkdir()
    with disk_with_room_for(0), pytest.raises(OSError, match="too large"):
        journal.journal_id()

    assert len(journal.journal_id()) == 32
    assert [path.name for path in settings.JOURNAL_DIR.iterdir()] == ["id"]


@pytest.mark.parametrize("left", [None, b"", b"\0" * 32, b"4f1e", b"\xff\xfe", "with a line end"])
def test_folder_that_lost_its_name_gets_the_same_and_counts_nothing_again(read, settings, left):
    """As by a full disk, a power cut, somebody who tidied up, or an editor of texts."""
    read(), read(number=8)
    folding.fold()
    file, name = settings.JOURNAL_DIR / "id", journal.journal_id()
    file.unlink()
    if left is not None:
        file.write_bytes(f"{name}\n".encode() if left == "with a line end" else left)

    read(number=9)
    fold_anew()

    assert counted() == (3, 3)
    assert journal.journal_id() == name


def test_folder_of_which_nothing_is_folded_gets_a_new_name_for_a_broken_one(read, settings, caplog):
    read()
    (settings.JOURNAL_DIR / "id").write_bytes(b"")

    folding.fold()
    fold_anew()

    assert counted() == (1, 1)
    assert len(journal.journal_id()) == 32
    assert caplog.text.count("held no name and is written anew") == 1


def test_missing_folder_is_made(client, settings, tmp_path):
    settings.JOURNAL_DIR = tmp_path / "not" / "yet" / "there"

    assert client.get("/").status_code == 200
    assert counted() == (1, 1)


@pytest.mark.parametrize("in_server", [True, False])
def test_file_in_the_folders_place_breaks_no_page(client, settings, monkeypatch, in_server):
    monkeypatch.setattr(figures, "in_server", in_server)
    settings.JOURNAL_DIR.write_text("")
    article = make_article()
    for path in ["/", article.get_absolute_url()]:
        page = client.get(path)
        assert page.status_code == 200
        assert '<data value="total">0</data>' in page.text
    assert counted() == (0, 0)

    settings.JOURNAL_DIR.unlink()  # put right: no restart is needed
    journal.writer.no_room_until = 0  # a little later
    client.get("/")
    folding.fold()

    assert counted() == (1, 1)


def take_away():
    shutil.rmtree(sheet().parent)


def move_away():
    shutil.move(sheet(), sheet().with_suffix(".1"))


def cut_back():
    with sheet().open("r+b") as file:
        file.truncate(100)


@pytest.mark.parametrize("rotate", [take_away, move_away, cut_back])
def test_journal_taken_away_by_somebody_else_goes_on_in_a_new_file(read, rotate):
    read(number=1), read(number=2), read(number=3)
    folding.fold()
    rotate()
    journal.writer.follow()
    read("2026-03-05T08:01", number=4)

    folding.fold()

    assert counted() == (4, 4)


def test_older_copy_of_the_journal_counts_nothing_again(read):
    """Somebody put yesterday's copy of the folder back."""
    for number in range(3):
        read(number=number)
    folding.fold()
    leave(sheet(), b"".join(lines_of(sheet()).splitlines(keepends=True)[:2]))

    fold_anew()

    assert counted() == (3, 3)


@pytest.mark.parametrize("day", ["2026-03-01", "2026-03-04"])
def test_journal_that_cannot_be_read_holds_up_no_other(read, settings, caplog, day):
    broken = settings.JOURNAL_DIR / f"luot-{day}-0123abcd.log"
    broken.mkdir(parents=True)  # no more to be read than a file on a bad sector
    read()

    folding.fold()
    folding.clear_up()

    assert counted() == (1, 1)
    assert str(broken) in caplog.text
    assert broken.exists()


# ---------- Figures on the page while folding has trouble ----------


def published():
    return figures.widget()["visits"].get("total")


def test_published_figures_stand_while_the_database_is_away(client, read):
    read()
    folding.fold()
    figures.publish()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE stats_daytotal RENAME TO stats_away")

    with pytest.raises(DatabaseError), transaction.atomic():
        figures.publish()
    page = client.get("/").text
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE stats_away RENAME TO stats_daytotal")

    assert '<data value="total">1</data>' in page


def test_figures_show_a_moment_after_they_are_published(read, monkeypatch, time_machine):
    """Each process has seen them by then, so that none shows them before another does."""
    monkeypatch.setattr(figures, "AHEAD", 0.3)
    monkeypatch.setattr(figures, "AHEAD_OF_HOSTS", 0.3)
    monkeypatch.setattr(figures, "LOOK_EVERY", 0)
    read()
    folding.fold()
    figures.publish()
    before = published()
    time_machine.shift(1)

    assert (before, published()) == (0, 1)


def test_clock_set_back_holds_no_figures_back(read, time_machine):
    read("2026-03-05T08:00")
    folding.fold()
    figures.publish()
    read("2026-03-05T07:00", number=8)
    folding.fold()
    figures.publish()

    assert published() == 2


def test_figures_follow_while_much_is_folded(read, monkeypatch):
    for number in range(8):
        read(number=number)
    monkeypatch.setattr(folding, "CHUNK", 200)  # three lines
    seen = []
    monkeypatch.setattr(folding.time, "sleep", lambda _: seen.append(published()))

    folding.fold()

    assert seen == [3, 6]
    assert counted() == (8, 8)


# ---------- What is forgotten ----------


def test_hours_are_forgotten_after_ninety_days_and_days_never():
    for days in [89, 90, 91]:
        day = timezone.localdate() - timedelta(days=days)
        HourTotal.objects.create(day=day, hour=8)
        make_day(day, visits=1)

    folding.clear_up()

    kept = HourTotal.objects.order_by("day").values_list("day", flat=True)
    assert [(timezone.localdate() - day).days for day in kept] == [90, 89]
    assert DayTotal.objects.count() == 3


def test_yesterdays_salt_is_destroyed_and_its_keys_with_it(client, time_machine):
    yesterday, today = date(2026, 3, 4), date(2026, 3, 5)
    time_machine.move_to("2026-03-04T22:00+07:00", tick=False)
    client.get("/", REMOTE_ADDR="203.0.113.7")
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.7")
    request.META["HTTP_USER_AGENT"] = client.defaults["HTTP_USER_AGENT"]
    key = Reader.objects.get().key
    assert readers.who_reads(request.META, yesterday)[1] == key

    time_machine.move_to("2026-03-05T00:01+07:00", tick=False)
    folding.clear_up()

    assert sorted(readers.salts) == [today, today + timedelta(days=1)]
    days = DailySalt.objects.order_by("day").values_list("day", flat=True)
    assert list(days) == [today, today + timedelta(days=1)]
    assert readers.who_reads(request.META, yesterday)[1] != key


def test_process_forgets_yesterdays_salt_though_the_database_is_away(client, time_machine):
    client.get("/")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE stats_dailysalt RENAME TO stats_away")
    time_machine.move_to("2026-03-06T00:01+07:00", tick=False)

    with pytest.raises(DatabaseError), transaction.atomic():
        folding.clear_up()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE stats_away RENAME TO stats_dailysalt")

    assert list(readers.salts) == [date(2026, 3, 6)]


def test_no_reader_waits_for_the_salt_to_be_written_down(read):
    DailySalt.objects.all().delete()
    readers.salts.clear()
    readers.known.cache_clear()

    with CaptureQueriesContext(connection) as captured:
        read()

    assert "INSERT" not in "".join(query["sql"] for query in captured)
    assert "stats_dailysalt" in "".join(query["sql"] for query in captured)


def test_salt_that_was_not_written_down_at_once_stays_the_days(read):
    DailySalt.objects.all().delete()
    readers.salts.clear()
    readers.known.cache_clear()
    read()

    folding.clear_up()
    read()
    folding.fold()

    assert counted() == (1, 2)


def test_readers_are_forgotten_when_no_late_line_can_come(client, time_machine):
    for day in range(1, 6):
        time_machine.move_to(f"2026-03-0{day}T08:00+07:00", tick=False)
        client.get("/")

    kept = Reader.objects.order_by("day").values_list("day", flat=True)
    assert [day.day for day in kept] == [3, 4, 5]
