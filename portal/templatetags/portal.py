from django import template

from portal import text
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
        {
            "id": item.pk,
            "parent": item.parent_id,
            "title": item.text,
            "url": item.url,
            "is_external": bool(item.link),
            "is_current": item.url == path or (item.url != "/" and path.startswith(item.url)),
        }
        for item in context["menus"]
        if item.place == place and item.is_open()
    ]
