"""The rows under an article's form: its photos, film, files and bylines."""

from django.contrib import admin
from django.forms import FileInput, Textarea
from django.utils.html import format_html

from news.forms import AttachmentForm, PhotoFormSet, TopicField, VideoForm, VideoFormSet
from news.models import Attachment, Contributor, Photo, Placement, Video
from news.photo_admin import PhotoForm


class PhotoInline(admin.StackedInline):
    model = Photo
    fk_name = "article"
    form = PhotoForm
    formset = PhotoFormSet
    fields = ["preview", "image", "caption", ("credit", "alt"), ("focus", "order")]
    readonly_fields = ["preview"]
    extra = 1

    @admin.display(description="đang có")
    def preview(self, photo):
        if not photo.pk:
            return "chưa có ảnh"
        return format_html('<img src="{}" alt="" width="180">', photo.image.url)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "image":  # the preview beside it shows more than a file's name
            kwargs["widget"] = FileInput(attrs={"accept": "image/*,.heic,.heif"})
        if db_field.name == "caption":
            kwargs["widget"] = Textarea(attrs={"rows": 2})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class VideoInline(admin.StackedInline):
    model = Video
    form = VideoForm
    formset = VideoFormSet
    classes = ["collapse"]
    max_num = extra = 1

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.films = getattr(request, "films", {})
        return formset

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        accepted = {"file": "video/mp4,.mp4", "captions": ".vtt,.srt"}
        if db_field.name in accepted:
            field.widget.attrs["accept"] = accepted[db_field.name]
        return field


class AttachmentInline(admin.TabularInline):
    model = Attachment
    form = AttachmentForm
    classes = ["collapse"]
    extra = 1


class ContributorInline(admin.TabularInline):
    model = Contributor
    view_on_site = False
    fields = ["name", "role", "office", "order"]
    classes = ["collapse"]
    extra = 1


class PlacementInline(admin.TabularInline):
    model = Placement
    fields = ["topic", "order"]
    classes = ["collapse"]
    extra = 1

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "topic":
            kwargs["form_class"] = TopicField
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "topic":  # the words of a topic are the webmaster's
            field.widget.can_change_related = field.widget.can_view_related = False
        return field
