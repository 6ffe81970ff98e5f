"""The bar over time: a year at a glance, what comes next, and the years of one occasion."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from banners import bar, lunar, wording
from banners.bar import Line
from banners.models import Anniversary, Occasion, PictureBanner, Slogan, SolemnPeriod, is_festive

CROWDED = 3  # lines that a reader still takes in; more are pointed out
AHEAD = timedelta(days=30)


def change_url(source):
    return reverse(
        f"admin:{source._meta.app_label}_{source._meta.model_name}_change", args=[source.pk]
    )


def in_words(first: date, last: date) -> str:
    """Return "10/7 - 17/7", with the years where they differ; one day stands alone."""
    pattern = "{0.day}/{0.month}" if first.year == last.year else "{0.day}/{0.month}/{0.year}"
    ends = dict.fromkeys(pattern.format(day) for day in (first, last))
    return " - ".join(ends)


class Entry(NamedTuple):
    """Something that shows between two days. `year` is what a computed line is counted by."""

    text: str
    kind: str
    starts_on: date
    ends_on: date
    source: Occasion | Slogan | PictureBanner | SolemnPeriod
    year: int | None = None

    @property
    def url(self):
        return change_url(self.source)

    @property
    def right(self):
        """Who has it may follow `url`."""
        return f"banners.view_{self.source._meta.model_name}"

    @property
    def is_festive(self):
        return is_festive(self.kind, self.text)

    @property
    def days(self):
        return in_words(self.starts_on, self.ends_on)

    @property
    def is_line(self):
        return isinstance(self.source, Occasion | Slogan)

    @property
    def label(self):
        """What it is, where it is no line that the site computes."""
        if isinstance(self.source, Slogan):
            return "viết riêng" if self.source.occasion_id else "khẩu hiệu tự viết"
        return "" if isinstance(self.source, Occasion) else self.source._meta.verbose_name

    @property
    def by_hand_url(self):
        """Where a computed line is exchanged for one's own; "" once it is over."""
        if self.year is None or self.ends_on < timezone.localdate():
            return ""
        return reverse("admin:banners_occasion_by_hand", args=[self.source.pk, self.year])

    def runs_on(self, day):
        return self.starts_on <= day <= self.ends_on


def entries(first: date, last: date) -> list[Entry]:
    """Return all that shows between two days, by its first day; four queries, however long."""
    occasions, slogans = Occasion.objects.filter(is_active=True), bar.slogans_between(first, last)
    found = [from_line(line) for line in bar.lines_between(first, last, occasions, slogans)]
    found += [
        Entry(picture.alt, picture.kind, picture.starts_on, picture.ends_on, picture)
        for picture in PictureBanner.objects.running_between(first, last)
    ]
    found += [
        Entry(period.notice, "solemn", period.starts_on, period.ends_on, period)
        for period in SolemnPeriod.objects.running_between(first, last)
    ]
    return sorted(found, key=lambda entry: (entry.starts_on, entry.ends_on, entry.text))


def from_line(line):
    return Entry(str(line), line.kind, line.starts_on, line.ends_on, line.source, line.year)


def twins(line: Line) -> list[Entry]:
    """Return the other lines that tell of the same anniversary while `line` shows.

    Two built-in occasions may share a founding day (19/8/1945) and are no twins.
    """
    told = told_in(str(line))
    if not told:
        return []
    return [
        entry
        for entry in entries(line.starts_on, line.ends_on)
        if entry.is_line
        and entry.source != line.source
        and not (is_built_in(entry.source) and is_built_in(line.source))
        and told & told_in(entry.text)
    ]


def is_built_in(source):
    return isinstance(source, Occasion) and bool(source.code)


def told_in(text):
    """Return the days that `text` counts from, each with the year reached."""
    return {
        (span.founded, span.reached[2]) for span in wording.anniversaries(text) if span.founded[0]
    }


# ---------- A year at a glance ----------


class Day(NamedTuple):
    date: date
    lines: list[Entry]
    is_solemn: bool

    @property
    def is_empty(self):
        """Whether nothing is said; days of mourning are silent on purpose."""
        return not self.lines and not self.is_solemn

    @property
    def is_crowded(self):
        return len(self.lines) > CROWDED

    @property
    def hint(self):
        count = f"{len(self.lines)} dòng" if self.lines else "không có dòng nào"
        return f"{self.date:%d/%m/%Y}: {count}{', trang nghiêm' if self.is_solemn else ''}"


@dataclass(frozen=True)
class Month:
    days: list[Day]
    entries: list[Entry]

    @property
    def number(self):
        return self.days[0].date.month

    @property
    def empty(self):
        return runs(self.days, "is_empty")

    @property
    def crowded(self):
        return runs(self.days, "is_crowded")

    @property
    def strips(self):
        """Each entry with its bar: where it begins and how long it is, in per cent of the month."""
        first, last, length = self.days[0].date, self.days[-1].date, len(self.days)
        for entry in self.entries:
            start = max(entry.starts_on, first).day
            end = min(entry.ends_on, last).day
            x, width = 100 * (start - 1) / length, 100 * (end - start + 1) / length
            yield {"entry": entry, "x": f"{x:.2f}%", "width": f"{width:.2f}%"}

    @property
    def marks(self):
        """The days named under the bars, each in the middle of its place."""
        length = len(self.days)
        return [
            (day, f"{100 * (day - 0.5) / length:.2f}%") for day in (1, 5, 10, 15, 20, 25, length)
        ]


def year_at_a_glance(year: int) -> list[Month]:
    """Return the twelve months of a year, as they are planned now; four queries."""
    found = entries(date(year, 1, 1), date(year, 12, 31))
    return [month_of(year, number, found) for number in range(1, 13)]


def month_of(year, number, found):
    first = date(year, number, 1)
    last = first.replace(day=monthrange(year, number)[1])
    inside = [entry for entry in found if entry.starts_on <= last and entry.ends_on >= first]
    days = [day_of(first + timedelta(days=n), inside) for n in range(last.day)]
    return Month(days, inside)


def day_of(day, found):
    """Count what readers see on one day."""
    running = [entry for entry in found if entry.runs_on(day)]
    is_solemn = any(isinstance(entry.source, SolemnPeriod) for entry in running)
    lines = bar.audible([entry for entry in running if entry.is_line], is_solemn)
    return Day(day, lines, is_solemn)


def runs(days, question):
    """Return in words the stretches of days whose `question` is true: ["1/7 - 9/7", "20/7"]."""
    found = []
    for is_true, stretch in groupby(days, key=lambda day: getattr(day, question)):
        if is_true:
            stretch = list(stretch)
            found.append(in_words(stretch[0].date, stretch[-1].date))
    return found


# ---------- The next thirty days ----------


class Event(NamedTuple):
    day: date
    verb: str
    entry: Entry


def agenda(today: date) -> list[Event]:
    """Return what begins and what ends from today on, in the order it will happen."""
    last = today + AHEAD
    found = entries(today, last)
    events = [Event(e.starts_on, "Bắt đầu", e) for e in found if e.starts_on >= today]
    events += [Event(e.ends_on, "Hết ngày", e) for e in found if e.ends_on <= last]
    return sorted(events, key=lambda event: event.day)


# ---------- One occasion, year by year ----------


@dataclass(frozen=True)
class Return:
    """One return of an occasion, as computed or as written by hand in its place."""

    anniversary: Anniversary
    by_hand: Slogan | None

    @property
    def line(self) -> Line:
        return bar.typed(self.by_hand) if self.by_hand else bar.computed(self.anniversary)

    @property
    def year_in_words(self):
        """The year it is counted by, which for the last lunar month is not that of its day."""
        counted = str(self.anniversary.year)
        return counted if self.anniversary.year == self.anniversary.day.year else f"âm {counted}"

    @property
    def is_due(self):
        """Whether there is anything to say yet: the founding year itself has no "0 năm"."""
        return self.by_hand or self.anniversary.years is None or self.anniversary.years > 0

    @property
    def why_not(self):
        """Say in words why readers will not see it; "" where they will."""
        anniversary = self.anniversary
        if not anniversary.occasion.is_active:
            return "Không hiện: ngày này đang tắt."
        if self.by_hand or anniversary.is_kept:
            return ""
        if not self.is_due:
            return "Không hiện: chưa tròn một năm."
        return f"Không hiện: {anniversary.years} năm không phải năm tròn hay năm lẻ 5."

    @property
    def when(self):
        line, today = self.line, timezone.localdate()
        if line.ends_on < today:
            return f"Đã qua: từ {line.starts_on:%d/%m/%Y} đến hết {line.ends_on:%d/%m/%Y}."
        running = "Đang hiện, từ" if line.starts_on <= today else "Sẽ hiện từ"
        return f"{running} {line.starts_on:%d/%m/%Y} đến hết {line.ends_on:%d/%m/%Y}."

    @property
    def url(self):
        """Where the slogan in its place is written; "" when it is too late for one."""
        if self.by_hand:
            return change_url(self.by_hand)
        return from_line(self.line).by_hand_url if self.is_due else ""


def returns(occasion: Occasion, year: int) -> list[Return]:
    """Return what an occasion says in a solar year; an unsaved one may ask too."""
    slogans = occasion.slogans.all() if occasion.pk else []
    by_hand = {slogan.year: slogan for slogan in slogans}
    return [Return(a, by_hand.get(a.year)) for a in occasion.anniversaries(year)]


def this_year_and_next(occasion: Occasion) -> dict[str, list[Return]]:
    year = timezone.localdate().year
    return {
        f"Dòng năm nay ({year})": returns(occasion, year),
        f"Dòng năm sau ({year + 1})": returns(occasion, year + 1),
    }


def lines_ahead(occasion: Occasion) -> list[Line]:
    """Return what an occasion has readers see this year and next, apart from what is over."""
    found = [each for years in this_year_and_next(occasion).values() for each in years]
    today = timezone.localdate()
    return [each.line for each in found if not each.why_not and each.line.ends_on >= today]


def counted_by(occasion: Occasion, year: int) -> Anniversary | None:
    """Return the return counted by `year`; in the last lunar month its day is a year later."""
    if year not in lunar.SHOWN_YEARS or year == lunar.LAST_YEAR:
        return None
    near = (a for solar in (year, year + 1) for a in occasion.anniversaries(solar))
    return next((anniversary for anniversary in near if anniversary.year == year), None)
