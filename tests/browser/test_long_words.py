"""A word longer than a line breaks, so that no page scrolls sideways on a phone."""

import pytest

from news.models import Attachment
from tests.factories import (
    make_announcement,
    make_article,
    make_document,
    make_work_item,
    pdf,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FILE = "05_NQ_DUK_nang_cao_chat_luong_sinh_hoat_chi_bo_giai_doan_2026_2030"
ADDRESS = "https://dangkyhoctructuyen.tuyengiao.anhoa.gov.vn/lop-tap-huan-2026"

WIDTH = "document.documentElement.scrollWidth"
FITS = "line => line.closest('p').scrollWidth <= line.closest('p').clientWidth"


def make_pages():
    """Long words wherever a clerk may write some; returns the addresses they show at."""
    make_article(f"Tin cũ {ADDRESS}", lead=ADDRESS)
    article = make_article(f"Mở lớp tập huấn tại {ADDRESS}", lead=f"Đăng ký tại {ADDRESS}")
    announcement = make_announcement(FILE, lead=ADDRESS, document_type="Thông báo")
    document = make_document(FILE, document_number="112-QĐ/ĐUCCQĐ", signer=FILE)
    for text in (announcement, document):
        Attachment.objects.create(article=text, title=FILE, file=pdf())
    make_work_item(f"Họp trực tuyến tại {ADDRESS}", chair=FILE, place=ADDRESS, starts_at="08:00")
    own = [text.get_absolute_url() for text in (article, announcement, document)]
    lists = ["/", "/tin-tuc/", "/thong-bao/", "/van-ban/", "/tim-kiem/?q=tap+huan"]
    return [*lists, "/lich-cong-tac/", *own]


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_word_is_wider_than_a_page(live_server, open_browser, width):
    page = open_browser(viewport={"width": width, "height": 800}, reduced_motion="reduce")

    for path in make_pages():
        page.goto(live_server.url + path)
        assert page.evaluate(WIDTH) <= width, path


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_a_long_number_of_a_document_runs_into_nothing_beside_it(live_server, open_browser, width):
    page = open_browser(viewport={"width": width, "height": 800})
    facts = {"document_type": "Quyết định", "issuing_body": "Ủy ban Kiểm tra Đảng ủy"}
    document = make_document(document_number="1237-QĐ/UBKTĐUCCQĐT", signer="Lê Thị An", **facts)

    page.goto(live_server.url + document.get_absolute_url())

    for fact in page.locator(".announcement__facts dd").all():
        assert fact.evaluate("dd => dd.scrollWidth <= dd.clientWidth"), fact.inner_text()


@pytest.mark.parametrize("width", [360, 1024])
def test_a_long_number_fits_a_list_in_the_largest_letters(live_server, open_browser, width):
    page = open_browser(viewport={"width": width, "height": 800})
    make_announcement(document_number="1237-QĐ/UBKTĐUCCQĐT")
    make_document(document_number="1237-QĐ/UBKTĐUCCQĐT")
    page.goto(live_server.url)
    page.get_by_text("Cỡ chữ và màu nền").click()
    page.get_by_label("Rất lớn").check()

    for path in ["/", "/thong-bao/", "/van-ban/"]:
        page.goto(live_server.url + path)
        for line in page.locator(".nowrap").all():
            assert line.evaluate(FITS), f"{path} {line.inner_text()}"


def test_a_short_word_is_never_broken_in_the_work_calendar(live_server, open_browser):
    page = open_browser(viewport={"width": 1280, "height": 800})
    make_work_item("Họp " * 200, chair="Nguyễn Trường", place="Trường Chính trị")

    page.goto(live_server.url + "/lich-cong-tac/")

    words = page.evaluate(BROKEN_WORDS, ".work-week td, .work-week th")
    assert words == []


@pytest.mark.parametrize(("width", "letters"), [(320, 21), (360, 32), (320, 32)])
def test_the_work_calendar_fits_a_phone_with_large_letters(
    live_server, open_browser, width, letters
):
    make_work_item("Tiếp dân", place="Phòng Tiếp dân", starts_at="08:00", ends_at="09:30")
    page = open_browser(viewport={"width": width, "height": 800})
    browser = page.context.new_cdp_session(page)
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": letters, "fixed": letters}})

    page.goto(live_server.url + "/lich-cong-tac/")

    assert page.evaluate(WIDTH) <= width


# The words of some elements that stand on more than one line.
BROKEN_WORDS = """
    selector => {
      const broken = [];
      for (const element of document.querySelectorAll(selector)) {
        const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const text = walker.currentNode;
          for (const word of text.data.matchAll(/[^\\s-]+/g)) {
            const range = document.createRange();
            range.setStart(text, word.index);
            range.setEnd(text, word.index + word[0].length);
            const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top)));
            if (lines.size > 1) broken.push(word[0]);
          }
        }
      }
      return broken;
    }
"""
