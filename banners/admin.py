from itertools import chain

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from banners import bar, calendar, remarks, views
from banners.forms import OccasionForm, RunningForm, SolemnPeriodForm
from banners.models import Occasion, PictureBanner, Slogan, SolemnPeriod
from banners.records import Recorded
from portal.admin_search import FindsWithoutMarks


def point_out(request, *found):
    for remark in chain.from_iterable(found):
        messages.warning(request, remark)


# ---------- Occasions ----------


class BuiltInFilter(admin.SimpleListFilter):
    title = "nguồn gốc"
    parameter_name = "co-san"

    def lookups(self, request, model_admin):
        return [("1", "Có sẵn"), ("0", "Cơ quan thêm")]

    def queryset(self, request, queryset):
        if self.value() in ("0", "1"):
            return queryset.filter(code__isnull=self.value() == "0")
        return queryset


@admin.register(Occasion)
class OccasionAdmin(FindsWithoutMarks, Recorded):
    form = OccasionForm
    list_display = ["name", "day_in_words", "kind", "next_line", "is_active", "order"]
    list_editable = ["order", "is_active"]
    list_filter = ["is_active", "kind", "calendar", BuiltInFilter, "month"]
    search_fields = ["name", "wording", "source"]
    actions = ["delete_selected"]
    radio_fields = {"calendar": admin.HORIZONTAL, "kind": admin.HORIZONTAL}
    fieldsets = [
        (None, {"fields": ["name", "origin", "calendar", "kind"]}),
        (
            "Lời văn, ngày hiện và căn cứ (không bắt buộc)",
            {
                "classes": ["collapse"],
                "fields": [
                    "opening",
                    "wording",
                    "days_before",
                    "days_after",
                    "round_years_only",
                    "source",
                    "link",
                    "order",
                    "is_active",
                ],
            },
        ),
    ]

    class Media:
        js = ["js/occasion-preview.js"]

    @admin.display(description="ngày gốc", ordering="month")
    def day_in_words(self, occasion):
        is_lunar = occasion.calendar == Occasion.Calendar.LUNAR
        return f"{occasion.origin} âm lịch" if is_lunar else occasion.origin

    @admin.display(description="lần tới")
    def next_line(self, occasion):
        if not occasion.is_active:
            return "đang tắt"
        anniversary = occasion.upcoming()
        if anniversary is None:
            return None
        by_hand = next((s for s in occasion.slogans.all() if s.year == anniversary.year), None)
        line = calendar.Return(anniversary, by_hand).line
        return format_html("<b>{}</b> {}", f"{anniversary.day:%d/%m/%Y}", line)

    @admin.action(permissions=["delete"], description="Xóa các ngày kỷ niệm đã chọn")
    def delete_selected(self, request, queryset):
        if built_in := queryset.filter(code__isnull=False):
            names = "; ".join(occasion.name for occasion in built_in)
            text = f"Ngày có sẵn không xóa được, hãy bỏ dấu “Đang dùng” để tắt: {names}."
            return messages.error(request, text)
        return delete_selected(self, request, queryset)

    def get_urls(self):
        preview = self.admin_site.admin_view(self.preview)
        by_hand = self.admin_site.admin_view(self.by_hand)
        return [
            path("dong-tinh-thu/", preview, name="banners_occasion_preview"),
            path("<int:pk>/viet-rieng/<int:year>/", by_hand, name="banners_occasion_by_hand"),
            *super().get_urls(),
        ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("slogans")

    def has_delete_permission(self, request, obj=None):
        is_built_in = obj is not None and obj.code
        return super().has_delete_permission(request, obj) and not is_built_in

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            # As stored: a form sent back has put into `obj` what no line can be made of.
            stored = self.get_queryset(request).get(pk=obj.pk)
            context["years"] = calendar.this_year_and_next(stored)
            context["may_write"] = request.user.has_perm("banners.add_slogan")
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(self, request, occasion, form, change):
        super().save_model(request, occasion, form, change)
        if "origin" in form.fields:  # not the list, where it is only ordered, switched on or off
            words = f"{occasion.opening} {occasion.name}. {occasion.wording}"
            messages.success(request, lines_of(occasion))
            point_out(
                request,
                remarks.about_words(words),
                *map(remarks.about_twins, calendar.lines_ahead(occasion)),
            )

    @transaction.atomic
    def delete_model(self, request, occasion):
        """What was written for it by hand goes with it, and the records say who did it."""
        for slogan in occasion.slogans.all():
            super().delete_model(request, slogan)
        super().delete_model(request, occasion)

    def preview(self, request):
        """Answer the form being typed with the lines it would make; saves nothing."""
        if not self.has_add_permission(request) and not self.has_change_permission(request):
            raise PermissionDenied
        form = OccasionForm(request.POST)
        if form.is_valid():
            context = {"years": calendar.this_year_and_next(form.instance)}
        else:  # what is still empty is no mistake yet
            typed = [found for name, found in form.errors.items() if request.POST.get(name)]
            context = {"errors": [error for found in typed for error in found]}
        return render(request, "admin/banners/occasion/preview.html", context)

    @method_decorator(require_POST)
    @transaction.atomic
    def by_hand(self, request, pk, year):
        """Open the slogan that stands for an occasion in one year; made from its computed line."""
        # Locked: the second of two quick clicks finds what the first one made.
        occasion = get_object_or_404(Occasion.objects.select_for_update(), pk=pk)
        if slogan := occasion.slogans.filter(year=year).first():
            return HttpResponseRedirect(calendar.change_url(slogan))
        if not request.user.has_perm("banners.add_slogan"):
            raise PermissionDenied
        anniversary = calendar.counted_by(occasion, year)
        if anniversary is None:
            raise Http404
        try:
            slogan = write_in_its_place(anniversary, request.user)
        except ValidationError as error:
            messages.error(request, f"Chưa viết riêng được: {' '.join(error.messages)}")
            return HttpResponseRedirect(calendar.change_url(occasion))
        self.log_addition(request, slogan, f"Viết riêng cho năm {year}: {occasion}.")
        text = f"Khẩu hiệu này đã thay dòng tự tính của năm {year}. Hãy sửa lời rồi lưu."
        messages.success(request, text)
        return HttpResponseRedirect(calendar.change_url(slogan))


def lines_of(occasion):
    context = {"years": calendar.this_year_and_next(occasion)}
    return render_to_string("admin/banners/occasion/lines.html", context)


def write_in_its_place(anniversary, user):
    """Store the slogan that takes a computed line's place; raises ValidationError."""
    line = bar.computed(anniversary)
    if anniversary.years is not None and anniversary.years <= 0:
        raise ValidationError("Ngày này chưa tròn một năm.")
    if line.ends_on < timezone.localdate():
        raise ValidationError("Ngày hiện của năm này đã qua.")
    fields = ("opening", "text", "kind", "link", "order", "starts_on", "ends_on")
    slogan = Slogan(
        occasion=anniversary.occasion,
        year=anniversary.year,
        **{name: getattr(line, name) for name in fields},
    )
    slogan.full_clean()
    slogan._history_user = user
    slogan.save()
    return slogan


# ---------- What runs between two days ----------


class WhenFilter(admin.SimpleListFilter):
    title = "lúc hiện"
    parameter_name = "luc"

    def lookups(self, request, model_admin):
        return [("dang", "Đang hiện"), ("sap", "Sắp hiện"), ("het", "Đã hết")]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        match self.value():
            case "dang":
                return queryset.running(today)
            case "sap":
                return queryset.filter(starts_on__gt=today)
            case "het":
                return queryset.filter(ends_on__lt=today)
        return queryset


class RunningAdmin(FindsWithoutMarks, Recorded):
    form = RunningForm

    @admin.display(description="lúc này", ordering="ends_on")
    def status(self, obj):
        today = timezone.localdate()
        if obj.runs_on(today):
            return format_html('<b class="is-running">{}</b>', "Đang hiện")
        return "Sắp hiện" if obj.starts_on > today else "Đã hết"


@admin.register(Slogan)
class SloganAdmin(RunningAdmin):
    list_display = ["text", "opening", "status", "starts_on", "ends_on", "order"]
    list_editable = ["order"]
    list_filter = [WhenFilter, "kind"]
    list_select_related = ["occasion"]
    search_fields = ["text", "opening"]
    date_hierarchy = "starts_on"
    readonly_fields = ["in_place_of"]
    radio_fields = {"kind": admin.HORIZONTAL}

    @admin.display(description="lúc này", ordering="ends_on")
    def status(self, slogan):
        if slogan.occasion and not slogan.occasion.is_active:
            return "Ngày kỷ niệm đang tắt"
        return super().status(slogan)

    @admin.display(description="thay cho")
    def in_place_of(self, slogan):
        url = calendar.change_url(slogan.occasion)
        return format_html(
            '<a href="{}">{}</a>, năm {}. Xóa khẩu hiệu này thì dòng tự tính hiện lại.',
            url,
            slogan.occasion,
            slogan.year,
        )

    def get_fieldsets(self, request, slogan=None):
        stands_in = ["in_place_of"] if slogan and slogan.occasion_id else []
        return [
            (None, {"fields": [*stands_in, "opening", "text", "kind"]}),
            ("Thời gian", {"fields": [("starts_on", "ends_on"), "order"]}),
            ("Khi bấm vào", {"fields": ["link"]}),
        ]

    def get_urls(self):
        year = self.admin_site.admin_view(views.year_view)
        day = self.admin_site.admin_view(views.day_view)
        return [
            path("lich/", year, name="banners_calendar"),
            path("lich/thanh/", day, name="banners_calendar_bar"),
            *super().get_urls(),
        ]

    def get_changeform_initial_data(self, request):
        return {"starts_on": timezone.localdate()} | super().get_changeform_initial_data(request)

    def save_model(self, request, slogan, form, change):
        super().save_model(request, slogan, form, change)
        if "text" in form.fields:  # not the list, where it is only put in its place
            point_out(
                request,
                remarks.about_words(str(slogan)),
                remarks.about_days(slogan, slogan.text),
                remarks.about_twins(bar.typed(slogan)),
            )


@admin.register(PictureBanner)
class PictureBannerAdmin(RunningAdmin):
    list_display = ["alt", "preview", "place", "status", "starts_on", "ends_on", "order"]
    list_editable = ["order"]
    list_filter = [WhenFilter, "place", "kind"]
    search_fields = ["alt"]
    readonly_fields = ["preview"]
    radio_fields = {"place": admin.HORIZONTAL, "kind": admin.HORIZONTAL}
    fieldsets = [
        (None, {"fields": ["preview", "image", "alt", "place", "kind"]}),
        ("Thời gian", {"fields": [("starts_on", "ends_on"), "order"]}),
        ("Khi bấm vào", {"fields": ["link"]}),
    ]

    @admin.display(description="đang có")
    def preview(self, banner):
        if not banner.pk:
            return "chưa có ảnh"
        return format_html('<img src="{}" alt="" width="180">', banner.image.url)

    def save_model(self, request, banner, form, change):
        super().save_model(request, banner, form, change)
        if "alt" in form.fields:
            about = remarks.about_words(banner.alt), remarks.about_days(banner, banner.alt)
            point_out(request, *about)


@admin.register(SolemnPeriod)
class SolemnPeriodAdmin(RunningAdmin):
    form = SolemnPeriodForm
    list_display = ["__str__", "status", "notice"]
    list_filter = [WhenFilter]
    fieldsets = [
        (
            None,
            {
                "fields": [("starts_on", "ends_on"), "notice"],
                "description": "Trong những ngày này trang chuyển sang màu trầm và ẩn mọi lời "
                "chào mừng, rồi tự trở lại khi hết ngày cuối. Muốn tắt ngay: nếu bắt đầu từ hôm "
                "nay thì bấm “Xóa”; nếu đã bắt đầu từ hôm trước thì sửa “hiện đến hết ngày” thành "
                "hôm qua rồi lưu. Ngày đã qua thì giữ nguyên. Ai bật, ai tắt, lúc nào đều được "
                "ghi lại.",
            },
        )
    ]

    def get_readonly_fields(self, request, period=None):
        """Days that were solemn stay so: one that has begun keeps its first day."""
        has_begun = period and period.starts_on <= timezone.localdate()
        return ["starts_on"] if has_begun else []

    def has_change_permission(self, request, period=None):
        is_past = period is not None and period.is_past
        return super().has_change_permission(request, period) and not is_past

    def has_delete_permission(self, request, period=None):
        began_before = period is not None and period.starts_on < timezone.localdate()
        return super().has_delete_permission(request, period) and not began_before
