"""Who signs a report, read from its last line: "S.T", "ANH HUY", "Ngọc Ánh - Phó Chánh …"."""

import re

from news.word.letterhead import SIGNS_FOR

NAME = re.compile(r"[^\W\d_][\w.’'-]*(?: [^\W\d_][\w.’'-]*){0,5}")
COMPILED = re.compile(r"\(?(?:S ?\. ?T\.?|ST|Sưu tầm|\(s\.t\))\)?", re.IGNORECASE)
LABEL = re.compile(
    r"\(?(?P<label>(?:tin|bài|bài viết|ảnh|tác giả(?: bài viết)?|người (?:viết|đưa)(?: tin| bài)?|"
    r"phóng viên|(?:người )?thực hiện|biên tập|biên soạn|sưu tầm|bt)"
    r"(?:\s*(?:,|và|&|-|/)\s*(?:tin|bài|ảnh|biên tập|biên soạn|clip|video))*)"
    r"\s*:\s*(?P<names>.+?)\)?",
    re.IGNORECASE,
)
# A label on a line of its own, above the name.
ABOVE_NAME = re.compile(
    r"(?:tác giả|người (?:viết|đưa)(?: tin| bài)?|người thực hiện)\s*:?", re.IGNORECASE
)
SOURCE = re.compile(
    r"\(?(?:(?P<label>(?:Theo|Nguồn)\s*:)|Theo\b)\s*(?P<name>.+?)\)?\.?", re.IGNORECASE
)
ADDRESS = re.compile(
    r"(?:https?://)?[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org)(?:/\S*)?", re.IGNORECASE
)
OFFICE = re.compile(
    r"(?:phó|chánh|trưởng|bí thư|(?:tỉnh |thành |huyện )?ủy viên|giám đốc|chủ tịch|chuyên viên|"
    r"văn phòng|ban|sở|đảng (?:ủy|uỷ|bộ)|phòng|hội|đoàn (?:khối|thanh|trường)|ctv|cộng tác viên|"
    r"cán bộ|nguyên|thư ký|chi bộ|vp|ubnd|mttq|liên đoàn|công đoàn|báo|đài|trung tâm|trường|"
    r"cơ quan|công ty|ths|ts|ttxvn|vov|vtv)\b",
    re.IGNORECASE,
)
# What signs as a body: nothing but the words that bodies are named with, and names of places.
BODY = re.compile(
    r"(?:văn phòng|ban|đảng (?:ủy|uỷ|bộ)|tỉnh (?:ủy|uỷ)|huyện (?:ủy|uỷ)|thành (?:ủy|uỷ)|sở|phòng|"
    r"hội|tỉnh đoàn|huyện đoàn|thành đoàn|đoàn|chi (?:bộ|đoàn)|ubnd|hđnd|(?:ủy|uỷ) ban|mttq|"
    r"mặt trận|liên đoàn|công đoàn|báo|đài|trung tâm|trường|cơ quan|công ty|tổ biên tập)\b",
    re.IGNORECASE,
)
NAMED_WITH = """
    an binh biên bí bộ chiến chi chính chấp chỉ chức các công cơ cựu doanh dân dục giáo hoá hành
    hình hóa hội học hợp huyện khoa khu khối kiểm lao liên mưu nghiệp nghệ nhà nhân niên nông
    nước nội nữ phát phòng phố phường phụ quan quân quận quốc sinh sự thanh thao tham thành
    thông thư thuật thường thể thị tin tra truyền trung trường trị trực tuyên tâm tạo tập tế
    tỉnh tổ tổng ủy uỷ và viên vận văn vụ xã y đoàn đào đạo đảng đồng đội động ương
"""
NAMED_WITH = set(NAMED_WITH.split())
# Words of slogans and thanks; "Thành Công" and "Quang Vinh" are names as well.
SLOGAN = re.compile(
    r"\b(?:trân trọng|cảm ơn|muôn năm|nhiệt liệt|chào mừng|chúc mừng|hội nghị|đại hội|đoàn kết|"
    r"dân chủ|kỷ cương|trách nhiệm|phát triển|nhân dân|tổ quốc)\b",
    re.IGNORECASE,
)
ROLES = [("sưu tầm", "compiler"), ("ảnh", "photographer"), ("biên tập", "editor"), ("bt", "editor")]
DASH = re.compile(r"\s+[-–]\s*|\s*[-–]\s+")
AND_PHOTOS = re.compile(r"\s*[,;.–-]\s*(?=ảnh\s*:)", re.IGNORECASE)  # "Ngọc Ánh, ảnh: Anh Huy"
IN_BRACKETS = re.compile(r"(?P<name>[^()]+?)\s*\((?P<office>[^()]+)\)?")
DOES_THE_WORK = {"thực hiện", "ghi", "lược ghi", "viết"}  # an interview, say
COMPILES = {"tổng hợp", "sưu tầm", "biên soạn", "s.t", "st"}
BRACKETED = re.compile(r"^\(([^()]*)\)$")
MAX_LENGTH = 160
MAX_BODY = 14  # words: "Đảng ủy Khối Cơ quan và Doanh nghiệp tỉnh Gia Lai" has eleven


def is_name(text: str) -> bool:
    """Whether `text` is written as names are: every word with a capital, up to six."""
    return bool(NAME.fullmatch(text)) and all(word[0].isupper() for word in text.split())


def is_office(text: str) -> bool:
    return bool(OFFICE.match(text))


def is_body(text: str) -> bool:
    """Whether `text` is the name of a body and no sentence about one."""
    words = re.findall(r"[^\W\d_]+", text)
    is_line = text[:1].isupper() and text[-1:].isalpha() and len(words) <= MAX_BODY
    is_named = all(word[0].isupper() or word in NAMED_WITH for word in words)
    return is_line and is_named and bool(BODY.match(text)) and not re.search(r"[.,:;!?]", text)


def is_person(line: str) -> bool:
    return bool(contributors(line)) and not is_body(line)


def signs_for(line: str) -> bool:
    return line.isupper() and bool(SIGNS_FOR.match(line))


def is_signature(line: str) -> bool:
    """Whether the name under `line` signs for an office, as on an official paper."""
    return line.isupper() and (is_office(line) or signs_for(line))


def contributors(line: str) -> list[tuple[str, str, str]]:
    """Return name, role and office of each who signs in this line; none if it is no byline."""
    line = line.strip(" *")
    if not line or len(line) > MAX_LENGTH:
        return []
    if COMPILED.fullmatch(line):
        return [(line.strip("()"), "compiler", "")]
    if match := LABEL.fullmatch(line):
        # "Bài: Ngọc Ánh; Ảnh: Anh Huy" is two of them.
        parts = re.split(r"\s*[;.–-]\s*(?=(?:ảnh|bài|tin)\b[^:]*:)", line, flags=re.IGNORECASE)
        if len(parts) > 1:
            return [person for part in parts for person in contributors(part)]
        return labelled(match["label"].lower(), match["names"])
    if SLOGAN.search(line):
        return []
    author, *photographer = AND_PHOTOS.split(line, maxsplit=1)
    people = named(BRACKETED.sub(r"\1", author), "author")
    return people + contributors(photographer[0]) if people and photographer else people


def is_bare(line: str) -> bool:
    """Whether people stand in this line with no word that says they sign."""
    return bool(contributors(line)) and not is_labelled(line) and not COMPILED.fullmatch(line)


def is_labelled(line: str) -> bool:
    return ":" in line and bool(contributors(line))


def labelled(label: str, names: str) -> list[tuple[str, str, str]]:
    roles = [role for word, role in ROLES if word in label]
    if not roles or re.search(r"\b(tin|bài)\b", label):
        roles.insert(0, "author")
    return [person for role in roles for person in named(names.strip(), role)]


def named(text: str, role: str) -> list[tuple[str, str, str]]:
    """Read "A", "A, B", "A - B", "A, B - chức vụ" and "A (chức vụ)", or a body that signs."""
    if is_body(text):
        return [(text, role, "")]
    if is_name(text):
        return [] if is_office(text) and len(text.split()) > 4 else [(text, role, "")]
    if (match := IN_BRACKETS.fullmatch(text)) and is_name(match["name"]):
        name, office = match.groups()
        if office.lower() in COMPILES:
            return [(name, "compiler", office)]
        if office.lower() in DOES_THE_WORK:
            return [(name, role, "")]
        return [(name, role, office)] if is_office(office) else []
    name, _, office = (part.strip() for part in DASH.sub("\n", text, 1).partition("\n"))
    if is_name(name) and office:
        if is_name(office) and not is_office(office):
            return [(name, role, ""), (office, role, "")]
        return [(name, role, office)]
    people = [part.strip() for part in re.split(r",|&|\bvà\b", name)]
    if is_office(office) and all(map(is_name, people)):
        return [(person, role, office) for person in people]
    names = [part.strip() for part in re.split(r",|;|&|\bvà\b", text)]
    if len(names) > 1 and is_name(names[0]) and is_office(names[1]):
        return [(names[0], role, text[len(names[0]) :].strip(" ,"))]
    return [(name, role, "") for name in names] if all(map(is_name, names)) else []


def source(line: str) -> str:
    """Return "Báo Gia Lai" of "Theo Báo Gia Lai" or "Nguồn: Báo Gia Lai", or nothing.

    A sentence may begin with "Theo" as well: it is longer than a name, or has a comma.
    """
    match = SOURCE.fullmatch(line.strip())
    if not match or len(line) > 100:
        return ""
    if ADDRESS.fullmatch(match["name"]):
        return match["name"]
    if not match["name"][0].isupper():
        return ""
    is_name = match["label"] or "," not in line and len(line.split()) <= 8
    return match["name"] if is_name else ""
