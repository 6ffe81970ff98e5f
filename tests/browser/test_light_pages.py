import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.factories import make_article
from tests.graders import pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KB = 1000
SHIFTS = """
    window.shifts = [];
    new PerformanceObserver(list => {
      for (const entry of list.getEntries())
        window.shifts.push([entry.value, ...entry.sources.map(s => s.node?.outerHTML ?? "")]);
    }).observe({type: "layout-shift", buffered: true});
"""


@pytest.fixture
def bytes_of(page):
    """Return a function that opens an address and returns what a server sends for it.

    A server packs every text (portal.kept, WhiteNoise); Django's test server packs none.
    """
    answers = []
    page.on("response", lambda answer: answers.append(answer))

    def bytes_of(address):
        answers.clear()
        page.goto(address, wait_until="networkidle")
        return sum(sent(answer) for answer in answers)

    return bytes_of


def sent(answer):
    size = answer.request.sizes()["responseBodySize"]
    is_text = size and not answer.url.endswith(".woff2")
    return len(gzip.compress(answer.body())) if is_text else size


def test_article_without_pictures_is_light_and_the_next_one_lighter(live_server, bytes_of):
    body = "<p>" + "Hội nghị đánh giá kết quả thực hiện nhiệm vụ. " * 150 + "</p>"
    first = make_article("Hội nghị lần thứ 11", body=body)
    second = make_article("Hội nghị lần thứ 12", body=body)

    assert bytes_of(live_server.url + first.get_absolute_url()) <= 120 * KB
    assert bytes_of(live_server.url + second.get_absolute_url()) <= 30 * KB


def test_fonts_weigh_60_kb_in_all():
    fonts = Path(settings.BASE_DIR, "static/fonts").glob("*.woff2")

    assert sum(font.stat().st_size for font in fonts) <= 60 * KB


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_while_a_page_arrives_slowly(live_server, open_browser, width):
    paths = pages.full_site()
    page = open_browser(viewport={"width": width, "height": 800})
    page.add_init_script(SHIFTS)

    def late(route):
        page.wait_for_timeout(600)
        route.continue_()

    page.route(re.compile(r"\.(woff2|webp|jpg|js)$"), late)
    for name in ["home", "news", "article with one picture", "announcement"]:
        page.goto(live_server.url + paths[name], wait_until="networkidle")
        assert page.evaluate("window.shifts") == [], name
