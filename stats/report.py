"""What the counter knows about a period, in six queries; none looks at the articles themselves."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from django.db import models
from django.db.models import Count, Q, Sum
from django.utils import timezone

from portal.days import monday_of, month_after, months_apart
from stats.definitions import Audience
from stats.figures import or_else
from stats.folding import HOURS_KEPT
from stats.models import (
    AccountEntry,
    ArticleDay,
    DayTotal,
    HourTotal,
    MissedSearch,
    ReferrerDay,
)

REFERRERS = 15
SEARCHES = 30
# Enough to fill the list of each category; more would only lengthen the page.
ARTICLES = 300


class Step(models.TextChoices):
    DAY = "ngay", "ngày"
    WEEK = "tuan", "tuần"
    MONTH = "thang", "tháng"
    YEAR = "nam", "năm"

    def first_day(self, day: date) -> date:
        """Return the first day of the week, month or year that `day` lies in."""
        match self:
            case Step.WEEK:
                return monday_of(day)
            case Step.MONTH:
                return day.replace(day=1)
            case Step.YEAR:
                return day.replace(month=1, day=1)
        return day


class Span(NamedTuple):
    """Local days, the first and the last among them."""

    first: date
    last: date

    @property
    def days(self) -> list[date]:
        length = (self.last - self.first).days + 1
        return [self.first + timedelta(days=number) for number in range(length)]

    @property
    def before(self) -> "Span":
        """The span to compare with: as many days just before; whole months before whole months."""
        eve = self.first - timedelta(days=1)
        if self.first.day == 1 and (self.last + timedelta(days=1)).day == 1:
            return Span(month_after(self.first, -1 - months_apart(*self)), eve)
        return Span(self.first - (self.last - self.first) - timedelta(days=1), eve)

    def cut(self, step: Step) -> list["Span"]:
        """Return the weeks, months or years of this span; the first and last may be cut short."""
        parts = [list(days) for _, days in groupby(self.days, step.first_day)]
        return [Span(days[0], days[-1]) for days in parts]


class Figures(NamedTuple):
    visits: int = 0
    readers: int = 0  # who read on two days counts on both: nobody is known again the next day
    page_views: int = 0

    @classmethod
    def sum(cls, parts) -> "Figures":
        return cls(*map(sum, zip(cls(), *parts, strict=True)))


@dataclass(frozen=True)
class Report:
    span: Span
    step: Step
    days: dict[date, Figures]  # of `span` and of the span before
    audiences: dict[Audience, int]  # page views
    hours: list[Figures]  # 24 of them
    hours_span: Span | None  # the days `hours` tells of
    referrers: list[tuple[str, int]]  # host names and visits
    most_read: list[tuple[int, int]]  # ids and views
    missed: list[tuple[str, int]]  # searches that found nothing, and how often

    def of(self, span: Span) -> Figures:
        return Figures.sum(self.days[day] for day in span.days if day in self.days)

    @property
    def total(self) -> Figures:
        return self.of(self.span)

    @property
    def total_before(self) -> Figures:
        return self.of(self.span.before)

    @property
    def parts(self) -> list[tuple[Span, Figures]]:
        return [(part, self.of(part)) for part in self.span.cut(self.step)]

    @property
    def parts_before(self) -> list[tuple[Span, Figures]]:
        return [(part, self.of(part)) for part in self.span.before.cut(self.step)]


def make_report(span: Span, step: Step) -> Report:
    days, audiences = count_days(span)
    hours, hours_span = count_hours(span)
    return Report(
        span,
        step,
        days,
        audiences,
        hours,
        hours_span,
        count_referrers(span),
        count_articles(span),
        count_missed(span),
    )


def count_days(span: Span) -> tuple[dict[date, Figures], dict[Audience, int]]:
    """Return the days' figures, corrections and imported days in them, and views by audience."""
    both = (span.before.first, span.last)
    days, audiences = defaultdict(list), dict.fromkeys(Audience, 0)
    counted = DayTotal.objects.filter(day__range=both)
    for day, audience, *figures in counted.values_list(
        "day", "audience", "visits", "readers", "page_views"
    ):
        if audience == Audience.READER:
            days[day].append(Figures(*figures))
        if day >= span.first:
            audiences[Audience(audience)] += figures[-1]
    entered = AccountEntry.objects.filter(day__range=both).order_by()
    for day, visits in entered.values("day").annotate(sum=Sum("visits")).values_list("day", "sum"):
        days[day].append(Figures(visits))
    return {day: Figures.sum(parts) for day, parts in days.items()}, audiences


def count_hours(span: Span) -> tuple[list[Figures], Span | None]:
    kept = Span(max(span.first, timezone.localdate() - HOURS_KEPT), span.last)
    hours = [Figures()] * 24
    counted = HourTotal.objects.filter(day__range=kept).values("hour")
    for row in counted.annotate(visits=Sum("visits"), page_views=Sum("page_views")):
        hours[row["hour"]] = Figures(row["visits"], 0, row["page_views"])
    return hours, kept if kept.first <= kept.last else None


def count_referrers(span: Span) -> list[tuple[str, int]]:
    counted = ReferrerDay.objects.filter(day__range=span).values("host")
    ranked = counted.annotate(sum=Sum("visits")).order_by("-sum", "host")
    return list(ranked.values_list("host", "sum")[:REFERRERS])


def count_articles(span: Span) -> list[tuple[int, int]]:
    counted = ArticleDay.objects.filter(day__range=span).values("article_id")
    ranked = counted.annotate(sum=Sum("page_views")).order_by("-sum", "-article_id")
    return list(ranked.values_list("article_id", "sum")[:ARTICLES])


def count_missed(span: Span) -> list[tuple[str, int]]:
    counted = MissedSearch.objects.filter(day__range=span).values("words")
    ranked = counted.annotate(sum=Sum("times")).order_by("-sum", "words")
    found = ranked.values_list("words", "sum")[:SEARCHES]
    return [(words.replace("-", " "), times) for words, times in found]


@or_else(dict)
def account() -> dict[str, int]:
    """Return what stands in the account beside what was counted, for the page "Cách tính"."""
    Kind = AccountEntry.Kind
    of = {kind: Q(kind=kind) for kind in Kind}
    return AccountEntry.objects.aggregate(
        opening=Sum("visits", filter=of[Kind.OPENING], default=0),
        imported_days=Count("pk", filter=of[Kind.IMPORTED]),
        imported=Sum("visits", filter=of[Kind.IMPORTED], default=0),
        corrections=Count("pk", filter=of[Kind.CORRECTION]),
        corrected=Sum("visits", filter=of[Kind.CORRECTION], default=0),
    )
