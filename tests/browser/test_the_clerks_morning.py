import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from playwright.sync_api import expect

from tests.conftest import BROWSER
from tests.factories import make_category, make_identity, picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "mat-khau-dai-va-la-2026"


@pytest.fixture
def clerk_page(page, live_server, django_user_model):
    """A browser in which a clerk has just signed in."""
    call_command("create_groups")
    user = django_user_model.objects.create_user(
        "soanbai", "soanbai@example.vn", PASSWORD, is_staff=True
    )
    user.groups.add(Group.objects.get(name="Người soạn bài"))
    user.user_permissions.add(Permission.objects.get(codename="publish_article"))
    page.goto(f"{live_server.url}/quan-tri/")
    page.get_by_label("Tên đăng nhập").fill("soanbai")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    return page


@pytest.fixture
def new_article(clerk_page, live_server):
    """The empty form of a new article, its editor ready."""
    make_category("Xây dựng Đảng")
    clerk_page.goto(f"{live_server.url}/quan-tri/news/article/add/")
    expect(body(clerk_page)).to_be_editable()
    return clerk_page


def body(page):
    return page.frame_locator("iframe.cke_wysiwyg_frame").locator("body")


def write(page, text):
    body(page).click()
    page.keyboard.type(text)


def upload(page, file_name, content):
    """Choose a picture in the editor's own dialog, as the clerk does."""
    page.locator(".cke_button__image").click()
    page.get_by_role("tab", name="Tải lên").click()
    chooser = page.frame_locator("iframe.cke_dialog_ui_input_file").locator("input[type=file]")
    chooser.set_input_files({"name": file_name, "mimeType": "image/jpeg", "buffer": content})
    with page.expect_response("**/tai-anh/**") as answer:
        page.locator(".cke_dialog a.cke_dialog_ui_fileButton").click()
    return answer.value


def test_clerk_publishes_a_report_with_a_photo_and_a_visitor_reads_it(
    new_article, live_server, open_browser
):
    make_identity("Đảng ủy các cơ quan Đảng tỉnh")
    new_article.get_by_label("Tiêu đề").fill("Hội nghị Ban Chấp hành lần thứ 11")
    new_article.get_by_label("Chuyên mục").select_option(label="Xây dựng Đảng")
    write(new_article, "Chiều 6/7, Đảng ủy tổ chức hội nghị.")
    new_article.keyboard.press("Enter")
    upload(new_article, "anh.jpg", picture().read())
    chosen = new_article.locator(".cke_dialog input.cke_dialog_ui_input_text").first
    expect(chosen).to_have_value(re.compile("^/media/photos/"))
    new_article.locator(".cke_dialog_ui_button_ok").click()
    body(new_article).locator("figcaption").fill("Quang cảnh hội nghị. Ảnh: Anh Huy")
    new_article.get_by_role("button", name="Đăng bài").click()
    address = new_article.locator(".messagelist a[href^='/xay-dung-dang/']").get_attribute("href")

    visitor = open_browser(viewport={"width": 360, "height": 740})
    visitor.goto(live_server.url + address)

    expect(visitor.locator("h1")).to_have_text("Hội nghị Ban Chấp hành lần thứ 11")
    expect(visitor.locator(".article__body")).to_contain_text(
        "Chiều 6/7, Đảng ủy tổ chức hội nghị."
    )
    expect(visitor.locator("figcaption")).to_have_text("Quang cảnh hội nghị. Ảnh: Anh Huy")
    image = visitor.locator(".article__body figure img, .figure--wide img").first
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


def test_visitors_see_the_counter_move(live_server, open_browser):
    today = "dt:has-text('Hôm nay') + dd"
    first, second = (
        open_browser(user_agent=f"{BROWSER} (1)"),
        open_browser(user_agent=f"{BROWSER} (2)"),
    )
    first.goto(live_server.url)
    expect(first.locator(today)).to_have_text("1")

    second.goto(live_server.url)

    expect(second.locator(today)).to_have_text("2")


def test_a_file_that_is_no_picture_is_refused_in_vietnamese(new_article):
    alerts = []
    new_article.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.accept()))

    answer = upload(new_article, "anh.jpg", b"<script>alert(1)</script>")
    new_article.wait_for_timeout(300)

    assert answer.status == 422
    assert alerts == [
        "Tệp này không phải ảnh JPEG, PNG, WebP, GIF, BMP hoặc HEIC, hoặc đã bị hỏng."
    ]


def test_the_editor_runs_without_errors_under_its_policy(clerk_page, live_server):
    errors = []
    clerk_page.on("pageerror", lambda error: errors.append(str(error)))
    clerk_page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)

    clerk_page.goto(f"{live_server.url}/quan-tri/news/article/add/")
    expect(body(clerk_page)).to_be_editable()

    assert errors == []
