"""How a page view becomes figures. Everything that counts goes through `count()`."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from stats.models import ArticleDay, DayTotal, Reader
from stats.readers import reader_key

# A visit ends when its reader shows no page for this long; midnight ends it too.
VISIT_GAP = timedelta(minutes=30)


def count(request, article_id: int | None = None, now: datetime | None = None):
    """Count one page shown to one reader, and one visit when it begins one."""
    now = now or timezone.now()
    day = timezone.localdate(now)
    with transaction.atomic():
        starts_visit = see(day, reader_key(request, day), now)
        add(DayTotal, {"day": day}, page_views=1, visits=int(starts_visit))
        if article_id:
            add(ArticleDay, {"day": day, "article_id": article_id}, page_views=1)


def see(day, key, now) -> bool:
    """Remember the reader; return whether this begins a visit."""
    known = Reader.objects.filter(day=day, key=key)
    if known.filter(last_seen_at__gt=now - VISIT_GAP).update(last_seen_at=now):
        return False
    # Of two requests at once only one begins the visit: the other finds its row changed.
    if known.filter(last_seen_at__lte=now - VISIT_GAP).update(last_seen_at=now):
        return True
    _, is_new = Reader.objects.get_or_create(day=day, key=key, defaults={"last_seen_at": now})
    return is_new


def add(model, row, **amounts):
    """Add to one row's figures in the database itself, where two writers cannot lose one."""
    increments = {name: F(name) + amount for name, amount in amounts.items()}
    if not model.objects.filter(**row).update(**increments):
        model.objects.get_or_create(**row)
        model.objects.filter(**row).update(**increments)
