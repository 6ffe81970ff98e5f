import re
from functools import lru_cache

import segno
from django import template
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from pictures.utils import sizes, source_set

from portal import structured_data, text
from portal.drawn import Icon, SitePicture
from portal.kept.watch import memory
from portal.models import MenuItem
from portal.paths import path_to
from portal.people import name_of

register = template.Library()

# "(0269) 3824-123", "+84 269.3824.123"; a hyphen between spaces parts two numbers.
PHONE = re.compile(r"\(?\+?\d[\d-]*\)?[\d\s.]*(?:-\d[\d\s.]*)*")
PHONE_DIGITS = range(6, 14)  # fewer is an extension, more are numbers that nothing parts

register.filter("bind", text.bind)
register.filter("weekday_date", text.weekday_date)
register.filter("machine_hour", text.machine_hour)
register.filter(name_of)
register.simple_tag(path_to)  # what `url` does, remembered: a page names a few addresses


@register.filter
def weekday_date_title(day):
    """Return "Thứ Sáu, 02/08/2019": the weekday as a title has it."""
    weekday, _, date = text.weekday_date(day).partition(", ")
    return f"{weekday.title()}, {date}"


@register.filter
def filesize_vi(size):
    """Return a file's size in words: "286 KB", "1,2 MB"."""
    kilobytes = max(1, round(size / 1024))
    if kilobytes < 1024:
        return f"{kilobytes} KB"
    return f"{size / 2**20:.1f} MB".replace(".", ",")


@register.simple_tag
def phone_link(written):
    """Print a telephone number, which a tap calls; of several numbers the first."""
    found = PHONE.search(written)
    dialled = re.sub(r"[^+\d]", "", found[0]) if found else ""
    if len(dialled) not in PHONE_DIGITS:
        return written
    return format_html('<a href="tel:{}">{}</a>', dialled, written)


@register.simple_tag(takes_context=True)
def main_menu(context):
    """Return the menu's top items, each with `children`; two levels."""
    items = menu_items(context, MenuItem.Place.MAIN)
    children = {}
    for item in items:
        children.setdefault(item["parent"], []).append(item)
    for item in items:
        item["children"] = children.get(item["id"], [])
    shown = {item["id"] for item in items}
    return [item for item in items if item["parent"] not in shown]


@register.simple_tag(takes_context=True)
def linked_sites(context):
    return menu_items(context, MenuItem.Place.LINKED)


@register.simple_tag(takes_context=True)
def current_menu_items(context):
    """Return the ids of those that lead to this page: all that its menu depends on."""
    path = path_of(context)
    return tuple(item["id"] for item in context["menus"] if leads_to(path, item["url"]))


def menu_items(context, place):
    path = path_of(context)
    return [
        item | {"is_current": leads_to(path, item["url"])}
        for item in context["menus"]
        if item["place"] == place
    ]


def path_of(context):
    return context["request"].path if "request" in context else ""


def leads_to(path, url):
    return url == path or (url != "/" and path.startswith(url))


@register.simple_tag(takes_context=True)
def icon_url(context, size):
    """Return the address of the office's emblem as a square of `size` px."""
    return Icon(context["identity"], size).url


@register.simple_tag(takes_context=True)
def site_picture_url(context):
    return SitePicture(context["identity"]).url


@register.simple_tag(takes_context=True)
def site_data(context):
    """Print for search engines whose site this is."""
    return structured_data.as_script(structured_data.site(context["identity"]))


@register.simple_tag(takes_context=True)
def breadcrumb_data(context):
    """Print for search engines the way that the breadcrumb shows."""
    parent = context.get("parent")
    steps = [
        ("Trang chủ", path_to("home")),
        parent and (parent.name, parent.get_absolute_url()),
        (context.get("section_name"), context.get("section_url")),
        (context.get("current"), ""),
    ]
    return structured_data.as_script(
        structured_data.breadcrumb([step for step in steps if step and step[0]])
    )


@register.simple_tag
@lru_cache(maxsize=256)  # an address never changes, and a code costs as much as half a page
def qr_code(address):
    """Print a QR code (ISO/IEC 18004) as SVG, of which a paper's reader makes the address again."""
    code = segno.make(address, error="m", micro=False)
    svg = code.svg_inline(border=0, omitsize=True, svgclass="qr-code", lineclass=None)
    return mark_safe(svg)  # noqa: S308 a path of numbers; the address itself is not in it


# ---------- Pictures ----------


@register.simple_tag
def picture(file, alt, loading=None, fetchpriority=None, focus="center", **columns):
    """Print a photo in the widths it is kept in; `columns`: how many of 12 it takes from where on.

    `loading` and `fetchpriority` are those of HTML; `focus` is the photo's, where it is cut to a
    shape. The tag of that name in django-pictures prints the same by templates, at ten times the
    cost.
    """
    seen = hint("class", None if focus == "center" else f"focus-{focus}")
    hints = seen, hint("fetchpriority", fetchpriority), hint("loading", loading)
    return printed(file.field, file.name, file.width, file.height, alt, hints, **columns)


@lru_cache(maxsize=1024, typed=True)  # a file never changes, and the newest stand on many pages
def printed(field, name, width, height, alt, hints, **columns):
    address = field.storage.url(name)
    stem = address.rpartition(".")[0]
    kept = widths_of(field, width, height)
    source = kept and format_html(
        '<source type="image/webp" srcset="{}" sizes="{}">',
        ", ".join(f"{stem}/{wide}w.webp {wide}w" for wide in kept),
        sizes_of(field, **columns),
    )
    return format_html(
        '<picture{}>{}<img alt="{}"{} height="{}"{} src="{}" width="{}"></picture>',
        hints[0],
        source or "",
        alt,
        hints[1],
        height,
        hints[2],
        address,
        width,
    )


@lru_cache
def hint(name, value):
    return flatatt({name: value})


@lru_cache(maxsize=1024)
def widths_of(field, width, height):
    """Return the widths in px in which a picture of this size is kept, the smallest first."""
    size = (width, height)
    limits = {"max_width": field.container_width, "cols": field.grid_columns}
    return sorted(source_set(size, ratio=None, **limits))


@lru_cache
def sizes_of(field, **columns):
    """Return how wide a browser will show it, as the attribute `sizes` has it."""
    return sizes(field=field, container_width=field.container_width, **columns)


# ---------- What many pages share ----------


@register.tag
def remembered(parser, token):
    """Print what is between the tags; in a server process made once, until anything changes.

        {% remembered "menu" current %}…{% endremembered %}

    It may depend on the content, on the day and on the values that are named, and on nothing else.
    """
    name, *values = token.split_contents()[1:]
    nodelist = parser.parse(["endremembered"])
    parser.delete_first_token()
    return Remembered(nodelist, [parser.compile_filter(value) for value in (name, *values)])


class Remembered(template.Node):
    def __init__(self, nodelist, name):
        self.nodelist, self.name = nodelist, name

    def render(self, context):
        name = tuple(part.resolve(context) for part in self.name)
        return memory.recall(name, lambda: self.nodelist.render(context))
