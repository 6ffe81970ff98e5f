from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from news.models import Category
from portal.models import InspectionPack
from portal.office import inspection, pack_tables, reading, tables
from portal.office import statistics_panels as panels
from portal.office.forms import (
    FinalPackForm,
    PackForm,
    PeriodForm,
    as_days,
    as_query,
    pack_periods,
    suggestions,
)
from stats.report import ARTICLES, Span, make_report

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
    name = f"thong-ke-{report.span.first:%Y%m%d}-{report.span.last:%Y%m%d}.{extension}"
    return download(write(tables.tables_of(report, articles)), content_type, name)


def download(content, content_type, name):
    response = HttpResponse(content, content_type=content_type)
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
            panels.missed_panel(report),
        ],
        "most_read": articles[: reading.LISTED],
        "ranked": ARTICLES,
        "sections": reading.by_section(articles),
    }


# ---------- Inspection packs ----------


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("portal.view_inspectionpack", raise_exception=True)
def packs(request):
    """The packs made so far; the one of a period, or a look at what it would be; a new one."""
    if request.method == "POST":
        return make_pack(request)
    names = pack_periods()
    form = PackForm({**next(iter(names.values())), **request.GET.dict()})
    is_asked = "tu" in request.GET
    if is_asked and form.is_valid():
        span, category = form.span, form.cleaned_data["chuyen_muc"]
        if standing := InspectionPack.objects.standing(*span, category).first():
            messages.info(request, already_made(standing))
            return redirect(standing)
        return look(request, form, inspection.collect(span, category, timezone.now()))
    return packs_page(request, form, status=422 if is_asked else 200)


def make_pack(request):
    if not request.user.has_perm("portal.add_inspectionpack"):
        raise PermissionDenied
    form = FinalPackForm(request.POST)
    if not form.is_valid():
        return packs_page(request, form, status=422)
    category, again = form.cleaned_data["chuyen_muc"], "lap_lai" in request.POST
    found, is_new = inspection.make(form.span, category, request.user, again)
    messages.success(request, f"Đã lập hồ sơ số {found}." if is_new else already_made(found))
    return redirect(found)


def packs_page(request, form, status=200):
    context = admin.site.each_context(request) | {
        "title": "Hồ sơ kiểm tra",
        "form": form,
        "suggestions": {name: urlencode(days) for name, days in pack_periods().items()},
        "packs": InspectionPack.objects.for_listing(),
    }
    return render(request, "admin/office/packs.html", context, status=status)


def already_made(pack):
    made_on = timezone.localdate(pack.made_at)
    return f"Kỳ này đã có hồ sơ số {pack}, lập ngày {made_on:%d/%m/%Y}: số liệu như ngày ấy."


def look(request, form, content):
    """Show what a pack would say now; nothing is numbered or kept."""
    document = inspection.readable(content)
    if request.GET.get("xuat") == "xlsx":
        return pack_file(document)
    return pack_page(request, document, {"form": form})


@require_safe
@permission_required("portal.view_inspectionpack", raise_exception=True)
def pack(request, year, number):
    found = get_object_or_404(InspectionPack, year=year, number=number)
    document = inspection.readable(found.document)
    if request.GET.get("xuat") == "xlsx":
        return pack_file(document, found)
    newer = InspectionPack.objects.filter(supersedes=found).first()
    category = Category.objects.filter(pk=found.category_number).first()
    extra = {"pack": found, "newer": newer, "is_intact": inspection.is_intact(found)}
    if newer is None and (category or found.category_number is None):
        span = Span(found.starts_on, found.ends_on)
        extra["form"] = PackForm({**as_days(span), "chuyen_muc": category.slug if category else ""})
    return pack_page(request, document, extra)


def pack_page(request, document, extra):
    context = {
        "title": "Hồ sơ kiểm tra",
        "document": document,
        "period_name": inspection.name_of_period(document["starts_on"], document["ends_on"]),
        "figures": pack_tables.figures(document),
        "tallies": pack_tables.tallies(document),
        "slogans": pack_tables.slogan_rows(document),
        "records_note": pack_tables.records_note(document),
        "unsaid": pack_tables.UNSAID,
    }
    context |= admin.site.each_context(request) | extra
    return render(request, "admin/office/pack.html", context)


def pack_file(document, found=None):
    number = f"so-{found.number:02}-{found.year}" if found else "xem-truoc"
    days = f"{document['starts_on']:%Y%m%d}-{document['ends_on']:%Y%m%d}"
    content = pack_tables.pack_to_xlsx(document, found)
    return download(content, FILES["xlsx"][1], f"ho-so-kiem-tra-{number}-{days}.xlsx")
