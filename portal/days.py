"""Local days: when one begins, which Monday and which month it belongs to."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def midnight(day):
    """Return the instant at which a day begins here, aware, in the site's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


def monday_of(day):
    """Return the first day of the week (ISO 8601) that `day` lies in."""
    return day - timedelta(days=day.weekday())


def month_after(day, months=1):
    """Return the first day of the month that comes so many months after that of `day`."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def months_apart(first, last):
    """Return how many months after that of `first` the month of `last` comes."""
    return 12 * (last.year - first.year) + last.month - first.month
