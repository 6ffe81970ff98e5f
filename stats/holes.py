"""Live figures in a page that is otherwise the same for everyone.

A template prints a hole, `<data value="today"></data>`; the middleware fills it as the page goes
out. Text cannot forge one: templates escape `<`, and bodies are sanitised without `<data>`.
"""

import re

from django.utils.formats import number_format
from django.utils.html import format_html

HOLE = re.compile(rb'<data value="([a-z]+|views-([0-9]{1,18}))"></data>')
UNKNOWN = "–"


def hole(name):
    return format_html('<data value="{}"></data>', name)


def fill(content: bytes, widget, views) -> bytes:
    """Return `content` with its holes filled.

    `widget()` and `views(ids)` are asked only if the page has holes; a figure that can't be had is
    printed as a dash.
    """
    found = HOLE.findall(content)
    if not found:
        return content
    shown = widget()
    ids = [int(pk) for _, pk in found if pk]
    figures = {f"views-{pk}": number for pk, number in (views(ids) if ids else {}).items()}
    figures |= shown["visits"]

    def filled(match):
        number = figures.get(match[1].decode())
        text = UNKNOWN if number is None else digits(number, shown["group_digits"])
        return b'<data value="%s">%s</data>' % (match[1], text.encode())

    return HOLE.sub(filled, content)


def digits(number, grouped):
    return number_format(number, use_l10n=grouped, force_grouping=grouped)
