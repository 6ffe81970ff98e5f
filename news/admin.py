import logging
from contextlib import suppress

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import FilteredSelectMultiple
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from news import autosave, check_page, newsroom, pasting, publishing, word_intake
from news.admin_list import (
    ArticleChangeList,
    CappedPaginator,
    CategoryFilter,
    FoldedSearch,
    MineFilter,
    StageFilter,
)
from news.body import photo_ids, with_photos
from news.checking import check
from news.editing import SavesRevisions, kind_asked_for
from news.error_report_admin import ErrorReportAdmin  # noqa: F401 the readers' letters
from news.films import take_films
from news.forms import ArticleForm, ask_for_files_again
from news.inlines import (
    AttachmentInline,
    ContributorInline,
    PhotoInline,
    PlacementInline,
    VideoInline,
)
from news.models import Article, Category, Photo, Video
from news.rights import may_edit, may_publish
from news.several_photos import read_photos
from news.topic_admin import TopicAdmin  # noqa: F401
from portal.admin_search import FindsWithoutMarks
from portal.people import by_given_name, name_of
from portal.rows import number
from portal.together import SharedForm, SharedList
from portal.uploads import reencode
from stats import figures

logger = logging.getLogger(__name__)

# CKEditor 4 writes inline scripts and styles, and shows a picture being uploaded from memory.
EDITOR_SCRIPTS = {"script-src": [SELF, UNSAFE_INLINE]}  # a hash beside them would switch them off
EDITOR_POLICY = {
    "style-src": [UNSAFE_INLINE],
    "img-src": ["blob:"],
    "frame-src": [SELF],
}

NO_ROOM = "Máy chủ đã hết chỗ trên đĩa nên chưa lưu được ảnh; hãy báo người quản trị máy chủ."
VIEWS_DAYS = 30
SEARCHED = 200  # characters of a search
FOR_DOCUMENTS = "Thông báo và văn bản"
BODY_LATER = {  # video and photos stand between the two
    Article.Kind.ALBUM: [
        (None, {"fields": ["title", "lead", ("category", "kind"), "several_photos"]}),
        ("Lời kèm theo album", {"fields": ["body"]}),
    ],
    Article.Kind.VIDEO: [
        (None, {"fields": ["title", "lead", ("category", "kind")]}),
        ("Lời trong video, viết ra để đọc và tìm", {"fields": ["body"]}),
    ],
}
CHANGE_NOTE = ("Ghi chú sửa đổi", {"classes": ["collapse"], "fields": ["change_note"]})
EDIT_WAITING = {
    Article.State.DRAFT: "có bản sửa chưa gửi duyệt",
    Article.State.SUBMITTED: "có bản sửa chờ duyệt",
    Article.State.RETURNED: "có bản sửa bị trả lại",
}
HOLDS = (
    "Chuyên mục “{}” còn {} nên chưa xóa được. "
    "Hãy chuyển tất cả sang chuyên mục khác trước, cả bài trong thùng rác."
)
PHOTO_LEFT_OVER = (
    "Có ảnh đã bỏ khỏi nội dung nhưng vẫn thuộc bài, nên hiện ở cuối bài. "
    "Nếu không dùng nữa, hãy xóa ảnh ở mục “Ảnh” bên dưới."
)


@admin.register(Category)
class CategoryAdmin(FindsWithoutMarks, SharedList, admin.ModelAdmin):
    form = SharedForm
    list_display = ["name", "parent", "order", "home_order"]
    list_editable = ["order", "home_order"]
    list_select_related = ["parent"]
    search_fields = ["name"]
    fieldsets = [
        (None, {"fields": ["name", "parent", "description", "slug", "order", "home_order"]}),
        ("Ai viết, ai duyệt", {"fields": ["writers", "approvers"]}),
    ]

    def view_on_site(self, category):
        return category.get_absolute_url()

    def get_deleted_objects(self, categories, request):
        """Refuse those that hold something, in a sentence: Django would list each article."""
        if refusals := [HOLDS.format(c, what) for c in categories if (what := c.holdings())]:
            return [], {}, set(), refusals
        return super().get_deleted_objects(categories, request)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Offer the newsroom's people by the names they go by."""
        kwargs["queryset"] = get_user_model().objects.filter(is_staff=True)
        kwargs["widget"] = FilteredSelectMultiple("người", is_stacked=False)
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        people = sorted(field.queryset, key=by_given_name)
        field.choices = [(person.pk, name_of(person)) for person in people]
        return field


@admin.register(Article)
class ArticleAdmin(FoldedSearch, SavesRevisions, admin.ModelAdmin):
    form = ArticleForm
    list_display = ["title", "status", "place", "author", "updated_at", "published_at", "views"]
    list_filter = [MineFilter, StageFilter, CategoryFilter, "kind"]
    list_select_related = ["category", "created_by"]
    search_fields = ["title"]  # shows the field; what is searched says FoldedSearch
    search_help_text = "Tiêu đề, số văn bản, sapo; gõ không dấu cũng được."
    ordering = ["-updated_at", "-pk"]
    sortable_by = ["updated_at", "published_at"]  # what has an index; a title is found by search
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # they count the archive once for each filter
    view_on_site = False  # a draft has no page; the form itself says where readers find the others
    readonly_fields = ["status", "begun", "saved", "reading"]
    actions = ["delete_selected"]
    inlines = [VideoInline, PhotoInline, AttachmentInline, ContributorInline, PlacementInline]
    fieldsets = [
        (None, {"fields": ["title", "lead", "body", ("category", "kind")]}),
        # Below, one to a row: Django leaves a folded set closed over an error inside a tuple.
        (
            FOR_DOCUMENTS,
            {
                "classes": ["collapse", "for-documents"],
                "fields": [
                    "document_number",
                    "issued_on",
                    "signer",
                    "signer_office",
                    "document_type",
                    "issuing_body",
                    "effective_on",
                    "validity",
                ],
            },
        ),
        (
            "Đăng bài",
            {
                "classes": ["collapse"],
                "description": "Không cần điền: bài lên trang ngay khi được duyệt, không có hạn.",
                "fields": ["published_at", "expires_at", "pinned_until", "hide_date"],
            },
        ),
        (
            "Nguồn tin",
            {
                "classes": ["collapse"],
                "fields": ["agency_prefix", "source_name", "source_url", "event_date", "cover"],
            },
        ),
        (
            "Ai đã làm gì",
            {
                "classes": ["collapse"],
                "fields": ["status", "begun", "saved"],
            },
        ),
    ]

    class Media:
        js = ["js/article-form.js"]

    @admin.display(description="tình trạng", ordering="state")
    def status(self, article):
        if not article.pk:
            return "Bản nháp"
        edit = EDIT_WAITING.get(article.pending_state)
        return f"{article.status} · {edit}" if edit else article.status

    @admin.display(description="loại, chuyên mục")
    def place(self, article):
        return " · ".join(filter(None, [article.get_kind_display(), str(article.category or "")]))

    @admin.display(description="người viết", ordering="created_by")
    def author(self, article):
        return name_of(article.created_by) if article.created_by else ""

    # Django would show a login, and link it to a page that is refused to most.
    @admin.display(description="người tạo")
    def begun(self, article):
        return signature(article.created_by, article.created_at)

    @admin.display(description="người sửa cuối")
    def saved(self, article):
        if newest := article.latest_revision:
            return signature(newest.created_by, newest.created_at)
        return signature(article.updated_by, article.updated_at)

    @admin.display(description="lượt xem")
    def views(self, article):
        return article.views

    @admin.display(description=f"lượt xem {VIEWS_DAYS} ngày qua")
    def reading(self, article):
        context = {
            "total": figures.views([article.pk]).get(article.pk),
            "daily": figures.daily_views([article.pk], VIEWS_DAYS).get(article.pk),
        }
        return render_to_string("admin/news/article/reading.html", context)

    def get_changelist(self, request, **kwargs):
        return ArticleChangeList

    def get_search_results(self, request, articles, search_term):
        """Look for no more than anybody types: SQLite refuses to compare with a long text."""
        return super().get_search_results(request, articles, search_term[:SEARCHED])

    def get_fieldsets(self, request, obj=None):
        """A text that exists also shows how it is read; a document, its number and signer."""
        fieldsets = super().get_fieldsets(request, obj)
        if first := BODY_LATER.get(kind_of(request, obj)):
            fieldsets = [*first, *fieldsets[1:]]
        if has_number(request, obj):
            fieldsets = [
                (
                    name,
                    options | {"classes": ["for-documents"]} if name == FOR_DOCUMENTS else options,
                )
                for name, options in fieldsets
            ]
        if obj and obj.approved_at:
            fieldsets = [*fieldsets, CHANGE_NOTE]
        if obj:
            fieldsets = [*fieldsets, ("Bạn đọc", {"classes": ["collapse"], "fields": ["reading"]})]
        return fieldsets

    def get_inline_instances(self, request, obj=None):
        inlines = super().get_inline_instances(request, obj)
        for inline in inlines:
            if isinstance(inline, AttachmentInline) and has_number(request, obj):
                inline.classes = []
            if isinstance(inline, VideoInline) and kind_of(request, obj) == Article.Kind.VIDEO:
                inline.classes = []
        return inlines

    def get_urls(self):
        upload = self.admin_site.admin_view(require_POST(self.upload_photo))
        return [
            path("tai-anh/", upload, name="news_photo_upload"),
            *autosave.urls(self),
            *newsroom.urls(self),
            *word_intake.urls(self),
            *check_page.urls(self),
            *pasting.urls(self),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        article = self.get_object(request, unquote(object_id))
        if article and request.method == "POST":
            return newsroom.restore(self, request, article)
        context = newsroom.history(self, request, article) if article else {}
        return super().history_view(request, object_id, context | (extra_context or {}))

    def get_changeform_initial_data(self, request):
        """Take the kind from a link, and nothing else: a link must not put words in the editor."""
        return {"kind": kind_asked_for(request)}

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        form.several = getattr(request, "several_photos", ((), {}))
        return form

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        # Changed in a window of its own, it would outdate this form.
        if db_field.name in ("cover", "category"):
            field.widget.can_change_related = field.widget.can_view_related = False
        return field

    @method_decorator(csp_replace(EDITOR_SCRIPTS))
    @method_decorator(csp_update(EDITOR_POLICY))
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        context = {
            "may_publish": may_publish(request.user),
            "kind": kind_asked_for(request),
            "largest_typing": settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
            **(extra_context or {}),
        }
        article = Article.objects.filter(pk=number(object_id)).first()
        if request.method == "GET" and article and article.latest_revision:
            context["check"] = check(article.latest_revision)
        return super().changeform_view(request, object_id, form_url, context)

    def take_files(self, request):
        """Store what came with a form before it is saved: it takes long."""
        if request.user.has_perm("news.add_photo"):
            request.several_photos = read_photos(request.FILES.getlist("several_photos"))
        if request.user.has_perm("news.add_video") or request.user.has_perm("news.change_video"):
            request.films = take_films(request.FILES)

    def discard_files(self, request):
        """Delete the files that take_files stored, but those that the saved text names.

        Nothing else can name them: their names are random and of this request.
        """
        photos, _ = getattr(request, "several_photos", ((), {}))
        films = getattr(request, "films", {}).values()
        files = [photo.image for photo in photos]
        files += [film.file for film in films if isinstance(film, Video)]
        kept = request.kept_revision.files() if hasattr(request, "kept_revision") else set()
        for file in files:
            if file.name not in kept:
                file.delete(save=False)

    def render_change_form(self, request, context, *args, **kwargs):
        if request.method == "POST":
            ask_for_files_again(context["adminform"].form)
            for inline in context["inline_admin_formsets"]:
                for form in inline.formset.forms:
                    ask_for_files_again(form)
        return super().render_change_form(request, context, *args, **kwargs)

    def has_change_permission(self, request, obj=None):
        """A writer changes what is their own; an approver, what is in their categories.

        What lies in the bin is only shown; but a form that was open when it went there is taken,
        so that its text is kept.
        """
        allowed = super().has_change_permission(request, obj)
        if obj is None:
            return allowed
        is_closed = obj.binned_at and request.method != "POST"
        return allowed and not is_closed and may_edit(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        """What readers see, only those take from them who decide about it."""
        allowed = super().has_delete_permission(request, obj)
        if obj is None or not allowed:
            return allowed
        is_public = obj.state == Article.State.APPROVED
        may = may_edit(request.user, obj) and (not is_public or may_publish(request.user, obj))
        return may and not obj.binned_at

    @transaction.atomic
    def delete_model(self, request, article):
        """Put it in the bin if that is still theirs to do: it may just have been published."""
        article = Article.objects.select_for_update().get(pk=article.pk)
        if not self.has_delete_permission(request, article):
            raise PermissionDenied
        publishing.put_in_bin(article, request.user)

    def response_delete(self, request, obj_display, obj_id):
        messages.success(request, f"Đã bỏ “{obj_display}” vào thùng rác; có thể lấy lại.")
        return redirect("admin:news_article_changelist")

    @admin.action(description="Bỏ vào thùng rác các bài đã chọn", permissions=["delete"])
    def delete_selected(self, request, articles):
        """Ask as the admin does, then put in the bin those that this person may."""
        if not request.POST.get("post"):
            return delete_selected(self, request, articles)
        binned = 0
        for article in articles:
            with suppress(PermissionDenied):
                self.delete_model(request, article)
                binned += 1
        messages.success(request, f"Đã bỏ {binned} bài vào thùng rác; có thể lấy lại.")

    def get_deleted_objects(self, articles, request):
        """Name the articles only: nothing that belongs to them is deleted."""
        return [str(article) for article in articles], {"bài viết": len(articles)}, set(), []

    def save_model(self, request, article, form, change):
        article.updated_by = request.user
        if not change:
            article.created_by = request.user
        before = photo_ids(form.initial.get("kept_body", ""))
        if not article.pk:
            article.body = ""
            article.save()
        article.body = form.intake.store(article, request.user)
        article.save()
        if set(before) - set(photo_ids(article.body)):
            messages.warning(request, PHOTO_LEFT_OVER)
        if form.intake.dropped:
            dropped = "; ".join(form.intake.dropped)
            messages.warning(request, f"Đã bỏ khỏi nội dung bài: {dropped}.")

    def save_formset(self, request, form, formset, change):
        if formset.model is not Photo:
            return super().save_formset(request, form, formset, change)
        formset.save(commit=False)
        for photo in formset.deleted_objects:
            photo.delete()
        for photo in formset.new_objects:
            photo.uploaded_by = request.user
            photo.save()
        # Only what was changed in the row: its caption may have been typed in the editor just now.
        for photo, fields in formset.changed_objects:
            sizes = ["width", "height"] if "image" in fields else []
            photo.save(update_fields=[*fields, *sizes])

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        article = form.instance
        article.add_photos(form.cleaned_data.get("several_photos", ()), request.user)
        article.refresh_from_db(fields=["cover"])  # it may have been deleted in its row
        article.cover = article.cover or article.photos.first()
        article.body = with_photos(article.body, set(article.photos.values_list("pk", flat=True)))
        article.save(update_fields=["cover", "body"])
        request.saved_article = article

    def upload_photo(self, request):
        """Take one picture from the editor; answers in CKEditor's own JSON."""
        if not request.user.has_perm("news.add_photo"):
            raise PermissionDenied
        try:
            if "upload" not in request.FILES:
                raise ValidationError("Chưa có tệp ảnh nào được gửi lên.")
            file = reencode(request.FILES["upload"])
            photo = Photo.objects.create(image=file, uploaded_by=request.user)
        except ValidationError as error:
            return JsonResponse({"uploaded": 0, "error": {"message": error.message}}, status=422)
        except OSError:
            logger.exception("Not saved: a picture")
            return JsonResponse({"uploaded": 0, "error": {"message": NO_ROOM}}, status=503)
        return JsonResponse(
            {"uploaded": 1, "fileName": photo.image.name, "url": photo.image.url}, status=201
        )


def kind_of(request, article):
    """Return the kind that the form is for: of a new article the one asked for, or sent."""
    return article.kind if article else request.POST.get("kind") or request.GET.get("kind")


def has_number(request, article):
    """Whether the form is for what has a number, a signer and files, as an office issues it."""
    return kind_of(request, article) in (Article.Kind.ANNOUNCEMENT, Article.Kind.DOCUMENT)


def signature(user, hour):
    """Return "Nguyễn Ngọc Lam, 15:34 02/08/2026" for the newsroom; a dash for what is not yet."""
    if hour is None:
        return "–"
    name = name_of(user) if user else "không rõ"
    return f"{name}, {timezone.localtime(hour):%H:%M %d/%m/%Y}"
