import pytest

from tests.factories import make_article, make_solemn_period
from tests.graders import judges, pages
from tests.graders.__main__ import walk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.graders,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.graders.urls"),
]


@pytest.fixture
def judge(live_server, open_browser):
    """Return a function that has paths judged, by name, and returns every finding, a line each."""

    def judge(paths):
        page = open_browser(reduced_motion="reduce")
        html, found = {}, []
        for name, path in paths.items():
            html[name], lines = judges.judge(page, live_server.url + path)
            found += [f"{name}: {line}" for line in lines]
        return "\n".join(found + judges.check_html(html))

    return judge


def second_page(open_browser, live_server):
    page = open_browser()
    page.goto(f"{live_server.url}/tin-tuc/")
    return page.get_by_role("link", name="Cũ hơn").get_attribute("href")


def test_nothing_to_mend_on_any_kind_of_page(judge, live_server, open_browser):
    paths = pages.full_site()
    paths["second page of the news"] = "/tin-tuc/" + second_page(open_browser, live_server)

    assert judge(paths) == ""


def test_nothing_to_mend_on_a_day_of_mourning(judge):
    paths = pages.full_site()
    make_solemn_period()

    assert judge({name: paths[name] for name in pages.SOLEMN}) == ""


def test_nothing_to_mend_on_an_empty_site(judge):
    assert judge({path: path for path in pages.EMPTY}) == ""


def test_judges_see_what_is_wrong(open_browser):
    page = open_browser()
    page.set_content("<html lang=vi><title>a</title><main><h1>a</h1><img src='data:,'></main>")
    page.evaluate(judges.AXE.read_text())

    assert any("image-alt" in line for line in judges.axe(page))
    assert judges.check_html({"a": "<!DOCTYPE html><title>a</title><p><div></p>"})


def test_a_walk_begins_at_the_front_page_and_sees_each_kind(live_server, open_browser):
    address = make_article().get_absolute_url()
    page, walked = open_browser(), []
    for found in walk(page, live_server.url):
        page.goto(found)
        walked.append(found.removeprefix(live_server.url))

    assert walked[0] == "/"
    assert {"/tin-tuc/", "/tim-kiem/", address} <= {*walked}
