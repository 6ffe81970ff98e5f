"""What helps people at work and is no text of the newsroom's: unsaved typing, links to look."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from news.models.article import Article
from news.models.revision import Revision
from portal.fields import LineField

PRESENT_FOR = timedelta(minutes=2)  # since the last sign of life of an open form


class Typing(models.Model):
    """What one person has typed into one form and not saved; apart from the history."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    article = models.ForeignKey(
        Article,
        null=True,  # a new article that is not saved yet
        on_delete=models.CASCADE,
        related_name="typings",
    )
    fields = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    version = models.PositiveIntegerField(default=1)  # of the article, when it was opened
    typed_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "bản đang viết dở"
        verbose_name_plural = "bản đang viết dở"
        default_permissions = []
        constraints = [
            models.UniqueConstraint(fields=["user", "article"], name="one_typing_of_an_article"),
            models.UniqueConstraint(
                fields=["user"], condition=Q(article=None), name="one_typing_of_a_new_article"
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.article or 'bài mới'}"


class WordImport(models.Model):
    """The Word file an article was made of, and the proof of what became of its words."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="word_imports")
    file_name = LineField("tên tệp", max_length=200)
    sha256 = models.CharField("mã SHA-256 của tệp", max_length=64)
    words = models.PositiveIntegerField("số từ trong tệp")
    lost = models.JSONField("từ không có trong bài", default=list)  # [{"words", "where"}]
    notes = models.JSONField("ghi chú", default=list)  # sentences
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "tệp Word đã nhập"
        verbose_name_plural = "tệp Word đã nhập"
        ordering = ["-pk"]
        default_permissions = []

    def __str__(self):
        return self.file_name


class Dismissal(models.Model):
    """A remark of the proof-reader that somebody has read and does not share."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="dismissals")
    key = models.CharField(max_length=64)  # of the remark: what it says of which words
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "lời nhắc đã bỏ qua"
        verbose_name_plural = "lời nhắc đã bỏ qua"
        default_permissions = []
        constraints = [
            models.UniqueConstraint(fields=["article", "key"], name="a_remark_is_dismissed_once")
        ]

    def __str__(self):
        return self.key


class PreviewLinkQuerySet(models.QuerySet):
    def open_now(self):
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def of_token(self, token):
        """The link of a secret address, if it is open now."""
        return self.open_now().filter(token_hash=token_hash(token)).first()


class PreviewLink(models.Model):
    """A secret address that shows one revision, and nothing else, until it expires."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="preview_links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField("hết hạn lúc")
    revoked_at = models.DateTimeField(null=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "liên kết xem trước"
        verbose_name_plural = "liên kết xem trước"
        ordering = ["-pk"]
        default_permissions = []

    def __str__(self):
        return f"Liên kết xem trước {self.pk}"

    @classmethod
    def make(cls, revision, user, days):
        """Return a new link and its token, which is stored nowhere."""
        token = secrets.token_urlsafe(24)
        link = cls.objects.create(
            revision=revision,
            token_hash=token_hash(token),
            created_by=user,
            expires_at=timezone.now() + timedelta(days=days),
        )
        return link, token


class PreviewOpening(models.Model):
    """That a preview link was opened: when, and nothing about who."""

    link = models.ForeignKey(PreviewLink, on_delete=models.CASCADE, related_name="openings")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "lần mở liên kết"
        verbose_name_plural = "lần mở liên kết"
        ordering = ["-pk"]
        default_permissions = []

    def __str__(self):
        return f"{self.at:%d/%m/%Y %H:%M}"


def token_hash(token):
    """Return what is stored of a token: whoever reads the database can open no link."""
    return salted_hmac("news.PreviewLink", token, algorithm="sha256").hexdigest()
