from django.contrib import admin

from portal.admin_search import FindsWithoutMarks
from portal.organisation.models import Leader, Unit
from portal.together import SharedForm, SharedList


@admin.register(Unit)
class UnitAdmin(FindsWithoutMarks, SharedList, admin.ModelAdmin):
    form = SharedForm
    list_display = ["name", "parent", "order", "phone", "email"]
    list_editable = ["order"]
    list_select_related = ["parent"]
    search_fields = ["name"]
    fields = ["name", "parent", "order", "description", "phone", "email"]

    def view_on_site(self, unit):
        return unit.get_absolute_url()


@admin.register(Leader)
class LeaderAdmin(FindsWithoutMarks, SharedList, admin.ModelAdmin):
    form = SharedForm
    list_display = ["name", "office", "unit", "order", "serves_until"]
    list_editable = ["order"]
    list_filter = ["unit"]
    list_select_related = ["unit"]
    search_fields = ["name", "office"]
    fieldsets = [
        (None, {"fields": ["name", "office", "unit", "order", "photo"]}),
        ("Giới thiệu", {"fields": ["term", "biography", "phone", "email"]}),
        ("Thôi giữ chức", {"fields": ["serves_until"]}),
    ]

    def view_on_site(self, leader):
        return leader.get_absolute_url()
