"""Vietnamese text as every app needs it: one Unicode form, plain-ASCII slugs, words for dates."""

import re
import unicodedata
from functools import lru_cache

from django.template.defaultfilters import slugify
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

WEEKDAYS = ["Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật"]

# The Icelandic eth looks like đ and comes from wrong keyboards and old converters.
ETH = str.maketrans("Ðð", "Đđ")
# The bullets that Word takes from its fonts of symbols, where other programs draw an empty box.
BULLETS = str.maketrans("\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf02d", "•▪➢✓❖-")
LOOKALIKES = ETH | BULLETS
# C0 controls break feeds and PostgreSQL; tab and line breaks are text. The last two are no letters:
# some programs put them for a hyphen into what is copied out of a PDF.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
# What web pages put between letters, where no search finds the word, and what turns the direction
# of letters, as address books do. Emoji need U+200D; in old fonts U+00AD is the letter ư.
UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2
BETWEEN_FIGURES = re.compile(r"(?<=\d)\s*[/–]\s*(?=[\dA-ZĐ])")  # 12/2026, 2025–2030, 5/NQ-HĐND
# What a line must not break: "lần thứ 15", "2025 - 2030", "(17/7/2019 - 17/7/2024)", "12-KH/ĐUK",
# "123/2025/NĐ-CP".
BOUND = re.compile(
    r"lần thứ \w+|\(?\b\d+(?:/\d+){0,2} [-–] \d+(?:/\d+){0,2}\)?|\b\d+-[A-ZĐ]{2,}/[A-ZĐ]+"
    r"|\b\d+(?:/\d{4})?/[A-ZĐ]{2,5}(?:-[A-ZĐ][A-ZĐg]{1,7}){1,2}\b|\b\d+/\d{4}/QH\d\d\b"
)


def normalize(text: str) -> str:
    """Return `text` in NFC, with đ for its lookalike ð, without controls and unseen letters.

    Letters that only a font of Word's knows become the bullets that they stand for.

    NFC because neither SQLite nor PostgreSQL finds composed text by decomposed text, and because
    the fonts have no separate marks (Unicode Standard Annex #15).
    """
    text = UNSEEN.sub("", CONTROLS.sub("", text))
    return unicodedata.normalize("NFC", text).translate(LOOKALIKES)


def for_xml(text: str) -> str:
    """Return `text` without what XML forbids: Word's U+000B, say, in a row that was imported."""
    return NOT_IN_XML.sub("", text)


def single_line(text: str) -> str:
    """Return `text` normalised, with every run of white space (no-break ones too) as one space."""
    return " ".join(normalize(text).split())


def fold(text: str) -> str:
    """Return `text` without tone and vowel marks, đ as d: "Đảng ủy" becomes "Dang uy"."""
    plain = text.replace("đ", "d").replace("Đ", "D")
    return "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))


def make_slug(text: str, max_length: int = 80) -> str:
    """Return the slug of `text`, cut at a word: "Đại hội lần thứ V" becomes "dai-hoi-lan-thu-v".

    Django's own slugify alone would drop đ, and make "tháng 2/2026" a month 22026.
    """
    slug = slugify(fold(BETWEEN_FIGURES.sub("-", normalize(text))))
    if len(slug) <= max_length:
        return slug
    return slug[: max_length + 1].rpartition("-")[0] or slug[:max_length]


def weekday_date(day) -> str:
    """Return "Thứ năm, 06/07/2023" for a date or local datetime."""
    return f"{WEEKDAYS[day.weekday()]}, {day:%d/%m/%Y}"


def machine_hour(hour) -> str:
    """Return "2023-07-06T15:34:00+0700" for a local datetime, as `<time datetime>` has it."""
    return f"{hour:%Y-%m-%dT%H:%M:%S%z}"


def keep_together(text: str) -> str:
    """Return `text` with no-break spaces in numbers and dates that belong on one line."""
    return BOUND.sub(lambda bound: bound[0].replace(" ", "\u00a0"), text)


@lru_cache(maxsize=2048, typed=True)  # titles and leads are printed again and again
def bind(text: str) -> str:
    """Return `text` as HTML in which numbers and dates that belong together stay on one line."""
    return mark_safe(BOUND.sub(r'<span class="nowrap">\g<0></span>', conditional_escape(text)))  # noqa: S308
