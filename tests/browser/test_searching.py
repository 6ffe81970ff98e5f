"""Searching as a reader does: with the keyboard, on a phone, without scripts."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_article, make_identity

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def articles():
    make_identity()
    make_article("Hội nghị sơ kết")
    make_article("Hội thao mùa xuân")


def test_suggestions_are_walked_with_the_keyboard(page, live_server, articles):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(live_server.url)
    field = page.locator("#tim-tren-dau")
    field.press_sequentially("hoi")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(field).to_have_attribute("aria-expanded", "true")

    field.press("ArrowDown")
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", options.nth(1).get_attribute("id"))
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("hoi")

    field.press_sequentially(" ngh")
    expect(options).to_have_count(1)
    field.press("ArrowDown")
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hội nghị sơ kết")


def test_on_a_phone_without_scripts_everything_is_there(open_browser, live_server, articles):
    page = open_browser(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page.goto(live_server.url)
    page.get_by_role("link", name="Tìm kiếm").first.click()

    page.get_by_label("Từ cần tìm").fill("hoi nghi so ket")
    page.get_by_label("Từ cần tìm").press("Enter")

    expect(page.locator(".search-result__title")).to_have_text("Hội nghị sơ kết")
    assert page.locator("html").evaluate("e => e.scrollWidth") <= 320
