"""Weekdays that are not those of their dates, and reports of what has not happened yet."""

import re
from datetime import date, timedelta

from news.proofreading.slip import Slip
from portal.text import WEEKDAYS

DAYS = {"hai": 0, "2": 0, "ba": 1, "3": 1, "tư": 2, "4": 2, "năm": 3, "5": 3}
DAYS |= {"sáu": 4, "6": 4, "bảy": 5, "bẩy": 5, "7": 5}
WEEKDAY = r"(?P<weekday>(?:thứ (?P<name>hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|chủ nhật))\b"
DATE = (
    r"(?P<date>(?P<d>\d{1,2})(?P<sep>[/.-])(?P<m>\d{1,2})(?:(?P=sep)(?P<y>\d{4}))?"
    r"(?![\d/]|[.-]\d|\s[-–]\s?\d)"
    r"|(?P<d2>\d{1,2}) tháng (?P<m2>\d{1,2})(?: năm (?P<y2>\d{4}))?\b)"
)
# What stands before a weekday; anything else is counted: "lần thứ năm, ngày 6/7".
PRECEDES = re.compile(
    r"(?:^|[\n(,;:.–-] ?|\d ?|\dh ?|(?<!\w)(?:sáng|chiều|tối|trưa|đêm|vào|hôm|đến|từ|hết|và"
    r"|trước|sau|lúc|giờ|phút|là|đúng)\s)$",
    re.IGNORECASE,
)
WEEKDAY_FIRST = re.compile(rf"\b{WEEKDAY},? ?\(?(?:ngày )?{DATE}", re.IGNORECASE)
DATE_FIRST = re.compile(
    rf"(?<![\d/.-]){DATE}(?:,? ?\( ?{WEEKDAY}(?= ?[,)])"
    rf"|, {WEEKDAY.replace('P<', 'P<c_')}(?=\s*(?:[.,;)\n]|$)))",
    re.IGNORECASE,
)
ENUMERATED = re.compile(r"\bthứ nhất\b", re.IGNORECASE)
LUNAR = re.compile(r"\s*\(?(?:âm lịch|ÂL\b|tức)", re.IGNORECASE)
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
NEAR = timedelta(days=92)  # a report's dates without a year are of about its own day


def weekdays(text, published_on):
    """Yield weekdays that are wrong for the date beside them, where its year is known."""
    for pattern in (WEEKDAY_FIRST, DATE_FIRST):
        for match in pattern.finditer(text):
            day = day_of(match, published_on)
            told = match["weekday"] or match.groupdict().get("c_weekday")
            if day and number_of(told) != day.weekday() and is_weekday(match):
                yield weekday_slip(match, told, day)


def is_weekday(match):
    """Whether "thứ hai" is a Monday here, not the second of something."""
    text, start = match.string, match.start()
    if match.re is DATE_FIRST:
        return not LUNAR.match(text, match.end())
    begins = PRECEDES.search(text[max(start - 8, 0) : start]) or not start
    counted = match["weekday"].lower() != "chủ nhật" and ENUMERATED.search(text, 0, start)
    return begins and not counted and not LUNAR.match(text, match.end())


def number_of(weekday):
    return DAYS.get(weekday.lower().split()[-1], 6)


def day_of(match, published_on):
    """Return the date that `match` names; None if it is none, or if its year is anybody's guess."""
    day, month = int(match["d"] or match["d2"]), int(match["m"] or match["m2"])
    year = match["y"] or match["y2"]
    if year:
        return calendar_day(int(year), month, day)
    line = match.string.rfind("\n", 0, match.start()) + 1
    years = {
        int(y) for y in YEAR.findall(match.string, max(line, match.start() - 150), match.start())
    }
    if not published_on or years - {published_on.year}:
        return None
    return nearest(month, day, published_on)


def nearest(month, day, published_on):
    years = (published_on.year + step for step in (-1, 0, 1))
    days = [found for year in years if (found := calendar_day(year, month, day))]
    near = [found for found in days if abs(found - published_on) <= NEAR]
    return near[0] if near else None


def calendar_day(year, month, day):
    try:
        return date(year, month, day)
    except ValueError:
        return None


def weekday_slip(match, told, day):
    right = WEEKDAYS[day.weekday()].lower()
    message = f"Ngày {day.day}/{day.month}/{day.year} là {right}, không phải {told.lower()}."
    return Slip(match.start(), match.end(), "weekday", message, right)


OPENING = re.compile(
    rf"^(?:\([A-ZĐ]{{2,10}}\) ?[-–]? ?)?(?:(?:Sáng|Chiều|Tối|Trưa|Ngày)(?: nay,?)?(?: ngày)?"
    rf"|Trong (?:hai|ba|0?[23]) ngày(?: \d{{1,2}}(?:/\d{{1,2}})?(?:,| và| ?[-–]))+) \(?{DATE}"
    r"(?P<rest>[^\n]{0,300}?(?:\.\s|$))",
    re.MULTILINE,
)
OVER = re.compile(r"\b(?:đã|vừa)\b")
TO_COME = re.compile(
    r"\b(?:sẽ|dự kiến|tới|sắp|chuẩn bị|kế hoạch|đăng ký|âm lịch|h[ằà]ng năm|là (?:hạn|ngày|dịp))\b"
)


def not_yet(text, published_on):
    """Yield a date that opens a report of what was done, and lies after the day of publishing."""
    for match in OPENING.finditer(text) if published_on else ():
        day, rest = day_of(match, published_on), match["rest"]
        if day and day > published_on and OVER.search(rest) and not TO_COME.search(rest):
            message = (
                f"Ngày {day.day}/{day.month}/{day.year}, việc được kể là đã xong, sau ngày đăng."
            )
            yield Slip(match.start("date"), match.end("date"), "event-after-publication", message)
