from django import template

from news.comparing import compare

register = template.Library()


@register.inclusion_tag("admin/news/includes/comparison.html")
def comparison(before, after):
    """Show what makes the text of one revision that of another."""
    return {"changes": compare(before, after)}
