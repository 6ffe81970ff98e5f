"""What was typed while the Vietnamese keyboard was off: "hooij nghij", "ho65i nghi5".

Telex writes marks with letters that end no syllable, VNI with figures. As marks are forgiven in a
search, they are left out and not put on: "hoi nghi".
"""

import re
from functools import lru_cache

from news.proofreading.syllables import SYLLABLE, is_syllable
from portal.text import fold

PLAIN_SYLLABLE = re.compile(fold(SYLLABLE.pattern))
# Who typed one of these typed no other language: "hooij", "vawn", "ddi", "nghi65", "nghịj".
SURE = re.compile(
    r"aa|ee|oo|^d[d9]|[aeiouy][a-z]*[fjw]|[a-z][1-5]?[6-9]|[^\x00-\x7f]\w*[sfrxj]$"
    r"|[aeiouyw]\w*[^\x00-\x7f]"
)
PARTS = re.compile(r"([^aeiouy]*)(.+)")  # the vowel, and what follows it
WORD = re.compile(r"[^\W_]+")
STROKE = re.compile("^d[d9]")
MARK = re.compile(r"\d{1,2}|[sfrxjzw]")
DOUBLED = re.compile(r"([aeo])\1")


def without_marks(line):
    """Return a line with what the keyboard would have made marks of left out.

    Only where one of its words is sure to be typed so, as "box" and "bus" might be as well.
    """
    words = WORD.findall(line)
    is_sure = any(SURE.search(word.lower()) and word_without_marks(word) != word for word in words)
    return WORD.sub(lambda word: word_without_marks(word[0]), line) if is_sure else line


@lru_cache(maxsize=2048)
def word_without_marks(word):
    """Return "hoi" for "hooij" and "ho65i"; the word itself where that makes no syllable."""
    if is_syllable(word) or not word[:1].isalpha():
        return word
    parts = PARTS.fullmatch(fold(word.lower()))
    if not parts:
        return word
    before, after = parts.groups()
    before, after = STROKE.sub("d", before), DOUBLED.sub(r"\1", MARK.sub("", after))
    if before == "d":  # "dangd": the stroke, typed last
        after = after.removesuffix("d")
    found = before + after
    return found if len(found) > 1 and PLAIN_SYLLABLE.fullmatch(found) else word  # U19 is none
