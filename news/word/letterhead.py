"""The formal parts of an official paper: letterhead, type, trích yếu, signature.

Laid out as Hướng dẫn 36-HD/VPTW (2018) and Nghị định 30/2020/NĐ-CP ask: to the left the issuing
body over the number, to the right the party's name or the motto over place and date; the paper's
type and trích yếu in the middle; at the end "Nơi nhận" beside the signature.
"""

import datetime
import re
from itertools import takewhile

from portal.text import fold, single_line

HEADINGS = re.compile(
    r"DANG CONG SAN VIET NAM|CONG HOA XA HOI CHU NGHIA VIET NAM|DOC LAP ?[-–] ?TU DO"
)
NUMBER = re.compile(
    r"\bSố\s*:?\s*(?P<number>\d+\s*(?:[-–/]\s*\d{4}\s*)?[-–/]\s*[^\W\d_]+(?:\s*[-–/&]\s*[^\W\d_]+)*)",
    re.IGNORECASE,
)
BLANK_NUMBER = re.compile(r"\bSố\s*:?\s*[-–.…_ ]*[-–/]\s*[A-ZĐ]{2,}", re.IGNORECASE)
DATE = re.compile(
    r"ngày\s+(?:m[ùồ]ng\s+)?(\d{1,2})(?:\s+tháng\s+|\s*[-–/.]\s*)"
    r"(\d{1,2})(?:\s+năm\s+|\s*[-–/.]\s*)(\d{4})(?!\d)",
    re.IGNORECASE,
)
ABOUT = re.compile(r"^\(?\s*V/v:?\s*(?P<subject>.+?)\)?$", re.IGNORECASE | re.DOTALL)
RULE = re.compile(r"[\W_]*")  # "*", "-----": lines drawn with characters

AGENCY = re.compile(
    r"(?:(?:DANG|TINH|HUYEN|THANH|THI|QUAN|XA) (?:BO|UY)|BAN |BCH |UBND|HDND|UY BAN|HOI DONG|"
    r"VAN PHONG|SO |CUC |PHONG |HOI |DOAN |LIEN DOAN|CONG DOAN|CHI BO|BO |TONG |TRUNG TAM|TRUONG |"
    r"MAT TRAN|CONG TY|TINH )"
)
# Departments that every body has: "VĂN PHÒNG" alone names none of them.
DEPARTMENT = re.compile(
    r"(?:VAN PHONG|UY BAN KIEM TRA|BAN (?:TO CHUC|TUYEN GIAO(?: VA DAN VAN)?|DAN VAN|NOI CHINH)|"
    r"BAN (?:THUONG VU|CHAP HANH))"
)

TYPES = """
    Nghị quyết|Quyết định|Chỉ thị|Kết luận|Quy chế|Quy định|Hướng dẫn|Kế hoạch|Chương trình|Báo cáo
    |Tờ trình|Thông báo|Thông tri|Giấy mời|Đề án|Công điện|Công văn|Lời kêu gọi|Tuyên bố|Thông cáo
    |Lịch công tác|Lịch làm việc|Giấy triệu tập|Thư mời|Thông tư|Nghị định|Biên bản|Phương án
    |Quy trình
"""
TYPES = {fold(name).upper(): name for name in map(single_line, TYPES.split("|"))}
ANNOUNCED = {
    *("Thông báo", "Giấy mời", "Thư mời", "Lịch công tác", "Lịch làm việc", "Giấy triệu tập"),
    "Thông cáo",
}
# "LỊCH CÔNG TÁC TUẦN 27", "LỊCH LÀM VIỆC CỦA THƯỜNG TRỰC ĐẢNG ỦY (Tuần thứ 27)"
WEEK = re.compile(r"(LICH (?:CONG TAC|LAM VIEC))\b.{0,100}\bTUAN\b.{0,60}")

SIGNS_FOR = re.compile(r"(?:T/?\.?M|K/?\.?T|T/?\.?L|T/?\.?U/?\.?Q|Q)[./ ]")
OFFICES = re.compile(
    r"(?:PHO |QUYEN |UY VIEN |TRUONG |CHANH |BI THU|CHU TICH|GIAM DOC|TONG |CUC TRUONG|THU TRUONG|"
    r"BO TRUONG|THUONG TRUC|THU KY|VIEN TRUONG|HIEU TRUONG|CHU NHIEM|TL|KT|TM)"
)
SURNAMES = ("TRƯƠNG ", "TỐNG ")  # which without their marks are offices
RECIPIENTS = re.compile(r"NOI NHAN ?:?")
NAME = re.compile(r"(?:[^\W\d_][\w.’'-]*\.?\s+){1,6}[^\W\d_][\w’'-]*")


def flat(text: str) -> str:
    """Return `text` in plain capitals, for comparing: "Đảng ủy" becomes "DANG UY"."""
    return fold(single_line(text)).upper()


def is_letterhead(text: str) -> bool:
    return bool(HEADINGS.search(flat(text)))


def number_in(text: str) -> str:
    match = NUMBER.search(text)
    return re.sub(r"\s+", "", match["number"]).replace("–", "-") if match else ""


def date_in(text: str) -> datetime.date | None:
    """Return the last date: one in the subject of a letter comes before its own."""
    found = DATE.findall(single_line(text))
    try:
        return datetime.date(*map(int, found[-1][::-1])) if found else None
    except ValueError:  # 31 tháng 2
        return None


def issuing_body(lines: list[str]) -> str:
    """Return the body that issues: the last named on the left, after the one it belongs to."""
    bodies = []
    for line in lines:
        if NUMBER.search(line) or BLANK_NUMBER.search(line) or ABOUT.match(line):
            break
        if RULE.fullmatch(line) or is_letterhead(line) or DATE.search(line):
            continue
        if AGENCY.match(flat(line) + " ") or not bodies:
            bodies.append(line)
        else:
            bodies[-1] += f" {line}"
    if len(bodies) > 1 and DEPARTMENT.fullmatch(flat(bodies[-1])):
        bodies[-1] += f" {bodies[-2]}"
    return bodies[-1][:200] if bodies else ""


def left_part(line: str) -> str:
    """Return what stands left of the party's name or of place and date, where tabs part them."""
    words = list(takewhile(str.isupper, line.split()))
    heading = HEADINGS.search(flat(" ".join(words)))
    return " ".join(words[: len(heading.string[: heading.start()].split())] if heading else words)


def subject_in(lines: list[str]) -> str:
    """Return what stands after "V/v" under the number of a công văn, with the lines it goes on."""
    for place, line in enumerate(lines):
        if ABOUT.match(line):
            rest = [part for part in lines[place + 1 :] if not RULE.fullmatch(part)]
            return ABOUT.match(" ".join([line, *rest]))["subject"]
    return ""


def type_of(text: str) -> str:
    name = flat(text).strip(" .:*-")
    week = WEEK.fullmatch(name)
    return TYPES.get(week[1] if week else name, "")


def names_week(text: str) -> bool:
    """Whether a line is the whole title of a work calendar, not its type alone."""
    return bool(WEEK.fullmatch(flat(text)))


def is_signing_office(line: str) -> bool:
    is_office = line.isupper() and OFFICES.match(flat(line)) and not line.startswith(SURNAMES)
    return bool(SIGNS_FOR.match(line) or is_office)


def signature(lines: list[str]) -> tuple[str, str]:
    """Return the signer and their office from the lines above the name, or two empty texts.

    An office that signs is written in capitals; the offices in a table of people are not.
    """
    lines = [line for line in lines if not RULE.fullmatch(line) and not line.startswith("(")]
    offices = [line for line in lines[:-1] if is_signing_office(line)]
    if len(lines) < 2 or not offices or not NAME.fullmatch(lines[-1]):
        return "", ""
    own = [line for line in offices if not SIGNS_FOR.match(flat(line))]
    office = own[-1] if own else offices[-1]
    return lines[-1], office
