"""Text in the fonts of before Unicode, encoded here by tables of our own."""

import re
import unicodedata

import pytest

from news import word
from tests.news.word import files
from tests.news.word.files import p, r, word_file

# TCVN 5712:1993, VN3: the small letters and the capitals without a tone.
TCVN3 = {
    **dict(zip("àảãáạ", "\xb5\xb6\xb7\xb8\xb9", strict=True)),
    **dict(zip("ăằẳẵắặ", "\xa8\xbb\xbc\xbd\xbe\xc6", strict=True)),
    **dict(zip("âầẩẫấậ", "\xa9\xc7\xc8\xc9\xca\xcb", strict=True)),
    **dict(zip("èẻẽéẹ", "\xcc\xce\xcf\xd0\xd1", strict=True)),
    **dict(zip("êềểễếệ", "\xaa\xd2\xd3\xd4\xd5\xd6", strict=True)),
    **dict(zip("ìỉĩíị", "\xd7\xd8\xdc\xdd\xde", strict=True)),
    **dict(zip("òỏõóọ", "\xdf\xe1\xe2\xe3\xe4", strict=True)),
    **dict(zip("ôồổỗốộ", "\xab\xe5\xe6\xe7\xe8\xe9", strict=True)),
    **dict(zip("ơờởỡớợ", "\xac\xea\xeb\xec\xed\xee", strict=True)),
    **dict(zip("ùủũúụ", "\xef\xf1\xf2\xf3\xf4", strict=True)),
    **dict(zip("ưừửữứự", "\xad\xf5\xf6\xf7\xf8\xf9", strict=True)),
    **dict(zip("ỳỷỹýỵđ", "\xfa\xfb\xfc\xfd\xfe\xae", strict=True)),
    **dict(zip("ĂÂÊÔƠƯĐ", "\xa1\xa2\xa3\xa4\xa5\xa6\xa7", strict=True)),
}
# VNI: a letter, then one mark for what stands on and under it.
VNI_LETTERS = dict(zip("đơưìíỉĩịỵ", "ñôöìíæóòî", strict=True))
VNI_MARKS = {
    "": dict(zip(("", *"\u0301\u0300\u0309\u0303\u0323"), ("", *"ùøûõï"), strict=True)),
    "\u0302": dict(zip(("", *"\u0301\u0300\u0309\u0303\u0323"), "âáàåãä", strict=True)),
    "\u0306": dict(zip(("", *"\u0301\u0300\u0309\u0303\u0323"), "êéèúüë", strict=True)),
}
WORDS = [
    files.LEAD,
    files.OPENING,
    files.CLOSING,
    "Khẳng định vai trò, kỵ binh, ẩm thực; nước ngoài đường sá, ước mơ, ngã bảy, quỹ, thuở.",
    "hoà giải ở cơ sở, uỷ ban, khoẻ mạnh; giữ gìn trật tự, ẩn chứa, ỷ lại, ngoằn ngoèo.",
    "ươm mầm, rượu, khuỷu tay, nghễnh ngãng, quyển vở, thẳng thắn, bẵng đi, gặt hái.",
]


def tcvn3(text):
    return "".join(TCVN3.get(letter, letter) for letter in text)


def vni(text):
    return "".join(vni_letter(letter) for letter in text)


def vni_letter(letter):
    if letter.lower() in VNI_LETTERS:
        code = VNI_LETTERS[letter.lower()]
        return code if letter.islower() else code.upper()
    base, *marks = unicodedata.normalize("NFD", letter)
    shape = next((mark for mark in marks if mark in "\u0302\u0306"), "")
    tone = next((mark for mark in marks if mark != shape and mark != "\u031b"), "")
    if "\u031b" in marks:
        base = VNI_LETTERS[{"o": "ơ", "u": "ư"}[base.lower()]]
        base = base.upper() if letter.isupper() else base
    mark = VNI_MARKS[shape].get(tone, "")
    return base + (mark.upper() if letter.isupper() else mark)


def text_of(article):
    return re.sub(r"<[^>]*>", "", article.body)


@pytest.mark.parametrize("text", WORDS)
@pytest.mark.parametrize(
    ("font", "encode"),
    [
        (".VnTime", tcvn3),
        (".VnArial NarrowH", lambda text: tcvn3(text.lower())),
        ("VNI-Times", vni),
        ("VNI 27 Bendigo", vni),
        (
            ".VnTime",
            lambda text: "".join(chr(0xF000 + ord(c)) if c > "~" else c for c in tcvn3(text)),
        ),
    ],
    ids=["tcvn3", "tcvn3 capitals", "vni", "vni too", "symbol font"],
)
def test_a_paragraph_named_by_its_font_is_read(text, font, encode):
    # TCVN3 has no capitals with a tone.
    expected = text.upper() if font.endswith("H") else text

    article = word.read(word_file(p("Bài thử", style="Title"), p(r(encode(text), font=font))))

    assert text_of(article).replace("&amp;", "&") == expected


@pytest.mark.parametrize("style", ["OldText", "Based"])
def test_the_font_may_come_from_a_style(style):
    article = word.read(word_file(p("Bài thử", style="Title"), p(tcvn3("đường nước"), style=style)))

    assert text_of(article) == "đường nước"


def test_the_font_may_come_from_the_document_or_its_theme():
    defaults = (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"/>'
        "</w:rPr></w:rPrDefault></w:docDefaults>"
    )
    fonts = (
        "<a:themeElements><a:fontScheme><a:minorFont>"
        '<a:latin typeface="VNI-Times"/></a:minorFont></a:fontScheme></a:themeElements>'
    )

    article = word.read(
        word_file(p(vni("Hội nghị")), p(vni("Khẳng định")), styles=defaults, more=[theme(fonts)])
    )

    assert "Khẳng định" in text_of(article)


def theme(content):
    return ("theme.xml", "theme", content)


def test_a_letter_split_between_two_runs_is_one():
    pieces = [r(piece, font="VNI-Times") for piece in ("Ño", "àng chí Ho", "à Ch", "í Minh")]

    article = word.read(word_file(p("Bài thử", style="Title"), p(*pieces)))

    assert text_of(article) == "Đồng chí Hồ Chí Minh"


def test_a_soft_hyphen_of_an_old_font_is_a_letter():
    run = r("<w:t>®</w:t><w:softHyphen/><w:t>êng</w:t>", font=".VnTime")

    article = word.read(word_file(p("Bài thử", style="Title"), p(run)))

    assert text_of(article) == "đường"


def test_unicode_text_under_an_old_font_is_left_alone():
    runs = [r(piece, font=".VnTime") for piece in ("Hội nghị ", "và ", "là tốt")]

    article = word.read(word_file(p("Bài thử", style="Title"), p(*runs)))

    assert text_of(article) == "Hội nghị và là tốt"


def test_the_clerk_is_told_of_what_was_converted_and_asked_about_what_was_not():
    old = tcvn3("đường lối, chính sách của Đảng, pháp luật của Nhà nước được thực hiện")

    converted = word.read(word_file(p("Bài thử", style="Title"), p(old, font=".VnTime")))
    suspected = word.read(word_file(p("Bài thử", style="Title"), p(old)))

    assert "Đã chuyển 1 đoạn chữ phông cũ .VnTime sang Unicode." in converted.notes
    assert any("bảng mã cũ" in note for note in suspected.notes)


@pytest.mark.parametrize(("font", "encode"), [(".VnTime", tcvn3), ("VNI-Times", vni)])
def test_no_word_of_an_old_report_is_lost(font, encode):
    article = word.read(files.report(form=encode, font=font))
    unicode = word.read(files.report())

    assert article.title == files.TITLE
    assert article.body == unicode.body
    assert article.proof().lost == []
    assert article.source_words == unicode.source_words
