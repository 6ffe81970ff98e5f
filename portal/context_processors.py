from django.conf import settings
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from portal.models import AgencyIdentity


def site(request):
    """What every page prints; asked of the database when it is first printed."""
    today = timezone.localdate()
    return {
        "identity": SimpleLazyObject(lambda: AgencyIdentity.objects.on(today)),
        "today": today,
        "site_url": settings.SITE_URL,
    }
