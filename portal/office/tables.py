"""A report's tables: under its charts on the page, and as CSV and Excel files.

openpyxl takes 6 MB, so it is imported where a workbook is made, not in each server process.
"""

import csv
import io
from datetime import date, datetime
from typing import NamedTuple

from portal.text import for_xml

FIGURES = ["Lượt truy cập", "Người đọc", "Lượt xem"]
# A spreadsheet takes a text that begins so for a formula (OWASP, CSV Injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDEST = 60  # letters in a column of a sheet


class Table(NamedTuple):
    title: str
    headers: list[str]
    rows: list[tuple]


def tables_of(report, reading) -> list[Table]:
    return [
        parts_table("Trong kỳ", report.parts),
        parts_table("Kỳ trước", report.parts_before),
        audience_table(report),
        hours_table(report),
        referrers_table(report),
        missed_table(report),
        Table("Bài được đọc", ["Bài viết", "Chuyên mục", "Lượt xem"], [r.cells for r in reading]),
    ]


def parts_table(title, parts):
    rows = [(*span, *figures) for span, figures in parts]
    return Table(title, ["Từ ngày", "Đến ngày", *FIGURES], rows)


def audience_table(report):
    rows = [(audience.label.capitalize(), views) for audience, views in report.audiences.items()]
    return Table("Ai xem", ["Ai xem", "Lượt xem"], rows)


def hours_table(report):
    rows = [(f"{hour} giờ", row.visits, row.page_views) for hour, row in enumerate(report.hours)]
    return Table("Giờ trong ngày", ["Giờ", "Lượt truy cập", "Lượt xem"], rows)


def referrers_table(report):
    return Table("Trang giới thiệu", ["Trang", "Lượt truy cập"], report.referrers)


def missed_table(report):
    return Table("Tìm không thấy", ["Từ cần tìm", "Số lần"], report.missed)


def to_csv(tables: list[Table]) -> bytes:
    """Return the tables one under the other, as Excel reads them: UTF-8 with its mark."""
    file = io.StringIO()
    writer = csv.writer(file)
    for table in tables:
        writer.writerow([table.title])
        writer.writerow(table.headers)
        writer.writerows([as_text(cell) for cell in row] for row in table.rows)
        writer.writerow([])
    return file.getvalue().encode("utf-8-sig")


def as_text(cell):
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, str) and cell.startswith(FORMULA):
        return f"'{cell}"
    return cell


def to_xlsx(tables: list[Table], foot: str = "") -> bytes:
    """Return a workbook with a sheet for each table; dates are dates and numbers numbers.

    `foot` is printed at the foot of each page.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for table in tables:
        sheet = book.create_sheet(table.title)
        fill_sheet(sheet, table)
        set_up_paper(sheet, foot)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def fill_sheet(sheet, table):
    from openpyxl.styles import Font

    for row in [table.headers, *table.rows]:
        sheet.append([for_xml(cell) if isinstance(cell, str) else cell for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for column in sheet.columns:
        for cell in column:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # a title that begins with "=" is no formula
            elif isinstance(cell.value, datetime):
                cell.number_format = "DD/MM/YYYY HH:MM"
            elif isinstance(cell.value, date):
                cell.number_format = "DD/MM/YYYY"
            else:
                cell.number_format = "#,##0"
        longest = max(len(str(cell.value)) for cell in column)
        sheet.column_dimensions[column[0].column_letter].width = min(longest, WIDEST) + 3


def set_up_paper(sheet, foot):
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0  # as many pages as it takes
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.left.text = foot
    sheet.oddFooter.left.size = 8
    sheet.oddFooter.right.text = "&P/&N"
