"""What all banners share: a kind, a tone, and two days between which they show."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from banners import lunar, wording

# A browser reads a backslash as a slash and leaves tabs out: both would lead off the site.
LINK = re.compile(r"(/(?!/)|https?://[^\s\\/])[^\s\\]*")
# Days before or after: even in a lunar year of 353 days nothing can show twice at once.
LONGEST_WINDOW = 175

ENDS_TOO_EARLY = "“Hiện đến hết ngày” không thể trước “Hiện từ ngày”."
GREETED_MOURNING = (
    "Ngày tưởng niệm, tri ân không mở đầu bằng lời chào mừng. Hãy viết “Kỷ niệm”, “Tưởng niệm” "
    "hoặc “Đời đời nhớ ơn”."
)
GREETED_ANYWAY = (
    "Đây là lời chào mừng, chỉ dùng với tính chất “Chào mừng”. Hãy viết lời khác hoặc đổi tính "
    "chất."
)


class Kind(models.TextChoices):
    CELEBRATION = "celebration", "Chào mừng"
    TRIBUTE = "tribute", "Tưởng niệm, tri ân"
    OBSERVANCE = "observance", "Hưởng ứng"


def is_festive(kind, words):
    """Whether something is hidden in days of mourning: by its kind, or because its words greet."""
    return kind == Kind.CELEBRATION or wording.greets(words)


OPENINGS = {
    Kind.CELEBRATION: "Nhiệt liệt chào mừng kỷ niệm",
    Kind.TRIBUTE: "Kỷ niệm",
    Kind.OBSERVANCE: "Hưởng ứng",
}


def check_link(link):
    if link.startswith("//"):
        raise ValidationError("Liên kết trong trang bắt đầu bằng một dấu “/”.")
    if not LINK.fullmatch(link):
        raise ValidationError("Liên kết bắt đầu bằng “/” hoặc “https://”, không có khoảng trắng.")


def link_field():
    return models.CharField("liên kết", max_length=300, blank=True, validators=[check_link])


def order_field():
    """The place among others; four digits are more than anyone needs."""
    return models.PositiveSmallIntegerField(
        "thứ tự",
        default=0,
        validators=[MaxValueValidator(9999)],
        help_text="Số nhỏ đứng trước; bằng nhau thì theo ngày.",
    )


def days_field(name, default):
    too_many = MaxValueValidator(LONGEST_WINDOW, "Không quá %(limit_value)s ngày.")
    return models.PositiveSmallIntegerField(name, default=default, validators=[too_many])


def greeting_error(words, kind, is_mourning):
    """Return in words why `words` may not greet here; "" where they may, or do not."""
    if not wording.greets(words) or (kind == Kind.CELEBRATION and not is_mourning):
        return ""
    return GREETED_MOURNING if is_mourning else GREETED_ANYWAY


def recorded(name):
    """Keep every state of the model's rows, so that what showed on a past date can be answered."""
    return HistoricalRecords(verbose_name=name, verbose_name_plural=name)


class RunningQuerySet(models.QuerySet):
    def running(self, day=None):
        """What shows on a local date; the first and the last day count."""
        day = day or timezone.localdate()
        return self.running_between(day, day)

    def running_between(self, first, last):
        """What shows on any of these days."""
        return self.filter(starts_on__lte=last, ends_on__gte=first)


class Running(models.Model):
    """What shows between two dates, both counting."""

    starts_on = models.DateField("hiện từ ngày")
    ends_on = models.DateField("hiện đến hết ngày")

    objects = RunningQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="%(class)s_ends_after_it_starts",
                violation_error_message=ENDS_TOO_EARLY,
            )
        ]

    def runs_on(self, day):
        """What `running(day)` says of many, of this one."""
        return self.starts_on <= day <= self.ends_on

    def runs_between(self, first, last):
        """What `running_between` says of many, of this one."""
        return self.starts_on <= last and self.ends_on >= first

    def clean(self):
        if not (self.starts_on and self.ends_on):
            return
        for name in ["starts_on", "ends_on"]:
            if getattr(self, name).year not in lunar.SHOWN_YEARS:
                raise ValidationError({name: lunar.OUTSIDE})
        if self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": ENDS_TOO_EARLY})
