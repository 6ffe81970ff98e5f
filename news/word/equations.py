"""Equations as text, for HTML has no fractions and roots: "75/100", "√(a + b)", raised letters."""

import re
from itertools import groupby
from xml.etree.ElementTree import SubElement

from news.word.package import child

TEXTS = {"m:t", "w:t"}
SPACES = {"w:br", "w:cr", "w:tab"}
UNSAID = {"m:rPr", "m:ctrlPr", "w:rPr", "w:del", "w:moveFrom"}
SIMPLE = re.compile(r"[\w.,%]*")  # what needs no parentheses beside a stroke or under a root
UP, DOWN = "superscript", "subscript"

Pieces = list[tuple[str, str]]  # a text, and how it is raised or lowered, if at all


def write_out(equation):
    """Put runs of text in the place of what an m:oMath holds."""
    pieces = inside(equation, "")
    equation[:] = []
    for vertical, group in groupby(pieces, key=lambda piece: piece[1]):
        run = SubElement(equation, "w:r", {"looks": "", "vertical": vertical})
        SubElement(run, "w:t").text = "".join(text for text, _ in group)


def inside(tag, vertical: str) -> Pieces:
    """Return what the parts of `tag` say one after another; "3 1/2" keeps its space."""
    pieces, previous = [], ""
    for part in tag if tag is not None else []:
        said = of(part, vertical)
        if "m:f" in (part.tag, previous) and ends_and_begins_with_letters(pieces, said):
            pieces.append((" ", vertical))
        pieces += said
        previous = part.tag
    return pieces


def of(tag, vertical: str) -> Pieces:
    if tag.tag in TEXTS:
        return [(tag.text, vertical)] if tag.text else []
    if tag.tag in SPACES:
        return [(" ", vertical)]
    if tag.tag in UNSAID:
        return []
    return FORMS.get(tag.tag, inside)(tag, vertical)


def ends_and_begins_with_letters(before: Pieces, after: Pieces) -> bool:
    return bool(before and after) and before[-1][0][-1].isalnum() and after[0][0][0].isalnum()


def fraction(tag, vertical: str) -> Pieces:
    above, below = (inside(child(tag, name), vertical) for name in ("m:num", "m:den"))
    return [*bracketed(above, vertical), ("/", vertical), *bracketed(below, vertical)]


def root(tag, vertical: str) -> Pieces:
    under = bracketed(inside(child(tag, "m:e"), vertical), vertical)
    return [*shifted(child(tag, "m:deg"), vertical, UP), ("√", vertical), *under]


def with_scripts(tag, vertical: str) -> Pieces:
    """Return a letter with what stands above and below it, in the order of the file."""
    pieces = []
    for part in tag:
        to = {"m:sup": UP, "m:sub": DOWN, "m:lim": DOWN}.get(part.tag)
        pieces += shifted(part, vertical, to) if to else of(part, vertical)
    return pieces


def summed(tag, vertical: str) -> Pieces:
    return [(said(tag, "m:naryPr", "m:chr", "∫"), vertical), *with_scripts(tag, vertical)]


def delimited(tag, vertical: str) -> Pieces:
    begin, middle, end = (
        said(tag, "m:dPr", f"m:{name}Chr", otherwise)
        for name, otherwise in (("beg", "("), ("sep", "|"), ("end", ")"))
    )
    return enclosed(joined(tag, "m:e", middle, vertical), begin, end, vertical)


def matrix(tag, vertical: str) -> Pieces:
    return joined(tag, "m:mr", "; ", vertical)


def row(tag, vertical: str) -> Pieces:
    return joined(tag, "m:e", " ", vertical)


def lines(tag, vertical: str) -> Pieces:
    return joined(tag, "m:e", "; ", vertical)


def joined(tag, name: str, between: str, vertical: str) -> Pieces:
    pieces = []
    for part in tag:
        if part.tag == name:
            pieces += [(between, vertical)] if pieces and between else []
            pieces += of(part, vertical)
    return pieces


def shifted(tag, vertical: str, to: str) -> Pieces:
    """Return a raised or lowered part; HTML on a phone raises only once, so then "^" tells."""
    pieces = inside(tag, vertical or to)
    if pieces and vertical:
        return [("^" if to == UP else "_", vertical), *bracketed(pieces, vertical)]
    return pieces


def bracketed(pieces: Pieces, vertical: str) -> Pieces:
    text = "".join(text for text, _ in pieces)
    return pieces if SIMPLE.fullmatch(text) else enclosed(pieces, "(", ")", vertical)


def enclosed(pieces: Pieces, begin: str, end: str, vertical: str) -> Pieces:
    return [piece for piece in [(begin, vertical), *pieces, (end, vertical)] if piece[0]]


def said(tag, properties: str, name: str, otherwise: str) -> str:
    """Return a sign that an equation names, or the one that stands where it names none."""
    found = child(tag, properties, name)
    return otherwise if found is None else found.get("m:val", "")


FORMS = {
    "m:f": fraction,
    "m:rad": root,
    **dict.fromkeys(["m:sSup", "m:sSub", "m:sSubSup", "m:sPre", "m:limLow"], with_scripts),
    "m:nary": summed,
    "m:d": delimited,
    "m:m": matrix,
    "m:mr": row,
    "m:eqArr": lines,
}
