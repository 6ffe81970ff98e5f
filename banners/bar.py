"""The slogan bar of any day: what is computed from occasions, what was typed, in one order."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from django.utils import timezone

from banners.models import Occasion, PictureBanner, Slogan, SolemnPeriod, is_festive
from portal.kept.watch import remembered


@dataclass(frozen=True)
class Line:
    """One slogan as it shows. `source` is the Occasion it is computed from, or the Slogan."""

    opening: str
    text: str
    kind: str
    link: str
    order: int
    day: date  # the day it is about, for the order of a bar that nobody ordered
    starts_on: date
    ends_on: date
    source: Occasion | Slogan
    year: int | None = None  # what a computed line is counted by

    def __str__(self):
        return f"{self.opening} {self.text}".strip()

    @property
    def is_festive(self):
        return is_festive(self.kind, str(self))


@dataclass(frozen=True)
class Group:
    """The lines under one opening; as a sentence, joined by semicolons."""

    opening: str
    lines: list[Line]

    def __str__(self):
        return f"{self.opening} {'; '.join(line.text for line in self.lines)}".strip()


@dataclass(frozen=True)
class Bar:
    """Everything banners shows on one day."""

    lines: list[Line]
    pictures: list[PictureBanner]
    solemn: SolemnPeriod | None = None

    @cached_property
    def groups(self) -> list[Group]:
        openings = list(dict.fromkeys(line.opening for line in self.lines))
        by_opening = sorted(self.lines, key=lambda line: openings.index(line.opening))
        return [
            Group(opening, list(lines))
            for opening, lines in groupby(by_opening, key=lambda line: line.opening)
        ]

    @property
    def rotates(self):
        return len(self.lines) > 1

    @property
    def header_pictures(self):
        return self.pictures_in(PictureBanner.Place.HEADER)

    @property
    def side_pictures(self):
        return self.pictures_in(PictureBanner.Place.SIDE)

    def pictures_in(self, place):
        return [picture for picture in self.pictures if picture.place == place]


def on(day: date | None = None) -> Bar:
    """Return what shows on a local date, by what is recorded now."""
    day = day or timezone.localdate()
    return build(
        day,
        occasions=Occasion.objects.filter(is_active=True),
        slogans=slogans_between(day, day),
        pictures=PictureBanner.objects.running(day),
        solemn=SolemnPeriod.objects.running(day),
    )


@remembered
def today() -> Bar:
    return on()


def slogans_between(first, last):
    """Return what was typed for these days, and what was written for the years about them.

    The latter may show on other days, and silences the computed line all the same.
    """
    years = range(first.year - 1, last.year + 2)
    by_hand = Slogan.objects.filter(occasion__isnull=False, year__in=years)
    return Slogan.objects.running_between(first, last) | by_hand


def build(day, *, occasions, slogans, pictures, solemn):
    lines = lines_between(day, day, occasions, slogans)
    pictures = sorted(
        (picture for picture in pictures if picture.runs_on(day)),
        key=lambda picture: (picture.order, picture.starts_on, picture.pk),
    )
    mourning = next((period for period in solemn if period.runs_on(day)), None)
    lines = sorted(
        audible(lines, mourning),
        key=lambda line: (line.order, line.day, type(line.source).__name__, line.source.pk),
    )
    return Bar(lines, audible(pictures, mourning), mourning)


def audible(shown, mourning):
    """Return what of it is shown: nothing that celebrates on a day of mourning."""
    return [each for each in shown if not (mourning and each.is_festive)]


def lines_between(first, last, occasions, slogans):
    """Return the lines that show between two days.

    A slogan written by hand takes the place of its occasion's line of that year, and is silent
    with it while the occasion is switched off.
    """
    active = {occasion.pk: occasion for occasion in occasions if occasion.is_active}
    slogans = list(slogans)
    by_hand = {(slogan.occasion_id, slogan.year) for slogan in slogans if slogan.occasion_id}
    lines = [
        typed(slogan)
        for slogan in slogans
        if (slogan.occasion_id is None or slogan.occasion_id in active)
        and slogan.runs_between(first, last)
    ]
    return lines + [
        computed(anniversary)
        for occasion in active.values()
        for anniversary in occasion.shown_between(first, last)
        if anniversary.is_kept and (occasion.pk, anniversary.year) not in by_hand
    ]


def typed(slogan):
    return Line(
        opening=slogan.opening,
        text=slogan.text,
        kind=slogan.kind,
        link=slogan.link,
        order=slogan.order,
        day=slogan.ends_on,
        starts_on=slogan.starts_on,
        ends_on=slogan.ends_on,
        source=slogan,
    )


def computed(anniversary):
    occasion = anniversary.occasion
    return Line(
        opening=occasion.full_opening,
        text=anniversary.text,
        kind=occasion.kind,
        link=occasion.link,
        order=occasion.order,
        day=anniversary.day,
        starts_on=anniversary.starts_on,
        ends_on=anniversary.ends_on,
        source=occasion,
        year=anniversary.year,
    )
