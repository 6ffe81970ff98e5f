"""Days of mourning."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from banners.models.running import Running, recorded
from portal.fields import ParagraphField

LONGEST_MOURNING = 30


class SolemnPeriod(Running):
    """Days of mourning: celebrations are hidden and the pages are muted; ends by itself."""

    notice = ParagraphField(
        "lời thông báo",
        help_text="Hiện ở đầu mọi trang. Ví dụ: Quốc tang đồng chí …, từ 0 giờ ngày 25/7/2024 "
        "đến 24 giờ ngày 26/7/2024.",
    )

    history = recorded("bản ghi chế độ trang nghiêm")

    class Meta(Running.Meta):
        verbose_name = "chế độ trang nghiêm"
        verbose_name_plural = "chế độ trang nghiêm"
        ordering = ["-starts_on", "-pk"]

    def __str__(self):
        return f"{self.starts_on:%d/%m/%Y} - {self.ends_on:%d/%m/%Y}"

    @property
    def is_past(self):
        return bool(self.ends_on and self.ends_on < timezone.localdate())

    def clean(self):
        """Refuse a second one for the same days. All beside the last day: the first may be fixed.

        The limit is there for a month or a year that was mistyped; days of mourning are few.
        """
        super().clean()
        if not (self.starts_on and self.ends_on):
            return
        if (self.ends_on - self.starts_on).days >= LONGEST_MOURNING:
            raise ValidationError({"ends_on": f"Không quá {LONGEST_MOURNING} ngày."})
        others = SolemnPeriod.objects.exclude(pk=self.pk)
        other = others.running_between(self.starts_on, self.ends_on).first()
        if other:
            raise ValidationError({"ends_on": f"Những ngày này đã trang nghiêm: {other}."})
