"""What was typed, said as texts say it: "ngày 20 tháng 7 năm 2026" as "20/7/2026", BCH in full.

It is asked besides, and what it finds comes after what was found as it was typed; so nothing here
takes anything from a question, and a guess that is wrong only adds what few would look for.
"""

import re

from news.search.words import WORD, fold

# None of them is a syllable, so nobody means anything else by it.
SHORT = {
    "ban chấp hành": "BCH",
    "ban cán sự": "BCS",
    "ban thường vụ": "BTV",
    "ban tổ chức": "BTC",
    "cán bộ": "CB",
    "cán bộ|công chức": "CBCC",
    "cán bộ|công chức|viên chức": "CBCCVC",
    "công chức": "CC",
    "công chức|viên chức": "CCVC",
    "cải cách hành chính": "CCHC",
    "chuyển đổi số": "CĐS",
    "công nghệ thông tin": "CNTT",
    "đại hội": "ĐH",
    "đồng chí": "ĐC",
    "đảng viên": "ĐV",
    "hội đồng nhân dân": "HĐND",
    "kinh tế|xã hội": "KTXH",
    "liên đoàn lao động": "LĐLĐ",
    "mặt trận tổ quốc": "MTTQ",
    "nông thôn mới": "NTM",
    "trung ương": "TW",
    "ủy ban kiểm tra": "UBKT",
    "ủy ban mặt trận tổ quốc": "UBMTTQ",
    "ủy ban nhân dân": "UBND",
}
# Each part is a phrase, as what stands in quotes is.
WRITTEN_OUT = {fold(s): " ".join(f'"{p}"' for p in full.split("|")) for full, s in SHORT.items()}

# What the numbers of documents have after their figures, and people say before them.
SYMBOL = "NQ|Q[ĐD]|QY[ĐD]|QC|CT|CTR|KL|KH|TB|TTR|BC|CV|HD|[ĐD]A"

# A date of the index stands there in figures alone. "Nam" is a place, and a name.
DAY, MONTH, YEAR = r"ng[àa]y", r"th[áa]ng", r"(?:năm|(?-i:nam))"
SAYINGS = [
    (rf"(?:\b{DAY} )?\b(\d\d?) {MONTH} (\d\d?)(?: {YEAR} |[ /-])(\d{{4}})\b", r"\1/\2/\3"),
    (rf"(?:\b{DAY} )?\b(\d\d?) {MONTH} (\d\d?)\b", r"\1/\2"),
    (rf"\b{MONTH} (\d\d?)(?: {YEAR} |[ /-])(\d{{4}})\b", r"\1/\2"),
    (rf"\b(?:(?:{DAY}|{YEAR}|s[ốo]) )+(?=\d)", ""),
    (rf"(?<!\S)({SYMBOL})-?(\d{{1,4}})(?!\w)", r"\2-\1"),
]
SAYINGS = [(re.compile(pattern, re.IGNORECASE), said) for pattern, said in SAYINGS]
SUM = re.compile(r"(?<![\w.,/-])(?!(?:19|20)\d\d\b)[1-9]\d{3,8}(?![\w/-]|[.,]\d)")  # no year


def otherwise(line):
    """Return a line said otherwise; the line itself where there is nothing to say."""
    for pattern, said in SAYINGS:
        line = pattern.sub(said, line)
    line = SUM.sub(lambda digits: f"{int(digits[0]):,}".replace(",", "."), line)
    return " ".join(map(written_out, line.split(" ")))


def written_out(piece):
    """Return a piece of a line with what is short in it in full; a number is none: 36-HD/TW."""
    if any(map(str.isdigit, piece)):
        return piece
    joined = fold("".join(WORD.findall(piece)))  # đ/c, KT-XH
    return WRITTEN_OUT.get(joined) or WORD.sub(short_in_full, piece)


def short_in_full(word):
    return WRITTEN_OUT.get(fold(word[0]), word[0])
