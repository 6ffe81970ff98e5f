"""The words around what was found, as they were written, with marks on those that were asked for.

Words are looked for in the text itself, each as it may be written there, so a mark is never off by
one, and no other word of the text is looked at.
"""

import re
from bisect import bisect_left
from functools import cache, cached_property, lru_cache
from itertools import chain, islice
from typing import NamedTuple

from django.utils.safestring import mark_safe

from news.search.index import text_of
from news.search.words import LONGEST, WORD, Y_OR_I, fold, plain
from portal.text import bind

AROUND = 28  # words of a snippet
BEFORE = 6  # of them before the first that was found
REACH = 100  # letters after it, in which most of what was asked for is to stand
LOOKED_AT = 15_000  # letters of a text; what stands further down is shown by the beginning
BEGINNINGS = 60  # of a snippet: so many of the words found are tried
LETTER, DIGIT = r"[^\W\d_]", r"\d"  # as words.WORD has them


@cache
def writings():
    """Return for each letter, folded, all that are written for it: "o" to "oOòÒ…"."""
    found = {}
    for letter in filter(str.isalpha, map(chr, range(0x2000))):
        found.setdefault(fold(letter), []).append(letter)
    return {folded: "".join(letters) for folded, letters in found.items()}


@lru_cache(maxsize=2**11)  # to compile one costs as much as to look through a text
def pattern(folded, goes_on=False):
    """Return what finds a folded word, in any writing and case; letters and digits are apart.

    It begins with a set of letters, which `re` looks for a good deal faster than for anything else;
    that no other letter stands before is looked at once one of these was found.
    """
    sort = DIGIT if folded.isdecimal() else LETTER
    letters = [writings().get(letter, re.escape(letter)) for letter in folded]
    if Y_OR_I.fullmatch(folded[:-1] + "y") and folded[-1] == "i":
        letters[-1] += writings()["y"]
    first, *others = (f"[{any_of}]" for any_of in letters)
    begins = f"(?<!{sort}.)"
    if folded.isdecimal():
        first = f"(?:{first}{begins}|0{begins}0*{first})"
    else:
        first += begins
    end = f"{sort}*" if goes_on else f"(?!{sort})"
    return re.compile("".join([first, *others, end]), re.DOTALL)


class Found(NamedTuple):
    """A word of a text that was asked for."""

    start: int
    end: int
    plain: str
    folded: str


class Marker:
    """Marks the words of queries in any text, of which one was found; `prefix` may go on."""

    def __init__(self, *queries, prefix=""):
        words = [list(chain(*query.phrases)) for query in queries if query]
        self.readings = [set(map(plain, typed)) for typed in words]
        self.folded = set(map(fold, chain(*words)))
        self.prefix = prefix

    def mark(self, text):
        """Return `text` as HTML with <mark> around what was asked for."""
        return Stretch(self, text).whole()

    def snippet(self, article):
        """Return the part of lead or body with most of the words, or the beginning."""
        lead = Stretch(self, article.lead)
        if lead.text and lead.has_all:
            return lead.cut()
        body = Stretch(self, text_of(article.body).strip())
        return max(body, lead, key=lambda text: (text.wealth, bool(text.text))).cut()

    def words_in(self, text):
        """Return what was asked for of a text, in the order of the text."""
        found = {
            match.start(): Found(match.start(), match.end(), plain(match[0]), fold(match[0]))
            for word in self.folded
            for match in pattern(word, word == self.prefix).finditer(text, 0, LOOKED_AT)
        }
        return [found[start] for start in sorted(found)]


class Stretch:
    """A text, and which of its words were asked for."""

    def __init__(self, marker, text):
        self.text = text
        asked = marker.words_in(text)
        plain_words, folded_words = {word.plain for word in asked}, {word.folded for word in asked}
        # Where every word stands with the marks it was typed with, others are not meant.
        exact = next((typed for typed in marker.readings if typed <= plain_words), None)
        self.found = [word for word in asked if word.plain in exact] if exact else asked
        readings = [set(map(fold, typed)) for typed in marker.readings]
        self.has_all = not readings or any(words <= folded_words for words in readings)

    @cached_property
    def wealth(self):
        """How many different words of the query stand in it."""
        return len({word.folded for word in self.found})

    def whole(self):
        return mark_safe(self.html(0, len(self.text)))  # noqa: S308

    def html(self, start, end):
        """Return a part of the text with marks."""
        pieces, at = [], start
        for word in self.found:
            if start <= word.start and word.end <= end:
                marked = f"<mark>{self.text[word.start : word.end]}</mark>"
                pieces += [bind(self.text[at : word.start]), marked]
                at = word.end
        html = "".join([*pieces, bind(self.text[at:end])])
        return html.replace("</mark> <mark>", " ")

    def cut(self):
        """Return the part of AROUND words in which most of what was asked for stands."""
        start = self.start_of_word(BEFORE, self.best())
        inside = list(islice(WORD.finditer(self.text, start), AROUND + 1))
        goes_on = len(inside) > AROUND
        end = inside[AROUND - 1].end() if goes_on else len(self.text)
        html = self.html(start, end)
        return mark_safe(f"{'… ' if start else ''}{html}{' …' if goes_on else ''}")  # noqa: S308

    def start_of_word(self, number, place):
        """Return where the word begins that stands so many before this place, or the text does."""
        window = max(0, place - number * LONGEST)
        before = list(WORD.finditer(self.text, window, place))
        return before[-number].start() if len(before) > number else window

    def best(self):
        """Return where the richest part begins."""
        found = self.found
        starts = [word.start for word in found]

        def wealth_from(number):
            last = bisect_left(starts, starts[number] + REACH)
            return len({word.folded for word in found[number:last]})

        places = range(min(len(found), BEGINNINGS))
        return starts[max(places, key=wealth_from)] if found else 0


def suggestion_marker(query):
    """Return a marker for words half typed: the last one may go on."""
    return Marker(query, prefix=query.folded[-1][-1] if query else "")
