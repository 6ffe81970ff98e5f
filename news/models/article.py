from datetime import timedelta
from itertools import chain
from operator import attrgetter

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone

from portal.fields import LineField, LinkField, ParagraphField
from portal.text import make_slug

NEW_FOR = timedelta(days=3)  # how long an announcement carries its "mới" mark
FIRST_YEAR, LAST_YEAR = 1971, 2099  # what lists and the archive can name; beyond is mistyped

IN_SITEMAP = ["kind", "slug", "category__slug", "state", "binned_at"]
IN_SITEMAP += ["published_at", "expires_at", "approved_at"]


class ArticleQuerySet(models.QuerySet):
    """`published()` is the only door for public pages; what follows it narrows and loads."""

    def published(self):
        """What any reader may see now: approved, its hour has come, and it has not expired."""
        now = timezone.now()
        # SQLite walks an index from one bound only. Coalesce hides this one from it, since a page
        # deep in the archive has a nearer one; what is scheduled is little to step over.
        hour = Coalesce("published_at", "published_at")
        return self.filter(
            LessThanOrEqual(hour, now),
            Q(expires_at__isnull=True) | Q(expires_at__gt=now),
            state=Article.State.APPROVED,
            binned_at=None,
        )

    def next_change(self, now):
        """Return when a public page next changes by itself: the earliest hour after `now`, or None.

        An article appears or expires, a pin ends, an announcement is "mới" no more.
        """
        approved = self.filter(state=Article.State.APPROVED, binned_at=None)
        fading = approved.announcements().filter(published_at__gt=now - NEW_FOR)
        hours = [
            *approved.filter(published_at__gt=now).first_hour("published_at"),
            *approved.filter(expires_at__gt=now).first_hour("expires_at"),
            *approved.filter(pinned_until__gt=now).first_hour("pinned_until"),
            *(hour + NEW_FOR for hour in fading.first_hour("published_at")),
        ]
        return min(hours, default=None)

    def first_hour(self, field):
        return self.order_by(field).values_list(field, flat=True)[:1]

    def kept(self):
        """All but what lies in the bin."""
        return self.filter(binned_at=None)

    def binned(self):
        return self.exclude(binned_at=None)

    def at_stage(self, stage):
        """What has come this far in the newsroom: new texts, and edits of public articles.

        The index of edits leaves out all that have none; SQLite uses it where that is said again.
        """
        edit = Q(pending_state=stage) & ~Q(pending_state="")
        return self.kept().filter(Q(state=stage) | edit)

    def written_by(self, user):
        """What this person began or saved last; newest change first.

        Coalesce hides the columns' indexes: they lead to all that somebody wrote in ten years.
        """
        articles = self.alias(
            author=Coalesce("created_by_id", "created_by_id"),
            editor=Coalesce("updated_by_id", "updated_by_id"),
        )
        return articles.filter(Q(author=user.pk) | Q(editor=user.pk)).order_by("-updated_at", "-pk")

    def claim(self, pk, version):
        """Take the right to save: True for the first who comes with the version he has read.

        The check is inside the UPDATE, so that of two who save at once one is told so.
        """
        mine = self.filter(pk=pk, version=version, binned_at=None)
        return mine.update(version=F("version") + 1) == 1

    def news(self):
        return self.filter(kind=Article.Kind.NEWS)

    def announcements(self):
        return self.filter(kind=Article.Kind.ANNOUNCEMENT)

    def documents(self):
        return self.filter(kind=Article.Kind.DOCUMENT)

    def listed(self):
        """Everything that belongs to lists and the archive: all but the fixed pages."""
        return self.exclude(kind=Article.Kind.PAGE)

    def pinned(self):
        return self.filter(pinned_until__gt=timezone.now())

    def in_month(self, start, end):
        """Published from one local midnight to another, both aware."""
        return self.filter(published_at__gte=start, published_at__lt=end)

    def in_id_range(self, first, count):
        """What a part of the sitemap chooses from, with just what it asks of each.

        `published()` cannot narrow it: SQLite would rather walk all that is approved.
        """
        articles = self.filter(pk__gte=first, pk__lt=first + count).order_by("pk")
        return articles.select_related("category").only(*IN_SITEMAP)

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def oldest_first(self):
        return self.order_by("published_at", "pk")

    def older_than(self, published_at, pk):
        """What stands after this place in a newest-first list."""
        return self.filter(
            Q(published_at__lt=published_at) | Q(published_at=published_at, pk__lt=pk)
        ).filter(published_at__lte=published_at)

    def newer_than(self, published_at, pk):
        """What stands before this place in a newest-first list."""
        return self.filter(
            Q(published_at__gt=published_at) | Q(published_at=published_at, pk__gt=pk)
        ).filter(published_at__gte=published_at)

    def first_of(self, categories, limit):
        """Return a list of the first `limit` articles of these categories, in this order.

        Each category is one short walk along its index, merged here: asked for all of them at
        once, a database sorts every article they ever had.
        """
        walks = [self.filter(category=category)[:limit] for category in categories]
        newest_first = self.query.order_by[0].startswith("-")
        place = attrgetter("published_at", "pk")
        return sorted(chain(*walks), key=place, reverse=newest_first)[:limit]

    def for_listing(self):
        """Load what a card or a list line prints, in one query and without the body."""
        return self.select_related("category", "cover").defer("body", "category__description")

    def for_page(self):
        """Load what the article page prints, but for photos, files and contributors."""
        return self.select_related("category__parent", "cover")


class Article(models.Model):
    """One published item. Its text fields are what readers see: the approved text."""

    class Kind(models.TextChoices):
        NEWS = "news", "Tin tức"
        ANNOUNCEMENT = "announcement", "Thông báo"
        DOCUMENT = "document", "Văn bản"
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
                F("pinned_until"),
                name="article_pinned",
                condition=Q(pinned_until__isnull=False),
            ),
            models.Index(
                F("expires_at"),
                name="article_expires",
                condition=Q(expires_at__isnull=False),
            ),
            models.Index(
                F("state"), F("published_at").desc(), F("id").desc(), name="article_newest"
            ),
            models.Index(
                F("kind"),
                F("state"),
                F("published_at").desc(),
                F("id").desc(),
                name="article_newest_of_kind",
            ),
            models.Index(
                F("category"),
                F("state"),
                F("published_at").desc(),
                F("id").desc(),
                name="article_newest_of_category",
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
        return reverse("news:article", args=[self.section, self.slug, self.pk])

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
        }
        return reverse(lists[self.kind]) if self.kind in lists else ""

    @property
    def changed_at(self):
        """When readers got its present text: it was approved, or its hour came."""
        return max(self.published_at, self.approved_at or self.published_at)

    def is_published(self):
        """What `published()` says of many, of this one."""
        now = timezone.now()
        return (
            self.state == self.State.APPROVED
            and self.binned_at is None
            and self.published_at is not None
            and self.published_at <= now
            and (self.expires_at is None or self.expires_at > now)
        )

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
        has_expired = self.expires_at and self.expires_at <= timezone.now()
        return "Hết hạn" if has_expired else "Hẹn giờ"

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
            raise ValidationError({"category": "Tin tức cần có chuyên mục."})
        for name in ["published_at", "expires_at", "pinned_until"]:
            hour = getattr(self, name)
            if hour and not FIRST_YEAR <= hour.year <= LAST_YEAR:
                raise ValidationError({name: f"Năm {hour.year} không đúng."})
        if self.expires_at and self.expires_at <= (self.published_at or timezone.now()):
            raise ValidationError({"expires_at": "“Hết hạn lúc” phải sau “Đăng lúc”."})
        if self.effective_on and self.issued_on and self.effective_on < self.issued_on:
            raise ValidationError({"effective_on": "Ngày hiệu lực không thể trước ngày ban hành."})

    def save(self, *args, **kwargs):
        # Once readers know its address, it stays: a better title must not break their links.
        if not self.approved_at or not self.slug:
            self.slug = make_slug(self.title) or "bai"
        super().save(*args, **kwargs)


class Contributor(models.Model):
    """One name under an article. The byline prints it letter for letter."""

    class Role(models.TextChoices):
        AUTHOR = "author", "Tác giả"
        PHOTOGRAPHER = "photographer", "Ảnh"
        COMPILER = "compiler", "Sưu tầm (S.T)"
        EDITOR = "editor", "Biên tập"

    ROLE_PREFIXES = {Role.PHOTOGRAPHER: "Ảnh: ", Role.EDITOR: "Biên tập: "}

    article = models.ForeignKey(
        Article,
        verbose_name="bài viết",
        null=True,  # one of a text that readers do not see, or see no more
        on_delete=models.CASCADE,
        related_name="contributors",
    )
    name = LineField("tên ký dưới bài", max_length=100)
    role = models.CharField("vai trò", max_length=15, choices=Role, default=Role.AUTHOR)
    office = LineField("chức vụ, đơn vị", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "tác giả"
        verbose_name_plural = "tác giả"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name

    @property
    def role_prefix(self):
        return self.ROLE_PREFIXES.get(self.role, "")
