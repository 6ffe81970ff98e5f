"""The numbers that Word counts by itself ("Điều 1.", "II.", "a)"): they are no text in the file."""

import re
from collections import defaultdict

from news.word.package import child, children, value, whole

ROMAN = [
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC")),
    *((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
]
PLACE = re.compile(r"%([1-9])")
MAX_LEVEL = 4  # of nested bullets in what we write


class Numbering:
    """Counts the paragraphs of one document, which must be shown to it in their order."""

    def __init__(self, package, styles):
        self.styles = styles
        root = package.related("numbering")
        self.nums, self.abstract = {}, {}
        for tag in root if root is not None else []:
            if tag.tag == "w:num":
                self.nums[tag.get("w:numId")] = tag
            elif tag.tag == "w:abstractNum":
                self.abstract[tag.get("w:abstractNumId")] = tag
        self.counts = defaultdict(dict)  # list → level → how far it has counted
        self.begun = set()  # the levels that have been met, each with the name it was met by

    def count(self, paragraph) -> tuple[str, int, int | str] | None:
        """Return what stands before a paragraph, or None.

        ("bullet", level, 0), ("number", 0, 3) where HTML can count like that by itself, or
        ("text", 0, "Điều 1.") where only the words can say it.
        """
        properties = self.styles.paragraph_property(paragraph, "w:numPr")
        num = self.nums.get(value(properties, "w:numId"))
        if num is None:
            return None
        known = value(num, "w:abstractNumId")
        level = self.level(paragraph, properties, known)
        tag = self.level_tag(num, known, level)
        if tag is None:
            return None
        if value(tag, "w:numFmt") == "bullet":
            return "bullet", min(level, MAX_LEVEL), 0
        counts = self.counts[known]
        start = self.start(tag)
        anew = self.start_anew(num, level)
        if anew is not None and (num, level) not in self.begun:
            counts.pop(level, None)
        self.begun.add((num, level))
        counts[level] = counts.get(level, (start if anew is None else anew) - 1) + 1
        for deeper in [deeper for deeper in counts if deeper > level]:
            if self.restarts(num, known, deeper, after=level):
                del counts[deeper]
        text = value(tag, "w:lvlText") or ""
        if text == "%1." and value(tag, "w:numFmt") == "decimal" and level == 0:
            return "number", 0, counts[0]
        return "text", 0, self.label(num, known, text, counts)

    def level(self, paragraph, properties, known) -> int:
        number = value(properties, "w:ilvl")
        if number is None:  # a style's list: the level says which style is its own
            style = value(paragraph, "w:pPr", "w:pStyle")
            tags = children(self.abstract.get(known), "w:lvl")
            own = [tag for tag in tags if style and value(tag, "w:pStyle") == style]
            number = own[0].get("w:ilvl") if own else "0"
        return whole(number, 0)

    def level_tag(self, num, known, level: int):
        for override in children(num, "w:lvlOverride"):
            tag = child(override, "w:lvl")
            if override.get("w:ilvl") == str(level) and tag is not None:
                return tag
        abstract = self.abstract.get(known)
        link = value(abstract, "w:numStyleLink")
        if link:
            for style in self.styles.chain("numbering", link):
                linked = self.nums.get(value(style, "w:pPr", "w:numPr", "w:numId"))
                abstract = self.abstract.get(value(linked, "w:abstractNumId"), abstract)
        tags = children(abstract, "w:lvl")
        return next((tag for tag in tags if tag.get("w:ilvl") == str(level)), None)

    def start_anew(self, num, level: int) -> int | None:
        """Return where a list begins that counts by itself what others have begun, or None."""
        for override in children(num, "w:lvlOverride"):
            number = value(override, "w:startOverride")
            if override.get("w:ilvl") == str(level) and number is not None:
                return whole(number, 1)
        return None

    def restarts(self, num, known, level: int, after: int) -> bool:
        """Whether a level counts anew after an item of a higher one (ECMA-376, 17.9.10)."""
        number = value(self.level_tag(num, known, level), "w:lvlRestart")
        return number is None or after < whole(number, 0)

    def start(self, tag) -> int:
        return whole(value(tag, "w:start"), 1)

    def label(self, num, known, text: str, counts: dict[int, int]) -> str:
        """Return the level's text with its counts filled in: "%1.%2" becomes "II.3"."""

        def number(match):
            level = int(match[1]) - 1
            tag = self.level_tag(num, known, level)
            start = self.start(tag) if tag is not None else 1
            return written(counts.get(level, start), value(tag, "w:numFmt"))

        return PLACE.sub(number, text)


def written(number: int, form: str | None) -> str:
    if form in ("upperRoman", "lowerRoman"):
        roman = to_roman(number)
        return roman if form == "upperRoman" else roman.lower()
    if form in ("upperLetter", "lowerLetter") and number > 0:
        letter = chr(ord("A") + (number - 1) % 26) * min((number - 1) // 26 + 1, 9)
        return letter if form == "upperLetter" else letter.lower()
    if form == "decimalZero":
        return f"{number:02}"
    return "" if form == "none" else str(number)


def to_roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    roman = ""
    for amount, letters in ROMAN:
        roman += letters * (number // amount)
        number %= amount
    return roman
