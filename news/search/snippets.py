"""The words around what was found, as they were written, with marks on those that were asked for.

Words are looked for in the text itself, each folded where it stands, so a mark is never off by one.
"""

from itertools import islice

from django.utils.functional import cached_property
from django.utils.html import escape
from django.utils.safestring import mark_safe

from news.search.index import text_of
from news.search.words import WORD, fold, plain

AROUND = 28  # words of a snippet
BEFORE = 6  # of them before the first that was found
LOOKED_AT = 3000  # words of a text; what stands further down is shown by the beginning


class Marker:
    """Marks the words of one query in any text."""

    def __init__(self, query):
        phrases = query.phrases if query else ()
        self.typed = {plain(word) for phrase in phrases for word in phrase}
        self.folded = {fold(word) for phrase in phrases for word in phrase}
        self.prefix = ""

    def is_asked(self, word):
        return word in self.folded or bool(self.prefix and word.startswith(self.prefix))

    def mark(self, text):
        """Return `text` as HTML with <mark> around what was asked for."""
        return Stretch(self, text).html(0, len(text))

    def snippet(self, article):
        """Return the part of lead or body with most of the words, or the beginning."""
        lead = Stretch(self, article.lead)
        if lead.matches and lead.wealth == len(self.folded):
            return lead.cut()
        body = Stretch(self, " ".join(text_of(article.body).split()))
        return max(body, lead, key=lambda text: (text.wealth, bool(text.matches))).cut()


class Stretch:
    """A text, its words, and those of them that were asked for: (number of the word, match)."""

    def __init__(self, marker, text):
        self.text = text
        self.matches = list(islice(WORD.finditer(text), LOOKED_AT))
        asked = [(n, m) for n, m in enumerate(self.matches) if marker.is_asked(fold(m[0]))]
        exact = [(n, m) for n, m in asked if plain(m[0]) in marker.typed]
        # Where every word stands with the marks it was typed with, others are not meant.
        has_all = {plain(m[0]) for _, m in exact} == marker.typed
        self.found = exact if has_all else asked

    @cached_property
    def wealth(self):
        """How many different words of the query stand in it."""
        return len({fold(match[0]) for _, match in self.found})

    def html(self, start, end):
        pieces, at = [], start
        for _, match in self.found:
            if match.start() >= at and match.end() <= end:
                pieces += [escape(self.text[at : match.start()]), f"<mark>{match[0]}</mark>"]
                at = match.end()
        html = "".join([*pieces, escape(self.text[at:end])])
        return mark_safe(html.replace("</mark> <mark>", " "))  # noqa: S308 words are only letters

    def cut(self):
        """Return the part of AROUND words in which most of what was asked for stands."""
        first = max(0, self.best() - BEFORE)
        inside = self.matches[first : first + AROUND]
        start = inside[0].start() if first else 0
        goes_on = first + AROUND < len(self.matches)
        end = inside[-1].end() if goes_on else len(self.text)
        html = self.html(start, end)
        return mark_safe(f"{'… ' if start else ''}{html}{' …' if goes_on else ''}")  # noqa: S308

    def best(self):
        """Return the number of the word at which the richest part begins."""
        reach = AROUND - BEFORE

        def wealth_from(number):
            return len({fold(m[0]) for n, m in self.found if number <= n < number + reach})

        return max((n for n, _ in self.found[:60]), key=wealth_from, default=0)


def suggestion_marker(query):
    """Return a marker for words half typed: the last one may go on."""
    marker = Marker(query)
    marker.prefix = query.folded[-1][-1] if query else ""
    return marker
