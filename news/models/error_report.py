from django.db import models

from news.models.article import Article
from portal.fields import ParagraphField
from portal.letters.models import Letter

LONGEST_PASSAGE = 500  # letters


class ErrorReport(Letter):
    """A reader's word that something in an article is wrong."""

    class State(models.TextChoices):
        NEW = "new", "Mới"
        FIXED = "fixed", "Đã sửa"
        NO_ERROR = "no_error", "Không phải lỗi"

    article = models.ForeignKey(
        Article, verbose_name="bài viết", on_delete=models.CASCADE, related_name="error_reports"
    )
    passage = ParagraphField("đoạn có lỗi", max_length=LONGEST_PASSAGE, blank=True)
    state = models.CharField("tình trạng", max_length=10, choices=State, default=State.NEW)

    class Meta(Letter.Meta):
        verbose_name = "báo lỗi"
        verbose_name_plural = "báo lỗi của bạn đọc"
        indexes = [models.Index(fields=["state"], name="error_report_of_state")]
