"""Whoever leaves a form with something typed is asked; whoever saves it or only read it is not."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from playwright.sync_api import expect

from portal.models import WorkItem
from tests import desk
from tests.factories import make_category, make_work_item

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def asked():
    return []


@pytest.fixture
def page(open_browser, live_server, lam, asked):
    """A webmaster's browser, who stays on the page whenever the browser asks."""
    lam.groups.add(Group.objects.get(name="Quản trị web"))
    page = open_browser()
    desk.sign_in(page, live_server, lam)
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    return page


@pytest.fixture
def week(page, live_server):
    """The form of a week with one line."""
    week = make_work_item("Giao ban").week
    page.goto(live_server.url + reverse("admin:portal_workweek_change", args=[week.pk]))
    return page


def leave(page):
    page.evaluate("location.href = '/quan-tri/'")
    page.wait_for_timeout(500)


def test_leaving_a_week_with_something_typed_asks_first(week, asked):
    week.locator("#id_items-0-place").fill("Hội trường")

    leave(week)

    assert asked == ["beforeunload"]
    expect(week.locator("#id_items-0-place")).to_have_value("Hội trường")


def test_leaving_a_form_that_was_sent_back_asks_first(week, asked):
    week.locator("#id_items-0-content").fill("")
    week.locator("[name=_save]").click()
    expect(week.locator(".errornote")).to_be_visible()
    week.locator("#id_note").click()

    leave(week)

    assert asked == ["beforeunload"]


def test_saving_what_was_typed_asks_nothing(week, asked):
    week.locator("#id_items-0-place").fill("Hội trường")

    week.locator("[name=_save]").click()
    week.wait_for_url("**/workweek/")

    assert asked == []
    assert WorkItem.objects.get().place == "Hội trường"


def test_leaving_what_was_only_read_asks_nothing(page, live_server, asked):
    category = make_category()
    page.goto(live_server.url + reverse("admin:news_category_change", args=[category.pk]))
    page.locator("#id_name").click()

    page.locator(".breadcrumbs a").first.click()
    page.wait_for_url("**/quan-tri/")

    assert asked == []


def test_a_double_click_sends_a_form_once(week):
    sent = []
    week.on("request", lambda request: sent.append(request.method))

    week.evaluate("""() => {
        const button = document.querySelector("[name=_save]");
        button.click();
        setTimeout(() => button.click(), 50);
    }""")
    week.wait_for_url("**/workweek/")

    assert sent.count("POST") == 1
