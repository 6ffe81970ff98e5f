"""The headings of a kept body: each has an address of its own, and several make a contents list."""

import html
import re
from typing import NamedTuple

from portal.text import make_slug

HEADING = re.compile(r"<h(?P<level>[23])(?P<rest>[^>]*)>(?P<inside>.*?)</h(?P=level)>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
LISTED_FROM = 3  # headings; a shorter text is seen at a glance


class Heading(NamedTuple):
    id: str
    text: str
    is_sub: bool


def contents(body: str) -> list[Heading]:
    """Return the headings that a contents list names; [] where a text has too few for one."""
    found = [heading for _, heading in headings(body)]
    return found if len(found) >= LISTED_FROM else []


def with_ids(body: str) -> str:
    """Return a kept body whose headings can be linked to.

    The id is made of the words, so that a link outlives a heading that is put in before it.
    """
    ids = {match.start(): heading.id for match, heading in headings(body)}

    def with_id(match):
        if match.start() not in ids:
            return match[0]
        level, rest, inside = match.groups()
        return f'<h{level} id="{ids[match.start()]}"{rest}>{inside}</h{level}>'

    return HEADING.sub(with_id, body)


def headings(body: str):
    """Yield each heading that says something, with its match; equal words are numbered."""
    used = {}
    for match in HEADING.finditer(body):
        text = " ".join(html.unescape(TAG.sub("", match["inside"])).split())
        if text:
            name = unused(f"muc-{make_slug(text)}", used)
            yield match, Heading(name, text, match["level"] == "3")


def unused(name: str, used: dict[str, int]) -> str:
    """Return `name`, numbered if another has it; `used` remembers the last number of each."""
    number, free = used.get(name, 1), name
    while free in used:
        number += 1
        free = f"{name}-{number}"
    used[free], used[name] = 1, number
    return free
