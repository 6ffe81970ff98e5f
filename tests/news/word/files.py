"""Word files made for a test: the XML that Word writes, without the rest."""

import io
import re
import unicodedata
import zipfile
from xml.sax.saxutils import escape

from django.core.files.base import ContentFile

from tests.factories import picture

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{OFFICE}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="OldText"><w:name w:val="Chữ cũ"/>
  <w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Based"><w:name w:val="Dựa theo"/>
  <w:basedOn w:val="OldText"/></w:style>
"""
TONED_CAPITAL = re.compile("([ÀÁÃẢẠẤẦẨẪẬẮẰẲẴẶÈÉẺẼẸẾỀỂỄỆÌÍỈĨỊÒÓỎÕỌỐỒỔỖỘỚỜỞỠỢÙÚỦŨỤỨỪỬỮỰÝỲỶỸỴ])")
FLAGS = {"bold": "b", "italic": "i", "caps": "caps", "hidden": "vanish", "struck": "dstrike"}


def r(text, font="", sup=False, **flags):
    """A run. `text` may hold XML where it begins with "<"."""
    looks = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>' if font else ""
    looks += "".join(f"<w:{FLAGS[flag]}/>" for flag, is_on in flags.items() if is_on)
    looks += '<w:vertAlign w:val="superscript"/>' if sup else ""
    inside = text if text.startswith("<") else f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    return f"<w:r><w:rPr>{looks}</w:rPr>{inside}</w:r>"


def p(*runs, style="", align="", extra="", **looks):
    """A paragraph of runs; plain text becomes a run with `looks`."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties += extra + (f'<w:jc w:val="{align}"/>' if align else "")
    content = "".join(run if run.startswith("<w:") else r(run, **looks) for run in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def tc(*paragraphs, span=1, merge=""):
    merge = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    content = "".join(part if part.startswith("<w:") else p(part) for part in paragraphs)
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{merge}</w:tcPr>{content or p("")}</w:tc>'


def tbl(*rows):
    cells = ["".join(c if c.startswith("<w:tc>") else tc(c) for c in row) for row in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def img(number=0, crop=""):
    """The run of the picture with this number in the file."""
    return r(
        "<w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill>"
        f'<a:blip r:embed="img{number}"/>{crop}'
        "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def box(*paragraphs):
    """A run with a text box, said twice as Word does."""
    content = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return r(
        '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic>'
        f"<a:graphicData><wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></a:graphicData>"
        "</a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape>"
        f"<v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>"
    )


def numbering(*levels):
    """A list whose levels are (form, text)."""
    content = "".join(
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for number, (form, text) in enumerate(levels)
    )
    return (
        f'<w:abstractNum w:abstractNumId="7">{content}</w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    )


def item(text, level=0):
    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>'
    return p(text, extra=number)


def parts_of(body, pictures=(), styles=STYLES, more=(), main_type=f"{WORD}.document.main+xml"):
    """Return the parts of a package by name; `more` are (name, kind, XML inside its root)."""
    links = [("styles", "styles.xml"), *((kind, name) for name, kind, _ in more)]
    names = [f"media/anh{number}.jpg" for number in range(len(pictures))]
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(links)
    ) + "".join(
        f'<Relationship Id="img{n}" Type="{OFFICE}/image" Target="{name}"/>'
        for n, name in enumerate(names)
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main_type}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f"{relations}</Relationships>",
        "word/styles.xml": f"<w:styles {NAMESPACES}>{styles}</w:styles>",
        **{
            f"word/{name}": f"<w:{root} {NAMESPACES}>{content}</w:{root}>"
            for name, root, content in more
        },
        **{f"word/{name}": file.read() for name, file in zip(names, pictures, strict=True)},
    }


def zipped(parts, name="bai-viet.docx"):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return ContentFile(file.getvalue(), name=name)


def word_file(*blocks, **parts):
    return zipped(parts_of("".join(blocks), **parts))


# The opening and end of a real report; the words between are in it many times over.
TITLE = "Hội nghị Ban Chấp hành Đảng bộ Khối lần thứ 11"
LEAD = (
    "Chiều 6/7, Ban Chấp hành Đảng bộ Khối Cơ quan và Doanh nghiệp tỉnh (nhiệm kỳ 2020- 2025) tổ "
    "chức Hội nghị lần thứ 11 để thảo luận, cho ý kiến vào Dự thảo báo cáo sơ kết."
)
OPENING = (
    "Phát biểu tham gia ý kiến, các đại biểu thống nhất đánh giá: trong nửa nhiệm kỳ đã thu hút "
    "14.531,44 tỷ đồng, đạt 75,6% kế hoạch; khẳng định vai trò lãnh đạo, kỷ luật được giữ vững."
)
CLOSING = (
    "Kết luận Hội nghị, đồng chí Nguyễn Thị Hồng Hạnh, Tỉnh ủy viên, Bí thư Đảng ủy Khối nhấn mạnh "
    "một số nhiệm vụ trọng tâm 6 tháng cuối năm 2023."
)
LETTERHEAD = tbl(
    [
        tc("ĐẢNG BỘ TỈNH GIA LAI", "ĐẢNG ỦY KHỐI CƠ QUAN", "VÀ DOANH NGHIỆP", "*"),
        tc("ĐẢNG CỘNG SẢN VIỆT NAM", "Pleiku, ngày 06 tháng 7 năm 2023"),
    ]
)
TABLE = tbl(
    [tc("Chỉ tiêu", merge="restart"), tc("Kết quả 6 tháng", span=2)],
    [tc("", merge="continue"), "2022", "2023"],
    ["Kết nạp đảng viên", "210", "227"],
)


def report(form=lambda text: text, font="", title=None):
    """A whole report with a letterhead, two pictures, a table; `form` changes its letters."""

    def text(words, **looks):
        # TCVN3 writes a capital with a tone in a font of capitals.
        pieces = TONED_CAPITAL.split(words) if font == ".VnTime" else [words]
        return "".join(
            r(form(piece.lower() if number % 2 else piece), font=font + "H" * (number % 2), **looks)
            for number, piece in enumerate(pieces)
        )

    return word_file(
        LETTERHEAD,
        title or p(text(TITLE, bold=True), align="center"),
        p(text(LEAD, bold=True), align="both"),
        p(img(0), align="center"),
        p(text("Các đại biểu dự Hội nghị. Ảnh: Anh Huy", italic=True)),
        p(text("(BNP) - "), text(OPENING), align="both"),
        TABLE,
        p(text("Diện tích 12 m"), r("2", sup=True), text(" đã bàn giao.")),
        p(img(1)),
        p(text("Quang cảnh buổi lễ."), style="Caption"),
        p(text(CLOSING)),
        p(text("Nguyễn Xuân Dương - Phó Chánh Văn phòng Đảng ủy Khối"), align="right"),
        pictures=[picture(), picture(color=(0, 60, 90))],
    )


def decomposed(text):
    return unicodedata.normalize("NFD", text)
