"""What helps people at work and is no text of the newsroom's: unsaved typing, links to look."""

import hashlib
import json
import re
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
SENT_AGAIN_WITHIN = timedelta(days=1)


class Typing(models.Model):
    """What one person has typed into one form and not saved; apart from the history."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    article = models.ForeignKey(
        Article,
        null=True,  # a new article that is not saved yet
        on_delete=models.CASCADE,
        related_name="typings",
    )
    kind = models.CharField(max_length=15, blank=True)  # that a new one's form was opened for
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
                fields=["user", "kind"],
                condition=Q(article=None),
                name="one_typing_of_a_new_article_of_a_kind",
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.article or 'bài mới'}"


class SavedFormQuerySet(models.QuerySet):
    def find(self, sha256):
        """Return what the form of this hash was saved as; or None."""
        return self.filter(sha256=sha256).select_related("revision__article").first()

    def remember(self, sha256, revision, user):
        now = timezone.now()
        self.filter(saved_at__lt=now - SENT_AGAIN_WITHIN).delete()
        return self.create(sha256=sha256, revision=revision, saved_by=user, saved_at=now)


class SavedForm(models.Model):
    """That a posted form has been saved, by its hash, in case it is sent again."""

    sha256 = models.CharField(max_length=64, unique=True)
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    saved_at = models.DateTimeField(db_index=True)

    objects = SavedFormQuerySet.as_manager()

    class Meta:
        verbose_name = "biểu mẫu đã lưu"
        verbose_name_plural = "biểu mẫu đã lưu"
        default_permissions = []

    def __str__(self):
        return self.sha256

    def is_decided(self):
        """Whether its button has been carried out."""
        return self.revision.article.transitions.filter(
            revision=self.revision, by=self.saved_by, at__gte=self.saved_at
        ).exists()


def hash_of(request):
    """Return the SHA-256 of who sent what to which address, the form's token and files included.

    Each form that a page shows has another token (django.middleware.csrf masks it anew), so that
    equal hashes mean one form sent twice and not two that say the same. One without is like no
    other. Ask before a file is taken in: a film is blanked where it lies.
    """
    token = request.POST.get("csrfmiddlewaretoken") or secrets.token_hex()
    sent = hashlib.sha256(f"{request.user.pk} {request.path} {token}".encode())
    for name, values in sorted(request.POST.lists()):
        sent.update(json.dumps([name, values]).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            sent.update(json.dumps([name, file.name, file.size]).encode())
            for chunk in file.chunks():
                sent.update(chunk)
            file.seek(0)
    return sent.hexdigest()


# As news.word writes it of embedded files, charts and pictures that can't be shown.
LEFT_OUT = re.compile(r"^Không đưa vào bài|bị bỏ ra")
# As news.word_intake quotes words that left the text by a guess.
TAKEN_OUT = re.compile(r"^Đã tách khỏi nội dung|^Đã bỏ khỏi bài")


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

    @property
    def left_out(self):
        """The notes on what could not come along: nothing to call a success."""
        return [note for note in self.notes if LEFT_OUT.search(note)]

    @property
    def wants_reading(self):
        """Whether something is missing in the text that a clerk should see to be missing."""
        guessed = any(TAKEN_OUT.search(note) for note in self.notes)
        return bool(self.lost or self.left_out or guessed)


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
