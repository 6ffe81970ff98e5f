"""What people wrote, all of it, and what was decided about it."""

import hashlib
import json
from datetime import date

from django.conf import settings
from django.db import models

from news.models.article import Article
from news.models.category import Category
from news.models.contributor import Contributor
from news.models.media import Attachment, Photo, Video
from news.models.topic import FormerTopic, Placement, Topic
from portal.fields import LineField, ParagraphField

# What of an article is text that somebody approves; the rest is about the article.
TEXT = [
    "kind",
    "title",
    "lead",
    "body",
    "category",
    "cover",
    "agency_prefix",
    "source_name",
    "source_url",
    "event_date",
    "document_number",
    "document_type",
    "issuing_body",
    "issued_on",
    "effective_on",
    "validity",
    "signer",
    "signer_office",
    "published_at",
    "expires_at",
    "pinned_until",
    "hide_date",
    "change_note",
]
# What texts have since revisions were first kept; older ones say it by not having it.
LATER = {"change_note": ""}
# What goes with it, by the name of its relation: the model and its part of the text.
PARTS = {
    "photos": (Photo, ["image", "width", "height", "caption", "credit", "alt", "focus", "order"]),
    "attachments": (Attachment, ["title", "file", "size", "order"]),
    "videos": (
        Video,
        ["file", "captions", "link", "size", "duration", "width", "height", "order"],
    ),
    "contributors": (Contributor, ["name", "role", "office", "order"]),
    "placements": (Placement, ["topic", "order"]),
}


def document_of(article):
    """Return the article's text as its rows have it now, with all that goes with it, as plain data.

    {"article": {field: value}, "photos": [{"id": …, …}], "attachments": […], "videos": […],
    "contributors": […], "placements": […]}
    """
    document = {"article": values(article, TEXT)}
    for relation, (_, names) in PARTS.items():
        rows = getattr(article, relation).order_by("order", "pk")
        document[relation] = [{"id": row.pk, **values(row, names)} for row in rows]
    return document


def complete(document):
    """Return a document of any age with all that a text has today."""
    parts = {relation: document.get(relation, []) for relation in PARTS}
    parts["placements"] = as_merged(parts["placements"])
    return document | parts | {"article": LATER | document["article"]}


def as_merged(placements):
    """Return the rows in topics as topics are today: of what was merged into one, the first."""
    numbers = [row["topic_id"] for row in placements]
    former = FormerTopic.objects.filter(number__in=numbers) if numbers else ()
    into = {merged.number: merged.topic_id for merged in former}
    rows = {}
    for row in placements:
        topic = into.get(row["topic_id"], row["topic_id"])
        rows.setdefault(topic, row | {"topic_id": topic})
    return list(rows.values())


def values(row, names):
    """Return what a row says as plain data; instants to the microsecond, as they are stored."""
    fields = [row._meta.get_field(name) for name in names]
    found = {field.attname: field.get_prep_value(field.value_from_object(row)) for field in fields}
    return {name: v.isoformat() if isinstance(v, date) else v for name, v in found.items()}


def canonical(document):
    """Return the one spelling of a document that is hashed."""
    return json.dumps(
        document,
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def fingerprint(document):
    """Return the SHA-256 of a document, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(document).encode()).hexdigest()


def attributes(model, data):
    """Return a document's part as the attributes of a row: dates for their text, the id as pk."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {name: fields[name].to_python(value) for name, value in data.items()}


def overlay(row, data):
    """Give a row, in memory, the values of a document's part; a file that it has stays unopened."""
    for name, value in attributes(type(row), data).items():
        if getattr(row, name) != value:
            setattr(row, name, value)
    return row


class Revision(models.Model):
    """One saved text of an article, whole, with its photos, files and bylines. Never changed."""

    article = models.ForeignKey(
        Article, verbose_name="bài viết", on_delete=models.CASCADE, related_name="revisions"
    )
    document = models.JSONField("văn bản")
    sha256 = models.CharField("mã SHA-256", max_length=64)
    base = models.ForeignKey(
        "self",
        verbose_name="sửa từ bản",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_aside = models.BooleanField(
        "cất riêng",
        default=False,
        help_text="Lưu khi người khác đã lưu trước; chưa được dùng.",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người lưu",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField("lưu lúc", auto_now_add=True)

    class Meta:
        verbose_name = "bản lưu"
        verbose_name_plural = "bản lưu"
        ordering = ["-pk"]
        default_permissions = []

    def __str__(self):
        return f"Bản lưu {self.pk}"

    @classmethod
    def take(cls, article, user, document=None, **fields):
        """Save the article's text, or `document`, as its newest revision; return that."""
        document = document or document_of(article)
        return cls.objects.create(
            article=article,
            document=document,
            sha256=fingerprint(document),
            created_by=user,
            **fields,
        )

    @property
    def text(self):
        """Return the article's part of the document: title, lead, body and what is beside them."""
        return LATER | self.document["article"]

    def rows_of(self, relation):
        """Return the rows of one part; none in a topic that is gone since."""
        rows = self.document.get(relation, [])
        if relation != "placements" or not rows:
            return rows
        rows = as_merged(rows)
        known = Topic.objects.in_bulk([row["topic_id"] for row in rows])
        return [row for row in rows if row["topic_id"] in known]

    def files(self):
        """Return the names of the photos and films that this text has."""
        photos, videos = self.document["photos"], self.document.get("videos", [])
        return {photo["image"] for photo in photos} | {video["file"] for video in videos}

    def says(self, document):
        """Whether it is this text. An hour that it left to its approval makes no difference."""
        document = complete(document)
        hour = self.text["published_at"] or document["article"]["published_at"]
        mine = {**complete(self.document), "article": {**self.text, "published_at": hour}}
        return mine == document

    def is_intact(self):
        """Whether the text is still the one that was saved."""
        return fingerprint(self.document) == self.sha256

    def as_article(self):
        """Return the article in memory as this revision has it, with lists of what goes with it.

        Its rows stay as they are; nothing returned here may be saved.
        """
        article = Article.objects.get(pk=self.article_id)
        overlay(article, self.text)
        categories = Category.objects.select_related("parent")  # it may be gone by now
        article.category = categories.filter(pk=article.category_id).first()
        parts = {
            relation: [
                model(article=article, **attributes(model, data)) for data in self.rows_of(relation)
            ]
            for relation, (model, _) in PARTS.items()
        }
        return article, parts

    def put_in_place(self):
        """Make the article's rows say what this revision says; return the article.

        What the text no longer has is let go of, not deleted: an older revision may want it back.
        An hour of publication that readers know is not taken away by a text that has none.
        """
        article = Article.objects.get(pk=self.article_id)
        hour = article.published_at if article.approved_at else None
        for relation, (model, _) in PARTS.items():
            kept = [data["id"] for data in self.rows_of(relation)]
            getattr(article, relation).exclude(pk__in=kept).update(article=None)
            self.keep_rows(model, relation, article)
        overlay(article, self.text)
        article.published_at = article.published_at or hour
        article.cover = article.photos.filter(pk=article.cover_id).first()
        article.category = Category.objects.filter(pk=article.category_id).first()
        article.save()
        return article

    def keep_rows(self, model, relation, article=None):
        """See that each photo, file or byline of this revision has its row; give it to `article`.

        Without an article the rows only keep their numbers and files from being used otherwise.
        """
        rows = model.objects.in_bulk([data["id"] for data in self.rows_of(relation)])
        for data in self.rows_of(relation):
            row = rows.get(data["id"])
            if article is None and row is not None:
                continue
            is_new = row is None
            row = model(**attributes(model, data)) if is_new else overlay(row, data)
            row.article = article
            if relation == "photos":
                row.owner_id = self.article_id
                if is_new:
                    row.uploaded_by_id = self.created_by_id
            row.save()

    def reserve(self):
        """Keep the rows of what only this revision has, outside the article that readers see."""
        for relation, (model, _) in PARTS.items():
            self.keep_rows(model, relation)


class Transition(models.Model):
    """One decision about an article: who, when, why, and about which text. Never changed."""

    class Action(models.TextChoices):
        SUBMIT = "submit", "Gửi duyệt"
        APPROVE = "approve", "Duyệt đăng"
        RETURN = "return", "Trả lại"
        WITHDRAW = "withdraw", "Gỡ khỏi trang"
        RESTORE = "restore", "Khôi phục bản cũ"
        BIN = "bin", "Bỏ vào thùng rác"
        UNBIN = "unbin", "Lấy lại từ thùng rác"

    article = models.ForeignKey(
        Article, verbose_name="bài viết", on_delete=models.CASCADE, related_name="transitions"
    )
    action = models.CharField("việc", max_length=10, choices=Action)
    revision = models.ForeignKey(
        Revision, verbose_name="bản lưu", null=True, on_delete=models.RESTRICT, related_name="+"
    )
    sha256 = models.CharField("mã SHA-256 của bản đó", max_length=64, blank=True)
    reason = ParagraphField("lời nhắn", blank=True)
    # What the guard had found in that text, and whoever decided let pass: [{"kind", "quote"}].
    accepted = models.JSONField("điều đã xem và chấp nhận", default=list)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người làm",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    by_name = LineField("tên người làm", max_length=200)  # outlives the account
    at = models.DateTimeField("lúc", auto_now_add=True)

    class Meta:
        verbose_name = "quyết định"
        verbose_name_plural = "quyết định"
        ordering = ["-pk"]
        default_permissions = []
        indexes = [models.Index(fields=["article", "action"], name="transition_of_article")]

    def __str__(self):
        return self.get_action_display()
