"""Questions about one block of HTML that the reading of a file asks again and again."""

import re

from news.word.content import TAB
from portal.text import single_line

WORD = re.compile(r"\w")
GAP = re.compile(rf"[ \xa0]*{TAB}\s*|[ \xa0]{{4,}}")
BLOCKS = ["p", "li", "td", "th", "tr", "h2", "h3", "h4", "br", "figure"]


def text_in(tag) -> str:
    """Return the words of a block on one line."""
    return single_line(" ".join(lines_in(tag)))


def lines_in(tag) -> list[str]:
    """Return the lines of a block, with none that is empty."""
    text = "".join(
        part if isinstance(part, str) else "\n" for part in tag.descendants if is_piece(part)
    )
    return [line for line in map(single_line, text.split("\n")) if line]


def columns_in(tag) -> list[str]:
    """Return what a line says to the left and to the right, where tabs or many spaces part it."""
    left, *others = GAP.split(tag.get_text().rstrip(), maxsplit=1)
    if "text-right" in tag.get("class", []) and not others:
        left, others = "", [left]
    return [single_line(part) for part in (left, *others)]


def is_piece(part) -> bool:
    return isinstance(part, str) or part.name in BLOCKS


def is_all(tag, names: list[str]) -> bool:
    """Whether every word of `tag` stands in one of these tags: a line that is bold throughout.

    The mark of a footnote and a full stop may look otherwise.
    """
    texts = [text for text in tag.find_all(string=WORD) if not text.find_parent("sup")]
    return bool(texts) and all(text.find_parent(names) for text in texts)
