import pytest
from playwright.sync_api import expect

from tests.graders import pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What holds the focus, and whether it can be seen there.
FOCUSED = """
    () => {
      const element = document.activeElement, box = element.getBoundingClientRect();
      const around = [element, element.closest("article")].filter(Boolean).map(getComputedStyle);
      return {
        name: element.textContent.trim().replace(/\\s+/g, " "),
        ring: around.some(s => parseFloat(s.outlineWidth) >= 2 && s.outlineStyle !== "none"),
        shown: box.width > 0 && box.left >= 0 && box.right <= innerWidth,
      };
    }
"""


@pytest.fixture
def site(live_server):
    return {name: live_server.url + path for name, path in pages.full_site().items()}


def tab_through(page, stops):
    for _ in range(stops):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            return  # past the last one
        yield page.evaluate(FOCUSED)


def test_tab_goes_through_the_front_page_in_reading_order(site, page):
    page.goto(site["home"])

    names = [stop["name"] for stop in tab_through(page, 12)]

    order = [
        "Chuyển đến nội dung chính",
        "Khẩu hiệu trước",
        "Khẩu hiệu tiếp theo",
        "Đảng bộ tỉnh An HòaĐảng ủy các cơ quan Đảng tỉnhTrang thông tin điện tử",
        "Đoàn thể",
        "Đoàn thanh niên",
        "Giới thiệu",
        "Cỡ chữ và màu nền",
    ]
    squeezed = [name.replace(" ", "") for name in names]
    places = [squeezed.index(name.replace(" ", "")) for name in order]
    assert places == sorted(places)


@pytest.mark.parametrize("width", [360, 1280])
def test_every_stop_shows_that_it_has_the_focus(site, open_browser, width):
    page = open_browser(viewport={"width": width, "height": 800}, reduced_motion="reduce")

    for name in ["home", "article with one picture"]:
        page.goto(site[name])
        for stop in tab_through(page, 30):
            assert stop["ring"], (name, stop)
            assert stop["shown"], (name, stop)


def test_skip_link_leads_past_the_masthead(site, page):
    page.goto(site["article with one picture"])

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")

    expect(
        page.get_by_role("navigation", name="Đường dẫn").get_by_role("link").first
    ).to_be_focused()


def test_escape_shuts_a_submenu_and_stays_where_the_reader_was(site, page):
    page.goto(site["home"])
    menu = page.get_by_role("navigation", name="Chuyên mục").locator(".main-nav__list")
    child = menu.get_by_role("link", name="Đoàn thanh niên")

    menu.get_by_role("link", name="Đoàn thể").focus()
    expect(child).to_be_visible()
    child.focus()
    page.keyboard.press("Escape")

    expect(child).to_be_hidden()
    expect(menu.get_by_role("link", name="Đoàn thể")).to_be_focused()


def test_screen_reader_finds_the_parts_of_a_page_in_order(site, page):
    page.goto(site["article with one picture"])

    landmarks = page.locator("header, nav, main, footer, article").evaluate_all(
        "all => all.map(e => e.getAttribute('aria-label') || e.tagName.toLowerCase())"
    )
    parts = ["header", "Chuyên mục", "main", "Đường dẫn", "article", "footer"]

    assert [part for part in landmarks if part in parts][:5] == parts[:5]
    assert landmarks[-1] == "footer"
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.locator("html")).to_have_attribute("lang", "vi")
