"""An official paper read as a notice or a document: see letterhead for how one is laid out."""

import re
from itertools import takewhile

from news.word import byline, letterhead
from news.word.blocks import columns_in, is_all, lines_in, text_in

MAX_TITLE = 300  # Article.title
HEADINGS = ["h2", "h3", "h4"]
PART = re.compile(r"(?:Phần|Chương|Mục)\s+(?:thứ |mở đầu|một\b|[IVXLC]+\b|\d)", re.IGNORECASE)
MAX_RECIPIENTS = 30  # lines at the end
MAX_LINE = 100  # letters of an office or a name in a signature
SEVERAL_SIGN = (
    "Văn bản có nhiều người ký: phần chữ ký được giữ trong nội dung; vui lòng điền ô Người ký."
)
HEAD, SUBJECT, END = "Phần đầu văn bản", "Loại văn bản", "Nơi nhận và chữ ký"


class ReadsPapers:
    """The part of Reading that takes out the formal parts of a paper."""

    def take_letterhead(self):
        head = self.letterhead()
        if not head:
            self.take_paper_without_head()
            return
        cells = [cell for tag in head for cell in tag.find_all(["td", "th"])]
        left = lines_in(cells[0]) if cells else []
        lines = [line for tag in head for line in lines_in(tag)]
        if not cells:
            left = [letterhead.left_part(line) for line in lines]
        if len(cells) > 2:  # the number in a row of its own
            columns = [row.find_all(["td", "th"])[:1] for row in head[0].find_all("tr")]
            left = [line for row in columns for cell in row for line in lines_in(cell)]
        article, text = self.article, " ".join(lines)
        following = self.blocks()[len(head) :][:1]
        type_line = self.type_line(head)
        article.document_number = letterhead.number_in(text)
        subject = letterhead.subject_in(left)
        if not (
            article.document_number or type_line or subject or letterhead.BLANK_NUMBER.search(text)
        ):
            self.drop(HEAD, *head)
            return
        article.issued_on = letterhead.date_in(text)
        if article.issued_on is None and following and len(text_in(following[0])) < MAX_LINE // 2:
            article.issued_on = letterhead.date_in(text_in(following[0]))
        article.issuing_body = letterhead.issuing_body(left)
        article.kind = "document"
        if type_line:
            self.take_type_and_subject(head, *type_line)
        elif subject:
            article.document_type, article.title = "Công văn", capitalised(subject)
        self.move(HEAD, *[tag for tag in head if tag.parent])
        if subject and not type_line:  # those words are the title now
            where, words = article.moved.pop()
            article.moved.append((where, words.replace(subject, "", 1)))
        self.take_signature()
        if not article.title:
            self.take_title()
            self.raise_capitals(last=True)

    def take_paper_without_head(self):
        """Read a notice that begins with its type, as offices post them: "THÔNG BÁO"."""
        type_line = self.type_line([])
        if not type_line:
            return
        above = [*takewhile(lambda tag: tag is not type_line[1], self.blocks())]
        if all(names_office(tag) or letterhead.RULE.fullmatch(text_in(tag)) for tag in above):
            self.article.issuing_body = letterhead.issuing_body(list(map(text_in, above)))
            self.take_type_and_subject(above, *type_line)
            self.move(HEAD, *above)
            self.take_signature()

    def letterhead(self) -> list:
        """Return the blocks of the letterhead at the top: a table, or lines up to the number."""
        first = self.blocks()[:8]
        for place, tag in enumerate(first[:4]):
            if tag.name == "table" and letterhead.is_letterhead(text_in(tag)):
                before = [block for block in first[:place] if len(text_in(block)) < 60]
                return [*before, tag] if len(before) == place else []
        head = []
        for tag in first:
            text = text_in(tag)
            formal = (
                letterhead.is_letterhead(text)
                or letterhead.AGENCY.match(letterhead.flat(text) + " ")
                and text.isupper()
            )
            formal = formal or letterhead.RULE.fullmatch(text) or letterhead.NUMBER.match(text)
            formal = formal or letterhead.BLANK_NUMBER.match(text)
            formal = formal or (letterhead.DATE.search(text) and len(text) < 80)
            if not formal or len(text) > 200 or letterhead.type_of(text):
                break
            head.append(tag)
        return head if any(letterhead.is_letterhead(text_in(tag)) for tag in head) else []

    def type_line(self, head: list):
        """Return the paper's type and its block, where one of the first lines is only that."""
        for tag in [block for block in self.blocks() if block not in head][:4]:
            lines = lines_in(tag)
            if tag.name != "table" and lines and (name := letterhead.type_of(lines[0])):
                return name, tag
        return None

    def take_type_and_subject(self, head: list, name: str, tag):
        article = self.article
        article.document_type = name
        article.kind = "announcement" if name in letterhead.ANNOUNCED else "document"
        first, *rest = lines_in(tag)
        names_week = letterhead.names_week(first)
        if names_week:
            rest = [first, *rest]
        blocks = self.blocks()
        used, place = [tag], blocks.index(tag) + 1
        while place < len(blocks) and self.goes_on_with_subject(blocks[place], rest):
            used.append(blocks[place])
            place += 1
            if not letterhead.RULE.fullmatch(text_in(used[-1])):
                rest += lines_in(used[-1])
            elif rest:  # the rule is drawn below the whole subject
                break
        between = [block for block in blocks[: blocks.index(tag)] if block not in head]
        subject = " ".join(line for line in rest if not letterhead.RULE.fullmatch(line))
        if not subject or re.match(r"(?:về|V/v|dự|tham dự)\b", subject, re.IGNORECASE):
            article.title = f"{name} {lowered(subject)}".strip()
        else:
            article.title = capitalised(subject)
            if not names_week:
                article.moved.append((SUBJECT, first))
        if len(article.title) > MAX_TITLE:
            article.notes.append(
                f"Trích yếu dài hơn {MAX_TITLE} chữ cái; vui lòng rút gọn tiêu đề."
            )
        self.move(SUBJECT, *between)
        for block in used:
            block.decompose()

    def goes_on_with_subject(self, tag, subject: list[str]) -> bool:
        text = text_in(tag)
        if tag.name not in ("p", *HEADINGS) or len(text) > MAX_TITLE or byline.LABEL.match(text):
            return False
        if letterhead.RULE.fullmatch(text):
            return True
        before = tag.find_previous_sibling()
        if tag.find("img") or subject and before and before.find("img"):
            return False
        if text.startswith(("Kính gửi", "Căn cứ", "Điều ", "I.", "1.")) or text.endswith(":"):
            return False
        if PART.match(text) or (subject and text.isupper() and not subject[-1].isupper()):
            return False
        centred = "text-center" in tag.get("class", [])
        return centred or (not subject and is_all(tag, ["strong"]))

    def take_signature(self):
        """Read who signs, from a table or the last lines; what is appended stays below the text."""
        if self.take_columns():
            return
        self.take_recipients()
        blocks = self.blocks()
        for place, tag in reversed([*enumerate(blocks, start=4)]):
            cells = tag.find_all(["td", "th"]) if tag.name == "table" else []
            has_recipients = any(map(holds_recipients, cells))
            if not has_recipients and (place < len(blocks) or not cells):
                continue
            found = [letterhead.signature(lines_in(cell)) for cell in cells]
            if len([signer for signer, _ in found if signer]) > 1:
                self.article.notes.append(SEVERAL_SIGN)
                return
            signed = next((pair for pair in found if pair[0]), None)
            if signed is None and len(tag.find_all("tr")) > 1:
                column = [row.find_all(["td", "th"])[-1:] for row in tag.find_all("tr")]
                signed = letterhead.signature(
                    [line for row in column for cell in row for line in lines_in(cell)]
                )
            if (signed and signed[0]) or has_recipients:
                self.article.signer, self.article.signer_office = signed or ("", "")
                self.move(END, tag)
                return
        self.take_signature_lines(blocks)

    def take_columns(self) -> bool:
        """Take "Nơi nhận" with the signature beside it, where tabs or spaces set them so."""
        for tag in reversed(self.blocks()):
            if tag.name != "p" or not is_beside_recipients(columns_in(tag)):
                continue
            above = [*takewhile(signs_to_the_right, tag.find_previous_siblings(text_in))]
            rows = [*above[::-1], tag, *takewhile(is_row, tag.find_next_siblings(text_in))]
            return self.take_rows(rows)
        return False

    def take_rows(self, rows: list) -> bool:
        """Take the rows down to the first name below an office, and the recipients after it."""
        signature = []
        for place, row in enumerate(rows, start=1):
            signature += [line for line in columns_in(row)[1:] if line]
            signer, office = letterhead.signature(signature)
            if signer and not letterhead.is_signing_office(signer):
                self.article.signer, self.article.signer_office = signer, office
                self.drop_seal(rows[0], row)
                self.move(END, *rows[:place], *takewhile(is_recipient, rows[place:]))
                return True
        return False

    def drop_seal(self, first, last):
        """Take out the pictures between the lines of a signature, which are no photos."""
        lines = [*takewhile(lambda tag: tag is not last, first.find_next_siblings("p"))]
        self.drop(END, *[tag for tag in lines if not text_in(tag)])

    def take_recipients(self):
        """Take "Nơi nhận" and the lines below it where no table holds them."""
        for tag in reversed(self.blocks()[-MAX_RECIPIENTS:]):
            if tag.name == "p" and letterhead.RECIPIENTS.fullmatch(letterhead.flat(text_in(tag))):
                below = tag.find_next_siblings(text_in)
                self.move(END, tag, *takewhile(is_recipient, below))
                return

    def take_signature_lines(self, blocks: list):
        tail = [tag for tag in blocks[-7:] if tag.name == "p"]
        for place, tag in enumerate(tail):
            if has_two_signatures(tag):
                lay_side_by_side(self.soup, [*takewhile(has_two_columns, tail[place:])])
                self.article.notes.append(SEVERAL_SIGN)
                return
            if letterhead.is_signing_office(text_in(tag)):
                lines = [line for block in tail[place:] for line in lines_in(block)]
                signer, office = letterhead.signature(lines)
                if signer and not any(map(is_sentence, lines)):
                    self.article.signer, self.article.signer_office = signer, office
                    self.drop_seal(tag, tail[-1])
                    self.move(END, *tail[place:])
                    return


def names_office(tag) -> bool:
    """Whether a line may be no title but the office over it: "VĂN PHÒNG ĐẢNG ỦY"."""
    text = text_in(tag)
    is_office = letterhead.AGENCY.match(letterhead.flat(text)) and not text.startswith("HỘI NGHỊ")
    return tag.name != "table" and text.isupper() and bool(is_office)


def is_recipient(tag) -> bool:
    text = text_in(tag)
    goes_on = text[:1].islower() and len(text) <= MAX_LINE  # the second line of one
    return tag.name == "ul" or tag.name == "p" and (text.startswith(("-", "–", "+")) or goes_on)


def holds_recipients(cell) -> bool:
    """Whether a cell is the list of those who get a copy, and no column of that name."""
    lines = lines_in(cell)
    is_named = lines and letterhead.RECIPIENTS.fullmatch(letterhead.flat(lines[0]))
    return bool(is_named) and (lines[0].endswith(":") or lines[-1].startswith(("-", "–", "+")))


def is_sentence(line: str) -> bool:
    return len(line) > MAX_LINE or line.endswith((".", ",", ";", ":"))


def has_two_signatures(tag) -> bool:
    """Whether two sign in a line, as "THƯ KÝ" and "CHỦ TRÌ" do, or two offices."""
    columns = columns_in(tag)
    is_signed = any(map(letterhead.is_signing_office, columns))
    return is_signed and has_two_columns(tag) and all(map(str.isupper, columns))


def has_two_columns(tag) -> bool:
    columns = columns_in(tag)
    return len(columns) > 1 and all(columns) and not tag.find("img")


def lay_side_by_side(soup, rows: list):
    """Make a table of signatures that tabs set side by side, a column each."""
    table = soup.new_tag("table")
    row = soup.new_tag("tr")
    table.append(row)
    for column in zip(*map(columns_in, rows), strict=True):
        cell = soup.new_tag("td")
        row.append(cell)
        for line in filter(None, column):
            paragraph = soup.new_tag("p")
            paragraph.string = line
            cell.append(paragraph)
    rows[0].insert_before(table)
    for tag in rows:
        tag.decompose()


def is_beside_recipients(columns: list[str]) -> bool:
    return len(columns) > 1 and bool(letterhead.RECIPIENTS.fullmatch(letterhead.flat(columns[0])))


def signs_to_the_right(tag) -> bool:
    left, *right = columns_in(tag) if tag.name == "p" else ["table"]
    return not left and bool(right) and letterhead.is_signing_office(right[0])


def is_row(tag) -> bool:
    return tag.name == "p" and len(columns_in(tag)) > 1 or is_recipient(tag)


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """Return "về …" of "Về …", but leave capitals that go on."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
