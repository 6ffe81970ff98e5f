"""Text typed in the fonts of before Unicode: TCVN3 (.VnTime), VNI (VNI-Times) and VPS.

Such a file stores Latin-1 letters that only its font draws as Vietnamese, so the font's name is
the one safe sign: guessing from the letters damages whole words (of 936 single words, 169).
"""

import re

from viparse.normalize.encodings import CHARMAPS
from viparse.normalize.tables import build_charmap, convert

FONTS = {
    "tcvn3": re.compile(r"\.vn", re.IGNORECASE),
    "vni": re.compile(r"vni[- ]", re.IGNORECASE),
    "vps": re.compile(r"vps", re.IGNORECASE),
}
# ẳ and ỵ, which viparse 0.1.31 lacks.
VNI = [*CHARMAPS["vni"].pairs, ("aú", "ẳ"), ("AÚ", "Ẳ"), ("î", "ỵ"), ("Î", "Ỵ")]
# A capital that opens a sentence takes the small mark with some keyboards: "Aù" beside "AÙ".
VNI += [
    (pair[0].upper() + pair[1], letter.upper())
    for pair, letter in VNI
    if len(pair) == 2 and pair.islower()
]
TABLES = {**CHARMAPS, "vni": build_charmap("vni", VNI)}
VNI_MARKS = frozenset(pair[1] for pair, _ in VNI if len(pair) == 2)

# Fonts that call themselves symbol fonts keep their letters here.
PRIVATE = {0xF000 + code: code for code in range(0x20, 0x100)}
MICRO = {0x3BC: 0xB5}  # the Greek letter that some editors put for the micro sign
# VPS uses the places that Windows fills with quotes and dashes.
WINDOWS = {ord(bytes([code]).decode("cp1252", "replace")): code for code in range(0x80, 0xA0)}
WINDOWS.pop(0xFFFD)

UNICODE_ONLY = re.compile("[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9\u0300-\u0323]")
# Letters that a Vietnamese Unicode text may hold as well.
AMBIGUOUS = re.compile("[ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý\x00-\x7f\xa0\u2010-\u2026]*")
LETTER = re.compile(r"[^\W\d_]")
TELLTALE = re.compile("[\xa1-\xff]")


def encoding_of(font: str) -> str | None:
    """Return which legacy encoding a font of this name draws, or None."""
    return next((name for name, pattern in FONTS.items() if pattern.match(font)), None)


def to_unicode(text: str, font: str) -> str:
    """Return what a reader sees where `text` is set in the legacy `font`."""
    encoding = encoding_of(font)
    text = text.translate(PRIVATE).translate(WINDOWS if encoding == "vps" else MICRO)
    text = convert(text, TABLES[encoding])
    # TCVN3 has no toned capitals: they are a font of their own, whose name ends in H.
    return text.upper() if encoding == "tcvn3" and font.endswith("H") else text


def convert_pieces(pieces: list[tuple[str, str | None]]) -> list[str]:
    """Convert the pieces of one paragraph, each a text and its legacy font if it has one.

    Word splits a word at will, also between a VNI letter and its mark: those are joined first.
    A legacy font left over on Unicode text converts nothing.
    """
    texts = [text for text, _ in pieces]
    encodings = [font and encoding_of(font) for _, font in pieces]
    for place in range(1, len(texts)):
        if encodings[place] == encodings[place - 1] == "vni":
            marks = len(texts[place]) - len(texts[place].lstrip("".join(VNI_MARKS)))
            texts[place - 1] += texts[place][:marks]
            texts[place] = texts[place][marks:]
    legacy = [text for text, encoding in zip(texts, encodings, strict=True) if encoding]
    is_mixed = any(is_unicode(text) for text in legacy)
    return [
        text
        if not font or is_unicode(text) or (is_mixed and AMBIGUOUS.fullmatch(text))
        else to_unicode(text, font)
        for text, (_, font) in zip(texts, pieces, strict=True)
    ]


def is_unicode(text: str) -> bool:
    """Whether a text under a legacy font is Unicode all the same: an old font left over."""
    telltales = [letter for letter in TELLTALE.findall(text) if not AMBIGUOUS.fullmatch(letter)]
    return len(UNICODE_ONLY.findall(text)) > len(telltales)


def looks_legacy(text: str) -> bool:
    """Whether a paragraph without a telling font may be legacy text: a question, never an answer.

    It catches four of five such paragraphs, and French and German too.
    """
    letters = LETTER.findall(text)
    high = sum("\xa1" <= letter <= "\xff" for letter in letters)
    return len(letters) >= 40 and high > 0.12 * len(letters) and not UNICODE_ONLY.search(text)
