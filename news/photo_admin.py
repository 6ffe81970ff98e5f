"""The media library: every photo there is, found by its words, replaced, aimed, used again.

A photo of an article is part of a text that somebody approves. So the library changes of it only
what is no word: the file, and what must be seen of it. Its words are typed in the article's form,
where they are proof-read. Each change here is a Revision like any other; one of a public article
is approved in the same breath, and so is left to those who may do that.
"""

import re
from datetime import date
from string import ascii_lowercase

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.db.models import F, Q, TextField, Value
from django.db.models.functions import Concat
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from news import publishing
from news.admin_list import CappedPaginator
from news.body import split_credit
from news.models import Article, Photo, Revision, Transition
from news.rights import may_edit, may_publish
from news.search.finding import approved_ids
from news.search.query import Query
from portal.days import midnight, month_after
from portal.rows import number
from portal.text import fold, normalize

State = Article.State

ACCENTED = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
LETTERS = {
    plain: f"[{letters}{letters.upper()}]"
    for plain in ascii_lowercase
    for letters in [plain + "".join(letter for letter in ACCENTED if fold(letter) == plain)]
}
PAGE = 40
LOOKED_AT, OTHERS = 500, 100  # approved articles; those of each other state, and loose photos
REASON = "Sửa ảnh trong kho"


# ---------- Found by words ----------


def any_marks(word):
    """Return the pattern of a word with any marks in any case: "ha" gives "[hH][aAàÀ…]".

    Neither database compares so by itself: SQLite knows the case of A to Z only.
    """
    return "".join(LETTERS.get(letter, re.escape(letter)) for letter in fold(word).lower())


def search(photos, typed):
    """Narrow `photos` to those that say every word typed, with or without its marks.

    The index of search knows which approved articles have the words, captions among them. Looked
    at are the photos of the newest of these, of the newest other articles, and loose ones: never
    all there are.
    """
    if not typed.strip():
        return photos
    loose = Photo.objects.filter(article=None).order_by("-pk")[:OTHERS]
    unseen = [
        Article.objects.filter(state=state).newest_first()[:OTHERS]
        for state in State
        if state != State.APPROVED
    ]
    others = Article.objects.all_of(*unseen).values_list("pk", flat=True)
    # Numbers, not subqueries: for one side of an OR neither database walks an index to those.
    articles = [*approved_ids(Query.parse(typed), LOOKED_AT), *others]
    photos = photos.filter(
        Q(article__in=articles) | Q(pk__in=list(loose.values_list("pk", flat=True)))
    )
    told = ["caption", "credit", "alt", "article__title"]
    spaced = [part for name in told for part in (F(name), Value(" "))]
    photos = photos.alias(said=Concat(*spaced, output_field=TextField()))
    words = sorted(normalize(typed).split(), key=len, reverse=True)  # the rarest first
    for word in words[:10]:
        photos = photos.filter(said__regex=any_marks(word[:50]))
    return photos


# ---------- Narrowed ----------


class UseFilter(admin.SimpleListFilter):
    """What no text of today has; an older text may, so nothing is deleted from here."""

    title = "sử dụng"
    parameter_name = "use"

    def lookups(self, request, model_admin):
        return [("unused", "Chưa dùng"), ("used", "Trong bài viết")]

    def queryset(self, request, photos):
        known = {"unused": True, "used": False}
        if self.value() not in known:
            return photos
        return photos.filter(article__isnull=known[self.value()])


class YearFilter(admin.SimpleListFilter):
    title = "năm tải lên"
    parameter_name = "year"

    def lookups(self, request, model_admin):
        first = Photo.objects.order_by("pk").values_list("uploaded_at", flat=True).first()
        this_year = timezone.localdate().year
        oldest = timezone.localtime(first).year if first else this_year
        return [(str(year), str(year)) for year in range(this_year, oldest - 1, -1)]

    def queryset(self, request, photos):
        years = {int(year) for year, _ in self.lookup_choices}
        year, month = number(self.value()), number(request.GET.get("month"))
        if year not in years:
            return photos
        is_month = 1 <= month <= 12
        first = date(year, month if is_month else 1, 1)
        after = month_after(first, 1 if is_month else 12)
        return photos.filter(uploaded_at__gte=midnight(first), uploaded_at__lt=midnight(after))


class MonthFilter(admin.SimpleListFilter):
    """Of the year that was chosen, which narrows by both."""

    title = "tháng"
    parameter_name = "month"

    def lookups(self, request, model_admin):
        if "year" not in request.GET:
            return []
        return [(str(month), f"Tháng {month}") for month in range(1, 13)]

    def queryset(self, request, photos):
        return photos


class ArticleFilter(admin.SimpleListFilter):
    """The photos of one article, which a link names; to offer them all would list the archive."""

    title = "bài viết"
    parameter_name = "article"

    def lookups(self, request, model_admin):
        chosen = Article.objects.filter(pk=number(request.GET.get("article")))
        return [(str(pk), title) for pk, title in chosen.values_list("pk", "title")]

    def queryset(self, request, photos):
        return photos.filter(article=number(self.value())) if self.value() else photos


# ---------- Changed ----------


class FocusGrid(forms.RadioSelect):
    """Nine thirds of the picture itself, of which one is chosen."""

    def __init__(self, photo, choices):
        super().__init__(choices=choices)
        self.photo = photo

    def render(self, name, value, attrs=None, renderer=None):
        context = self.get_context(name, value, attrs)
        return render_to_string("admin/news/photo/focus.html", context | {"photo": self.photo})


class PhotoForm(forms.ModelForm):
    """A photo whose focus was not sent, as by a form opened long ago, keeps the one it has."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "focus" in self.fields:  # else it is only shown
            self.fields["focus"].required = False

    def clean_focus(self):
        return self.cleaned_data["focus"] or self.instance.focus

    def clean(self):
        """Move "Ảnh: Bình" from a caption typed here to the credit, as the editor's are moved."""
        data = super().clean()
        if "caption" not in self.changed_data or "credit" not in data:
            return data
        caption, credit = split_credit(data.get("caption") or "")
        if credit and data["credit"] not in ("", credit):
            credit = f"{credit}, {data['credit']}"
        if credit and len(credit) <= Photo._meta.get_field("credit").max_length:
            data |= {"caption": caption, "credit": credit}
            # It names what is saved.
            self.changed_data = list(dict.fromkeys([*self.changed_data, "credit"]))
        return data


def why_not(user, photo):
    """Return why this person may not change the photo here, and where it is done; "" if he may."""
    article = photo.article
    if article is None:
        return ""
    if article.binned_at:
        return "Bài có ảnh này đang ở trong thùng rác."
    if not may_edit(user, article):
        return "Ảnh thuộc bài của người khác; bạn xem và dùng lại được, không sửa được."
    if article.state != State.APPROVED:
        return ""
    if not may_publish(user, article):
        return (
            "Ảnh thuộc bài đã duyệt, nên thay ảnh là thay điều bạn đọc thấy. "
            "Hãy thay ảnh trong bài viết rồi gửi duyệt."
        )
    if article.has_edit_waiting:
        return "Bài có bản sửa chưa được duyệt; hãy thay ảnh trong bản sửa đó."
    return ""


@admin.register(Photo)
class PhotoAdmin(admin.ModelAdmin):
    form = PhotoForm
    list_display = ["thumbnail", "words", "credit", "used_in", "uploaded", "size"]
    list_display_links = ["thumbnail", "words"]
    list_filter = [UseFilter, YearFilter, MonthFilter, ArticleFilter]
    list_select_related = ["article"]
    list_per_page = PAGE
    search_fields = ["caption"]  # shows the box; `search` says where it looks
    search_help_text = (
        "Tìm trong chú thích, tên người chụp, mô tả và tiêu đề bài; không cần gõ dấu."
    )
    ordering = ["-pk"]
    sortable_by = []
    actions = None
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    fieldsets = [
        (None, {"fields": ["image", "focus"]}),
        ("Chữ đi kèm", {"fields": ["caption", "credit", "alt"]}),
        ("Ảnh ở đâu", {"fields": ["used_in", "uploaded", "size"]}),
    ]
    readonly_fields = ["used_in", "uploaded", "size"]

    @admin.display(description="ảnh")
    def thumbnail(self, photo):
        return format_html('<img src="{}" alt="" loading="lazy">', smallest(photo))

    @admin.display(description="chú thích")
    def words(self, photo):
        return photo.caption or str(photo)

    @admin.display(description="bài viết")
    def used_in(self, photo):
        if not photo.article:
            return "Chưa dùng trong bài nào"
        return format_html(
            '<a href="{}">{}</a> (<a href="{}?article={}">ảnh của bài</a>)',
            reverse("admin:news_article_change", args=[photo.article_id]),
            photo.article.title,
            reverse("admin:news_photo_changelist"),
            photo.article_id,
        )

    @admin.display(description="tải lên")
    def uploaded(self, photo):
        return f"{timezone.localtime(photo.uploaded_at):%d/%m/%Y}"

    @admin.display(description="cỡ")
    def size(self, photo):
        return f"{photo.width} × {photo.height}"

    def get_queryset(self, request):
        return super().get_queryset(request).defer("article__body", "article__lead")

    def get_search_results(self, request, photos, search_term):
        return search(photos, search_term), False

    def get_urls(self):
        choose = self.admin_site.admin_view(self.choose)
        return [path("chon/", choose, name="news_photo_choose"), *super().get_urls()]

    def has_add_permission(self, request):
        """Photos come in with the article they are of."""
        return False

    def has_delete_permission(self, request, obj=None):
        """What is used nowhere is known to the command `orphans`, which reads every old text."""
        return False

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or not why_not(request.user, obj))

    def get_readonly_fields(self, request, obj=None):
        words = ["caption", "credit", "alt"] if obj and obj.article_id else []
        return [*self.readonly_fields, *words]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if "focus" in form.base_fields:
            focus = form.base_fields["focus"]
            focus.widget = FocusGrid(obj, focus.choices)
        return form

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "image":
            kwargs["widget"] = forms.FileInput(attrs={"accept": "image/*"})
            kwargs["label"] = "Thay tệp ảnh"
            kwargs["help_text"] = (
                "Ảnh mới thay ảnh cũ trong bài này; bài khác dùng cùng ảnh và các bản lưu cũ "
                "vẫn giữ ảnh cũ. Để trống thì giữ nguyên ảnh."
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Kho ảnh", **(extra_context or {})})

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        photo = Photo.objects.select_related("article__category").filter(pk=number(object_id))
        if request.method != "POST":
            refusal = why_not(request.user, photo[0]) if photo else ""
            context = {"refusal": refusal, **(extra_context or {})}
            return super().changeform_view(request, object_id, form_url, context)
        with transaction.atomic():
            # Who saves the article itself waits; what is checked now is so until this is saved.
            list(Article.objects.select_for_update().filter(photos=number(object_id)))
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request, photo, form, change):
        fields = form.changed_data
        if not fields:
            return
        if photo.article:
            publishing.first_revision(photo.article)
        sizes = ["width", "height"] if "image" in fields else []
        photo.save(update_fields=[*fields, *sizes])
        if photo.article:
            self.keep(request, Article.objects.get(pk=photo.article_id))

    def keep(self, request, article):
        """Make what the article's rows say now its newest text, for readers too if they see them.

        The number of its version tells a form that is open elsewhere.
        """
        revision = Revision.take(article, request.user, base=article.latest_revision)
        article.latest_revision = revision
        article.version += 1
        article.updated_by = request.user
        article.save(update_fields=["latest_revision", "version", "updated_by", "updated_at"])
        if article.state == State.APPROVED:
            # Not a word is new, so what the guard had found is what was accepted then.
            before = article.transitions.filter(action=Transition.Action.APPROVE).first()
            accepted = before.accepted if before else []
            publishing.approve(article, revision, request.user, REASON, accepted)
            messages.success(request, "Đã đổi ảnh trên trang; bản cũ còn trong lịch sử của bài.")

    # ---------- Used again ----------

    def choose(self, request):
        """The window that the editor opens to take a picture out of the library.

        It offers what stands in an article: a photo let go of belongs to an older text, which may
        want that very row back, and the editor would take it over instead of copying it.
        """
        if not self.has_view_permission(request):
            raise PermissionDenied
        call = request.GET.get("CKEditorFuncNum", "")
        if not re.fullmatch("[0-9]{0,9}", call):
            raise BadRequest
        photos = search(Photo.objects.exclude(article=None), request.GET.get("q", ""))
        photos = photos.select_related("article").defer("article__body").order_by("-pk")
        page = CappedPaginator(photos, PAGE).get_page(request.GET.get("trang"))
        context = {
            **self.admin_site.each_context(request),
            "title": "Chọn ảnh trong kho",
            "is_popup": True,
            "opts": self.opts,
            "page": page,
            "photos": [(photo, smallest(photo)) for photo in page],
            "q": request.GET.get("q", ""),
            "help": self.search_help_text,
            "call": call,
        }
        return render(request, "admin/news/photo/choose.html", context)


def smallest(photo):
    """Return the address of the smallest file kept of a photo."""
    kept = photo.image.get_picture_files_list()
    return min(kept, key=lambda picture: picture.width).url if kept else photo.image.url
