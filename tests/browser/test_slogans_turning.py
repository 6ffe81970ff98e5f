import pytest
from playwright.sync_api import expect

from tests.factories import make_picture_banner, make_slogan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = [360, 768, 1280]
LINES = [
    "5 năm thành lập Đảng bộ Khối Cơ quan và Doanh nghiệp tỉnh Gia Lai (17/7/2019 - 17/7/2024)",
    "113 năm ngày Bác Hồ ra đi tìm đường cứu nước (5/6/1911 - 5/6/2024)",
    "ẾẪẲỖỬ đẩy mạnh học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh; " * 3,
]
LONG_OPENING = "Quyết tâm thực hiện thắng lợi Nghị quyết Đại hội đại biểu Đảng bộ Khối lần thứ nhất"
SHIFTS = """
    window.shifts = [];
    new PerformanceObserver(list => {
      for (const entry of list.getEntries()) window.shifts.push(entry.value);
    }).observe({type: "layout-shift", buffered: true});
"""


@pytest.fixture
def lines(db):
    """Three lines as the bar shows them, under two openings."""
    texts = [line.strip() for line in LINES]
    make_slogan(texts[0], order=1)
    make_slogan(texts[1], order=2)
    make_slogan(texts[2], order=3, opening=LONG_OPENING)
    return texts


def stop_the_clock(page):
    """Let time pass for the page only as a test says, however slow the machine."""
    page.clock.install(time=0)
    page.clock.pause_at(1)


def visible(page):
    return page.locator(".slogan-bar__slogan:visible")


def inside(page, outer, inner):
    """Whether every box of `inner` lies within `outer`, and nothing makes the page wider."""
    return page.evaluate(
        """([outer, inner]) => {
            const box = document.querySelector(outer).getBoundingClientRect();
            const boxes = [...document.querySelectorAll(inner)].map(e => e.getBoundingClientRect());
            return document.documentElement.scrollWidth <= innerWidth && boxes.every(b =>
                b.left >= 0 && b.right <= innerWidth && b.top >= box.top && b.bottom <= box.bottom);
        }""",
        [outer, inner],
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_lines_turn_without_moving_the_page(live_server, open_browser, lines, width):
    page = open_browser(viewport={"width": width, "height": 800})
    make_picture_banner("Chào mừng Đại hội", place="header", size=(1200, 300))
    page.add_init_script(SHIFTS)
    stop_the_clock(page)
    page.goto(live_server.url)

    for line in [*lines, lines[0]]:
        expect(visible(page)).to_have_text(line)
        assert inside(page, ".slogan-bar", ".slogan-bar__slogan, .slogan-bar button")
        page.clock.run_for(20_000 if line == lines[2] else 8_000)

    assert page.evaluate("window.shifts") == []


def test_a_long_line_leaves_a_phone_to_the_page_and_is_read_to_its_end(
    live_server, open_browser, lines
):
    page = open_browser(viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    page.goto(live_server.url)
    assert page.locator(".slogan-bar").bounding_box()["height"] < 640 / 3

    page.get_by_role("button", name="Khẩu hiệu trước").click()
    visible(page).focus()
    page.keyboard.press("End")

    expect(visible(page)).to_have_text(lines[2])
    page.wait_for_function(AT_ITS_END)


AT_ITS_END = """() => {
    const line = document.querySelector(".slogan-bar__slogan.is-current");
    return line.scrollTop > 0 && line.scrollTop + line.clientHeight >= line.scrollHeight - 1;
}"""


@pytest.mark.parametrize("width", WIDTHS)
def test_every_line_stands_where_scripts_do_not_run(live_server, open_browser, lines, width):
    page = open_browser(viewport={"width": width, "height": 800}, java_script_enabled=False)
    page.goto(live_server.url)

    expect(visible(page)).to_have_text(lines)
    expect(page.locator(".slogan-bar button:visible")).to_have_count(0)


def test_bar_stands_still_for_who_asked_for_less_motion(live_server, open_browser, lines):
    page = open_browser(reduced_motion="reduce")
    stop_the_clock(page)
    page.goto(live_server.url)

    page.clock.run_for(60_000)

    expect(visible(page)).to_have_text(lines[0])
    expect(page.get_by_role("button", name="Chạy khẩu hiệu")).to_be_visible()
    page.get_by_role("button", name="Khẩu hiệu tiếp theo").click()
    expect(visible(page)).to_have_text(lines[1])


def test_bar_is_worked_by_the_keyboard_alone(live_server, page, lines):
    stop_the_clock(page)
    page.goto(live_server.url)

    page.keyboard.press("Tab")  # the skip link
    for name in ["Khẩu hiệu trước", "Tạm dừng khẩu hiệu"]:
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name=name)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Chạy khẩu hiệu")).to_be_focused()
    page.clock.run_for(60_000)
    expect(visible(page)).to_have_text(lines[0])
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(visible(page)).to_have_text(lines[1])
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Tạm dừng khẩu hiệu")).to_be_focused()
    page.clock.run_for(8_000)
    expect(visible(page)).to_have_text(lines[2])


def test_screen_reader_is_told_only_what_the_reader_turned_to(live_server, page, lines):
    stop_the_clock(page)
    page.goto(live_server.url)
    text = page.locator(".slogan-bar__text")

    expect(text).to_have_attribute("aria-live", "off")
    page.get_by_role("button", name="Khẩu hiệu trước").click()

    expect(text).to_have_attribute("aria-live", "polite")
    expect(visible(page)).to_have_text(lines[2])


def test_paper_gets_every_line_in_black_and_no_picture(live_server, page, lines):
    make_picture_banner("Uống nước nhớ nguồn", place="header")
    page.goto(live_server.url)

    page.emulate_media(media="print")

    expect(visible(page)).to_have_text(lines)
    expect(page.locator(".slogan-bar button:visible")).to_have_count(0)
    colours = page.locator(".slogan-bar span:visible").evaluate_all(
        "spans => [...new Set(spans.map(span => getComputedStyle(span).color))]"
    )
    assert colours == ["rgb(0, 0, 0)"]
    expect(page.locator(".picture-banner img:visible")).to_have_count(0)
    expect(page.locator(".picture-banner").get_by_text("Uống nước nhớ nguồn")).to_be_visible()


def test_bar_goes_on_turning_after_a_touch(live_server, open_browser, lines):
    page = open_browser(has_touch=True, is_mobile=True, viewport={"width": 360, "height": 800})
    stop_the_clock(page)
    page.goto(live_server.url)

    visible(page).tap()
    page.clock.run_for(8_000)

    expect(visible(page)).to_have_text(lines[1])


def test_bar_waits_under_the_pointer(live_server, page, lines):
    stop_the_clock(page)
    page.goto(live_server.url)

    visible(page).hover()
    page.clock.run_for(60_000)

    expect(visible(page)).to_have_text(lines[0])


@pytest.mark.parametrize("width", WIDTHS)
def test_word_that_cannot_be_broken_makes_no_page_wider(live_server, open_browser, width):
    make_slogan("Đ" * 300, order=1)
    make_slogan("hai", order=2)
    page = open_browser(viewport={"width": width, "height": 800})
    page.goto(live_server.url)

    expect(page.locator(".slogan-bar__controls")).to_be_visible()
    assert inside(page, ".slogan-bar", ".slogan-bar__slogan, .slogan-bar button")
