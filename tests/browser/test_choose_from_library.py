"""A clerk takes a picture out of the library, and the reader sees it with its words."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from playwright.sync_api import expect

from tests.factories import make_article, make_category, make_identity, make_photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "mat-khau-dai-va-la-2026"
CAPTION = "Quang cảnh <b>hội nghị</b>."


@pytest.fixture
def clerk_page(page, live_server, django_user_model):
    """A browser in which a clerk has just signed in; `page.errors` is what its console says."""
    call_command("create_groups")
    user = django_user_model.objects.create_user("soanbai", password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name="Người soạn bài"))
    user.user_permissions.add(Permission.objects.get(codename="publish_article"))
    page.goto(f"{live_server.url}/quan-tri/")
    page.get_by_label("Tên đăng nhập").fill("soanbai")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    return page


def test_a_picture_of_another_article_is_found_chosen_and_read(
    clerk_page, live_server, open_browser
):
    make_identity()
    make_category("Xây dựng Đảng")
    make_photo(make_article("Lễ trao huy hiệu"), caption="Lễ trao huy hiệu")
    wanted = make_photo(make_article(), caption=CAPTION, credit="Anh Huy", alt="Hội trường lớn")
    clerk_page.goto(f"{live_server.url}/quan-tri/news/article/add/")
    body = clerk_page.frame_locator("iframe.cke_wysiwyg_frame").locator("body")
    expect(body).to_be_editable()
    clerk_page.get_by_label("Tiêu đề").fill("Nhìn lại một năm")
    clerk_page.get_by_label("Chuyên mục").select_option(label="Xây dựng Đảng")
    body.click()
    clerk_page.keyboard.type("Một năm đã qua.")
    clerk_page.keyboard.press("Enter")

    clerk_page.locator(".cke_button__image").click()
    with clerk_page.expect_popup() as opened:
        clerk_page.get_by_role("button", name="Chọn trong kho").click()
    library = opened.value
    errors = []
    library.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    library.get_by_label("Tìm ảnh").fill("quang canh")
    library.get_by_role("button", name="Tìm").click()
    expect(library.locator(".library__photo")).to_have_count(1)
    with library.expect_event("close"):
        library.locator(".library__photo").click()
    address = clerk_page.locator(".cke_dialog input.cke_dialog_ui_input_text").first
    expect(address).to_have_value(wanted.image.url)
    clerk_page.locator(".cke_dialog_ui_button_ok").click()
    expect(body.locator("figcaption")).to_have_text(f"{CAPTION} Ảnh: Anh Huy")
    clerk_page.get_by_role("button", name="Đăng bài").click()
    article = clerk_page.locator(".messagelist a[href^='/xay-dung-dang/']").get_attribute("href")

    reader = open_browser()
    reader.goto(live_server.url + article)
    expect(reader.locator("figcaption")).to_have_text(f"{CAPTION} Ảnh: Anh Huy")
    expect(reader.locator("figure img").first).to_have_attribute("alt", "Hội trường lớn")
    assert errors == []
