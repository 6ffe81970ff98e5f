from django.contrib import admin

from stats.models import Counter, DayTotal


@admin.register(Counter)
class CounterAdmin(admin.ModelAdmin):
    fieldsets = [
        (None, {"fields": ["preset", "group_digits", "opening_balance"]}),
        (
            "Kiểu tự đặt: hàng nào để trống nhãn thì không hiện",
            {
                "fields": [
                    "heading",
                    "total_label",
                    "online_label",
                    "today_label",
                    "yesterday_label",
                    "week_label",
                    "month_label",
                ]
            },
        ),
    ]

    def has_add_permission(self, request):
        """There is one counter on the site."""
        return super().has_add_permission(request) and not Counter.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(DayTotal)
class DayTotalAdmin(admin.ModelAdmin):
    """What was counted can be read here and changed nowhere."""

    list_display = ["day", "visits", "page_views"]
    date_hierarchy = "day"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
