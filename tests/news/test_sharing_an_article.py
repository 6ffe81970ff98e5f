"""Handing an article on and having it read: no third party, and nothing that needs a script."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.factories import make_announcement, make_article, make_page
from tests.reading import open_article

VOICES = """
  const said = (window.said = []);
  class Utterance { constructor(text) { this.text = text; } }
  window.SpeechSynthesisUtterance = Utterance;
  const speech = {
    getVoices: () => [{ lang: "LANG", name: "Một giọng" }],
    speak: (utterance) => said.push(utterance),
    cancel: () => {},
    addEventListener: () => {},
  };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
"""


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_article, make_announcement, make_page])
def test_article_is_shared_by_links_that_load_nothing(client, make):
    article = make("Hội nghị & “Đại hội” 100%")

    page = open_article(client, article)

    links = page.select('.share-links a[href*=":"]')  # what leads away from the site
    letter, facebook = (urlsplit(link["href"]) for link in links)
    address = f"http://portal.example{article.get_absolute_url()}"
    assert parse_qs(letter.query) == {"subject": [article.title], "body": [address]}
    assert parse_qs(facebook.query) == {"u": [address]}
    assert not [s["src"] for s in page.select("script[src]") if "//" in s["src"]]


@pytest.mark.django_db
def test_paper_carries_the_address_and_a_qr_code_that_any_policy_lets_through(client):
    article = make_article()

    paper = open_article(client, article).select_one(".printed-address")

    assert f"http://portal.example{article.get_absolute_url()}" in paper.text
    assert paper.svg.path["d"]
    assert not [tag for tag in paper.find_all(True) if tag.has_attr("style")]


@pytest.mark.browser
def test_address_is_copied(live_server, transactional_db, open_browser):
    page = open_browser(permissions=["clipboard-read", "clipboard-write"])
    article = make_article()
    page.goto(live_server.url + article.get_absolute_url())

    page.get_by_role("button", name="Chép liên kết").click()

    expect(page.get_by_role("button", name="Đã chép liên kết")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"http://portal.example{article.get_absolute_url()}"


@pytest.mark.browser
def test_vietnamese_voice_reads_sentence_by_sentence(live_server, transactional_db, page):
    article = make_article(
        "Hội nghị", body="<p>Thu 14.531,44 tỷ đồng. Đạt 62%.</p><ul><li>Một</li></ul>"
    )
    page.add_init_script(VOICES.replace("LANG", "vi_VN"))
    page.goto(live_server.url + article.get_absolute_url())

    def end_of_sentence():
        page.evaluate("said[said.length - 1].onend()")

    page.get_by_role("button", name="Đọc bài").click()
    end_of_sentence()
    page.get_by_role("button", name="Tạm dừng").click()
    end_of_sentence()  # which a voice that is cut off says too
    page.get_by_role("button", name="Đọc tiếp").click()
    for _ in range(3):
        end_of_sentence()

    first, second = "Hội nghị", "Thu 14.531,44 tỷ đồng."
    spoken = [text.strip() for text in page.evaluate("said.map((one) => one.text)")]
    assert spoken == [first, second, second, "Đạt 62%.", "Một"]
    expect(page.get_by_role("button", name="Đọc bài")).to_be_visible()
    expect(page.get_by_role("button", name="Dừng đọc")).to_be_hidden()


@pytest.mark.browser
def test_no_vietnamese_voice_no_button(live_server, transactional_db, page):
    page.add_init_script(VOICES.replace("LANG", "en-US"))
    page.goto(live_server.url + make_article().get_absolute_url())

    expect(page.get_by_role("button", name="In bài")).to_be_visible()
    expect(page.locator("[data-tool=read]")).to_be_hidden()
