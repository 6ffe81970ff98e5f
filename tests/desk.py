"""What a clerk does at the article form in a real browser; `site` is a server with its `url`."""

import random

from django.urls import reverse
from playwright.sync_api import expect

from news.models import Article

PASSWORD = "mat-khau-dai-va-la-2026"
SENTENCE = "Đảng ủy Khối tổ chức hội nghị sơ kết công tác quý ba “đợt một” – 14.531,44 tỷ"
PATIENCE = 15_000


def words(count, seed=0):
    """A paragraph of `count` characters, another one for each seed."""
    pick = random.Random(seed)  # noqa: S311 no secret
    text = ""
    while len(text) < count:
        text += pick.choice(SENTENCE.split()) + " "
    return text[: count - 1].strip().ljust(count, ".")


def sign_in(page, site, user):
    page.goto(f"{site.url}/quan-tri/login/")
    if page.url.endswith("/login/"):  # else a browser that was killed has kept its cookie
        fill_in_login(page, user)
        page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/quan-tri/")


def fill_in_login(page, user, within="body"):
    page.locator(f"{within} [name$=username]").fill(user.username)
    page.locator(f"{within} [name$=password]").fill(PASSWORD)


def form_of(article=None):
    if article is None:
        return reverse("admin:news_article_add")
    return reverse("admin:news_article_change", args=[article.pk])


def open_form(page, site, article=None):
    page.goto(site.url + form_of(article))
    expect(body(page)).to_be_editable()
    return page


def body(page):
    return page.frame_locator("iframe.cke_wysiwyg_frame").locator("body")


def write(page, text):
    """Put text into the editor at once, as a paste does; typing 5,000 keys takes a minute."""
    body(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)


def text_of(article):
    """Return the body of the article's newest revision."""
    return Article.objects.get(pk=article.pk).latest_revision.text["body"]


def wait_until_kept(page):
    expect(page.get_by_text("Đã tự lưu lúc")).to_be_visible(timeout=PATIENCE)


def save(page, **options):
    """Press the button; `no_wait_after=True` where the server may not answer."""
    page.get_by_role("button", name="Lưu và cập nhật").click(**options)
