"""The .docx as a package of parts (ECMA-376 Part 2): opened within limits, or refused."""

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from news.word import errors
from news.word.convert import to_docx
from news.word.errors import WordError

MAX_BYTES = 50 * 2**20
MAX_PARTS = 5_000
# 30,000 words, each in a run of its own, make 300,000 tags, 6 MB and five seconds of work.
MAX_XML = 40 * 2**20
MAX_TAGS = 600_000
# What costs most of that, up to half a millisecond each: those words are 60,000 of these.
PIECES = {"w:p", "w:r", "w:t", "w:tab", "w:br", "w:tc"}
MAX_PIECES = 80_000
MAX_DEPTH = 120  # text boxes inside tables inside tables; ordinary files reach 40

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")  # [MS-OFFCRYPTO] 2.3.4.4
WORD_STREAM = "WordDocument".encode("utf-16-le")  # [MS-DOC] 2.1.1

RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
# Prefixes for the names we look for. Strict files say the same under other addresses.
NAMESPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r:",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r:",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a:",
    "http://purl.oclc.org/ooxml/drawingml/main": "a:",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp:",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp:",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic:",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps:",
    "urn:schemas-microsoft-com:vml": "v:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
    RELATIONSHIPS: "",
    "http://schemas.openxmlformats.org/package/2006/content-types": "",
}
MACRO_TYPES = ("macroEnabled.main+xml", "macroEnabledTemplate.main+xml")


@dataclass
class Package:
    """The parts of one file. Nothing is unpacked before its size is known."""

    archive: zipfile.ZipFile
    xml_read: int = 0
    pieces: int = 0
    parsed: dict = field(default_factory=dict)

    @cached_property
    def names(self) -> dict[str, zipfile.ZipInfo]:
        """Parts by name; names differ in case between writers (ECMA-376 Part 2, 6.2.2.3)."""
        return {info.filename.replace("\\", "/").lower(): info for info in self.archive.infolist()}

    def info(self, name: str) -> zipfile.ZipInfo | None:
        name = name.lstrip("/").lower()
        return self.names.get(name) or self.names.get(unquote(name))

    def read(self, name: str) -> bytes:
        try:
            return self.archive.read(self.info(name))
        # What a broken or hostile archive provokes: bad sums, unknown compression, passwords.
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise WordError(errors.TRUNCATED) from error
        except NotImplementedError as error:
            raise WordError(errors.TRUNCATED) from error
        except RuntimeError as error:
            raise WordError(errors.LOCKED) from error

    def xml(self, name: str):
        """Return the root of an XML part with prefixed names, or None where there is none."""
        info = self.info(name)
        if info is None:
            return None
        if info.filename not in self.parsed:
            self.xml_read += info.file_size
            if self.xml_read > MAX_XML:
                raise WordError(errors.TOO_LONG)
            root = self.parsed[info.filename] = parse(self.read(name))
            self.pieces += sum(tag.tag in PIECES for tag in root.iter())
            if self.pieces > MAX_PIECES:
                raise WordError(errors.TOO_LONG)
        return self.parsed[info.filename]

    @cached_property
    def main(self) -> str:
        """The name of the part that holds the text."""
        for kind, target, _ in self.relationships("").values():
            if kind == "officeDocument" and self.info(target):
                return target
        return "word/document.xml"

    def relationships(self, part: str) -> dict[str, tuple[str, str, bool]]:
        """Return what `part` points to: id → (kind, target, whether it lies outside the file)."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for tag in root if root is not None else []:
            target, outside = tag.get("Target", ""), tag.get("TargetMode") == "External"
            if not outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[tag.get("Id")] = (tag.get("Type", "").rpartition("/")[2], target, outside)
        return found

    def part(self, kind: str) -> str:
        """Return the name of the part of this kind that the text points to, or nothing."""
        for found, target, outside in self.relationships(self.main).values():
            if found == kind and not outside:
                return target
        return ""

    def related(self, kind: str):
        """Return the XML of the part of this kind that the text points to, or None."""
        name = self.part(kind)
        return self.xml(name) if name else None

    def content_type(self, part: str) -> str:
        root, default = self.xml("[Content_Types].xml"), ""
        extension = posixpath.splitext(part)[1].lstrip(".").lower()
        for tag in root if root is not None else []:
            if tag.get("PartName", "").lstrip("/").lower() == part.lower():
                return tag.get("ContentType", "")
            if tag.get("Extension", "").lower() == extension:
                default = tag.get("ContentType", "")
        return default


def open_package(file) -> Package:
    """Return the package in `file`, converted first if it is an old .doc.

    Raises WordError with the sentence for the clerk.
    """
    file.seek(0, io.SEEK_END)
    if file.tell() > MAX_BYTES:
        raise WordError(errors.TOO_BIG)
    file.seek(0)
    content = file.read()
    if content.startswith((OLE2, b"{\\rtf")):
        content = from_old_word(content)
    return check(content)


def from_old_word(content: bytes) -> bytes:
    if ENCRYPTED_PACKAGE in content:
        raise WordError(errors.LOCKED)
    if content.startswith(OLE2):
        if WORD_STREAM not in content:
            raise WordError(errors.NOT_WORD)
        # The FIB is usually the first sector after the header; fEncrypted is bit 8 of its flags.
        if content[512:514] == b"\xec\xa5" and content[523] & 1:
            raise WordError(errors.LOCKED)
    return to_docx(content)


def check(content: bytes) -> Package:
    if not content:
        raise WordError(errors.EMPTY)
    if not content.startswith(b"PK"):
        raise WordError(errors.NOT_WORD)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise WordError(errors.TRUNCATED) from error
    if len(archive.infolist()) > MAX_PARTS:
        raise WordError(errors.TOO_LONG)
    package = Package(archive)
    if package.info("mimetype") and package.info("content.xml"):
        raise WordError(errors.OPEN_DOCUMENT)
    if any(package.info(name) for name in ("xl/workbook.xml", "ppt/presentation.xml")):
        raise WordError(errors.SPREADSHEET)
    if not package.info(package.main):
        raise WordError(errors.NOT_WORD)
    if package.content_type(package.main).endswith(MACRO_TYPES):
        raise WordError(errors.MACROS)
    root = package.xml(package.main)
    if root.tag != "w:document" or child(root, "w:body") is None:
        raise WordError(errors.NOT_WORD)
    return package


def parse(content: bytes):
    """Parse a part; no document type is allowed in one (ECMA-376 Part 2, 6.2.5), so none passes."""
    if content.count(b"<") > MAX_TAGS:
        raise WordError(errors.TOO_LONG)
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise WordError(errors.SUSPICIOUS) from error
    except (ParseError, LookupError, ValueError) as error:
        raise WordError(errors.TRUNCATED) from error
    use_prefixes(root)
    return root


def use_prefixes(root):
    """Name every tag and attribute "w:p" instead of "{http://…}p", in place."""
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise WordError(errors.TOO_LONG)
        for tag in level:
            tag.tag = prefixed(tag.tag)
            for name in [name for name in tag.attrib if name.startswith("{")]:
                tag.attrib[prefixed(name)] = tag.attrib.pop(name)
        level = [child for tag in level for child in tag]


def child(tag, *path):
    """Return the tag at the end of `path`, or None as soon as one is missing."""
    for name in path:
        tag = next(iter(children(tag, name)), None)
    return tag


def children(tag, name: str) -> list:
    return [inside for inside in tag if inside.tag == name] if tag is not None else []


def value(tag, *path) -> str | None:
    """Return what the tag at the end of `path` says, or None."""
    tag = child(tag, *path)
    return None if tag is None else tag.get("w:val")


def whole(text: str | None, otherwise: int) -> int:
    """Return the number that an attribute says, if it is one that Word could have written."""
    return int(text) if text and len(text) < 6 and text.isdecimal() else otherwise


def prefixed(name: str) -> str:
    address, brace, local = name.rpartition("}")
    return NAMESPACES.get(address[1:], "other:") + local if brace else local
