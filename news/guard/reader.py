"""Reads one file from stdin and prints its text: a process of its own, which files.py starts.

Ends with 0 for a file read whole, 3 if a page is a picture, 4 if there is too much of it.
"""

import io
import re
import resource
import sys
import zipfile
from html import unescape

MEMORY = 700 * 2**20
CPU_SECONDS = 15
MAX_PAGES = 400
MAX_XML = 60 * 2**20
MAX_TEXT = 4_000_000
MAX_ROWS = 100_000
PICTURED, LONG = 3, 4

# Where the words of Word and PowerPoint files are (ECMA-376): also notes, comments, headers.
PARTS = re.compile(
    r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\d*\.xml"
    r"|ppt/(?:slides/slide|notesSlides/notesSlide|comments/comment)\d+\.xml"
    r"|(?:word|ppt)/(?:charts|diagrams)/\w+\.xml|docProps/(?:core|app|custom)\.xml"
)
PICTURES = re.compile(r"(?:word|ppt|xl)/media/")
NOTHING = re.compile(r"docProps/")
LINE_ENDS = re.compile(
    r"</(?:w:p|a:p|w:tr|a:tr|w:br|a:br|dc:\w+|cp:\w+)>|<(?:w:br|w:cr|a:br)\b[^>]*/>"
)
CELL_ENDS = re.compile(r"</(?:w:tc|a:tc)>|<w:tab\b[^>]*/>")
# A cell's only paragraph ends with it.
PARAGRAPH_IN_CELL = re.compile(r"</[wa]:p>(?=</[wa]:tc>|<a:tcPr|</a:txBody>)")
TAG = re.compile(r"<[^<>]*>")


def main(kind):
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    content = io.BytesIO(sys.stdin.buffer.read())
    reader = {".pdf": of_pdf, ".xlsx": of_workbook}.get(kind, of_package)
    written, ending = 0, 0
    for text, state in reader(content):
        ending = ending or state
        data = text.encode("utf-8", "ignore")[: MAX_TEXT + 1 - written]
        written += len(data)
        sys.stdout.buffer.write(data + b"\n")
        if written > MAX_TEXT:
            ending = LONG
            break
    sys.stdout.flush()
    return ending


def of_pdf(content):
    """Yield the text of each page."""
    from pypdf import PdfReader

    reader = PdfReader(content)
    for number, page in enumerate(reader.pages):
        if number == MAX_PAGES:
            yield "", LONG
            return
        text = page.extract_text()
        yield text, 0 if text.strip() or not has_picture(page) else PICTURED
    for value in (reader.get_fields() or {}).values():
        yield str(value.get("/V", "")), 0
    yield from ((str(told), 0) for told in (reader.metadata or {}).values())


def has_picture(page):
    """Whether a page without text shows anything at all."""
    resources = page.get("/Resources")
    return bool(resources and resources.get_object().get("/XObject"))


def of_package(content):
    """Yield the text of each part of a Word or PowerPoint file, deleted and hidden words too."""
    package = zipfile.ZipFile(content)
    parts = [part for part in package.infolist() if PARTS.fullmatch(part.filename)]
    said = False
    left = MAX_XML
    for part in parts:
        xml = package.open(part).read(left + 1)
        left -= len(xml)
        if left < 0:
            yield "", LONG
            return
        text = text_in(xml)
        said = said or (text.strip() and not NOTHING.match(part.filename))
        yield text, 0
    if not said and any(PICTURES.match(name) for name in package.namelist()):
        yield "", PICTURED


def text_in(xml):
    encoding = "utf-16" if xml[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    markup = xml.decode(encoding, "ignore")
    markup = PARAGRAPH_IN_CELL.sub("", markup)
    return unescape(TAG.sub("", LINE_ENDS.sub("\n", CELL_ENDS.sub("\t", markup))))


def of_workbook(content):
    """Yield each row of each sheet, hidden ones too, dates as they are read: 15/5/1975."""
    from openpyxl import load_workbook

    with zipfile.ZipFile(content) as package:
        if (
            sum(part.file_size for part in package.infolist() if part.filename.endswith(".xml"))
            > MAX_XML
        ):
            yield "", LONG
            return
        names = package.namelist()
    workbook = load_workbook(content, read_only=True, data_only=True)
    rows, said = 0, False
    for sheet in workbook.worksheets:
        yield sheet.title, 0
        for row in sheet.iter_rows(values_only=True):
            rows += 1
            if rows > MAX_ROWS:
                yield "", LONG
                return
            text = "\t".join(shown(value) for value in row if value is not None)
            said = said or text.strip()
            yield text, 0
    if not said and any(PICTURES.match(name) for name in names):
        yield "", PICTURED


def shown(value):
    if hasattr(value, "strftime") and hasattr(value, "year"):
        return f"{value.day}/{value.month}/{value.year}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]))
    except Exception:  # whatever a hostile file provokes, it was not read
        sys.exit(1)
