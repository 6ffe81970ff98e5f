"""Pages of the newsroom beside the form: compare, history, restore, secret links, bin.

Their addresses are here, with those of review.py and preview.py.
"""

from copy import copy
from itertools import zip_longest
from operator import itemgetter

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Max
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from news import publishing
from news.models import Article, PreviewLink, Transition
from news.newsroom_page import ArticlePage, newsroom_path
from news.preview import Frames, Preview
from news.review import Review
from portal.rows import number

BIN_PAGE = 50
ENTRUSTED_SINCE = (
    "Bản này thuộc chuyên mục “{}”, nay bạn không được giao viết bài, nên chưa lấy lại được. "
    "Bạn vẫn mở xem và chép lại được."
)


def urls(model_admin):
    """Return the addresses of these pages, for ArticleAdmin.get_urls."""
    return [
        newsroom_path(model_admin, "thung-rac/", Bin, "bin"),
        newsroom_path(model_admin, "<int:pk>/duyet/", Review, "review"),
        newsroom_path(model_admin, "<int:pk>/xem-truoc/<int:revision>/", Preview, "preview"),
        newsroom_path(
            model_admin, "<int:pk>/xem-truoc/<int:revision>/khung/", Frames, "preview_frames"
        ),
        newsroom_path(model_admin, "<int:pk>/so-sanh/", Compare, "compare"),
        newsroom_path(model_admin, "<int:pk>/lien-ket/", Links, "links"),
    ]


class Compare(ArticlePage):
    """Two revisions of one article, word by word; without being told which, the last two."""

    title = "So sánh hai bản"
    template_name = "admin/news/article/compare.html"

    def get(self, request):
        newest = self.article.latest_revision or self.article.revisions.first()
        after = self.revision("sau", newest)
        public = self.article.public_revision
        earlier = public if public and public != after else after and (after.base or public)
        before = self.revision("truoc", earlier)
        if before is None or after is None:
            raise Http404
        return self.show({"before": before, "after": after})

    def revision(self, name, otherwise):
        if name not in self.request.GET:
            return otherwise
        return get_object_or_404(self.article.revisions, pk=number(self.request.GET[name]))


# ---------- The history: the admin's own address, through ArticleAdmin.history_view ----------


def history(model_admin, request, article):
    """Return what the history shows: every revision and every decision, newest first."""
    revisions = list(article.revisions.defer("document").select_related("created_by"))
    for revision, older in zip_longest(revisions, revisions[1:]):
        revision.before_id = revision.base_id or (older and older.pk)
    decisions = article.transitions.defer("revision__document")
    entries = [(r.created_at, 0, r) for r in revisions] + [(t.at, 1, t) for t in decisions]
    newest = revisions[0] if revisions else None
    public = article.public_revision_id if article.has_edit_waiting else None
    return {
        "entries": [
            {"is_decision": bool(kind), "row": row}
            for _, kind, row in sorted(entries, key=itemgetter(0, 1), reverse=True)
        ],
        "article": article,
        "may_change": model_admin.has_change_permission(request, article),
        "has_several": len(revisions) > 1,
        "compared_with": public or (newest and newest.before_id),
    }


def restore(model_admin, request, article):
    """Go on with the revision that was chosen in the history, or after two had saved at once."""
    if article.binned_at or not model_admin.has_change_permission(request, article):
        raise PermissionDenied
    revision = get_object_or_404(article.revisions, pk=number(request.POST.get("revision")))
    category = revision.as_article()[0].category
    if category and not category.lets_write(request.user):
        messages.error(request, ENTRUSTED_SINCE.format(category))
        return redirect("admin:news_article_history", article.pk)
    with transaction.atomic():
        article = Article.objects.select_for_update().get(pk=article.pk)
        publishing.restore(article, revision, request.user)
    when = f"{timezone.localtime(revision.created_at):%H:%M, %d/%m/%Y}"
    unseen = " Bạn đọc vẫn thấy bản đã duyệt." if article.state == Article.State.APPROVED else ""
    messages.success(request, f"Đã lấy lại bản lưu lúc {when}.{unseen}")
    return redirect("admin:news_article_change", article.pk)


# ---------- The bin ----------


class Bin(View):
    """What was put in the bin, by whom, and the way back."""

    model_admin = None

    def dispatch(self, request, *args, **kwargs):
        if not self.model_admin.has_view_or_change_permission(request):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        binned = Article.objects.binned().select_related("category").defer("body")
        pages = Paginator(binned.order_by("-binned_at", "-pk"), BIN_PAGE)
        page = pages.get_page(request.GET.get("trang"))
        decisions = Transition.objects.filter(
            article__in=[article.pk for article in page], action=Transition.Action.BIN
        )
        last = {decision.article_id: decision for decision in decisions.order_by("pk")}
        context = {
            **self.model_admin.admin_site.each_context(request),
            "opts": self.model_admin.opts,
            "title": "Thùng rác",
            "page": page,
            "rows": [(a, last.get(a.pk), self.may_take_back(a)) for a in page],
        }
        return render(request, "admin/news/article/bin.html", context)

    @transaction.atomic
    def post(self, request):
        binned = Article.objects.binned().select_for_update()
        article = get_object_or_404(binned, pk=number(request.POST.get("article")))
        if not self.may_take_back(article):
            raise PermissionDenied
        publishing.take_out_of_bin(article, request.user)
        messages.success(request, f"Đã lấy lại bài “{article}”.")
        return redirect("admin:news_article_change", article.pk)

    def may_take_back(self, article):
        """Whether this person could have binned it: what lies in the bin itself nobody may edit."""
        before = copy(article)
        before.binned_at = None
        return self.model_admin.has_delete_permission(self.request, before)


# ---------- Links to look ----------


class LinkForm(forms.Form):
    """For how long a preview link is to work."""

    days = forms.TypedChoiceField(
        label="Xem được trong",
        coerce=int,
        choices=[(1, "1 ngày"), (3, "3 ngày"), (7, "7 ngày"), (14, "14 ngày")],
        initial=3,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Hãy chọn 1, 3, 7 hoặc 14 ngày."},
    )


class Links(ArticlePage):
    """Secret addresses of an article's text: made, listed with how often they were opened, closed.

    Only a fingerprint of an address is stored, so the page that makes one shows it, and no other.
    """

    title = "Liên kết xem trước"
    template_name = "admin/news/article/links.html"

    def get(self, request):
        return self.answer(LinkForm())

    def post(self, request):
        if not self.may_change():
            raise PermissionDenied
        if "revoke" in request.POST:
            return self.revoke(number(request.POST["revoke"]))
        form = LinkForm(request.POST)
        if not form.is_valid():
            return self.answer(form, status=422)
        revision = publishing.first_revision(self.article)
        link, token = PreviewLink.make(revision, request.user, form.cleaned_data["days"])
        address = settings.SITE_URL + reverse("news:preview_link", args=[token])
        return self.answer(LinkForm(), {"new": link, "address": address}, status=201)

    def revoke(self, pk):
        link = get_object_or_404(self.links(), pk=pk, revoked_at=None)
        PreviewLink.objects.filter(pk=link.pk).update(revoked_at=timezone.now())
        messages.success(self.request, "Đã thu hồi liên kết; ai mở nữa cũng không thấy bài.")
        return redirect(self.request.path)

    def links(self):
        return PreviewLink.objects.filter(revision__article=self.article)

    def answer(self, form, context=None, status=200):
        links = self.links().select_related("created_by", "revision").defer("revision__document")
        links = links.annotate(opened=Count("openings"), last_opened=Max("openings__at"))
        context = {
            "form": form,
            "links": links,
            "now": timezone.now(),
            "may_change": self.may_change(),
            **(context or {}),
        }
        return self.show(context, status)
