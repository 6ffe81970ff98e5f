from django import template

from banners import bar

register = template.Library()


@register.simple_tag
def todays_bar():
    """Return what banners shows today: base.html asks once, for the bar, pictures and mourning."""
    return bar.today()
