"""Live figures in a page that is otherwise the same for everyone.

A template prints a hole, `<data value="today"></data>`; it is filled as the page goes out, by the
middleware or by the kept pages. Text cannot forge one: templates escape `<`, and bodies are
sanitised without `<data>`.
"""

import re
from functools import lru_cache

from django.utils.formats import number_format
from django.utils.html import format_html

from stats import figures

HOLE = re.compile(rb'<data value="([a-z]+|views-[0-9]{1,18})">(?=</data>)')
UNKNOWN = "–"


def hole(name):
    return format_html('<data value="{}"></data>', name)


def fill(content: bytes) -> bytes:
    """Return `content` with its holes filled."""
    texts, names = split(content)
    if not names:
        return content
    return (
        b"".join(part for pair in zip(texts, shown(tuple(names)), strict=False) for part in pair)
        + texts[-1]
    )


def split(content: bytes) -> tuple[list[bytes], list[str]]:
    """Return the texts before, between and after the holes, and the holes' names."""
    texts, names, end = [], [], 0
    for match in HOLE.finditer(content):
        texts.append(content[end : match.end()])
        names.append(match[1].decode())
        end = match.end()
    return [*texts, content[end:]], names


PAGES_KNOWN = 1000
_shown = (None, {})  # since which widget was published, and what, by names


def shown(names: tuple[str, ...]) -> list[bytes]:
    """Return what to print in these holes now; a figure that can't be had is a dash.

    In a server process all that is live is looked up anew when a widget is published.
    """
    global _shown
    widget = figures.widget()
    since, known = _shown
    if widget is not since or len(known) > PAGES_KNOWN:
        known = {}
        _shown = widget, known
    printed = known.get(names)
    if printed is None:
        printed = known[names] = print_all(names, widget)
    return printed


def print_all(names, widget):
    ids = [int(name.removeprefix("views-")) for name in names if name.startswith("views-")]
    views = figures.views_shown(ids) if ids else {}
    numbers = widget["visits"] | {f"views-{pk}": number for pk, number in views.items()}
    return [printed(numbers.get(name), widget["group_digits"]) for name in names]


@lru_cache(maxsize=1024)
def printed(number, grouped) -> bytes:
    if number is None:
        return UNKNOWN.encode()
    return number_format(number, use_l10n=grouped, force_grouping=grouped).encode()
