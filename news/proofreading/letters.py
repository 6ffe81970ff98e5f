"""Words run together, spaces astray, two ways of placing a tone, great names in small letters."""

import re
import unicodedata
from collections import Counter, defaultdict

from news.proofreading.slip import Slip
from news.proofreading.syllables import LOWER, TONES, UPPER, is_syllable, tones

LETTER = LOWER + UPPER

# ---------- Run together ----------

WORD = re.compile(rf"(?<![\w-])[{UPPER}]?[{LOWER}]{{4,14}}(?![\w-])")
ANY = rf"[{LETTER}][{LOWER}]{{1,6}}"
SMALL = rf"[{UPPER}]?[{LOWER}]{{1,6}}"
FIGURE = r"(?:\d{1,3}(?:\.\d{3}){1,4}|\d{1,4})"
GREAT = rf"[{UPPER}][{LOWER}]{{1,6}}"
GLUED = [
    rf"(?<![\w.,/:-])(?P<left>{FIGURE})(?P<right>[{LOWER}]{{2,7}})(?!\w)",  # 2024trong
    rf"(?<=/)(?P<left>(?:19|20)\d\d)(?P<right>[{LOWER}]{{2,7}})(?!\w)",  # quý I/2025theo
    rf"(?<!\w)(?P<left>{SMALL})(?P<right>\d{{2,4}}(?!\w)|\d{{1,2}}/\d)",  # năm2024
    r"(?<!\w)(?P<left>[Tt]háng|[Qq]uý)(?P<right>\d)(?!\w)",  # tháng3
    rf"(?<![\w.])(?P<left>{ANY}[)”\"]?[.!?…])(?P<right>{GREAT})(?!\w)",  # hội nghị.Đồng chí
    rf"(?P<left>(?<!\d)\d{{4}}\.|\d%[.,]|[)”][.,])(?P<right>{GREAT})(?!\w)",  # 2024.Trong
    rf"(?P<left>\d{{2}}[,;])(?P<right>{ANY})(?!\w)",  # 15/8/2023,Đảng ủy
    rf"(?<!\w)(?P<left>{ANY}[,;:])(?P<right>{ANY})(?!\w)",  # Trưởng ban,Phó ban
    rf"(?<!\w)(?P<left>{ANY}|\d{{1,4}})(?P<right>[“(]{ANY})(?!\w)",  # chủ đề“Gương sáng
    rf"(?P<left>[{LETTER}]{{2}}[)”])(?P<right>{ANY})(?!\w)",  # giỏi”được
    rf"(?<!\w)(?P<left>{SMALL})(?P<right>{GREAT})(?!\w)",  # chủ trìHội nghị
]
GLUED = [re.compile(pattern) for pattern in GLUED]
FOREIGN = {"xàphòng", "xúcxích"}  # two tones, and still one word to some
SIDES = re.compile(r"[\W\d_]+")
UNITS = """
    am pm ha cc cv mm cm km kg mg ml hl dl kw kv mw gb mb tb hz st nd rd th px in la
"""
ABBREVIATED = """
    tp tx ts ths gs pgs tr st mr dr ks bs cn tt mrs vs no
"""
BEFORE_NUMBER = """
    năm ngày tháng quý khóa khoá đạt lần thứ số từ đến có với là và trong gần hơn trên dưới khoảng
    các kỳ đồng qua sau trước hết được gồm sáng chiều tối đợt tổng cả
"""
# Two of these written as one word: "đảngviên". A word of two tones needs no list.
JOINED = """
    đảng viên ủy uỷ ban hội nghị đồng chí công tác các của trong và với cho được nhiệm vụ chỉ đạo
    lãnh tổ chức cơ sở tỉnh bộ khối quan đại biểu quyết tập trung triển khai thực hiện kiểm tra
    giám sát tuyên giáo dân vận nhân dân tăng cường nâng cao chất lượng kết quả phát báo cáo đơn
    vị doanh nghiệp chính trị tư tưởng văn phòng thường xây dựng cán đoàn thể phong trào thi đua
    bí thư phó chủ tịch trì ương tâm mục tiêu phấn đấu chấp hành quy định kế hoạch trách sinh hoạt
    học dự thảo thanh niên phụ nữ nông hội lao động quốc phòng an ninh kinh tế xã văn hóa giáo dục
    trang trọng môi trường truyền chuyển đổi giai đoạn khóa nhiệm kỳ đề yêu cầu đánh
"""
FREQUENT = frozenset(JOINED.split())


def run_together(text):
    """Yield places where a space is missing: "2024trong", "hội nghị.Đồng chí", "hộinghị"."""
    taken = set()
    for pattern in GLUED:
        for match in pattern.finditer(text):
            if match.start() not in taken and is_glued(match["left"], match["right"]):
                taken.add(match.start())
                yield glued(match.start(), match.end(), f"{match['left']} {match['right']}")
    for match in WORD.finditer(text):
        if parts := two_words(match[0]):
            yield glued(match.start(), match.end(), " ".join(parts))


def is_glued(left, right):
    sides = [SIDES.sub("", side) for side in (left, right)]
    if not all(is_syllable(side) for side in sides if side):
        return False
    if left[-1].isdigit() and right[0].isalpha():
        return right not in UNITS.split() and (len(right) > 2 or not right.isascii())
    if right[0].isdigit():
        return left.lower() in BEFORE_NUMBER.split()
    if left.isalpha() and right.isalpha():  # brands are written this way in plain letters
        return not left.isascii() and bool(tones(left) or tones(right))
    return sides[0].lower() not in ABBREVIATED.split()


def two_words(word):
    """Return the two syllables that `word` is made of, if it can't be one or a foreign one."""
    if word.isascii() or word.lower() in FOREIGN or is_syllable(word):
        return None
    for cut in range(2, len(word) - 1):
        left, right = word[:cut], word[cut:]
        known = left.lower() in FREQUENT and right in FREQUENT
        if (known or tones(left) == tones(right) == 1) and is_syllable(left) and is_syllable(right):
            return left, right
    return None


def glued(start, end, suggestion):
    message = f"Thiếu dấu cách: có thể là “{suggestion}”."
    return Slip(start, end, "run-together", message, suggestion)


# ---------- Spaces ----------

SPACE = "[ \u00a0]"
SPACES = [
    (re.compile(rf"(?<=[^\s]){SPACE}{{2,}}(?=\S)"), "Thừa dấu cách.", " "),
    (
        re.compile(rf"(?<=[\w%)”\"’]){SPACE}+(?=(?:[,;:!?]|\.(?![.\w])|[)”])(?:[\s.,;:)”]|$))"),
        "Thừa dấu cách trước dấu câu.",
        "",
    ),
    (re.compile(rf"(?<=[(“]){SPACE}+(?=\w)"), "Thừa dấu cách sau dấu mở.", ""),
]
NUMBERS_APART = re.compile(r"\d\s*:\s*\d")  # 3 : 2, 15 : 34


def spaces(text):
    """Yield doubled spaces and spaces before a comma or a full stop."""
    for pattern, message, right in SPACES:
        for match in pattern.finditer(text):
            start, end = match.span()
            if end - start > 1 and right == "" or NUMBERS_APART.match(text, max(start - 1, 0)):
                continue
            shown = (max(start - 1, 0), end + 1)
            suggestion = text[shown[0] : start] + right + text[end : shown[1]]
            yield Slip(*shown, "space", message, suggestion)


# ---------- Tones ----------

OPEN_RIME = re.compile(
    rf"(?<!\w)(?P<word>(?P<onset>[{LETTER}]{{0,3}}?)(?P<rime>o[àáảãạ]|o[èéẻẽẹ]|u[ỳýỷỹỵ]|[òóỏõọ][ae]|[ùúủũụ]y))"
    r"(?!\w)",
    re.IGNORECASE,
)
CAPITAL_BEFORE = re.compile(rf"[{UPPER}][{LOWER}]*\s$")
CAPITAL_AFTER = re.compile(rf"\s([{UPPER}][{LOWER}]+)")
PERSON = re.compile(
    r"(?:đồng chí|anh|chị|ông|bà|em|cô|chú|bác|xã|phường|huyện|tỉnh|thôn)\s$", re.IGNORECASE
)


def mixed_tones(text):
    """Yield words whose tone is placed otherwise than in the rest of the text: uỷ beside ủy.

    Both ways are right by themselves, and a name keeps the one it was given, so that names are
    compared with the same name only.
    """
    places = defaultdict(list)
    for match in OPEN_RIME.finditer(text):
        if not match["onset"].lower().endswith("q"):
            places[name_of(match)].append(match)
    for found in places.values():
        ways = Counter(is_new_way(match) for match in found)
        if len(ways) == 2:
            yield from mixed(found, ways)


def name_of(match):
    """Return the name that a word is part of, its tones left out; None for an ordinary word."""
    text, start, end = match.string, match.start(), match.end()
    word = match["word"]
    if not word[0].isupper() or word.lower() in ("ủy", "uỷ") or word.isupper():
        return None
    after = CAPITAL_AFTER.match(text, end)
    before = text[max(start - 12, 0) : start]
    if after or CAPITAL_BEFORE.search(before):
        first = [] if PERSON.search(before) else before.split()[-1:]
        return plain(first + [word] + ([after[1]] if after else []))
    return plain([word]) if PERSON.search(before) else None


def plain(words):
    marks = unicodedata.normalize("NFD", " ".join(words))
    return "".join(mark for mark in marks if mark not in TONES)


def is_new_way(match):
    return not tones(match["rime"][0])


def mixed(found, ways):
    """Yield each spelling of the rarer way once, where it stands first."""
    rare = ways[True] <= ways[False]
    other = next(match["word"] for match in found if is_new_way(match) != rare)
    seen = set()
    for match in found:
        word = match["word"]
        if is_new_way(match) == rare and word.lower() not in seen:
            seen.add(word.lower())
            right = other_way(word)
            message = (
                f"Cách đặt dấu thanh chưa thống nhất: “{word}” ở đây, “{other}” ở chỗ khác; "
                f"nên viết “{right}”."
            )
            yield Slip(match.start(), match.end(), "mixed-tones", message, right)


def other_way(word):
    """Return uỷ for ủy and ủy for uỷ."""
    head, last, final = word[:-2], *(unicodedata.normalize("NFD", letter) for letter in word[-2:])
    tone = next(mark for mark in last + final if mark in TONES)
    bare, moved = last.replace(tone, ""), final.replace(tone, "")
    pair = bare + moved + tone if tone in last else bare + tone + moved
    return unicodedata.normalize("NFC", head + pair)


# ---------- Names ----------

NAMES = """
    Hồ Chí Minh|Nguyễn Ái Quốc|Nguyễn Tất Thành|Võ Nguyên Giáp|Tôn Đức Thắng|Nguyễn Phú Trọng
    |Lê Duẩn|Phạm Văn Đồng|Nguyễn Văn Linh|Lê Hồng Phong|Nguyễn Thị Minh Khai|Hồ Chủ tịch|Việt Nam
    |Điện Biên Phủ|Hà Nội|Hải Phòng|Đà Nẵng|Quảng Ninh|Quảng Nam|Quảng Ngãi|Quảng Bình|Quảng Trị
    |Hà Giang|Lào Cai|Lai Châu|Sơn La|Yên Bái|Lạng Sơn|Phú Thọ|Vĩnh Phúc|Hưng Yên|Ninh Bình
    |Nghệ An|Hà Tĩnh|Gia Lai|Đắk Lắk|Cần Thơ|Thanh Hóa|Bắc Ninh|Kon Tum
"""
NAMED = {name.lower(): name for name in " ".join(NAMES.split()).replace(" |", "|").split("|")}
BADLY_NAMED = re.compile(
    rf"(?<![\w-])(?P<office>[Cc]hủ tịch )?(?P<name>{'|'.join(NAMED)})(?![\w-])", re.IGNORECASE
)
UNCLE = re.compile(r"(?<!\w)(?:bác hồ(?! hởi)|Bác hồ(?! hởi)|bác Hồ(?! [A-ZĐ]))(?!\w)")
PARTY = re.compile(
    r"(?<!\w)(?:đảng [Cc]ộng sản|Đảng cộng sản)(?= (?:Việt|việt) (?:Nam|nam)\b| Đông Dương\b)"
)
LENIN = re.compile(r"(?<!\w)mác ?[-–] ?lê ?-?nin(?!\w)")
SURNAMED = re.compile(
    rf"(?<!\w)(?:nguyễn(?: [{LOWER}]+)?|(?:trần|lê|bùi|đặng|ngô|phan) thị [{LOWER}]+)(?!\w)"
)


def lower_case_names(text):
    """Yield names of people and places without their capitals: "bác hồ", "chủ tịch hồ chí minh"."""
    taken = set()
    for match in BADLY_NAMED.finditer(text):
        right = NAMED[match["name"].lower()]
        if match["name"] != right and any(small_word(match["name"], right)):
            start = match.start() if match["office"] else match.start("name")
            office = "Chủ tịch " if match["office"] else ""
            taken.add(match.start("name"))
            yield name_slip(match.string, start, match.end(), office + right)
    others = ((UNCLE, "Bác Hồ"), (PARTY, "Đảng Cộng sản"), (LENIN, "Mác - Lênin"))
    for pattern, right in others:
        for match in pattern.finditer(text):
            yield name_slip(text, match.start(), match.end(), right)
    for match in SURNAMED.finditer(text):
        if match.start() not in taken:
            right = " ".join(word.capitalize() for word in match[0].split())
            yield name_slip(text, match.start(), match.end(), right)


def small_word(name, right):
    """Yield whether each word begins small where its name has a capital; "VIỆT NAM" is well."""
    return (
        a[0].islower() and b[0].isupper() for a, b in zip(name.split(), right.split(), strict=True)
    )


def name_slip(text, start, end, right):
    message = f"Tên riêng “{text[start:end]}” cần viết hoa: “{right}”."
    return Slip(start, end, "lower-case-name", message, right)
