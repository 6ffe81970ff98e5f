"""What the front page shows: first which articles stand where, then all of them in one question."""

from operator import attrgetter

from news.models import Article, Category
from stats import figures

LEADS, LATEST, ANNOUNCEMENTS, DOCUMENTS = 3, 8, 6, 5
IN_BLOCK = 4
MOST_READ, MOST_READ_DAYS = 5, 30
MEDIA = 4
# Among the newest articles most categories find theirs; one that is seldom written for is asked
# for by itself.
LOOKED_THROUGH = 100


def front_page():
    """Return what news/home.html prints."""
    public = Article.objects.published().newest_first()
    newest = list(public.news().values_list("pk", "category_id")[:LOOKED_THROUGH])
    leads = pinned_news()[:LEADS] or [pk for pk, _ in newest[:1]]
    others = [(pk, category) for pk, category in newest if pk not in leads]
    latest = [pk for pk, _ in others[:LATEST]]
    announcements = ids(public.announcements()[:ANNOUNCEMENTS])
    documents = ids(public.documents()[:DOCUMENTS])
    most_read = figures.most_read(days=MOST_READ_DAYS, limit=2 * MOST_READ)
    archive = public.news().exclude(pk__in=leads) if len(newest) == LOOKED_THROUGH else None
    blocks = {
        category: block(category, others, archive) for category in Category.objects.on_home_page()
    }
    shown = {*leads, *latest, *announcements, *documents, *most_read}.union(*blocks.values())
    found = public_by_id(shown)

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
        "media": newest_media(),
        "most_read": [a for a in articles(most_read) if a.kind != Article.Kind.PAGE][:MOST_READ],
    }


def ids(articles):
    return list(articles.values_list("pk", flat=True))


def public_by_id(ids):
    """Load those of these articles that readers may see.

    They are told apart here: asked for ids and for `published()` together, SQLite may look through
    all that was ever published.
    """
    found = Article.objects.for_listing().in_bulk(ids)
    return {pk: article for pk, article in found.items() if article.is_published()}


def pinned_news():
    """Return the ids of the news that stands first, the newest before."""
    pinned = public_by_id(ids(Article.objects.pinned().order_by("pinned_until"))).values()
    news = [article for article in pinned if article.kind == Article.Kind.NEWS]
    return [article.pk for article in sorted(news, key=attrgetter("place"), reverse=True)]


def block(category, newest, archive):
    """Return the ids of the newest articles of a category and its subcategories.

    `newest` are the (id, category) of the newest of all; where too few are among them, `archive`
    is asked, unless it is None and they are all there are.
    """
    categories = category.with_children
    own = {each.pk for each in categories}
    found = [pk for pk, place in newest if place in own][:IN_BLOCK]
    if len(found) == IN_BLOCK or archive is None:
        return found
    return [a.pk for a in archive.only("published_at").first_of(categories, IN_BLOCK)]


def newest_media():
    """Return the newest of what is looked at rather than read, as cards show it."""
    public = Article.objects.published().newest_first()
    cards = Article.objects.for_listing().measured()
    found = cards.all_of(public.albums()[:MEDIA], public.videos()[:MEDIA])
    return sorted(found, key=attrgetter("place"), reverse=True)[:MEDIA]
