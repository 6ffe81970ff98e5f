from django.db import models

from news.models.article import Article
from portal.fields import LineField


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
