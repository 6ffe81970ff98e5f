"""What was typed, said as texts say it: "ngày 20 tháng 7 năm 2026" as "20/7/2026", BCH in full.

Or the other way about, where a name was typed in full that titles have short.

It is asked besides, and what it finds comes after what was found as it was typed, titles after
titles and texts after texts; so nothing here takes anything from a question, and a guess that is
wrong only adds what few would look for.
"""

import re

from news.search.keys import without_marks
from news.search.slips import mended
from news.search.words import WORD, fold

# None of them is a syllable, so nobody means anything else by it.
SHORT = {
    "an ninh trật tự": "ANTT",
    "ban chấp hành": "BCH",
    "ban chỉ đạo": "BCĐ",
    "ban cán sự": "BCS",
    "ban dân vận": "BDV",
    "ban thường vụ": "BTV",
    "ban tổ chức": "BTC",
    "ban tuyên giáo": "BTG",
    "ban tuyên giáo|dân vận": "BTGDV",
    "bảo hiểm xã hội": "BHXH",
    "bảo hiểm y tế": "BHYT",
    "cán bộ": "CB",
    "cán bộ|công chức": "CBCC",
    "cán bộ|công chức|viên chức": "CBCCVC",
    "công chức": "CC",
    "công chức|viên chức": "CCVC",
    "cải cách hành chính": "CCHC",
    "chuyển đổi số": "CĐS",
    "cán bộ|đảng viên": "CBĐV",
    "công nghệ thông tin": "CNTT",
    "cơ quan": "CQ",
    "cựu chiến binh": "CCB",
    "doanh nghiệp": "DN",
    "đại hội": "ĐH",
    "đoàn thanh niên": "ĐTN",
    "đoàn viên|thanh niên": "ĐVTN",
    "đồng chí": "ĐC",
    "đảng viên": "ĐV",
    "hồ chí minh": "HCM",
    "hội đồng nhân dân": "HĐND",
    "kiểm tra|giám sát": "KTGS",
    "kinh tế|xã hội": "KTXH",
    "lý luận chính trị": "LLCT",
    "liên đoàn lao động": "LĐLĐ",
    "mặt trận tổ quốc": "MTTQ",
    "nông thôn mới": "NTM",
    "phòng|chống tham nhũng": "PCTN",
    "quốc phòng|an ninh": "QPAN",
    "thanh niên cộng sản": "TNCS",
    "thể dục|thể thao": "TDTT",
    "thư điện tử": "email",
    "tổ chức cơ sở đảng": "TCCSĐ",
    "trung ương": "TW",
    "thủ tục hành chính": "TTHC",
    "sinh hoạt chi bộ": "SHCB",
    "ủy ban kiểm tra": "UBKT",
    "ủy ban mặt trận tổ quốc": "UBMTTQ",
    "ủy ban nhân dân": "UBND",
    "việt nam anh hùng": "VNAH",
}
# Each part is a phrase, as what stands in quotes is.
WRITTEN_OUT = {fold(s): " ".join(f'"{p}"' for p in full.split("|")) for full, s in SHORT.items()}
# The names that titles have short, the longest first; what is in two parts is no name.
LONG = sorted(
    (
        ([*map(fold, full.split())], short)
        for full, short in SHORT.items()
        if full.count(" ") > 1 and "|" not in full
    ),
    key=lambda name: -len(name[0]),
)

# What the numbers of documents have after their figures, and people say before them.
SYMBOL = "NQ|Q[ĐD]|QY[ĐD]|QC|CT|CTR|KL|KH|TB|TTR|BC|CV|HD|[ĐD]A"

# A date of the index stands there in figures alone. "Nam" is a place, and a name.
DAY, MONTH, YEAR = r"ng[àa]y", r"th[áa]ng", r"(?:năm|(?-i:nam))"


def roman(number):
    """Return a number below thirty as "XIV"."""
    units = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
    return number // 10 * "X" + units[number % 10]


# Around what somebody asks for; texts answer without them.
ASKING_FIRST = r"(?:cho (?:t[ôo]i |em )?h[ỏo]i|xin h[ỏo]i|ai l[àa])"
ASKING_LAST = (
    r"(?:[ởo] [đd][âa]u|l[àa] (?:ai|g[ìi])|(?:khi|l[úu]c|ng[àa]y|h[ồo]i) n[àa]o|bao gi[ờo]"
    r"|(?:nh[ưu] )?th[ếe] n[àa]o|ra sao|bao nhi[êe]u)"
)

SAYINGS = [
    (rf"^\W*{ASKING_FIRST}\b(?=\W*\w)", ""),
    (rf"(?<=\w)(?:\W+l[àa])?\W+{ASKING_LAST}(?:\W+[ạa])?\W*$", ""),
    (rf"(?:\b{DAY} )?\b(\d\d?) {MONTH} (\d\d?)(?: {YEAR} |[ /-])(\d{{4}})\b", r"\1/\2/\3"),
    (rf"(?:\b{DAY} )?\b(\d\d?) {MONTH} (\d\d?)\b", r"\1/\2"),
    (rf"\b{MONTH} (\d\d?)(?: {YEAR} |[ /-])(\d{{4}})\b", r"\1/\2"),
    (rf"\b(?:(?:{DAY}|{YEAR}|s[ốo]) )+(?=\d)", ""),
    (rf"(?<!\S)({SYMBOL})-?(\d{{1,4}})(?!\w)", r"\2-\1"),
    (r"(?<!\S)(N[ĐD]|TT)-?(\d{1,4})(?!\w)", r"\1 \2"),  # 123/2025/NĐ-CP
    (r"(?<!\S)T(\d\d?)[/-](\d{4})\b", r"\1/\2"),
    # Congresses, terms of office and quarters are numbered so.
    (
        r"\b((?:đại hội|dai hoi)\D{1,60}|(?:kh[óo][áa]|qu[ýíyi]) )([1-9]|[12]\d)\b(?![/.,-]\d)",
        lambda found: found[1] + roman(int(found[2])),
    ),
]
SAYINGS = [(re.compile(pattern, re.IGNORECASE), said) for pattern, said in SAYINGS]
SEPARATED = re.compile(r"(\W+)")  # what parts words, among them
SUM = re.compile(r"(?<![\w.,/-])(?!(?:19|20)\d\d\b)[1-9]\d{3,8}(?![\w/-]|[.,]\d)")  # no year


def otherwise(line):
    """Return a line said otherwise; the line itself where there is nothing to say."""
    said = mended(without_marks(line))
    for pattern, replacement in SAYINGS:
        said = pattern.sub(replacement, said)
    said = SUM.sub(lambda digits: f"{int(digits[0]):,}".replace(",", "."), said)
    said = " ".join(map(written_out, said.split(" ")))
    return shortened(line) if said == line else said


def shortened(line):
    """Return a line with the names in it short: "UBND tỉnh" for "ủy ban nhân dân tỉnh"."""
    parts = SEPARATED.split(line)
    words = [*map(fold, parts[::2])]
    for name, short in LONG:
        for start in range(len(words) - len(name) + 1):
            end = start + len(name)
            if words[start:end] == name:
                parts[2 * start : 2 * end - 1], words[start:end] = [short], [short]
    return "".join(parts)


def written_out(piece):
    """Return a piece of a line with what is short in it in full; a number is none: 36-HD/TW."""
    if any(map(str.isdigit, piece)):
        return piece
    joined = fold("".join(WORD.findall(piece)))  # đ/c, KT-XH
    return WRITTEN_OUT.get(joined) or WORD.sub(short_in_full, piece)


def short_in_full(word):
    return WRITTEN_OUT.get(fold(word[0]), word[0])
