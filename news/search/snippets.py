"""The words around what was found, as they were written, with marks on those that were asked for.

Words are looked for in the text itself, each folded where it stands, so a mark is never off by one.
"""

from bisect import bisect_left
from functools import cached_property
from itertools import islice

from django.utils.safestring import mark_safe

from news.search.index import text_of
from news.search.words import WORD, fold, plain
from portal.text import bind

AROUND = 28  # words of a snippet
BEFORE = 6  # of them before the first that was found
LOOKED_AT = 3000  # words of a text; what stands further down is shown by the beginning
BEGINNINGS = 60  # of a snippet: so many of the words found are tried


class Asked(dict):
    """The words of texts, each folded once, to what they answer: a folded word or "" for none."""

    def __init__(self, folded, prefix):
        super().__init__()
        self.folded, self.prefix = folded, prefix

    def __missing__(self, word):
        folded = fold(word)
        is_asked = folded in self.folded or (self.prefix and folded.startswith(self.prefix))
        self[word] = folded if is_asked else ""
        return self[word]


class Marker:
    """Marks the words of one query in any text; `prefix` is a word that may go on."""

    def __init__(self, query, prefix=""):
        phrases = query.phrases if query else ()
        self.typed = {plain(word) for phrase in phrases for word in phrase}
        self.folded = {fold(word) for phrase in phrases for word in phrase}
        self.asked = Asked(self.folded, prefix)

    def mark(self, text):
        """Return `text` as HTML with <mark> around what was asked for."""
        return Stretch(self, text).whole()

    def snippet(self, article):
        """Return the part of lead or body with most of the words, or the beginning."""
        lead = Stretch(self, article.lead)
        if lead.words and lead.wealth == len(self.folded):
            return lead.cut()
        body = Stretch(self, " ".join(text_of(article.body).split()))
        return max(body, lead, key=lambda text: (text.wealth, bool(text.words))).cut()


class Stretch:
    """A text, its words, and which of them were asked for, by their numbers."""

    def __init__(self, marker, text):
        self.text, self.asked = text, marker.asked
        self.words = WORD.findall(text)[:LOOKED_AT]
        asked = [n for n, word in enumerate(self.words) if self.asked[word]]
        exact = [n for n in asked if plain(self.words[n]) in marker.typed]
        # Where every word stands with the marks it was typed with, others are not meant.
        has_all = {plain(self.words[n]) for n in exact} == marker.typed
        self.found = exact if has_all else asked

    @cached_property
    def wealth(self):
        """How many different words of the query stand in it."""
        return len({self.asked[self.words[n]] for n in self.found})

    def whole(self):
        return mark_safe(self.html(list(WORD.finditer(self.text)), 0, 0, len(self.text)))  # noqa: S308

    def html(self, matches, first, start, end):
        """Return a part of the text with marks; `matches` are its words from number `first` on."""
        pieces, at = [], start
        last = first + len(matches)
        for match in (matches[n - first] for n in self.found if first <= n < last):
            pieces += [bind(self.text[at : match.start()]), f"<mark>{match[0]}</mark>"]
            at = match.end()
        html = "".join([*pieces, bind(self.text[at:end])])
        return html.replace("</mark> <mark>", " ")

    def cut(self):
        """Return the part of AROUND words in which most of what was asked for stands."""
        first = max(0, self.best() - BEFORE)
        inside = list(islice(WORD.finditer(self.text), first, first + AROUND))
        goes_on = first + AROUND < len(self.words)
        start = inside[0].start() if first else 0
        end = inside[-1].end() if goes_on else len(self.text)
        html = self.html(inside, first, start, end)
        return mark_safe(f"{'… ' if start else ''}{html}{' …' if goes_on else ''}")  # noqa: S308

    def best(self):
        """Return the number of the word at which the richest part begins."""
        found, reach = self.found, AROUND - BEFORE
        folded = [self.asked[self.words[n]] for n in found]

        def wealth_from(place):
            return len(set(folded[place : bisect_left(found, found[place] + reach)]))

        places = range(min(len(found), BEGINNINGS))
        return found[max(places, key=wealth_from)] if found else 0


def suggestion_marker(query):
    """Return a marker for words half typed: the last one may go on."""
    return Marker(query, query.folded[-1][-1] if query else "")
