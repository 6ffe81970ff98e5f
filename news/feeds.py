"""RSS and Atom: the newest articles, of the whole site, of a kind, a category, a topic."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed
from django.utils.html import escape
from django.views.decorators.http import require_safe

from news.models import Article, Category, Topic
from portal.media import type_of
from portal.models import AgencyIdentity
from portal.paths import absolute
from portal.text import for_xml

SIZE = 30


class Cleaned:
    """Text that may stand in XML, and the photo as Media RSS, which asks for no size in bytes."""

    def __init__(self, **fields):
        super().__init__(**cleaned(fields))

    def add_item(self, **fields):
        super().add_item(**cleaned(fields))

    def root_attributes(self):
        return super().root_attributes() | {"xmlns:media": "http://search.yahoo.com/mrss/"}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        if photo := item["photo"]:
            attributes = {"width": str(photo.width), "height": str(photo.height)}
            address = {"url": absolute(photo.image.url), "medium": "image"}
            handler.startElement("media:content", address | attributes)
            if photo.caption:
                handler.addQuickElement("media:description", for_xml(photo.caption))
            if photo.credit:
                handler.addQuickElement("media:credit", for_xml(photo.credit))
            handler.endElement("media:content")


def enclosure(attachment):
    address = absolute(attachment.file.url)
    return Enclosure(address, str(attachment.size), type_of(address))


def cleaned(fields):
    return {name: for_xml(v) if isinstance(v, str) else v for name, v in fields.items()}


class Rss(Cleaned, Rss201rev2Feed):
    pass


class Atom(Cleaned, Atom1Feed):
    pass


@dataclass
class Channel:
    """What one feed is about."""

    path: str  # its own
    page: str  # of the page that lists the same
    heading: str
    articles: object
    office: AgencyIdentity


class Everything(Feed):
    """The newest of all kinds; it says of each article what a list says, with its whole lead."""

    kept_parameters = ()
    language = "vi"
    heading, page = "", "home"
    item_guid_is_permalink = False

    def __init__(self, feed_type=Rss):
        self.feed_type = feed_type

    @method_decorator(require_safe)
    def __call__(self, request, *args, **kwargs):
        response = super().__call__(request, *args, **kwargs)
        # An article that was withdrawn makes the newest date older; the ETag tells the change.
        del response.headers["Last-Modified"]
        return response

    def get_object(self, request, **kwargs):
        heading, page, articles = self.about(**kwargs)
        return Channel(request.path, page, heading, articles, AgencyIdentity.objects.on())

    def about(self):
        return self.heading, reverse(self.page), self.of_kind(self.articles())[:SIZE]

    def articles(self):
        articles = Article.objects.published().for_feed().listed().newest_first()
        return articles.prefetch_related("contributors", "attachments", "videos")

    def of_kind(self, articles):
        return articles

    def title(self, channel):
        return " - ".join(filter(None, [channel.heading, channel.office.site_name]))

    def description(self, channel):
        return f"{channel.heading or 'Bài mới'} của {channel.office.name}"

    def author_name(self, channel):
        return channel.office.name

    def link(self, channel):
        return absolute(channel.page)

    def feed_url(self, channel):
        return absolute(channel.path)

    def items(self, channel):
        return channel.articles

    def item_title(self, article):
        return article.title

    def item_description(self, article):
        return escape(article.lead) or None  # readers take it for HTML

    def item_link(self, article):
        return absolute(article.get_absolute_url())

    def item_guid(self, article):
        """A name that outlives a new title, category or scheme (RFC 4151)."""
        host = urlsplit(settings.SITE_URL).hostname
        return f"tag:{host},{article.created_at:%Y-%m-%d}:{article.pk}"

    def item_author_name(self, article):
        return ", ".join(contributor.name for contributor in article.contributors.all()) or None

    def item_pubdate(self, article):
        return None if article.hide_date else article.published_at

    def item_updateddate(self, article):
        return article.changed_at

    def item_categories(self, article):
        return [article.section_name]

    def item_enclosures(self, article):
        films = [video for video in article.videos.all() if video.file]
        files = [*films, *article.attachments.all()]
        return [enclosure(file) for file in files[:1]]  # RSS allows one

    def item_extra_kwargs(self, article):
        return {"photo": article.cover}


class News(Everything):
    heading, page = "Tin tức", "news:article_list"

    def of_kind(self, articles):
        return articles.news()


class Announcements(Everything):
    heading, page = "Thông báo", "news:announcement_list"

    def of_kind(self, articles):
        return articles.announcements()


class Documents(Everything):
    heading, page = "Văn bản", "news:document_list"

    def of_kind(self, articles):
        return articles.documents()


class Albums(Everything):
    heading, page = "Album ảnh", "news:album_list"

    def of_kind(self, articles):
        return articles.albums()


class Videos(Everything):
    heading, page = "Video", "news:video_list"

    def of_kind(self, articles):
        return articles.videos()


def moved(request, found):
    """Return where the feed of what was found stands now, if it was asked for elsewhere."""
    folder, _, name = request.path.rpartition("/")
    address = found.get_absolute_url()
    return None if f"{folder}/" == address else redirect(f"{address}{name}", permanent=True)


class OfCategory(Everything):
    """The newest of a category and its subcategories; under its former slugs it leads on."""

    def __call__(self, request, section):
        category = get_object_or_404(Category.objects.at(section))
        return moved(request, category) or super().__call__(request, category=category)

    def about(self, category):
        articles = self.articles().first_of(category.with_children, SIZE)
        return category.name, category.get_absolute_url(), articles


class OfTopic(Everything):
    """The newest of a topic; under its former names and numbers it is found where it is now."""

    def __call__(self, request, slug, pk):
        topic = get_object_or_404(Topic.objects.open().numbered(pk))
        return moved(request, topic) or super().__call__(request, topic=topic)

    def about(self, topic):
        places = topic.placements.below_public().newest_first()
        return topic.name, topic.get_absolute_url(), places.first_articles(SIZE, self.articles())
