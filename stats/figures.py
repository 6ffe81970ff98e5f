"""What the other apps, and the widget, may ask of the counter."""

import json
import logging
import os
import re
from datetime import timedelta
from functools import lru_cache, wraps
from pathlib import Path
from time import monotonic, time

from django.conf import settings
from django.db import Error, connection, transaction
from django.db.models import F, Sum
from django.db.models.functions import Now
from django.utils import timezone

from portal.kept.watch import remembered
from portal.text import fold, normalize
from stats.definitions import ONLINE_WITHIN, Audience, periods
from stats.models import (
    AccountEntry,
    ArticleDay,
    Counter,
    DayTotal,
    PublishedFigures,
    Reader,
)

logger = logging.getLogger(__name__)

# A view names its article here; the middleware counts it and takes the header out.
ARTICLE_HEADER = "X-Counted-Article"
# A search that found nothing says here what for, in the words of `missed`.
MISSED_HEADER = "X-Missed-Search"
LONGEST_MISSED = 60
NUMBER_OF_SOMEBODY = re.compile(r"\d{7,}")  # a telephone's, an identity card's


def or_else(nothing):
    """Answer `nothing()` where the figures can't be read: pages go out without them."""

    def decorate(question):
        @wraps(question)
        def ask(*args, **kwargs):
            try:
                return question(*args, **kwargs)
            except Error:
                logger.exception("The counter can't tell its %s", question.__name__)
                # A kept page is no request of Django's, which would take care of that.
                connection.close_if_unusable_or_obsolete()
                return nothing()

        return ask

    return decorate


# ---------- The widget: made once a second, read by every page ----------

# True in a server process, where a thread folds and publishes the widget each second (folding.py).
# Elsewhere, under the test client or in a command, both are done when they are asked for.
in_server = False
LOOK_EVERY = 0.2  # seconds between two looks at the file's date
# What is published is shown a moment later, by all processes from the same moment on: else a reader
# whom another process answers next would see older figures. By then each process has looked at the
# file, and where hosts share a database, each host has asked it.
AHEAD = 0.3  # seconds
AHEAD_OF_HOSTS = 1.5
CLOCKS_AGREE = 1.0  # seconds; a host whose clock is farther from the database's goes by the latter
_read = (None, [])  # what marks the file that was read last, and its entries
_shown = None
_look_at = 0.0  # the monotonic second of the next look, or of the next change


def widget() -> dict:
    """Return heading, labels by row, group_digits, and `visits`, the figures by row.

    In a server process this costs no query, and now and then a look at a file's date.
    """
    global _shown, _look_at
    if not in_server:
        return make_widget()
    if _shown and monotonic() < _look_at:
        return _shown
    entries, now = published(), time()
    due = [entry for entry in entries if entry["from"] <= now] or entries[:1]
    waits = [entry["from"] - now for entry in entries if entry["from"] > now]
    _shown = due[-1]["widget"] if due else None
    _look_at = monotonic() + min([LOOK_EVERY, *waits])
    return _shown or make_widget()


def published() -> list[dict]:
    """Return the published widgets, in the order in which they show.

    Each with `from`, the Unix second from which on it does.
    """
    global _read
    mark, entries = _read
    try:
        status = os.stat(published_file())
        if mark != (status.st_mtime_ns, status.st_ino):
            entries = json.loads(published_file().read_bytes())
            _read = (status.st_mtime_ns, status.st_ino), entries
    except (OSError, ValueError):
        pass  # in a server's first second nothing is published yet
    return entries


def publish():
    """Write the widget where all processes of this host read it.

    Raises an Error of the database where the figures can't be had: what was published last stands.
    """
    if has_hosts():
        agree()
        follow()
    else:
        counted, now = counted_widget(), time()
        write([*not_over(published(), now), {"from": now + AHEAD, "widget": counted}])


def write(entries):
    """Let the file be whole at any moment."""
    global _look_at
    published_file().parent.mkdir(parents=True, exist_ok=True)
    whole = published_file().with_suffix(".new")
    whole.write_text(json.dumps(entries))
    os.replace(whole, published_file())
    _look_at = 0.0


def published_file() -> Path:
    return Path(settings.JOURNAL_DIR) / "published.json"


def not_over(entries, now):
    """Return what shows now, and what will; a clock that was set back leaves nothing."""
    due = [entry for entry in entries if entry["from"] <= now]
    coming = [entry for entry in entries if now < entry["from"] <= now + AHEAD_OF_HOSTS]
    return due[-1:] + coming


# ---------- The widget of several hosts ----------


def has_hosts() -> bool:
    """Whether other hosts may use this database; SQLite's is a file of one."""
    return connection.vendor != "sqlite"


def follow():
    """Publish here what any host has agreed upon with the others, each at its moment for all."""
    rows = list(PublishedFigures.objects.order_by("pk").annotate(age=Now() - F("at")))
    if not rows:
        return
    now, look = time(), appearance()
    behind = rows[-1].at.timestamp() + rows[-1].age.total_seconds() - now
    behind = behind if abs(behind) > CLOCKS_AGREE else 0
    entries = [
        {
            "from": row.at.timestamp() + AHEAD_OF_HOSTS - behind,
            "widget": look | {"visits": row.visits},
        }
        for row in rows
    ]
    write(not_over(entries, now) or entries[-1:])


PUBLISHED_KEPT = 60  # rows, some seconds' worth


def agree():
    """Write down the figures as they are, for all hosts to show, unless they are the last ones.

    One host at a time: its figures are counted when those before them are committed.
    """
    newest = PublishedFigures.objects.last()
    if newest and newest.visits == visits():
        return
    with transaction.atomic():
        list(PublishedFigures.objects.select_for_update().order_by("pk"))
        newest = PublishedFigures.objects.create(visits=visits(), at=Now())
        PublishedFigures.objects.filter(pk__lt=newest.pk - PUBLISHED_KEPT).delete()


@or_else(lambda: Counter().appearance() | {"visits": {}})
def make_widget() -> dict:
    return counted_widget()


def counted_widget() -> dict:
    return appearance() | {"visits": visits()}


def appearance() -> dict:
    return (Counter.objects.first() or Counter()).appearance()


@or_else(lambda: Counter().appearance())
@remembered
def appearance_on_pages() -> dict:
    """Return heading, labels by row and group_digits as they are set now.

    Pages print these, and not what was published last: they are made as soon as it is saved.
    """
    return appearance()


def visits(now=None) -> dict[str, int]:
    """Return visits today, yesterday, this week and month, and in all; and who is online.

    Days are local, weeks begin on Monday. Corrections and imported days count in their day; the
    total contains every line of the account.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    spans = periods(today)
    earliest = min(first for first, _ in spans.values())
    sums = dict.fromkeys([*spans, "total"], 0)
    for rows in (DayTotal.objects.filter(audience=Audience.READER), AccountEntry.objects.all()):
        sums["total"] += rows.aggregate(sum=Sum("visits", default=0))["sum"]
        for day, number in rows.filter(day__gte=earliest).values_list("day", "visits"):
            for name, (first, last) in spans.items():
                sums[name] += number if first <= day <= last else 0
    online = Reader.objects.filter(day=today, last_seen_at__gt=now - ONLINE_WITHIN).count()
    return sums | {"online": online}


# ---------- Searches ----------


def missed(typed: str) -> str:
    """Return what is kept of a search that found nothing: "hoi-nghi-lan-11", "" for no words.

    Folded, so that it is counted together however it was typed, and without long numbers.
    """
    folded = fold(normalize(typed)).lower()
    kept = re.findall("[a-z0-9]+", NUMBER_OF_SOMEBODY.sub(" ", folded))
    return "-".join(kept)[:LONGEST_MISSED].strip("-")


# ---------- Articles ----------


@or_else(dict)
def views(article_ids) -> dict[int, int]:
    """Return how often readers viewed each of these articles in all."""
    counted = ArticleDay.objects.filter(article_id__in=article_ids).values("article_id")
    sums = dict(counted.annotate(sum=Sum("page_views")).values_list("article_id", "sum"))
    return {pk: sums.get(pk, 0) for pk in article_ids}


VIEWS_KNOWN = 10_000  # articles
_views: dict[int, int] = {}  # by article, as they were told last


def views_shown(article_ids) -> dict[int, int]:
    """Return what `views` tells; while the database is away, in a server process, what it told."""
    if not in_server:
        return views(article_ids)
    if len(_views) > VIEWS_KNOWN:
        _views.clear()
    _views.update(views(article_ids))
    return {pk: _views[pk] for pk in article_ids if pk in _views}


@or_else(dict)
def daily_views(article_ids, days: int) -> dict[int, list[int]]:
    """Return how often readers viewed each of these articles on each of the last days, to today."""
    first = timezone.localdate() - timedelta(days=days - 1)
    views = {pk: [0] * days for pk in article_ids}
    counted = ArticleDay.objects.filter(article_id__in=article_ids, day__gte=first)
    for pk, day, page_views in counted.values_list("article_id", "day", "page_views"):
        if (number := (day - first).days) < days:  # a clock set back leaves days to come
            views[pk][number] = page_views
    return views


@or_else(list)
def most_read(days: int, limit: int) -> list[int]:
    """Return the ids of the most viewed articles of the last `days` days, most viewed first.

    In a server process they are ranked once in each ten minutes, after which pages that list them
    are made again.
    """
    return (ranked_lately if in_server else ranked)(days, limit, ten_minutes(timezone.now()))


def ten_minutes(now):
    """Return when the ten minutes began in which `now` lies."""
    return now.replace(minute=now.minute // 10 * 10, second=0, microsecond=0)


def ranked(days, limit, _):
    since = timezone.localdate() - timedelta(days=days)
    counted = ArticleDay.objects.filter(day__gt=since).values("article_id")
    most_first = counted.annotate(sum=Sum("page_views")).order_by("-sum", "-article_id")
    return list(most_first.values_list("article_id", flat=True)[:limit])


ranked_lately = lru_cache(maxsize=8)(ranked)
