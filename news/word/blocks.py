"""Questions about one block of HTML that the reading of a file asks again and again."""

import re

from portal.text import single_line

WORD = re.compile(r"\w")
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


def is_piece(part) -> bool:
    return isinstance(part, str) or part.name in BLOCKS


def is_all(tag, names: list[str]) -> bool:
    """Whether every word of `tag` stands in one of these tags: a line that is bold throughout.

    The mark of a footnote and a full stop may look otherwise.
    """
    texts = [text for text in tag.find_all(string=WORD) if not text.find_parent("sup")]
    return bool(texts) and all(text.find_parent(names) for text in texts)
