"""The words of a Word file, read by a walk of its own: what the proof compares the draft with.

It knows nothing of how the draft is made, so that a loss there shows. It only shares the steps that
change letters: legacy fonts to Unicode, and equations and numbers that Word counts written out.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import zip_longest
from xml.etree.ElementTree import Element, SubElement

from mammoth.docx.dingbats import dingbats

from news.word import equations, legacy
from news.word.numbering import Numbering
from news.word.package import child
from portal.text import UNSEEN

# What readers of the file do not see, or no longer.
DROPPED = {
    *("w:del", "w:moveFrom", "w:instrText", "w:delText", "w:delInstrText", "w:fldData"),
    *("w:rPr", "w:pPr", "w:tblPr", "w:tblGrid", "w:trPr", "w:tcPr", "w:sectPr", "w:sdtPr"),
    *("w:sdtEndPr", "w:smartTagPr", "w:customXmlPr", "w:rubyPr", "w:ffData", "w:tblPrEx"),
}
TEXTS = {"w:t", "m:t", "a:t"}
SPACES = {"w:tab", "w:ptab", "w:br", "w:cr", "w:sym"}  # a symbol that is left has no letter
BOXES = {"w:txbxContent", "v:textpath", "w:p", "w:tbl", "a:p"}  # inside a paragraph: a text box
# Where the name of an arrow says it points, and the arrow that every phone has.
ARROWS = [
    *(("LEFT RIGHT", "↔"), ("UP DOWN", "↕"), ("NORTH WEST", "↖"), ("NORTH EAST", "↗")),
    *(("SOUTH EAST", "↘"), ("SOUTH WEST", "↙"), ("LEFTWARDS", "←"), ("RIGHTWARDS", "→")),
    *(("UPWARDS", "↑"), ("DOWNWARDS", "↓")),
]
PRIVATE = re.compile("[\uf020-\uf0ff]")  # where fonts of symbols keep their signs
RAISED = 4  # half points by which letters must stand above or below others to mean it
ONE_LETTER = re.compile("[\x21-\xff\uf020-\uf0ff]")
BREAKS = {"w:p", "w:tc", "w:tr", "w:txbxContent", "m:oMathPara", "a:p", "v:textpath"}


def readable(sign: str) -> str:
    """Return an arrow that phones and Windows 7 have for one that they draw as an empty box."""
    name = unicodedata.name(sign, "")
    if sign < "\u2b00" or "ARROW" not in name:
        return sign
    plain = next((arrow for where, arrow in ARROWS if where in name), sign)
    return "➢" if plain == "→" and "ARROWHEAD" in name else plain


SIGNS = {place: readable(chr(code)) for place, code in dingbats.items()}
SYMBOL_FONTS = {font for font, _ in SIGNS}


@dataclass
class Line:
    """A paragraph as it is shown, and what Word counts before it."""

    paragraph: Element
    beginning: Element  # the paragraph itself, or the first of those that are joined to it
    place: Element  # the cell, text box or part that it stands in
    kind: str = ""  # as Numbering.count says
    level: int = 0
    count: int | str = 0


def write_out(package, styles) -> dict[str, int]:
    """Turn old letters into Unicode, equations and counted numbers into text, in the parsed parts.

    Returns how many runs were converted, by font. Runs are marked: "hidden", "looks"; paragraphs:
    "list" and "level" where HTML's own lists will do.
    """
    converted, numbering = {}, Numbering(package, styles)
    bring_in_diagrams(package)
    for part in parts(package):
        for equation in list(part.iter("m:oMath")):
            equations.write_out(equation)
        lines, beginning = [], None
        for paragraph, place in list(shown(part, part)):
            pieces = mark_runs(paragraph, styles)
            for font in convert_runs(pieces):
                converted[font] = converted.get(font, 0) + 1
            beginning = paragraph if beginning is None else beginning
            if merges_into_next(paragraph):
                continue
            found = numbering.count(paragraph) if is_counted(paragraph, styles) else None
            if not is_hidden(paragraph) and (found or not is_empty(paragraph)):
                lines.append(Line(paragraph, beginning, place, *found or ()))
            beginning = None
        write_numbers(lines, styles)
    return converted


def parts(package) -> list:
    """The text, then its footnotes and endnotes."""
    notes = [package.related(kind) for kind in ("footnotes", "endnotes")]
    return [
        child(package.xml(package.main), "w:body"),
        *(note for note in notes if note is not None),
    ]


def bring_in_diagrams(package):
    """Put the words of SmartArt, which stand in a part of its own, where the diagram is."""
    known = package.relationships(package.main)
    for diagram in list(package.xml(package.main).iter("other:relIds")):
        _, target, outside = known.get(diagram.get("r:dm"), ("", "", True))
        data = None if outside else package.xml(target)
        for paragraph in data.iter("a:p") if data is not None else []:
            text = "".join(tag.text or "" for tag in paragraph.iter("a:t"))
            if text.strip():
                SubElement(SubElement(diagram, "a:p"), "a:t").text = text


def shown(tag, place):
    """Yield the paragraphs inside `tag` that are shown, each with the place that it stands in."""
    if tag.tag in DROPPED or is_row_deleted(tag):
        return
    if tag.tag == "w:p":
        yield tag, place
    if tag.tag in ("w:tc", "w:txbxContent"):
        place = tag
    for inside in newest(tag) if tag.tag == "mc:AlternateContent" else tag:
        yield from shown(inside, place)


def is_row_deleted(tag) -> bool:
    return tag.tag == "w:tr" and child(tag, "w:trPr", "w:del") is not None


def own_runs(tag):
    """Yield the runs of a paragraph, not those of the text boxes in it."""
    for inside in tag:
        if inside.tag == "w:r":
            yield inside
        if inside.tag != "w:p" and inside.tag not in DROPPED:
            yield from own_runs(inside)


def mark_runs(paragraph, styles) -> list[tuple[Element, str | None]]:
    """Mark the runs with their looks; return each piece of text with its legacy font, if any."""
    pieces = []
    runs = list(own_runs(paragraph))
    all_looks = list(zip(runs, styles.of_runs(paragraph, runs), strict=True))
    is_level = any(not looks.get("w:position") for run, looks in all_looks if says(run))
    for run, looks in all_looks:
        if "looks" in run.attrib:
            continue
        run.set("looks", " ".join(sorted(name for name in looks if looks[name] is True)))
        if looks.get("w:vertAlign") in ("superscript", "subscript"):
            run.set("vertical", looks["w:vertAlign"])
        elif is_level and abs(looks.get("w:position", 0)) >= RAISED:
            run.set("vertical", "superscript" if looks["w:position"] > 0 else "subscript")
        if looks.get("w:vanish"):
            run.set("hidden", "1")
        fonts = [looks.get("hAnsi", ""), looks.get("ascii", "")]
        font = next((font for font in fonts if legacy.encoding_of(font)), None)
        for tag in run:
            if tag.tag == "w:softHyphen" and font:  # ư in TCVN3
                tag.tag, tag.text = "w:t", "\xad"
            elif tag.tag == "w:sym" and (letter := symbol(tag)):
                tag.tag, tag.text = "w:t", letter
                symbol_font = tag.get("w:font", "")
                pieces.append((tag, symbol_font if legacy.encoding_of(symbol_font) else None))
                continue
            if tag.tag == "w:t" and tag.text:
                tag.text = with_signs(UNSEEN.sub("", tag.text), fonts)
                pieces.append((tag, font))
    return pieces


def says(run) -> bool:
    return any(tag.tag in TEXTS and (tag.text or "").strip() for tag in run)


def symbol(tag) -> str:
    """Return what a symbol looks like, as far as its font is known; else nothing."""
    font = tag.get("w:font", "")
    try:
        code = int(tag.get("w:char", ""), 16) & 0xFF  # the rest says only "a symbol font"
    except ValueError:
        return ""
    known = chr(code) if legacy.encoding_of(font) else SIGNS.get((font, code), "")
    return known if known >= " " else ""


def with_signs(text: str, fonts: list[str]) -> str:
    """Return `text` with the signs that a font of symbols draws: "ü" in Wingdings is a tick.

    A longer text in such a font was typed before its font was lost; only private letters of it are
    signs beyond doubt.
    """
    font = next((font for font in fonts if font in SYMBOL_FONTS), None)
    if not font:
        return text

    def sign(match):
        return SIGNS.get((font, ord(match[0]) & 0xFF), match[0])

    return (ONE_LETTER if ONE_LETTER.fullmatch(text) else PRIVATE).sub(sign, text)


def convert_runs(pieces) -> list[str]:
    """Convert the pieces in place; return the legacy font of each that has changed."""
    before = [(tag.text or "", font) for tag, font in pieces]
    after = legacy.convert_pieces(before)
    changed = []
    for (tag, font), (old, _), new in zip(pieces, before, after, strict=True):
        tag.text = new
        if font and old != new:
            changed.append(font)
    return changed


def is_hidden(paragraph) -> bool:
    runs = list(own_runs(paragraph))
    return bool(runs) and all(run.get("hidden") for run in runs)


def is_empty(paragraph) -> bool:
    """Whether HTML has no paragraph for this one, so that the lists around it are one."""
    parts = [part for run in own_runs(paragraph) for part in run if part.tag not in DROPPED]
    return not any(part.text or part.tag not in TEXTS for part in parts)


def is_counted(paragraph, styles) -> bool:
    """Whether Word counts a paragraph: all are, but those that are hidden to their very end."""
    (mark,) = styles.of_runs(paragraph, [child(paragraph, "w:pPr")])
    return not mark.get("w:vanish") or not all(run.get("hidden") for run in own_runs(paragraph))


def is_plain(line: Line, styles) -> bool:
    """Whether a line may become an item of HTML's own lists, which have no heading or middle."""
    tag = line.paragraph
    has_words = any(text.tag in TEXTS and text.text for run in own_runs(tag) for text in run.iter())
    is_apart = styles.role(tag) != "p" or styles.alignment(tag) in ("center", "right")
    return has_words and not is_apart and line.place.tag != "w:tc"


def write_numbers(lines: list[Line], styles):
    """Mark what becomes a list of HTML's own; write out all other numbers."""
    for line in lines:
        if line.kind == "number" and not is_plain(line, styles):
            line.kind, line.count = "text", f"{line.count}."
    last = None  # in the list that is not yet over
    for line, after in zip_longest(lines, lines[1:]):
        if last is not None and last.place is not line.place:
            last = None
        if line.kind == "bullet":
            line.level = min(line.level, last.level + 1) if last else 0
        elif not goes_on(last, line) and not (begins(last, line) and goes_on(line, after)):
            write_number(line, styles)
            last = None
            continue
        line.paragraph.set("list", line.kind)
        line.paragraph.set("level", str(line.level))
        last = line


def begins(last: Line | None, line: Line) -> bool:
    """Whether a list may begin here: right after another, HTML would count on."""
    return line.count == 1 and (last is None or last.kind != "number")


def goes_on(line: Line | None, after: Line | None) -> bool:
    """Whether `after` is the next item of the list that `line` stands in."""
    if line is None or after is None or not line.kind == after.kind == "number":
        return False
    return line.place is after.place and after.count == line.count + 1


def write_number(line: Line, styles):
    number = f"{line.count}." if line.kind == "number" else line.count
    if not line.kind or not number.strip():
        return
    (mark,) = styles.of_runs(line.paragraph, [child(line.paragraph, "w:pPr")])
    run = Element("w:r", {"looks": " ".join(look for look in ("w:b", "w:i") if mark.get(look))})
    SubElement(run, "w:t").text = f"{number} "
    at = 1 if child(line.beginning, "w:pPr") is not None else 0
    line.beginning.insert(at, run)


def words_in(package) -> list[str]:
    """Return the file's texts, a paragraph each, in their order: also what is hidden."""
    texts = []
    for part in parts(package):
        pieces = []
        for tag in part:
            if not is_separator(tag):
                walk(tag, pieces)
        texts += "".join(pieces).split("\n")
    return [text for text in texts if text.strip()]


def is_separator(tag) -> bool:
    """Whether a footnote is only the line that Word draws above the others."""
    return tag.tag in ("w:footnote", "w:endnote") and tag.get("w:type", "normal") != "normal"


def walk(tag, pieces: list[str], boxes: list | None = None):
    """Collect the text of `tag`; a text box waits until its paragraph has ended."""
    if tag.tag in DROPPED or is_row_deleted(tag):
        return
    if tag.tag in BOXES and boxes is not None:
        boxes.append(tag)
        return
    if tag.tag in TEXTS:
        pieces.append(tag.text or "")
    elif tag.tag in SPACES:
        pieces.append(" ")
    elif tag.tag == "w:noBreakHyphen":
        pieces.append("-")
    inside = newest(tag) if tag.tag == "mc:AlternateContent" else tag
    if tag.tag != "w:p":
        pieces.append(tag.get("string", "") if tag.tag == "v:textpath" else "")
        for part in inside:
            walk(part, pieces, boxes)
        pieces.append("\n" if tag.tag in BREAKS else "")
        return
    waiting = []
    for part in inside:
        walk(part, pieces, waiting)
    pieces.append("" if merges_into_next(tag) else "\n")
    for box in waiting:
        walk(box, pieces)


def newest(alternatives):
    """Of one thing said in several ways, for newer and older programs, the first with words.

    Where none has words, the first with a picture: a chart brings one for programs without charts.
    """
    for wanted in (TEXTS, {"a:blip", "v:imagedata"}):
        for choice in alternatives:
            if any(tag.tag in wanted for tag in choice.iter()):
                return choice
    return next(iter(alternatives), [])


def merges_into_next(paragraph) -> bool:
    """Whether a paragraph is read as the beginning of the next.

    Its end is deleted with changes tracked (ECMA-376, 17.13.5.15), or it is a drop cap (17.3.1.11).
    """
    frame = child(paragraph, "w:pPr", "w:framePr")
    is_drop_cap = frame is not None and frame.get("w:dropCap", "none") != "none"
    return is_drop_cap or child(paragraph, "w:pPr", "w:rPr", "w:del") is not None
