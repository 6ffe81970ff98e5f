"""Live figures in a page that is otherwise the same for everyone.

A template prints a hole, `<data value="today"></data>`; the middleware fills it as the page goes
out. Text cannot forge one: templates escape `<`, and bodies are sanitised without `<data>`.
"""

import re

from django.utils.formats import number_format
from django.utils.html import format_html

HOLE = re.compile(rb'<data value="(views-)?([a-z]+|[0-9]{1,18})"></data>')
UNKNOWN = "–"


def hole(name):
    return format_html('<data value="{}"></data>', name)


def fill(content: bytes, visits, views, group_digits=True) -> bytes:
    """Return `content` with its holes filled.

    `visits()` and `views(ids)` are asked only if the page has such holes; a figure that can't be
    had is printed as a dash.
    """
    found = HOLE.findall(content)
    if not found:
        return content
    ids = [int(name) for is_view, name in found if is_view]
    figures = {b"views-%d" % pk: number for pk, number in (views(ids) if ids else {}).items()}
    if any(not is_view for is_view, name in found):
        figures |= {name.encode(): number for name, number in visits().items()}

    def filled(match):
        name = match[1] + match[2] if match[1] else match[2]
        text = digits(figures[name], group_digits) if name in figures else UNKNOWN
        return b'<data value="%s">%s</data>' % (name, text.encode())

    return HOLE.sub(filled, content)


def digits(number, grouped):
    return number_format(number, use_l10n=grouped, force_grouping=grouped)
