from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import render

from portal.office import panels, reading, tables
from portal.office.forms import PeriodForm, as_query, suggestions
from stats.report import ARTICLES, make_report

FILES = {
    "csv": (tables.to_csv, "text/csv; charset=utf-8"),
    "xlsx": (
        tables.to_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


@permission_required("stats.view_daytotal", raise_exception=True)
def statistics(request):
    """The counter's figures over a period, as charts, tables and files."""
    names = suggestions()
    form = PeriodForm(next(iter(names.values())) | request.GET.dict())
    context = admin.site.each_context(request) | {
        "title": "Thống kê",
        "form": form,
        "suggestions": {name: urlencode(query) for name, query in names.items()},
    }
    if not form.is_valid():
        return render(request, "admin/office/statistics.html", context, status=422)
    report = make_report(form.span, form.cleaned_data["buoc"])
    articles = reading.reading_of(report)
    if request.GET.get("xuat") in FILES:
        return export(report, articles, request.GET["xuat"])
    context |= page_of(report, articles)
    return render(request, "admin/office/statistics.html", context)


def export(report, articles, extension):
    write, content_type = FILES[extension]
    response = HttpResponse(write(tables.tables_of(report, articles)), content_type=content_type)
    name = f"thong-ke-{report.span.first:%Y%m%d}-{report.span.last:%Y%m%d}.{extension}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def page_of(report, articles):
    return {
        "report": report,
        "period": urlencode(as_query(report.span, report.step)),
        "tiles": panels.tiles(report),
        "courses": panels.course_panels(report),
        "details": [
            panels.hours_panel(report),
            panels.audience_panel(report),
            panels.referrers_panel(report),
        ],
        "most_read": articles[: reading.LISTED],
        "ranked": ARTICLES,
        "sections": reading.by_section(articles),
    }
