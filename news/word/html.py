"""The rewritten document through mammoth: HTML blocks, with roles and sides as classes."""

import io
import zipfile
from xml.sax.saxutils import quoteattr

import mammoth
from bs4 import BeautifulSoup

from news.sanitise import PASTED
from news.word.content import REFUSED, Writer

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

SIDES = {"": "", "center": ".text-center", "right": ".text-right", "justify": ".text-justify"}
ROLES = {"p": "p", "title": "p.is-title", "caption": "p.is-caption"}
ROLES |= {heading: heading for heading in ("h2", "h3", "h4")}
STYLE_MAP = [
    f"p.{role}{side} => {tag}{css}:fresh"
    for role, tag in ROLES.items()
    for side, css in SIDES.items()
]
STYLE_MAP += ["u => u", "all-caps => span.is-caps"]


def levels(form: str) -> str:
    return "".join(
        f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{form}"/></w:lvl>' for level in range(5)
    )


NUMBERING = (
    f"<w:numbering {NAMESPACES}>"
    f'<w:abstractNum w:abstractNumId="1">{levels("bullet")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="2">{levels("decimal")}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num></w:numbering>'
)


def to_soup(writer: Writer) -> BeautifulSoup:
    """Return what `writer` wrote as HTML; an img names its place in the writer's pictures."""
    result = mammoth.convert_to_html(
        rewritten(writer),
        style_map="\n".join(STYLE_MAP),
        include_embedded_style_map=False,
        convert_image=mammoth.images.img_element(place_of),
    )
    return BeautifulSoup(result.value, "html.parser")


def place_of(image) -> dict[str, str]:
    with image.open() as number:
        return {"src": f"{PASTED}{number.read().decode()}", "alt": ""}


def rewritten(writer: Writer) -> io.BytesIO:
    """Return the new document as a file; each picture part holds nothing but its number."""
    body = writer.document()
    numbers = [REFUSED, *range(len(writer.pictures))]
    pictures = [
        f'<Relationship Id="picture{number}" Type="{OFFICE}/image" Target="{number}.png"/>'
        for number in numbers
    ]
    links = [
        f'<Relationship Id="link{number}" Type="{OFFICE}/hyperlink" TargetMode="External" '
        f"Target={quoteattr(target)}/>"
        for number, target in enumerate(writer.links)
    ]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="png" ContentType="image/png"/></Types>',
        )
        archive.writestr(
            "word/document.xml", f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
        )
        archive.writestr("word/numbering.xml", NUMBERING)
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">'
            f"{''.join(pictures + links)}</Relationships>",
        )
        for number in numbers:
            archive.writestr(f"word/{number}.png", str(number))
    return file
