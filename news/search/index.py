"""What of an article is indexed, and when.

The public index holds the approved text of what is approved and not in the bin; it is written in
the transaction in which that changes (publishing.py). The clock is not in it: scheduled and expired
articles are stepped over by their hour, and `published()` has the last word on whatever is found.
"""

import html
import re
from datetime import UTC, datetime

from django.db import connection, transaction
from django.utils import timezone

from news import captions
from news.models import Article, NewsroomEntry, PublicEntry
from news.search.engines import engine
from news.search.words import copy, fold, plain, words

# A place is the second of publication, then the article's id: unique, and the order of every list.
ID_BITS = 31
LAST_ID = 2**ID_BITS - 1
BATCH = 200

# Title and lead stand apart, so that a search of titles does not walk past all that leads hold.
PUBLIC_PARTS = {"title": ["fold", "plain"], "opening": ["fold"], "text": ["fold", "plain"]}
NEWSROOM_PARTS = {"title": ["fold"]}
WITH_PARTS = ["photos", "attachments", "contributors", "placements"]

# Inside a word these are no end of it.
INLINE = re.compile(r"</?(?:a|b|i|u|s|em|strong|span|sub|sup|small)\b[^>]*>")
TAG = re.compile(r"<[^>]*>")


def place_of(published_at, pk=0):
    return (int(published_at.timestamp()) << ID_BITS) | pk


def article_id(place):
    return place & LAST_ID


def day_of(place):
    """Return the local day of a place."""
    return timezone.localtime(datetime.fromtimestamp(place >> ID_BITS, tz=UTC)).date()


def text_of(body):
    """Return the words of a sanitised body as they are read, one line a block."""
    return html.unescape(TAG.sub("\n", INLINE.sub("", body)))


# ---------- Words that nobody types: what an article is ----------


def kind_word(kind):
    return f"§{kind}"


def category_word(category_id):
    return f"§{category_id}"


def topic_word(topic_id):
    return f"¶{topic_id}"


def month_word(day):
    return f"¤{day.year}{day.month:02}"


def number_word(number):
    """Return the word by which a document is found, however its number is typed; "" without."""
    return "№" + "".join(map(fold, words(number))) if number else ""


# ---------- The public index ----------


@transaction.atomic
def update(article):
    """Make the public index say what readers may find of this article from now on."""
    PublicEntry.objects.filter(article_id=article.pk).delete()
    if article.state == Article.State.APPROVED and article.binned_at is None:
        write_public([article])


def write_public(articles, model=PublicEntry):
    """Index articles that are in the index no more."""
    if not articles:
        return
    places = {place_of(article.published_at, article.pk): article for article in articles}
    model.objects.bulk_create(
        model(article_id=article.pk, place=place, expires_at=article.expires_at)
        for place, article in places.items()
    )
    table = model._meta.db_table
    with connection.cursor() as cursor:
        for part, copies in COPIES.items():
            rows = {place: copies(article) for place, article in places.items()}
            engine().write(cursor, table, part, rows)


def title_copies(article):
    title = title_texts(article)
    return {"fold": copy(title, fold) + what_it_is(article), "plain": copy(title, plain)}


def opening_copies(article):
    opening = [*title_texts(article), article.lead]
    return {"fold": copy(opening, fold) + what_it_is(article)}


def text_copies(article):
    texts = [*title_texts(article), *facts(article), article.lead, text_of(article.body)]
    texts += accompanying(article)
    month = month_word(timezone.localtime(article.published_at))
    words_of_it = [month, *what_it_is(article)]
    return {"fold": words_of_it + copy(texts, fold), "plain": copy(texts, plain)}


COPIES = {"title": title_copies, "opening": opening_copies, "text": text_copies}


def title_texts(article):
    number = article.document_number and f"số {article.document_number}"
    return [article.title, f"{article.document_type} {number}".strip()]


def what_it_is(article):
    found = [kind_word(article.kind), number_word(article.document_number)]
    found += [category_word(article.category_id)] if article.category_id else []
    found += [topic_word(placement.topic_id) for placement in article.placements.all()]
    return list(filter(None, found))


def facts(article):
    days = (article.issued_on, article.effective_on, article.event_date)
    return [
        article.issuing_body,
        f"{article.signer_office} {article.signer}",
        article.source_name,
        *(f"{day.day}/{day.month}/{day.year}" for day in days if day),
    ]


def accompanying(article):
    for photo in article.photos.all():
        yield f"{photo.caption} {photo.credit}"
        yield photo.alt
    for attachment in article.attachments.all():
        yield attachment.title
    for contributor in article.contributors.all():
        yield f"{contributor.name} {contributor.office}"
    if article.kind == Article.Kind.VIDEO:  # nothing else has captions
        for video in article.videos.all():
            yield captions.words_at(video.captions.name)


# ---------- The newsroom's index ----------


@transaction.atomic
def update_newsroom(article):
    """Let the newsroom find the article by its newest text, whether or not readers see it."""
    NewsroomEntry.objects.filter(article_id=article.pk).delete()
    write_newsroom([article])


def write_newsroom(articles, model=NewsroomEntry):
    if not articles:
        return
    model.objects.bulk_create(model(article_id=a.pk, place=a.pk) for a in articles)
    rows = {a.pk: {"fold": copy(newsroom_texts(a), fold)} for a in articles}
    with connection.cursor() as cursor:
        engine().write(cursor, model._meta.db_table, "title", rows)


def newsroom_texts(article):
    """Return title, number and lead as readers see them, and as the newest text has them."""
    texts = [article.title, article.document_number, article.lead]
    newest = article.latest_revision.document["article"] if article.latest_revision else {}
    newer = [newest.get(name) or "" for name in ("title", "document_number", "lead")]
    return texts + [text for text in newer if text not in texts]


# ---------- Both, anew ----------


def rebuild(articles, public, newsroom):
    """Index all of a queryset of articles anew, batch by batch; yield how many after each.

    The models are arguments because a migration has its own. Whoever publishes meanwhile waits
    for a batch, so no older text overwrites a newer one.
    """
    done, last = 0, 0
    while batch := rebuild_batch(articles.filter(pk__gt=last), public, newsroom):
        done, last = done + len(batch), batch[-1].pk
        yield done


@transaction.atomic
def rebuild_batch(articles, public, newsroom):
    locked = articles.select_for_update(of=("self",)).order_by("pk")
    batch = list(locked.select_related("latest_revision").prefetch_related(*WITH_PARTS)[:BATCH])
    for model in (public, newsroom):
        model.objects.filter(article__in=[article.pk for article in batch]).delete()
    shown = [a for a in batch if a.state == "approved" and a.binned_at is None]
    write_public(shown, public)
    write_newsroom(batch, newsroom)
    return batch


def tidy():
    """Let the database arrange what was written anew."""
    with connection.cursor() as cursor:
        engine().tidy(cursor, PublicEntry._meta.db_table, PUBLIC_PARTS)
        engine().tidy(cursor, NewsroomEntry._meta.db_table, NEWSROOM_PARTS)
