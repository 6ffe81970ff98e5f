"""What readers saw on a past day, to the minute: the records of what was entered, replayed.

Stored are the inputs, every state of every row with its hour, and not the sentences: those are
built again by `bar.build`. A change of how a line is worded must therefore leave the lines of past
days alone; tests/banners/test_what_showed.py holds some of them letter for letter.
"""

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from django.db.models import Min
from django.utils import timezone

from banners import bar
from banners.bar import Bar
from banners.models import Occasion, PictureBanner, Slogan, SolemnPeriod
from portal.days import midnight

RECORDED = [Occasion, Slogan, PictureBanner, SolemnPeriod]


class Stretch(NamedTuple):
    """Part of a day during which the bar did not change; without a bar there are no records."""

    starts_at: datetime
    ends_at: datetime | None  # None: to this moment
    bar: Bar | None

    @property
    def hours(self):
        starts, ends = (at and timezone.localtime(at) for at in (self.starts_at, self.ends_at))
        if ends is None:
            return f"Từ {starts:%H:%M} đến nay"
        if ends.date() == starts.date():
            return f"{starts:%H:%M} - {ends:%H:%M}"
        return "Cả ngày" if (starts.hour, starts.minute) == (0, 0) else f"{starts:%H:%M} - 24:00"


def first_record_at() -> datetime | None:
    """Return since when it is recorded what shows."""
    firsts = [m.history.aggregate(first=Min("history_date"))["first"] for m in RECORDED]
    return min(filter(None, firsts), default=None)


def stretches_of(day: date) -> list[Stretch]:
    """Return what readers saw on a local day, to the minute; nothing where nothing is recorded.

    The records are replayed from the first one on: four queries, and a few thousand rows in years.
    """
    start, end = midnight(day), midnight(day + timedelta(days=1))
    records = records_before(end)
    rows = {model: {} for model in RECORDED}
    stretches = [(start, None)]
    for minute, changes in groupby(records, key=lambda record: max(start, minute_of(record))):
        for record in changes:
            apply(record, rows[record.instance_type])
        stretches.append((minute, bar_of(day, rows)))
    return joined(stretches, end) if records else []


def records_before(end):
    records = [
        record for model in RECORDED for record in model.history.filter(history_date__lt=end)
    ]
    return sorted(records, key=lambda record: (record.history_date, record.history_id))


def minute_of(record):
    return record.history_date.replace(second=0, microsecond=0)


def apply(record, rows):
    if record.history_type == "-":
        rows.pop(record.id, None)
    else:
        rows[record.id] = record.instance


def bar_of(day, rows):
    latest_first = sorted(
        rows[SolemnPeriod].values(), key=lambda period: (period.starts_on, period.pk), reverse=True
    )
    return bar.build(
        day,
        occasions=rows[Occasion].values(),
        slogans=rows[Slogan].values(),
        pictures=rows[PictureBanner].values(),
        solemn=latest_first,
    )


def joined(stretches, end):
    """Make one stretch of those in a row that a reader could not tell apart."""
    distinct = []
    for starts_at, shown in stretches:
        # Something was known at midnight, or in the first minute.
        if distinct and distinct[-1][0] == starts_at:
            distinct.pop()
        if not distinct or seen(distinct[-1][1]) != seen(shown):
            distinct.append((starts_at, shown))
    last = end if end <= timezone.now() else None
    ends = [starts_at for starts_at, _ in distinct[1:]] + [last]
    return [
        Stretch(starts_at, ends_at, shown)
        for (starts_at, shown), ends_at in zip(distinct, ends, strict=True)
    ]


def seen(shown):
    """Return of a bar what a reader sees."""
    if shown is None:
        return None
    pictures = [(picture.image.name, picture.alt, picture.link) for picture in shown.pictures]
    lines = [(str(line), line.link) for line in shown.lines]
    return lines, pictures, shown.solemn and shown.solemn.notice
