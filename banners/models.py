import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from portal.fields import LineField

CELEBRATION = "Nhiệt liệt chào mừng kỷ niệm"

# A browser reads a backslash as a slash and leaves tabs out: both would lead off the site.
LINK = re.compile(r"(/(?!/)|https?://)[^\s\\]*")

ENDS_TOO_EARLY = "“Hiện đến hết ngày” không thể trước “Hiện từ ngày”."


class SloganQuerySet(models.QuerySet):
    def running(self, day=None):
        """What the bar shows on a local date; the first and the last day count."""
        day = day or timezone.localdate()
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class Slogan(models.Model):
    """One line of the slogan bar, between two dates."""

    class Tone(models.TextChoices):
        CELEBRATION = "celebration", "Chào mừng"
        TRIBUTE = "tribute", "Tưởng niệm, tri ân"

    opening = LineField(
        "lời mở đầu chung",
        max_length=150,
        blank=True,
        default=CELEBRATION,
        help_text="Các khẩu hiệu cùng lời mở đầu đứng chung một câu, nối bằng dấu chấm phẩy.",
    )
    text = LineField(
        "khẩu hiệu",
        max_length=300,
        help_text="Ví dụ: 5 năm thành lập Đảng bộ Khối Cơ quan và Doanh nghiệp tỉnh "
        "(17/7/2019 - 17/7/2024). Viết chữ thường; trang tự in hoa.",
    )
    tone = models.CharField("sắc thái", max_length=15, choices=Tone, default=Tone.CELEBRATION)
    link = models.CharField("liên kết", max_length=300, blank=True)
    starts_on = models.DateField("hiện từ ngày")
    ends_on = models.DateField("hiện đến hết ngày")
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    objects = SloganQuerySet.as_manager()

    class Meta:
        verbose_name = "khẩu hiệu"
        verbose_name_plural = "khẩu hiệu"
        ordering = ["order", "starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="slogan_ends_after_it_starts",
                violation_error_message=ENDS_TOO_EARLY,
            )
        ]

    def __str__(self):
        return f"{self.opening} {self.text}".strip()

    def clean(self):
        if self.tone == self.Tone.TRIBUTE and "chào mừng" in self.opening.lower():
            raise ValidationError(
                {"opening": "Ngày tưởng niệm, tri ân không mở đầu bằng lời chào mừng."}
            )
        if self.link.startswith("//"):
            raise ValidationError({"link": "Liên kết trong trang bắt đầu bằng một dấu “/”."})
        if self.link and not LINK.fullmatch(self.link):
            raise ValidationError(
                {"link": "Liên kết bắt đầu bằng “/” hoặc “https://”, không có khoảng trắng."}
            )
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": ENDS_TOO_EARLY})
