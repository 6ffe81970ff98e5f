"""What was typed, said as texts say it: "ngày 20 tháng 7 năm 2026" as "20/7/2026".

It is asked besides, and what it finds comes after what was found as it was typed; so nothing here
takes anything from a question, and a guess that is wrong only adds what few would look for.
"""

import re

# A date of the index stands there in figures alone. "Nam" is a place, and a name.
DAY, MONTH, YEAR = r"ng[àa]y", r"th[áa]ng", r"(?:năm|(?-i:nam))"
SAYINGS = [
    (rf"(?:\b{DAY} )?\b(\d\d?) {MONTH} (\d\d?)(?: {YEAR} |[ /-])(\d{{4}})\b", r"\1/\2/\3"),
    (rf"(?:\b{DAY} )?\b(\d\d?) {MONTH} (\d\d?)\b", r"\1/\2"),
    (rf"\b{MONTH} (\d\d?)(?: {YEAR} |[ /-])(\d{{4}})\b", r"\1/\2"),
    (rf"\b(?:(?:{DAY}|{YEAR}|s[ốo]) )+(?=\d)", ""),
]
SAYINGS = [(re.compile(pattern, re.IGNORECASE), said) for pattern, said in SAYINGS]


def otherwise(line):
    """Return a line said otherwise; the line itself where there is nothing to say."""
    for pattern, said in SAYINGS:
        line = pattern.sub(said, line)
    return line
