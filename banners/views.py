"""Pages of the newsroom about the slogan bar over time; SloganAdmin gives them their addresses."""

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin

from banners import bar, calendar, shown
from banners.forms import CalendarForm
from banners.lunar import SHOWN_YEARS
from banners.models import Slogan

may_look = permission_required("banners.view_slogan", raise_exception=True)


@csp_update({"frame-src": [SELF]})
@may_look
def year_view(request):
    """The year at a glance, and the bar of one day."""
    form = CalendarForm(request.GET)
    is_valid = form.is_valid()
    year, day, today = form.year, form.day, timezone.localdate()
    months = calendar.year_at_a_glance(year)
    stretches = shown.stretches_of(day) if day and day <= today else []
    days = [each for month in months for each in month.days]
    context = admin.site.each_context(request) | {
        "title": f"Lịch khẩu hiệu năm {year}",
        "opts": Slogan._meta,
        "form": form,
        "months": months,
        "day_numbers": range(1, 32),
        "empty_days": sum(each.is_empty for each in days),
        "crowded_days": sum(each.is_crowded for each in days),
        "most": calendar.CROWDED,
        "year": str(year),
        "years": [str(y) for y in (year - 1, year + 1) if y in SHOWN_YEARS],
        "day": day,
        "today": today,
        "is_ahead": day and day >= today,
        "bar": bar.on(day) if day and day >= today else None,
        "stretches": stretches,
        "recorded_since": None if stretches else shown.first_record_at(),
    }
    status = 200 if is_valid else 422
    return render(request, "admin/banners/calendar.html", context, status=status)


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
@may_look
def day_view(request):
    """The bar of one day alone, as readers get it; the calendar frames it."""
    form = CalendarForm(request.GET)
    if not form.is_valid():
        raise Http404
    return render(request, "admin/banners/bar.html", {"bar": bar.on(form.day)})
