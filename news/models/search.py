"""Which articles are in the indexes of search; the words stand beside (news/search/engines.py)."""

from django.db import models
from django.db.models import Q

from news.models.article import Article


class Entry(models.Model):
    """One article in an index. `place` says where it stands in it; the greatest comes first."""

    article = models.OneToOneField(
        Article, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    place = models.BigIntegerField(unique=True)

    class Meta:
        abstract = True
        default_permissions = []

    def __str__(self):
        return str(self.article_id)


class PublicEntry(Entry):
    """What readers search: the approved text, in the order of publication."""

    expires_at = models.DateTimeField(null=True)

    class Meta(Entry.Meta):
        indexes = [
            models.Index(
                fields=["expires_at"],
                name="public_entry_expires",
                condition=Q(expires_at__isnull=False),
            )
        ]


class NewsroomEntry(Entry):
    """What the newsroom searches: the newest text, whoever may see it."""
