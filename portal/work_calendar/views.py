from datetime import date
from itertools import groupby
from operator import attrgetter

from django.http import Http404
from django.utils import timezone
from django.views.generic import TemplateView

from portal.days import monday_of
from portal.work_calendar.models import WorkItem, WorkWeek


class Week(TemplateView):
    """The public lines of a week; of the present one where the address names none.

    What is on this week stands at two addresses. The week's own stays its own, so it is the one
    that search engines and chats are told.
    """

    kept_parameters = ()
    template_name = "portal/work_week.html"

    def get_week(self, year=None, number=None):
        present = WorkWeek(monday=monday_of(timezone.localdate()))
        if year is None:
            return present, True
        try:
            week = WorkWeek(monday=date.fromisocalendar(year, number, 1))
        except (ValueError, OverflowError) as error:  # a year has 52 weeks, or 53
            raise Http404 from error
        if self.request.path != week.get_absolute_url():  # "/2026/07/"
            raise Http404
        return week, week.monday == present.monday

    def get_context_data(self, **kwargs):
        week, is_present = self.get_week(**kwargs)
        items = list(WorkItem.objects.public().of_week(week.monday))
        if not items and kwargs:
            raise Http404
        return super().get_context_data(
            heading=f"Lịch công tác tuần {week.number} năm {week.year}",
            week=week,
            canonical_path=week.get_absolute_url() if items else "",
            note=items[0].week.note if items else "",
            days=[(day, list(found)) for day, found in groupby(items, attrgetter("day"))],
            before=nearest("-week__monday", week__monday__lt=week.monday),
            after=nearest("week__monday", week__monday__gt=week.sunday),
            is_present=is_present,
        )


def nearest(order, **place):
    """Return the nearest week with something public, or None: nobody walks into empty years."""
    item = WorkItem.objects.public().filter(**place).select_related("week").order_by(order).first()
    return item and item.week
