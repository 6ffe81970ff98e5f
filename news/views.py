from operator import attrgetter

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.generic import DetailView, TemplateView

from news.body import photo_ids
from news.front_page import front_page
from news.models import Article, Category, Contributor, Placement, Topic
from news.outline import contents
from news.pagination import NEWER, OLDER, PAGE_SIZE, paginate
from news.share_picture import ArticlePicture
from portal.kept.watch import memory
from portal.models import AgencyIdentity
from portal.views import send_drawn
from stats import figures

MOST_TOPICS = 2  # beside an article
RELATED = 4  # older ones of its list, the first of which is the one before
NEWEST = 30  # of each list are remembered


class Home(TemplateView):
    kept_parameters = ()
    template_name = "news/home.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**front_page(), **kwargs)


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


class VideoList(AlbumList):
    heading = "Video"

    def get_articles(self):
        return ArticleList.get_articles(self).videos().measured()


class CategoryDetail(ArticleList):
    template_name = "news/category_detail.html"
    has_feed = True

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        categories = Category.objects.select_related("parent")
        self.category = get_object_or_404(categories, slug=kwargs["section"])

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
        def load(place):
            return place.first_articles(PAGE_SIZE + 1)

        return paginate(self.bylines, self.request.GET, load)

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
        def load(place):
            return place.first_articles(PAGE_SIZE + 1)

        return paginate(self.topic.placements.below_public(), self.request.GET, load)

    def get_context_data(self, **kwargs):
        about = {"topic": self.topic, "heading": self.topic.name, "text": self.topic.description}
        return super().get_context_data(**about | kwargs)


class ArticleDetail(DetailView):
    kept_parameters = ()
    template_name = "news/article_detail.html"
    context_object_name = "article"

    def get_queryset(self):
        # Most articles have no topic, and are asked for none.
        placed = Exists(Placement.objects.filter(article=OuterRef("pk")))
        return Article.objects.published().for_page().annotate(has_topics=placed)

    def get(self, request, *args, **kwargs):
        # The id decides; the words before it may be those of an older title or category.
        self.object = self.get_queryset().filter(pk=kwargs["pk"]).first()
        if self.object is None:
            return self.gone()
        address = self.object.get_absolute_url()
        if request.path != address:
            return redirect(address, permanent=True)
        response = self.render_to_response(self.get_context_data(object=self.object))
        response.headers[figures.ARTICLE_HEADER] = str(self.object.pk)
        return response

    def gone(self):
        """Say of what readers could once open that it is no more, and nothing of its text."""
        article = get_object_or_404(Article.objects.gone(), pk=self.kwargs["pk"])
        return render(self.request, "news/article_gone.html", {"gone": article}, status=410)

    def get_context_data(self, **kwargs):
        article = self.object
        parts = {
            "photos": article.photos.all(),
            "attachments": article.attachments.all(),
            "videos": article.videos.all() if article.kind == Article.Kind.VIDEO else (),
            "contributors": article.contributors.all(),
            "placements": article.placements.select_related("topic") if article.has_topics else (),
        }
        return super().get_context_data(**article_context(article, **parts), **kwargs)


@require_safe
def share_picture(request, pk, digest):
    """The drawn picture of a public article; what others see of it must not outlive its title."""
    article = get_object_or_404(Article.objects.published().for_page(), pk=pk)
    picture = ArticlePicture.of(article, name_then(article) or AgencyIdentity.objects.on())
    return send_drawn(picture, digest, picture.url)


def article_context(article, photos, attachments, videos, contributors, placements):
    """Return what news/article_detail.html prints, of the public text as of any revision."""
    photos = {photo.pk: photo for photo in photos}
    if article.cover_id in photos:  # as it is, nearly always
        article.cover = photos[article.cover_id]
    topics = list(dict.fromkeys(place.topic for place in placements))
    shown = photo_ids(article.body)
    wide_photo = None
    if article.kind != Article.Kind.ALBUM and article.cover_id not in shown:
        wide_photo = article.cover
        shown.append(article.cover_id)
    return {
        "article": article,
        "photos": photos,
        "wide_photo": wide_photo,
        "gallery": [photo for photo in photos.values() if photo.pk not in shown],
        "contents": contents(article.body),
        "attachments": attachments,
        "video": next(iter(videos), None),
        "contributors": contributors,
        "topics": [same_topic(topic, article) for topic in topics[:MOST_TOPICS]],
        "name_then": name_then(article),
        **neighbours(article),
    }


def same_topic(topic, article, size=4):
    """Return a topic and the newest articles of it besides this one."""
    others = topic.placements.below_public().exclude(article=article.pk).newest_first()
    return {"topic": topic, "articles": others.first_articles(size)}


def name_then(article):
    """Return the identity the office had when the article appeared, if it has another one now."""
    then = AgencyIdentity.objects.on(timezone.localdate(article.published_at))
    return then if then.pk and then.name != AgencyIdentity.objects.on().name else None


def neighbours(article):
    """Return what stands beside the article in its list; a page stands in none."""
    if article.kind == Article.Kind.PAGE:
        return {}
    beside = Article.objects.published().filter(kind=article.kind)
    if article.category:
        beside = beside.filter(category=article.category)
    newer, older = beside_a_new_one(article, beside) or beside_an_old_one(article, beside)
    return {"older": older[0] if older else None, "newer": newer, "related": older[1:]}


def beside_a_new_one(article, beside):
    """Return the next newer article and four older ones, if it is among the newest of its list.

    Most that is read is: these lines are the same for all of them.
    """

    def load():
        return list(beside.for_headlines().newest_first()[:NEWEST])

    newest = memory.recall(("newest", article.kind, article.category_id), load)
    places = [each.place for each in newest]
    if len(newest) == NEWEST:
        places = places[:-RELATED]  # behind these stand others that are not here
    if article.place not in places:
        return None
    here = places.index(article.place)
    return newest[here - 1] if here else None, newest[here + 1 : here + 1 + RELATED]


def beside_an_old_one(article, beside):
    """Return the same of any other, by two short walks."""
    found = Article.objects.for_headlines().all_of(
        beside.older_than(*article.place).newest_first()[:RELATED],
        beside.newer_than(*article.place).oldest_first()[:1],
    )
    older = [each for each in found if each.place < article.place]
    newer = next((each for each in found if each.place > article.place), None)
    return newer, sorted(older, key=attrgetter("place"), reverse=True)
