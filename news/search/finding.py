"""The order of results, and how it is found without ranking the archive.

First what has the words in its title: as a phrase with the very marks, as a phrase, as words. Then
what has them in title and lead, or of five and more all but one in its title; then in the text; all
of equal standing newest first. Each step is one walk along an index, and no step is taken that the
page does not need. Of texts without the phrase only the newest 201 that hold the words are looked
at; where there are more, those with the phrase are looked for among the newest 20,000 articles. (A
phrase in quotes is one of the words, and found however old it is.) Both databases give the same
places at each step.

What can be said otherwise (saying.py) is asked once more: titles that have it so come after those
that have it as typed, and what else has it comes last.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from itertools import chain, combinations
from time import time

from django.db import connection
from django.utils import timezone

from news.models import Article, NewsroomEntry, PublicEntry
from news.search import index
from news.search.engines import ENDLESS, engine
from news.search.query import Query
from portal.kept.watch import memory
from portal.prepared import Given, Prepared

NEWEST = 201  # of the articles whose text holds the words
FARTHEST = 20_000  # of the newest articles, in which a phrase is looked for that many may have
WINDOW = 400  # of the newest articles
WINDOWS = [1, 3, 10, 30, 40, 50]  # times as long ago, which needs nothing to be counted
MOST_SHOWN = 10  # articles of a page
FEWEST_NEAR, MOST_NEAR = 2, 8  # words of a question that nearly is an answer
FORGIVING = 5  # words of a question, from which on one may be wrong


@dataclass
class Question:
    """A query within a period, of some kinds and categories: groups of words of which one holds."""

    query: Query
    low: int = -ENDLESS
    high: int = ENDLESS
    groups: tuple[tuple[str, ...], ...] = ()
    is_public: bool = True  # else what is scheduled or has expired is found as well

    def __post_init__(self):
        self.now = timezone.now()
        if self.is_public:
            self.high = min(self.high, index.place_of(self.now, index.LAST_ID))
        elif newest := PublicEntry.objects.order_by("-place").first():
            self.high = min(self.high, newest.place)
        if not self.query and not self.groups:
            self.groups = (tuple(map(index.kind_word, Article.Kind.values)),)

    def find(self, part, limit, low=-ENDLESS, high=ENDLESS, *, by_month=False, **columns):
        """Return the newest places where the phrases of each column stand, and the groups hold.

        `by_month` says to SQLite too that the months between are worth asking for (engines.py).
        """
        low, high = max(self.low, low), min(self.high, high)
        groups = [any_of(group) for group in self.groups]
        by_month = by_month or not engine().walks_by_place
        if part == "text" and by_month and spans_few_months(low, high):
            groups.append(any_of(months(low, high)))
        condition = {name: clauses for name, clauses in columns.items() if name != "fold"}
        condition["fold"] = [*groups, *columns.get("fold", [])]
        with connection.cursor() as cursor:
            return engine().find(
                cursor,
                PublicEntry._meta.db_table,
                part,
                condition,
                low,
                high,
                limit,
                [self.now] if self.is_public else [],
            )

    def newest(self, limit, before=ENDLESS):
        """Return the places with all the words anywhere in the text, newest first."""
        return self.in_texts(limit, high=before, fold=every(self.query.folded))

    def in_texts(self, limit, low=-ENDLESS, high=ENDLESS, **columns):
        """Return the newest places in whose text the clauses hold.

        An index that gives them in no order is asked in windows, the newest articles first.
        """
        found, looked_at = [], 0
        high = first = min(high, self.high)
        newest = None if engine().walks_by_place else place_below(WINDOW, first)
        for windows in WINDOWS if newest else []:
            # As rare as above, there would not be enough in this window either.
            if looked_at and len(found) * windows < limit * looked_at:
                continue
            below = first - windows * (first - newest)
            if below <= max(low, self.low) or not spans_few_months(below, high):
                break
            found += self.find("text", limit - len(found), below, high, **columns)
            if len(found) == limit:
                return found
            looked_at, high = windows, below - 1
        return found + self.find("text", limit - len(found), low, high, **columns)

    def ranked(self, limit, newest, steps):
        """Return the first places of some steps of the order; `newest` are all that may be."""
        found = {}
        for step in steps(self, limit, newest):
            if len(found) >= limit or self.has_all(found, newest):
                break
            found |= dict.fromkeys(step())
        return list(found)[:limit]

    def has_all(self, found, newest):
        """Whether no step can add anything to what was found."""
        is_all = 0 < len(newest) < NEWEST and not self.is_forgiving
        return is_all and found.keys() >= set(newest)

    @property
    def is_forgiving(self):
        """Whether titles with all words but one are results too."""
        return len(set(self.query.folded)) >= FORGIVING

    @cached_property
    def forgiven(self):
        """The newest places with all words but one in the title."""
        return self.find("title", NEWEST, fold=forgiving(self.query.folded))

    def counted(self, newest):
        """Return the places that count as results, of which `newest` hold all the words."""
        return {*newest, *(self.forgiven if newest and self.is_forgiving else ())}

    def cited(self, limit):
        """Return the places of the document that the question quotes by number and day."""
        clauses = every(self.query.cited)
        return self.find("text", limit, fold=clauses) if clauses else []

    @property
    def is_short(self):
        return sum(map(len, self.query.phrases)) == 1

    def title_steps(self, limit, newest):
        folded, plain, marked = self.query.folded, self.query.plain, self.query.has_marks

        def in_titles(**columns):
            return partial(self.in_titles, "title", limit, newest, **columns)

        if number := self.query.number:
            yield partial(self.find, "title", limit, fold=[any_of([number])])
        if not newest or (self.is_forgiving and not self.forgiven):
            return  # no title has all of them
        if marked and not self.is_short:
            yield in_titles(plain=whole(plain))
        if not self.is_short:
            yield in_titles(fold=whole(folded))
        if marked:
            yield in_titles(plain=every(plain))
        yield in_titles(fold=every(folded))

    def text_steps(self, limit, newest):
        if not newest:
            return
        folded, plain, marked = self.query.folded, self.query.plain, self.query.has_marks
        within = set(newest)
        floor = newest[-1]  # below it, no text holds the words or none is looked at
        yield partial(self.in_titles, "opening", limit, newest, fold=every(folded))
        if self.is_forgiving:
            yield lambda: self.forgiven[:limit]
        elif len(set(folded)) > FEWEST_NEAR:
            # As many for each page, or what is not within would move the others.
            near = partial(self.find, "title", NEWEST, floor, fold=all_but(1, folded))
            yield lambda: [place for place in near() if place in within]
        if not self.is_short:
            alike = self.sentence(limit, newest, fold=whole(folded))
            if marked and alike:
                # The same without marks narrows it: pairs of those are known (engines.py).
                both = {"plain": whole(plain), "fold": whole(folded)}
                yield partial(self.sentence, limit, newest, **both)
            yield lambda: alike
        if marked:
            yield partial(self.with_marks, limit, newest)
        yield lambda: newest

    def in_titles(self, part, limit, newest, **columns):
        """Return the newest places in whose title, or title and lead, the words stand.

        Down to the last of `newest` all of them are among these, since a text begins with its
        title; below, where there is more, an index is asked.
        """
        if engine().walks_by_place:
            return self.find(part, limit, **columns)
        found = self.among(newest, part, limit, **columns)
        if len(found) == limit or len(newest) < NEWEST:
            return found
        return self.find(part, limit, **columns)

    def with_marks(self, limit, newest):
        """Return the newest of these places in whose text the words stand with their very marks."""
        columns = {"plain": every(self.query.plain)}
        if engine().walks_by_place:
            return self.find("text", limit, newest[-1], **columns)
        return self.among(newest, "text", limit, **columns)  # its index would be asked for all

    def among(self, places, part, limit, **columns):
        """Return the newest of these few places where the phrases of each column stand."""
        table = PublicEntry._meta.db_table
        with connection.cursor() as cursor:
            return engine().among(cursor, table, part, columns, places, limit)

    def sentence(self, limit, newest, **columns):
        """Return the newest places in whose text the words follow each other.

        Where `newest` are not all that have the words, others are looked for among the newest
        20,000 articles: what nobody wrote would be looked for through all that was ever published.
        """
        if len(newest) < NEWEST:
            return self.in_texts(limit, newest[-1], **columns)
        farthest = place_below(FARTHEST, self.high) or -ENDLESS
        return self.in_texts(limit, min(newest[-1], farthest), by_month=True, **columns)

    def may_be_a_phrase(self):
        """Whether the words follow each other in a text, or may in one too old to be looked at."""
        if place_below(FARTHEST, self.high):
            return True
        return bool(self.in_texts(1, fold=whole(self.query.folded)))

    def near(self, limit):
        """Return places that hold all the words but one, or in title and lead but two.

        Asked where nothing holds them all; of a long question only the first words.
        """
        folded = tuple(dict.fromkeys(self.query.folded))[:MOST_NEAR]
        if len(folded) < FEWEST_NEAR:
            return []
        found = {}
        steps = [("title", 1), ("opening", 1)]
        steps += [("opening", 2)] if len(folded) > 4 else []
        steps.append(("text", 1))
        for part, missing in steps:
            if len(found) < limit:
                found |= dict.fromkeys(self.find(part, limit, fold=all_but(missing, folded)))
        return list(found)[:limit]


@dataclass
class Asked:
    """A question as it was typed, and said otherwise: what the first finds comes first."""

    questions: list[Question]

    @cached_property
    def all_words(self):
        """The newest places with all the words, of each question."""
        return [question.newest(NEWEST) for question in self.questions]

    def ranked(self, limit):
        """Return the first places; of these the document that was quoted is the very first."""
        found = dict.fromkeys(chain(*(question.cited(limit) for question in self.questions)))
        for steps in (Question.title_steps, Question.text_steps):
            for question, newest in zip(self.questions, self.all_words, strict=True):
                if len(found) < limit:
                    found |= dict.fromkeys(question.ranked(limit, newest, steps))
        return list(found)[:limit]

    def count(self):
        """Return how many results there are; NEWEST says that there are more than are counted."""
        counted = map(Question.counted, self.questions, self.all_words)
        return min(len(set().union(*counted)), NEWEST)

    def newest(self, limit, before=ENDLESS):
        """Return the places with all the words anywhere in the text, newest first."""
        found = {place for question in self.questions for place in question.newest(limit, before)}
        return sorted(found, reverse=True)[:limit]


def place_below(size, high):
    """Return the place below so many articles from `high` down, or None.

    Of all that was published until this minute it is remembered.
    """

    def ask():
        places = PublicEntry.objects.filter(place__lte=high).order_by("-place")
        return places.values_list("place", flat=True)[size : size + 1].first()

    is_of_all = high >> index.ID_BITS >= time() - 60
    return memory.recall(("place below", size), ask) if is_of_all else ask()


def months(low, high):
    """Return the words of the months between two places."""
    first, last = index.day_of(low), index.day_of(high)
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [index.month_word(date(n // 12, n % 12 + 1, 1)) for n in numbers]


def spans_few_months(low, high):
    """Whether the second place comes after the first, by few months."""
    return 0 < low < high and len(months(low, high)) <= engine().most_months


def any_of(words):
    """Return the clause that one of these words is there."""
    return [((word,),) for word in words]


def every(phrases):
    """Return the clauses that all of these phrases are there, in any order."""
    return [[(phrase,)] for phrase in phrases]


def whole(phrases):
    """Return the clause that all the words follow each other."""
    return every([tuple(chain.from_iterable(phrases))])


def all_but(missing, phrases):
    """Return the clause that all are there but so many.

    Each choice is walked by the rarest of its phrases; to ask instead for one of each few phrases
    would be to look at every article that has a common one.
    """
    different = list(dict.fromkeys(phrases))
    return [list(combinations(different, len(different) - missing))]


def forgiving(phrases):
    """Return clauses that hold where all phrases are or one word is missing, but no number.

    "Lần thứ 11" and "lần thứ 12" are two events, and what was put in quotes was meant.
    """
    may_go = [phrase for phrase in phrases if len(phrase) == 1 and not phrase[0].isdigit()]
    fixed = every(phrase for phrase in phrases if phrase not in may_go)
    may_go = list(dict.fromkeys(may_go))
    if len(may_go) < 4:
        return [*fixed, *all_but(1, may_go)] if len(may_go) > 1 else fixed
    # In one half all are there and in the other all but one: fewer choices, each of fewer words.
    halves = [may_go[: len(may_go) // 2], may_go[len(may_go) // 2 :]]
    return [*fixed, [tuple(half) for half in halves], *chain(*(all_but(1, h) for h in halves))]


NUMBERS = [f"number{n}" for n in range(MOST_SHOWN)]
NUMBERED = Prepared(lambda: Article.objects.for_search().filter(pk__in=map(Given, NUMBERS)))


def articles_at(places):
    """Return the articles at these few places, in this order, as readers may see them now."""
    ids = [index.article_id(place) for place in places]
    asked = dict.fromkeys(NUMBERS, 0) | dict(zip(NUMBERS, ids, strict=False))
    found = {article.pk: article for article in NUMBERED.ask(**asked)} if ids else {}
    return [found[pk] for pk in ids if pk in found and found[pk].is_published()]


def newsroom_ids(query, limit):
    """Return the ids of the newest articles whose newest title, number or lead holds the words."""
    if not query:
        return []
    condition = {"fold": half_typed(query.folded)}
    table = NewsroomEntry._meta.db_table
    with connection.cursor() as cursor:
        return engine().find(cursor, table, "title", condition, 0, ENDLESS, limit, [])


def approved_ids(query, limit):
    """Return the ids of the newest approved articles whose text or captions hold the words."""
    places = Question(query, is_public=False).newest(limit) if query else []
    return [index.article_id(place) for place in places]


def half_typed(phrases):
    """Return the clauses that every phrase stands there, the last word perhaps to go on."""
    *whole, last = phrases
    return every([*whole, (*last[:-1], f"{last[-1]}*")])
