from itertools import groupby

from django import template

from banners.models import Slogan

register = template.Library()


@register.inclusion_tag("banners/slogan_bar.html")
def slogan_bar():
    """Show today's slogans, neighbours with the same opening joined under it."""
    running = groupby(Slogan.objects.running(), key=lambda slogan: slogan.opening)
    return {"groups": [{"opening": opening, "slogans": list(group)} for opening, group in running]}
