"""Days that slogans are computed from."""

from calendar import isleap
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from banners import lunar, wording
from banners.models.running import (
    OPENINGS,
    Kind,
    days_field,
    greeting_error,
    link_field,
    order_field,
    recorded,
)
from portal.fields import LineField


@dataclass(frozen=True)
class Anniversary:
    """One return of an occasion: its solar day, and the year it is counted by."""

    occasion: "Occasion"
    day: date
    year: int

    @property
    def years(self):
        """How many years ago it was; None where no founding year is known."""
        return self.year - self.occasion.year if self.occasion.year else None

    @property
    def starts_on(self):
        return self.day - timedelta(days=self.occasion.days_before)

    @property
    def ends_on(self):
        return self.day + timedelta(days=self.occasion.days_after)

    @property
    def is_kept(self):
        """Whether the bar marks it: not before it is a year old, nor in a year that is not round.

        Round are the years that end in 0 (năm tròn) and in 5 (năm lẻ 5): Nghị định
        145/2013/NĐ-CP, Điều 3.
        """
        if self.years is None:
            return True
        return self.years > 0 and (not self.occasion.round_years_only or self.years % 5 == 0)

    @property
    def text(self):
        """The slogan without its opening: "96 năm Ngày thành lập … (3/2/1930 - 3/2/2026)"."""
        occasion = self.occasion
        words = occasion.wording or occasion.name
        if wording.PLACEHOLDER.search(words):
            return wording.fill(words, can_chi=lunar.can_chi(self.year), year=self.year)
        is_lunar = occasion.calendar == Occasion.Calendar.LUNAR
        if self.years is None:
            day = lunar.in_words(occasion.day, occasion.month) if is_lunar else self.day_and_month
            return f"{words} ({day})"
        if is_lunar:
            return f"{self.years} năm {words} ({occasion.year} - {self.year})"
        founded = f"{occasion.day}/{occasion.month}/{occasion.year}"
        return f"{self.years} năm {words} ({founded} - {self.day_and_month}/{self.day.year})"

    @property
    def day_and_month(self):
        return f"{self.day.day}/{self.day.month}"


class OccasionQuerySet(models.QuerySet):
    def mourned_on(self, day, month, year=None):
        """Tributes of a solar day, of any year or of one; none if it is a day of joy as well."""
        same = self.filter(calendar=Occasion.Calendar.SOLAR, day=day, month=month)
        if year:
            same = same.filter(year=year)
        if same.filter(kind=Kind.CELEBRATION).exists():
            return self.none()
        return same.filter(kind=Kind.TRIBUTE)


class Occasion(models.Model):
    """A day that slogans are computed from, year after year; nobody types them."""

    class Calendar(models.TextChoices):
        SOLAR = "solar", "Dương lịch"
        LUNAR = "lunar", "Âm lịch"

    code = models.SlugField(
        "mã ngày có sẵn", max_length=60, unique=True, null=True, blank=True, editable=False
    )
    name = LineField(
        "tên ngày kỷ niệm",
        max_length=200,
        help_text="Ví dụ: Ngày thành lập Đảng bộ Khối Cơ quan và Doanh nghiệp tỉnh",
    )
    kind = models.CharField("tính chất", max_length=15, choices=Kind, default=Kind.CELEBRATION)
    calendar = models.CharField("lịch", max_length=5, choices=Calendar, default=Calendar.SOLAR)
    day = models.PositiveSmallIntegerField("ngày")
    month = models.PositiveSmallIntegerField("tháng")
    year = models.PositiveSmallIntegerField("năm gốc", null=True, blank=True)
    opening = LineField(
        "lời mở đầu",
        max_length=150,
        blank=True,
        help_text="Để trống thì theo tính chất: “Nhiệt liệt chào mừng kỷ niệm”, “Kỷ niệm” "
        "hoặc “Hưởng ứng”.",
    )
    wording = LineField(
        "lời văn",
        max_length=300,
        blank=True,
        help_text="Phần đứng sau “N năm”. Để trống thì lấy tên. Số năm và ngày tháng do trang "
        "tự tính. Có thể viết {can chi} và {năm}: “Xuân {can chi} {năm}”.",
    )
    days_before = days_field("hiện trước (ngày)", default=7)
    days_after = days_field("hiện sau (ngày)", default=0)
    round_years_only = models.BooleanField(
        "chỉ năm tròn và năm lẻ 5",
        default=False,
        help_text="Số năm tận cùng là 0 hoặc 5 (Nghị định 145/2013/NĐ-CP, Điều 3).",
    )
    source = LineField(
        "căn cứ",
        max_length=300,
        blank=True,
        help_text="Văn bản hướng dẫn hoặc nguồn của ngày này.",
    )
    link = link_field()
    order = order_field()
    is_active = models.BooleanField("đang dùng", default=True)

    objects = OccasionQuerySet.as_manager()
    history = recorded("bản ghi ngày kỷ niệm")

    class Meta:
        verbose_name = "ngày kỷ niệm"
        verbose_name_plural = "ngày kỷ niệm"
        ordering = ["calendar", "month", "day", "pk"]

    def __str__(self):
        return self.name

    @property
    def full_opening(self):
        return self.opening or OPENINGS[self.kind]

    @property
    def origin(self):
        """The day as the webmaster writes it: "17/7/2019", "8/3"."""
        return "/".join(str(part) for part in [self.day, self.month, self.year] if part)

    def anniversaries(self, year):
        """Return its returns in a solar year: one, for a lunar day now and then none or two.

        A 29 February is kept on the 28th in other years.
        """
        if self.calendar == self.Calendar.LUNAR:
            days = {
                counted: lunar.solar_date(self.day, self.month, counted)
                for counted in lunar.lunar_years(year)
            }
            return [
                Anniversary(self, day, counted) for counted, day in days.items() if day.year == year
            ]
        is_short = (self.day, self.month) == (29, 2) and not isleap(year)
        return [Anniversary(self, date(year, self.month, self.day - is_short), year)]

    def shown_between(self, first, last):
        """Return its returns whose days before and after reach into these days."""
        before, after = timedelta(days=self.days_before), timedelta(days=self.days_after)
        years = range((first - after).year, (last + before).year + 1)
        found = (anniversary for year in years for anniversary in self.anniversaries(year))
        return [a for a in found if first - after <= a.day <= last + before]

    def upcoming(self, today=None):
        """Return the next anniversary that is kept, from `today` on; None if none comes soon."""
        today = today or timezone.localdate()
        for year in range(today.year, today.year + 6):
            for anniversary in self.anniversaries(year):
                if anniversary.is_kept and anniversary.day >= today:
                    return anniversary
        return None

    def clean(self):
        errors = {}
        for name in ["name", "wording"]:
            if problem := wording.template_error(getattr(self, name)):
                errors[name] = problem
        is_mourning = self.is_mourning()
        if is_mourning and self.kind == Kind.CELEBRATION:
            errors["kind"] = "Đây là ngày tưởng niệm, tri ân: hãy chọn “Tưởng niệm, tri ân”."
        elif greeting := self.greeting_by_hand():
            errors["kind"] = greeting
        if problem := greeting_error(self.opening, self.kind, is_mourning):
            errors["opening"] = problem
        if self.round_years_only and not self.year:
            errors["round_years_only"] = "Cần có năm gốc để biết năm nào là năm tròn."
        if errors:
            raise ValidationError(errors)

    def is_mourning(self):
        """Whether it is about mourning or gratitude: by its kind, its words or its day.

        A built-in tribute stays one: its stored row speaks against a change of its kind.
        """
        words = f"{self.name} {self.wording}"
        if self.kind == Kind.TRIBUTE or wording.mourns(words):
            return True
        others = Occasion.objects.exclude(pk=self.pk, code=None)
        is_solar = self.calendar == self.Calendar.SOLAR
        own_day = [(self.day, self.month, self.year)] if is_solar and self.day else []
        return any(others.mourned_on(*day).exists() for day in own_day + wording.days(words))

    def greeting_by_hand(self):
        """Return in words which slogans written for it still greet though it is no celebration."""
        if not self.pk or self.kind == Kind.CELEBRATION:
            return ""
        today = timezone.localdate()
        greeting = [
            f"“{slogan}” (năm {slogan.year})"
            for slogan in self.slogans.all()
            if slogan.ends_on >= today and slogan.is_festive
        ]
        if not greeting:
            return ""
        return (
            "Khẩu hiệu viết riêng cho ngày này còn chào mừng; hãy sửa tính chất và lời của nó "
            f"trước: {'; '.join(greeting)}."
        )
