"""What the other apps may ask of the counter."""

import logging
from datetime import timedelta
from functools import wraps

from django.db import DatabaseError
from django.db.models import Q, Sum
from django.utils import timezone

from stats.models import ArticleDay, Counter, DayTotal, Reader

logger = logging.getLogger(__name__)

# A view names its article here; the middleware counts it and takes the header out.
ARTICLE_HEADER = "X-Counted-Article"
ONLINE_WITHIN = timedelta(minutes=5)


def or_else(nothing):
    """Answer `nothing()` where the figures can't be read: pages go out without them."""

    def decorate(question):
        @wraps(question)
        def ask(*args, **kwargs):
            try:
                return question(*args, **kwargs)
            except DatabaseError:
                logger.exception("The counter can't tell its %s", question.__name__)
                return nothing()

        return ask

    return decorate


@or_else(Counter)
def widget() -> Counter:
    """Return how the widget looks."""
    return Counter.objects.first() or Counter()


@or_else(dict)
def visits(now=None) -> dict[str, int]:
    """Return the widget's figures: visits today, yesterday, this week and month, in all; online.

    Days are local, weeks begin on Monday, the total contains the opening balance.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    periods = {
        "today": Q(day=today),
        "yesterday": Q(day=today - timedelta(days=1)),
        "week": Q(day__gte=today - timedelta(days=today.weekday()), day__lte=today),
        "month": Q(day__gte=today.replace(day=1), day__lte=today),
        "total": Q(),
    }
    sums = DayTotal.objects.aggregate(
        **{name: Sum("visits", filter=days, default=0) for name, days in periods.items()}
    )
    online = Reader.objects.filter(last_seen_at__gt=now - ONLINE_WITHIN, day=today).count()
    return sums | {"total": sums["total"] + widget().opening_balance, "online": online}


@or_else(dict)
def views(article_ids) -> dict[int, int]:
    """Return how often each of these articles was viewed in all."""
    counted = ArticleDay.objects.filter(article_id__in=article_ids).values("article_id")
    sums = dict(counted.annotate(sum=Sum("page_views")).values_list("article_id", "sum"))
    return {pk: sums.get(pk, 0) for pk in article_ids}


@or_else(list)
def most_read(days: int, limit: int) -> list[int]:
    """Return the ids of the most viewed articles of the last `days` days, most viewed first."""
    since = timezone.localdate() - timedelta(days=days)
    counted = ArticleDay.objects.filter(day__gt=since).values("article_id")
    ranked = counted.annotate(sum=Sum("page_views")).order_by("-sum", "-article_id")
    return list(ranked.values_list("article_id", flat=True)[:limit])
