from django.contrib import admin

from portal.models import AgencyIdentity, MenuItem


@admin.register(AgencyIdentity)
class AgencyIdentityAdmin(admin.ModelAdmin):
    list_display = ["name", "parent_body", "valid_from", "valid_until"]
    fieldsets = [
        (None, {"fields": ["name", "parent_body", "site_kind", "emblem", "emblem_alt"]}),
        ("Thời gian mang tên này", {"fields": [("valid_from", "valid_until")]}),
        (
            "Chân trang",
            {
                "fields": [
                    "governing_body",
                    "responsible_person",
                    "address",
                    "phone",
                    "email",
                    "licence",
                ]
            },
        ),
        ("Cách trình bày", {"fields": ["dateline_form"]}),
    ]


@admin.register(MenuItem)
class MenuItemAdmin(admin.ModelAdmin):
    list_display = ["text", "place", "parent", "order"]
    list_display_links = ["text"]
    list_editable = ["order"]
    list_filter = ["place"]
    list_select_related = ["parent__category", "parent__page", "category", "page"]
    autocomplete_fields = ["page"]
    fieldsets = [
        (None, {"fields": ["place", "title", "parent", "order"]}),
        ("Nơi đến (chọn một)", {"fields": ["category", "page", "listing", "link"]}),
    ]

    @admin.display(description="tên hiển thị")
    def text(self, item):
        return item.text
