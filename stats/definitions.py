"""What the counter's words mean. The page "Cách tính" prints these very values."""

from datetime import date, timedelta

from django.db import models

from portal.days import monday_of

# A visit ends when its reader shows no page for this long; midnight ends it too.
VISIT_GAP = timedelta(minutes=30)
# Online is whoever showed a page within this time, today.
ONLINE_WITHIN = timedelta(minutes=5)
# Older than any counter whose days could be imported.
FIRST_DAY = date(2000, 1, 1)


class Audience(models.TextChoices):
    """Who asked for a page; only readers make visits."""

    READER = "r", "bạn đọc"
    BOT = "b", "máy tìm kiếm, rô-bốt"
    STAFF = "s", "người của cơ quan"
    MONITOR = "m", "máy giám sát"


def periods(today: date) -> dict[str, tuple[date, date]]:
    """Return first and last day of the widget's periods; weeks begin on Monday (ISO 8601)."""
    return {
        "today": (today, today),
        "yesterday": (today - timedelta(days=1), today - timedelta(days=1)),
        "week": (monday_of(today), today),
        "month": (today.replace(day=1), today),
    }
