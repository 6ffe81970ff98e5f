"""Forms of the newsroom whose last column must not lie beyond the screen."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from playwright.sync_api import expect

from tests import desk
from tests.factories import make_article, make_photo, make_work_item

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_line_of_a_week_shows_whether_readers_see_it(open_browser, live_server, lam):
    lam.groups.add(Group.objects.get(name="Quản trị web"))
    item = make_work_item(starts_at="08:00", chair="Đồng chí Bí thư", place="Hội trường")
    page = open_browser(viewport={"width": 1280, "height": 800})
    desk.sign_in(page, live_server, lam)
    page.goto(live_server.url + reverse("admin:portal_workweek_change", args=[item.week.pk]))

    box = page.locator("#id_items-0-is_public")

    expect(box).to_be_in_viewport()


def test_a_photo_that_may_only_be_seen_fits_a_phone(open_browser, live_server, lam):
    lam.user_permissions.clear()  # who publishes may change it
    photo = make_photo(make_article())
    page = open_browser(viewport={"width": 360, "height": 740})
    desk.sign_in(page, live_server, lam)

    page.goto(live_server.url + reverse("admin:news_photo_change", args=[photo.pk]))

    expect(page.locator(".photo-shown img")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_letter_that_no_key_has_is_chosen_on_a_phone(open_browser, live_server, lam):
    page = open_browser(viewport={"width": 360, "height": 740})
    desk.sign_in(page, live_server, lam)
    desk.open_form(page, live_server)
    desk.body(page).click()

    page.get_by_role("button", name="Chèn ký tự đặc biệt").click()
    window = page.get_by_role("dialog").bounding_box()
    assert window["x"] >= 0
    assert window["x"] + window["width"] <= 360
    page.get_by_role("option", name="Gạch ngang dài").click()

    expect(desk.body(page)).to_have_text("—")
