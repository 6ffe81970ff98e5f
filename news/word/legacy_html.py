"""HTML pasted from a document of before Unicode, converted while its fonts still tell the encoding.

Sanitising takes the fonts away, so this comes first: when the text is pasted.
"""

import re
from typing import NamedTuple

from bs4 import BeautifulSoup, Comment, NavigableString
from bs4.element import PreformattedString

from news.proofreading.syllables import is_syllable
from news.word.legacy import convert_pieces, encoding_of, looks_legacy, to_unicode
from portal.text import normalize, single_line

BLOCKS = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "div", "body"]
FONT = re.compile(r"""font-family\s*:\s*["']?\s*([^;,"'}]+)""", re.IGNORECASE)
RULE = re.compile(r"(?<![^{}])([^{}]++)\{([^{}]*+)\}")  # selectors are read once, from their start
WORD = re.compile(r"[^\W\d_]+")
LIKELY = {"tcvn3": ".VnTime", "vni": "VNI-Times"}  # a font of each, where none is named
MOSTLY = 0.8  # of the words of an honest paragraph are syllables; foreign names are the rest


class Changed(NamedTuple):
    before: str
    after: str


def convert_html(html: str) -> tuple[str, list[Changed]]:
    """Return `html` in Unicode, and the lines that changed, with their first words as they were.

    Text whose font is named is converted by it. Where fonts say nothing, the letters are asked,
    which is a guess: a person must see the lines before the text is used.
    """
    soup = BeautifulSoup(html, "html.parser")
    fonts = fonts_of_classes(soup)
    lines = [[(text, font_of(text, fonts)) for text in line] for line in lines_in(soup)]
    likely = likely_font([words(line) for line in lines if not any(font for _, font in line)])
    changed = []
    for line in lines:
        before = words(line)
        new = convert_pieces([(str(text), font or likely) for text, font in line])
        if (after := single_line(normalize("".join(new)))) == before:
            continue
        changed.append(Changed(before, after))
        for (text, _), letters in zip(line, new, strict=True):
            text.replace_with(letters)
    return str(soup) if changed else html, changed


def words(line) -> str:
    return single_line("".join(text for text, _ in line))


def lines_in(soup) -> list[list[NavigableString]]:
    """Return the texts of the soup, those of one block together."""
    lines, last = [], None
    for text in soup.find_all(string=True):
        if isinstance(text, Comment | PreformattedString) or text.parent.name == "style":
            continue
        block = text.find_parent(BLOCKS)
        if not lines or block is not last:
            lines.append([])
        lines[-1].append(text)
        last = block
    return lines


def fonts_of_classes(soup) -> dict[str, str]:
    """Return the fonts that style sheets name: "msonormal" → ".VnTime"."""
    fonts = {}
    for sheet in soup.find_all("style"):
        for selectors, declarations in RULE.findall(sheet.get_text()):
            if font := FONT.search(declarations):
                for name in re.findall(r"\.([\w-]+)", selectors):
                    fonts[name.lower()] = font[1].strip()
    return fonts


def font_of(text: NavigableString, fonts: dict[str, str]) -> str | None:
    """Return the legacy font that `text` is set in, or None."""
    for tag in text.parents:
        named = FONT.search(tag.get("style") or "")
        classes = [fonts[name.lower()] for name in tag.get("class", []) if name.lower() in fonts]
        font = (named and named[1].strip()) or tag.get("face") or next(iter(classes), "")
        if font:
            return font if encoding_of(font) else None
    return None


def likely_font(lines: list[str]) -> str | None:
    """Return a font of the encoding that makes Vietnamese of the suspect `lines`, or None."""
    suspect = " ".join(line for line in lines if looks_legacy(line))
    shares = {font: syllables(to_unicode(suspect, font)) for font in LIKELY.values()}
    best = max(shares, key=shares.get)
    return best if suspect and shares[best] >= MOSTLY else None


def syllables(text: str) -> float:
    """Return which part of the words of `text` can be Vietnamese."""
    found = WORD.findall(text)
    return sum(map(is_syllable, found)) / len(found) if found else 0
