"""How the office is made up and who leads it, in the order that people set: rank, not alphabet."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from portal.fields import FOUR_DIGITS, LineField, ParagraphField, ReencodedPictureField
from portal.uploads import portrait_path

DEEPEST = 4  # levels: the office, its bodies, their parts, and theirs


class UnitQuerySet(models.QuerySet):
    def as_tree(self):
        """Return the top units in their order, each with `branches` and `people`; two queries."""
        units = list(self.prefetch_related(Leader.present_in_units()))
        beneath = {}
        for unit in units:
            beneath.setdefault(unit.parent_id, []).append(unit)
        for unit in units:
            unit.branches = beneath.get(unit.pk, [])
        return beneath.get(None, [])


class Unit(models.Model):
    name = LineField("tên đơn vị", max_length=200)
    parent = models.ForeignKey(
        "self",
        verbose_name="trực thuộc",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        help_text="Để trống nếu đây là cấp cao nhất của cơ quan.",
    )
    description = ParagraphField("chức năng, nhiệm vụ", max_length=1000, blank=True)
    phone = LineField("điện thoại", max_length=50, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    order = models.PositiveSmallIntegerField(
        "thứ tự",
        default=0,
        validators=FOUR_DIGITS,
        help_text="Trong các đơn vị cùng cấp; số nhỏ đứng trước.",
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "cơ cấu tổ chức"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"{reverse('organisation')}#don-vi-{self.pk}"

    def clean(self):
        above = list(self.walk_up())
        if self in above:
            raise ValidationError({"parent": "Một đơn vị không trực thuộc chính nó."})
        if len(above) + self.height() > DEEPEST:
            raise ValidationError({"parent": f"Sơ đồ chỉ có {DEEPEST} cấp."})

    def walk_up(self):
        """Yield the units above it, nearest first; ends at the top or where a circle closes."""
        seen, unit = set(), self.parent
        while unit and unit.pk not in seen:
            yield unit
            seen.add(unit.pk)
            unit = unit.parent

    def height(self):
        """Return how many levels it and what is beneath it take."""
        beneath, levels = [self.pk] if self.pk else [], 1
        while levels <= DEEPEST and (
            beneath := list(Unit.objects.filter(parent__in=beneath).values_list("pk", flat=True))
        ):
            levels += 1
        return levels


class LeaderQuerySet(models.QuerySet):
    def in_office(self):
        today = timezone.localdate()
        return self.filter(Q(serves_until__isnull=True) | Q(serves_until__gte=today))

    def former(self):
        """Those whose last day is behind them, the latest first."""
        gone = self.filter(serves_until__lt=timezone.localdate())
        return gone.order_by(F("serves_until").desc(), "order", "pk")


class Leader(models.Model):
    name = LineField("họ và tên", max_length=100)
    office = LineField("chức vụ", max_length=200, help_text="Ví dụ: Phó Bí thư Thường trực")
    unit = models.ForeignKey(
        Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="leaders"
    )
    order = models.PositiveSmallIntegerField(
        "thứ tự",
        default=0,
        validators=FOUR_DIGITS,
        help_text="Theo chức vụ trong đơn vị; số nhỏ đứng trước.",
    )
    photo = ReencodedPictureField(
        "ảnh chân dung",
        upload_to=portrait_path,
        max_length=200,
        width_field="width",
        height_field="height",
        blank=True,
        db_index=True,
    )
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    biography = ParagraphField(
        "tóm tắt tiểu sử",
        max_length=2000,
        blank=True,
        help_text="Vài câu. Không ghi số căn cước, ngày tháng sinh đầy đủ, địa chỉ nhà riêng.",
    )
    term = LineField("nhiệm kỳ", max_length=50, blank=True, help_text="Ví dụ: 2025 - 2030")
    phone = LineField(
        "điện thoại cơ quan", max_length=50, blank=True, help_text="Không ghi số riêng."
    )
    email = models.EmailField("thư điện tử cơ quan", blank=True)
    serves_until = models.DateField(
        "giữ chức đến hết ngày",
        null=True,
        blank=True,
        help_text="Để trống khi đang giữ chức. Sau ngày này tên chuyển xuống “Nguyên lãnh đạo”.",
    )

    objects = LeaderQuerySet.as_manager()

    class Meta:
        verbose_name = "lãnh đạo"
        verbose_name_plural = "lãnh đạo"
        ordering = ["unit__order", "unit", "order", "pk"]

    def __str__(self):
        return f"{self.name}, {self.office}"

    def get_absolute_url(self):
        return f"{reverse('leaders')}#lanh-dao-{self.pk}"

    @classmethod
    def present_in_units(cls):
        people = cls.objects.in_office().order_by("order", "pk")
        return models.Prefetch("leaders", people, to_attr="people")
