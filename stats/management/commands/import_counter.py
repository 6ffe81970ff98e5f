import csv
import re
from datetime import date, datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import number_format

from portal.kept import version
from portal.text import single_line
from stats import figures
from stats.definitions import FIRST_DAY, Audience
from stats.models import AccountEntry, DayTotal

NUMBER = re.compile(r"\d{1,12}|\d{1,3}(\.\d{3}){1,3}", re.ASCII)
DIGIT = re.compile(r"\d")
Kind = AccountEntry.Kind


class Command(BaseCommand):
    help = "Nhập số liệu của bộ đếm cũ: từng ngày theo tệp CSV, hoặc một số mang sang."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", help="tệp CSV, mỗi dòng: ngày,số lượt")
        parser.add_argument("--total", help="số mang sang, thay cho tệp")
        parser.add_argument("--reason", required=True, help="số liệu từ đâu, ai quyết định")

    def handle(self, *, file, total, reason, **options):
        reason = single_line(reason)
        if not 0 < len(reason) <= 300:
            raise CommandError("--reason phải có chữ, nhiều nhất 300 ký tự.")
        if bool(file) == (total is not None):
            raise CommandError("Hãy cho một tệp CSV hoặc --total, không cả hai.")
        with transaction.atomic():
            entries = import_days(Path(file)) if file else [opening(total)]
            for entry in entries:
                entry.reason = reason
            try:
                AccountEntry.objects.bulk_create(entries)
            except IntegrityError as error:  # somebody imports the same at this moment
                raise CommandError("Số liệu này vừa được nhập ở nơi khác; chưa ghi gì.") from error
            version.bump()
        added = number_format(sum(entry.visits for entry in entries), force_grouping=True)
        shown = number_format(figures.visits()["total"], force_grouping=True)
        self.stdout.write(
            f"Đã ghi {len(entries)} dòng, cộng {added} lượt. Tổng trên trang: {shown}."
        )


def opening(total):
    if (visits := number(total)) is None:
        raise CommandError(f"“{total}” không phải là số lượt.")
    if AccountEntry.objects.filter(kind=Kind.OPENING).exists():
        raise CommandError("Đã có số mang sang; nếu nó sai, hãy ghi một dòng điều chỉnh.")
    return AccountEntry(kind=Kind.OPENING, visits=visits)


def import_days(path):
    """Return an entry for each row; if any row is wrong, say so of all that are."""
    rows, wrong = read_rows(path)
    wrong += [f"dòng {line}: {reason}" for line, reason in refused(rows)]
    if not rows and not wrong:
        wrong = ["tệp không có ngày nào"]
    if wrong:
        raise CommandError("Chưa nhập gì. " + "; ".join(wrong) + ".")
    return [AccountEntry(kind=Kind.IMPORTED, day=day, visits=n) for _, day, n in rows]


def read_rows(path):
    """Return (line, day, visits) of each good row, and what is wrong with the others."""
    rows, wrong = [], []
    for line, cells in lines_of(path):
        day = to_day(cells[0])
        visits = number(cells[1]) if len(cells) == 2 else None
        if line == 1 and not DIGIT.search("".join(cells)):
            continue  # the headings
        if len(cells) != 2:
            wrong.append(f"dòng {line}: cần hai cột, ngày và số lượt")
        elif day is None:
            wrong.append(f"dòng {line}: “{cells[0]}” không phải là ngày")
        elif visits is None:
            wrong.append(f"dòng {line}: “{cells[1]}” không phải là số lượt")
        else:
            rows.append((line, day, visits))
    return rows, wrong


def lines_of(path):
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"Không đọc được {path}; tệp phải là CSV mã UTF-8.") from error
    lines = text.splitlines()
    comma = ";" if ";" in text else ","  # Excel set to Vietnamese writes semicolons
    try:
        for line, cells in enumerate(csv.reader(lines, delimiter=comma), 1):
            if any(cell.strip() for cell in cells):
                yield line, [cell.strip() for cell in cells]
    except csv.Error as error:  # a cell longer than any file of ours has, say
        raise CommandError(f"Không đọc được {path}; tệp này không phải là CSV.") from error


def refused(rows):
    today, seen = timezone.localdate(), {}
    ours = DayTotal.objects.filter(audience=Audience.READER).values_list("day", flat=True)
    imported = AccountEntry.objects.filter(kind=Kind.IMPORTED).values_list("day", flat=True)
    counted, imported = set(ours), set(imported)
    for line, day, _ in rows:
        if day < FIRST_DAY:
            yield line, f"ngày {day:%d/%m/%Y} trước năm {FIRST_DAY.year}"
        elif day >= today:
            yield line, f"ngày {day:%d/%m/%Y} chưa qua"
        elif day in counted:
            yield line, f"ngày {day:%d/%m/%Y} đã được đếm ở đây"
        elif day in imported:
            yield line, f"ngày {day:%d/%m/%Y} đã nhập rồi"
        elif day in seen:
            yield line, f"ngày {day:%d/%m/%Y} đã có ở dòng {seen[day]}"
        seen.setdefault(day, line)


def to_day(text) -> date | None:
    for form in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 a day without an hour
        except ValueError:
            continue
    return None


def number(text) -> int | None:
    return int(text.replace(".", "")) if NUMBER.fullmatch(text) else None
