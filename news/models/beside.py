"""Rows beside an article by which it is listed too: whose it is, what it is about."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from news.models.article import Article


class BesideArticleQuerySet(models.QuerySet):
    """Ordered and paged like articles, by the hour that a row has of its article."""

    def below_public(self):
        """The rows of what readers may see in lists."""
        public = Article.objects.published().listed().filter(pk=OuterRef("article_id"))
        return self.filter(Exists(public))

    def newest_first(self):
        return self.order_by("-published_at", "-article_id")

    def oldest_first(self):
        return self.order_by("published_at", "article_id")

    def older_than(self, hour, article):
        at_once = Q(published_at=hour, article_id__lt=article)
        return self.filter(Q(published_at__lt=hour) | at_once).filter(published_at__lte=hour)

    def newer_than(self, hour, article):
        at_once = Q(published_at=hour, article_id__gt=article)
        return self.filter(Q(published_at__gt=hour) | at_once).filter(published_at__gte=hour)

    def first_articles(self, limit, articles=None):
        """Return the first `limit` articles in this order, each once, as lists print them.

        `articles` loads them, and with them what else of them is printed.
        """
        places = self.values_list("published_at", "article_id").distinct()[:limit]
        ids = [pk for _, pk in places]
        articles = Article.objects.for_listing() if articles is None else articles
        found = articles.in_bulk(ids)
        return [found[pk] for pk in ids if pk in found]


class HourOfArticle(models.DateTimeField):
    """When the article was published, kept beside its rows so that they have an order."""

    def pre_save(self, instance, add):
        instance.published_at = instance.article.published_at if instance.article_id else None
        return instance.published_at
