from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from news.models import ErrorReport
from portal.letters.admin import LetterAdmin


@admin.register(ErrorReport)
class ErrorReportAdmin(LetterAdmin):
    list_display = ["words", "article", "state", "sent_at", "handler"]
    list_select_related = ["article", "handled_by"]
    search_fields = ["text", "passage", "article__title"]
    readonly_fields = ["article_form", "passage", "text", "name", "email", "sent_at"]
    readonly_fields += ["handler", "handled_at"]
    fieldsets = [
        (
            "Bạn đọc viết",
            {"fields": ["article_form", "passage", "text", "name", "email", "sent_at"]},
        ),
        ("Xử lý", {"fields": ["state", "handler", "handled_at"]}),
    ]

    @admin.display(description="bài viết")
    def article_form(self, report):
        """Lead to the article's form, which shows the passage as well."""
        address = reverse("admin:news_article_change", args=[report.article_id])
        return format_html('<a href="{}">{}</a>', address, report.article)
