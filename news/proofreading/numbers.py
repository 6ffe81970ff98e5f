"""Ranges of years that cannot be, and document numbers of an odd shape."""

import re

from news.proofreading.slip import Slip

DASH = "[-‐‑–—]"

YEARS = re.compile(
    rf"(?<![\w.,/-])(?P<head>(?:19|20)\d\d) ?{DASH} ?(?P<tail>\d{{2,5}})(?![\w/]|[.,-]\d)"
)
CUT_OFF_HEAD = re.compile(rf"(?<![\w.,/-])(?:19|20)\d ?{DASH} ?(?:19|20)\d\d(?![\w/]|[.,-]\d)")
FROM_TO = re.compile(
    r"(?:\btừ năm|\bgiai đoạn(?: từ)?(?: năm)?|\bnhiệm kỳ(?: từ)?(?: năm)?)"
    r" (?P<head>(?:19|20)\d\d) đến (?:năm |hết năm )?(?P<tail>(?:19|20)\d\d)(?![\w/]|[.,]\d)",
    re.IGNORECASE,
)
FULL_DATE = r"(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d)"
DATES = re.compile(
    rf"(?<![\d/.-]){FULL_DATE}(?: ?{DASH} ?| đến (?:hết )?(?:ngày )?){FULL_DATE}(?![\d/])"
)
# "giảm từ 2050 - 1950 đồng", "tổng đài 1900 - 2023"
NOT_YEARS_AFTER = re.compile(
    r"\s*(?:đồng|người|lượt|kg|tấn|tạ|ha|m[²³23]?|km|hộ|con|cây|bản|suất|sản phẩm|lần|công"
    r"|trước Công nguyên|TCN)\b"
)
NOT_YEARS_BEFORE = re.compile(
    r"(?:tổng đài|hotline|điện thoại|đt|fax|số máy|gọi|ISSN|ISBN)\W{0,3}$", re.IGNORECASE
)
TERM = re.compile(r"nhiệm kỳ\s*$", re.IGNORECASE)
LONGEST_TERM = 10


def year_ranges(text):
    """Yield ranges that end before they begin, are cut off or last too long: "2019 - 202"."""
    for match in YEARS.finditer(text):
        if wrong_years(match):
            yield years_slip(match)
    for match in CUT_OFF_HEAD.finditer(text):
        if not is_quantity(match):
            yield years_slip(match)
    for match in FROM_TO.finditer(text):
        if match["tail"] < match["head"]:
            yield years_slip(match)
    for match in DATES.finditer(text):
        first, last = (
            [int(n) for n in part[::-1]] for part in (match.groups()[:3], match.groups()[3:])
        )
        if last < first:
            yield years_slip(match)


def is_quantity(match):
    before = match.string[max(match.start() - 20, 0) : match.start()]
    return bool(NOT_YEARS_AFTER.match(match.string, match.end()) or NOT_YEARS_BEFORE.search(before))


def wrong_years(match):
    head, tail = match["head"], match["tail"]
    if is_quantity(match) or len(tail) == 2:  # "2020-25" is a short form
        return False
    if len(tail) in (3, 5):
        return tail.startswith(("19", "20")) or len(tail) == 5
    before = match.string[max(match.start() - 15, 0) : match.start()]
    span = int(tail) - int(head)
    return span <= 0 or int(tail) > 2150 or bool(TERM.search(before) and span > LONGEST_TERM)


def years_slip(match):
    message = (
        f"Khoảng thời gian “{match[0]}” không đúng: kết thúc trước khi bắt đầu hoặc gõ sai số."
    )
    return Slip(match.start(), match.end(), "year-range", message)


# ---------- Document numbers ----------

# Party papers: "05-NQ/ĐUK" (Hướng dẫn 36-HD/VPTW); state papers: "30/2020/NĐ-CP", "280/QĐ-TTg"
# (Nghị định 30/2020/NĐ-CP, Phụ lục III).
TYPE = "(?P<type>NQ|QĐi|QĐ|QC|CT|KL|TB|HD|KH|CV|BC|CTr|TTr|ĐA)"
BODY = r"(?P<body>[A-ZĐ]{2,12})\b(?!-\d)"
PARTY_BODY = "(?P<body>TW|TU|HU|ĐU[A-ZĐ]{0,8})"
START = r"(?<![\w/.-])(?P<n>\d{1,4})"
PARTY_SHAPES = [
    re.compile(rf"{START} ?{TYPE} ?/ ?{BODY}"),  # 05NQ/ĐUK
    re.compile(rf"{START} ?{DASH} ?{TYPE} ?{DASH} ?(?!(?!TW|TU|HU|ĐU|VP)..\b){BODY}"),  # 05-NQ-ĐUK
    re.compile(rf"{START} ?/ ?{TYPE} ?/ ?{BODY}"),  # 05/NQ/ĐUK
    re.compile(rf"{START}(?:[_.]|{DASH}{{2}}){TYPE}[/-]{BODY}"),  # 05.NQ/TU
    re.compile(rf"{START} ?{DASH} ?{TYPE} ?/ ?{BODY}"),  # 15 - NQ/TU
    re.compile(rf"{START}/(?:(?=NQ|CT|KL|QĐ|QC|TB|HD){TYPE})-{PARTY_BODY}\b"),  # 05/NQ-ĐUK
    re.compile(rf"{START}{DASH}{TYPE}{PARTY_BODY}\b"),  # 05-NQĐUK
    re.compile(  # 05-nq/đuk
        rf"{START}{DASH}(?P<type>nq|qđ|ct|kl|tb|hd|kh|cv|bc)/(?P<body>(?i:tw|tu|hu|đu[a-zđ]{{0,8}}))\b"
    ),
]
STATE_TYPE = "(?P<type>NĐ|TT|QĐ|NQ)"
STATE_BODY = "(?P<body>CP|TTg|UBND|HĐND|B[A-ZĐ]{1,6})"
YEAR = r"(?P<year>(?:19|20)\d\d)"
STATE_SHAPES = [
    re.compile(rf"{START} ?/ ?{YEAR} ?/ ?{STATE_TYPE} ?/ ?{STATE_BODY}\b"),  # 30/2020/NĐ/CP
    re.compile(rf"{START} ?/ ?{YEAR} ?/ ?{STATE_TYPE} ?{STATE_BODY}\b"),  # 30/2020/NĐCP
    re.compile(rf"{START}/{YEAR}{STATE_TYPE} ?- ?{STATE_BODY}\b"),  # 30/2020NĐ-CP
    re.compile(rf"{START}-{YEAR}[-/]{STATE_TYPE}[-/]{STATE_BODY}\b"),  # 30-2020-NĐ-CP
    # 30/2020/NĐ - CP
    re.compile(rf"{START} ?/ ?{YEAR} ?/ ?{STATE_TYPE} ?- ?{STATE_BODY}\b"),
    re.compile(rf"{START}/(?P<year>){STATE_TYPE}(?P<body>TTg|CP|UBND|HĐND)\b"),  # 280/QĐTTg
]


CANDIDATE = re.compile(
    rf"{START}(?=[ /._‐‑–—-]{{0,4}}(?:\d{{4}}[ /-]{{0,3}})?[A-ZĐnqktchb][A-ZĐa-zđ])"
)


def document_numbers(text):
    """Yield document numbers in neither the party's nor the state's form."""
    for candidate in CANDIDATE.finditer(text):
        for shape in PARTY_SHAPES + STATE_SHAPES:
            match = shape.match(text, candidate.start())
            if match and re.sub(DASH, "-", match[0]) != (right := written(match)):
                message = f"Số, ký hiệu “{match[0]}” viết chưa đúng; có thể là “{right}”."
                yield Slip(match.start(), match.end(), "document-number", message, right)
                break


def written(match):
    number, kind, body = match["n"], match["type"], match["body"]
    if "year" in match.re.groupindex:
        return "/".join(part for part in (number, match["year"], f"{kind}-{body}") if part)
    if body.isupper():
        return f"{number}-{kind}/{body}"
    return f"{number}-{kind.upper()}/{body.upper()}"
