from django.conf import settings
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from portal.models import AgencyIdentity


def site(request):
    """What every page prints; the identity is asked of the database once, when it is printed."""
    today = timezone.localdate()
    return {
        "identity": SimpleLazyObject(lambda: AgencyIdentity.objects.on(today)),
        "today": today,
        "site_url": settings.SITE_URL,
    }
