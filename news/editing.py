"""How the admin's form is saved: every save is a Revision, and what readers see is left alone.

The admin writes the form into the article's rows, as it always does. From them the revision is
read; and where readers see those rows and the text may not go out yet, they are then put back, in
the same transaction. The form of such an edit is shown the same way.
"""

import json
from contextlib import contextmanager

from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html

from news import publishing
from news.checking import STOPPED, TO_ACCEPT, check
from news.models import Article, Revision, SavedForm, Typing
from news.models.revision import document_of
from news.models.working import hash_of
from news.rights import may_publish, may_publish_all
from news.search import index
from portal.rows import number

State = Article.State
OPEN = {State.DRAFT, State.RETURNED, State.WITHDRAWN}

# Button: what it does, for texts at which stages, what the history says, whether it takes the
# right to publish. "_hold" and the plain ways to save decide nothing.
DECISIONS = {
    "_publish": (publishing.approve, set(State), "Đăng bài.", True),
    "_submit": (publishing.submit, OPEN, "Gửi duyệt.", False),
    "_return": (publishing.send_back, {State.SUBMITTED}, "Trả lại người soạn.", True),
    "_withdraw": (publishing.withdraw, {State.APPROVED}, "Gỡ bài khỏi trang.", True),
}
LET_OUT = {publishing.submit, publishing.approve}  # what the guard is asked about
NOT_ENTRUSTED = "Đã lưu. Bạn không được giao duyệt bài của chuyên mục này."
DECIDED_ELSEWHERE = "Bài đã đổi trạng thái ở nơi khác; chỉ lưu nội dung."


class SavesRevisions:
    """The part of ArticleAdmin that saves."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST":
            if "_saveasnew" in request.POST:  # Django would save what it has not asked about
                request.POST = request.POST.copy()
                del request.POST["_saveasnew"]
            # Files of 200 MB are read, photos drawn: nobody else has to wait meanwhile.
            sent = hash_of(request)
            known = SavedForm.objects.find(sent)
            if known is None and self.may_save(request, object_id):
                self.take_files(request)
            try:
                with transaction.atomic():
                    response = self.save_once(
                        request, sent, known, object_id, form_url, extra_context
                    )
            finally:
                self.discard_files(request)
            if revision := getattr(request, "saved_revision", None):
                found = check(revision)  # it reads files: nobody else has to wait meanwhile
                return self.decide(request, revision, found, response)
            return response
        article = Article.objects.filter(pk=number(object_id)).first()
        if article is None or not article.has_edit_waiting:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with shown_for_now(article.latest_revision):
            response = super().changeform_view(request, object_id, form_url, extra_context)
            return response.render() if hasattr(response, "render") else response

    def may_save(self, request, object_id):
        """Whether this person may save a form at this address; Django answers if not."""
        if object_id is None:
            return self.has_add_permission(request)
        article = Article.objects.filter(pk=number(object_id)).first()
        return article is not None and self.has_change_permission(request, article)

    def save_once(self, request, sent, known, object_id, form_url, extra_context):
        """Save a form, unless it is saved and only the answer was lost: then give the answer.

        A browser that is asked to load such a page again sends the very same form again; `sent` is
        its hash, `known` what was found of it before its files were taken.
        """
        # Of a form sent twice at once the second waits here for the first.
        get_user_model().objects.select_for_update(no_key=True).get(pk=request.user.pk)
        known = known or SavedForm.objects.find(sent)
        if known is None:
            response = self.save_text(request, object_id, form_url, extra_context)
            if revision := getattr(request, "kept_revision", None):
                request.saved_form = SavedForm.objects.remember(sent, revision, request.user)
            return response
        article = known.revision.article
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        if known.revision.is_aside:
            return self.conflict(request, article, known.revision)
        messages.success(request, f"Đã lưu bài “{article}”.")
        request.saved_form, request.saved_revision = known, known.revision
        return redirect("admin:news_article_change", article.pk)

    def save_text(self, request, object_id, form_url, extra_context):
        """Save what was typed as the article's newest revision; nothing is decided yet."""
        button = pressed(request)
        if button and DECISIONS[button][3] and not may_publish(request.user):
            raise PermissionDenied
        article = Article.objects.select_for_update().filter(pk=number(object_id)).first()
        base, is_first, is_public = None, True, False
        if article:
            is_public = article.state == State.APPROVED
            base = self.base(request, article)
            is_first = Article.objects.claim(article.pk, number(request.POST.get("version")))
            request.article_was = article
        before = transaction.savepoint()
        if article and (article.has_edit_waiting or not is_first):
            base.put_in_place()
        response = super().changeform_view(request, object_id, form_url, extra_context)
        saved = getattr(request, "saved_article", None)
        if saved is None:  # refused: what was typed is in the form that goes back
            if hasattr(response, "render"):
                response.render()
            transaction.set_rollback(True)
            return response

        document = document_of(saved)
        stays = is_first and not is_public
        if not stays:
            transaction.savepoint_rollback(before)
        revision = self.keep(request, article or saved, document, base, aside=not is_first)
        if not stays:
            revision.reserve()
            self.log_change(request, article, request.change_message)
        Typing.objects.filter(**form_of(request, article)).delete()
        request.kept_revision = revision
        if not is_first:
            return self.conflict(request, article, revision)
        self.move_on(request, article or saved, revision)
        request.saved_revision = revision
        return response

    def base(self, request, article):
        """Return the revision that the clerk had in the form."""
        newest = publishing.first_revision(article)
        return article.revisions.filter(pk=number(request.POST.get("base"))).first() or newest

    def keep(self, request, article, document, base, aside):
        """Return the revision of a document; a text that is already kept is not kept twice."""
        for known in filter(None, [article.latest_revision, article.public_revision]):
            if known.says(document) and known.is_intact() and not aside:
                return known
        return Revision.take(article, request.user, document, base=base, is_aside=aside)

    def move_on(self, request, article, revision):
        """Make a revision the article's newest; return the article as it now is."""
        article = Article.objects.get(pk=article.pk)
        article.latest_revision = revision
        waits = article.has_edit_waiting
        article.pending_state = (article.pending_state or State.DRAFT) if waits else ""
        article.updated_by = request.user
        article.save(update_fields=["latest_revision", "pending_state", "updated_by", "updated_at"])
        index.update_newsroom(article)
        return article

    @transaction.atomic
    def decide(self, request, revision, found, response):
        """Carry out the button that was pressed, and say what readers see now.

        Whoever saves or decides meanwhile waits, or was first: then nothing is decided here.
        """
        article = Article.objects.select_for_update().get(pk=revision.article_id)
        if request.saved_form.is_decided():
            say_what_readers_see(request, article)
            return response
        if article.latest_revision_id != revision.pk:
            messages.error(request, publishing.CHANGED_SINCE)
            return response
        button = pressed(request) or self.button_meant(request, article, revision)
        if button and not self.carry_out(request, article, revision, button, found):
            return redirect("admin:news_article_check", article.pk)
        article.refresh_from_db()
        say_what_readers_see(request, article)
        return response

    def button_meant(self, request, article, revision):
        """A plain save of what readers have lets it out, by who may, unless it is to be held."""
        if article.has_edit_waiting and "_hold" not in request.POST:
            return "_publish" if self.is_entrusted(request, revision) else None
        return None

    def carry_out(self, request, article, revision, button, found):
        """Do what a button says, if it still can be done; False if the guard lets nothing out."""
        verb, stages, said, _ = DECISIONS[button]
        stage = article.state if button == "_withdraw" else article.stage
        reason = request.POST.get("reason", "").strip()
        if verb is publishing.submit and stage == State.APPROVED:
            messages.info(request, "Không có gì khác với bản đang đăng, nên không cần gửi duyệt.")
        elif stage not in stages:
            messages.error(request, DECIDED_ELSEWHERE)
        elif verb in LET_OUT and not self.lets_out(request, revision, verb, found):
            return False
        elif verb not in LET_OUT and not self.is_entrusted(request, revision):
            messages.error(request, NOT_ENTRUSTED)
        elif verb is publishing.approve:
            publishing.approve(article, revision, request.user, reason, found.accepted)
        elif verb is publishing.withdraw:
            publishing.withdraw(article, request.user, reason, "tells_readers" in request.POST)
            messages.success(request, done(said))
        else:
            verb(article, request.user, reason)
            messages.success(request, done(said))
        return True

    def is_entrusted(self, request, revision):
        """Whether this person decides here: where the article was, and where its text would go."""
        was = getattr(request, "article_was", revision.article)
        return may_publish(request.user, was) and may_publish_all(request.user, revision)

    def lets_out(self, request, revision, verb, found):
        """Whether the guard lets a saved text go on; else say why not."""
        if verb is publishing.approve and not self.is_entrusted(request, revision):
            messages.error(request, NOT_ENTRUSTED)
            return False
        if found.secrets:
            messages.error(request, f"Đã lưu. {STOPPED}")
            return False
        if verb is publishing.approve and found.to_accept:
            messages.warning(request, f"Đã lưu, chưa đăng. {TO_ACCEPT}")
            return False
        return True

    def conflict(self, request, article, mine):
        """Tell the second of two who saved at once; both texts are kept."""
        article.refresh_from_db()
        context = {
            **self.admin_site.each_context(request),
            "title": "Hai người cùng sửa một bài",
            "article": article,
            "mine": mine,
            "newest": article.latest_revision,
            "opts": self.opts,
        }
        return render(request, "admin/news/article/conflict.html", context, status=409)

    def construct_change_message(self, request, form, formsets, add=False):
        """Let the history say what was decided, before what was changed."""
        changes = super().construct_change_message(request, form, formsets, add)
        text = LogEntry(change_message=json.dumps(changes)).get_change_message()
        said = next(
            (said for name, (_, _, said, _) in DECISIONS.items() if name in request.POST), ""
        )
        request.change_message = f"{said} {text}".strip()
        return request.change_message


def kind_asked_for(request):
    """Return the kind that the form for a new article was opened for; it may be changed there."""
    kind = request.GET.get("kind")
    return kind if kind in Article.Kind else Article.Kind.NEWS


def form_of(request, article):
    """Return as fields whose typing goes into the form of an article, or for a new one."""
    kind = "" if article else kind_asked_for(request)
    return {"user": request.user, "article": article, "kind": kind}


def pressed(request):
    """Return the name of the button that decides something, if one was pressed."""
    return next((name for name in DECISIONS if name in request.POST), None)


def done(said):
    """Return "Đã gửi duyệt." of "Gửi duyệt."."""
    return f"Đã {said[0].lower()}{said[1:]}"


def say_what_readers_see(request, article):
    url = article.get_absolute_url()
    where = format_html('<a href="{}">{}</a>', url, url)
    if article.has_edit_waiting and article.is_published():
        said = "Đã cất bản sửa. Bài đang đăng tại {} vẫn là bản đã duyệt."
        messages.success(request, format_html(said, where))
    elif article.has_edit_waiting:
        messages.success(request, "Đã cất bản sửa; bản đã duyệt không đổi.")
    elif article.is_published():
        messages.success(request, format_html("Bài đang đăng tại {}.", where))
    elif article.state == Article.State.APPROVED and article.has_expired:
        said = "Bài đã hết hạn lúc {:%H:%M ngày %d/%m/%Y}, nên bạn đọc không thấy."
        messages.warning(request, said.format(timezone.localtime(article.expires_at)))
    elif article.state == Article.State.APPROVED:
        said = "Bài sẽ lên trang lúc {:%H:%M ngày %d/%m/%Y}."
        messages.success(request, said.format(timezone.localtime(article.published_at)))


@contextmanager
def shown_for_now(revision):
    """Within, the article's rows say what the revision says; afterwards what they said before."""
    with transaction.atomic():
        # First the article, as who saves it does: two who took rows in another order would block.
        Article.objects.select_for_update().get(pk=revision.article_id)
        revision.put_in_place()
        yield
        transaction.set_rollback(True)
