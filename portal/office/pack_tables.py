"""The tables of an inspection pack: what its page sums up, and its Excel file.

What they hold is gathered in inspection.py; the page prints the same document by
templates/admin/office/includes/pack_*.html, so a new column is written in all three.
"""

from django.utils import timezone

from portal.office.inspection import COUNTED, name_of_period
from portal.office.slogans_shown import first_instant, last_instant
from portal.office.tables import Table, to_xlsx

NOT_RECORDED = "—"
FIGURES = {
    "articles": "Số bài đã đăng",
    "words": "Số chữ",
    "photos": "Số ảnh",
    "views": "Lượt xem các bài này trong kỳ",
    "day_visits": "Lượt truy cập cả trang",
    "day_entered_visits": "Trong đó nhập vào, điều chỉnh",
    "day_readers": "Người đọc cả trang, cộng từng ngày",
    "day_page_views": "Lượt xem cả trang",
    "day_bot_views": "Lượt xem của rô-bốt (tính riêng)",
    "day_staff_views": "Lượt xem của cơ quan (tính riêng)",
    "day_monitor_views": "Lượt xem của máy giám sát (tính riêng)",
}
# Words of a pack that go without saying on its page, as they stand in packs made long ago.
UNSAID = {"Đang đăng", "Khẩu hiệu"}
TALLIES = {
    "kinds": "Theo loại",
    "categories": "Theo chuyên mục",
    "states": "Theo tình trạng",
    "actions": "Quyết định trong kỳ",
}


def pack_to_xlsx(document, pack=None) -> bytes:
    """Return the workbook of a readable document; without a pack, of one only looked at."""
    foot = f"Hồ sơ kiểm tra số {pack}. SHA-256: {pack.sha256}" if pack else "Bản xem trước"
    tables = [
        Table(
            "Tổng hợp", ["Mục", "Nội dung"], [*heading(document), *sums(document), foot_row(pack)]
        ),
        articles_table(document["articles"]),
        days_table(document["days"]),
        slogans_table(document),
        decisions_table(document["decisions"]),
    ]
    return to_xlsx(tables, foot)


def heading(document):
    rows = {
        "Hồ sơ số": document.get("number", "bản xem trước, chưa đánh số"),
        "Cơ quan": document["office"],
        "Cơ quan cấp trên": document["parent_body"],
        "Kỳ": name_of_period(document["starts_on"], document["ends_on"]),
        "Từ ngày": document["starts_on"],
        "Đến hết ngày": document["ends_on"],
        "Chuyên mục": document["category"] or "Tất cả",
        "Gồm cả": ", ".join(document["subcategories"]),
        "Lập lúc": plain(document["made_at"]) if "made_at" in document else "",
        "Người lập": document.get("made_by", ""),
        "Thay cho hồ sơ số": document.get("supersedes", ""),
    }
    return [(label, said) for label, said in rows.items() if said]


def figures(document):
    """Return the sums of a pack by their names; of corrections and monitors only where any are."""
    sums = ((label, document["totals"][name]) for name, label in FIGURES.items())
    quiet = {FIGURES["day_entered_visits"], FIGURES["day_monitor_views"]}
    return [(label, figure) for label, figure in sums if figure or label not in quiet]


def tallies(document):
    """Return [(heading, [[word, how often]])] of what there is to tell apart."""
    return [(label, rows) for name, label in TALLIES.items() if (rows := document["totals"][name])]


def sums(document):
    told = [(f"{label}: {w}", count) for label, rows in tallies(document) for w, count in rows]
    return [*figures(document), *told]


def foot_row(pack):
    return ("Mã SHA-256", pack.sha256 if pack else "chỉ có khi hồ sơ đã đánh số")


def plain(at):
    """Return a local instant as a sheet takes it: without a zone."""
    return timezone.localtime(at).replace(tzinfo=None)


def articles_table(articles):
    headers = ["TT", "Tiêu đề", "Địa chỉ", "Loại", "Chuyên mục", "Đăng lúc", "Tác giả"]
    headers += ["Người duyệt", "Số chữ", "Số ảnh", "Lượt xem trong kỳ", "Tình trạng"]
    # A pack that never asked for notes has no column that would deny them.
    has_notes = any("change_note" in article for article in articles)
    headers += ["Ghi chú sửa đổi", "Ghi chú lúc"] if has_notes else []
    rows = [
        (
            number,
            article["title"],
            article["url"],
            article["kind"],
            article["category"],
            plain(article["published_at"]),
            article["authors"],
            article["approver"] or NOT_RECORDED,
            article["words"],
            article["photos"],
            article["views"],
            article["state"],
            *(note_cells(article) if has_notes else ()),
        )
        for number, article in enumerate(articles, 1)
    ]
    return Table("Bài đã đăng", headers, rows)


def note_cells(article):
    noted_at = article["change_noted_at"]
    return article["change_note"], plain(noted_at) if noted_at else ""


def days_table(days):
    headers = ["Ngày", "Lượt truy cập", "Trong đó nhập, điều chỉnh", "Người đọc", "Lượt xem"]
    headers += ["Rô-bốt xem", "Cơ quan xem", "Máy giám sát xem"]
    return Table(
        "Truy cập từng ngày",
        headers,
        [tuple(day[name] for name in ["day_on", *COUNTED]) for day in days],
    )


def slogans_table(document):
    rows = [*slogan_rows(document), ("Ghi chép", records_note(document), "", "")]
    return Table("Khẩu hiệu đã hiện", ["Loại", "Nội dung", "Từ", "Đến"], rows)


def slogan_rows(document):
    return [
        (row["what"], row["text"], first_instant(row["from_at"]), last_instant(row["until_at"]))
        for row in document["slogans"]
    ]


def records_note(document):
    """Say for which part of the period nothing is recorded."""
    known_at = document["slogans_known_at"]
    if not known_at:
        return "Trong kỳ này chưa có ghi chép về khẩu hiệu: không rõ đã hiện gì."
    if timezone.localdate(known_at) >= document["starts_on"]:
        return f"Chỉ có ghi chép từ {known_at:%H:%M %d/%m/%Y}; trước đó không rõ đã hiện gì."
    return "Ghi chép đủ cả kỳ."


def decisions_table(decisions):
    headers = ["Lúc", "Người quyết định", "Việc", "Bài số", "Tiêu đề", "Lời nhắn"]
    headers += ["SHA-256 của bản được quyết định"]
    rows = [
        (
            plain(decision["decided_at"]),
            decision["by"],
            decision["action"],
            decision["article"],
            decision["title"],
            decision["reason"],
            decision["text_sha256"],
        )
        for decision in decisions
    ]
    return Table("Quyết định", headers, rows)
