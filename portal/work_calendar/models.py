"""The office's work calendar by weeks. Only lines marked as public ever leave the admin."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from portal.days import monday_of
from portal.fields import LineField, ParagraphField
from portal.text import WEEKDAYS

# A week that lies farther off was mistyped; the next to be written would be proposed after it.
FARTHEST = timedelta(days=30 * 366)


class WorkWeek(models.Model):
    monday = models.DateField(
        "tuần có ngày",
        unique=True,
        help_text="Chọn ngày nào trong tuần cũng được; tuần tính từ thứ hai.",
        error_messages={"unique": "Tuần này đã có lịch. Hãy mở lịch ấy ra sửa."},
    )
    note = ParagraphField(
        "ghi chú dưới lịch",
        max_length=1000,
        blank=True,
        help_text="Bạn đọc thấy ghi chú này khi tuần có việc công khai.",
    )

    class Meta:
        verbose_name = "lịch công tác tuần"
        verbose_name_plural = "lịch công tác tuần"
        ordering = ["-monday"]

    def __str__(self):
        return f"Tuần {self.number} năm {self.year} (từ {self.monday:%d/%m/%Y})"

    @property
    def year(self):
        """The year its number counts in, which holds its Thursday (ISO 8601)."""
        return self.monday.isocalendar().year

    @property
    def number(self):
        return self.monday.isocalendar().week

    @property
    def sunday(self):
        return self.monday + timedelta(days=6)

    def get_absolute_url(self):
        return reverse("work_week", args=[self.year, self.number])

    def clean(self):
        if self.monday:
            if abs(self.monday - timezone.localdate()) > FARTHEST:
                raise ValidationError({"monday": "Ngày này quá xa hôm nay. Hãy xem lại năm."})
            self.monday = monday_of(self.monday)

    def save(self, *args, **kwargs):
        if isinstance(self.monday, date):
            self.monday = monday_of(self.monday)
        super().save(*args, **kwargs)


class WorkItemQuerySet(models.QuerySet):
    def public(self):
        return self.filter(is_public=True)

    def of_week(self, monday):
        """What is on in a week, in its order; what has no hour stands first in its day."""
        items = self.filter(week__monday=monday).select_related("week")
        return items.order_by("weekday", F("starts_at").asc(nulls_first=True), "pk")


class WorkItem(models.Model):
    week = models.ForeignKey(WorkWeek, on_delete=models.CASCADE, related_name="items")
    weekday = models.PositiveSmallIntegerField("thứ", choices=[*enumerate(WEEKDAYS)])
    starts_at = models.TimeField("từ giờ", null=True, blank=True)
    ends_at = models.TimeField("đến giờ", null=True, blank=True)
    content = ParagraphField("nội dung", max_length=1000)
    chair = LineField("chủ trì", max_length=200, blank=True)
    participants = ParagraphField("thành phần", max_length=500, blank=True)
    place = LineField("địa điểm", max_length=200, blank=True)
    is_public = models.BooleanField(
        "công khai", default=False, help_text="Chỉ dòng được đánh dấu mới hiện cho bạn đọc."
    )

    objects = WorkItemQuerySet.as_manager()

    class Meta:
        verbose_name = "việc trong tuần"
        verbose_name_plural = "các việc trong tuần"
        ordering = ["weekday", F("starts_at").asc(nulls_first=True), "pk"]

    def __str__(self):
        return self.content

    @property
    def day(self):
        return self.week.monday + timedelta(days=self.weekday)

    def clean(self):
        if self.ends_at and not self.starts_at:
            raise ValidationError({"starts_at": "Có giờ kết thúc thì cần giờ bắt đầu."})
        if self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": "“Đến giờ” phải sau “Từ giờ”."})
