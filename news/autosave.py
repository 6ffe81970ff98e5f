"""Typing that is not saved yet: kept every few seconds, given back when the form is reopened.

The form asks (GET), tells (POST) and throws away (DELETE). Nothing here touches the article or its
history; a save deletes the typing that led to it.
"""

import html
import json
from dataclasses import asdict
from datetime import timedelta

from bs4 import BeautifulSoup
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.utils.html import linebreaks
from django.views.decorators.http import require_http_methods

from news.body import DATA_IMAGE, is_ours
from news.checking import dismissed_in, guarded, plain, proofread
from news.editing import form_of
from news.models import Article, Typing
from news.models.working import PRESENT_FOR
from news.sanitise import BLOCKS, PASTED, STRANGE, sanitise
from portal.people import name_of
from portal.rows import number
from portal.text import normalize

NOT_UNDERSTOOD = "Máy chủ không hiểu bản tự lưu này."


def urls(model_admin):
    """Return the addresses of the article form's autosave, for ArticleAdmin.get_urls."""

    @model_admin.admin_site.admin_view
    @require_http_methods(["GET", "HEAD", "POST", "DELETE"])
    def view(request, pk=None):
        return autosave(request, model_admin, pk)

    return [
        path("tu-luu/", view, name="news_typing"),
        path("<int:pk>/tu-luu/", view, name="news_typing"),
    ]


def autosave(request, model_admin, pk):
    """Keep what is typed into the form of an article, or of a new one; answer what it must know."""
    if pk is None:
        article, allowed = None, model_admin.has_add_permission(request)
    else:
        article = get_object_or_404(Article, pk=pk)
        allowed = model_admin.has_change_permission(request, article)
    if not allowed:
        raise PermissionDenied
    mine = Typing.objects.filter(**form_of(request, article))
    if request.method == "DELETE":
        mine.delete()
    elif request.method == "POST":
        keep(mine, article, request)
    answer = state(article, request)
    if request.method == "POST" and (typing := mine.exclude(fields={}).first()):
        answer["remarks"] = remarks(article, typing.fields)
    if request.method == "GET" and "typing" in request.GET:
        answer["typing"] = given_back(mine.exclude(fields={}).first())
    return JsonResponse(answer)


def keep(mine, article, request):
    """Take {"user": …, "fields": {name: value}}; without fields it says that the form is open."""
    said = said_by(request)
    if said.get("user") != request.user.pk:  # somebody else has signed in since it was opened
        raise PermissionDenied
    changes = {"seen_at": timezone.now()}
    if "fields" in said:
        fields = {clean(name): clean(value) for name, value in said["fields"].items()}
        newest = article.version if article else 1
        version = min(number(fields.get("version")), newest)
        changes |= {"fields": fields, "version": version, "typed_at": changes["seen_at"]}
    if not mine.update(**changes):
        Typing.objects.get_or_create(**form_of(request, article), defaults=changes)


def said_by(request):
    """Return the JSON of a request, known to be of the right shape; else the answer is 400.

    Its length is bounded by DATA_UPLOAD_MAX_MEMORY_SIZE.
    """
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise BadRequest(NOT_UNDERSTOOD) from error
    fields = said.get("fields", {}) if isinstance(said, dict) else None
    if not isinstance(fields, dict) or not all(isinstance(v, str | bool) for v in fields.values()):
        raise BadRequest(NOT_UNDERSTOOD)
    return said


def clean(value):
    """Return `value` without what PostgreSQL can't store: NUL, and halves of surrogate pairs."""
    if isinstance(value, bool):
        return value
    return value.replace("\0", "").encode("utf-8", "replace").decode()


def state(article, request):
    """What an open form must know: who is signed in, its token, and what others do meanwhile."""
    saved_by = article and article.updated_by
    return {
        "user": request.user.pk,
        "token": get_token(request),
        "version": article.version if article else 1,
        "saved_by": name_of(saved_by) if saved_by else "Người khác",
        "others": others(article, request.user) if article else [],
    }


def remarks(article, fields):
    """Return what guard and proof-reader say of the typed text, ready to be shown beside it.

    They read it sanitised: with every tag closed, and nothing of a body that no save would take.
    """
    typed = {name: fields.get(name) for name in ("title", "lead", "body")}
    texts = {name: normalize(text) for name, text in typed.items() if isinstance(text, str)}
    if "body" in texts:
        try:
            body, _ = sanitise(DATA_IMAGE.sub("", texts["body"]))
        except ValidationError:
            return []
        texts["body"] = plain(body)
    kind = fields.get("kind")
    draft = Article(kind=kind if kind in Article.Kind else Article.Kind.NEWS)
    dismissed = dismissed_in(article) if article else set()
    found = [remark for remark in proofread(draft, texts, ()) if remark.key not in dismissed]
    return [asdict(place) for place in [*guarded(texts), *found]]


def others(article, user):
    """Return a sentence about each other person who has the form of this article open."""
    now = timezone.now()
    open_forms = article.typings.exclude(user=user).filter(seen_at__gt=now - PRESENT_FOR)
    return [
        f"{name_of(typing.user)} đang sửa bài này ({ago(now - typing.seen_at)})"
        for typing in open_forms.select_related("user").defer("fields").order_by("-seen_at")
    ]


def ago(span: timedelta) -> str:
    minutes = span // timedelta(minutes=1)
    return f"{minutes} phút trước" if minutes > 0 else "vừa xong"


def given_back(typing):
    """Return a typing for its form, its HTML made harmless: an account may have been stolen."""
    if typing is None:
        return None
    fields = dict(typing.fields)
    if isinstance(fields.get("body"), str):
        fields["body"] = harmless(fields["body"])
    return {"fields": fields, "version": typing.version, "typed_at": typing.typed_at}


def harmless(typed: str) -> str:
    """Return the part of a typed body that may be shown in an editor, pasted pictures in place.

    A body that no save would take, being too long or too deep, comes back as its words.
    """
    pasted = {}

    def put_aside(match):
        place = f"{PASTED}{len(pasted)}"
        pasted[place] = f"data:image/png;base64,{match[2]}"  # browsers look at the bytes
        return f'src="{place}"'

    try:
        clean, _ = sanitise(DATA_IMAGE.sub(put_aside, normalize(typed)))
    except ValidationError:
        return linebreaks(html.unescape(STRANGE.sub(as_words, typed)), autoescape=True)
    soup = BeautifulSoup(clean, "html.parser")
    for image in soup.find_all("img"):
        source = image.get("src", "")
        if source in pasted:
            image["src"] = pasted[source]
        elif not is_ours(source, set()):
            image.decompose()
    return str(soup)


def as_words(tag) -> str:
    """Return what stands between words instead of a tag; one that never ends is no tag."""
    if not tag["end"]:
        return tag[0]
    return "\n\n" if tag["name"].lower() in BLOCKS else ""
