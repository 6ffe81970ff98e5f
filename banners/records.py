"""Who changed what of what readers see above a page, for the inspection: kept, and shown."""

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.text import capfirst

from portal.people import name_of
from portal.together import CONFLICT, SharedList, SharedRow, value_in_words

ACTS = {"+": "Thêm", "~": "Sửa", "-": "Xóa"}
RECORDS_ON_A_PAGE = 100


class RecordedForm(forms.ModelForm):
    """Knows which record was the last when it was opened, and writes over no later one."""

    opened = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        last = self.instance.history.first() if self.instance.pk else None
        self.initial["opened"] = last and last.history_id

    def clean(self):
        cleaned = super().clean()
        opened = self.instance.pk and cleaned.get("opened")
        if opened:
            # Locked until the answer: of two saves at once the second sees what the first wrote.
            list(type(self.instance).objects.select_for_update().filter(pk=self.instance.pk))
            later = self.instance.history.filter(history_id__gt=opened)
            if found := changes(later):
                self.add_error(None, [CONFLICT, *map(change_in_words, found)])
                self.data = self.data.copy()
                self.data[self.add_prefix("opened")] = later.first().history_id
        return cleaned


def change_in_words(change):
    """Return "Lan Anh, 10:12 12/03/2026. Thứ tự: 1 → 2." of one entry of `changes`."""
    fields = "; ".join(f"{name}: {before} → {after}" for name, before, after in change["fields"])
    at = timezone.localtime(change["at"])
    return f"{change['user']}, {at:%H:%M %d/%m/%Y}. {fields or 'Không đổi nội dung'}."


class RowForm(SharedRow):
    """One row of a list that can be edited there; its fields have only a column's head, so are told
    apart in words.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}: {self.instance}"

    def add_error(self, field, error):
        """Pass over what the row does not show: an old fault is no reason to refuse its order."""
        if field is None and hasattr(error, "error_dict"):
            shown = {*self.fields, NON_FIELD_ERRORS}
            error = {name: found for name, found in error.error_dict.items() if name in shown}
            error = forms.ValidationError(error)
        super().add_error(field, error)


class Recorded(SharedList, admin.ModelAdmin):
    """Writes down who changes what, and shows it: of one object, and of all, the deleted too."""

    object_history_template = "admin/banners/object_history.html"

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_records"
        view = self.admin_site.admin_view(self.records_view)
        return [path("nhat-ky/", view, name=name), *super().get_urls()]

    def get_changelist_form(self, request, **kwargs):
        return super().get_changelist_form(request, **{"form": RowForm} | kwargs)

    def save_model(self, request, obj, form, change):
        obj._history_user = request.user
        super().save_model(request, obj, form, change)

    def delete_model(self, request, obj):
        obj._history_user = request.user
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        for obj in queryset:
            self.delete_model(request, obj)

    def history_view(self, request, object_id, extra_context=None):
        obj = self.get_object(request, unquote(object_id))
        records = obj.history.all() if obj else self.model.history.none()
        return super().history_view(request, object_id, {"changes": changes(records)})

    def records_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        pages = Paginator(self.model.history.all(), RECORDS_ON_A_PAGE)
        page = pages.get_page(request.GET.get("trang"))
        context = self.admin_site.each_context(request) | {
            "title": f"Nhật ký thay đổi: {self.opts.verbose_name}",
            "opts": self.opts,
            "changes": changes(page.object_list),
            "page": page,
        }
        return render(request, "admin/banners/records.html", context)


def changes(records):
    """Return for each record who did what and when, newest first; two queries."""
    records = list(records.select_related("history_user"))
    earlier = {}  # the record before each one of the same object
    if records:
        ids = {record.id for record in records}
        last = {}
        for record in (
            type(records[0]).objects.filter(id__in=ids).order_by("history_date", "history_id")
        ):
            earlier[record.pk] = last.get(record.id)
            last[record.id] = record
    return [
        {
            "at": record.history_date,
            "user": name_of(record.history_user) if record.history_user else "hệ thống",
            "act": ACTS[record.history_type],
            "object": str(record.instance),
            "fields": differences(record, earlier[record.pk]),
        }
        for record in records
    ]


def differences(record, before):
    """Return what a change changed, in words: (field, before, after)."""
    if record.history_type != "~" or before is None:
        return []
    pairs = (
        (field, getattr(before, field.attname), getattr(record, field.attname))
        for field in record.tracked_fields
    )
    return [
        (capfirst(str(field.verbose_name)), value_in_words(old, field), value_in_words(new, field))
        for field, old, new in pairs
        if old != new
    ]
