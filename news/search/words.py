"""Text into words, the same for what is indexed and what is typed; both databases only get words.

Two copies are made. The plain one keeps every mark; only the place of the tone is made one style
(hoà, hòa), which is the writer's habit and never the reader's. The folded one forgives: no marks,
đ as d, kỉ as kỷ, 05 as 5.
"""

import re
from collections import Counter
from functools import lru_cache

from portal import text

# Letters and digits apart: "15NQ" is "15 NQ", "2024trong" is found as both.
WORD = re.compile(r"[^\W\d_]+|\d+")
LONGEST = 40  # letters of a word
MOST_WORDS = 12_000  # of one text; PostgreSQL knows no place beyond 16,383
# PostgreSQL keeps so many places of a word in one text and drops the others without a word.
MOST_PLACES = 256
# Stands between what must not be taken for neighbours, and where a word is not kept.
GAP = "·"

TONED = {"o": "òóỏõọ", "u": "ùúủũụ"}
TONES = {
    first + last: toned + plain
    for plain, rhyme in {"a": "àáảãạ", "e": "èéẻẽẹ", "y": "ỳýỷỹỵ"}.items()
    for first in ("u" if plain == "y" else "o")
    for last, toned in zip(rhyme, TONED[first], strict=True)
}
OLD_TONE = re.compile(f"(?<!q)(?:{'|'.join(TONES)})$")
# kỉ niệm, kỷ niệm: the two are one word where y is the whole rhyme.
Y_OR_I = re.compile(r"(?:h|k|l|m|s|t|v|qu)y")


def words(value: str) -> list[str]:
    return WORD.findall(text.normalize(value))


@lru_cache(maxsize=2**15)  # Vietnamese has some 7,000 syllables
def plain(word: str) -> str:
    """Return a word in lower case, its tone where the newer style has it: "hoà" as "hòa"."""
    lower = word.lower()[:LONGEST]
    return OLD_TONE.sub(lambda match: TONES[match[0]], lower)


@lru_cache(maxsize=2**15)
def fold(word: str) -> str:
    """Return a word as it may be typed: "Kỷ" as "ki", "05" as "5"."""
    folded = text.fold(word.lower()[:LONGEST])
    if folded.isdigit():
        return folded.lstrip("0") or "0"
    return folded[:-1] + "i" if Y_OR_I.fullmatch(folded) else folded


def copy(values, form) -> list[str]:
    """Return the words of several texts in one of the two forms, with a gap between the texts.

    Both forms have their gaps at the same places: what stands in the plain one without marks stands
    in the folded one too.
    """
    found, places = [], Counter()
    for value in values:
        for word in words(value):
            places[fold(word)] += 1
            found.append(form(word) if places[fold(word)] <= MOST_PLACES else GAP)
        found.append(GAP)
    return found[:MOST_WORDS]
