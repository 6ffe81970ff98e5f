import io
import time

import pytest
from django.core.files.base import ContentFile

from news import word
from news.word import errors
from tests.news.word import files
from tests.news.word.files import WORD, p, parts_of, r, word_file, zipped

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SENTENCE = "Sáng 25/3, Ban Chấp hành Đảng bộ tỉnh tổ chức Hội nghị."
DTD = '<!DOCTYPE w:document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE w:document [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def file(content):
    return ContentFile(content, name="bai.docx")


def truncated():
    content = word_file(p(SENTENCE)).read()
    return content[: len(content) // 2]


def damaged():
    content = bytearray(files.report().read())
    content[200:400] = bytes(200)
    return bytes(content)


def part_changed(name, content):
    parts = parts_of(p(SENTENCE))
    parts[name] = content(parts.get(name, ""))
    return zipped(parts).read()


def package(main_type):
    return zipped(parts_of(p(SENTENCE), main_type=main_type)).read()


def many_parts():
    parts = parts_of(p(SENTENCE)) | {f"word/{number}.xml": "" for number in range(5_001)}
    return zipped(parts).read()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", errors.EMPTY),
        (b"%PDF-1.7", errors.NOT_WORD),
        ("Chỉ là chữ".encode(), errors.NOT_WORD),
        (OLE2 + bytes(600) + "EncryptedPackage".encode("utf-16-le"), errors.LOCKED),
        (
            OLE2
            + bytes(504)
            + b"\xec\xa5"
            + bytes(9)
            + b"\x01"
            + "WordDocument".encode("utf-16-le"),
            errors.LOCKED,
        ),
        (OLE2 + bytes(600) + "Workbook".encode("utf-16-le"), errors.NOT_WORD),
        (truncated(), errors.TRUNCATED),
        (damaged(), errors.TRUNCATED),
        (part_changed("word/document.xml", lambda xml: xml[:-9]), errors.TRUNCATED),
        (
            part_changed("word/document.xml", lambda xml: DTD + xml.replace("Sáng", "&b;")),
            errors.SUSPICIOUS,
        ),
        (part_changed("word/document.xml", lambda xml: EXTERNAL + xml), errors.SUSPICIOUS),
        (part_changed("word/styles.xml", lambda xml: DTD + xml), errors.SUSPICIOUS),
        (part_changed("xl/workbook.xml", lambda xml: ""), errors.SPREADSHEET),
        (package("application/vnd.ms-word.document.macroEnabled.main+xml"), errors.MACROS),
        (many_parts(), errors.TOO_LONG),
        (word_file("<w:p/>" * 600_001).read(), errors.TOO_LONG),
        (word_file("<w:p/>" * 80_001).read(), errors.TOO_LONG),
        (word_file("<w:smartTag>" * 200 + "</w:smartTag>" * 200).read(), errors.TOO_LONG),
        (word_file(p(" " * 42_000_000)).read(), errors.TOO_LONG),
        (word_file(p("")).read(), errors.NO_WORDS),
    ],
    ids=[
        *["empty", "PDF", "text", "encrypted docx", "encrypted doc", "xls", "truncated", "damaged"],
        *["broken XML", "entities", "external entity", "entities in styles", "xlsx", "docm"],
        *["many parts", "many tags", "many paragraphs", "deep", "bomb", "no words"],
    ],
)
def test_what_cannot_be_read_gets_a_clear_answer(content, message):
    with pytest.raises(word.WordError) as refused:
        word.read(file(content))

    assert refused.value.messages == [message]


def test_many_thousand_runs_of_one_paragraph_are_read_in_seconds():
    runs = r("chữ ", bold=True) + r("khác ")

    begun = time.process_time()
    article = word.read(file(word_file("<w:p>" + runs * 7_000 + "</w:p>").read()))

    assert time.process_time() - begun < 15  # each was once looked for among all the others
    assert article.body.count("chữ") == 7_000


def test_a_file_beyond_the_limit_is_refused():
    huge = io.BytesIO()
    huge.seek(50 * 2**20)
    huge.write(b"x")

    with pytest.raises(word.WordError, match="50 MB"):
        word.read(huge)


def test_an_old_word_file_gets_a_guide_where_no_libreoffice_is(monkeypatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(word.WordError, match="Lưu thành"):
        word.read(file(OLE2 + bytes(600) + "WordDocument".encode("utf-16-le")))


@pytest.fixture
def libreoffice(tmp_path, monkeypatch):
    """Stand in for LibreOffice, which a small machine has not: a program called as it would be.

    It finds the Word file it was given and lays a ready .docx where it was told to.
    """
    (tmp_path / "ready.docx").write_bytes(package(f"{WORD}.document.main+xml"))
    program = tmp_path / "soffice"
    program.write_text(
        "#!/bin/sh\n"
        'for last; do :; done; [ -s "$last" ] || exit 1\n'
        'while [ "$1" != --outdir ]; do shift; done\n'
        f'mkdir -p "$2" && cp {tmp_path}/ready.docx "$2/$(basename "$last" .doc).docx"\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")


@pytest.mark.usefixtures("libreoffice")
def test_an_old_word_file_is_converted_where_libreoffice_is():
    article = word.read(file(OLE2 + bytes(600) + "WordDocument".encode("utf-16-le")))

    assert SENTENCE in article.body


def test_nothing_dangerous_comes_through():
    link = '<w:hyperlink r:id="rId9"><w:r><w:t>bấm vào đây</w:t></w:r></w:hyperlink>'
    parts = parts_of(p(SENTENCE) + f"<w:p>{link}</w:p>" + p("Mã <script>alert(1)</script> xong"))
    name = "word/_rels/document.xml.rels"
    parts[name] = parts[name].replace(
        "</Relationships>",
        f'<Relationship Id="rId9" Type="{files.OFFICE}/hyperlink" Target="javascript:alert(1)" '
        'TargetMode="External"/></Relationships>',
    )

    article = word.read(zipped(parts))

    assert "<p>bấm vào đây</p>" in article.body
    assert "&lt;script&gt;" in article.body
    assert "javascript" not in article.body


def test_a_template_without_macros_is_a_word_file():
    article = word.read(file(package(f"{WORD}.template.main+xml")))

    assert SENTENCE in article.body
