"""The page on which somebody decides about a text: the readers' page with two buttons."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone

from news import publishing
from news.checking import STOPPED, TO_ACCEPT, check
from news.forms import NEEDS_PHOTO, NO_BODY, NO_VIDEO, REASON_MISSING
from news.models import Article, Transition
from news.newsroom_page import ArticlePage
from news.preview import as_readers_get, is_public, page_of
from news.rights import may_publish_all
from portal.rows import number

State, Action = Article.State, Transition.Action

DECIDED = "Bài này vừa được người khác xử lý, nên quyết định của bạn chưa được ghi."
DAMAGED = (
    "Bản lưu này không còn đúng như lúc được lưu nên không duyệt được. "
    "Hãy báo người quản trị trang, rồi khôi phục một bản khác trong lịch sử bài."
)
UNDECIDED = "Hãy chọn “Duyệt và đăng” hoặc “Trả lại”."


class Review(ArticlePage):
    """The newest text exactly as readers would get it, what is new in it, and who asks."""

    def get(self, request):
        publishing.first_revision(self.article)
        return self.answer()

    @transaction.atomic
    def post(self, request):
        """Decide about the very text that was on the page: its number and SHA-256 come along."""
        self.article = Article.objects.select_for_update().get(pk=self.article.pk)
        newest = publishing.first_revision(self.article)
        if not self.may_decide():
            raise PermissionDenied
        seen = number(request.POST.get("revision")), request.POST.get("sha256")
        if self.article.binned_at or self.article.stage != State.SUBMITTED:
            return self.answer(DECIDED, status=409)
        if seen != (newest.pk, newest.sha256):
            return self.answer(publishing.CHANGED_SINCE, status=409)
        if not newest.is_intact():
            return self.answer(DAMAGED, status=409)
        match request.POST.get("decision"):
            case "approve":
                return self.approve(newest)
            case "return":
                return self.send_back(request.POST.get("reason", "").strip())
        return self.answer(UNDECIDED, status=422)

    def approve(self, revision):
        try:
            check_fit_for_readers(revision)
        except ValidationError as error:
            return self.answer(" ".join(error.messages), status=422)
        found = check(revision)
        if found.secrets:
            return self.answer(STOPPED, status=422)
        if found.to_accept and "accept" not in self.request.POST:
            return self.answer(accept_error=TO_ACCEPT, status=422)
        publishing.approve(self.article, revision, self.request.user, accepted=found.accepted)
        return redirect(self.request.path)

    def send_back(self, reason):
        if not reason:
            return self.answer(reason_error=REASON_MISSING, status=422)
        publishing.send_back(self.article, self.request.user, reason)
        return redirect(self.request.path)

    def may_decide(self):
        return may_publish_all(self.request.user, self.article.latest_revision)

    def answer(self, problem="", reason_error="", accept_error="", status=200):
        article, revision = self.article, self.article.latest_revision
        submission = article.transitions.filter(action=Action.SUBMIT).first()
        is_waiting = article.stage == State.SUBMITTED and not article.binned_at
        page = page_of(revision)
        context = {
            "stored": article,
            "revision": revision,
            "is_public": is_public(revision),
            "submission": submission,
            "decision": article.transitions.first(),
            "known": known_before(article),
            "is_waiting": is_waiting,
            "is_ahead": page["article"].published_at > timezone.now(),
            "may_change": self.may_change(),
            "decides": is_waiting and self.may_decide() and revision.is_intact(),
            "problem": problem or ("" if revision.is_intact() else DAMAGED),
            "reason_error": reason_error,
            "reason": self.request.POST.get("reason", ""),
            "accept_error": accept_error,
            "check": check(revision) if is_waiting else None,
        }
        template = "admin/news/article/review.html"
        return render(self.request, template, page | context, status=status)


def known_before(article):
    """Return the revision that readers, or else the last approver, know; None of a new text."""
    if article.has_edit_waiting:
        return article.public_revision
    decided = article.transitions.filter(action__in=[Action.APPROVE, Action.RETURN])
    decision = decided.exclude(revision=article.latest_revision_id).first()
    return decision and decision.revision


def check_fit_for_readers(revision):
    """Raise ValidationError where the form would not have let the text out now."""
    article, parts = as_readers_get(revision)
    article.clean()
    if article.kind == Article.Kind.NEWS and not article.body:
        raise ValidationError(NO_BODY)
    if article.kind in NEEDS_PHOTO and not parts["photos"]:
        raise ValidationError(NEEDS_PHOTO[article.kind])
    if article.kind == Article.Kind.VIDEO and not parts["videos"]:
        raise ValidationError(NO_VIDEO)
