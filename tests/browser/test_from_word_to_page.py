"""A clerk drops a Word report and eight photos, and readers get every word and every caption."""

import base64

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from playwright.sync_api import expect

from news.models import Article, WordImport
from portal.text import single_line
from tests.factories import make_category, make_identity, picture
from tests.news.word.files import CLOSING, LEAD, OPENING, TITLE, report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "mat-khau-dai-va-la-2026"
CAPTIONS = [f"Đoàn đại biểu thứ {number}. Ảnh: Anh Huy" for number in range(1, 9)]
FILES = """files => {
    const transfer = new DataTransfer();
    for (const [name, type, data] of files) {
        const bytes = Uint8Array.from(atob(data), letter => letter.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type }));
    }
    return transfer;
}"""


@pytest.fixture
def clerk_page(page, live_server, django_user_model):
    """A browser in which a clerk who may publish has just signed in."""
    call_command("create_groups")
    user = django_user_model.objects.create_user("soanbai", password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name="Người soạn bài"))
    user.user_permissions.add(Permission.objects.get(codename="publish_article"))
    make_category("Xây dựng Đảng")
    make_identity()
    page.goto(f"{live_server.url}/quan-tri/")
    page.get_by_label("Tên đăng nhập").fill("soanbai")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    return page


def photo(name):
    return name, "image/jpeg", picture(size=(300, 200), name=name)


def drop(page, *files):
    """Let go of files over the page, as from a folder beside the browser."""
    sent = [[name, kind, base64.b64encode(file.read()).decode()] for name, kind, file in files]
    transfer = page.evaluate_handle(FILES, sent)
    page.dispatch_event(".word-intake", "drop", {"dataTransfer": transfer})


def caption_of(page, name):
    return page.get_by_label(f"Chú thích của {name}", exact=True)


def test_a_report_with_eight_loose_photos_is_published_in_six_steps(
    clerk_page, open_browser, live_server
):
    # Photos as a camera counts them, but the second is to be the first and the last the third.
    names = ["anh-2.jpg", "anh-1.jpg", *(f"anh-{number}.jpg" for number in (4, 5, 6, 7, 8, 3))]
    steps = []

    def step(act, *arguments):
        steps.append(act)
        act(*arguments)

    step(clerk_page.get_by_role("link", name="Nhập từ Word").click)
    clerk_page.wait_for_url("**/nhap-word/")  # whole, with the script that takes what is dropped
    word = ("Báo cáo.docx", "application/octet-stream", report())
    step(drop, clerk_page, word, *(photo(name) for name in names))
    for number, words in enumerate(CAPTIONS, start=1):
        caption_of(clerk_page, f"anh-{number}.jpg").fill(words)
    step(clerk_page.get_by_role("button", name="Đưa lên: anh-1.jpg").press, "Enter")
    rows = clerk_page.locator(".word-intake__file")
    place = rows.filter(has_text="anh-4.jpg")
    upper_edge = {"x": 40, "y": 4}
    step(
        lambda: (
            rows.filter(has_text="anh-3.jpg")
            .locator(".word-intake__picture")
            .drag_to(place, target_position=upper_edge)
        )
    )
    step(clerk_page.get_by_role("button", name="Nhập", exact=True).click)
    expect(clerk_page.locator(".word-proof")).to_contain_text("không mất từ nào.")
    step(clerk_page.get_by_role("button", name="Đăng bài").click)
    expect(clerk_page.locator(".messagelist")).to_contain_text("Bài đang đăng tại")

    assert len(steps) <= 6
    assert WordImport.objects.get().lost == []
    reader = open_browser(viewport={"width": 360, "height": 740})
    reader.goto(live_server.url + Article.objects.get().get_absolute_url())
    read = single_line(reader.locator("main").text_content())
    parts = [TITLE, LEAD, "(BNP) -", OPENING, "Kết nạp đảng viên", "Quang cảnh buổi lễ.", CLOSING]
    assert [part for part in parts if part not in read] == []
    assert sorted(parts, key=read.index) == parts
    shown = reader.locator("figcaption:visible").all_text_contents()
    captions = [single_line(text) for text in shown]
    own = ["Các đại biểu dự Hội nghị. Ảnh: Anh Huy", "Quang cảnh buổi lễ."]
    assert captions == [*own, *CAPTIONS]


def test_a_refusal_leaves_files_and_captions_where_they_are(clerk_page, live_server):
    clerk_page.goto(f"{live_server.url}/quan-tri/news/article/nhap-word/")
    drop(clerk_page, photo("anh-1.jpg"))
    caption_of(clerk_page, "anh-1.jpg").fill(CAPTIONS[0])
    send = clerk_page.get_by_role("button", name="Nhập", exact=True)
    send.click()
    expect(clerk_page.locator(".errorlist")).to_contain_text("Chưa có tệp Word nào")

    drop(clerk_page, ("Báo cáo.docx", "", report()))
    send.click()

    expect(clerk_page.locator(".word-proof")).to_contain_text("không mất từ nào.")
    assert Article.objects.get().photos.last().caption == "Đoàn đại biểu thứ 1."


def test_who_was_signed_out_meanwhile_keeps_files_and_goes_on(clerk_page, live_server):
    clerk_page.goto(f"{live_server.url}/quan-tri/news/article/nhap-word/")
    drop(clerk_page, ("Báo cáo.docx", "", report()))
    clerk_page.context.clear_cookies()
    send = clerk_page.get_by_role("button", name="Nhập", exact=True)
    send.click()
    expect(clerk_page.locator(".word-intake__status")).to_contain_text("Phiên đăng nhập đã hết.")

    other = clerk_page.context.new_page()
    other.goto(f"{live_server.url}/quan-tri/")
    other.get_by_label("Tên đăng nhập").fill("soanbai")
    other.get_by_label("Mật khẩu").fill(PASSWORD)
    other.get_by_role("button", name="Đăng nhập").click()
    send.click()

    expect(clerk_page.locator(".word-proof")).to_contain_text("không mất từ nào.")


def test_the_page_works_without_javascript(open_browser, clerk_page, live_server):
    plain = open_browser(java_script_enabled=False)
    plain.context.add_cookies(clerk_page.context.cookies())
    plain.goto(f"{live_server.url}/quan-tri/news/article/nhap-word/")
    chosen = [
        {"name": "Báo cáo.docx", "mimeType": "", "buffer": report().read()},
        {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": picture().read()},
    ]
    plain.locator("input[type=file]").set_input_files(chosen)
    plain.get_by_role("button", name="Nhập", exact=True).click()

    expect(plain.locator(".word-proof")).to_contain_text("không mất từ nào.")
    assert Article.objects.get().photos.count() == 3
