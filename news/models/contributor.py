from django.db import models
from django.db.models import F

from news.models.article import Article
from news.models.beside import BesideArticleQuerySet, HourOfArticle
from portal.fields import FOUR_DIGITS, FoldedField, LineField
from portal.paths import path_to
from portal.text import make_slug


class ContributorQuerySet(BesideArticleQuerySet):
    def of_public(self, slug):
        """Who is called so, in whatever letters, below what readers may see."""
        return self.below_public().filter(slug=slug)


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
    order = models.PositiveSmallIntegerField("thứ tự", default=0, validators=FOUR_DIGITS)
    slug = FoldedField(of="name", max_length=80, default="", db_index=False, editable=False)
    published_at = HourOfArticle(null=True, editable=False)

    objects = ContributorQuerySet.as_manager()

    class Meta:
        verbose_name = "tác giả"
        verbose_name_plural = "tác giả"
        ordering = ["order", "pk"]
        indexes = [
            models.Index(
                F("slug"),
                F("published_at").desc(),
                F("article").desc(),
                name="contributor_newest_of",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def role_prefix(self):
        return self.ROLE_PREFIXES.get(self.role, "")

    def get_absolute_url(self):
        """Address of all that this person signed; "" where it names nobody ("S.T": sưu tầm)."""
        slug = make_slug(self.name)
        return path_to("news:contributor", slug) if slug not in ("", "st") else ""
