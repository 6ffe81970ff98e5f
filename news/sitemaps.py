"""The site's pages for search engines: an index, the standing pages, and the articles in parts.

A part holds the articles of a thousand ids, not those of a month: so none is ever too long,
whatever was imported in one night, none shifts when an article comes or goes, and neither the
index nor a part counts the archive or walks through it.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from news.models import Article, Category, Topic
from portal.kept import kept
from portal.models import MenuItem
from portal.paths import absolute, path_to

PART = 1000  # ids
LISTS = ["home", "news:article_list", "news:announcement_list", "news:document_list"]
LISTS += ["news:archive", "news:site_map", "feedback", "stats:method"]


class OnThisSite(Sitemap):
    """Full addresses from SITE_URL, where Django's own take the Host header."""

    def get_protocol(self, protocol=None):
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc


class Lists(OnThisSite):
    def items(self):
        lists = [*LISTS, *MenuItem.Listing.filled()]
        groups = [*Category.objects.all(), *Topic.objects.open()]
        return [*map(reverse, lists), *(group.get_absolute_url() for group in groups)]

    def location(self, path):
        return path


class Articles(OnThisSite):
    limit = PART + 1

    def __init__(self, part):
        self.part = part

    def items(self):
        """The public articles of the part; the format allows no empty one, so home stands in."""
        articles = Article.objects.in_id_range(self.part * PART, PART)
        return [article for article in articles if article.is_published()] or [None]

    def location(self, article):
        return article.get_absolute_url() if article else "/"

    def lastmod(self, article):
        return article and article.changed_at


@kept()
@require_safe
def index(request):
    newest = Article.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    parts = [path_to("news:sitemap", part) for part in range(newest // PART + 1)]
    addresses = map(absolute, [path_to("news:sitemap_lists"), *parts])
    context = {"addresses": addresses}
    return render(request, "news/sitemap_index.xml", context, content_type="application/xml")


@kept()
@require_safe
def lists(request):
    return sitemap(request, {"trang": Lists})


@kept()
@require_safe
def articles(request, part):
    if part > 10**9:  # no database has such an id
        raise Http404
    return sitemap(request, {"bai": Articles(part)})
