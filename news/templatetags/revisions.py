from django import template

from news.comparing import compare
from portal.people import name_of

register = template.Library()

register.filter("name_of", name_of)


@register.inclusion_tag("admin/news/includes/comparison.html")
def comparison(before, after):
    """Show what makes the text of one revision that of another."""
    return {"changes": compare(before, after)}
