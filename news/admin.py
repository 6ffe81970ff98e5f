import json

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import FileInput, Textarea
from django.http import JsonResponse
from django.template.loader import render_to_string
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from news import publishing
from news.body import photo_ids
from news.forms import ArticleForm, AttachmentForm
from news.models import Article, Attachment, Category, Contributor, Photo
from portal.uploads import reencode
from stats import figures

# CKEditor 4 writes inline scripts and styles, and shows a picture being uploaded from memory.
EDITOR_POLICY = {
    "script-src": [UNSAFE_INLINE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["blob:"],
    "frame-src": [SELF],
}

State = Article.State
# Button: what it does, from which states, what the history says, whether it takes the right.
DECISIONS = {
    "_publish": (publishing.approve, set(State), "Đăng bài.", True),
    "_submit": (publishing.submit, {State.DRAFT, State.RETURNED}, "Gửi duyệt.", False),
    "_return": (publishing.send_back, {State.SUBMITTED}, "Trả lại người soạn.", True),
    "_withdraw": (publishing.withdraw, {State.APPROVED}, "Gỡ bài khỏi trang.", True),
}
VIEWS_DAYS = 30
PHOTO_LEFT_OVER = (
    "Có ảnh đã bỏ khỏi nội dung nhưng vẫn thuộc bài, nên hiện ở cuối bài. "
    "Nếu không dùng nữa, hãy xóa ảnh ở mục “Ảnh” bên dưới."
)


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    list_display = ["name", "parent", "order", "home_order"]
    list_editable = ["order", "home_order"]
    list_select_related = ["parent"]
    search_fields = ["name"]


class PhotoInline(admin.StackedInline):
    model = Photo
    fields = ["preview", "image", "caption", ("credit", "alt", "order")]
    readonly_fields = ["preview"]
    extra = 1

    @admin.display(description="đang có")
    def preview(self, photo):
        if not photo.pk:
            return "chưa có ảnh"
        return format_html('<img src="{}" alt="" width="180">', photo.image.url)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "image":  # the preview beside it shows more than a file's name
            kwargs["widget"] = FileInput(attrs={"accept": "image/*"})
        if db_field.name == "caption":
            kwargs["widget"] = Textarea(attrs={"rows": 2})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class AttachmentInline(admin.TabularInline):
    model = Attachment
    form = AttachmentForm
    extra = 1


class ContributorInline(admin.TabularInline):
    model = Contributor
    fields = ["name", "role", "office", "order"]
    extra = 1


class ArticleChangeList(ChangeList):
    """The list of articles; the views of those on the page are one query."""

    def get_results(self, request):
        super().get_results(request)
        views = figures.views([article.pk for article in self.result_list])
        for article in self.result_list:
            article.views = views.get(article.pk)


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    form = ArticleForm
    list_display = ["title", "kind", "category", "status", "published_at", "views"]
    list_filter = ["kind", "state", "category"]
    list_select_related = ["category"]
    search_fields = ["title", "document_number"]
    date_hierarchy = "published_at"
    show_full_result_count = False
    readonly_fields = ["status", "created_by", "created_at", "updated_by", "updated_at", "reading"]
    inlines = [PhotoInline, AttachmentInline, ContributorInline]
    fieldsets = [
        (None, {"fields": ["kind", "title", "lead", "body", "category"]}),
        (
            "Đăng bài",
            {"fields": [("published_at", "expires_at"), "pinned_until", "hide_date"]},
        ),
        (
            "Nguồn tin",
            {
                "classes": ["collapse"],
                "fields": ["agency_prefix", "source_name", "source_url", "event_date", "cover"],
            },
        ),
        (
            "Thông báo và văn bản",
            {
                "classes": ["collapse"],
                # One to a row: Django leaves a folded set closed over an error inside a tuple.
                "fields": [
                    "document_number",
                    "document_type",
                    "issuing_body",
                    "issued_on",
                    "effective_on",
                    "validity",
                    "signer",
                    "signer_office",
                ],
            },
        ),
        (
            "Ai đã làm gì",
            {
                "classes": ["collapse"],
                "fields": ["status", ("created_by", "created_at"), ("updated_by", "updated_at")],
            },
        ),
    ]

    @admin.display(description="tình trạng", ordering="state")
    def status(self, article):
        return article.status if article.pk else "Bản nháp"

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

    def get_fieldsets(self, request, obj=None):
        """A text that exists also shows how it is read."""
        fieldsets = super().get_fieldsets(request, obj)
        return [*fieldsets, ("Bạn đọc", {"fields": ["reading"]})] if obj else fieldsets

    def get_urls(self):
        upload = self.admin_site.admin_view(require_POST(self.upload_photo))
        return [path("tai-anh/", upload, name="news_photo_upload"), *super().get_urls()]

    def get_changeform_initial_data(self, request):
        """Take the kind from a link, and nothing else: a link must not put words in the editor."""
        kind = request.GET.get("kind")
        return {"kind": kind} if kind in Article.Kind else {}

    @method_decorator(csp_update(EDITOR_POLICY))
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        may_publish = request.user.has_perm("news.publish_article")
        context = {"may_publish": may_publish, **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, context)

    def has_change_permission(self, request, obj=None):
        """Whoever may not publish may not change what readers already see."""
        allowed = super().has_change_permission(request, obj)
        is_public = obj is not None and obj.state == Article.State.APPROVED
        return allowed and (not is_public or request.user.has_perm("news.publish_article"))

    def save_model(self, request, article, form, change):
        article.updated_by = request.user
        if not change:
            article.created_by = request.user
        self.decide(request, article)
        before = photo_ids(form.initial.get("kept_body", ""))
        if not article.pk:
            article.body = ""
            article.save()
        article.body = form.intake.store(article, request.user)
        article.save()
        if request.decision and article.state != Article.State.APPROVED:
            messages.success(request, request.decision)
        if set(before) - set(photo_ids(article.body)):
            messages.warning(request, PHOTO_LEFT_OVER)
        if form.intake.dropped:
            dropped = "; ".join(form.intake.dropped)
            messages.warning(request, f"Đã bỏ khỏi nội dung bài: {dropped}.")

    def decide(self, request, article):
        """Carry out the button that was pressed; a change to a public text is approved anew."""
        request.decision = ""
        button = next((name for name in DECISIONS if name in request.POST), None)
        if button:
            verb, states, done, is_publishing = DECISIONS[button]
            if is_publishing and not request.user.has_perm("news.publish_article"):
                raise PermissionDenied
            if article.state in states:
                verb(article)
                request.decision = done
                return
            messages.error(request, "Bài đã đổi trạng thái ở nơi khác; chỉ lưu nội dung.")
        if article.state == State.APPROVED:
            publishing.approve(article)

    def construct_change_message(self, request, form, formsets, add=False):
        """Let the history say what was decided, before what was changed."""
        changes = super().construct_change_message(request, form, formsets, add)
        text = LogEntry(change_message=json.dumps(changes)).get_change_message()
        return f"{request.decision} {text}".strip()

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
        article.refresh_from_db(fields=["cover"])  # it may have been deleted in its row
        if not article.cover and (first := article.photos.first()):
            article.cover = first
            article.save(update_fields=["cover"])
        if article.is_published():
            url = article.get_absolute_url()
            link = format_html('Bài đang đăng tại <a href="{}">{}</a>.', url, url)
            messages.success(request, link)

    def upload_photo(self, request):
        """Take one picture from the editor; answers in CKEditor's own JSON."""
        if not request.user.has_perm("news.add_photo"):
            raise PermissionDenied
        try:
            if "upload" not in request.FILES:
                raise ValidationError("Chưa có tệp ảnh nào được gửi lên.")
            file = reencode(request.FILES["upload"])
        except ValidationError as error:
            return JsonResponse({"uploaded": 0, "error": {"message": error.message}}, status=422)
        photo = Photo.objects.create(image=file, uploaded_by=request.user)
        return JsonResponse(
            {"uploaded": 1, "fileName": photo.image.name, "url": photo.image.url}, status=201
        )
