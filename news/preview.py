"""What readers would see of a revision, shown to those who work on it and to who has a link."""

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic import View

from news.article_page import article_context
from news.models import PreviewLink, PreviewOpening
from news.newsroom_page import ArticlePage


def as_readers_get(revision):
    """Return the article as approving this revision now would make it, and what goes with it."""
    known = revision.article
    article, parts = revision.as_article()
    article.cover = next((p for p in parts["photos"] if p.pk == article.cover_id), None)
    now = timezone.now().replace(second=0, microsecond=0)
    hour = known.published_at if known.approved_at else None
    article.published_at = article.published_at or hour or now
    if revision.pk != known.public_revision_id:
        article.approved_at = now
        article.date_change_note(now)
    return article, parts


def page_of(revision):
    """Return what news/article_detail.html prints of a revision."""
    article, parts = as_readers_get(revision)
    topics = [place.topic for place in parts.pop("placements")]
    return article_context(article, topics=topics, **parts)


@method_decorator(xframe_options_sameorigin, name="dispatch")
@method_decorator(csp_replace({"frame-ancestors": [SELF]}), name="dispatch")
class Preview(ArticlePage):
    """The page of any revision exactly as readers would see it; our own pages may frame it."""

    def get(self, request, revision):
        revision = get_object_or_404(self.article.revisions, pk=revision)
        return render(request, "news/article_preview.html", page_of(revision))


@method_decorator(csp_replace({"frame-src": [SELF]}), name="dispatch")
class Frames(ArticlePage):
    """The preview in a frame as wide as a phone, or as a desktop."""

    title = "Xem trước"
    template_name = "admin/news/article/preview_frames.html"

    def get(self, request, revision):
        revision = get_object_or_404(self.article.revisions, pk=revision)
        width = "desktop" if request.GET.get("kho") == "may-tinh" else "phone"
        return self.show({"revision": revision, "width": width})


@method_decorator(never_cache, name="dispatch")
class Linked(View):
    """A revision for whoever has its secret address. It shows, and nothing else.

    Nothing a chat's own preview reads of it says what it is about, no search engine keeps it and
    no other site is told its address.
    """

    def get(self, request, token):
        link = PreviewLink.objects.select_related("revision__article").of_token(token)
        if link is None or link.revision.article.binned_at:
            raise Http404
        if request.method == "GET":  # a chat that asks for the head only has shown it to nobody
            PreviewOpening.objects.create(link=link)
        context = {"link": link, "is_public": is_public(link.revision)}
        response = render(
            request, "news/article_preview_link.html", page_of(link.revision) | context
        )
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response


def is_public(revision):
    """Whether this is the text that readers see now."""
    article = revision.article
    return article.is_published() and article.public_revision_id == revision.pk
