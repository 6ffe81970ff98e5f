from datetime import timedelta
from itertools import chain
from operator import attrgetter

from django.apps import apps
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone

from portal.days import midnight, month_after

NEW_FOR = timedelta(days=3)  # how long an announcement carries its "mới" mark
HEADLINE = ["kind", "title", "slug", "published_at", "hide_date"]
HEADLINE += ["category__name", "category__slug"]
LINE = [*HEADLINE, "document_number", "issued_on"]
LINE += ["state", "binned_at", "expires_at"]  # whether it is public
CARD = [*LINE, "lead", "issuing_body", "validity"]
CARD += ["cover__image", "cover__width", "cover__height", "cover__focus"]
IN_FEED = [*CARD, "created_at", "approved_at", "cover__caption", "cover__credit"]
NEWSROOM_ONLY = ["created_by", "updated_by", "pending_state", "latest_revision", "version"]
IN_SEARCH = [*HEADLINE, "lead", "body", "document_number", "issued_on"]
IN_SEARCH += ["state", "binned_at", "expires_at"]  # whether it is public
IN_SITEMAP = ["kind", "slug", "category__slug", "state", "binned_at"]
IN_SITEMAP += ["published_at", "expires_at", "approved_at"]


class ArticleQuerySet(models.QuerySet):
    """`published()` is the only door for public pages; what follows it narrows and loads."""

    def published(self, now=None):
        """What any reader may see now: approved, its hour has come, and it has not expired."""
        now = now or timezone.now()
        # SQLite walks an index from one bound only. Coalesce hides this one from it, since a page
        # deep in the archive has a nearer one; what is scheduled is little to step over.
        hour = Coalesce("published_at", "published_at")
        return self.filter(
            LessThanOrEqual(hour, now),
            Q(expires_at__isnull=True) | Q(expires_at__gt=now),
            state=self.model.State.APPROVED,
            binned_at=None,
        )

    def public_among(self, ids):
        """Return a list of those of these articles that readers may see now, in this order.

        Asked by ids alone: SQLite takes what is approved for few, and would rather walk all of it.
        """
        found = self.in_bulk(ids)
        return [found[pk] for pk in ids if pk in found and found[pk].is_published()]

    def gone(self):
        """What readers could open and cannot any more, with just what they are told of it."""
        now = timezone.now()
        withdrawn = Q(state=self.model.State.WITHDRAWN, withdrawn_at__isnull=False)
        expired = Q(state=self.model.State.APPROVED, published_at__lte=now, expires_at__lte=now)
        told = ["state", "withdrawn_at", "withdrawal_reason", "expires_at"]
        return self.kept().filter(withdrawn | expired).only(*told)

    def next_change(self, now):
        """Return when a public page next changes by itself: the earliest hour after `now`, or None.

        An article appears or expires, a pin ends, an announcement is "mới" no more.
        """
        approved = self.filter(state=self.model.State.APPROVED, binned_at=None)
        fading = approved.announcements().filter(published_at__gt=now - NEW_FOR)
        hours = [
            *approved.filter(published_at__gt=now).first_hour("published_at"),
            *approved.filter(expires_at__gt=now).first_hour("expires_at"),
            *approved.filter(pinned_until__gt=now).first_hour("pinned_until"),
            *(hour + NEW_FOR for hour in fading.first_hour("published_at")),
        ]
        return min(hours, default=None)

    def first_hour(self, field):
        return self.order_by(field).values_list(field, flat=True)[:1]

    def kept(self):
        """All but what lies in the bin."""
        return self.filter(binned_at=None)

    def binned(self):
        return self.filter(binned_at__isnull=False)

    def at_stage(self, stage):
        """What has come this far in the newsroom: new texts, and edits of public articles.

        The index of edits leaves out all that have none; SQLite uses it where that is said again.
        """
        edit = Q(pending_state=stage) & ~Q(pending_state="")
        return self.kept().filter(Q(state=stage) | edit)

    def written_by(self, user):
        """What this person began or saved last; newest change first.

        Coalesce hides the columns' indexes: they lead to all that somebody wrote in ten years.
        """
        articles = self.alias(
            author=Coalesce("created_by_id", "created_by_id"),
            editor=Coalesce("updated_by_id", "updated_by_id"),
        )
        return articles.filter(Q(author=user.pk) | Q(editor=user.pk)).order_by("-updated_at", "-pk")

    def claim(self, pk, version):
        """Take the right to save: True for the first who comes with the version he has read.

        The check is inside the UPDATE, so that of two who save at once one is told so.
        """
        mine = self.filter(pk=pk, version=version, binned_at=None)
        return mine.update(version=F("version") + 1) == 1

    def news(self):
        return self.filter(kind=self.model.Kind.NEWS)

    def announcements(self):
        return self.filter(kind=self.model.Kind.ANNOUNCEMENT)

    def documents(self):
        return self.filter(kind=self.model.Kind.DOCUMENT)

    def albums(self):
        return self.filter(kind=self.model.Kind.ALBUM)

    def videos(self):
        return self.filter(kind=self.model.Kind.VIDEO)

    def listed(self):
        """Everything that belongs to lists and the archive: all but the fixed pages."""
        return self.exclude(kind=self.model.Kind.PAGE)

    def pinned(self, now=None):
        """What stands first on the front page while it is public.

        To be asked for by itself: together with `published()` SQLite looks for these few through
        all that was ever published.
        """
        return self.filter(pinned_until__gt=now or timezone.now())

    def published_between(self, start, end):
        """Published from one local midnight to another, both aware."""
        return self.filter(published_at__gte=start, published_at__lt=end)

    def of_days(self, first, after):
        """What the archive holds of local days, from `first` up to the one before `after`."""
        return self.published().listed().published_between(midnight(first), midnight(after))

    def of_month(self, month):
        """What the archive holds of the local month that begins on this day."""
        return self.of_days(month, month_after(month))

    def in_id_range(self, first, count):
        """What a part of the sitemap chooses from, with just what it asks of each.

        `published()` cannot narrow it: SQLite would rather walk all that is approved.
        """
        articles = self.filter(pk__gte=first, pk__lt=first + count).order_by("pk")
        return articles.select_related("category").only(*IN_SITEMAP)

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def oldest_first(self):
        return self.order_by("published_at", "pk")

    def older_than(self, published_at, pk):
        """What stands after this place in a newest-first list."""
        return self.filter(
            Q(published_at__lt=published_at) | Q(published_at=published_at, pk__lt=pk)
        ).filter(published_at__lte=published_at)

    def newer_than(self, published_at, pk):
        """What stands before this place in a newest-first list."""
        return self.filter(
            Q(published_at__gt=published_at) | Q(published_at=published_at, pk__gt=pk)
        ).filter(published_at__gte=published_at)

    def first_of(self, categories, limit):
        """Return a list of the first `limit` articles of these categories, in this order.

        Each category is one short walk along its index, merged here: asked for all of them at
        once, a database sorts every article they ever had.
        """
        walks = [self.filter(category=category)[:limit] for category in categories]
        newest_first = self.query.order_by[0].startswith("-")
        place = attrgetter("published_at", "pk")
        return sorted(chain(*walks), key=place, reverse=newest_first)[:limit]

    def all_of(self, *walks):
        """Load the articles of several short walks in one query, in no order.

        As a union of conditions: neither database walks an index for one side of an OR.
        """
        unordered = self.order_by()
        first, *others = (unordered.filter(pk__in=walk.values("pk")) for walk in walks)
        return first.union(*others, all=True) if others else first

    def for_listing(self):
        """Load what a card or a list line prints, in one query."""
        return self.select_related("category", "cover").only(*CARD)

    def for_feed(self):
        """Load what a feed says of each, but for contributors and files."""
        return self.select_related("category", "cover").only(*IN_FEED)

    def measured(self):
        """Add what a card says of an album and of a video: `photo_count`, `duration` in seconds."""
        photos = apps.get_model("news.Photo").objects.filter(article=OuterRef("pk")).order_by()
        counted = photos.values("article").annotate(count=Count("pk")).values("count")
        video = apps.get_model("news.Video").objects.filter(article=OuterRef("pk")).order_by()
        lasting = video.values("duration")[:1]
        return self.annotate(photo_count=Subquery(counted), duration=Subquery(lasting))

    def for_headlines(self):
        """Load what a line with a title and a date prints."""
        return self.select_related("category").only(*HEADLINE)

    def for_search(self):
        """Load what a search page prints of each, in the text of which the words are marked."""
        return self.select_related("category").only(*IN_SEARCH)

    def for_page(self):
        """Load what the article page prints, but for photos, files and contributors."""
        return self.select_related("category__parent").defer(*NEWSROOM_ONLY)
