"""Slips of the hand: words typed together ("hoinghi"), and beginnings no syllable has ("ngị").

Both are taken letter by letter, so that marks that were typed stay.
"""

import re
from functools import lru_cache

from news.proofreading.syllables import LONGEST
from news.search.keys import PLAIN_SYLLABLE
from portal.text import fold

LETTERS = re.compile(r"[^\W\d_]+")
TOGETHER = 4, 40  # letters of what may be several words
VOWELS = "aeiouy"
# Syllables without a consonant before them that are common; of two readings the others are worse.
BARE = {"am", "an", "anh", "ap", "ich", "oai", "on", "ung", "uong", "uy"}
ONE = {"ch", "kh", "ng", "th", "tr"}  # letters that are one sound, and seldom of two syllables

BEGINNINGS = [
    (re.compile(wrong), right)
    for wrong, right in {
        "ng(?=[ie])": "ngh",
        "ngh(?=[aou])": "ng",
        "g(?=[ey])": "gh",
        "gh(?=[aou])": "g",
        "c(?=[iey])": "k",
        "k(?=[aou])": "c",
    }.items()
]


def mended(line):
    """Return a line without such slips; words that were typed together as a phrase."""
    return LETTERS.sub(lambda word: word_mended(word[0]), line)


@lru_cache(maxsize=2048)
def word_mended(word):
    parts = [*map(spelt, apart(word))]
    return f'"{" ".join(parts)}"' if len(parts) > 1 else parts[0]


def apart(word):
    """Return the syllables of what are several words; [word] where it can't be told.

    The fewest syllables are the likeliest, then those that begin as most do.
    """
    folded = fold(word.lower())
    if not TOGETHER[0] <= len(word) == len(folded) <= TOGETHER[1]:
        return [word]
    best = {len(word): (0, 0, 0, ())}  # from a letter to the end; the last is where to cut
    for start in reversed(range(len(word))):
        ends = range(start + 1, min(start + LONGEST, len(word)) + 1)
        known = [end for end in ends if end in best and is_word(folded[start:end])]
        if known:
            best[start] = max(preferred(folded, start, end, best[end]) for end in known)
    cuts = best[0][-1] if 0 in best else ()
    return [word[start:end] for start, end in zip((0, *cuts), cuts, strict=False)] or [word]


def is_word(folded):
    is_long = len(folded) > 1 or folded == "y"
    return is_long and PLAIN_SYLLABLE.fullmatch(folded) and spelt(folded) == folded


def preferred(folded, start, end, rest):
    """Return how good it is to read a syllable here and the rest so, the better the greater."""
    number, bare, split, cuts = rest
    is_bare = start > 0 and folded[start] in VOWELS and folded[start:end] not in BARE
    is_split = start > 0 and folded[start - 1 : start + 1] in ONE
    return number - 1, bare - is_bare, split - is_split, (end, *cuts)


@lru_cache(maxsize=2048)
def spelt(word):
    """Return a word with the beginning it can have: "nghị" for "ngị"."""
    folded = fold(word.lower())
    for wrong, right in BEGINNINGS:
        if found := wrong.match(folded):
            said = right + word[found.end() :]
            return said if PLAIN_SYLLABLE.fullmatch(fold(said.lower())) else word
    return word
