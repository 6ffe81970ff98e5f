import os

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.conftest import CHROMIUM

# Playwright's own loop runs in this thread, where Django then refuses its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
expect.set_options(timeout=10_000)


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            # Chromium refuses to start as root with its sandbox; the rule keeps it on this machine.
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def open_browser(chromium):
    """Return a function that opens a fresh window, as another person would."""
    contexts = []

    def open_browser(**options):
        settings = {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}
        context = chromium.new_context(**settings | options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    yield open_browser
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_browser):
    return open_browser()
