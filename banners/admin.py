from django.contrib import admin

from banners.models import Slogan


@admin.register(Slogan)
class SloganAdmin(admin.ModelAdmin):
    list_display = ["text", "opening", "starts_on", "ends_on", "order"]
    list_editable = ["order"]
    list_filter = ["tone"]
    search_fields = ["text"]
    fieldsets = [
        (None, {"fields": ["opening", "text", "tone"]}),
        ("Thời gian", {"fields": [("starts_on", "ends_on"), "order"]}),
        ("Khi bấm vào", {"fields": ["link"]}),
    ]
