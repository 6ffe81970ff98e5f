from datetime import date, timedelta

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from portal.fields import FOUR_DIGITS, LineField, LinkField, ReencodedImageField
from portal.kept.watch import remembered
from portal.letters.models import Feedback
from portal.limits import LimitDay, Tally
from portal.organisation.models import Leader, Unit
from portal.uploads import emblem_path
from portal.work_calendar.models import WorkItem, WorkWeek

__all__ = [
    "AgencyIdentity",
    "ContentChange",
    "Feedback",
    "InspectionPack",
    "Leader",
    "LimitDay",
    "MenuItem",
    "Tally",
    "Unit",
    "WorkItem",
    "WorkWeek",
]


class AgencyIdentityManager(models.Manager):
    def on(self, day=None):
        """Return the office's identity on a local date; a nameless one where none is recorded."""
        day = day or timezone.localdate()
        valid = (identity for identity in identities() if identity.is_valid_on(day))
        return next(valid, None) or AgencyIdentity(name="Trang thông tin điện tử", site_kind="")

    def first_nameless_day(self):
        """Return the first local date from today on for which no identity is recorded, or None."""
        day = timezone.localdate()
        for identity in self.order_by(F("valid_from").asc(nulls_first=True)):
            if identity.is_valid_on(day):
                if identity.valid_until in (None, date.max):  # "31/12/9999": for ever, too
                    return None
                day = identity.valid_until + timedelta(days=1)
        return day


@remembered
def identities():
    """Return all that the office was ever called, the newest first; a handful."""
    return list(AgencyIdentity.objects.order_by(F("valid_from").desc(nulls_last=True)))


TWO_NAMES = (
    "Trùng thời gian với “{}”. Mỗi ngày chỉ có một tên: "
    "nếu đó là tên cũ, hãy ghi ngày ở ô “Dùng đến hết ngày” của tên ấy trước."
)


class AgencyIdentity(models.Model):
    """What the office is called and where it sits, from one day to another."""

    class DatelineForm(models.TextChoices):
        WEEKDAY = "weekday", "Thứ năm, 06/07/2023"
        UPDATED = "updated", "Cập nhật lúc 15:34, Thứ Sáu, 02/08/2019 (GMT+7)"
        VIEWS = "views", "25/03/2020 11:03 Số lượt xem: 723"
        NONE = "none", "Không in dòng ngày"

    name = LineField("tên cơ quan", max_length=200)
    parent_body = LineField("cơ quan cấp trên", max_length=200, blank=True)
    site_kind = LineField(
        "loại trang", max_length=100, blank=True, default="Trang thông tin điện tử"
    )
    governing_body = LineField("cơ quan chủ quản", max_length=200, blank=True)
    emblem = ReencodedImageField(
        "biểu trưng",
        upload_to=emblem_path,
        blank=True,
        help_text="Ảnh JPEG, PNG hoặc WebP. Không dùng Quốc huy: đó là biểu tượng của cơ quan "
        "nhà nước, không phải của tổ chức đảng. Để trống thì trang hiện ngôi sao.",
    )
    emblem_alt = LineField("mô tả biểu trưng", max_length=200, blank=True)
    address = LineField("địa chỉ", max_length=300, blank=True)
    phone = LineField("điện thoại", max_length=50, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    responsible_person = LineField(
        "chịu trách nhiệm nội dung", max_length=200, blank=True, help_text="Chức vụ, họ và tên."
    )
    licence = LineField(
        "giấy phép", max_length=300, blank=True, help_text="Chỉ điền khi trang có giấy phép."
    )
    dateline_form = models.CharField(
        "dòng ngày dưới tiêu đề",
        max_length=10,
        choices=DatelineForm,
        default=DatelineForm.WEEKDAY,
    )
    valid_from = models.DateField("dùng từ ngày", null=True, blank=True)
    valid_until = models.DateField("dùng đến hết ngày", null=True, blank=True)

    objects = AgencyIdentityManager()

    class Meta:
        verbose_name = "thông tin cơ quan"
        verbose_name_plural = "thông tin cơ quan"
        ordering = [F("valid_from").desc(nulls_last=True)]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")),
                name="identity_ends_after_it_starts",
                violation_error_message="“Dùng đến hết ngày” không thể trước “Dùng từ ngày”.",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def site_name(self):
        return f"{self.site_kind} {self.name}".strip()

    def clean(self):
        for other in AgencyIdentity.objects.exclude(pk=self.pk):
            if self.overlaps(other):
                raise ValidationError({"valid_from": TWO_NAMES.format(other)})

    def is_valid_on(self, day):
        """Whether it is the office's name on a local date; the first and the last day count."""
        has_begun = self.valid_from is None or self.valid_from <= day
        return has_begun and (self.valid_until is None or self.valid_until >= day)

    def overlaps(self, other):
        """Whether some day belongs to both; an open end reaches for ever."""
        starts_late = self.valid_from and other.valid_until and self.valid_from > other.valid_until
        ends_early = self.valid_until and other.valid_from and self.valid_until < other.valid_from
        return not (starts_late or ends_early)


class MenuItemQuerySet(models.QuerySet):
    def for_display(self):
        """Load menus with all that their links need, in one query.

        Adds `topic_is_open`: whether readers find something in the topic that it leads to.
        """
        topic = apps.get_model("news.Topic").objects.open().filter(pk=OuterRef("topic"))
        items = self.select_related("category", "page__category", "topic")
        items = items.annotate(topic_is_open=Exists(topic))
        return items.defer("category__description", "page__lead", "page__body")


ONE_TARGET = (
    "Chọn đúng một nơi đến: chuyên mục, trang, dòng sự kiện, danh sách hoặc liên kết ngoài."
)


class MenuItem(models.Model):
    """One line of the menu or of the linked sites: where it leads is one of five things."""

    class Place(models.TextChoices):
        MAIN = "main", "Menu chính"
        LINKED = "linked", "Liên kết website"

    class Listing(models.TextChoices):
        HOME = "home", "Trang chủ"
        NEWS = "news:article_list", "Tin tức"
        ANNOUNCEMENTS = "news:announcement_list", "Thông báo"
        DOCUMENTS = "news:document_list", "Văn bản"
        ALBUMS = "news:album_list", "Album ảnh"
        VIDEOS = "news:video_list", "Video"
        ARCHIVE = "news:archive", "Lưu trữ"
        ORGANISATION = "organisation", "Cơ cấu tổ chức"
        LEADERS = "leaders", "Lãnh đạo"
        TOPICS = "news:topic_list", "Dòng sự kiện"
        WORK_CALENDAR = "work_calendar", "Lịch công tác"
        FEEDBACK = "feedback", "Góp ý"

        @classmethod
        def filled(cls):
            """The lists that can be empty for good, and are not: an office may keep none of it."""
            return [listing for listing in map(cls, MAY_STAY_EMPTY) if listing.has_content()]

        def has_content(self):
            """Whether readers find something there: nothing leads to a list that is not kept."""
            find = MAY_STAY_EMPTY.get(self)
            return find is None or find().exists()

    place = models.CharField("vị trí", max_length=10, choices=Place, default=Place.MAIN)
    title = LineField(
        "tên hiển thị", max_length=100, blank=True, help_text="Để trống thì lấy tên của nơi đến."
    )
    parent = models.ForeignKey(
        "self",
        verbose_name="nằm trong mục",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="children",
        limit_choices_to={"parent": None, "place": Place.MAIN},
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0, validators=FOUR_DIGITS)
    category = models.ForeignKey(
        "news.Category", verbose_name="chuyên mục", null=True, blank=True, on_delete=models.CASCADE
    )
    page = models.ForeignKey(
        "news.Article",
        verbose_name="trang",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        limit_choices_to={"kind": "page"},
    )
    topic = models.ForeignKey(
        "news.Topic",
        verbose_name="dòng sự kiện",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
    )
    listing = models.CharField("danh sách", max_length=30, choices=Listing, blank=True)
    link = LinkField("liên kết ngoài", blank=True)

    objects = MenuItemQuerySet.as_manager()

    class Meta:
        verbose_name = "mục menu"
        verbose_name_plural = "menu và liên kết"
        ordering = ["place", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(category__isnull=False)
                | Q(page__isnull=False)
                | Q(topic__isnull=False)
                | ~Q(listing="")
                | ~Q(link=""),
                name="menu_item_leads_somewhere",
                violation_error_message=ONE_TARGET,
            )
        ]

    def __str__(self):
        return self.text

    @property
    def text(self):
        return (
            self.title
            or (self.listing and self.get_listing_display())
            or str(self.category or self.page or self.topic or self.link)
        )

    def is_open(self):
        """Whether readers may go there: what it names may be withdrawn, or empty.

        Of items that were loaded for display.
        """
        if self.listing:
            return self.Listing(self.listing).has_content()
        if self.topic:
            return self.topic_is_open
        return self.page is None or self.page.is_published()

    @property
    def url(self):
        if self.listing:
            return reverse(self.listing)
        return self.link or (self.category or self.page or self.topic).get_absolute_url()

    def clean(self):
        targets = [self.category_id, self.page_id, self.topic_id, self.listing, self.link]
        if sum(map(bool, targets)) > 1:  # of none at all the constraint tells
            raise ValidationError(ONE_TARGET)
        if self.link and not self.title:
            raise ValidationError({"title": "Liên kết ngoài cần có tên hiển thị."})
        if self.parent and (self.parent.parent_id or (self.pk and self.children.exists())):
            raise ValidationError({"parent": "Menu chỉ có hai cấp."})
        if self.parent_id and self.parent_id == self.pk:
            raise ValidationError({"parent": "Một mục không nằm trong chính nó."})


def published():
    return apps.get_model("news.Article").objects.published()


MAY_STAY_EMPTY = {
    MenuItem.Listing.ALBUMS: lambda: published().albums(),
    MenuItem.Listing.VIDEOS: lambda: published().videos(),
    MenuItem.Listing.ORGANISATION: Unit.objects.all,
    MenuItem.Listing.LEADERS: Leader.objects.all,
    MenuItem.Listing.TOPICS: lambda: apps.get_model("news.Topic").objects.open(),
    MenuItem.Listing.WORK_CALENDAR: WorkItem.objects.public,
}


class InspectionPackQuerySet(models.QuerySet):
    def for_listing(self):
        """Load what the list of packs prints, without the documents."""
        papers = ["document", "supersedes__document", "superseded_by__document"]
        return self.select_related("supersedes", "superseded_by").defer(*papers)

    def standing(self, starts_on, ends_on, category):
        """The pack of a period, of a category or (None) of all: the one that no other supersedes.

        The category is found by its number, so that a pack outlives it.
        """
        packs = self.filter(starts_on=starts_on, ends_on=ends_on, superseded_by=None)
        return packs.filter(category_number=category.pk if category else None)

    def next_number(self, year):
        return (self.filter(year=year).aggregate(last=Max("number"))["last"] or 0) + 1


class InspectionPack(models.Model):
    """What the office shows an inspector of one period, as it was counted once. Never changed.

    `document` holds all that the pack prints, its number and date too; the columns are for finding
    it. What is in it: portal/office/inspection.py.
    """

    number = models.PositiveIntegerField("số")
    year = models.PositiveSmallIntegerField("năm lập")
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến hết ngày")
    category_number = models.PositiveBigIntegerField("mã chuyên mục", null=True)
    category_name = LineField("chuyên mục", max_length=100, blank=True)
    document = models.JSONField("hồ sơ")
    sha256 = models.CharField("mã SHA-256", max_length=64)
    supersedes = models.OneToOneField(
        "self",
        verbose_name="thay cho hồ sơ",
        null=True,
        on_delete=models.PROTECT,
        related_name="superseded_by",
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người lập",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    made_at = models.DateTimeField("lập lúc")

    objects = InspectionPackQuerySet.as_manager()

    class Meta:
        verbose_name = "hồ sơ kiểm tra"
        verbose_name_plural = "hồ sơ kiểm tra"
        ordering = ["-year", "-number"]
        default_permissions = ["add", "view"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="pack_number_is_used_once"),
            # Of two who ask at once for the same pack only one makes it.
            models.UniqueConstraint(
                fields=["starts_on", "ends_on", "category_number"],
                condition=Q(supersedes=None, category_number__isnull=False),
                name="one_first_pack_of_a_category",
            ),
            models.UniqueConstraint(
                fields=["starts_on", "ends_on"],
                condition=Q(supersedes=None, category_number=None),
                name="one_first_pack_of_a_period",
            ),
        ]

    def __str__(self):
        return f"{self.number:02}/{self.year}"

    def get_absolute_url(self):
        return reverse("office:pack", args=[self.year, self.number])


class ContentChange(models.Model):
    """A transaction that changed what public pages print; see portal/kept/version.py."""

    changed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = []

    def __str__(self):
        return f"{self.changed_at:%d/%m/%Y %H:%M}"
