"""Pictures that a reader has no other place to see whole."""

import pytest

from tests.factories import make_article, make_photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("size", [(800, 1200), (900, 900)])
def test_a_photo_set_on_end_above_an_article_is_not_cut(open_browser, live_server, width, size):
    article = make_article()
    article.cover = make_photo(article, size)
    article.save()
    page = open_browser(viewport={"width": width, "height": 800})

    page.goto(live_server.url + article.get_absolute_url())

    box = page.locator(".figure--wide img").bounding_box()
    assert box["width"] / box["height"] == pytest.approx(size[0] / size[1], rel=0.01)
    assert page.evaluate("document.documentElement.scrollWidth") == width
