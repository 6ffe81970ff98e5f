"""A document's number by a key of its own, so that it is found however it is typed."""

import re

from news.search.words import fold, words
from portal.fields import LineField

# State papers part number, year and type by strokes, "30/2020/NĐ-CP", "280/QĐ-TTg" (Nghị định
# 30/2020/NĐ-CP, Phụ lục III); party papers number and type by a hyphen, "05-NQ/ĐUK" (Hướng dẫn
# 36-HD/VPTW), or by a stroke where it is mistyped.
STATE = re.compile(r"(?:số\W*)?\d+\w?(?:/\d{4})?/[a-zđ]", re.IGNORECASE)
PARTY_BODY = re.compile(r"\b(?:[a-zđ]*(?:TW|TU|HU|ĐU)|ĐU[a-zđ]*|ĐB[a-zđ]*|CB)\b", re.IGNORECASE)


class NumberKeyField(LineField):
    """The key of the row's document number, made anew by whatever door the row comes in."""

    def pre_save(self, instance, add):
        value = key(instance.document_number)
        setattr(instance, self.attname, value)
        return value


def is_of_the_state(number):
    """Whether it is the number of a state paper, whose heading is not the party's name."""
    return bool(STATE.match(number)) and not PARTY_BODY.search(number)


def key(number):
    """Return "5-nqduk" for "05-NQ/ĐUK", "Số 5 nq/duk", "05NQĐUK".

    Each figure has its end: 5 is not 51, and 5/12 not 512.
    """
    folded = list(map(fold, words(number)))
    if folded[:1] == ["so"]:
        del folded[0]
    return "".join(f"{word}-" if word.isdigit() else word for word in folded)


def beginning(typed):
    """Return how the keys begin that may be meant; "" where nothing was typed.

    It may go on, "11" to 112, but figures after a zero are whole, as nobody writes 05 for 50.
    """
    found, asked = words(typed), key(typed)
    is_whole = not found or found[-1].startswith("0") or not found[-1].isdigit()
    return asked if is_whole else asked.removesuffix("-")
