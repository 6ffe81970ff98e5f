"""What the front page shows, asked in as few questions as its lists allow."""

from functools import lru_cache
from operator import attrgetter

from django.db.models import DateTimeField
from django.utils import timezone

from news.models import Article
from news.models.article_queryset import CARD, LINE
from news.models.category import all_categories
from portal.prepared import Given, Prepared
from stats import figures

Kind = Article.Kind

LEADS, LATEST, ANNOUNCEMENTS, DOCUMENTS = 3, 8, 6, 5
LATEST_CARDS = 3  # of the latest, the others are lines
IN_BLOCK = 4
MOST_READ, MOST_READ_DAYS = 5, 30
MEDIA = 4
# Among the newest articles most categories find theirs; one that is seldom written for is asked
# for by itself.
LOOKED_THROUGH = 100

# ---------- Questions ----------
#
# Rows are loaded without their categories, all of which the page has at hand.


def newest(kind, number):
    public = Article.objects.published(now=Given("now", DateTimeField))
    return public.filter(kind=kind).newest_first()[:number]


def as_cards():
    return Article.objects.select_related("cover").only(*CARD).measured()


def as_lines():
    return Article.objects.only(*LINE)


def archive_question():
    public = Article.objects.published(now=Given("now", DateTimeField)).news()
    of_category = public.filter(category=Given("category")).newest_first()
    return of_category.values_list("published_at", "pk")[: IN_BLOCK + LEADS]


def pinned_question():
    pinned = Article.objects.pinned(now=Given("now", DateTimeField))
    return pinned.order_by("pinned_until").values_list("pk", flat=True)


NEWS = Prepared(lambda: newest(Kind.NEWS, LOOKED_THROUGH).values_list("pk", "category_id"))
ARCHIVE = Prepared(archive_question)
PINNED = Prepared(pinned_question)
NOTICES = Prepared(
    lambda: as_lines().all_of(
        newest(Kind.ANNOUNCEMENT, ANNOUNCEMENTS), newest(Kind.DOCUMENT, DOCUMENTS)
    )
)
ALBUMS_AND_VIDEOS = Prepared(
    lambda: Article.objects.all_of(
        newest(Kind.ALBUM, MEDIA), newest(Kind.VIDEO, MEDIA)
    ).values_list("published_at", "pk")
)


@lru_cache(maxsize=256)
def by_ids(loaded, number):
    """Return the question for so many articles by their ids, `as_cards` or `as_lines`."""
    ids = [Given(f"pk{place}") for place in range(number)]
    return Prepared(lambda: loaded().filter(pk__in=ids))


# ---------- The page ----------


def front_page():
    """Return what news/home.html prints."""
    now = timezone.now()
    categories = all_categories()
    news = NEWS.ask(now=now)
    leads = pinned_news(now)[:LEADS] or [pk for pk, _ in news[:1]]
    others = [(pk, category) for pk, category in news if pk not in leads]
    latest = [pk for pk, _ in others[:LATEST]]
    blocks = {}
    for category, its_own in home_blocks(categories).items():
        blocks[category] = [pk for pk, place in others if place in its_own][:IN_BLOCK]
        if len(blocks[category]) < IN_BLOCK and len(news) == LOOKED_THROUGH:
            blocks[category] = in_archive(its_own, leads, now)
    media = [pk for _, pk in sorted(ALBUMS_AND_VIDEOS.ask(now=now), reverse=True)[:MEDIA]]
    most_read = figures.most_read(days=MOST_READ_DAYS, limit=2 * MOST_READ)

    cards = {*leads, *latest[:LATEST_CARDS], *media}
    cards.update(pk for ids in blocks.values() for pk in ids[:1])
    lines = {*latest, *most_read}.union(*blocks.values()) - cards
    notices = NOTICES.ask(now=now)
    found = public_by_id(as_cards, cards) | public_by_id(as_lines, lines)
    by_number = {category.pk: category for category in categories}
    for article in [*notices, *found.values()]:
        article.category = by_number.get(article.category_id)

    def articles(ids):
        return [found[pk] for pk in ids if pk in found]

    return {
        "lead_stories": articles(leads),
        "latest": articles(latest),
        "announcements": newest_first(a for a in notices if a.kind == Kind.ANNOUNCEMENT),
        "documents": newest_first(a for a in notices if a.kind == Kind.DOCUMENT),
        "blocks": [
            {"category": category, "articles": articles(ids)}
            for category, ids in blocks.items()
            if ids
        ],
        "media": articles(media),
        "most_read": [a for a in articles(most_read) if a.kind != Kind.PAGE][:MOST_READ],
    }


def newest_first(articles):
    return sorted(articles, key=attrgetter("place"), reverse=True)


def public_by_id(loaded, ids):
    """Load those of these articles that readers may see, `as_cards` or `as_lines`.

    They are told apart here: asked for ids and for `published()` together, SQLite may look through
    all that was ever published.
    """
    if not ids:
        return {}
    found = by_ids(loaded, len(ids)).ask(**{f"pk{place}": pk for place, pk in enumerate(ids)})
    return {article.pk: article for article in found if article.is_published()}


def pinned_news(now):
    """Return the ids of the news that stands first, the newest before."""
    pinned = public_by_id(as_lines, PINNED.ask(now=now)).values()
    return [article.pk for article in newest_first(pinned) if article.kind == Kind.NEWS]


def home_blocks(categories):
    """Return for each category with a block, in their order, the ids of those it shows news of."""
    with_block = [category for category in categories if category.home_order is not None]
    return {
        category: {category.pk, *(each.pk for each in categories if each.parent_id == category.pk)}
        for category in sorted(with_block, key=attrgetter("home_order"))
    }


def in_archive(categories, leads, now):
    """Return the ids of the newest articles of a block but those that stand above."""
    places = [place for pk in categories for place in ARCHIVE.ask(category=pk, now=now)]
    return [pk for _, pk in sorted(places, reverse=True) if pk not in leads][:IN_BLOCK]
