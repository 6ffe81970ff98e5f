from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from portal.fields import LineField, ParagraphField

KEPT_FOR = timedelta(days=365)  # after it was handled; the form says so to readers
LONGEST = 5000  # letters of a text


class LetterQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state="new")

    def outlived(self):
        """What was handled so long ago that it is no longer kept."""
        return self.filter(handled_at__lt=timezone.now() - KEPT_FOR)


class Letter(models.Model):
    """What a reader wrote. A kind of its own adds its `state`, whose first is "new"."""

    text = ParagraphField("nội dung", max_length=LONGEST)
    name = LineField("họ và tên", max_length=100, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    sent_at = models.DateTimeField("gửi lúc", auto_now_add=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người xử lý",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    handled_at = models.DateTimeField("xử lý lúc", null=True, db_index=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-pk"]
        default_permissions = ["view", "change", "delete"]

    def __str__(self):
        """Return nothing of what was written: the admin's log keeps this longer than the letter."""
        return f"{self._meta.verbose_name} số {self.pk}"

    def handle(self, by):
        """Note who brought it to its present state; a new one is nobody's."""
        is_new = self.state == "new"
        self.handled_by = None if is_new else by
        self.handled_at = None if is_new else timezone.now()


class Feedback(Letter):
    """A reader's suggestion to the office, and what the office answered."""

    class State(models.TextChoices):
        NEW = "new", "Mới"
        ANSWERED = "answered", "Đã trả lời"
        READ = "read", "Đã xem, không trả lời"

    state = models.CharField("tình trạng", max_length=10, choices=State, default=State.NEW)
    answer = ParagraphField("câu trả lời", blank=True)

    class Meta(Letter.Meta):
        verbose_name = "góp ý"
        verbose_name_plural = "góp ý của bạn đọc"
        indexes = [models.Index(fields=["state"], name="feedback_of_state")]
