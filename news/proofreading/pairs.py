"""Quotation marks and brackets that open without closing, or close without opening."""

import re

from news.proofreading.slip import Slip

QUOTES = re.compile('[“”"]')
WORDS = re.compile(r"\S{1,40}(?: \S{1,20}){0,3}")  # what a remark quotes
BRACKETS = {"(": ")", "[": "]"}
# "a)", "1)", "iv)" number a list and close nothing.
LIST_MARK = re.compile(
    r"(?:^|\n|[;:,.“] ?|\b(?:điểm|khoản|mục|phụ lục|mẫu|biểu|và|ý) )"
    r"(?:\d{1,3}|[ivxIVX]{1,4}|[a-zđA-ZĐ]{1,2}|[a-z]\d|\d[a-z])$"
)


def unclosed(text):
    """Yield the marks of a field that have no partner; a quotation may run over paragraphs."""
    yield from unclosed_quotes(text)
    for opening in BRACKETS:
        yield from unclosed_brackets(text, opening)


def unclosed_quotes(text):
    opened = []
    for match in QUOTES.finditer(text):
        place = match.start()
        if opens(text, place, opened):
            if not (opened and goes_on(text, place)):
                opened.append(place)
        elif opened:
            opened.pop()
        elif not (match[0] == '"' and text[place - 1 : place].isdigit()):  # 24 inches
            yield slip(text, place, "Dấu ngoặc kép đóng mà không có dấu mở.")
    for place in opened:
        yield slip(text, place, "Dấu ngoặc kép mở mà không có dấu đóng.")


def opens(text, place, opened):
    """Whether the mark opens a quotation: by its neighbours, since the wrong one is often typed."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    space_before = not before or before.isspace() or before in "(“‘[-–"
    space_after = not after or after.isspace() or after in ".,;:!?)”’]…"
    if space_before != space_after:
        return space_before
    return text[place] == "“" or (text[place] == '"' and not opened and not before.isdigit())


def goes_on(text, place):
    """Whether a paragraph opens anew the quotation that the one before it left open.

    It then closes at the end of a paragraph, or in a later one.
    """
    if place and text[place - 1] != "\n":
        return False
    end = text.find("\n", place)
    paragraph = text[place + 1 : end if end >= 0 else len(text)].rstrip(" .,;")
    closing = max(paragraph.find("”"), paragraph.find('"'))
    return closing < 0 or closing == len(paragraph) - 1


def unclosed_brackets(text, opening):
    closing, opened, strays, marks = BRACKETS[opening], [], [], 0
    for match in re.finditer(f"[{re.escape(opening + closing)}]", text):
        place = match.start()
        if match[0] == opening:
            opened.append(place)
        elif opened and not is_list_mark(text, place, opened[-1]):
            opened.pop()
        elif opened:
            marks += 1
        elif not LIST_MARK.search(text[max(place - 12, 0) : place]):
            strays.append(place)
    for place in strays:
        yield slip(text, place, "Dấu ngoặc đóng mà không có dấu mở.")
    for place in opened[: max(len(opened) - marks, 0)]:
        yield slip(text, place, "Dấu ngoặc mở mà không có dấu đóng.")


def is_list_mark(text, place, opened):
    """Whether ")" numbers an item inside a bracket: "(gồm: a) …; b) …)", not "(1)"."""
    if text[opened + 1 : place].strip().isalnum() and place - opened < 6:
        return False
    return bool(re.search(r"[:;,]\s+\w{1,3}$", text[max(place - 6, 0) : place]))


def slip(text, place, message):
    return Slip(place, WORDS.match(text, place).end(), "unclosed", message)
