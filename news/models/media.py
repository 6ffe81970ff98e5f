"""What travels with an article: its photos, its files, its film."""

from pathlib import PurePath
from urllib.parse import urlsplit

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.text import Truncator

from news import mp4
from news.attachments import KINDS, attachment_path
from portal.fields import FOUR_DIGITS, LineField, LinkField, ParagraphField, ReencodedPictureField
from portal.rows import QuicklyLoaded
from portal.uploads import photo_path, video_path


class Photo(QuicklyLoaded):
    """The only truth of a picture: the body names it, and everything else is asked of it."""

    class Focus(models.TextChoices):
        """The part that must be seen where a card cuts the picture: a third of each side.

        The cut itself is CSS, `.focus-…`.
        """

        TOP_LEFT = "top-left", "Trên, trái"
        TOP = "top", "Trên, giữa"
        TOP_RIGHT = "top-right", "Trên, phải"
        LEFT = "left", "Giữa, trái"
        CENTER = "center", "Chính giữa"
        RIGHT = "right", "Giữa, phải"
        BOTTOM_LEFT = "bottom-left", "Dưới, trái"
        BOTTOM = "bottom", "Dưới, giữa"
        BOTTOM_RIGHT = "bottom-right", "Dưới, phải"

    article = models.ForeignKey(
        "news.Article",
        verbose_name="bài viết",
        null=True,  # one just uploaded in the editor, or of a text that readers do not see
        blank=True,
        on_delete=models.CASCADE,
        related_name="photos",
    )
    # The article whose history it belongs to, though its text may have let it go.
    owner = models.ForeignKey(
        "news.Article",
        null=True,
        editable=False,
        on_delete=models.CASCADE,
        related_name="+",
    )
    image = ReencodedPictureField(
        "ảnh",
        upload_to=photo_path,
        max_length=200,
        width_field="width",
        height_field="height",
        db_index=True,
    )
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    caption = ParagraphField("chú thích", blank=True)
    credit = LineField(
        "ảnh của", max_length=100, blank=True, help_text="Chỉ ghi tên; trang tự thêm “Ảnh: ”."
    )
    alt = LineField(
        "mô tả cho người khiếm thị",
        max_length=300,
        blank=True,
        help_text="Để trống khi chú thích đã nói đủ.",
    )
    focus = models.CharField(
        "điểm cần thấy",
        max_length=12,
        choices=Focus,
        default=Focus.CENTER,
        help_text="Phần ảnh luôn được giữ khi trang cắt ảnh cho vừa khung.",
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0, validators=FOUR_DIGITS)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "ảnh"
        verbose_name_plural = "ảnh"
        ordering = ["order", "pk"]

    def __str__(self):
        words = self.caption or self.alt or PurePath(self.image.name).name
        return Truncator(words).chars(80)

    def save(self, *args, **kwargs):
        self.owner_id = self.owner_id or self.article_id
        super().save(*args, **kwargs)


class Attachment(models.Model):
    article = models.ForeignKey(
        "news.Article",
        verbose_name="bài viết",
        null=True,  # one of a text that readers do not see, or see no more
        on_delete=models.CASCADE,
        related_name="attachments",
    )
    title = LineField(
        "tên hiển thị", max_length=300, blank=True, help_text="Để trống thì lấy tên tệp."
    )
    file = models.FileField("tệp", upload_to=attachment_path, max_length=300)
    size = models.PositiveIntegerField("dung lượng", editable=False)
    order = models.PositiveSmallIntegerField("thứ tự", default=0, validators=FOUR_DIGITS)

    class Meta:
        verbose_name = "tệp đính kèm"
        verbose_name_plural = "tệp đính kèm"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.title

    @property
    def kind_label(self):
        kind = KINDS.get(PurePath(self.file.name).suffix.lower())
        return kind.label if kind else ""

    def save(self, *args, **kwargs):
        if not self.file._committed or self.size is None:
            self.size = self.file.size
        self.title = self.title or PurePath(self.file.name).stem
        super().save(*args, **kwargs)


NOT_HTTPS = "Địa chỉ phải bắt đầu bằng https://."


class Video(models.Model):
    """The film of an article: a file of ours, or a link to another site; the cover is its poster.

    Nothing of another site is ever shown: whoever goes there is told so.
    """

    article = models.ForeignKey(
        "news.Article",
        verbose_name="bài viết",
        null=True,  # one of a text that readers do not see, or see no more
        on_delete=models.CASCADE,
        related_name="videos",
    )
    file = models.FileField(
        "tệp video",
        upload_to=video_path,
        max_length=200,
        blank=True,
        help_text="MP4 với hình H.264, tiếng AAC, không quá 200 MB; 720p là đủ. "
        "Ảnh đầu tiên ở mục “Ảnh” là ảnh bìa của video.",
    )
    captions = models.FileField(
        "phụ đề",
        upload_to=video_path,
        max_length=200,
        blank=True,
        help_text="Tệp WebVTT (.vtt) hoặc SubRip (.srt), cho người không nghe được.",
    )
    link = LinkField(
        "hoặc địa chỉ video ở trang khác",
        blank=True,
        validators=[URLValidator(schemes=["https"], message=NOT_HTTPS, code="not_https")],
        help_text="Ví dụ https://www.youtube.com/watch?v=… Trang chỉ in liên kết, không nhúng.",
    )
    size = models.PositiveIntegerField("dung lượng", default=0, editable=False)
    duration = models.PositiveIntegerField("số giây", default=0, editable=False)
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    order = models.PositiveSmallIntegerField("thứ tự", default=0, editable=False)

    class Meta:
        verbose_name = "video"
        verbose_name_plural = "video"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article"], name="one_video_of_an_article"),
            models.CheckConstraint(
                condition=(Q(file="") & ~Q(link="")) | (~Q(file="") & Q(link="")),
                name="video_is_a_file_or_a_link",
                violation_error_message="Chọn một trong hai: tải tệp video lên, hoặc ghi địa chỉ "
                "video ở trang khác.",
            ),
        ]

    def __str__(self):
        return self.link or PurePath(self.file.name).name

    def is_upright(self):
        return self.height > self.width

    def fills_frame(self):
        """Whether it has the shape of its frame, 16:9 or 9:16: 848 by 480 is near enough."""
        short, long = sorted([self.width, self.height])
        return abs(9 * long - 16 * short) <= 0.02 * 16 * short

    @property
    def host(self):
        """Where the link leads: "youtube.com"."""
        return (urlsplit(self.link).hostname or "").removeprefix("www.")

    def save(self, *args, **kwargs):
        if not self.file:
            self.size = self.duration = self.width = self.height = 0
        elif not self.file._committed:
            self.size = self.file.size
            self.duration, self.width, self.height = mp4.measure(self.file)
        super().save(*args, **kwargs)
