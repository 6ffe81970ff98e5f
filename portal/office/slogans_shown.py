"""What the slogan bar showed over a period, as a short list: each line with its stretches."""

from collections import deque
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone

from banners import shown
from portal.days import midnight


class Shown(NamedTuple):
    """Something readers saw without a break, from one instant to another, not including that."""

    what: str
    text: str
    from_at: datetime
    until_at: datetime


def shown_in(span, until) -> tuple[datetime | None, list[Shown]]:
    """Return since when it is recorded what shows, and what showed in the days up to `until`.

    To the minute, as shown.stretches_of says it of one day; four queries, however long the span.
    """
    records = shown.records_before(until)
    since = records[0].history_date if records else None
    found, seen = [], {}
    for moment, now_seen in [*course(span, records, until), (until, [])]:
        gone = seen.keys() - now_seen
        found += [Shown(*thing, seen.pop(thing), moment) for thing in gone]
        seen |= {thing: moment for thing in now_seen if thing not in seen}
    return since, sorted(found, key=lambda s: (s.from_at, s.until_at, s.what, s.text))


def course(span, records, until):
    """Yield each instant at which the bar may have changed, and what readers saw from then on."""
    midnights = {midnight(day) for day in span.days if midnight(day) < until}
    edits = {shown.minute_of(record) for record in records}
    coming = deque(records)
    rows = {model: {} for model in shown.RECORDED}
    for moment in sorted(midnights | {edit for edit in edits if edit > min(midnights)}):
        while coming and shown.minute_of(coming[0]) <= moment:
            record = coming.popleft()
            shown.apply(record, rows[record.instance_type])
        yield moment, things(shown.bar_of(timezone.localdate(moment), rows))


def things(bar):
    found = [("Khẩu hiệu", str(line)) for line in bar.lines]
    found += [("Ảnh khẩu hiệu", picture.alt) for picture in bar.pictures]
    return found + ([("Chế độ trang nghiêm", bar.solemn.notice)] if bar.solemn else [])


def first_instant(at):
    """Return "01/03/2026", with the hour where it was not midnight."""
    at = timezone.localtime(at)
    return f"{at:%d/%m/%Y}" if at.time() == time.min else f"{at:%H:%M %d/%m/%Y}"


def last_instant(at):
    """Return "hết 08/03/2026" for the midnight after it, else the hour: "17:30 08/03/2026"."""
    at = timezone.localtime(at)
    if at.time() != time.min:
        return f"{at:%H:%M %d/%m/%Y}"
    return f"hết {at - timedelta(days=1):%d/%m/%Y}"
