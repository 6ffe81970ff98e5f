"""The HTML of a Word file understood as an article: what is the title, who signs, what is left."""

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError

from news.sanitise import sanitise
from news.word import byline, legacy, pictures, source
from news.word.article import WordArticle
from news.word.blocks import is_all, lines_in, text_in
from news.word.content import TAB, Writer
from news.word.errors import WordError
from news.word.html import to_soup
from news.word.papers import HEADINGS, MAX_TITLE, ReadsPapers, names_office
from news.word.proof import words_of
from news.word.styles import Styles
from portal.text import normalize, single_line

MAX_LEAD = 1_000
MAX_HEADING = 200  # letters: a whole paragraph set as a heading is none
PROSE = 150  # letters: a line longer than this is no verse, address or item of a list by hand

PREFIX = re.compile(r"\(\s*[A-ZĐ][\w.,/& -]{1,24}\)\s*[-–—:]*")
MARK = re.compile(r"\s*\[\d+\]")  # of a footnote
SAPO = re.compile(r"(?:Sapo|Sa pô|Tóm tắt|Tít phụ)\s*:\s*", re.IGNORECASE)
LABEL = re.compile(r"(?:Tiêu đề|Tít|Tên bài|Đầu đề)\s*:\s*", re.IGNORECASE)
# What stands around a text copied from a web page.
FURNITURE = re.compile(
    r"(?:(?:Thứ \w+|Chủ nhật),?\s*(?:ngày\s*)?\d{1,2}[/-]\d{1,2}[/-]\d{4}.*|"
    r"Cập nhật (?:lúc|ngày)?.{0,60}|\d{1,2}[/-]\d{1,2}[/-]\d{4},? \d{1,2}[:h]\d{2}.{0,60}|"
    r"(?:Số )?lượt xem:.{0,20}|Trang \d+(?:/\d+)?|\d{1,3}|TIN BÀI|TIN|[-*_–—.\s]+)",
    re.IGNORECASE,
)
# What may stand between the byline and the last photos.
PHOTOS_FOLLOW = re.compile(r"(?:(?:một số|những|các|chùm) )?(?:hình )?ảnh\b", re.IGNORECASE)
# What stands above the title of a text that is sent to the editors.
ABOVE_TITLE = re.compile(
    r"(?:[^\W\d_][\w .-]{1,30}, )?ngày (?:m[ùồ]ng )?[\d….]{0,9} ?"
    r"(?:tháng [\d….]{0,9} ?năm |[/.-] ?\d{1,2} ?[/.-] ?)\d{4}\.?|"
    r"Kính gửi\s*:.{0,40}(?:Ban Biên tập|Tòa soạn|Trang thông tin|Cổng thông tin).{0,100}",
    re.IGNORECASE,
)

FURNITURE_DROPPED = "Chữ ngoài bài"
LABEL_DROPPED = "Chữ dẫn"
NO_LEAD = "Không thấy đoạn nào chắc là sapo nên ô Sapo để trống."
NO_TITLE = "Không thấy dòng nào chắc là tiêu đề; vui lòng nhập tiêu đề."
TITLE_GUESSED = "Tiêu đề lấy từ dòng đầu của tệp; vui lòng xem lại."
CAPTION_GUESSED = (
    "Dòng “{}” được lấy làm chú thích của ảnh ngay trên; nếu là đề mục, vui lòng đưa lại vào bài."
)
KICKER_JOINED = (
    "Tiêu đề được ghép từ dòng kết thúc bằng dấu hai chấm và dòng ngay dưới; vui lòng xem lại."
)
TITLE_IN_CAPITALS = (
    "Tiêu đề được gõ bằng chữ IN HOA và được giữ nguyên; vui lòng sửa lại chữ thường nếu cần."
)
TRACKED = "Tệp có sửa đổi đang theo dõi: chữ thêm được giữ, chữ đã xóa được bỏ."
SUSPECTED = (
    "Có đoạn giống chữ dùng bảng mã cũ (TCVN3, VNI) nhưng tên phông không cho biết; đã giữ nguyên, "
    "vui lòng kiểm tra."
)


def understand(package) -> WordArticle:
    """Return the article in an opened package."""
    styles = Styles(package)
    converted = source.write_out(package, styles)
    texts = source.words_in(package)
    writer = Writer(package, styles)
    soup = to_soup(writer)
    article = WordArticle(dropped=writer.dropped, pictures=writer.pictures)
    reading = Reading(soup, article, has_notes=bool(writer.references))
    reading.read()
    article.body = clean(soup)
    article.source_texts = texts
    article.source_words = [word for text in texts for word in words_of(text)]
    article.notes = [*told(writer, converted, texts), *furniture_of(package), *article.notes]
    return article


def told(writer: Writer, converted: dict[str, int], texts: list[str]) -> list[str]:
    """Return the sentences about what was converted or could not come along."""
    notes = list(writer.notes)
    for font, count in converted.items():
        notes.append(f"Đã chuyển {count} đoạn chữ phông cũ {font} sang Unicode.")
    if any(legacy.looks_legacy(text) for text in texts):
        notes.append(SUSPECTED)
    if writer.seen.pop("deleted", 0) + writer.seen.pop("inserted", 0):
        notes.append(TRACKED)
    notes += [f"Không đưa vào bài: {count} {what}." for what, count in writer.seen.items()]
    return notes


def furniture_of(package) -> list[str]:
    """Return what headers and footers say: they belong to the paper, not to the text."""
    found = []
    for kind, target, outside in package.relationships(package.main).values():
        if kind in ("header", "footer") and not outside:
            pieces = []
            for tag in package.xml(target) if package.info(target) else []:
                source.walk(tag, pieces)
            text = single_line("".join(pieces))
            if re.search(r"[^\W\d_]", text) and text not in found:
                found.append(text)
    return [f"Đã bỏ đầu trang, chân trang: “{shortened(text)}”." for text in found]


def shortened(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:120].rpartition(' ')[0]} …"


def clean(soup) -> str:
    """Return the body as it may be stored. Raises WordError where that can't be."""
    for tag in soup.find_all("span"):
        tag.unwrap()
    for heading in soup.find_all(HEADINGS):
        if len(text_in(heading)) > MAX_HEADING:
            heading.name = "p"
            continue
        for tag in heading.find_all("strong"):
            tag.unwrap()
    for tag in soup.find_all(class_=True):
        tag["class"] = [name for name in tag["class"] if not name.startswith("is-")]
        if not tag["class"]:
            del tag["class"]
    for tag in soup.find_all(["strong", "em", "u", "s", "sup", "sub", "a"]):
        if not tag.get_text() and not tag.find("img"):
            tag.decompose()
    for table in soup.find_all("table"):
        if not table.get_text(strip=True) and not table.find("img"):
            table.decompose()
    for tag in soup.find_all(["p", *HEADINGS]):
        if not tag.get_text(strip=True) and not tag.find("img"):
            tag.decompose()
    try:
        body, _ = sanitise(normalize(str(soup)))
    except ValidationError as error:
        raise WordError(error.message) from error
    return re.sub(rf"{TAB}+|(?:&nbsp;|\xa0)(?!%)", " ", body).strip()


@dataclass
class Reading(ReadsPapers):
    """Takes the parts of an article out of the soup, from the outside in; the body remains."""

    soup: BeautifulSoup
    article: WordArticle
    has_notes: bool

    def read(self):
        notes = self.set_notes_aside()
        self.take_out_of_frame()
        self.part_lines()
        self.take_letterhead()
        plain = pictures.to_figures(self.soup, has_title=bool(self.article.title))
        self.article.notes += [CAPTION_GUESSED.format(caption) for caption in plain]
        self.raise_capitals()
        if self.article.kind == "news":
            self.take_title()
            self.take_byline_above()
            self.take_lead()
            self.take_prefix()
            self.take_byline()
        if notes:
            self.article.title = MARK.sub("", self.article.title)
        self.soup.extend(notes)
        pictures.leave_out_refused(self.soup)
        self.raise_capitals(last=True)

    def set_notes_aside(self) -> list:
        """Take out the footnotes, which the writer puts below the byline and the signature."""
        blocks = self.soup.find_all(True, recursive=False) if self.has_notes else []
        firsts = [place for place, tag in enumerate(blocks) if text_in(tag).startswith("[1]")]
        return [note.extract() for note in (blocks[firsts[-1] :] if firsts else [])]

    def take_out_of_frame(self):
        """Read what is set in a table of one column, as in a border or copied from a page."""
        for table in self.soup.find_all("table", recursive=False):
            rows = [tag for tag in table.find_all("tr") if tag.find_parent("table") is table]
            cells = [row.find_all(["td", "th"], recursive=False) for row in rows]
            is_most = 2 * len(text_in(table)) > len(text_in(self.soup))
            if is_most and all(len(row) == 1 for row in cells):
                table.replace_with(*[tag for [cell] in cells for tag in list(cell.children)])
                return self.take_out_of_frame()

    def part_lines(self):
        """Make paragraphs of prose that was typed, or copied from a page, as lines of one."""
        for paragraph in self.soup.find_all("p", recursive=False):
            is_prose = max(map(len, lines_in(paragraph)), default=0) > PROSE
            if is_prose and "is-caption" not in paragraph.get("class", []):
                for line_break in filter(begins_line, reversed(paragraph.find_all("br"))):
                    part(self.soup, paragraph, line_break)

    def blocks(self) -> list:
        """The blocks of text that are still there and not empty."""
        found = self.soup.find_all(True, recursive=False)
        return [tag for tag in found if tag.name != "figure" and text_in(tag)]

    def drop(self, why: str, *tags):
        self.take(self.article.dropped, why, *tags)

    def move(self, field: str, *tags):
        self.take(self.article.moved, field, *tags)

    def take(self, register: list, name: str, *tags):
        if text := " ".join(text_in(tag) for tag in tags).strip():
            register.append((name, text))
        for tag in tags:
            for image in tag.find_all("img"):
                self.article.notes.append("Đã bỏ ảnh (quốc huy, dấu, chữ ký) cùng phần chữ của nó.")
                image.decompose()
            tag.decompose()

    def raise_capitals(self, last: bool = False):
        """Write in capitals what Word shows so; a title keeps its letters as they were typed."""
        spared = [] if last else self.opening()
        for span in self.soup.find_all("span", class_="is-caps"):
            if not any(block in span.parents for block in spared):
                for text in list(span.find_all(string=True)):
                    text.replace_with(text.upper())
                span.unwrap()

    def opening(self) -> list:
        return self.blocks()[:4] if self.article.kind == "news" else []

    def take_title(self):
        blocks = self.blocks()
        while blocks and is_above_title(text_in(blocks[0])):
            self.drop(FURNITURE_DROPPED, blocks.pop(0))
        if not blocks:
            return
        kicker = [blocks.pop(0)] if self.is_kicker(blocks) else []
        first = blocks[0]
        if not self.may_be_title(first):
            self.article.notes.append(NO_TITLE)
            return
        if not self.is_set_apart(first):
            if len(blocks) == 1 or len(text_in(blocks[1])) < len(text_in(first)):
                self.article.notes.append(NO_TITLE)
                return
            self.article.notes.append(TITLE_GUESSED)
        parts = [first]
        for tag in blocks[1:3]:
            if not self.goes_on_with_title(parts, tag):
                break
            parts.append(tag)
        is_office = names_office(first) and len(blocks) > 1 and self.is_another_title(blocks[1])
        if is_office or self.is_rubric(first, blocks[len(parts) :]):
            self.article.notes.append(TITLE_GUESSED)
        if kicker:
            self.article.notes.append(KICKER_JOINED)
            parts = kicker + parts
        title = single_line(" ".join(text_in(tag) for tag in parts))
        if match := LABEL.match(title):
            self.article.dropped.append((LABEL_DROPPED, match[0]))
            title = title[match.end() :]
        self.article.title = title
        if title.isupper():
            self.article.notes.append(TITLE_IN_CAPITALS)
        for tag in parts:
            tag.decompose()
        blocks = self.blocks()
        while blocks and FURNITURE.fullmatch(text_in(blocks[0])):
            self.drop(FURNITURE_DROPPED, blocks.pop(0))

    def may_be_title(self, tag) -> bool:
        text = text_in(tag)
        is_text = tag.name in ("p", *HEADINGS) and not PREFIX.match(text)
        if not is_text or len(text) > MAX_TITLE or text.startswith("Kính gửi"):
            return False
        is_placed = tag.name in HEADINGS or {"is-title", "text-center"} & {*tag.get("class", [])}
        return not re.search(r"[^.…][:;]$" if is_placed else r"[^.…][.:;]$", text)

    def is_kicker(self, blocks: list) -> bool:
        """Whether the first line, above the title, says of whom it is: "Đảng bộ Khối:"."""
        if len(blocks) < 2 or not self.is_another_title(blocks[1]):
            return False
        if pictures.NUMBERED.match(text_in(blocks[1])):
            return False
        first, text = blocks[0], text_in(blocks[0])
        is_line = first.name in ("p", *HEADINGS) and text.endswith(":") and len(text) <= PROSE
        is_apart = self.is_set_apart(first) or is_all(first, ["em"])
        is_short = len(text) + len(text_in(blocks[1])) < MAX_TITLE
        return is_line and is_apart and is_short and not text.startswith("Kính gửi")

    def is_rubric(self, first, following: list) -> bool:
        """Whether the first line may be but the column of the paper, above the title itself."""
        following = [tag for tag in following if not FURNITURE.fullmatch(text_in(tag))]
        if not text_in(first).isupper() or not following:
            return False
        text = text_in(following[0])
        is_line = len(text) <= PROSE and not text.endswith((".", "…")) and not text.isupper()
        is_numbered = pictures.NUMBERED.match(text)
        return is_line and not is_numbered and self.is_another_title(following[0])

    def is_another_title(self, tag) -> bool:
        is_words = not FURNITURE.fullmatch(text_in(tag))
        return is_words and self.may_be_title(tag) and self.is_set_apart(tag)

    def is_set_apart(self, tag) -> bool:
        classes = tag.get("class", [])
        return bool(
            tag.name in HEADINGS
            or "is-title" in classes
            or "text-center" in classes
            or is_all(tag, ["strong"])
            or text_in(tag).isupper()
            or is_all(tag, ["span"])
            or LABEL.match(text_in(tag))
        )

    def goes_on_with_title(self, parts: list, tag) -> bool:
        """Whether `tag` is the second line of a title broken in two."""
        first, text = parts[0], text_in(tag)
        length = sum(len(text_in(part)) + 1 for part in parts) + len(text)
        if not self.may_be_title(tag) or length > MAX_TITLE or SAPO.match(text):
            return False
        if FURNITURE.fullmatch(text) or len(text) > (80 if text.endswith(".") else 150):
            return False
        looks = [
            (part.name, part.get("class", []), is_all(part, ["strong"])) for part in (first, tag)
        ]
        same_case = text_in(first).isupper() == text.isupper() or text.startswith("(")
        is_line = "text-center" in tag.get("class", []) or "is-title" in tag.get("class", [])
        return looks[0] == looks[1] and same_case and (is_line or text.isupper())

    def take_lead(self):
        blocks = self.blocks()
        first = blocks[0] if len(blocks) > 1 else None
        if first is None or first.name not in ("p", *HEADINGS):
            self.article.notes.append(NO_LEAD)
            return
        text = text_in(first)
        named = SAPO.match(text)
        ends = text.endswith((".", "…"))
        if first.name in HEADINGS:  # as the pages set it that texts are copied from
            is_bold = len(text) >= 80 and ends
        else:
            is_bold = is_all(first, ["strong"]) and (len(text) >= 80 or ends)
            is_slanted = is_all(first, ["em"]) and not is_all(blocks[1], ["strong"])
            is_bold = is_bold or is_slanted and len(text) >= 80 and ends
        if not (named or is_bold) or len(text) > MAX_LEAD:
            self.article.notes.append(NO_LEAD)
            return
        if named:
            self.article.dropped.append((LABEL_DROPPED, named[0]))
            text = text[named.end() :]
        if match := PREFIX.match(text):
            self.article.agency_prefix = match[0].strip()
            text = text[match.end() :].strip()
        self.article.lead = text
        first.decompose()

    def take_prefix(self):
        """Take "(BNP) -" from before the first sentence, with its own spacing."""
        first = next((tag for tag in self.blocks() if tag.name == "p"), None)
        match = first and PREFIX.match(first.get_text().lstrip())
        if self.article.agency_prefix or not match or not match[0].rstrip().endswith(tuple("-–—")):
            return
        self.article.agency_prefix = single_line(match[0])
        left = len(match[0]) + len(first.get_text()) - len(first.get_text().lstrip())
        for text in list(first.find_all(string=True)):
            taken = min(left, len(text))
            text.replace_with(text[taken:] if taken < left else text[taken:].lstrip())
            left -= taken
            if not left:
                break

    def take_byline_above(self):
        """Take who signs right below the title, with a label or to the right."""
        line = next(iter(self.blocks()), None)
        if not self.article.title or line is None or line.name != "p":
            return
        text = text_in(line)
        if "text-right" in line.get("class", []) or byline.is_labelled(text):
            self.article.contributors = byline.contributors(text)
            if self.article.contributors:
                self.move("Tác giả", line)

    def take_byline(self):
        blocks = self.blocks()
        for tag in map(sole_line, reversed(blocks[-3:])):
            line = text_in(tag)
            if tag.name != "p" or len(blocks) < 2:
                return
            if FURNITURE.fullmatch(line):
                self.drop(FURNITURE_DROPPED, tag)
                continue
            if PHOTOS_FOLLOW.match(line) and tag.find_next_sibling("figure"):
                continue
            if name := byline.source(line):
                self.article.source_name = self.article.source_name or name
                self.move("Nguồn", tag)
                continue
            parts = [tag]
            above = tag.find_previous_sibling("p")
            if byline.is_office(line) and above and byline.is_person(text_in(above)):
                parts = [above, tag]
                line = f"{text_in(above)} - {line}"
            elif above and byline.ABOVE_NAME.fullmatch(text_in(above)) and byline.is_name(line):
                parts = [above, tag]
                line = f"{text_in(above).rstrip(' :')}: {line}"
            people = byline.contributors(line)
            if not people or not self.is_signed(parts[0], tag, line):
                return
            self.article.contributors = people + self.article.contributors
            self.move("Tác giả", *parts)
            if len(parts) > 1:
                return

    def is_signed(self, first, tag, line: str) -> bool:
        """A label or a line set apart signs; of plain lines only the very last does."""
        apart = "text-right" in tag.get("class", []) or is_all(tag, ["strong", "em"])
        if not byline.is_bare(line):
            return bool(apart or byline.is_labelled(line) or not self.article.contributors)
        names, opening = self.names_above(first)
        is_list = len(names) > 1 or opening.endswith(":")
        if byline.is_body(line) and not apart:  # else it may be the last of a list of bodies
            is_list = is_list or not opening.endswith((".", "!", "…", "”"))
        is_official = any(map(byline.is_signature, [opening, *names])) or byline.signs_for(line)
        if is_list or is_official:
            return False
        return bool(apart or not (self.article.contributors or names))

    def names_above(self, tag) -> tuple[list[str], str]:
        """Return the lines above `tag` that are names and look alike, and what stands over them."""
        names = []
        for block in tag.find_previous_siblings():
            text = text_in(block)
            if block.name != "p" or text and not (byline.is_bare(text) and alike(block, tag)):
                return names, "" if block.name == "figure" else text
            names += [text] if text else []
        return names, ""


def begins_line(line_break) -> bool:
    """Whether something new begins after a line break, and no sentence goes on."""
    after = (text for text in line_break.next_elements if isinstance(text, str) and text.strip())
    return not next(after, "").lstrip()[:1].islower()


def part(soup, paragraph, line_break):
    """Move what stands after a line break to a paragraph of its own."""
    tag, inside = line_break, []
    while tag is not paragraph:
        rest = soup.new_tag(tag.parent.name, attrs=dict(tag.parent.attrs))
        rest.extend([*inside, *tag.next_siblings])
        tag, inside = tag.parent, [rest]
    paragraph.insert_after(*inside)
    line_break.decompose()


def sole_line(tag):
    """Return the only line of a table that does nothing but set it aside; else the block itself."""
    lines = tag.find_all(says) if tag.name == "table" and not tag.find("img") else []
    return lines[0] if len(lines) == 1 else tag


def says(tag) -> bool:
    return tag.name in ("p", "li", *HEADINGS) and bool(text_in(tag))


def is_above_title(text: str) -> bool:
    return bool(FURNITURE.fullmatch(text) or ABOVE_TITLE.fullmatch(text))


def alike(block, other) -> bool:
    looks = [(tag.get("class"), is_all(tag, ["strong", "em"])) for tag in (block, other)]
    return looks[0] == looks[1]
