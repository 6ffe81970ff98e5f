from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q

from portal.fields import FOUR_DIGITS, LineField, ParagraphField
from portal.kept.watch import remembered
from portal.paths import fixed_segments, path_to
from portal.rows import QuicklyLoaded
from portal.text import make_slug


@remembered
def all_categories():
    """Return all of them in their order: a handful, of which many pages print some."""
    return list(Category.objects.all())


class CategoryQuerySet(models.QuerySet):
    def at(self, slug):
        """The category of this slug, or the one that had it once."""
        former = FormerSlug.objects.filter(slug=slug)
        return self.filter(Q(slug=slug) | Q(pk__in=former.values("category")))


class Category(QuicklyLoaded):
    name = LineField("tên chuyên mục", max_length=100)
    slug = models.SlugField(
        "đường dẫn",
        max_length=80,
        unique=True,
        blank=True,
        help_text="Phần đầu địa chỉ của chuyên mục. Để trống thì lấy theo tên. Nếu đổi, địa chỉ cũ "
        "vẫn dẫn bạn đọc đến đây.",
    )
    parent = models.ForeignKey(
        "self",
        verbose_name="thuộc chuyên mục",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        limit_choices_to={"parent": None},
    )
    description = ParagraphField("giới thiệu", max_length=500, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0, validators=FOUR_DIGITS)
    home_order = models.PositiveSmallIntegerField(
        "thứ tự trên trang chủ",
        null=True,
        blank=True,
        validators=FOUR_DIGITS,
        help_text="Số nhỏ đứng trước. Để trống thì không có khối trên trang chủ.",
    )

    writers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name="ai được viết bài",
        blank=True,
        related_name="+",
        help_text="Để trống thì mọi người soạn bài đều viết được vào chuyên mục này.",
    )
    approvers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name="ai được duyệt bài",
        blank=True,
        related_name="+",
        help_text="Để trống thì mọi người duyệt đều duyệt được bài của chuyên mục này.",
    )

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = "chuyên mục"
        verbose_name_plural = "chuyên mục"
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(condition=~Q(slug=""), name="category_has_an_address")
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return path_to("news:category", self.slug)

    def lets_write(self, user):
        """Whether this person, who may write, may write here. Who approves here may write too."""
        return self.lets(user, "writers") or user in self.approvers.all()

    def lets_approve(self, user):
        """Whether this person, who may approve, may approve here."""
        return self.lets(user, "approvers")

    def lets(self, user, people):
        named = getattr(self, people).all()
        return user.is_superuser or not named or user in named

    @property
    def with_children(self):
        """This category and its subcategories: whose articles its page shows."""
        return [self, *self.children.all()]

    def holdings(self):
        """Return in words what would be left without a category; "" if nothing."""
        counts = {"bài viết": self.articles.count(), "chuyên mục con": self.children.count()}
        return " và ".join(f"{number} {name}" for name, number in counts.items() if number)

    def clean(self):
        self.slug = self.slug or make_slug(self.name)
        if self.slug in fixed_segments():
            raise ValidationError({"slug": f"“/{self.slug}/” đã dành cho phần khác của trang."})
        if self.name and not self.slug:
            raise ValidationError({"slug": "Tên không có chữ cái nào; vui lòng tự đặt đường dẫn."})
        if self.parent and (self.parent.parent_id or (self.pk and self.children.exists())):
            raise ValidationError({"parent": "Chuyên mục chỉ có hai cấp."})
        if self.parent_id and self.parent_id == self.pk:
            raise ValidationError({"parent": "Một chuyên mục không nằm trong chính nó."})

    def save(self, *args, **kwargs):
        self.slug = self.slug or make_slug(self.name)
        with transaction.atomic():
            self.keep_former_slug()
            super().save(*args, **kwargs)

    def keep_former_slug(self):
        FormerSlug.objects.filter(slug=self.slug).delete()  # whoever has it now is meant by it
        for slug in Category.objects.filter(pk=self.pk).values_list("slug", flat=True):
            if slug != self.slug:
                FormerSlug.objects.create(slug=slug, category=self)


class FormerSlug(models.Model):
    """What the address of a category began with once: links and feed readers still go there."""

    slug = models.SlugField(max_length=80, primary_key=True)
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="former_slugs")

    class Meta:
        default_permissions = []

    def __str__(self):
        return self.slug
