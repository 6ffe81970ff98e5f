from datetime import datetime, time

from django.utils import timezone


def midnight(day):
    """Return the instant at which a day begins here, aware, in the site's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))
