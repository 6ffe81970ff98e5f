"""Slips of the pen in a report, shown to the writer and the approver before the text goes out.

Plain text in, remarks out: no model, no request. A remark is advice and may be dismissed, so every
check would rather miss a slip than blame honest office prose.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePath

from news.proofreading import dates, figures, letters, numbers, pairs

CONTEXT = 30  # characters of its paragraph, either side, that tell one place from another

# Addresses and file names have a spelling of their own.
ADDRESSES = re.compile(
    r"(?:https?://|www\.)[^\s()“”\"<>]+"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,200}"
    r"|(?<![\w.-])[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,4}"
    r"\.(?:vn|com|org|net|gov|edu|info|int|eu)\b(?:/[^\s()“”\"]*)?"
    r"|(?<![^\s(“\"])[^\s()“”\"/]{1,120}\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|jpe?g|png|mp[34])\b"
)

CHECKS = [
    figures.percentages,
    numbers.year_ranges,
    numbers.document_numbers,
    letters.run_together,
    letters.mixed_tones,
    letters.spaces,
    letters.lower_case_names,
    pairs.unclosed,
]


@dataclass(frozen=True)
class Remark:
    """One place in one field; `start` and `end` count characters of the field's text in NFC."""

    code: str
    field: str
    start: int
    end: int
    quote: str
    message: str
    suggestion: str = ""
    context: str = ""

    @property
    def key(self) -> str:
        """Name the place by its words, so that it stays dismissed while the rest is edited."""
        told = "\n".join([self.code, self.quote, self.context])
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def proofread(texts, *, published_on=None, event_date=None, photos=()) -> list[Remark]:
    """Return what looks wrong in `texts`, the plain text of each field with a line per paragraph.

    `photos` have `image`, `caption` and `alt`. A `lead` that is given must say something; years
    that a date leaves out are taken from `published_on`, a date, where that is given.
    """
    remarks = []
    for field, text in texts.items():
        remarks += remarks_on(field, unicodedata.normalize("NFC", text), published_on)
    if "lead" in texts and not texts["lead"].strip():
        message = "Bài chưa có sapo (tóm tắt)."
        remarks.append(Remark("lead-missing", "lead", 0, 0, "", message))
    if published_on and event_date and event_date > published_on:
        remarks.append(late_event(event_date, published_on))
    for number, photo in enumerate(photos, 1):
        if not (photo.caption or photo.alt):
            remarks.append(unnamed(number, photo))
    return remarks


def remarks_on(field, text, published_on):
    masked = ADDRESSES.sub(lambda match: "_" * len(match[0]), text)
    slips = [slip for check in CHECKS for slip in check(masked)]
    slips += dates.weekdays(masked, published_on)
    slips += dates.not_yet(masked, published_on)
    for start, end, code, message, suggestion in sorted(slips):
        before = text[max(start - CONTEXT, 0) : start].rpartition("\n")[2]
        around = before + "|" + text[end : end + CONTEXT].partition("\n")[0]
        context = " ".join(around.split())
        yield Remark(code, field, start, end, text[start:end], message, suggestion, context)


def late_event(event_date, published_on):
    day, posted = (f"{d.day}/{d.month}/{d.year}" for d in (event_date, published_on))
    message = f"Ngày diễn ra ({day}) sau ngày đăng ({posted})."
    return Remark("event-after-publication", "event_date", 0, 0, f"{day} > {posted}", message)


def unnamed(number, photo):
    """Return the remark on a photo by its place; its file's name tells it from others for good."""
    message = "Ảnh chưa có chú thích, cũng chưa có mô tả."
    name = PurePath(str(photo.image)).name
    return Remark("photo-without-words", f"Ảnh {number}", 0, 0, "", message, context=name)
