from django.contrib import admin
from django.template.loader import render_to_string

from stats.models import AccountEntry, Counter, DayTotal


@admin.register(Counter)
class CounterAdmin(admin.ModelAdmin):
    readonly_fields = ["preview"]
    fieldsets = [
        (None, {"fields": ["preview", "preset", "group_digits"]}),
        (
            "Kiểu tự đặt: hàng nào để trống nhãn thì không hiện",
            {"fields": ["heading", *(f"{row}_label" for row in Counter.ROWS)]},
        ),
    ]

    @admin.display(description="đang hiện trên trang")
    def preview(self, counter):
        """The widget as readers see it now; after saving, as they see it then."""
        return render_to_string("admin/stats/counter_preview.html")

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
