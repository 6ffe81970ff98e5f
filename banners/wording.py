"""What a typed slogan must get right: the count of years, the names, the tone.

A computed line is worded in models/occasion.py.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portal.text import fold, normalize

PLACEHOLDER = re.compile(r"\{(can chi|năm)\}")
# "113 năm", "1.010 năm", "97năm", "97-năm"; not "lần thứ 14 năm 2026", "tháng 8 năm 1945".
COUNT = re.compile(
    r"(?<![\d.,/-])(\d{1,3}(?:\.\d{3})+|\d{1,4})(?:\s*|[-–])năm\b(?!\s+\d{4})", re.IGNORECASE
)
# "Kỷ niệm lần thứ 96 Ngày …", "Ngày … lần thứ 96 (3/2/1930 - …)"; not "Hội thi lần thứ 5 mừng …".
ORDINAL = re.compile(
    r"(?:(?:^|kỷ niệm)\s*lần thứ\s+(?=\d+)|lần thứ\s+(?=\d+\s*(?:ngày\b|$)))(\d{1,4})",
    re.IGNORECASE,
)
DATE = r"(?:(?:ngày|tháng|năm)\s+)?(?:(?:(\d{1,2})[/.-])?(\d{1,2})[/.-])?(\d{3,4})"
TO = r"\s*(?:[-=]>|[-–—→~]|đến|tới)\s*"
SPAN = re.compile(
    rf"(?P<open>\(\s*)?(?<![\d/.]){DATE}{TO}{DATE}(?![\d/])(?P<close>\s*\))?", re.IGNORECASE
)
# "3/2/26" at either end of a span.
SHORT = r"(?<![\d/.-])\d{1,2}[/.-]\d{1,2}[/.-]\d{2}(?![\d/])"
SHORT_YEAR = re.compile(rf"({SHORT}){TO}\d|\d{TO}({SHORT})(?!-)", re.IGNORECASE)
# Terms and reports count their first year too: "kế hoạch 5 năm (2021 - 2025)".
PERIOD = re.compile(
    r"\b(kế hoạch|giai đoạn|nhiệm kỳ|chương trình|chặng đường|sơ kết|tổng kết|thực hiện|"
    r"triển khai|liền|liên tục|liên tiếp)\b|năm\s*$",
    re.IGNORECASE,
)


def unless_after(*words):
    return "".join(f"(?<!{word} )" for word in words)


# With their marks: "trị an" and "giờ tổ chức" are no mourning; nor are a memorial that is opened,
# teachers who are thanked, the spirit of sacrifice and what is done against disasters.
MOURNING = re.compile(
    r"\b(thương binh\W+(?:và\W+)?liệt s[ĩỹ]|liệt s[ĩỹ]|ngày thương binh|ngày mất|giỗ|từ trần|"
    r"tử nạn|quốc tang|tri ân(?! (?:các )?(?:thầy|nhà giáo))|nhớ ơn|qua đời|lễ tang|truy điệu|"
    rf"{unless_after('khu', 'nhà', 'đài')}(?:tưởng niệm|tưởng nhớ)|"
    rf"{unless_after('tinh thần', 'đức', 'gương', 'sẵn sàng', 'dám', 'chịu', 'ngại')}h[yi] sinh|"
    rf"{unless_after('phòng', 'chống', 'ngừa', 'phó', 'với', 'nhẹ', 'rủi ro', 'tai,', 'và')}"
    r"thảm (?:họa|hoạ))\b",
    re.IGNORECASE,
)
GREETING = re.compile(
    r"\b(chào mừng|chào đón|nhiệt liệt|hân hoan|hoan hô|phấn khởi|mừng|"
    r"chao don|nhiet liet|han hoan|hoan ho|phan khoi)\b",
    re.IGNORECASE,
)
# "27/7", "27/7/1947", "27-7-1947", "27 tháng 7 năm 1947"; not the "27-7" of "phòng 27-7".
DAY = re.compile(
    r"(?<![\d/])(\d{1,2})(?:/| tháng |[.-](?=\d{1,2}[.-]\d{4}))(\d{1,2})"
    r"(?:(?:[/.-]| năm )(\d{4}))?(?![\d/])",
    re.IGNORECASE,
)
# "ngày 27-7": with the word before it, no room and no number of a document.
DAY_IN_WORDS = re.compile(r"\bngày (\d{1,2})[.-](\d{1,2})(?![\d/.-])", re.IGNORECASE)
# Words that wear capitals in every text of the Party.
NAMES = ["Bác Hồ", "Chủ tịch Hồ Chí Minh", "Hồ Chí Minh", "Đảng Cộng sản Việt Nam", "Việt Nam"]
# "bác hồ hởi" is an uncle in high spirits.
UNLESS_FOLLOWED_BY = {"Bác Hồ": r"(?!\s+hởi)"}


def fill(words: str, can_chi: str, year: int) -> str:
    """Return `words` with {can chi} and {năm} replaced: "Xuân Giáp Thìn 2024"."""
    return words.replace("{can chi}", can_chi).replace("{năm}", str(year))


def template_error(words: str) -> str:
    """Return what an occasion's name or wording must not hold, in words; "" if nothing is."""
    if re.search("[{}]", PLACEHOLDER.sub("", words)):
        return "Trong ngoặc nhọn chỉ viết được {can chi} và {năm}."
    if COUNT.match(words) or any(in_brackets(span) for span in SPAN.finditer(words)):
        return "Hãy bỏ số năm ở đầu và ngày tháng trong ngoặc: trang tự tính."
    return ""


def greets(words: str) -> bool:
    """Return whether `words`, with or without their marks, are for celebrations."""
    return bool(GREETING.search(normalize(words))) or "chao mung" in fold(words).lower()


def begins_greeting(text: str) -> bool:
    """Return whether the first words of `text` greet: "Chào mừng Ngày …"."""
    return bool(GREETING.match(normalize(text)))


def begins_again(opening: str, text: str) -> bool:
    """Return whether `text` says again what its opening has said: "Kỷ niệm 96 năm …"."""
    said, first_words = fold(opening).lower(), fold(text).lower().split()[:2]
    greets_twice = begins_greeting(opening) and begins_greeting(text)
    return greets_twice or f" {' '.join(first_words)} " in f" {said} "


def mourns(text: str) -> bool:
    """Return whether `text` names a day of mourning or gratitude."""
    return bool(MOURNING.search(normalize(text)))


def days(text: str) -> list[tuple[int, int, int | None]]:
    """Return the days that `text` names, as day, month and year; a year not given is None."""
    found = [(int(d), int(m), int(y) if y else None) for d, m, y in DAY.findall(text)]
    return found + [(int(d), int(m), None) for d, m in DAY_IN_WORDS.findall(text)]


@dataclass(frozen=True)
class Span:
    """Two dates of a text with the counts before them: "N năm … (a - b)"."""

    founded: tuple  # day, month, year; day and month may be None
    reached: tuple
    counts: list[str]  # the last one is the nearest to the dates
    is_term: bool  # of office, of a plan: it may count its first year too
    is_bracketed: bool

    @property
    def years(self):
        return self.reached[2] - self.founded[2]

    @property
    def is_same_day(self):
        ends = self.founded[:2], self.reached[:2]
        return ends[0] == ends[1] or ends == ((29, 2), (28, 2))

    @property
    def is_dated(self):
        """Whether both ends are whole days, and the same day of the year."""
        return bool(self.founded[0] and self.is_same_day)

    @property
    def is_anniversary(self):
        """Whether it counts from a founding day; not a plan's term, nor an event of some days."""
        is_counted = self.counts and (self.is_bracketed or (self.founded[0] and self.reached[0]))
        is_term = self.is_term and not (self.founded[1] and self.is_same_day)
        return self.years > 0 and bool(self.is_dated or (is_counted and not is_term))

    @property
    def last_day(self):
        """The day that is reached; of a month or a year its last."""
        day, month, year = self.reached
        month = month or 12
        return date(year, month, day or monthrange(year, month)[1])

    @property
    def errors(self):
        if not self.counts or not (self.is_bracketed or (self.founded[0] and self.reached[0])):
            return []
        if self.years == 0 and not self.is_same_day:
            return []  # an event that takes some days
        if missing := [on for on in (self.founded, self.reached) if not exists(*on)]:
            return [f"Không có ngày {written(*missing[0])}."]
        year, end_year = self.founded[2], self.reached[2]
        if self.years <= 0:
            return [f"Từ năm {year} đến năm {end_year}: năm sau phải lớn hơn năm trước."]
        return [*self.wrong_count(year, end_year), *self.different_days()]

    def wrong_count(self, year, end_year):
        is_term = self.is_term and not (self.founded[1] and self.is_same_day)
        counts = {int(count.replace(".", "")) for count in self.counts}
        if not counts & {self.years, self.years + is_term}:
            yield (
                f"Từ năm {year} đến năm {end_year} là {self.years} năm, "
                f"không phải {self.counts[-1]} năm."
            )

    def different_days(self):
        pairs = zip(self.founded[:2], self.reached[:2], strict=True)
        differs = any(a and b and a != b for a, b in pairs)
        if differs and not self.is_term and not self.is_same_day:
            yield (
                "Hai mốc trong ngoặc phải cùng ngày, cùng tháng: "
                f"{written(*self.founded[:2])} và {written(*self.reached[:2])}."
            )


def spans(text: str) -> Iterator[Span]:
    """Yield each pair of dates in `text`, with the counts since the one before."""
    text, after = normalize(text), 0
    for found in SPAN.finditer(text):
        before, after = text[after : found.start()].rpartition(";")[2], found.end()
        numbers = tuple(part and int(part) for part in found.groups()[1:-1])
        founded, reached = numbers[:3], numbers[3:]
        counts = COUNT.findall(before)
        if founded[0] and founded[:2] == reached[:2]:
            counts += ORDINAL.findall(before)
        is_term, is_bracketed = bool(PERIOD.search(before)), in_brackets(found)
        yield Span(founded, reached, counts, is_term, is_bracketed)


def count_errors(text: str) -> list[str]:
    """Return, in words, each "N năm … (a - b)" of `text` whose figures do not agree.

    N must be the difference of the two years, and both ends must name the same day and month.
    Where several counts stand before the two dates, one of them must be right.
    """
    short = next(SHORT_YEAR.finditer(normalize(text)), None)
    if short:
        return [f"Hãy viết năm đủ bốn chữ số, không phải {short[1] or short[2]}."]
    return [error for span in spans(text) for error in span.errors]


def anniversaries(text: str) -> list[Span]:
    """Return what `text` counts from a founding day, where its dates exist."""
    return [
        span
        for span in spans(text)
        if span.is_anniversary and exists(*span.founded) and exists(*span.reached)
    ]


def uncounted(text: str) -> list[str]:
    """Return in words how long each anniversary is that has no count in figures."""
    return [
        f"từ {written(*span.founded)} đến {written(*span.reached)} là {span.years} năm"
        for span in anniversaries(text)
        if not span.counts
    ]


def over(text: str, day: date) -> list[str]:
    """Return the anniversaries of `text` that were over before `day`, each as it is written."""
    return [written(*span.reached) for span in anniversaries(text) if span.last_day < day]


def in_brackets(span):
    return bool(span["open"] and span["close"])


def exists(day, month, year):
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return False
    return True


def written(*parts):
    return "/".join(str(part) for part in parts if part)


def is_in_capitals(text: str) -> bool:
    """Return whether `text` has four words in a row in capitals; a reader's screen sets those."""
    words = text.split()
    return any(all(map(str.isupper, words[n : n + 4])) for n in range(len(words) - 3))


def names_in_lower_case(text: str) -> list[str]:
    """Return the names that `text` writes without their capitals, as they should be written."""
    text = normalize(text)
    found = []
    for name in NAMES:
        pattern = rf"\b{re.escape(name)}\b{UNLESS_FOLLOWED_BY.get(name, '')}"
        is_wrong = any(lacks_capitals(match, name) for match in re.findall(pattern, text, re.I))
        if is_wrong and not any(name in longer for longer in found):
            found.append(name)
    return found


def lacks_capitals(found, name):
    pairs = zip(found, name, strict=True)
    return any(wanted.isupper() and not letter.isupper() for letter, wanted in pairs)
