"""Let the judges look at a running site: python -m tests.graders BASE [PATH …]

Without paths: up to three pages of every kind that can be reached from the front page.
"""

import argparse
import os
import shutil
import sys
from collections import Counter
from urllib.parse import urlsplit

import django
from playwright.sync_api import sync_playwright

from tests.graders import judges

OF_EACH_KIND = 3
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
LINKS = "() => [...document.links].map(a => a.href)"


def kind_of(address):
    """Return the URL pattern that answers an address; None for files and the newsroom."""
    from django.urls import Resolver404, resolve

    path = urlsplit(address).path
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return match.route if path.endswith("/") and "admin" not in match.app_names else None


def walk(page, base):
    """Yield the site's addresses, nearest first: a few of each kind. The page stands at each."""
    seen, kinds, waiting = set(), Counter(), [base + "/"]
    while waiting:
        address = waiting.pop(0).partition("#")[0]
        kind = kind_of(address)
        if address in seen or not address.startswith(base) or kind is None:
            continue
        seen.add(address)
        if kinds[kind] < OF_EACH_KIND:
            kinds[kind] += 1
            yield address
            waiting += page.evaluate(LINKS)


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.graders", description=__doc__)
    parser.add_argument("base", help="http://127.0.0.1:8000")
    parser.add_argument("paths", nargs="*", help="/tin-tuc/")
    options = parser.parse_args()
    if reason := judges.missing():
        sys.exit(f"The judges are not here: {reason}.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    base = options.base.rstrip("/")
    pages, found = {}, []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(locale="vi-VN", reduced_motion="reduce")
        addresses = [base + path for path in options.paths] or walk(page, base)
        for address in addresses:
            pages[address], lines = judges.judge(page, address)
            found += [f"{address}: {line}" for line in lines]
            print(f"{len(lines)} by axe\t{address}", flush=True)
        browser.close()
        found += judges.check_html(pages)
    print("\n".join(found) or f"Nothing to mend on {len(pages)} pages.")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
