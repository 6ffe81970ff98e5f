import json
import time
from datetime import datetime, timedelta

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from stats import figures
from stats.definitions import Audience, periods
from stats.models import AccountEntry, ArticleDay, DayTotal, HourTotal, JournalOffset

DAYS = 90  # for which hours are kept


class Command(BaseCommand):
    help = "Tính lại các con số của bộ đếm từ từng dòng đã ghi và báo chỗ nào không khớp."

    def add_arguments(self, parser):
        parser.add_argument(
            "--wait", type=float, default=3, help="chờ bảng công bố chừng này giây (mặc định: 3)"
        )

    def handle(self, *, wait, **options):
        with transaction.atomic():
            # The folder waits for these rows, so that all figures are of one moment.
            list(JournalOffset.objects.select_for_update())
            wrong = [*check_days(), *check_sums()]
        wrong += check_widget(wait)
        for line in wrong:
            self.stdout.write(line)
        if wrong:
            raise CommandError(f"Có {len(wrong)} chỗ không khớp.", returncode=1)
        self.stdout.write(f"Khớp: {DAYS} ngày gần nhất, các tổng và bảng trên trang.")


def check_days():
    """Compare each day's total with its hours and its articles."""
    today = timezone.localdate()
    span = (today - timedelta(days=DAYS - 1), today)
    readers = DayTotal.objects.filter(day__range=span, audience=Audience.READER)
    totals = {day: row for day, *row in readers.values_list("day", "visits", "page_views")}
    hours = by_day(HourTotal, span, "visits", "page_views")
    articles = by_day(ArticleDay, span, "page_views")
    for day in sorted(totals.keys() | hours.keys() | articles.keys()):
        total, hour = totals.get(day, [0, 0]), hours.get(day, [0, 0])
        for name, whole, parts in zip(["lượt truy cập", "lượt xem"], total, hour, strict=True):
            if whole != parts:
                yield f"{day:%d/%m/%Y}: {name} cả ngày là {whole}, cộng từng giờ là {parts}"
        read = articles.get(day, [0])[0]
        if read > total[1]:
            yield f"{day:%d/%m/%Y}: lượt xem các bài là {read}, hơn lượt xem cả ngày là {total[1]}"


def by_day(model, span, *names):
    sums = model.objects.filter(day__range=span).order_by().values("day")
    sums = sums.annotate(**{f"{name}_sum": Sum(name) for name in names})
    return {day: row for day, *row in sums.values_list("day", *(f"{n}_sum" for n in names))}


def check_sums():
    """Add every row up again, beside the sums the database makes for the widget."""
    now = timezone.now()
    counted = DayTotal.objects.filter(audience=Audience.READER).values_list("day", "visits")
    rows = [*counted, *AccountEntry.objects.values_list("day", "visits")]
    shown = figures.visits(now)
    for name, (first, last) in periods(timezone.localdate(now)).items():
        added = sum(visits for day, visits in rows if day and first <= day <= last)
        if shown[name] != added:
            yield f"“{name}” trên trang là {shown[name]}, cộng từng dòng là {added}"
    if shown["total"] != (added := sum(visits for _, visits in rows)):
        yield f"Tổng trên trang là {shown['total']}, cộng từng dòng là {added}"


def check_widget(wait):
    """Compare what the server published with the rows; it may be a moment behind them."""
    until = time.monotonic() + wait
    while (wrong := widget_differences()) and time.monotonic() < until:
        time.sleep(0.5)
    return wrong


def widget_differences():
    file = figures.published_file()
    try:
        published = json.loads(file.read_bytes())[-1]["widget"]["visits"]
    except FileNotFoundError:  # no server has run yet; pages ask the rows themselves
        return []
    except (ValueError, LookupError):
        return [f"Bảng công bố {file} hỏng"]
    written = datetime.fromtimestamp(file.stat().st_mtime, tz=timezone.get_current_timezone())
    return [
        f"Bảng công bố lúc {written:%H:%M:%S %d/%m/%Y}: “{name}” là {published.get(name)}, "
        f"theo sổ là {number}"
        for name, number in figures.visits().items()
        if name != "online" and published.get(name) != number  # online changes with every second
    ]
