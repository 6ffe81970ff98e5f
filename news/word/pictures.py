"""Pictures of a Word file as figures, each with the caption and credit that stand near it."""

import re
from itertools import takewhile

from news.sanitise import PASTED
from news.word import byline
from news.word.blocks import is_all, text_in
from news.word.content import REFUSED

TEXT_BLOCKS = ["p", "h2", "h3", "h4"]
MAX_CAPTION = 300
MAX_LABEL = 150
# How a point or a part of a report begins, and what a photo shows does not.
BEGINS_PART = re.compile(
    r"(?:(?:Một|Hai|Ba|Bốn|Năm|Sáu|Bảy) là|Thứ \w+|Về|(?:Một số )?(?:kết quả|nhiệm vụ|giải pháp)|"
    r"Phương hướng|Mục tiêu|Tồn tại|Hạn chế|Ưu điểm|Khuyết điểm|Nguyên nhân|Đánh giá chung|"
    r"Bài học|Kiến nghị|Đề xuất|Tình hình)\b",
    re.IGNORECASE,
)
ENDS_SENTENCE = re.compile(r"[.,:;!?…][”\"’)\]]*$")
NUMBERED = re.compile(r"(?:[IVXLC]+|\d+(?:\.\d+)*|[a-zA-Zđ])[.)/]\s")  # "II. ", "2.1. ", "a) "
# "Ảnh: Anh Huy", but not the end of "đã xem các hình ảnh:".
CREDIT = re.compile(r"(?<!HÌNH )\bẢ(?:nh|NH)\s*:|(?:^|[.,;:(–-]|[Nn]guồn)\s*ảnh\s*:")
CREDIT_ONLY = re.compile(r"[(\s]*Ảnh\s*:\s*[^.]{1,80}\.?\)?", re.IGNORECASE)
# split_credit in news.body reads what follows the last "Ảnh:", but not in brackets.
IN_BRACKETS = re.compile(r"(?P<end>\S?)\s*\(\s*[Ảả]nh\s*:\s*(?P<name>[^()]+?)\s*\)\s*\.?$")


def to_figures(soup, has_title: bool) -> list[str]:
    """Make figures of all pictures, out of paragraphs and out of tables that only lay them out.

    Where the title is still in the text, a picture above it must not take it for a caption.
    Returns the captions that are set like the text, where others in the file are not.
    """
    for table in soup.find_all("table"):
        if table.find("img") and not table.find("table"):
            unlay(table)
    for paragraph in soup.find_all("p"):
        if paragraph.find("img"):
            part_lines(soup, paragraph)
    images = [(image, words_before(image)) for image in soup.find_all("img")]
    for image in [image for image, has_words in images if not has_words]:
        lift(soup, image)
    # From the last to the first, so that pictures after the same words keep their order.
    for image in [image for image, has_words in reversed(images) if has_words]:
        lift(soup, image, below=True)
    figures = soup.find_all("figure")
    for row in rows_of(figures):
        share_captions(soup, row)
    plain, are_set_apart = [], False
    for figure in [figure for figure in figures if not figure.find("figcaption")]:
        is_below = has_title or figure.find_parent("table") or figure.find_previous_sibling(says)
        caption = caption_of(figure, bool(is_below)) or caption_above(figure)
        if caption is not None:
            is_plain = not (is_set_apart(caption) or CREDIT.search(text_in(caption)))
            plain += [text_in(caption)] if is_plain else []
            are_set_apart = are_set_apart or is_set_apart(caption)
            add_caption(soup, figure, caption)
    return plain if are_set_apart else []


def leave_out_refused(soup):
    """Take out the places of photos that were refused; their captions stay in the text."""
    for image in soup.find_all("img", src=f"{PASTED}{REFUSED}"):
        figure = image.find_parent("figure")
        image.decompose()
        if figure and (caption := figure.find("figcaption")):
            caption.name = "p"
            figure.replace_with(caption)
        elif figure:
            figure.decompose()


def unlay(table):
    """Replace a table of pictures and their captions with its cells, column by column."""
    rows = [row.find_all(["td", "th"]) for row in table.find_all("tr")]
    with_pictures = [bool(row and any(cell.find("img") for cell in row)) for row in rows]
    for place, row in enumerate(rows):
        above = place > 0 and with_pictures[place - 1]
        for cell in row:
            words = text_in(cell)
            if len(words) > MAX_CAPTION or (words and not cell.find("img") and not above):
                return
        has_words = any(text_in(cell) and not cell.find("img") for cell in row)
        if above and with_pictures[place] and has_words:
            return
    for place, row in enumerate(rows):
        below = (
            rows[place + 1]
            if place + 1 < len(rows) and not any(cell.find("img") for cell in rows[place + 1])
            else []
        )
        if not with_pictures[place]:
            continue
        for number, cell in enumerate(row):
            caption = below[number] if len(below) == len(row) else None
            for part in [cell, caption]:
                move_out(part, table)
        if below and len(below) != len(row):
            for part in below:
                move_out(part, table)
    table.decompose()


def move_out(cell, table):
    for tag in list(cell.children) if cell is not None else []:
        table.insert_before(tag)
        if getattr(tag, "name", None) == "p" and not tag.find("img") and text_in(tag):
            tag["class"] = ["is-caption"]


def part_lines(soup, paragraph):
    """Make paragraphs of the lines of one where a picture begins or ends at a line break."""
    for line in paragraph.find_all("br", recursive=False):
        if any(
            getattr(tag, "name", None) == "img"
            for tag in (line.previous_element, line.next_element)
        ):
            rest = soup.new_tag("p", attrs=dict(line.parent.attrs))
            line.parent.insert_after(rest)
            rest.extend(list(line.next_siblings))
            line.decompose()


def lift(soup, image, below: bool = False):
    """Put a picture in a figure of its own, before or below the paragraph it stood in."""
    figure = soup.new_tag("figure", attrs={"class": ["image"]})
    block = image.find_parent(TEXT_BLOCKS)
    item = image.find_parent("li")
    if block is None and item is None:
        image.replace_with(figure)
    else:
        image.extract()
        if not block:
            item.insert(len(item.find_all("figure", recursive=False)), figure)
        elif below:
            block.insert_after(figure)
        else:
            block.insert_before(figure)
            figure["class"].append("is-anchored")
        if block and not text_in(block) and not block.find("img"):
            block.decompose()
    figure.append(image)


def words_before(image) -> bool:
    """Whether a picture stands after words of its paragraph."""
    block = image.find_parent(TEXT_BLOCKS)
    before = takewhile(lambda part: part is not block, image.previous_elements)
    return bool(block) and any(isinstance(part, str) and part.strip() for part in before)


def rows_of(figures) -> list[list]:
    """Return the figures that stand one below the other with nothing between, together."""
    rows = []
    for figure in figures:
        if rows and figure.find_previous_sibling() is rows[-1][-1]:
            rows[-1].append(figure)
        else:
            rows.append([figure])
    return rows


def share_captions(soup, row):
    """Give each of several pictures its caption where as many follow, as from text boxes."""
    block, captions = following(row[-1]), []
    if block and "is-anchored" in row[-1]["class"] and not is_caption(block, beyond_doubt=True):
        block = following(block)
    while block and is_caption(block, beyond_doubt=True):
        captions.append(block)
        block = following(block)
    is_shared = len(captions) == len(row) > 1
    if is_shared and not any(CREDIT_ONLY.fullmatch(text_in(caption)) for caption in captions):
        for figure, caption in zip(row, captions, strict=True):
            add_caption(soup, figure, caption)


def says(tag) -> bool:
    return tag.name != "figure" and bool(text_in(tag))


def add_caption(soup, figure, caption):
    """Move a figure's caption into it, and the credit on a line of its own."""
    words, rest = text_in(caption), following(caption)
    if rest is not None and is_second_line(rest, caption):
        words = f"{words} {text_in(rest)}"
        rest.decompose()
    caption.decompose()
    credit = following(figure)
    if not CREDIT.search(words) and credit is not None:
        line = text_in(credit)
        if CREDIT_ONLY.fullmatch(line):
            words = f"{words} {line}"
            credit.decompose()
    tag = soup.new_tag("figcaption")
    tag.string = IN_BRACKETS.sub(without_brackets, words)
    figure.append(tag)


def is_second_line(line, caption) -> bool:
    """Whether a caption goes on here: in a line set apart like it that no sentence begins with."""
    looks = [(tag.get("class"), is_all(tag, ["em"])) for tag in (line, caption)]
    goes_on = text_in(line)[:1].islower() and not ENDS_SENTENCE.search(text_in(caption))
    return goes_on and looks[0] == looks[1] and is_set_apart(line) and is_caption(line)


def without_brackets(match) -> str:
    """Return the credit without its brackets, after a full stop where the caption has none."""
    end = match["end"]
    stop = "." if end.isalnum() or end in ("”", '"') else ""
    return f"{end}{stop} Ảnh: {match['name']}".lstrip()


def caption_of(figure, below_title: bool):
    """Return the caption after a figure, or after the words that a floating picture hangs on."""
    block = following(figure)
    if block is None or is_caption(block, beyond_doubt=not (below_title or is_over_title(block))):
        return block
    caption = following(block) if "is-anchored" in figure["class"] else None
    if caption is None:
        return None
    # As it is set in a text box that lies on the photo.
    is_boxed = "text-center" in caption.get("class", []) and is_all(caption, ["em"])
    return caption if is_caption(caption, beyond_doubt=not is_boxed) else None


def caption_above(figure):
    """Return the caption that stands over a figure, if beyond doubt, or None.

    The line below another figure is that one's.
    """
    above = figure.find_previous_siblings(lambda tag: tag.name == "figure" or says(tag), limit=2)
    if not above or above[0].name != "p" or above[-1].name == "figure":
        return None
    return above[0] if is_caption(above[0], beyond_doubt=True) else None


def is_over_title(paragraph) -> bool:
    """Whether the title comes only after `paragraph`: bold, under a line that is but in italics."""
    below = paragraph.find_next_sibling(says)
    return is_all(paragraph, ["em"]) and below is not None and is_all(below, ["strong"])


def following(figure):
    """Return the block after a figure, past empty ones; None if it is no paragraph."""
    for tag in figure.find_next_siblings():
        if tag.name == "p" and not text_in(tag) and not tag.find("img"):
            continue
        return tag if tag.name == "p" else None
    return None


def is_caption(paragraph, beyond_doubt: bool = False) -> bool:
    """A caption has the style for one, or is short and set apart: centred, in italics, credited.

    `beyond_doubt` asks for the style or the credit.
    """
    classes, words = paragraph.get("class", []), text_in(paragraph)
    if len(words) > MAX_CAPTION or is_byline(paragraph, words):
        return False
    if "is-caption" in classes or CREDIT.search(words):
        return True
    if beyond_doubt or is_heading(paragraph, words):
        return False
    if "text-center" in classes or is_label(paragraph, words):
        return True
    return is_all(paragraph, ["em"]) and not (is_last(paragraph) and byline.is_bare(words))


def is_set_apart(paragraph) -> bool:
    looks = {"is-caption", "text-center"} & {*paragraph.get("class", [])}
    return bool(looks) or is_all(paragraph, ["em"])


def is_label(paragraph, words: str) -> bool:
    """Whether a plain line is no sentence, and stands above one: "Các đại biểu dự Hội nghị"."""
    below = paragraph.find_next_sibling(says)
    is_line = len(words) <= MAX_LABEL and not ENDS_SENTENCE.search(words)
    if below is None or below.name != "p" or not is_line or BEGINS_PART.match(words):
        return False
    after = text_in(below)
    return words[0].isupper() and len(after) > len(words) and bool(ENDS_SENTENCE.search(after))


def is_byline(paragraph, words: str) -> bool:
    """Whether more is signed than a photo: "Tin, ảnh: Ngọc Ánh"; without a label, at the end."""
    people = byline.contributors(words) if ":" in words else []
    signed = [person for person in people if person[1] != "photographer"]
    return bool(signed) and bool(byline.LABEL.fullmatch(words) or is_last(paragraph))


def is_last(paragraph) -> bool:
    return paragraph.find_next_sibling(says) is None


def is_heading(paragraph, words: str) -> bool:
    """Whether a line is set as titles, leads and headings are, which captions are not."""
    classes = paragraph.get("class", [])
    is_slanted = is_all(paragraph, ["em"]) and "text-center" in classes and len(words) <= MAX_LABEL
    is_title = "is-title" in classes or is_all(paragraph, ["strong"]) and not is_slanted
    return bool(is_title or words.isupper() or NUMBERED.match(words))
