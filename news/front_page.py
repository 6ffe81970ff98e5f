"""What the front page shows: first which articles stand where, then all of them in one question."""

from functools import lru_cache, partial
from operator import attrgetter

from django.db.models import DateTimeField
from django.utils import timezone

from news.models import Article, Category
from portal.prepared import Given, Prepared
from stats import figures

Kind = Article.Kind

LEADS, LATEST, ANNOUNCEMENTS, DOCUMENTS = 3, 8, 6, 5
IN_BLOCK = 4
MOST_READ, MOST_READ_DAYS = 5, 30
MEDIA = 4
# Among the newest articles most categories find theirs; one that is seldom written for is asked
# for by itself.
LOOKED_THROUGH = 100


def newest_question(kind, number):
    public = Article.objects.published(now=Given("now", DateTimeField)).filter(kind=kind)
    return public.newest_first().values_list("pk", "category_id")[:number]


def archive_question():
    public = Article.objects.published(now=Given("now", DateTimeField)).news()
    of_category = public.filter(category=Given("category")).newest_first()
    return of_category.values_list("published_at", "pk")[: IN_BLOCK + LEADS]


def pinned_question():
    pinned = Article.objects.pinned(now=Given("now", DateTimeField))
    return pinned.order_by("pinned_until").values_list("pk", flat=True)


NEWEST = {
    kind: Prepared(partial(newest_question, kind, number))
    for kind, number in {
        Kind.NEWS: LOOKED_THROUGH,
        Kind.ANNOUNCEMENT: ANNOUNCEMENTS,
        Kind.DOCUMENT: DOCUMENTS,
        Kind.ALBUM: MEDIA,
        Kind.VIDEO: MEDIA,
    }.items()
}
ARCHIVE = Prepared(archive_question)
PINNED = Prepared(pinned_question)
CATEGORIES = Prepared(lambda: Category.objects.order_by("home_order", "name"))


@lru_cache(maxsize=256)
def cards(number):
    """Return what loads so many articles by their ids, as cards and lines print them."""
    ids = [Given(f"pk{place}") for place in range(number)]
    return Prepared(lambda: Article.objects.for_listing().measured().filter(pk__in=ids))


def front_page():
    """Return what news/home.html prints."""
    now = timezone.now()
    newest = NEWEST[Kind.NEWS].ask(now=now)
    leads = pinned_news(now)[:LEADS] or [pk for pk, _ in newest[:1]]
    others = [(pk, category) for pk, category in newest if pk not in leads]
    latest = [pk for pk, _ in others[:LATEST]]
    announcements = ids_of(Kind.ANNOUNCEMENT, now)
    documents = ids_of(Kind.DOCUMENT, now)
    media = ids_of(Kind.ALBUM, now) + ids_of(Kind.VIDEO, now)
    most_read = figures.most_read(days=MOST_READ_DAYS, limit=2 * MOST_READ)
    blocks = {}
    for category, categories in home_blocks().items():
        own = {each.pk for each in categories}
        blocks[category] = [pk for pk, place in others if place in own][:IN_BLOCK]
        if len(blocks[category]) < IN_BLOCK and len(newest) == LOOKED_THROUGH:
            blocks[category] = in_archive(categories, leads, now)
    shown = {*leads, *latest, *announcements, *documents, *media, *most_read}
    found = public_by_id(shown.union(*blocks.values()))

    def articles(ids):
        return [found[pk] for pk in ids if pk in found]

    return {
        "lead_stories": articles(leads),
        "latest": articles(latest),
        "announcements": articles(announcements),
        "documents": articles(documents),
        "blocks": [
            {"category": category, "articles": articles(ids)}
            for category, ids in blocks.items()
            if ids
        ],
        "media": sorted(articles(media), key=attrgetter("place"), reverse=True)[:MEDIA],
        "most_read": [a for a in articles(most_read) if a.kind != Kind.PAGE][:MOST_READ],
    }


def ids_of(kind, now):
    """Return the ids of the newest articles of a kind, as many as stand on the page."""
    return [pk for pk, _ in NEWEST[kind].ask(now=now)]


def public_by_id(ids):
    """Load those of these articles that readers may see.

    They are told apart here: asked for ids and for `published()` together, SQLite may look through
    all that was ever published.
    """
    found = cards(len(ids)).ask(**{f"pk{place}": pk for place, pk in enumerate(ids)}) if ids else []
    return {article.pk: article for article in found if article.is_published()}


def pinned_news(now):
    """Return the ids of the news that stands first, the newest before."""
    pinned = public_by_id(PINNED.ask(now=now)).values()
    news = [article for article in pinned if article.kind == Kind.NEWS]
    return [article.pk for article in sorted(news, key=attrgetter("place"), reverse=True)]


def home_blocks():
    """Return for each category with a block, in their order, the categories whose news it shows."""
    categories = CATEGORIES.ask()
    return {
        category: [category, *(each for each in categories if each.parent_id == category.pk)]
        for category in categories
        if category.home_order is not None
    }


def in_archive(categories, leads, now):
    """Return the ids of the newest articles of a block but those that stand above."""
    places = [place for each in categories for place in ARCHIVE.ask(category=each.pk, now=now)]
    return [pk for _, pk in sorted(places, reverse=True) if pk not in leads][:IN_BLOCK]
