"""The page "Nhập từ Word": one drop of Word files, photos and attachments becomes filled-in drafts.

Everything is read and every picture stored before a draft is begun; each draft is one transaction.
"""

import hashlib
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from pathlib import PurePath

from csp.decorators import csp_update
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import escape
from django.views.generic import View

from news import body, word
from news.attachments import KINDS, validate_attachment
from news.guard.plain import plain
from news.guard.secrecy import marks as marks_in
from news.models import Article, Attachment, Category, Contributor, Photo, Revision, WordImport
from news.models.article import NEWS_NEED_CATEGORY
from news.newsroom_page import newsroom_path
from news.search import index
from news.several_photos import (
    MAX_FILES,
    MAX_TOTAL,
    TOO_HEAVY,
    TOO_MANY,
    SeveralFiles,
    SeveralFilesInput,
    kept,
)
from portal.rows import number
from portal.text import single_line
from portal.uploads import reencode

WORD = {".docx", ".dotx", ".doc", ".rtf", ".docm", ".odt"}  # the last two are told what to do
PICTURES = {".jpg", ".jpeg", ".jfif", ".png", ".webp", ".gif", ".bmp", ".heic", ".heif"}
ATTACHED = KINDS.keys() - WORD
ACCEPTED = ",".join(["image/*", *sorted(WORD | PICTURES | ATTACHED)])

# What a WordArticle says in the article's own words. The body goes through body.Intake.
FIELDS = [
    "kind",
    "title",
    "agency_prefix",
    "lead",
    "source_name",
    "document_number",
    "document_type",
    "issuing_body",
    "issued_on",
    "signer",
    "signer_office",
]

NO_FILES = "Chưa có tệp nào. Vui lòng chọn một tệp Word và các ảnh đi cùng."
NO_WORD = "Chưa có tệp Word nào để làm bài; ảnh và tệp đính kèm đi cùng một tệp Word."
UNKNOWN = "Chỉ nhận tệp Word, ảnh (JPEG, PNG, WebP, GIF, BMP, HEIC), PDF, Excel và PowerPoint."
NOT_ENTRUSTED = "Bạn không được giao viết bài cho chuyên mục này."
MARKED = (
    "Tệp có dấu chỉ độ mật “{}” ngoài phần nội dung; dấu được giữ ở đầu nội dung để bài không thể "
    "đăng. Chỉ xóa dòng ấy khi chắc chắn tài liệu được phép công khai."
)
TITLE_OF_FILE = "Tiêu đề tạm lấy theo tên tệp."


def urls(model_admin):
    """Return the addresses of these pages, for ArticleAdmin.get_urls."""
    return [
        newsroom_path(model_admin, "nhap-word/", WordIntake, "word"),
        newsroom_path(model_admin, "nhap-word/da-nhap/", WordDrafts, "word_drafts"),
    ]


# ---------- What is dropped ----------


class IntakeForm(forms.Form):
    """One drop, and where its news is to go. `user` is who writes."""

    files = SeveralFiles(
        label="Tệp Word, ảnh và tệp đính kèm",
        widget=SeveralFilesInput(attrs={"accept": ACCEPTED}),
        error_messages={"required": NO_FILES},
    )
    category = forms.ModelChoiceField(
        queryset=None,
        label="Chuyên mục",
        required=False,
        empty_label="Chọn chuyên mục",
        help_text="Cho tin tức. Thông báo và văn bản không cần.",
        error_messages={"invalid_choice": NOT_ENTRUSTED},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        every = Category.objects.prefetch_related("writers", "approvers")
        mine = [category.pk for category in every if category.lets_write(user)]
        self.fields["category"].queryset = Category.objects.filter(pk__in=mine)
        self.initial["category"] = mine[0] if len(mine) == 1 else last_category(user)


def last_category(user):
    """Return the id of the category that this person last wrote for, if any."""
    written = Article.objects.filter(created_by=user).exclude(category=None)
    return written.order_by("-updated_at", "-pk").values_list("category", flat=True).first()


@dataclass
class Drop:
    """The files of one drop, read: nothing of them is stored yet."""

    drafts: list[tuple] = field(default_factory=list)  # file, WordArticle
    photos: list[Photo] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)  # name of the file, why

    def take(self, file, caption):
        """Read one file as what its name says it is; one that can't be used is named with why."""
        suffix = PurePath(file.name).suffix.lower()
        is_picture = suffix in PICTURES or (file.content_type or "").startswith("image/")
        try:
            if suffix in WORD:
                self.drafts.append((file, word.read(file)))
            elif suffix in ATTACHED:
                validate_attachment(file)
                self.attachments.append(Attachment(file=file, order=len(self.attachments)))
            elif is_picture:
                self.photos.append(self.photo(file, caption))
            else:
                raise ValidationError(UNKNOWN)
        except ValidationError as error:
            self.refused.append((file.name, " ".join(error.messages)))

    def photo(self, file, caption):
        """Return a loose photo; its order puts it after those of the text, which have none."""
        caption, credit = body.split_credit(caption)
        order = len(self.photos) + 1
        return Photo(image=reencode(file), caption=caption, credit=credit, order=order)

    def what_goes_along(self):
        """Return "8 ảnh và 2 tệp đính kèm", or nothing."""
        counted = [(len(self.photos), "ảnh"), (len(self.attachments), "tệp đính kèm")]
        return " và ".join(f"{count} {what}" for count, what in counted if count)


# ---------- What is stored ----------


@transaction.atomic
def begin_draft(file, found, category, parts, user):
    """Store what was read from a Word file, with `parts` (photos, attachments) of its own.

    Returns the WordImport. Its proof is of the draft as it was stored: the words of the file
    against those that the clerk will see in the form.
    """
    fields, notes = fitting(Article, {name: getattr(found, name) for name in FIELDS})
    if not fields["title"]:
        fields["title"] = single_line(PurePath(file.name).stem)[:300] or "Bài chưa có tiêu đề"
        notes.append(TITLE_OF_FILE)
    if marks := marks_left_out(file, found):
        found.body = "".join(f"<p>{escape(mark)}</p>" for mark in marks) + found.body
        notes.append(MARKED.format("”, “".join(marks)))
    article = Article(**fields, created_by=user, updated_by=user)
    article.category = category if article.kind == Article.Kind.NEWS else None
    article.save()
    article.body = body.Intake(found.body, found.pictures).store(article, user)
    for order, (name, role, office) in enumerate(found.contributors):
        person, left = fitting(Contributor, {"name": name, "role": role, "office": office})
        notes += left
        if person["name"]:
            Contributor.objects.create(article=article, order=order, **person)
    for part in parts:
        part.article = article
        if isinstance(part, Photo):
            part.uploaded_by = user
        part.save()
    article.cover = article.photos.first()
    article.latest_revision = Revision.take(article, user)
    article.save()
    index.update_newsroom(article)
    proof = replace(found, title=article.title, body=body.for_editor(article.body)).proof()
    return WordImport.objects.create(
        article=article,
        file_name=single_line(file.name)[:200],
        sha256=sha256_of(file),
        words=proof.counted,
        lost=[{"words": words, "where": where} for words, where in proof.lost],
        notes=[*notes, *found.notes, *taken_out(found)],
        created_by=user,
    )


def marks_left_out(file, found):
    """Return the marks of secrecy in the file, its name or its headers that left the text.

    The guard reads the draft alone, and a stamp stands in the letterhead as a rule.
    """
    marks = secrecy("\n".join([file.name, *found.source_texts, *found.notes]))
    kept = {mark for text in found.texts()[:4] for mark in secrecy(text)} if marks else ()
    return [mark for mark in dict.fromkeys(marks) if mark not in kept]


def secrecy(text):
    clean, _ = plain(text)
    return [clean[hit.start : hit.end] for hit in marks_in(clean)]


def fitting(model, values):
    """Return the values that fit in the model's fields, and sentences that quote the others."""
    kept, notes = dict(values), []
    for name, value in values.items():
        column = model._meta.get_field(name)
        if isinstance(value, str) and column.max_length and len(value) > column.max_length:
            kept[name] = ""
            notes.append(f"Dài quá nên chưa điền vào ô “{column.verbose_name}”: “{value}”.")
    return kept, notes


def taken_out(found):
    """Return sentences that quote what was read in the file and does not stand in the text."""
    for what, text in found.moved:
        yield f"Đã tách khỏi nội dung để điền các ô riêng ({what}): “{text}”."
    for what, text in found.dropped:
        yield f"Đã bỏ khỏi bài ({what}): “{text}”."


def sha256_of(file):
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


# ---------- The pages ----------


class IntakePage(View):
    """A page for those who may begin an article."""

    model_admin = None

    def dispatch(self, request, *args, **kwargs):
        if not self.model_admin.has_add_permission(request):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def show(self, template, context, status=200):
        context = {
            **self.model_admin.admin_site.each_context(self.request),
            "opts": self.model_admin.opts,
            "title": "Nhập từ Word",
            **context,
        }
        return render(self.request, f"admin/news/article/{template}", context, status=status)


@method_decorator(csp_update({"img-src": ["blob:"]}), name="dispatch")  # thumbnails before sending
class WordIntake(IntakePage):
    """The drop zone. The page's script asks for JSON, so that a refusal leaves the files there."""

    def get(self, request):
        return self.answer(IntakeForm(user=request.user))

    def post(self, request):
        form = IntakeForm(request.POST, request.FILES, user=request.user)
        if not form.is_valid():
            return self.answer(form, status=422)
        drop, category = Drop(), form.cleaned_data["category"]
        files, captions = form.cleaned_data["files"], request.POST.getlist("caption")
        for file, caption in zip_longest(files, captions[: len(files)], fillvalue=""):
            drop.take(file, caption)
        if not drop.drafts:
            form.add_error("files", [*refusals(drop), *([] if drop.refused else [NO_WORD])])
        elif category is None and any(found.kind == "news" for _, found in drop.drafts):
            form.add_error("category", NEWS_NEED_CATEGORY)
        if form.errors:
            return self.answer(form, status=422)
        return self.go_on(self.begin_drafts(drop, category), drop)

    def begin_drafts(self, drop, category):
        """Store each draft; what was dropped beside the Word files goes to the first of them."""
        imports, along = [], [*drop.photos, *drop.attachments]
        for photo in drop.photos:
            photo.image = kept(photo.image.file)
        for file, found in drop.drafts:
            found.pictures = [kept(picture) for picture in found.pictures]
            imports.append(begin_draft(file, found, category, along, self.request.user))
            along = []
        return imports

    def go_on(self, imports, drop):
        """Lead to the draft, or to the list of several, and say what could not come along."""
        first = imports[0].article
        for refusal in refusals(drop):
            messages.warning(self.request, refusal)
        if len(imports) == 1:
            address = reverse("admin:news_article_change", args=[first.pk])
        else:
            numbers = [proof.pk for proof in imports]
            address = reverse("admin:news_article_word_drafts", query={"so": numbers})
            if along := drop.what_goes_along():
                messages.info(self.request, f"{along} đã vào bài đầu tiên: “{first}”.")
        if self.request.accepts("text/html"):
            return redirect(address)
        return JsonResponse({"next": address}, status=201)

    def answer(self, form, status=200):
        if not self.request.accepts("text/html"):
            errors = {name: list(sentences) for name, sentences in form.errors.items()}
            return JsonResponse({"errors": errors}, status=status)
        limits = {"max_files": MAX_FILES, "max_total": MAX_TOTAL}
        limits["reads_old_word"] = word.reads_old_word()
        sentences = {"too_many": TOO_MANY, "too_heavy": TOO_HEAVY}
        return self.show("word_intake.html", {"form": form, **limits, **sentences}, status)


class WordDrafts(IntakePage):
    """The drafts that this person's drop of several Word files became, each with its proof."""

    def get(self, request):
        mine = WordImport.objects.filter(created_by=request.user)
        chosen = [number(text) for text in request.GET.getlist("so")[:MAX_FILES]]
        imports = mine.filter(pk__in=chosen).select_related("article").defer("article__body")
        return self.show("word_drafts.html", {"imports": imports.order_by("pk")})


def refusals(drop):
    """Return a sentence for each file that can't be used."""
    return [f"Không nhận “{name}”: {why}" for name, why in drop.refused]
