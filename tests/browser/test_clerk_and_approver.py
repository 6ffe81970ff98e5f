"""A new clerk and a new approver take one report from the empty form to its readers."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from playwright.sync_api import expect

from tests.factories import make_category, make_identity

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "mat-khau-dai-va-la-2026"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
TITLE = "Hội nghị Ban Chấp hành lần thứ 11"
REASON = "Thiếu tên đồng chí chủ trì hội nghị."


@pytest.fixture
def signed_in(live_server, open_browser, django_user_model):
    """Return a function that opens a browser in which a new member has just signed in."""

    def signed_in(group, username, name, **options):
        call_command("create_groups")
        last_name, first_name = name
        user = django_user_model.objects.create_user(
            username,
            f"{username}@example.vn",
            PASSWORD,
            last_name=last_name,
            first_name=first_name,
            is_staff=True,
        )
        user.groups.add(Group.objects.get(name=group))
        page = open_browser(**options)
        page.goto(f"{live_server.url}/quan-tri/")
        page.get_by_label("Tên đăng nhập").fill(username)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        return page

    return signed_in


def write(page, text):
    body = page.frame_locator("iframe.cke_wysiwyg_frame").locator("body")
    expect(body).to_be_editable()
    body.click()
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type(text)


def test_a_report_goes_from_a_new_clerk_by_way_of_a_phone_to_its_readers(
    signed_in, open_browser, live_server
):
    make_identity("Đảng ủy các cơ quan Đảng tỉnh")
    make_category("Xây dựng Đảng")
    clerk = signed_in("Người soạn bài", "soanbai", ("Nguyễn Ngọc", "Lam"))
    approver = signed_in("Người duyệt", "duyetbai", ("Lê Minh", "Đức"), **PHONE)

    # The clerk writes and submits.
    clerk.get_by_role("link", name="Viết bài").click()
    clerk.get_by_label("Tiêu đề").fill(TITLE)
    write(clerk, "Sáng 6/7, Đảng ủy tổ chức hội nghị.")
    clerk.get_by_label("Chuyên mục").select_option(label="Xây dựng Đảng")
    clerk.get_by_role("button", name="Gửi duyệt").click()
    expect(clerk.locator(".messagelist")).to_contain_text("Đã gửi duyệt.")

    # The approver returns it, on a phone.
    approver.reload()
    approver.get_by_role("link", name=TITLE).click()
    expect(approver.locator(".article__body")).to_contain_text("Sáng 6/7")
    approver.locator("summary", has_text="Trả lại").click()
    approver.get_by_label("Lý do trả lại").fill(REASON)
    approver.get_by_role("button", name="Trả lại").click()
    expect(approver.get_by_role("button", name="Duyệt và đăng")).to_have_count(0)

    # The clerk finds it on the front page with the reason, mends it and submits again.
    clerk.goto(f"{live_server.url}/quan-tri/")
    expect(clerk.locator(".pile--returned")).to_contain_text(REASON)
    clerk.get_by_role("link", name=TITLE).click()
    expect(clerk.locator(".state-notice")).to_contain_text("Trả lại bởi Lê Minh Đức")
    write(clerk, " Đồng chí Trần Thu Hà chủ trì.")
    clerk.get_by_role("button", name="Gửi duyệt").click()
    expect(clerk.locator(".messagelist")).to_contain_text("Đã gửi duyệt.")

    # The approver approves what is new in it.
    approver.goto(f"{live_server.url}/quan-tri/")
    approver.get_by_role("link", name=TITLE).click()
    expect(approver.locator(".review__changes")).to_contain_text("Đồng chí Trần Thu Hà chủ trì.")
    assert approver.evaluate("document.documentElement.scrollWidth <= innerWidth")
    approver.get_by_role("button", name="Duyệt và đăng").click()
    expect(approver.get_by_role("button", name="Duyệt và đăng")).to_have_count(0)

    # The reader reads it.
    reader = open_browser(**PHONE)
    reader.goto(live_server.url)
    reader.get_by_role("link", name=TITLE).first.click()
    expect(reader.locator("h1")).to_have_text(TITLE)
    expect(reader.locator(".article__body")).to_contain_text("Đồng chí Trần Thu Hà chủ trì.")
