"""The page that shows what the proof-reader and the guard found, and where."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect

from news import publishing
from news.checking import STOPPED, TO_ACCEPT, check
from news.editing import OPEN
from news.models import Article, Dismissal
from news.newsroom_page import ArticlePage, newsroom_path
from news.review import check_fit_for_readers
from news.rights import may_publish_all
from portal.rows import number

State = Article.State


def urls(model_admin):
    """Return the address of this page, for ArticleAdmin.get_urls."""
    return [newsroom_path(model_admin, "<int:pk>/soat-bai/", CheckPage, "check")]


class CheckPage(ArticlePage):
    """What was found in the newest text: to be mended, dismissed, or accepted and let out."""

    title = "Soát bài"
    template_name = "admin/news/article/check.html"

    def get(self, request):
        publishing.first_revision(self.article)
        return self.answer()

    def post(self, request):
        if not self.may_change():
            raise PermissionDenied
        revision = publishing.first_revision(self.article)
        if dismissed := request.POST.get("dismiss", "")[:64]:
            Dismissal.objects.get_or_create(
                article=self.article, key=dismissed, defaults={"by": request.user}
            )
            return redirect(request.path)
        if number(request.POST.get("revision")) != revision.pk:
            return self.answer(publishing.CHANGED_SINCE, status=409)
        found = check(revision)
        if found.secrets:
            return self.answer(STOPPED, status=422)
        if "publish" in request.POST:
            return self.publish(revision, found)
        return self.submit()

    def publish(self, revision, found):
        if not may_publish_all(self.request.user, revision):
            raise PermissionDenied
        if found.to_accept and "accept" not in self.request.POST:
            return self.answer(TO_ACCEPT, status=422)
        try:
            check_fit_for_readers(revision)
            publishing.approve(self.article, revision, self.request.user, accepted=found.accepted)
        except ValidationError as error:
            return self.answer(" ".join(error.messages), status=422)
        except publishing.TextHasChanged as error:
            return self.answer(str(error), status=409)
        messages.success(self.request, "Đã đăng bài.")
        return redirect("admin:news_article_change", self.article.pk)

    @transaction.atomic
    def submit(self):
        self.article = Article.objects.select_for_update().get(pk=self.article.pk)
        if self.article.stage not in OPEN:
            return self.answer("Bài này đã được gửi duyệt hoặc đã đăng.", status=409)
        publishing.submit(self.article, self.request.user)
        messages.success(self.request, "Đã gửi duyệt.")
        return redirect("admin:news_article_change", self.article.pk)

    def answer(self, problem="", status=200):
        article = self.article
        revision = article.latest_revision
        may_change = self.may_change()
        is_news_to_readers = article.state != State.APPROVED or article.has_edit_waiting
        context = {
            "check": check(revision),
            "revision": revision,
            "problem": problem,
            "may_change": may_change,
            "may_submit": may_change and article.stage in OPEN,
            "may_publish": may_change
            and is_news_to_readers
            and may_publish_all(self.request.user, revision),
        }
        return self.show(context, status=status)
