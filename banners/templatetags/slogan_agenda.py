from django import template
from django.utils import timezone

from banners import calendar

register = template.Library()


@register.inclusion_tag("admin/banners/slogan_agenda.html", takes_context=True)
def slogan_agenda(context):
    """Show what begins and what ends in the next thirty days, to those who see slogans."""
    if not context["request"].user.has_perm("banners.view_slogan"):
        return {"may_view": False}
    events = calendar.agenda(timezone.localdate())
    return {"may_view": True, "events": events, "perms": context["perms"]}
