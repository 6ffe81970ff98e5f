from django.conf import settings
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from portal.models import AgencyIdentity, MenuItem


def site(request):
    """What every page prints; each is asked of the database once, when it is first printed."""
    today = timezone.localdate()
    return {
        "identity": SimpleLazyObject(lambda: AgencyIdentity.objects.on(today)),
        "menus": SimpleLazyObject(lambda: list(MenuItem.objects.for_display())),
        "today": today,
        "site_url": settings.SITE_URL,
    }
