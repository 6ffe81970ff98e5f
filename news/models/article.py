from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from news.document_numbers import NumberKeyField, is_of_the_state
from news.models.article_queryset import NEW_FOR, ArticleQuerySet
from portal.fields import LineField, LinkField, ParagraphField
from portal.paths import path_to
from portal.rows import QuicklyLoaded
from portal.text import make_slug

FIRST_YEAR, LAST_YEAR = 1971, 2099  # what lists and the archive can name; beyond is mistyped
NEWS_NEED_CATEGORY = "Tin tức cần có chuyên mục."

# What documents can be chosen by; each has an index of them, newest first.
DOCUMENT_FACETS = ["document_type", "issuing_body", "signer", "validity"]

# What decides whether a document stands on a page of the list, and what compares it.
PLACE_AND_END = ["published_at", "id", "binned_at", "expires_at"]
OPERATORS = ["timestamptz_ops", "int8_ops", "timestamptz_ops", "timestamptz_ops"]


def newest_documents_by(field):
    """No kind in front: PostgreSQL knows it from the condition, and would walk past all of it."""
    columns = [F("state"), F(field), F("published_at").desc(), F("id").desc()]
    return models.Index(*columns, name=f"article_{field}", condition=Q(kind="document"))


class Article(QuicklyLoaded):
    """One published item. Its text fields are what readers see: the approved text."""

    class Kind(models.TextChoices):
        NEWS = "news", "Tin tức"
        ANNOUNCEMENT = "announcement", "Thông báo"
        DOCUMENT = "document", "Văn bản"
        ALBUM = "album", "Album ảnh"
        VIDEO = "video", "Video"
        PAGE = "page", "Trang"

    class State(models.TextChoices):
        """What people decided; scheduled, published and expired follow from the clock."""

        DRAFT = "draft", "Bản nháp"
        SUBMITTED = "submitted", "Chờ duyệt"
        RETURNED = "returned", "Trả lại"
        APPROVED = "approved", "Đã duyệt"
        WITHDRAWN = "withdrawn", "Đã gỡ"

    class Validity(models.TextChoices):
        IN_FORCE = "in_force", "Còn hiệu lực"
        NOT_YET = "not_yet", "Chưa có hiệu lực"
        EXPIRED = "expired", "Hết hiệu lực"

    # First path segment of what has no category.
    KIND_PATHS = {
        Kind.NEWS: "tin-tuc",
        Kind.ANNOUNCEMENT: "thong-bao",
        Kind.DOCUMENT: "van-ban",
        Kind.ALBUM: "album-anh",
        Kind.VIDEO: "video",
        Kind.PAGE: "trang",
    }

    kind = models.CharField("loại", max_length=15, choices=Kind, default=Kind.NEWS)
    title = LineField("tiêu đề", max_length=300)
    slug = models.SlugField("đường dẫn", max_length=80, blank=True, editable=False)
    lead = ParagraphField("sapo", blank=True, help_text="Đoạn tóm tắt in đậm trước nội dung.")
    body = ParagraphField("nội dung", blank=True)
    category = models.ForeignKey(
        "news.Category",
        verbose_name="chuyên mục",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="articles",
        help_text="Bắt buộc với tin tức.",
    )
    cover = models.ForeignKey(
        "news.Photo",
        verbose_name="ảnh đại diện",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Để trống thì lấy ảnh đầu tiên của bài.",
    )

    agency_prefix = LineField(
        "ký hiệu nguồn đầu bài", max_length=30, blank=True, help_text="Ví dụ: (ĐUK) -"
    )
    source_name = LineField("nguồn", max_length=200, blank=True, help_text="Khi đăng lại bài.")
    source_url = LinkField("địa chỉ nguồn", blank=True)
    event_date = models.DateField("ngày diễn ra", null=True, blank=True)

    document_number = LineField(
        "số, ký hiệu", max_length=50, blank=True, help_text="Ví dụ: 05-NQ/ĐUK"
    )
    number_key = NumberKeyField(max_length=200, default="", editable=False)
    document_type = LineField(
        "loại văn bản", max_length=50, blank=True, help_text="Ví dụ: Nghị quyết, Công văn"
    )
    issuing_body = LineField("cơ quan ban hành", max_length=200, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    effective_on = models.DateField("ngày hiệu lực", null=True, blank=True)
    validity = models.CharField("tình trạng", max_length=10, choices=Validity, blank=True)
    signer = LineField("người ký", max_length=100, blank=True)
    signer_office = LineField("chức vụ người ký", max_length=200, blank=True)

    state = models.CharField(
        "trạng thái", max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    published_at = models.DateTimeField(
        "đăng lúc", null=True, blank=True, help_text="Để trống thì đăng ngay khi bấm “Đăng bài”."
    )
    expires_at = models.DateTimeField("hết hạn lúc", null=True, blank=True)
    pinned_until = models.DateTimeField(
        "đứng đầu trang chủ đến",
        null=True,
        blank=True,
        help_text="Đến lúc này bài đứng đầu trang chủ, trước các tin mới hơn.",
    )
    hide_date = models.BooleanField(
        "không in dòng ngày", default=False, help_text="Cho bài cũ không rõ ngày đăng."
    )
    change_note = ParagraphField(
        "ghi chú sửa đổi",
        max_length=1000,
        blank=True,
        help_text="In ở cuối bài kèm ngày duyệt, cho mọi bạn đọc. "
        "Ví dụ: Đính chính số liệu kết nạp đảng viên.",
    )
    change_noted_at = models.DateTimeField("ghi chú lúc", null=True, editable=False)
    # Of what readers could open and cannot any more; the reason only if they are told it.
    withdrawn_at = models.DateTimeField("gỡ lúc", null=True, editable=False)
    withdrawal_reason = ParagraphField("lý do gỡ", blank=True, editable=False)
    approved_at = models.DateTimeField("duyệt lần cuối", null=True, editable=False)

    # While its state is "approved" its text is what readers see, and edits wait in revisions.
    version = models.PositiveIntegerField(default=1, editable=False)
    latest_revision = models.ForeignKey(
        "news.Revision", null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    public_revision = models.ForeignKey(
        "news.Revision", null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    pending_state = models.CharField(
        "bản sửa đang chờ",
        max_length=10,
        choices=[c for c in State.choices if c[0] in ("draft", "submitted", "returned")],
        blank=True,
        editable=False,
    )
    binned_at = models.DateTimeField("vào thùng rác lúc", null=True, editable=False)

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người tạo",
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField("tạo lúc", auto_now_add=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người sửa cuối",
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "bài viết"
        verbose_name_plural = "bài viết"
        ordering = ["-pk"]
        permissions = [("publish_article", "Được đăng bài")]
        indexes = [
            models.Index(
                F("pending_state"),
                name="article_pending",
                condition=~Q(pending_state=""),
            ),
            models.Index(
                F("binned_at"),
                name="article_binned",
                condition=Q(binned_at__isnull=False),
            ),
            models.Index(F("updated_at").desc(), F("id").desc(), name="article_last_changed"),
            models.Index(
                F("created_by"),
                F("updated_at").desc(),
                F("id").desc(),
                name="article_last_changed_of",
            ),
            models.Index(
                F("category"),
                F("updated_at").desc(),
                F("id").desc(),
                name="article_last_changed_in",
            ),
            models.Index(
                F("kind"),
                F("updated_at").desc(),
                F("id").desc(),
                name="article_last_changed_kind",
            ),
            models.Index(F("published_at").desc(), F("id").desc(), name="article_by_hour"),
            models.Index(
                F("pinned_until"),
                name="article_pinned",
                condition=Q(pinned_until__isnull=False),
            ),
            models.Index(
                F("expires_at"),
                name="article_expires",
                condition=Q(expires_at__isnull=False),
            ),
            # The last of each say who is public: the archive counts, and an empty list is known
            # to be one, without reading the articles.
            models.Index(
                F("state"),
                F("published_at").desc(),
                F("id").desc(),
                F("kind"),
                F("binned_at"),
                F("expires_at"),
                name="article_newest",
            ),
            models.Index(
                F("kind"),
                F("state"),
                F("published_at").desc(),
                F("id").desc(),
                F("binned_at"),
                F("expires_at"),
                name="article_newest_of_kind",
            ),
            models.Index(
                F("category"),
                F("state"),
                F("published_at").desc(),
                F("id").desc(),
                name="article_newest_of_category",
            ),
            *(newest_documents_by(field) for field in DOCUMENT_FACETS),
            models.Index(
                F("state"),
                F("issued_on"),
                name="article_issued_on",
                condition=Q(kind="document"),
            ),
            models.Index(
                # The kind, which is one, because SQLite else looks it up in each row.
                fields=["state", "number_key", *PLACE_AND_END, "kind"],
                opclasses=["varchar_ops", "varchar_pattern_ops", *OPERATORS, "varchar_ops"],
                name="article_number_key",
                condition=Q(kind="document"),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(published_at__isnull=False),
                name="approved_article_has_its_hour",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("published_at")),
                name="article_expires_after_publishing",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return path_to("news:article", self.section, self.slug, self.pk)

    @property
    def place(self):
        """Where it stands in any list by time."""
        return self.published_at, self.pk

    @property
    def section(self):
        """First path segment of its address: its category's, or its kind's."""
        return self.category.slug if self.category else self.KIND_PATHS[self.kind]

    @property
    def section_name(self):
        return self.category.name if self.category else self.get_kind_display()

    @property
    def section_url(self):
        """Address of the list it stands in; a page stands in none."""
        if self.category:
            return self.category.get_absolute_url()
        lists = {
            self.Kind.NEWS: "news:article_list",
            self.Kind.ANNOUNCEMENT: "news:announcement_list",
            self.Kind.DOCUMENT: "news:document_list",
            self.Kind.ALBUM: "news:album_list",
            self.Kind.VIDEO: "news:video_list",
        }
        return reverse(lists[self.kind]) if self.kind in lists else ""

    @property
    def changed_at(self):
        """When readers got its present text: it was approved, or its hour came."""
        return max(self.published_at, self.approved_at or self.published_at)

    def date_change_note(self, hour):
        """Give the note the hour at which readers get it, if they do not have it already.

        Called of a text that becomes public, while `public_revision` is still the one before; the
        first public text has changed nothing yet.
        """
        before = self.public_revision and self.public_revision.text
        if not before or not self.change_note:
            self.change_noted_at = None
        elif self.change_note != before["change_note"]:
            self.change_noted_at = hour

    def is_published(self):
        """What `published()` says of many, of this one."""
        now = timezone.now()
        return (
            self.state == self.State.APPROVED
            and self.binned_at is None
            and self.published_at is not None
            and self.published_at <= now
            and not self.has_expired
        )

    @property
    def has_expired(self):
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def is_medium(self):
        """Whether it is looked at rather than read."""
        return self.kind in (self.Kind.ALBUM, self.Kind.VIDEO)

    @property
    def is_state_paper(self):
        """Whether it came from a state body: an office puts those on its site as well."""
        return is_of_the_state(self.document_number)

    @property
    def is_new(self):
        return self.kind == self.Kind.ANNOUNCEMENT and timezone.now() - self.published_at < NEW_FOR

    @property
    def status(self):
        """State and clock in one word for the newsroom."""
        if self.binned_at:
            return "Trong thùng rác"
        if self.state != self.State.APPROVED:
            return self.get_state_display()
        if self.is_published():
            return "Đang đăng"
        return "Hết hạn" if self.has_expired else "Hẹn giờ"

    @property
    def has_edit_waiting(self):
        """Whether readers see one text and the newsroom works on another."""
        is_public = self.state == self.State.APPROVED
        return is_public and self.latest_revision_id != self.public_revision_id

    @property
    def stage(self):
        """How far its newest text has come: of an edit of a public article, else of itself."""
        return self.pending_state or self.state

    def clean(self):
        if self.kind == self.Kind.NEWS and not self.category:
            raise ValidationError({"category": NEWS_NEED_CATEGORY})
        for name in ["published_at", "expires_at", "pinned_until"]:
            hour = getattr(self, name)
            if hour and not FIRST_YEAR <= hour.year <= LAST_YEAR:
                raise ValidationError({name: f"Năm {hour.year} không đúng."})
        if self.expires_at and self.expires_at <= (self.published_at or timezone.now()):
            raise ValidationError({"expires_at": "“Hết hạn lúc” phải sau “Đăng lúc”."})
        if self.effective_on and self.issued_on and self.effective_on < self.issued_on:
            raise ValidationError({"effective_on": "Ngày hiệu lực không thể trước ngày ban hành."})

    def add_photos(self, photos, user):
        """Store photos of this article, after those it has, as uploaded by `user`."""
        last = self.photos.aggregate(last=models.Max("order"))["last"] or 0
        for order, photo in enumerate(photos, last + 1):
            photo.article, photo.uploaded_by, photo.order = self, user, order
            photo.save()

    def save(self, *args, **kwargs):
        # Once readers know its address, it stays: a better title must not break their links.
        if not self.approved_at or not self.slug:
            self.slug = make_slug(self.title) or "bai"
        super().save(*args, **kwargs)
        if not kwargs.get("update_fields"):
            for rows in (self.contributors, self.placements):
                late = rows.exclude(published_at=self.published_at)
                late.update(published_at=self.published_at)
