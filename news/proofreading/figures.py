"""Percentages that are not the ratio they stand beside."""

import re

from news.proofreading.slip import Slip

NUMBER = r"(?:\d{1,3}(?:[.,]\d{3}){1,5}(?:[.,]\d{1,4})?|\d{1,12}(?:[.,]\d{1,4})?)(?!\d|[.,]\d)"
ALONE = r"(?<![\d/.,:-])(?<!\d )"
LINK = (
    r"(?:(?:đạt|chiếm)(?: t[ỷỉ] lệ)?|t[ỷỉ] lệ(?: đạt)?|bằng|tương đương(?: với)?|tương ứng"
    r"|tức(?: là)?|ứng với)"
)
RATIO = rf"{ALONE}(?P<a>{NUMBER}) ?/ ?(?P<b>{NUMBER})(?!\s?/|%)"
OUT_OF = rf"{ALONE}(?P<a>{NUMBER})[^\d%\n.;:]{{0,40}}? (?:trên|trong) tổng số (?P<b>{NUMBER})"
PERCENT = rf"(?P<p>{NUMBER})\s?%"
GAP = r"(?P<gap>[^\d%\n.;!?]{0,120}?)"
# A comma or a bracket says that the percentage sums up what was said; without one,
# "12/15 chi bộ đạt 95% trở lên" tells of something else.
RATIO_FIRST = [
    re.compile(
        rf"{pair}{GAP}(?:(?P<comma>, ?)|[,(–=-] ?{LINK} ?|[(–=-] ?"
        rf"|(?P<bare> (?:đạt|chiếm)(?: t[ỷỉ] lệ)? )){PERCENT}"
    )
    for pair in (RATIO, OUT_OF)
]
PERCENT_FIRST = re.compile(
    rf"(?<![\d.,]){PERCENT}(?P<gap>[^\d%\n.;!?]{{0,60}}?)"
    rf"(?:\((?:với |{LINK} )?|, (?:tương (?:đương|ứng)(?: với)?|tức(?: là)?|ứng với) ){RATIO}"
)
ANOTHER = re.compile(
    r"\b(?:trong đó|tăng|giảm|vượt|so với|lần lượt|còn lại|riêng|nữ|trẻ|trong số)\b"
)
ROUGHLY = re.compile(
    r"\b(?:trên|hơn|gần|khoảng|xấp xỉ|dưới|quá|từ|ít nhất|tối thiểu|tối đa|thêm|tăng|giảm|vượt"
    r"|phấn đấu|mục tiêu|yêu cầu|t[ỷỉ] lệ bản đồ)\s+(?:\w+\s){0,2}$"
)
OTHER_WHOLE = re.compile(
    r"\s*(?:so với|trở lên|trở xuống|cùng kỳ|của|dân số|toàn|dự toán|nghị quyết|mục tiêu"
    r"|tổng(?! số đại biểu (?:được )?triệu tập))"
)
PLAN_OF = re.compile(r"\s*(?:kế hoạch|chỉ tiêu)(?: cả| của)? (?:năm|nhiệm kỳ|giai đoạn)")
PART_OF_IT = re.compile(r"\b(?:quý|tháng|tuần|đợt)\b", re.IGNORECASE)
CLAUSE_ENDS = re.compile(r"\s*(?:[.,;)\n]|$)")
NAMED = re.compile(
    r"\b(?:số|hiệu|nghị quyết|nghị định|quyết định|chỉ thị|thông tư|luật|lệnh|ngày|sáng|chiều"
    r"|tối|trưa|đến|từ|trước|sau|hôm|tháng|quý|năm|học|khóa|lễ|dịp|vụ|trực)\s?$",
    re.IGNORECASE,
)
# "5/7 chỉ tiêu" counts; "chiều 5/7 toàn tỉnh" is a day.
COUNTED = re.compile(
    r"\s(?:chỉ tiêu|chi (?:bộ|đoàn|hội)|đảng (?:bộ|viên)|đồng chí|đại biểu|đơn vị|xã|phường|huyện"
    r"|cuộc|hồ sơ|nhiệm vụ|tiêu chí|lớp|cơ (?:sở|quan)|tổ|doanh nghiệp|công trình|dự án|hộ|thôn"
    r"|trường|mô hình|văn bản|nội dung|mục tiêu|kiến nghị|người|học viên|cán bộ|tập thể|cá nhân"
    r"|buổi|ủy viên|đề (?:án|tài)|chương trình|sáng kiến|bài|đơn|quần chúng|đoàn viên|hội viên"
    r"|thành viên|khâu|tỷ|tỉ|triệu|km|ha)\b"
)


def percentages(text):
    """Yield percentages that their ratio does not give: "9.429/11.014 …, đạt 99,8%"."""
    for pattern in RATIO_FIRST:
        yield from (slip_of(m) for m in pattern.finditer(text) if is_sum(m) and is_wrong(m))
    for match in PERCENT_FIRST.finditer(text):
        if not (ANOTHER.search(match["gap"]) or roughly(match, "p")) and is_wrong(match):
            yield slip_of(match)


def is_sum(match):
    """Whether the percentage that follows a ratio says what the ratio comes to."""
    text, gap = match.string, match["gap"]
    if ANOTHER.search(gap) or gap.count("(") > gap.count(")") or roughly(match, "a"):
        return False
    if match["bare"] and not (is_precise(match) and CLAUSE_ENDS.match(text, match.end())):
        return False
    if match["comma"] and not CLAUSE_ENDS.match(text, match.end()):  # "trong 30/34 tỉnh, 85% hộ"
        return False
    if "," in gap and match["p"] == "100":  # all who were there, of those who should have been
        return False
    if PLAN_OF.match(text, match.end()):  # the quarter's ratio and the year's percentage
        return not PART_OF_IT.search(text, max(match.start() - 150, 0), match.end())
    return not OTHER_WHOLE.match(text, match.end())


def is_precise(match):
    """Whether the figures are of a count: "2/5 tiêu chí đạt 85%" tells how good each of them is."""
    return not match["p"].isdigit() and (not match["b"].isdigit() or int(match["b"]) > 12)


def roughly(match, group):
    start = match.start(group)
    return ROUGHLY.search(match.string[max(start - 30, 0) : start].lower())


def is_wrong(match):
    """Whether no reading of the numbers comes to the percentage as it is printed."""
    if not is_ratio(match):
        return False
    printed = match["p"].replace(",", ".")
    decimals = len(printed.partition(".")[2])
    values = [100 * a / b for a in readings(match["a"]) for b in readings(match["b"]) if b]
    # Rounded or cut off: both are within one of the last printed place.
    fits = [
        abs(value - shown) < 10**-decimals - 1e-9 for value in values for shown in [number(printed)]
    ]
    return bool(values) and min(values) <= 1000 and not any(fits)


def is_ratio(match):
    """Whether "a/b" is neither a day, nor a month and year, nor a number of something."""
    text, a, b = match.string, match["a"], match["b"]
    before = text[max(match.start("a") - 14, 0) : match.start("a")]
    if not (a.isdigit() and b.isdigit()):
        return True
    if NAMED.search(before):
        return False
    if 1 <= int(a) <= 31 and 1 <= int(b) <= 12:
        return int(a) <= int(b) and bool(COUNTED.match(text, match.end("b")))
    year = 1945 <= int(b) <= 2100 and len(b) == 4
    scale = int(a) == 1 and int(b) >= 100
    return not (year or scale) and text[match.end("b") : match.end("b") + 4] != " giờ"


def readings(printed: str) -> set[float]:
    """Return the numbers that "1.532" can be: grouped by thousands, or with a decimal mark."""
    marks = [c for c in printed if c in ".,"]
    if not marks:
        return {float(printed)}
    whole, _, last = printed.rpartition(marks[-1])
    grouped = float(re.sub("[.,]", "", printed))
    decimal = float(re.sub("[.,]", "", whole) + "." + last)
    if len(marks) > 1:
        return {grouped} if len(set(marks)) == 1 else {decimal}
    return {grouped, decimal} if len(last) == 3 else {decimal}


def number(printed: str) -> float:
    return float(printed.replace(".", "", printed.count(".") - 1))


def slip_of(match):
    a, b = min(
        ((a, b) for a in readings(match["a"]) for b in readings(match["b"]) if b),
        key=lambda pair: abs(100 * pair[0] / pair[1] - number(match["p"].replace(",", "."))),
    )
    decimals = max(len(re.split("[.,]", match["p"])[-1]) if not match["p"].isdigit() else 0, 1)
    right = f"{100 * a / b:.{decimals}f}".replace(".", ",")
    message = f"{match['a']}/{match['b']} là {right}%, không phải {match['p']}%."
    return Slip(match.start(), match.end(), "percentage", message, f"{right}%")
