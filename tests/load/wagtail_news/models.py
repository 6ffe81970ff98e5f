"""A home page, categories below it, and articles below these, by Wagtail's usual means."""

from collections import namedtuple

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.models import Page, Site
from wagtail.snippets.models import register_snippet
from wagtailcache.cache import WagtailCacheMixin

Link = namedtuple("Link", "name get_absolute_url")  # as the plain site's templates name them


@register_setting
class Identity(BaseSiteSetting):
    name = models.CharField(max_length=200)
    site_kind = models.CharField(max_length=100)


@register_snippet
class Slogan(models.Model):
    text = models.CharField(max_length=300)
    starts_on = models.DateField()
    ends_on = models.DateField()

    def __str__(self):
        return self.text


class HomePage(Page):
    """Nobody asks for it here."""


class CategoryPage(Page):
    """Nobody asks for it here."""


class NewsPage(WagtailCacheMixin, Page):
    lead = models.TextField()
    body = RichTextField()
    cover = models.ForeignKey("wagtailimages.Image", on_delete=models.PROTECT, related_name="+")
    byline = models.CharField(max_length=300)
    published_at = models.DateTimeField(db_index=True)

    def get_context(self, request):
        site = Site.find_for_request(request)
        today = timezone.localdate()
        category = self.get_parent()
        link = Link(category.title, category.get_url(request))
        older, newer = self.neighbours(category)
        older = list(older[:4])
        return super().get_context(request) | {
            "site_url": settings.WAGTAILADMIN_BASE_URL,
            "identity": Identity.for_site(site),
            "slogans": Slogan.objects.filter(starts_on__lte=today, ends_on__gte=today),
            "menu": [
                Link(page.title, page.get_url(request))
                for page in site.root_page.get_children().live().in_menu()
            ],
            "article": {"category": link},
            "address": settings.WAGTAILADMIN_BASE_URL + self.get_url(request),
            "older": older[0] if older else None,
            "newer": newer.first(),
            "related": older[1:],
        }

    def neighbours(self, category):
        """Return the older and the newer articles of the category, the nearest first."""
        same = NewsPage.objects.live().child_of(category)
        here = Q(published_at=self.published_at)
        older = same.filter(Q(published_at__lt=self.published_at) | here & Q(pk__lt=self.pk))
        newer = same.filter(Q(published_at__gt=self.published_at) | here & Q(pk__gt=self.pk))
        return older.order_by("-published_at", "-pk"), newer.order_by("published_at", "pk")
