from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from news.article_page import article_context, find_public, name_then, parts_of
from news.front_page import front_page
from news.models import Article, Category, Contributor, Topic
from news.pagination import NEWER, OLDER, PAGE_SIZE, paginate
from news.share_picture import ArticlePicture
from portal.models import AgencyIdentity
from portal.views import send_drawn
from stats import figures


class Home(TemplateView):
    kept_parameters = ()
    template_name = "news/home.html"

    def get_context_data(self, **kwargs):
        # Named, though it has none: a template looks everywhere for a name that nobody gave.
        of_lists = {"heading": "", "feed": False, "canonical_query": "", "canonical_path": ""}
        return super().get_context_data(**front_page(), **of_lists, **kwargs)


class ArticleList(TemplateView):
    """A newest-first list, page by page."""

    kept_parameters = (OLDER, NEWER)
    heading = ""
    has_feed = False

    def get_articles(self):
        return Article.objects.published().for_listing()

    def get_page(self):
        return paginate(self.get_articles(), self.request.GET)

    def get_context_data(self, **kwargs):
        page = self.get_page()
        found = {"articles": page.articles, "page": page, "canonical_query": page.query}
        about = {"heading": self.heading, "feed": self.has_feed}
        return super().get_context_data(**found | about | kwargs)


class NewsList(ArticleList):
    template_name = "news/article_list.html"
    heading = "Tin tức"
    has_feed = True

    def get_articles(self):
        return super().get_articles().news()


class AnnouncementList(ArticleList):
    template_name = "news/announcement_list.html"
    heading = "Thông báo"
    has_feed = True

    def get_articles(self):
        return super().get_articles().announcements()


class AlbumList(ArticleList):
    template_name = "news/media_list.html"
    heading = "Album ảnh"
    has_feed = True

    def get_articles(self):
        return super().get_articles().albums().measured()


class VideoList(ArticleList):
    template_name = "news/media_list.html"
    heading = "Video"
    has_feed = True

    def get_articles(self):
        return super().get_articles().videos().measured()


class CategoryDetail(ArticleList):
    template_name = "news/category_detail.html"
    has_feed = True

    def get(self, request, *args, **kwargs):
        categories = Category.objects.select_related("parent")
        self.category = get_object_or_404(categories.at(kwargs["section"]))
        address = self.category.get_absolute_url()
        if request.path != address:
            return redirect(address, permanent=True)
        return super().get(request, *args, **kwargs)

    def get_page(self):
        def load(place):
            return place.first_of(self.category.with_children, PAGE_SIZE + 1)

        return paginate(self.get_articles().listed(), self.request.GET, load)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            category=self.category,
            heading=self.category.name,
            text=self.category.description,
            children=self.category.children.all(),
            **kwargs,
        )


def first_articles(place):
    """Load a page of articles, and one more, of the rows that stand beside articles."""
    return place.first_articles(PAGE_SIZE + 1)


class ContributorDetail(ArticleList):
    """All that one person signed, whatever letters the name was set in: ANH HUY is Anh Huy."""

    template_name = "news/contributor_detail.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.bylines = Contributor.objects.of_public(kwargs["slug"])
        self.names = self.get_names()
        if not self.names:
            raise Http404

    def get_names(self):
        """Return how the person signs, once each; in proper case where that was ever used."""
        names = {}
        for name in self.bylines.newest_first().values_list("name", flat=True)[:100]:
            known = names.setdefault(name.casefold(), name)
            names[name.casefold()] = name if known.isupper() else known
        return list(names.values())

    def get_page(self):
        return paginate(self.bylines, self.request.GET, first_articles)

    def get_context_data(self, **kwargs):
        return super().get_context_data(heading=", ".join(self.names), **kwargs)


class TopicList(TemplateView):
    kept_parameters = ()
    template_name = "news/topic_list.html"

    def get_context_data(self, **kwargs):
        topics = Topic.objects.open()
        return super().get_context_data(heading="Dòng sự kiện", topics=topics, **kwargs)


class TopicDetail(ArticleList):
    template_name = "news/topic_detail.html"
    has_feed = True

    def get(self, request, *args, **kwargs):
        # The number decides: the words before it may be those of an older name, and the topic may
        # have been merged into another.
        self.topic = get_object_or_404(Topic.objects.open().numbered(kwargs["pk"]))
        address = self.topic.get_absolute_url()
        if request.path != address:
            return redirect(address, permanent=True)
        return super().get(request, *args, **kwargs)

    def get_page(self):
        return paginate(self.topic.placements.below_public(), self.request.GET, first_articles)

    def get_context_data(self, **kwargs):
        about = {"topic": self.topic, "heading": self.topic.name, "text": self.topic.description}
        return super().get_context_data(**about | kwargs)


class ArticleDetail(TemplateView):
    kept_parameters = ()
    template_name = "news/article_detail.html"

    def get(self, request, *args, **kwargs):
        # The id decides; the words before it may be those of an older title or category.
        article = find_public(kwargs["pk"])
        if article is None:
            return self.gone()
        address = article.get_absolute_url()
        if request.path != address:
            return redirect(address, permanent=True)
        context = article_context(article, **parts_of(article))
        response = self.render_to_response(self.get_context_data(**context))
        response.headers[figures.ARTICLE_HEADER] = str(article.pk)
        return response

    def gone(self):
        """Say of what readers could once open that it is no more, and nothing of its text."""
        article = get_object_or_404(Article.objects.gone(), pk=self.kwargs["pk"])
        return render(self.request, "news/article_gone.html", {"gone": article}, status=410)


@require_safe
def share_picture(request, pk, digest):
    """The drawn picture of a public article; what others see of it must not outlive its title."""
    article = get_object_or_404(Article.objects.published().for_page(), pk=pk)
    picture = ArticlePicture.of(article, name_then(article) or AgencyIdentity.objects.on())
    return send_drawn(picture, digest, picture.url)
