from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.formats import number_format

from portal.fields import LineField
from stats.definitions import FIRST_DAY, Audience


class DayTotal(models.Model):
    """What was counted on one local day, apart for each audience; kept for ever, never edited."""

    day = models.DateField("ngày")
    audience = models.CharField("ai xem", max_length=1, choices=Audience, default=Audience.READER)
    visits = models.PositiveBigIntegerField("lượt truy cập", default=0)
    page_views = models.PositiveBigIntegerField("lượt xem", default=0)
    readers = models.PositiveBigIntegerField("số người đọc", default=0)

    class Meta:
        verbose_name = "số liệu ngày"
        verbose_name_plural = "số liệu theo ngày"
        ordering = ["-day", "audience"]
        constraints = [
            models.UniqueConstraint(fields=["day", "audience"], name="one_total_a_day_and_audience")
        ]

    def __str__(self):
        return f"{self.day:%d/%m/%Y}, {self.get_audience_display()}"


class HourTotal(models.Model):
    """What readers did in one local hour; kept for 90 days."""

    day = models.DateField()
    hour = models.PositiveSmallIntegerField()
    visits = models.PositiveBigIntegerField(default=0)
    page_views = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = []
        constraints = [models.UniqueConstraint(fields=["day", "hour"], name="one_total_an_hour")]

    def __str__(self):
        return f"{self.day:%d/%m/%Y}, {self.hour} giờ"


class ArticleDay(models.Model):
    """How often readers viewed one article on one local day."""

    day = models.DateField("ngày")
    article_id = models.PositiveBigIntegerField("bài viết")
    page_views = models.PositiveBigIntegerField("lượt xem", default=0)

    class Meta:
        verbose_name = "lượt xem bài theo ngày"
        verbose_name_plural = "lượt xem bài theo ngày"
        default_permissions = []
        constraints = [
            models.UniqueConstraint(fields=["article_id", "day"], name="article_counted_once_a_day")
        ]
        indexes = [models.Index(fields=["day", "article_id", "page_views"], name="views_of_a_day")]

    def __str__(self):
        return f"{self.article_id}, {self.day:%d/%m/%Y}"


class ReferrerDay(models.Model):
    """How many visits of one local day came from another site; its host name only."""

    day = models.DateField()
    host = models.CharField(max_length=80)
    visits = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = []
        constraints = [
            models.UniqueConstraint(fields=["day", "host"], name="one_total_a_day_and_referrer")
        ]

    def __str__(self):
        return f"{self.host}, {self.day:%d/%m/%Y}"


class MissedSearch(models.Model):
    """How often readers searched for something on one local day that the site did not have."""

    day = models.DateField()
    words = models.CharField(max_length=60)  # as stats.figures.missed keeps them
    times = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = []
        constraints = [
            models.UniqueConstraint(fields=["day", "words"], name="one_total_a_day_and_search")
        ]

    def __str__(self):
        return f"{self.day:%d/%m/%Y}, {self.words}"


class DailySalt(models.Model):
    """The random key of one day's reader hashes. Gone after its day, so that they mean nothing."""

    day = models.DateField(unique=True)
    salt = models.BinaryField()

    class Meta:
        default_permissions = []

    def __str__(self):
        return f"{self.day:%d/%m/%Y}"


class Reader(models.Model):
    """Someone seen on a day, as a keyed hash; no address, no browser is stored."""

    day = models.DateField()
    key = models.CharField(max_length=32)
    last_seen_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = []
        constraints = [
            models.UniqueConstraint(fields=["day", "key"], name="reader_known_once_a_day")
        ]

    def __str__(self):
        return self.key


class JournalOffset(models.Model):
    """Up to which byte a journal file has been folded into rows."""

    folder = models.CharField(max_length=32)
    file = models.CharField(max_length=100)
    offset = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = []
        constraints = [
            models.UniqueConstraint(fields=["folder", "file"], name="one_offset_a_journal")
        ]

    def __str__(self):
        return f"{self.folder}: {self.file}"


class PublishedFigures(models.Model):
    """The visits of some moment, for all hosts to show from the same later one on; the last few."""

    at = models.DateTimeField()  # by the database's clock
    visits = models.JSONField()  # as stats.figures.visits tells them

    class Meta:
        default_permissions = []

    def __str__(self):
        return f"{self.at:%d/%m/%Y %H:%M:%S}"


class AccountEntry(models.Model):
    """A line of the counter's account beside what was counted; written once, never changed."""

    class Kind(models.TextChoices):
        OPENING = "opening", "Số mang sang"
        IMPORTED = "imported", "Số liệu cũ nhập vào"
        CORRECTION = "correction", "Điều chỉnh"

    # As many as import_counter takes. No row can be taken back: a sum that no database holds would
    # leave the counter without a total for ever.
    MOST = 999_999_999_999

    kind = models.CharField("loại", max_length=10, choices=Kind, default=Kind.CORRECTION)
    day = models.DateField(
        "ngày", null=True, blank=True, help_text="Ngày được điều chỉnh; để trống thì chỉ vào tổng."
    )
    visits = models.BigIntegerField("số lượt", help_text="Số âm để bớt đi.")
    reason = LineField("lý do, nguồn số liệu", max_length=300)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người ghi",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
    )
    created_at = models.DateTimeField("ghi lúc", auto_now_add=True)

    class Meta:
        verbose_name = "bút toán bộ đếm"
        verbose_name_plural = "sổ bộ đếm (mang sang, điều chỉnh)"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["day"], condition=Q(kind="imported"), name="day_imported_once"
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(kind="opening"), name="one_opening_balance"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.visits:+}"

    def clean(self):
        if self.day and self.day > timezone.localdate():
            raise ValidationError({"day": "Chưa đến ngày này."})
        if self.day and self.day < FIRST_DAY:
            raise ValidationError({"day": f"Số liệu chỉ có từ năm {FIRST_DAY.year}."})
        if self.visits is not None:
            if abs(self.visits) > self.MOST:
                raise ValidationError({"visits": "Một dòng nhiều nhất 999.999.999.999 lượt."})
            if self.visits == 0 and self.kind != self.Kind.IMPORTED:
                does = "mang sang" if self.kind == self.Kind.OPENING else "điều chỉnh"
                raise ValidationError({"visits": f"Số 0 không {does} gì."})
            (self.check_opening if self.kind == self.Kind.OPENING else self.check_correction)()

    def check_opening(self):
        if self.visits < 0:
            raise ValidationError({"visits": "Số mang sang không thể âm."})
        if self.day:
            raise ValidationError({"day": "Số mang sang không thuộc ngày nào; để trống ô này."})
        if AccountEntry.objects.filter(kind=self.Kind.OPENING).exists():
            message = "Đã có số mang sang. Nếu số ấy sai, hãy ghi một bút toán điều chỉnh."
            raise ValidationError({"kind": message})

    def check_correction(self):
        """Refuse one that was sent twice, or takes more from a day, or the total, than it has."""
        same = {name: getattr(self, name) for name in ("kind", "day", "visits", "reason")}
        if AccountEntry.objects.filter(**same).exists():
            message = "Bút toán này đã được ghi rồi. Nếu ghi lần nữa là đúng, hãy nói rõ ở đây."
            raise ValidationError({"reason": message})
        of_day = {"day": self.day} if self.day else {}
        of_readers = DayTotal.objects.filter(audience=Audience.READER, **of_day)
        rows = [of_readers, AccountEntry.objects.filter(**of_day)]
        has = sum(r.aggregate(sum=Sum("visits", default=0))["sum"] for r in rows)
        if has + self.visits < 0:
            visits = number_format(has, force_grouping=True)
            message = f"Chỉ có {visits} lượt, không thể bớt nhiều hơn thế."
            raise ValidationError({"visits": message})


class Counter(models.Model):
    """How the widget looks: one of two presets, or rows with labels of one's own."""

    class Preset(models.TextChoices):
        TOTAL_FIRST = "total_first", "Thống kê truy cập: tổng, trực tuyến, hôm nay, hôm qua"
        BY_PERIOD = "by_period", "Truy cập: hôm nay, hôm qua, tuần này, tháng này, tất cả"
        CUSTOM = "custom", "Tự đặt (điền các ô bên dưới)"

    PRESETS = {
        Preset.TOTAL_FIRST: (
            "Thống kê truy cập",
            {
                "total": "Số lượt truy cập",
                "online": "Trực tuyến:",
                "today": "Hôm nay:",
                "yesterday": "Hôm qua:",
            },
        ),
        Preset.BY_PERIOD: (
            "Truy cập",
            {
                "today": "Hôm nay:",
                "yesterday": "Hôm qua:",
                "week": "Tuần này:",
                "month": "Tháng này:",
                "total": "Tất cả:",
            },
        ),
    }
    ROWS = ["total", "online", "today", "yesterday", "week", "month"]

    preset = models.CharField("kiểu", max_length=15, choices=Preset, default=Preset.TOTAL_FIRST)
    group_digits = models.BooleanField("viết số có dấu chấm (411.605)", default=True)
    heading = LineField("tiêu đề", max_length=100, blank=True)
    total_label = LineField("nhãn tổng số", max_length=100, blank=True)
    online_label = LineField("nhãn trực tuyến", max_length=100, blank=True)
    today_label = LineField("nhãn hôm nay", max_length=100, blank=True)
    yesterday_label = LineField("nhãn hôm qua", max_length=100, blank=True)
    week_label = LineField("nhãn tuần này", max_length=100, blank=True)
    month_label = LineField("nhãn tháng này", max_length=100, blank=True)

    class Meta:
        verbose_name = "bộ đếm trên trang"
        verbose_name_plural = "bộ đếm trên trang"

    def __str__(self):
        return "Bộ đếm trên trang"

    def appearance(self) -> dict:
        """Return heading, labels by row, and whether digits are grouped, as the widget has it."""
        labels = {name: getattr(self, f"{name}_label") for name in self.ROWS}
        shown = {name: label for name, label in labels.items() if label}
        heading, labels = self.PRESETS.get(self.preset, (self.heading, shown))
        return {"heading": heading, "labels": labels, "group_digits": self.group_digits}

    def clean(self):
        if self.preset == self.Preset.CUSTOM and not self.heading:
            raise ValidationError({"heading": "Kiểu tự đặt cần có tiêu đề."})
        if self.preset == self.Preset.CUSTOM and not self.appearance()["labels"]:
            message = "Kiểu tự đặt cần nhãn của ít nhất một hàng."
            raise ValidationError({"total_label": message})
