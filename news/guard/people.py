"""Numbers and dates that identify a person."""

import re

from news.guard.finding import Hit
from news.proofreading.syllables import UPPER

# ---------- Identity cards ----------

# Provinces, Thông tư 07/2016/TT-BCA, Phụ lục I: 001, 002, 004 … 096.
PROVINCE = re.compile(
    "0(?:0[12468]|1[0124579]|2[024567]|3[01345678]|4[024568]|49|5[1246]|58|6[024678]|7[024579]"
    "|8[023467]|89|9[123456])"
)
APART = r"(?<![\w.,/+-])"
ENDS = r"(?![\w/]|[.,-]\d)"
TWELVE = re.compile(rf"{APART}\d{{3}}(?P<sep>[ .]?)\d{{3}}(?P=sep)\d{{3}}(?P=sep)\d{{3}}{ENDS}")
NINE = re.compile(rf"{APART}\d{{3}}(?P<sep>[ .]?)\d{{3}}(?P=sep)\d{{3}}{ENDS}")
CARD = re.compile(
    r"CMND|CMTND|CMT\b|CCCD|chứng minh (?:nhân dân|thư)|căn cước|định danh cá nhân|số định danh",
    re.IGNORECASE,
)
MONEY = re.compile(r"\s*(?:đồng|đ\b|VNĐ|VND|triệu|tỷ|tỉ|USD)", re.IGNORECASE)
OTHER_NUMBER = re.compile(
    r"(?:tài khoản|STK|mã số thuế|MST|số hiệu|mã vạch|hóa đơn|biên lai|mã hồ sơ|đơn hàng|serial"
    r"|ISBN|ISSN)[^\n]{0,15}$",
    re.IGNORECASE,
)
CELL_BEFORE = re.compile(r"(?:^|[\n\t|;,])\s*$")
CELL_AFTER = re.compile(r"\s*(?:$|[\n\t|;,])")


def identity_cards(text):
    """Yield twelve-digit numbers by their structure, nine-digit ones by where they stand."""
    for match in TWELVE.finditer(text):
        if not is_money(match) and (is_card(match) or near_card(match)):
            yield card(match)
    loose = []
    for match in NINE.finditer(text):
        if is_money(match):
            continue
        if near_card(match):
            yield card(match)
        elif stands_alone(match):
            loose.append(match)
    if len(loose) >= 3:
        yield from map(card, loose)


def is_money(match):
    return MONEY.match(match.string, match.end())


def is_card(match):
    """Whether it begins with a province, sex and century (Nghị định 137/2015/NĐ-CP, Điều 13)."""
    digits = re.sub(r"\D", "", match[0])
    before = match.string[max(match.start() - 40, 0) : match.start()]
    return PROVINCE.match(digits) and digits[3] in "0123" and not OTHER_NUMBER.search(before)


def near_card(match):
    line = match.string.rfind("\n", 0, match.start()) + 1
    before = match.string[max(line, match.start() - 60) : match.start()]
    return CARD.search(before) and not OTHER_NUMBER.search(before)


def stands_alone(match):
    """Whether a number without separators is the whole of a cell, as in a list of people."""
    before = match.string[max(match.start() - 4, 0) : match.start()]
    starts_right = match[0][0] in "0123" and match[0].isdigit()
    return (
        starts_right and CELL_BEFORE.search(before) and CELL_AFTER.match(match.string, match.end())
    )


def card(match):
    message = f"Có số căn cước hoặc chứng minh nhân dân: “{match[0]}”."
    return Hit("identity_card", match.start(), match.end(), message)


# ---------- Telephones ----------

S = r"[ .\u00a0-]?"
MOBILE = rf"(?:\(?\+84\)?{S}|0)(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9\d)(?:{S}\d){{7}}"
LANDLINE = rf"(?:\+84{S}|\(?0)2\d{{1,2}}\)?{S}(?:{S}\d){{7,8}}"
TELEPHONE = re.compile(rf"(?<![\d.,/])(?<!\d-)(?:{MOBILE}|{LANDLINE})(?!\d|/|[.,-]\d)")
OLD_MOBILE = re.compile(rf"(?<![\d.,/])01[2689](?:{S}\d){{8}}(?!\d|/|[.,-]\d)")
PHONE_WORD = re.compile(
    r"(?:điện thoại|ĐT|SĐT|di động|zalo|liên hệ|tel|phone)\b[^\n]{0,30}$", re.IGNORECASE
)
FAX = re.compile(r"fax\W{0,3}$", re.IGNORECASE)


def telephones(text):
    """Yield telephone numbers of today's plan (Thông tư 22/2014/TT-BTTTT), mobile and fixed."""
    for pattern in (TELEPHONE, OLD_MOBILE):
        for match in pattern.finditer(text):
            before = text[max(match.start() - 50, 0) : match.start()]
            told = PHONE_WORD.search(before)
            if pattern is OLD_MOBILE and not told:
                continue
            if not (
                is_money(match) or FAX.search(before) or (OTHER_NUMBER.search(before) and not told)
            ):
                message = f"Có số điện thoại: “{match[0]}”."
                yield Hit("telephone", match.start(), match.end(), message)


# ---------- Birth dates ----------

SURNAMES = """
    Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Đoàn Trịnh Trương
    Mai Lương Cao Hà Tạ Tô Lưu Châu Đào Lâm Tống Phùng Quách Thái Chu Kiều Doãn Vương Nông Triệu
    Hứa Mạc Lại Tăng Tôn Từ Văn Giang Khổng Nghiêm Thân Ông Âu Bạch Cù Đàm Điểu Ksor Rơ Siu Rah
    Kpă Rmah Nay
"""
SURNAME = "|".join(f"{name}|{name.upper()}" for name in SURNAMES.split())
PLACE = r"(?!(?:Hồ Chí Minh|Hà (?:Nội|Tây|Tĩnh|Giang|Nam)|Cao Bằng|Lâm Đồng|Thái Bình)\b)"
NAME = rf"{PLACE}(?:{SURNAME})(?:[ \u00a0][{UPPER}][\w’']{{0,9}}){{1,4}}"
BORN = r"(?:\d{1,2}[/.-]\d{1,2}[/.-])?(?:19[2-9]\d|20[0-2]\d)"
PERSON = re.compile(rf"(?<!\w){NAME}|(?<![\w/.-])(?P<born>{BORN})(?![\w/]|[.-]\d|\s?[-–]\s?\d)")
BIRTH = re.compile(r"\bsinh (?:năm|ngày)|(?:ngày|năm|tháng|năm) sinh\b|\bNTNS\b", re.IGNORECASE)
JOINED = re.compile(r"vào Đảng|ngày vào đảng", re.IGNORECASE)
BETWEEN = re.compile(r"\s*(?:[\n\t|;,(–-]|\s{2,})[^.]{0,60}")
OTHER_DATE = re.compile(r"nhiệm kỳ|mất|thành lập|quyết định|xuất bản|liên bang", re.IGNORECASE)
CLOSE = 80  # characters from a name to its date, with sex and office between
FEW = 3


def birth_dates(text):
    """Yield one hit over a list of three or more people with their dates of birth."""
    people = list(with_birth(text, bool(BIRTH.search(text))))
    names = {text[start:end] for start, end, _ in people}
    if len(names) >= FEW:
        message = f"Có danh sách {len(names)} người kèm ngày hoặc năm sinh."
        yield Hit("birth_dates", people[0][0], people[-1][2], message)


def with_birth(text, told):
    """Yield where each name with a date after it begins and ends, and where the date ends.

    Where nothing speaks of birth, only whole dates count, of people who would be adults, in cells.
    """
    name = None
    for match in PERSON.finditer(text):
        if not match["born"]:
            name = match
            continue
        if name and match.start() - name.end() <= CLOSE and is_birth(match, name, told):
            yield name.start(), name.end(), match.end()
        name = None


def is_birth(match, name, told):
    text, between = match.string, match.string[name.end() : match.start()]
    if told:
        alone = re.search(r"[\t|\n(]\s*$", between) or not match["born"].isdigit()
        return bool(BIRTH.search(between)) or bool(alone and in_cells(between))
    whole = not match["born"].isdigit() and int(match["born"][-4:]) <= 2010
    return whole and in_cells(between) and not JOINED.search(text)


def in_cells(between):
    """Whether nothing but the ends of cells, a few words and brackets part a name from its date."""
    return bool(BETWEEN.fullmatch(between)) and not OTHER_DATE.search(between)
