"""The file's text written anew as the plain document that mammoth turns into HTML.

Word files say one thing in dozens of ways and mammoth passes over what it doesn't know, words
included. So the text is first told in the few tags that mammoth reads without loss: paragraphs
with a role and a side, runs, links, two kinds of lists, tables, pictures.
"""

from dataclasses import dataclass, field
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from news.word import fields
from news.word.framing import QUARTER, as_in_word, crop_of, pixels_in, turn_of
from news.word.package import child, value, whole
from news.word.source import (
    BOXES,
    DROPPED,
    SPACES,
    TEXTS,
    is_row_deleted,
    is_separator,
    merges_into_next,
    newest,
    walk,
)
from portal.uploads import MAX_BYTES, TOO_THIN

MAX_PICTURES = 100
# Of those that are of no use, too: a few bytes of XML name the same large one again.
MAX_FOUND = 300
# In all of them: as fifty photos of a phone. 20 million can be a second's work.
MAX_PIXELS = 600_000_000
MAX_COLUMNS = 63  # Word's own limit
REFUSED = "refused"  # the number of a photo that is left out
IMAGES = {"a:blip", "v:imagedata"}
VECTORS = (".emf", ".wmf", ".emz", ".wmz")
TAB = "\u2003"  # an em space, for BeautifulSoup makes a plain space of a tab between tags
SLANT = 1  # degrees that nobody sees
WRITTEN_LOOKS = {"w:b", "w:i", "w:u", "w:strike", "w:caps"}
HIDDEN = "Chữ ẩn trong tệp"
COVERED = "Chữ bị che trong ô đã gộp"
PROMPT = "Lời nhắc trong ô chưa điền"
STRAIGHT = "trên trang, ảnh đứng thẳng."
UNMARKED = "Chú thích không có dấu trong bài"
CONTENTS = "Mục lục"  # of the paper's pages


def text_run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def plain_text(*tags) -> str:
    pieces = []
    for tag in tags:
        walk(tag, pieces)
    return " ".join("".join(pieces).split())


def is_heading_of_contents(paragraph) -> bool:
    return plain_text(paragraph).rstrip(":").casefold() == "mục lục"


@dataclass
class Writer:
    """Writes one package anew; collects what has to be told or shown beside the text."""

    package: object
    styles: object
    pictures: list = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    dropped: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)  # things that can't be shown, counted
    changed: dict[str, int] = field(default_factory=dict)  # things that look otherwise, counted

    def __post_init__(self):
        self.targets = self.package.relationships(self.package.main)
        self.references = []  # footnotes and endnotes in the order of their marks
        self.unfinished = ""  # a paragraph whose end is deleted goes on in the next one
        self.pictures_found = 0
        self.pixels = 0
        self.hidden = []  # pieces of the paragraph that is being written
        self.contents = []  # lines of its table of contents

    def count(self, what: str):
        self.seen[what] = self.seen.get(what, 0) + 1

    def count_changed(self, what: str):
        self.changed[what] = self.changed.get(what, 0) + 1

    def document(self) -> str:
        """Return the whole of the new document.xml's body."""
        body = child(self.package.xml(self.package.main), "w:body")
        parts = [self.blocks(body), self.finish()]
        for number, (kind, identity) in enumerate(self.references, start=1):
            note = self.footnote(kind, identity)
            self.targets = self.package.relationships(self.package.part(kind))
            self.unfinished = text_run(f"[{number}] ")
            parts += [self.blocks(note) if note is not None else "", self.finish()]
        self.name_unmarked()
        if self.contents:
            self.dropped.append((CONTENTS, plain_text(*self.contents)))
        self.notes += [
            f"Có {count} {what}; vui lòng kiểm tra." for what, count in self.changed.items()
        ]
        return "".join(parts)

    def finish(self) -> str:
        rest, self.unfinished = self.unfinished, ""
        return f"<w:p>{rest}</w:p>" if rest else ""

    def footnote(self, kind: str, identity: str | None):
        root = self.package.related(kind)
        notes = [tag for tag in root if not is_separator(tag)] if root is not None else []
        return next((note for note in notes if note.get("w:id") == identity), None)

    def name_unmarked(self):
        for kind in ("footnotes", "endnotes"):
            root = self.package.related(kind)
            for note in root if root is not None else []:
                known = (kind, note.get("w:id")) in self.references
                if not known and not is_separator(note) and (text := plain_text(*note)):
                    self.dropped.append((UNMARKED, text))

    # Blocks

    def blocks(self, tags) -> str:
        return "".join(self.block(tag) for tag in self.without_contents(tags))

    def without_contents(self, tags):
        """Yield the tags but for the lines of a table of contents, and the line that heads it."""
        heading = []
        for tag in tags:
            if self.styles.is_of_contents(tag):
                self.contents += [*heading, tag]
                heading = []
                continue
            yield from heading
            heading = [tag] if tag.tag == "w:p" and is_heading_of_contents(tag) else []
            if not heading:
                yield tag
        yield from heading

    def block(self, tag) -> str:
        if tag.tag in DROPPED or self.is_prompt(tag):
            return ""
        if tag.tag == "w:p":
            return self.paragraph(tag)
        if tag.tag == "w:tbl":
            return self.table(tag)
        if tag.tag == "w:altChunk":
            self.count("tệp khác được nhúng trong bài")
            return ""
        if tag.tag == "mc:AlternateContent":
            return self.blocks(newest(tag))
        if tag.tag in ("w:r", "w:hyperlink", "w:fldSimple", "m:oMath", "m:oMathPara", "a:p"):
            return self.paragraph([tag])
        if tag.tag == "v:textpath":
            return f"<w:p>{text_run(tag.get('string', ''))}</w:p>"
        return self.blocks(tag)

    def paragraph(self, tag) -> str:
        boxes = []
        content = self.unfinished + self.inlines(tag, boxes)
        if hidden := " ".join("".join(self.hidden).strip(" …").split()):
            self.dropped.append((HIDDEN, hidden))
        self.hidden = []
        self.unfinished = ""
        properties = ""
        if not isinstance(tag, list):
            if merges_into_next(tag):
                self.unfinished = content
                return self.blocks(boxes)
            properties = self.properties(tag)
        return f"<w:p>{properties}{content}</w:p>{self.blocks(boxes)}"

    def properties(self, tag) -> str:
        if kind := tag.get("list"):
            number = "1" if kind == "bullet" else "2"
            level = f'<w:ilvl w:val="{tag.get("level")}"/>'
            return f'<w:pPr><w:numPr>{level}<w:numId w:val="{number}"/></w:numPr></w:pPr>'
        style = self.styles.role(tag) + self.styles.alignment(tag)
        return f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>'

    def table(self, tag) -> str:
        merged, rows = {}, []
        for row in self.inside(tag, "w:tr"):
            if is_row_deleted(row):
                continue
            is_header = child(row, "w:trPr", "w:tblHeader") is not None
            header = "<w:trPr><w:tblHeader/></w:trPr>" if is_header else ""
            if cells := self.cells(row, merged):
                rows.append(f"<w:tr>{header}{cells}</w:tr>")
        return f"<w:tbl>{''.join(rows)}</w:tbl>" if rows else ""

    def inside(self, tag, name: str):
        """Yield the rows of a table or the cells of a row, whatever they are wrapped in."""
        for part in tag:
            if part.tag == name:
                yield part
            elif part.tag not in DROPPED and part.tag not in ("w:tr", "w:tc", "w:tbl", "w:p"):
                yield from self.inside(part, name)

    def cells(self, row, merged: dict[int, bool]) -> str:
        column = self.number(value(row, "w:trPr", "w:gridBefore"), 0)
        cells = [f'<w:tc><w:tcPr><w:gridSpan w:val="{column}"/></w:tcPr></w:tc>'] if column else []
        for cell in self.inside(row, "w:tc"):
            span = self.number(value(cell, "w:tcPr", "w:gridSpan"), 1) or 1
            merge = child(cell, "w:tcPr", "w:vMerge")
            goes_on = merge is not None and merge.get("w:val", "continue") == "continue"
            properties = f'<w:gridSpan w:val="{span}"/>'
            content = ""
            if goes_on and merged.get(column):
                properties += "<w:vMerge/>"
                if text := plain_text(*cell):
                    self.dropped.append((COVERED, text))
            else:
                properties += '<w:vMerge w:val="restart"/>' if merge is not None else ""
                merged[column] = merge is not None
                content = self.blocks(cell) + self.finish()
            cells.append(f"<w:tc><w:tcPr>{properties}</w:tcPr>{content or '<w:p/>'}</w:tc>")
            column += span
        return "".join(cells)

    def number(self, text: str | None, otherwise: int) -> int:
        return min(whole(text, otherwise), MAX_COLUMNS)

    def is_prompt(self, tag) -> bool:
        """Whether `tag` is an empty content control ("Click or tap here …"), then to be named."""
        if tag.tag != "w:sdt" or child(tag, "w:sdtPr", "w:showingPlcHdr") is None:
            return False
        if text := plain_text(tag):
            self.dropped.append((PROMPT, text))
        return True

    # Inside a paragraph

    def inlines(self, tags, boxes: list) -> str:
        return "".join(self.inline(tag, boxes) for tag in fields.with_links(tags))

    def inline(self, tag, boxes: list) -> str:
        if tag.tag in DROPPED or self.is_prompt(tag):
            if tag.tag in ("w:del", "w:moveFrom"):
                self.seen["deleted"] = 1
            return ""
        if tag.tag == "w:r":
            return self.run(tag, boxes)
        if tag.tag in ("w:hyperlink", "w:fldSimple"):
            return self.link(self.address(tag), self.inlines(tag, boxes))
        if tag.tag == "mc:AlternateContent":
            return self.inlines(newest(tag), boxes)
        if tag.tag == "m:oMath":
            self.count_changed("công thức viết thành chữ thường")
        if tag.tag == "a:p":
            self.count_changed("đoạn chữ lấy từ hình vẽ")
            return text_run(plain_text(tag))
        if tag.tag in BOXES:
            boxes.append(tag)
            return ""
        if tag.tag in TEXTS:
            return text_run(tag.text or "")
        if tag.tag == "w:ins":
            self.seen["inserted"] = 1
        return self.inlines(tag, boxes)

    def address(self, tag) -> str:
        if tag.tag == "w:fldSimple":
            return fields.address(tag.get("w:instr", ""))
        _, target, outside = self.targets.get(tag.get("r:id"), ("", "", False))
        return target if outside else tag.get("address", "")

    def link(self, address: str, content: str) -> str:
        if not (content and is_web_address(address)):
            return content
        self.links.append(address)
        return f'<w:hyperlink r:id="link{len(self.links) - 1}">{content}</w:hyperlink>'

    def run(self, tag, boxes: list) -> str:
        if tag.get("hidden"):
            walk(tag, self.hidden)
            return ""
        looks = [look for look in tag.get("looks", "").split() if look in WRITTEN_LOOKS]
        properties = "".join(
            '<w:u w:val="single"/>' if look == "w:u" else f"<{look}/>" for look in looks
        )
        if tag.get("vertical"):
            properties += f'<w:vertAlign w:val="{tag.get("vertical")}"/>'
        content = "".join(self.piece(part, boxes) for part in tag)
        if content and self.hidden:
            self.hidden.append(" … ")
        return f"<w:r><w:rPr>{properties}</w:rPr>{content}</w:r>" if content else ""

    def piece(self, tag, boxes: list) -> str:
        """Return what one child of a run says, as children of a run."""
        if tag.tag in DROPPED:
            return ""
        if tag.tag in TEXTS:
            return f'<w:t xml:space="preserve">{escape(tag.text or "")}</w:t>'
        if tag.tag == "w:sym":
            self.count("ký hiệu chỉ có trong phông của máy")
        if tag.tag in SPACES:
            is_line = tag.tag in ("w:br", "w:cr") and tag.get("w:type") in (None, "textWrapping")
            space = TAB if tag.tag in ("w:tab", "w:ptab") else " "
            return "<w:br/>" if is_line else f'<w:t xml:space="preserve">{space}</w:t>'
        if tag.tag == "w:noBreakHyphen":
            return "<w:t>-</w:t>"
        if tag.tag in ("w:footnoteReference", "w:endnoteReference"):
            return self.reference(tag)
        if tag.tag == "w:commentReference":
            self.count("ghi chú bên lề (comment)")
            return ""
        if tag.tag in IMAGES:
            return self.picture(tag)
        if tag.tag in BOXES:
            boxes.append(tag)
            return ""
        if tag.tag == "w:object":
            self.count("đối tượng nhúng (Excel, công thức cũ …)")
        elif tag.tag in ("other:chart", "other:relIds"):
            self.count("biểu đồ hoặc sơ đồ SmartArt")
        elif tag.tag == "mc:AlternateContent":
            tag = newest(tag)
        elif tag.tag == "pic:pic" and (blip := child(tag, "pic:blipFill", "a:blip")) is not None:
            return self.picture(blip, crop_of(child(tag, "pic:blipFill")), turn_of(tag))
        crop, turn = crop_of(tag), turn_of(tag)
        return "".join(
            self.picture(part, crop, turn) if part.tag in IMAGES else self.piece(part, boxes)
            for part in tag
        )

    def reference(self, tag) -> str:
        kind = tag.tag.removeprefix("w:").removesuffix("Reference") + "s"
        self.references.append((kind, tag.get("w:id")))
        return f"</w:r>{text_run(f'[{len(self.references)}]', SUPERSCRIPT)}<w:r>"

    # Pictures

    def picture(self, tag, crop=None, turn=0) -> str:
        identity = tag.get("r:embed") or tag.get("r:id")
        _, target, outside = self.targets.get(identity, ("", "", True))
        info = None if outside else self.package.info(target)
        if info is None:
            if identity or tag.get("r:link"):
                self.count("ảnh liên kết ra ngoài tệp")
            return ""
        self.pictures_found += 1
        if self.pictures_found > MAX_FOUND:
            self.count(f"ảnh sau {MAX_FOUND} ảnh đầu tiên")
            return ""
        try:
            self.pictures.append(self.usable(target, info, crop, turn))
        except ValidationError as error:
            self.notes.append(f"Ảnh thứ {self.pictures_found} bị bỏ ra: {error.message}")
            is_drawn = target.lower().endswith(VECTORS) or error.message == TOO_THIN
            # A photo keeps its place until the captions are shared out: else another took its own.
            return "" if is_drawn else picture_run(REFUSED)
        if abs(turn - round(turn / QUARTER) * QUARTER) > SLANT:
            self.notes.append(f"Ảnh thứ {self.pictures_found} xoay nghiêng trong Word; {STRAIGHT}")
        return picture_run(len(self.pictures) - 1)

    def usable(self, target: str, info, crop, turn: float):
        """Return the picture in a part as an upload would be kept. Raises ValidationError."""
        if len(self.pictures) >= MAX_PICTURES:
            raise ValidationError(f"Tệp có hơn {MAX_PICTURES} ảnh.")
        if target.lower().endswith(VECTORS):
            raise ValidationError(
                "Ảnh vẽ dạng vector (EMF/WMF) không dùng được trên trang; hãy chụp màn hình hình "
                "vẽ rồi chèn lại."
            )
        if info.file_size > MAX_BYTES:
            raise ValidationError("Tệp ảnh nặng hơn 20 MB. Vui lòng thu nhỏ ảnh rồi chèn lại.")
        picture = ContentFile(self.package.read(target))
        self.pixels += pixels_in(picture)
        if self.pixels > MAX_PIXELS:
            raise ValidationError(
                "Các ảnh trong tệp cộng lại hơn 600 triệu điểm ảnh. Vui lòng nén ảnh trong Word "
                "(Định dạng ảnh → Nén ảnh), hoặc tải riêng ảnh này."
            )
        return as_in_word(picture, crop, turn)


SUPERSCRIPT = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'


def is_web_address(target: str) -> bool:
    try:
        return urlsplit(target).scheme in ("http", "https", "mailto")
    except ValueError:
        return False


def picture_run(number: int | str) -> str:
    return (
        "<w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill>"
        f'<a:blip r:embed="picture{number}"/>'
        "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
