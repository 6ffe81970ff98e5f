"""Text pasted into the editor that may be in letters of before Unicode: answered converted."""

import re
from string import ascii_lowercase

import nh3
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import JsonResponse
from django.urls import path
from django.views.decorators.http import require_POST

from news.sanitise import LOOKS, TAGS, refuse_excess
from news.word.legacy_html import convert_html

SHOWN = 6  # lines before and after: enough to see whether it is Vietnamese now
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
WORDS_OWN = {"xml"}  # elements with Word's settings inside
SCHEMES = {"http", "https", "mailto", "tel", "file", "old-letters"}  # the last for legacy-fonts.js


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
        html, changed = convert_html(closed(pasted))
    except ValidationError as error:
        return JsonResponse({"error": error.message}, status=422)
    lines = [line._asdict() for line in changed[:SHOWN]]
    html = html if changed else pasted
    return JsonResponse({"html": html, "lines": lines, "count": len(changed)})


def closed(pasted: str) -> str:
    """Return pasted HTML with every tag closed where a browser closes it, its fonts kept.

    The parser behind it nests each "<p>" that is left open in the one before, and looks for the
    end of each comment to the end of the text. Nothing is made safe here: the editor sees to that.
    Raises ValidationError when the HTML is too much to be worked on.
    """
    html = COMMENT.sub(without_settings, pasted)
    refuse_excess(html)
    html = nh3.clean(
        html,
        tags=(TAGS | LOOKS | {"style", "o:p"}) - WORDS_OWN,
        clean_content_tags={"script"} | WORDS_OWN,
        generic_attribute_prefixes=set(ascii_lowercase),
        url_schemes=SCHEMES,
        link_rel=None,
        strip_comments=False,
    )
    refuse_excess(html)
    return html


def without_settings(comment) -> str:
    """Return a comment that only marks a place, as of a list; one full of tags is settings."""
    return comment[0] if "<" not in comment[0][1:] else ""
