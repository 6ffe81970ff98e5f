import segno
from django import template
from django.urls import reverse
from django.utils.safestring import mark_safe

from portal import structured_data, text
from portal.drawn import Icon, SitePicture
from portal.models import MenuItem

register = template.Library()

register.filter("bind", text.bind)
register.filter("weekday_date", text.weekday_date)


@register.filter
def weekday_date_title(day):
    """Return "Thứ Sáu, 02/08/2019": the weekday as a title has it."""
    weekday, _, date = text.weekday_date(day).partition(", ")
    return f"{weekday.title()}, {date}"


@register.filter
def plain_date(day):
    """Return "6/7/2023": day and month without leading zeros, as in running text."""
    return f"{day.day}/{day.month}/{day.year}"


@register.filter
def filesize_vi(size):
    """Return a file's size in words: "286 KB", "1,2 MB"."""
    if size < 2**20:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 2**20:.1f} MB".replace(".", ",")


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


def menu_items(context, place):
    path = context["request"].path if "request" in context else ""
    return [
        item | {"is_current": leads_to(path, item["url"])}
        for item in context["menus"]
        if item["place"] == place
    ]


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
        ("Trang chủ", reverse("home")),
        parent and (parent.name, parent.get_absolute_url()),
        (context.get("section_name"), context.get("section_url")),
        (context.get("current"), ""),
    ]
    return structured_data.as_script(
        structured_data.breadcrumb([step for step in steps if step and step[0]])
    )


@register.simple_tag
def qr_code(address):
    """Print a QR code (ISO/IEC 18004) as SVG, of which a paper's reader makes the address again."""
    code = segno.make(address, error="m", micro=False)
    svg = code.svg_inline(border=0, omitsize=True, svgclass="qr-code", lineclass=None)
    return mark_safe(svg)  # noqa: S308 a path of numbers; the address itself is not in it
