"""What Word and old web pages put on the clipboard, in the fonts of before Unicode."""

import pytest

from news.word.legacy_html import convert_html
from tests.news.word.test_legacy_fonts import tcvn3, vni

SENTENCE = "Đảng ủy khẳng định: đường làng, nước sạch, kỷ luật được giữ vững ở từng chi bộ."
OTHER = "Hội nghị biểu dương tám tập thể có thành tích xuất sắc trong phong trào thi đua."
WAYS = [(".VnTime", tcvn3), ("VNI-Times", vni)]


@pytest.mark.parametrize(("font", "old"), WAYS)
@pytest.mark.parametrize(
    "markup",
    [
        """<p><span style='font-size:14.0pt;font-family:"{font}",sans-serif'>{text}</span></p>""",
        '<p><font face="{font}">{text}</font></p>',
        '<style>p.MsoNormal, li.MsoNormal {{margin:0; font-family:"{font}";}}</style>'
        "<p class=MsoNormal>{text}<o:p></o:p></p>",
    ],
)
def test_text_is_converted_by_the_font_it_is_set_in(font, old, markup):
    html, changed = convert_html(markup.format(font=font, text=old(SENTENCE)))

    assert SENTENCE in html
    assert changed == [(old(SENTENCE), SENTENCE)]


def test_a_word_may_be_split_over_tags():
    old = vni("khẳng định")
    halves = "".join(f"<b style='font-family:VNI-Times'>{letter}</b>" for letter in old)

    _, changed = convert_html(f"<p>{halves}</p>")

    assert changed[0].after == "khẳng định"


@pytest.mark.parametrize(("font", "old"), WAYS)
def test_where_no_font_tells_the_letters_are_asked(font, old):
    html, changed = convert_html(f"<p>{old('Tin vắn')}</p><p>{old(SENTENCE)}</p>")

    assert "<p>Tin vắn</p>" in html
    assert SENTENCE in html
    assert len(changed) == 2


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{SENTENCE}</p><p>{OTHER}</p>",
        f"<p style='font-family:.VnTime'>{SENTENCE}</p>",  # an old font left over
        "<p>La réunion a été présidée par le secrétaire général, élu à l’unanimité, à Genève.</p>",
        "<p>© 2024 Công ty ABC ® – 25°C ± 2, ½ ly</p>",
        "<p>a</p><!-- .VnTime --><style>p {color: red}</style>",
    ],
)
def test_other_text_stays_as_it_is(html):
    assert convert_html(html) == (html, [])
