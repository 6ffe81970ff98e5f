from django.conf import settings
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from portal.kept.watch import remembered
from portal.models import AgencyIdentity, MenuItem


def site(request):
    """What every page prints; asked of the database when it is first printed."""
    today = timezone.localdate()
    return {
        "identity": SimpleLazyObject(lambda: AgencyIdentity.objects.on(today)),
        "menus": SimpleLazyObject(open_menu_items),
        "today": today,
        "site_url": settings.SITE_URL,
    }


@remembered
def open_menu_items():
    """Return all that readers may follow of the menu and the linked sites."""
    return [
        {
            "id": item.pk,
            "parent": item.parent_id,
            "place": item.place,
            "title": item.text,
            "url": item.url,
            "is_external": bool(item.link),
        }
        for item in MenuItem.objects.for_display()
        if item.is_open()
    ]
