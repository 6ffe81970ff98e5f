from django import template
from django.urls import reverse

from portal.letters.models import Letter

register = template.Library()


@register.inclusion_tag("admin/letters_waiting.html", takes_context=True)
def letters_waiting(context):
    """Say on the newsroom's front page how many letters wait that this person may read."""
    user = context["request"].user
    found = []
    for kind in Letter.__subclasses__():
        app, model = kind._meta.app_label, kind._meta.model_name
        if user.has_perm(f"{app}.view_{model}") and (number := kind.objects.waiting().count()):
            address = reverse(f"admin:{app}_{model}_changelist", query={"state__exact": "new"})
            found.append({"number": number, "kind": kind._meta.verbose_name, "url": address})
    return {"letters": found}
