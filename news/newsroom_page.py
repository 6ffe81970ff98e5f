"""What the pages of the newsroom beside the article's form have in common."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.generic import View

from news.models import Article


def newsroom_path(model_admin, route, view, name):
    """Return the URL pattern of a page below the articles' list, for who may enter the newsroom."""
    view = model_admin.admin_site.admin_view(view.as_view(model_admin=model_admin))
    return path(route, view, name=f"news_article_{name}")


class ArticlePage(View):
    """A page of the newsroom about one article; whoever may see the article may open it."""

    model_admin = None
    title = ""
    template_name = None

    def dispatch(self, request, *args, pk, **kwargs):
        articles = Article.objects.select_related("latest_revision", "public_revision")
        self.article = get_object_or_404(articles, pk=pk)
        if not self.model_admin.has_view_or_change_permission(request, self.article):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def may_change(self):
        """What lies in the bin is only shown."""
        allowed = self.model_admin.has_change_permission(self.request, self.article)
        return allowed and not self.article.binned_at

    def show(self, context, status=200):
        """Render the page inside the admin's frame."""
        context = {
            **self.model_admin.admin_site.each_context(self.request),
            "opts": self.model_admin.opts,
            "title": self.title,
            "article": self.article,
            **context,
        }
        return render(self.request, self.template_name, context, status=status)
