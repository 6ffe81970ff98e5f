"""Captions of a video: WebVTT (or SubRip) read strictly and written anew; nothing is passed on.

https://www.w3.org/TR/webvtt1/. What is kept is when and which words; colours, places, regions,
notes and markup are not.
"""

import re
from html import escape, unescape
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from portal.text import normalize, single_line
from portal.uploads import random_name

MAX_BYTES = 2**20
TIME = r"(?:(\d{2,4}):)?([0-5]\d):([0-5]\d)[.,](\d{3})"
TIMING = re.compile(rf"{TIME}[ \t]+-->[ \t]+{TIME}(?:[ \t].*)?", re.ASCII)
HEADER = re.compile(r"WEBVTT(?:[ \t].*)?")
VOICE = re.compile(r"<v(?:\.[^ \t>]*)?[ \t]+([^>]+)>")
TAG = re.compile(r"</?[a-z\d][^<>]*>", re.ASCII)
NO_LETTER = re.compile(r"&#\d{8,};?", re.ASCII)  # the last one is &#1114111;

NOT_TEXT = "Tệp phụ đề phải là văn bản UTF-8, dạng WebVTT (.vtt) hoặc SubRip (.srt)."
TOO_LARGE = "Tệp phụ đề lớn hơn 1 MB."
NO_CUES = "Tệp phụ đề không có câu nào."
NO_TIMING = (
    "Phụ đề, dòng {}: chỗ này phải là thời gian của câu, viết như “00:01.000 --> 00:04.000”."
)
BACKWARDS = "Phụ đề, dòng {}: câu kết thúc trước khi bắt đầu, hoặc bắt đầu trước câu ở trên."


class Cue(NamedTuple):
    start: int  # milliseconds from the beginning
    end: int
    text: str  # its lines, plain


def take_in(upload):
    """Return the captions in `upload` as a new WebVTT file with a random name, and their cues.

    Raises ValidationError with a Vietnamese sentence, which names the line, if it holds none.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(TOO_LARGE)
    upload.seek(0)
    try:
        text = upload.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(NOT_TEXT) from error
    cues = read(text)
    return ContentFile(write(cues).encode(), name=random_name("vtt")), cues


def words_at(path) -> str:
    """Return what stored captions say, a line each; "" without any, or if the file is gone."""
    try:
        with default_storage.open(path) as file:
            return "\n".join(cue.text for cue in read(file.read().decode()))
    except (OSError, ValueError):
        return ""


def read(text) -> list[Cue]:
    """Return the cues of a WebVTT or SubRip text."""
    lines = normalize(text).splitlines() or [""]
    is_webvtt = bool(HEADER.fullmatch(lines[0]))
    cues, number = [], end_of_head(lines) if is_webvtt else 0
    while number < len(lines):
        block, first = [], number
        while number < len(lines) and lines[number].strip():
            block.append(lines[number])
            number += 1
        number += 1
        if block and not (is_webvtt and re.match(r"(?:NOTE|STYLE|REGION)(?:\s|$)", block[0])):
            cues.append(cue_of(block, first + 1, cues))
    cues = [cue for cue in cues if cue.text]
    if not cues:
        raise ValidationError(NO_CUES)
    return cues


def end_of_head(lines):
    """Return where WebVTT's blocks begin: after an empty line, or with a time (section 6.1)."""
    number = 1
    while number < len(lines) and lines[number].strip() and "-->" not in lines[number]:
        number += 1
    return number


def cue_of(block, number, before):
    """Return the cue of a block that begins on line `number`; its name or number says nothing."""
    if "-->" not in block[0] and len(block) > 1:
        block, number = block[1:], number + 1
    timing = TIMING.fullmatch(block[0].strip())
    if timing is None:
        raise ValidationError(NO_TIMING.format(number))
    start, end = (milliseconds(timing.groups("0")[at : at + 4]) for at in (0, 4))
    if end <= start or (before and start < before[-1].start):
        raise ValidationError(BACKWARDS.format(number))
    return Cue(start, end, "\n".join(filter(None, map(plain, block[1:]))))


def plain(line):
    """Return the words of a line; whoever speaks is named before them."""
    return single_line(unescape(NO_LETTER.sub("", TAG.sub("", VOICE.sub(r"\1: ", line)))))


def milliseconds(parts):
    hours, minutes, seconds, thousandths = map(int, parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def write(cues) -> str:
    blocks = [f"{clock(c.start)} --> {clock(c.end)}\n{escape(c.text, quote=False)}" for c in cues]
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"


def clock(time):
    seconds, thousandths = divmod(time, 1000)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}.{thousandths:03}"
