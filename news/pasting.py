"""Text pasted into the editor that may be in letters of before Unicode: answered converted."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import JsonResponse
from django.urls import path
from django.views.decorators.http import require_POST

from news.sanitise import refuse_excess
from news.word.legacy_html import convert_html

SHOWN = 6  # lines before and after: enough to see whether it is Vietnamese now


def urls(model_admin):
    """Return the address that static/js/legacy-fonts.js asks, for ArticleAdmin.get_urls."""

    @model_admin.admin_site.admin_view
    @require_POST
    def view(request):
        return old_letters(request, model_admin)

    return [path("bang-ma-cu/", view, name="news_article_old_letters")]


def old_letters(request, model_admin):
    """Answer the HTML of the request in Unicode, with lines to show; none if it is that already."""
    if not (model_admin.has_add_permission(request) or model_admin.has_change_permission(request)):
        raise PermissionDenied
    pasted = request.body.decode("utf-8", "replace")
    try:
        refuse_excess(pasted)
    except ValidationError as error:
        return JsonResponse({"error": error.message}, status=422)
    html, changed = convert_html(pasted)
    lines = [line._asdict() for line in changed[:SHOWN]]
    return JsonResponse({"html": html, "lines": lines, "count": len(changed)})
