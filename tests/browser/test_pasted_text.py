"""What a clerk pastes from Word, an old document or Zalo, in a real browser."""

import base64

import pytest
from playwright.sync_api import expect

from news.models import Article
from tests.browser.test_never_a_lost_word import sign_in  # noqa: F401 the fixture
from tests.desk import body, open_form
from tests.factories import picture
from tests.news.word.test_legacy_fonts import tcvn3, vni

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SENTENCE = "Đảng ủy khẳng định: đường làng, nước sạch, kỷ luật được giữ vững ở từng chi bộ."
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta name=ProgId content=Word.Document><meta name=Generator content="Microsoft Word 15">
<style><!-- p.MsoNormal, li.MsoNormal {{mso-style-parent:""; margin:0cm; font-size:14.0pt;
font-family:"{font}",sans-serif;}} --></style></head>
<body lang=VI style='tab-interval:36.0pt'><!--StartFragment-->
<p class=MsoNormal style='text-align:justify;mso-line-height-rule:exactly'><b><span
style='font-family:"{font}"'>{text}<o:p></o:p></span></b></p>
<p class=MsoNormal><span style='mso-spacerun:yes'>&nbsp;</span>{text}<o:p></o:p></p>
<!--EndFragment--></body></html>"""
PASTE = """(body, types) => {
    const transfer = new DataTransfer();
    for (const [type, text] of Object.entries(types)) transfer.setData(type, text);
    const event = { clipboardData: transfer, bubbles: true, cancelable: true };
    body.dispatchEvent(new ClipboardEvent("paste", event));
}"""

REMARK = """<a class=msocomanchor href="#_msocom_1">[NVA1]</a>"""
REMARKS = """<div style='mso-element:comment-list'><div style='mso-element:comment' id="_com_1"
class=msocomtxt><p class=MsoCommentText>Sửa lại số</p></div></div>"""
TRACKED = '<del cite="mailto:A">Nguyễn Văn A</del><ins cite="mailto:A">Trần Thị B</ins>'
HIDDEN = "<span style='display:none;mso-hide:all'> (mật)</span>"


def numbered(number, text):
    """An item of a list, as Word writes it."""
    return (
        "<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'>"
        f"<![if !supportLists]><span style='mso-list:Ignore'>{number}<span style='font:7.0pt "
        f'"Times New Roman"\'>&nbsp;&nbsp; </span></span><![endif]>{text}</p>'
    )


def from_word(html):
    return WORD.format(font="Times New Roman", text="").replace(
        "<!--EndFragment", html + "<!--EndFragment"
    )


@pytest.fixture
def form(lam, sign_in, live_server, article):  # noqa: F811
    page = open_form(sign_in(lam), live_server, article)
    body(page).click()
    page.keyboard.press("Control+A")
    return page


def paste(page, html):
    body(page).evaluate(PASTE, {"text/html": html, "text/plain": "x"})


@pytest.mark.parametrize(("font", "old"), [(".VnTime", tcvn3), ("VNI-Times", vni)])
def test_old_letters_from_word_are_shown_converted_before_they_go_in(form, font, old):
    paste(form, WORD.format(font=font, text=old(SENTENCE)))

    question = form.get_by_role("dialog")
    expect(question).to_contain_text(SENTENCE)
    expect(question).to_contain_text(old(SENTENCE))
    question.get_by_role("button", name="Chuyển sang Unicode").click()
    expect(body(form).locator("p")).to_have_text([SENTENCE, SENTENCE])
    assert "mso" not in body(form).inner_html().lower()


def test_old_letters_without_a_font_are_a_question_too(form):
    paste(form, f"<p>{vni(SENTENCE)}</p>")

    form.get_by_role("dialog").get_by_role("button", name="Chuyển sang Unicode").click()

    expect(body(form)).to_contain_text(SENTENCE)


def test_whoever_keeps_the_letters_gets_them_as_they_are(form):
    paste(form, f"<p>{vni(SENTENCE)}</p>")

    form.get_by_role("dialog").get_by_role("button", name="Giữ nguyên").click()

    expect(body(form)).to_contain_text(vni(SENTENCE))


def test_text_in_unicode_goes_in_unasked_and_without_words_debris(form):
    paste(form, WORD.format(font="Times New Roman", text=SENTENCE))

    expect(body(form).locator("p")).to_have_text([SENTENCE, SENTENCE])
    expect(form.get_by_role("dialog")).to_have_count(0)
    assert "mso" not in body(form).inner_html().lower()


@pytest.mark.parametrize(
    ("pasted", "kept", "told"),
    [
        (
            f"Đạt 75%{REMARK} kế hoạch.{REMARKS}",
            "Đạt 75% kế hoạch.",
            "ghi chú bên lề “Sửa lại số”; dấu ghi chú “[NVA1]”",
        ),
        (
            f"Đồng chí {TRACKED} chủ trì.",
            "Đồng chí Trần Thị B chủ trì.",
            "chữ đã xóa “Nguyễn Văn A”",
        ),
        (f"Đồng chí A{HIDDEN} chủ trì.", "Đồng chí A chủ trì.", "chữ ẩn “(mật)”"),
    ],
)
def test_what_word_does_not_show_is_not_pasted_and_named(form, pasted, kept, told):
    paste(form, from_word(f"<p class=MsoNormal>{pasted}</p>"))

    expect(form.get_by_text(f"Không dán vào bài: {told}.")).to_be_visible()
    expect(body(form)).to_have_text(kept)


@pytest.mark.parametrize(
    ("pasted", "type"),
    [
        (from_word(numbered("a)", "Kết quả") + numbered("b)", "Hạn chế")), "a"),
        (from_word(numbered("I.", "Kết quả") + numbered("II.", "Hạn chế")), "I"),
        (
            '<b style="font-weight:normal" id="docs-internal-guid-1"><ol style="margin-top:0">'
            '<li style="list-style-type:lower-alpha"><p>Kết quả</p></li></ol></b>',
            "a",
        ),
    ],
    ids=["letters", "Roman", "Google"],
)
def test_a_pasted_list_keeps_its_letters(form, article, pasted, type):  # noqa: F811
    paste(form, pasted)
    expect(body(form).locator(f"ol[type={type}] li").first).to_have_text("Kết quả")

    form.get_by_role("button", name="Lưu và cập nhật bài đang đăng").click()
    expect(form.locator(".messagelist")).to_contain_text("Bài đang đăng tại")

    assert f'<ol type="{type}">' in Article.objects.get(pk=article.pk).body


@pytest.mark.parametrize("bare", [f"<span>{SENTENCE}</span>", f"{SENTENCE}<div></div>"])
def test_what_google_docs_writes_without_looks_is_pasted_too(form, bare):
    paste(form, f'<b style="font-weight:normal" id="docs-internal-guid-1"><p>{bare}</p></b>')

    expect(body(form)).to_have_text(SENTENCE)


@pytest.mark.parametrize(("pasted", "kept"), [("h1", "h2"), ("h2", "h2"), ("h6", "h4")])
def test_a_pasted_heading_stays_one(form, pasted, kept):
    paste(form, from_word(f"<{pasted}>Phương hướng</{pasted}><p class=MsoNormal>{SENTENCE}</p>"))

    expect(body(form).locator(kept)).to_have_text("Phương hướng")


def test_a_pasted_picture_becomes_one_of_the_library(form, article):  # noqa: F811
    data = base64.b64encode(picture(size=(300, 200)).read()).decode()

    paste(form, f'<p>{SENTENCE}</p><p><img src="data:image/jpeg;base64,{data}"></p>')
    form.get_by_role("button", name="Lưu và cập nhật bài đang đăng").click()
    expect(form.locator(".messagelist")).to_contain_text("Bài đang đăng tại")

    saved = Article.objects.get(pk=article.pk)
    assert SENTENCE in saved.body
    assert saved.photos.count() == 1
    assert "base64" not in saved.body


def test_button_that_a_browser_does_not_let_paste_says_so_in_vietnamese(
    sign_in,  # noqa: F811 the fixture
    live_server,
    lam,
):
    page = open_form(sign_in(lam), live_server)

    page.get_by_role("button", name="Dán theo định dạng văn bản thuần").click()

    expect(page.locator(".cke_notification")).to_contain_text("Hãy bấm Ctrl+Shift+V để dán.")


def test_kinds_of_link_are_named_in_vietnamese(sign_in, live_server, lam):  # noqa: F811
    page = open_form(sign_in(lam), live_server)

    page.get_by_role("button", name="Chèn/Sửa liên kết").click()

    kinds = page.get_by_label("Kiểu liên kết").locator("option")
    expect(kinds).to_have_text(
        ["Địa chỉ trang", "Neo trong trang này", "Thư điện tử", "Điện thoại"]
    )


def test_editor_has_no_english_name_for_who_hears_the_page(
    sign_in,  # noqa: F811 the fixture
    live_server,
    lam,
):
    page = open_form(sign_in(lam), live_server)

    label = page.locator("#cke_id_body > .cke_voice_label")
    expect(label).to_have_text("Khung soạn thảo")
