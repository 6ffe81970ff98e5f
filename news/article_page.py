"""What an article's page shows: the article, what belongs to it, and what stands beside it."""

from functools import partial
from operator import attrgetter

from django.db.models import BigIntegerField, CharField, DateTimeField, Exists, F, OuterRef
from django.utils import timezone

from news.body import photo_ids
from news.models import Article, Attachment, Contributor, Photo, Topic, Video
from news.outline import contents
from portal.kept.watch import memory
from portal.models import AgencyIdentity
from portal.prepared import Given, Prepared

MOST_TOPICS = 2  # beside an article
IN_TOPIC = 4
RELATED = 4  # older ones of its list, the first of which is the one before
NEWEST = 30  # of each list are remembered

# ---------- The article and what belongs to it ----------


def public():
    return Article.objects.published(now=Given("now", DateTimeField))


FILM = [field.attname for field in Video._meta.concrete_fields]


def article_question():
    # Most articles have no file, and are asked for none. A row for each topic it stands in; the
    # film, of which there is at most one, stands in the row too.
    has_files = Exists(Attachment.objects.filter(article=OuterRef("pk")))
    film = {f"film_{name}": F(f"videos__{name}") for name in FILM}
    known = public().for_page().annotate(has_files=has_files, in_topic=F("placements__topic"))
    asked = known.annotate(**film).filter(pk=Given("pk"))
    return asked.order_by("placements__order", "placements__pk")


ARTICLE = Prepared(article_question)
OF_ARTICLE = {
    "photos": Prepared(lambda: Photo.objects.filter(article=Given("pk"))),
    "attachments": Prepared(lambda: Attachment.objects.filter(article=Given("pk"))),
    "contributors": Prepared(lambda: Contributor.objects.filter(article=Given("pk"))),
}


def find_public(pk):
    """Return the article of this number if readers may see it, else None."""
    if pk > BigIntegerField.MAX_BIGINT:  # a database would not even take it
        return None
    found = ARTICLE.ask(pk=pk, now=timezone.now())
    if not found:
        return None
    article = found[0]
    article.topic_numbers = [row.in_topic for row in found if row.in_topic]
    return article


def parts_of(article):
    """Return by their names the rows that belong to an article which `find_public` found."""
    rows = {
        name: rows.ask(pk=article.pk) if name != "attachments" or article.has_files else []
        for name, rows in OF_ARTICLE.items()
    }
    topics = [topic for topic in map(find_topic, article.topic_numbers) if topic]
    return rows | {"videos": film_of(article), "topics": topics}


def film_of(article):
    """Return the film in the row of an article which `find_public` found: a list of at most one."""
    if article.film_id is None:
        return []
    return [Video.from_db(article._state.db, FILM, [getattr(article, f"film_{n}") for n in FILM])]


def find_topic(number):
    """Return a topic, unless it was deleted just now. Many articles stand in it: remembered."""
    return memory.recall(("topic", number), Topic.objects.filter(pk=number).first)


def article_context(article, photos, attachments, videos, contributors, topics):
    """Return what news/article_detail.html prints, of the public text as of any revision."""
    photos = {photo.pk: photo for photo in photos}
    if article.cover_id in photos:  # as it is, nearly always
        article.cover = photos[article.cover_id]
    topics = list(dict.fromkeys(topics))  # after a merge it may stand in one twice
    shown = photo_ids(article.body)
    wide_photo = None
    if article.kind != Article.Kind.ALBUM and article.cover_id not in shown:
        wide_photo = article.cover
        shown.append(article.cover_id)
    return {
        "article": article,
        "photos": photos,
        "wide_photo": wide_photo,
        "gallery": [photo for photo in photos.values() if photo.pk not in shown],
        "contents": contents(article.body),
        "attachments": attachments,
        "video": next(iter(videos), None),
        "contributors": contributors,
        "topics": [same_topic(topic, article) for topic in topics[:MOST_TOPICS]],
        "name_then": name_then(article),
        **neighbours(article),
    }


def same_topic(topic, article):
    """Return a topic and the newest articles of it besides this one."""

    def load():
        newest = topic.placements.below_public().newest_first()
        return newest.first_articles(IN_TOPIC + 1, Article.objects.for_headlines())

    newest = memory.recall(("newest of topic", topic.pk), load)
    others = [other for other in newest if other.pk != article.pk]
    return {"topic": topic, "articles": others[:IN_TOPIC]}


def name_then(article):
    """Return the identity the office had when the article appeared, if it has another one now."""
    then = AgencyIdentity.objects.on(timezone.localdate(article.published_at))
    return then if then.pk and then.name != AgencyIdentity.objects.on().name else None


# ---------- What stands beside it in its list ----------


def beside(has_category):
    """Narrow to the list of an article: its kind's, or that of its kind and category."""
    of_kind = public().filter(kind=Given("kind", CharField))
    return of_kind.filter(category=Given("category")) if has_category else of_kind


def newest_question(has_category):
    return beside(has_category).for_headlines().newest_first()[:NEWEST]


def neighbours_question(has_category):
    listed = beside(has_category)
    here = Given("hour", DateTimeField), Given("pk")
    return Article.objects.for_headlines().all_of(
        listed.older_than(*here).newest_first()[:RELATED],
        listed.newer_than(*here).oldest_first()[:1],
    )


NEWEST_BESIDE = {has: Prepared(partial(newest_question, has)) for has in (True, False)}
NEIGHBOURS = {has: Prepared(partial(neighbours_question, has)) for has in (True, False)}


def neighbours(article):
    """Return what stands beside the article in its list; a page stands in none."""
    if article.kind == Article.Kind.PAGE:
        return {}
    newer, older = beside_a_new_one(article) or beside_an_old_one(article)
    return {"older": older[0] if older else None, "newer": newer, "related": older[1:]}


def list_of(article):
    """Return what `beside` is asked with."""
    return {"kind": article.kind, "category": article.category_id, "now": timezone.now()}


def beside_a_new_one(article):
    """Return the next newer article and four older ones, if it is among the newest of its list.

    Most that is read is: these lines are the same for all of them.
    """

    def load():
        return NEWEST_BESIDE[article.category_id is not None].ask(**list_of(article))

    newest = memory.recall(("newest", article.kind, article.category_id), load)
    places = [each.place for each in newest]
    if len(newest) == NEWEST:
        places = places[:-RELATED]  # behind these stand others that are not here
    if article.place not in places:
        return None
    here = places.index(article.place)
    return newest[here - 1] if here else None, newest[here + 1 : here + 1 + RELATED]


def beside_an_old_one(article):
    """Return the same of any other, by two short walks."""
    found = NEIGHBOURS[article.category_id is not None].ask(
        **list_of(article), hour=article.published_at, pk=article.pk
    )
    older = [each for each in found if each.place < article.place]
    newer = next((each for each in found if each.place > article.place), None)
    return newer, sorted(older, key=attrgetter("place"), reverse=True)
