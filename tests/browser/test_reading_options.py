import pytest
from playwright.sync_api import expect

from tests.factories import make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAPER = "() => getComputedStyle(document.body).backgroundColor"
LETTERS = "() => parseFloat(getComputedStyle(document.documentElement).fontSize)"
LIGHT, DARK = "rgb(255, 254, 251)", "rgb(23, 19, 17)"


@pytest.fixture
def options(page):
    return page.locator(".reading-options summary")


def test_choice_is_kept_for_the_next_page_without_a_cookie(live_server, page, options):
    article = make_article()
    page.goto(live_server.url)

    options.click()
    page.get_by_label("Tối").check()
    page.get_by_label("Rất lớn").check()
    page.goto(live_server.url + article.get_absolute_url())

    assert page.evaluate(PAPER) == DARK
    assert page.evaluate(LETTERS) == 21
    expect(page.get_by_label("Tối")).to_be_checked()
    assert page.context.cookies() == []


def test_options_are_worked_by_the_keyboard_alone(live_server, page, options):
    page.goto(live_server.url)

    options.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")  # to the size that is chosen
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Lớn", exact=True)).to_be_checked()
    page.keyboard.press("Escape")

    expect(options).to_be_focused()
    expect(page.locator(".reading-options__panel")).to_be_hidden()
    assert page.evaluate(LETTERS) == 18


def test_dark_is_never_the_systems_choice(live_server, open_browser):
    page = open_browser(color_scheme="dark")
    page.goto(live_server.url)

    assert page.evaluate(PAPER) == LIGHT


def test_system_that_asks_for_contrast_gets_it_until_the_reader_says_otherwise(
    live_server, open_browser
):
    page = open_browser(contrast="more")
    page.goto(live_server.url)
    assert page.evaluate(PAPER) == "rgb(255, 255, 255)"

    page.locator(".reading-options summary").click()
    page.get_by_label("Thường").check()
    page.reload()

    assert page.evaluate(PAPER) == LIGHT


def test_nothing_is_offered_where_scripts_do_not_run(live_server, open_browser):
    page = open_browser(java_script_enabled=False)
    page.goto(live_server.url)

    expect(page.locator(".reading-options")).to_be_hidden()


def test_paper_is_white_and_black_whatever_was_chosen(live_server, page, options):
    page.goto(live_server.url)
    options.click()
    page.get_by_label("Tối").check()

    page.emulate_media(media="print")

    assert page.evaluate(PAPER) == "rgb(255, 255, 255)"
    expect(options).to_be_hidden()
