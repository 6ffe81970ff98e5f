from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_sameorigin

from portal.together import SharedForm
from stats import figures
from stats.models import AccountEntry, Counter, DayTotal


@admin.register(Counter)
class CounterAdmin(admin.ModelAdmin):
    form = SharedForm
    readonly_fields = ["preview"]
    fieldsets = [
        (None, {"fields": ["preview", "preset", "group_digits"]}),
        (
            "Kiểu tự đặt: hàng nào để trống nhãn thì không hiện",
            {"fields": ["heading", *(f"{row}_label" for row in Counter.ROWS)]},
        ),
    ]

    class Media:
        js = ["js/counter-preview.js"]

    @admin.display(description="xem thử")
    def preview(self, counter):
        return render_to_string("admin/stats/counter_frame.html")

    def get_urls(self):
        shown = self.admin_site.admin_view(self.shown)
        return [path("xem-thu/", shown, name="stats_counter_preview"), *super().get_urls()]

    @method_decorator(xframe_options_sameorigin)
    @method_decorator(csp_replace({"frame-ancestors": [SELF]}))
    def shown(self, request):
        """The widget as saved, or as the form being typed would have it; saves nothing."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        counter = Counter.objects.first() or Counter()
        if request.method == "POST" and self.has_change_permission(request):
            form = self.get_form(request)(request.POST, instance=counter)
            form.is_valid()  # what can't be saved yet is shown as far as it goes
        widget = counter.appearance() | {"visits": figures.widget()["visits"]}
        return render(request, "admin/stats/counter_preview.html", {"widget": widget})

    @method_decorator(csp_update({"frame-src": [SELF]}))
    def changeform_view(self, request, *args, **kwargs):
        return super().changeform_view(request, *args, **kwargs)

    def has_add_permission(self, request):
        """There is one counter on the site."""
        return super().has_add_permission(request) and not Counter.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False


class WrittenOnce(admin.ModelAdmin):
    """Rows that can be read here and changed nowhere."""

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(AccountEntry)
class AccountEntryAdmin(WrittenOnce):
    list_display = ["created_at", "kind", "day", "visits", "reason", "author"]
    list_filter = ["kind"]
    list_select_related = ["author"]
    fields = ["kind", "day", "visits", "reason"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Visits are typed as they are printed: to Django alone "1.000" would be one."""
        if db_field.name == "visits":
            kwargs |= {"localize": True, "widget": AdminTextInputWidget}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        """Days are imported by import_counter alone, which looks whether they were counted here."""
        Kind = AccountEntry.Kind
        if db_field.name == "kind":
            kwargs["choices"] = [(kind, kind.label) for kind in (Kind.CORRECTION, Kind.OPENING)]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def save_model(self, request, entry, form, change):
        entry.author = request.user
        super().save_model(request, entry, form, change)


@admin.register(DayTotal)
class DayTotalAdmin(WrittenOnce):
    list_display = ["day", "audience", "visits", "readers", "page_views"]
    list_filter = ["audience"]
    date_hierarchy = "day"

    def has_add_permission(self, request):
        return False
