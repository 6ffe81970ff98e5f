"""What differs between two revisions, word by word. All it returns is plain text, never HTML."""

import difflib
import html
import re
from collections import Counter
from pathlib import PurePath
from typing import NamedTuple

from django.db import models
from django.utils import timezone
from django.utils.text import Truncator, capfirst

from news.models import Article, Category, Topic
from news.models.revision import PARTS, TEXT, complete

SAME, ADDED, REMOVED = "same", "added", "removed"
CHANGED, RESTYLED, GAP, MORE = "changed", "restyled", "gap", "more"

# Pairs of equal words that difflib is given to choose from: two reports of 4,000 words have them.
# Its time grows with them and with the length of both; a body may have a million characters.
MOST_PAIRS = 150_000
MOST_LINES = 1000  # what anybody could read on a page

# A number or a date is one word: "14.531,44", "6/7/2023".
WORD = re.compile(r"\n|(?:\d+(?:[.,/]\d+)*|\w+|[^\w\s])[^\S\n]*")
TAG = re.compile(r"(<[^<>]*>)")  # a kept body has no bare "<" or ">" (news/body.py)
TAG_NAME = re.compile(r"</?([a-z0-9]+)")
HREF = re.compile(r'href="([^"]*)"')
PHOTO = re.compile(r'data-photo="(\d+)"')
BLOCKS = {"p", "div", "h2", "h3", "h4", "blockquote", "ul", "ol", "li", "hr", "figure"}
BLOCKS |= {"table", "caption", "thead", "tbody", "tfoot", "tr"}
FOLLOWS = {"width", "height", "size", "duration"}  # of the file: named by nobody


class Piece(NamedTuple):
    kind: str
    text: str


class Line(NamedTuple):
    """A paragraph in its pieces; or how many are left out: the same, or more than one reads."""

    kind: str
    pieces: list[Piece]
    left_out: int = 0


class Change(NamedTuple):
    label: str
    lines: list[Line]


class Block(NamedTuple):
    """A paragraph: its words, and the markup they stand in."""

    text: str
    markup: str


def compare(before, after) -> list[Change]:
    """Return what makes the text of the revision `before` that of `after`; [] if they agree."""
    old, new = text_of(before), text_of(after)
    changes = [change_of(name, old, new) for name in TEXT]
    for relation, (model, names) in PARTS.items():
        changes += part_changes(model, names, old[relation], new[relation])
    return [change for change in changes if change]


def text_of(revision):
    """Return its document; where its hour was left open, with the one that readers know."""
    article, text = revision.article, revision.text
    hour = text["published_at"] or (article.published_at if article.approved_at else None)
    return {**complete(revision.document), "article": {**text, "published_at": hour}}


def change_of(name, old, new):
    """Return how one field of the article differs; None if it does not."""
    field = Article._meta.get_field(name)
    was, now = old["article"][field.attname], new["article"][field.attname]
    if isinstance(field, models.DateTimeField):  # one instant may be written in two zones
        was, now = field.to_python(was), field.to_python(now)
    if was == now:
        return None
    label = capfirst(field.verbose_name)
    if name == "body":
        return Change(label, compare_blocks(blocks(was, old), blocks(now, new)))
    if name in ("title", "lead", "change_note"):
        return Change(label, compare_blocks(plain_blocks(was), plain_blocks(now)))
    if name == "cover":
        return Change(label, replaced(photo_name(was, old), photo_name(now, new)))
    return Change(label, replaced(in_words(field, was), in_words(field, now)))


def part_changes(model, names, old, new):
    """Yield what was added, taken out and changed of photos, files or bylines."""
    kind = model._meta.verbose_name
    was, now = ({row["id"]: row for row in rows} for rows in (old, new))
    for pk in [*was, *(pk for pk in now if pk not in was)]:
        if pk not in now:
            yield Change(f"Bỏ {kind}", replaced(name_of(was[pk]), ""))
        elif pk not in was:
            yield Change(f"Thêm {kind}", replaced("", name_of(now[pk])))
        else:
            yield from row_changes(model, names, was[pk], now[pk])


def row_changes(model, names, was, now):
    kind = f"{model._meta.verbose_name} “{Truncator(name_of(now)).chars(80)}”"
    for name in names:
        field = model._meta.get_field(name)
        before, after = was[field.attname], now[field.attname]
        if before == after or name in FOLLOWS:
            continue
        label = f"{capfirst(kind)}: {field.verbose_name}"
        if name in ("caption", "alt"):
            lines = compare_blocks(plain_blocks(before), plain_blocks(after))
        else:
            lines = replaced(in_words(field, before), in_words(field, after))
        yield Change(label, lines)


# ---------- Values in words ----------


def in_words(field, value) -> str:
    if value in (None, ""):
        return ""
    if field.name == "category":
        return str(Category.objects.filter(pk=value).first() or "chuyên mục đã xóa")
    if field.name == "topic":
        return topic_name(value)
    if isinstance(field, models.FileField):
        return PurePath(value).name
    value = field.to_python(value)
    match field:
        case models.BooleanField():
            return "có" if value else "không"
        case models.DateTimeField():
            return f"{timezone.localtime(value):%H:%M, %d/%m/%Y}"
        case models.DateField():
            return f"{value:%d/%m/%Y}"
    return str(dict(field.flatchoices).get(value, value))


def name_of(row) -> str:
    """Return what a photo, a file, a byline or a topic is known by."""
    if "topic_id" in row:
        return topic_name(row["topic_id"])
    words = [row.get(name) for name in ("title", "name", "caption", "alt", "link")]
    files = [PurePath(row.get(name) or "").name for name in ("image", "file")]
    return next(filter(None, [*words, *files]), f"số {row['id']}")


def topic_name(pk) -> str:
    return str(Topic.objects.filter(pk=pk).first() or "dòng sự kiện đã xóa")


def photo_name(pk, document) -> str:
    row = next((row for row in document["photos"] if row["id"] == pk), {"id": pk})
    return name_of(row) if pk else ""


def replaced(was, now) -> list[Line]:
    pieces = [Piece(REMOVED, was), Piece(ADDED, now)]
    return [Line(CHANGED, [piece for piece in pieces if piece.text])]


# ---------- Paragraphs ----------


def plain_blocks(text) -> list[Block]:
    return [Block(line, line) for line in text.splitlines() if line.strip()]


def blocks(body, document) -> list[Block]:
    """Return the paragraphs of a kept body as words; of a link its address too, a photo its name.

    An address is where a reader is sent: whoever approves must see that it changed.
    """
    found, words, markup, address = [], [], [], ""

    def close():
        text = " ".join("".join(words).split())
        if text:
            found.append(Block(text, "".join(markup)))
        words.clear()
        markup.clear()

    for part in TAG.split(body):
        tag = TAG_NAME.match(part)
        name = tag[1] if tag else ""
        if name in BLOCKS:
            close()
        markup.append(part)
        if not tag:
            words.append(html.unescape(part))
        elif name == "figure" and (photo := PHOTO.search(part)):
            words.append(f"[Ảnh: {photo_name(int(photo[1]), document)}]")
        elif name == "br":
            words.append(" ")
        elif part in ("</td>", "</th>"):
            words.append(" | ")
        elif name == "a" and (href := HREF.search(part)):
            address = html.unescape(href[1])
        elif part == "</a>" and address:
            words.append(f" (→ {address})")
            address = ""
    close()
    return found


def compare_blocks(old, new) -> list[Line]:
    """Return the paragraphs that differ, word by word, each with the one before and after it."""
    operations = opcodes([block.markup for block in old], [block.markup for block in new])
    apart = [op for op in operations if op[0] != "equal"]
    if not apart:
        return [Line(RESTYLED, [])]
    texts = {op: (joined(old[op[1] : op[2]]), joined(new[op[3] : op[4]])) for op in apart}
    pairs = sum(equal_pairs(*map(keys, both)) for both in texts.values())
    lines = []
    for operation in operations:
        tag, i1, i2, j1, j2 = operation
        if tag == "equal":
            lines += around(new[j1:j2], is_first=not lines, is_last=operation is operations[-1])
        elif pairs > MOST_PAIRS:
            lines += [Line(REMOVED, [Piece(REMOVED, block.text)]) for block in old[i1:i2]]
            lines += [Line(ADDED, [Piece(ADDED, block.text)]) for block in new[j1:j2]]
        else:
            lines += in_lines(compare_words(*texts[operation]))
    if len(lines) > MOST_LINES:
        lines[MOST_LINES:] = [Line(MORE, [], len(lines) - MOST_LINES)]
    return lines


def around(same, is_first, is_last) -> list[Line]:
    """Return of paragraphs that agree only those next to one that does not."""
    head, tail = 0 if is_first else 1, 0 if is_last else 1
    lines = [Line(SAME, [Piece(SAME, block.text)]) for block in same]
    if len(lines) <= head + tail:
        return lines
    left_out = Line(GAP, [], len(lines) - head - tail)
    return [*lines[:head], left_out, *lines[len(lines) - tail :]]


def in_lines(pieces) -> list[Line]:
    """Break pieces into paragraphs where their text does."""
    lines = [[]]
    for kind, text in pieces:
        first, *others = text.split("\n")
        for number, part in enumerate([first, *others]):
            if number:
                lines.append([])
            # A break that one text has and the other has not is a change of its own.
            mark = "¶" if kind != SAME and number < len(others) else ""
            if part or mark:
                lines[-1].append(Piece(kind, part + mark))
    return [Line(kind_of(pieces), pieces) for pieces in lines if pieces]


def kind_of(pieces) -> str:
    """Say of a paragraph what its pieces say; if no word differs, its markup does."""
    kinds = {piece.kind for piece in pieces}
    if len(kinds) > 1:
        return CHANGED
    return RESTYLED if kinds == {SAME} else kinds.pop()


# ---------- Words ----------


def joined(paragraphs) -> list[str]:
    """Return the words of several paragraphs as one text, a line break between them."""
    return WORD.findall("\n".join(block.text for block in paragraphs))


def compare_words(old, new) -> list[Piece]:
    pieces = []
    for tag, i1, i2, j1, j2 in without_crumbs(opcodes(keys(old), keys(new)), old):
        was, now = "".join(old[i1:i2]), "".join(new[j1:j2])
        if tag == "equal":
            pieces.append(Piece(SAME, now))
            continue
        # Whole paragraphs for others: first the old ones, then the new ones.
        between = "\n" if "\n" in was and "\n" in now else ""
        sides = [Piece(REMOVED, was), Piece(SAME, between), Piece(ADDED, now)]
        pieces += [piece for piece in sides if piece.text]
    return pieces


def keys(words) -> list[str]:
    """Return the words without the space after them."""
    return [word.strip() or word for word in words]


def without_crumbs(operations, old):
    """Join two changes with no more than one word between them: a phrase reads better whole."""
    found = []
    for number, operation in enumerate(operations):
        tag, i1, i2, j1, j2 = operation
        is_crumb = number < len(operations) - 1 and i2 - i1 == 1 and old[i1] != "\n"
        if found and found[-1][0] != "equal" and (tag != "equal" or is_crumb):
            found[-1] = ("replace", found[-1][1], i2, found[-1][3], j2)
        else:
            found.append(operation)
    return found


def opcodes(old, new):
    """Return difflib's operations; what is too much for it is one replacement."""
    start = common_length(zip(old, new, strict=False))
    end = common_length(zip(reversed(old[start:]), reversed(new[start:]), strict=False))
    i, j = len(old) - end, len(new) - end
    if equal_pairs(old[start:i], new[start:j]) > MOST_PAIRS:
        middle = [("replace", 0, i - start, 0, j - start)]
    else:
        middle = difflib.SequenceMatcher(
            None, old[start:i], new[start:j], autojunk=False
        ).get_opcodes()
    ends = [("equal", 0, start, 0, start)], [("equal", i, len(old), j, len(new))]
    shifted = [(tag, *(n + start for n in places)) for tag, *places in middle]
    return [*(ends[0] if start else []), *shifted, *(ends[1] if end else [])]


def equal_pairs(old, new) -> int:
    old, new = Counter(old), Counter(new)
    return sum(number * new[word] for word, number in old.items())


def common_length(pairs) -> int:
    number = 0
    for one, other in pairs:
        if one != other:
            break
        number += 1
    return number
