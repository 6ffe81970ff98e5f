"""Vietnamese stacks two marks on a capital: a line too tight cuts them off and changes the word."""

import pytest

from tests.factories import make_solemn_period
from tests.graders import pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIXTURE = "ẾẪẲỖỬ ĐẢNG ỦY KHỐI ặậệộựỵ"

# Put the fixture into every element that holds words, and measure its ink against its line. Return
# the elements whose lines touch, and those that lie in a box which cuts off what sticks out.
CLIPPED = """
    fixture => {
      const pen = document.createElement("canvas").getContext("2d");
      const found = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const texts = [];
      while (walker.nextNode()) if (walker.currentNode.data.trim()) texts.push(walker.currentNode);
      for (const text of texts) {
        const element = text.parentElement;
        const isForEars = element.offsetWidth <= 1 || element.closest(".visually-hidden");
        if (isForEars || !element.offsetParent) continue;
        const style = getComputedStyle(element);
        pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
        const ink = pen.measureText(fixture);
        const line = parseFloat(style.lineHeight) || 1.15 * parseFloat(style.fontSize);
        const room = line - ink.actualBoundingBoxAscent - ink.actualBoundingBoxDescent;
        const name = `${element.tagName.toLowerCase()}.${element.className}`;
        // A pixel is what hinting adds to the ink of a stand-in font.
        if (room < -1) found.push(`${name}: lines of ${line} px touch by ${-room}`);
        for (let box = element; box !== document.body; box = box.parentElement) {
          const {overflowX, overflowY} = getComputedStyle(box);
          const cuts = [overflowX, overflowY].some(v => v === "hidden" || v === "clip");
          if (cuts) found.push(`${name} lies in ${box.className}, which cuts off what sticks out`);
        }
        text.data = fixture;
      }
      if (document.documentElement.scrollWidth > innerWidth) found.push("the page is too wide");
      return [...new Set(found)];
    }
"""


@pytest.mark.parametrize("width", [320, 1280])
def test_no_line_is_too_tight_for_its_marks(live_server, open_browser, width):
    paths = pages.full_site()
    make_solemn_period()
    page = open_browser(viewport={"width": width, "height": 800}, reduced_motion="reduce")

    for name, path in paths.items():
        if name.startswith(("error", "sign in", "forgotten")):
            continue
        page.goto(live_server.url + path)
        page.evaluate("document.fonts.ready.then(() => {})")
        assert page.evaluate(CLIPPED, FIXTURE) == [], name


@pytest.mark.parametrize("letters", [16, 32])
def test_no_page_is_wider_than_its_window(live_server, open_browser, letters):
    paths = pages.full_site()
    page = open_browser(reduced_motion="reduce")
    browser = page.context.new_cdp_session(page)
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": letters, "fixed": letters}})

    for name in ["home", "news", "documents", "article with twelve pictures", "document", "page"]:
        page.goto(live_server.url + paths[name])
        for width in [320, 360, 768, 1280, 1920]:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
                name,
                width,
            )
