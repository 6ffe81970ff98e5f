"""What waits for whoever signs in, and where one text stands: for the newsroom's pages."""

from typing import NamedTuple

from django import template
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from news.models import Article, Category, Transition
from news.rights import may_publish
from portal.days import midnight, monday_of

register = template.Library()

SHOWN = 6  # of each list on the front page; its foot leads to all of it
State, Action = Article.State, Transition.Action
TOLD_BY = {  # which decision brought a text to its stage
    State.SUBMITTED: Action.SUBMIT,
    State.RETURNED: Action.RETURN,
    State.WITHDRAWN: Action.WITHDRAW,
}


class Pile(NamedTuple):
    """One list of the front page: what lies there, and in its foot where all of it lies."""

    name: str
    title: str
    articles: list
    more: str


@register.inclusion_tag("admin/news/front_desk.html", takes_context=True)
def front_desk(context):
    """Show what a member of the newsroom can begin, and what waits for them."""
    user = context["request"].user
    may_see = user.has_perm("news.view_article") or user.has_perm("news.change_article")
    return {
        "may_write": user.has_perm("news.add_article"),
        "may_see": may_see,
        "waiting": waiting(user) if may_see and may_publish(user) else None,
        "piles": [pile for pile in piles(user) if pile.articles] if may_see else [],
    }


def piles(user):
    """Yield the lists of the front page but the first, each a short walk along an index."""
    now = timezone.now()
    this_week = midnight(monday_of(timezone.localdate()))
    if user.has_perm("news.change_article"):
        back = told(Article.objects.at_stage(State.RETURNED).written_by(user), Action.RETURN)
        yield pile("returned", "Trả lại cho tôi", back, stage="returned", mine=1)
        if not may_publish(user):
            sent = told(Article.objects.at_stage(State.SUBMITTED).written_by(user), Action.SUBMIT)
            yield pile("sent", "Đã gửi, chờ duyệt", sent, stage="submitted", mine=1)
        drafts = Article.objects.at_stage(State.DRAFT).written_by(user)
        yield pile("drafts", "Bài của tôi đang viết", drafts, stage="draft", mine=1)
    ahead = Article.objects.kept().filter(state=State.APPROVED, published_at__gt=now)
    ahead = ahead.order_by("published_at", "pk")
    yield pile("scheduled", "Hẹn giờ", ahead, stage="scheduled")
    out = Article.objects.published().filter(published_at__gte=this_week).newest_first()
    yield pile("published", "Đăng tuần này", out, stage="published")


def waiting(user):
    """Return what waits for this person, who may approve: it stands before all else."""
    sent = told(approved_by(user, Article.objects.at_stage(State.SUBMITTED)), Action.SUBMIT)
    return pile("waiting", "Chờ tôi duyệt", sent.order_by("-updated_at"), stage="submitted")


def pile(name, title, articles, **query):
    """Return one list; `query` is what the list of articles is asked for all of it."""
    rows = articles.select_related("category", "created_by").defer("body", "category__description")
    address = reverse("admin:news_article_changelist", query=query)
    found = list(rows[: SHOWN + 1])
    return Pile(name, title, found[:SHOWN], address if len(found) > SHOWN else "")


def approved_by(user, articles):
    """Narrow to categories in which this person, who may approve, may approve."""
    if user.is_superuser:
        return articles
    entrusted = Category.objects.filter(approvers__isnull=False).exclude(approvers=user)
    return articles.exclude(category__in=entrusted.values("pk"))


def told(articles, action):
    """Load with each article who decided this about it, when and why: `.told`, newest first."""
    decisions = Transition.objects.filter(action=action)
    return articles.prefetch_related(Prefetch("transitions", decisions, to_attr="told"))


@register.inclusion_tag("admin/news/article/error_reports.html", takes_context=True)
def error_reports(context, article):
    """Show above an article's form what readers found wrong in it and nobody has looked at."""
    may_see = context["request"].user.has_perm("news.view_errorreport")
    return {"reports": article.error_reports.waiting() if may_see else []}


@register.simple_tag(takes_context=True)
def standing(context, article):
    """Return where the newest text of an article stands, and what readers see instead of it."""
    return Standing(article, context["request"].user)


class Standing:
    """One article as the person before its form needs to know it. `article` is None for a new one.

    The form shows the newest text; what readers see is asked of the revision that is public.
    """

    def __init__(self, article, user):
        self.article = article
        self.stage = article.stage if article else State.DRAFT
        self.is_public = bool(article) and article.state == State.APPROVED
        self.has_edit = bool(article) and article.has_edit_waiting
        self.may_publish = may_publish(user, article)

    @property
    def is_open(self):
        """Whether its writer can submit it: nobody has it before them."""
        return self.stage != State.SUBMITTED

    @property
    def decides(self):
        """Whether it waits for this person's decision."""
        return self.stage == State.SUBMITTED and self.may_publish

    @property
    def decision(self):
        """Return the decision that brought it here, if one did."""
        if action := TOLD_BY.get(self.stage):
            return self.article.transitions.filter(action=action).first()
        return None

    @property
    def public(self):
        """Return the article as readers have it, whatever was typed into the form."""
        if self.has_edit and (approved := self.article.public_revision):
            public, _ = approved.as_article()
            public.published_at = public.published_at or public.approved_at
            return public
        return Article.objects.select_related("category").get(pk=self.article.pk)
