"""What the page of statistics shows of a report: a heading, a chart and its table, side by side."""

from itertools import zip_longest
from typing import NamedTuple

from django.utils.text import Truncator

from portal.office.tables import (
    FIGURES,
    Table,
    audience_table,
    hours_table,
    missed_table,
    referrers_table,
)
from stats import charts
from stats.charts import Point
from stats.report import Step

NAME_LETTERS = 32  # what stands beside its number on a phone


class Panel(NamedTuple):
    title: str
    chart: str
    table: Table
    note: str = ""
    compares: bool = False
    is_wide: bool = False


class Tile(NamedTuple):
    title: str
    now: int
    change: str


def tiles(report):
    pairs = zip(FIGURES, report.total, report.total_before, strict=True)
    return [Tile(title, now, change(now, before)) for title, now, before in pairs]


def change(now, before):
    """Say in words by how much a figure grew, so that no colour has to."""
    if before <= 0:
        return "kỳ trước không có số liệu"
    percent = round(100 * (now - before) / before)
    was = f"kỳ trước {charts.digits(before)}"
    if not percent:
        return f"gần như không đổi, {was}"
    return f"{'tăng' if percent > 0 else 'giảm'} {charts.digits(abs(percent))}%, {was}"


def course_panels(report):
    """One panel each for visits, readers and page views over the period, beside the one before."""
    parts, before = report.parts, report.parts_before
    return [course_panel(title, n, parts, before, report.step) for n, title in enumerate(FIGURES)]


def course_panel(title, number, parts, parts_before, step):
    points, rows = [], []
    for part, earlier in zip_longest(parts, parts_before):
        if part is None:  # the period before had a week more
            break
        (span, figures), before = part, earlier and earlier[1][number]
        short, name = words_for(span, step)
        points.append(Point(short, name, figures[number], before))
        rows.append((name, figures[number], "" if before is None else before))
    table = Table(title, [step.label.capitalize(), title, "Kỳ trước"], rows)
    chart = charts.columns(f"{title} theo {step.label}", points, title.lower())
    note = "Mỗi ngày đếm riêng: ai đọc hai ngày là hai lần." if title == "Người đọc" else ""
    return Panel(title, chart, table, note, compares=True)


def words_for(span, step):
    """Return short and full name of a day, week, month or year: "T53", "Tuần 53/2026 (từ …)"."""
    first = span.first
    match step:
        case Step.WEEK:
            year, week, _ = first.isocalendar()
            return f"T{week}", f"Tuần {week}/{year} ({first:%d/%m} - {span.last:%d/%m/%Y})"
        case Step.MONTH:
            return f"{first.month}/{first:%y}", f"Tháng {first.month}/{first.year}"
        case Step.YEAR:
            return f"{first.year}", f"Năm {first.year}"
    return f"{first:%d/%m}", f"{first:%d/%m/%Y}"


def audience_panel(report):
    points = [Point(a.label.capitalize(), a.label, views) for a, views in report.audiences.items()]
    note = "Chỉ bạn đọc được tính vào bộ đếm; các dòng khác để biết máy chủ phục vụ ai."
    chart = charts.rows("Lượt xem theo người xem", points)
    return Panel("Ai xem trang", chart, audience_table(report), note)


def hours_panel(report):
    points = [Point(f"{h}h", f"{h} giờ", row.page_views) for h, row in enumerate(report.hours)]
    span = report.hours_span
    note = (
        f"Lượt xem từ {span.first:%d/%m/%Y} đến {span.last:%d/%m/%Y}, giờ Việt Nam."
        if span
        else "Số liệu từng giờ chỉ giữ 90 ngày."
    )
    chart = charts.columns("Lượt xem theo giờ trong ngày", points, "lượt xem")
    return Panel("Giờ trong ngày", chart, hours_table(report), note, is_wide=True)


def referrers_panel(report):
    points = [Point(shorten(host), host, visits) for host, visits in report.referrers]
    chart = charts.rows("Lượt truy cập từ trang khác", points) if points else ""
    note = "" if points else "Trong kỳ không có ai đến từ liên kết của trang khác."
    return Panel("Đến từ trang nào", chart, referrers_table(report), note)


def missed_panel(report):
    points = [Point(shorten(words), words, times) for words, times in report.missed]
    chart = charts.rows("Số lần tìm không thấy", points) if points else ""
    note = "Viết không dấu; số dài không được ghi."
    if not points:
        note = "Trong kỳ, lần tìm nào cũng có kết quả."
    return Panel("Bạn đọc tìm mà không thấy", chart, missed_table(report), note)


def shorten(name):
    return Truncator(name).chars(NAME_LETTERS)
