"""Which files may be attached to an article, and how we know that they are what they say."""

import re
import secrets
import zipfile
from pathlib import PurePath
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.text import make_slug

MAX_BYTES = 30 * 2**20
MAX_TYPES = 2**20  # bytes read of a package's list of parts; real ones have a few thousand


class Kind(NamedTuple):
    label: str
    signature: bytes  # how a file of this kind begins


ZIP, OLE2, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-"
KINDS = {
    ".pdf": Kind("PDF", PDF),
    ".docx": Kind("Word", ZIP),
    ".doc": Kind("Word", OLE2),
    ".xlsx": Kind("Excel", ZIP),
    ".xls": Kind("Excel", OLE2),
    ".pptx": Kind("PowerPoint", ZIP),
    ".ppt": Kind("PowerPoint", OLE2),
}

# BoundSheet8 of a workbook ([MS-XLS] 2.4.28, and as Excel 95 wrote it): a sheet of Excel 4.0
# macros, which are in no project. Size, where it lies, hidden or not, kind 1, letters of its name.
MACRO_SHEET = re.compile(rb"\x85\0(.)\0.{4}[\0-\x02]\x01(.)([\0-\x01]?)", re.DOTALL)

STREAM = re.compile(rb">>\s*stream\r?\n")
# Opening at a page is an action too (/S/GoTo), and a web address may hold /JS/.
RUNS = re.compile(rb"/S[\s\0]*/(?:JavaScript|Launch)|/JS(?:[\s\0]*[(<]|[\s\0]+\d)")


def validate_attachment(upload):
    """Raise ValidationError unless `upload` is a PDF or Office file without macros, up to 30 MB."""
    kind = KINDS.get(PurePath(upload.name).suffix.lower())
    if kind is None:
        raise ValidationError("Chỉ đính kèm được tệp PDF, Word, Excel hoặc PowerPoint.")
    if upload.size > MAX_BYTES:
        raise ValidationError("Tệp nặng hơn 30 MB. Vui lòng nén nhỏ rồi tải lại.")
    upload.seek(0)
    begins_right = upload.read(8).startswith(kind.signature)
    is_plain = {ZIP: is_plain_office, OLE2: is_plain_old_office, PDF: is_plain_pdf}
    if not begins_right or not is_plain[kind.signature](upload):
        raise ValidationError(
            f"Nội dung tệp không phải {kind.label}, đã hỏng, hoặc có chứa mã lệnh (macro)."
        )
    upload.seek(0)


def is_plain_office(upload) -> bool:
    """Whether the file is an Office Open XML package (ECMA-376) that carries no macros."""
    try:
        with zipfile.ZipFile(upload) as package:
            with package.open("[Content_Types].xml") as part:
                types = part.read(MAX_TYPES)
            told = f"{package.namelist()} {types}".lower()
    except Exception:  # a broken archive provokes all kinds of errors in its decoders
        return False
    # What a part is called is its writer's choice; its content type is what Office goes by.
    return "vbaproject" not in told and "macroenabled" not in told


def is_plain_old_office(upload) -> bool:
    """Whether the file, an OLE2 container ([MS-CFB]), has no macro project or sheet of macros."""
    upload.seek(0)
    content = upload.read()
    return "_VBA_PROJECT".encode("utf-16-le") not in content and not has_macro_sheet(content)


def has_macro_sheet(content: bytes) -> bool:
    for size, letters, is_wide in MACRO_SHEET.findall(content):
        width = 2 if is_wide == b"\x01" else 1
        if size[0] in (8 + width * letters[0], 7 + letters[0]):
            return True
    return False


def is_plain_pdf(upload) -> bool:
    """Whether the file (ISO 32000) names no script and no program to start, outside its streams.

    Those are compressed: a script in one of them is not seen, and chance makes any name in them.
    """
    upload.seek(0)
    parts = upload.read().split(b"endstream")
    outside = b" ".join(STREAM.split(part, maxsplit=1)[0] for part in parts)
    for letter in set("JavaScriptLaunch"):  # which a name may also give by number
        for number in (f"#{ord(letter):x}", f"#{ord(letter):X}"):
            outside = outside.replace(number.encode(), letter.encode())
    return not RUNS.search(outside)


def attachment_path(attachment, filename):
    """Keep a name that reads well when saved, in a folder that cannot be guessed."""
    name = PurePath(filename)
    folder = f"attachments/{timezone.localdate():%Y/%m}/{secrets.token_hex(10)}"
    return f"{folder}/{make_slug(name.stem) or 'tep'}{name.suffix.lower()}"
