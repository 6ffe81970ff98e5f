from django.core.exceptions import ValidationError
from django.db import models

from portal.fields import LineField


class DayTotal(models.Model):
    """What was counted on one local day; kept for ever."""

    day = models.DateField("ngày", unique=True)
    visits = models.PositiveBigIntegerField("lượt truy cập", default=0)
    page_views = models.PositiveBigIntegerField("lượt xem", default=0)

    class Meta:
        verbose_name = "số liệu ngày"
        verbose_name_plural = "số liệu theo ngày"
        ordering = ["-day"]

    def __str__(self):
        return f"{self.day:%d/%m/%Y}"


class ArticleDay(models.Model):
    """How often one article was viewed on one local day."""

    day = models.DateField("ngày")
    article_id = models.PositiveBigIntegerField("bài viết")
    page_views = models.PositiveBigIntegerField("lượt xem", default=0)

    class Meta:
        verbose_name = "lượt xem bài theo ngày"
        verbose_name_plural = "lượt xem bài theo ngày"
        constraints = [
            models.UniqueConstraint(fields=["article_id", "day"], name="article_counted_once_a_day")
        ]
        indexes = [models.Index(fields=["day", "article_id", "page_views"], name="views_of_a_day")]

    def __str__(self):
        return f"{self.article_id}, {self.day:%d/%m/%Y}"


class DailySalt(models.Model):
    """The random key of one day's reader hashes. Gone with its day, so that they mean nothing."""

    day = models.DateField(unique=True)
    salt = models.BinaryField()

    def __str__(self):
        return f"{self.day:%d/%m/%Y}"


class Reader(models.Model):
    """Someone seen today, as a keyed hash; no address, no browser is stored."""

    day = models.DateField()
    key = models.CharField(max_length=32)
    last_seen_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "key"], name="reader_known_once_a_day")
        ]

    def __str__(self):
        return self.key


class Counter(models.Model):
    """How the widget looks, and what the portal brought along from its former counter."""

    class Preset(models.TextChoices):
        TOTAL_FIRST = "total_first", "Thống kê truy cập: tổng, trực tuyến, hôm nay, hôm qua"
        BY_PERIOD = "by_period", "Truy cập: hôm nay, hôm qua, tuần này, tháng này, tất cả"
        CUSTOM = "custom", "Tự đặt (điền các ô bên dưới)"

    preset = models.CharField("kiểu", max_length=15, choices=Preset, default=Preset.TOTAL_FIRST)
    group_digits = models.BooleanField("viết số có dấu chấm (411.605)", default=True)
    opening_balance = models.PositiveBigIntegerField(
        "số lượt truy cập mang sang",
        default=0,
        help_text="Tổng của bộ đếm cũ; được cộng vào tổng số.",
    )
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

    def clean(self):
        if self.preset == self.Preset.CUSTOM and not self.heading:
            raise ValidationError({"heading": "Kiểu tự đặt cần có tiêu đề."})
