"""What helps a reader through a long article: contents list, tables, gallery."""

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import expect

from news.models import Attachment
from news.outline import unused
from tests.factories import make_announcement, make_article, make_photo
from tests.reading import open_article

THREE_PARTS = (
    "<p>Sáng 6/7.</p><h2>Kết quả</h2><p>Tốt.</p><h3>Xây dựng Đảng</h3><p>Khá.</p><h2>Kết quả</h2>"
)

# Waits for the step that a picture takes back when it closes.
STEP_BACK = """
    () => history.state && new Promise(done => addEventListener("popstate", () => done()))
"""


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_article, make_announcement])
def test_contents_list_leads_to_each_heading(client, make):
    page = open_article(client, make(body=THREE_PARTS))

    links = page.select(".contents a")
    assert [link.text for link in links] == ["Kết quả", "Xây dựng Đảng", "Kết quả"]
    for link in links:
        heading = page.find(id=link["href"].removeprefix("#"))
        assert heading.name in ("h2", "h3")
        assert heading.text == link.text
    assert len({link["href"] for link in links}) == 3


@pytest.mark.django_db
def test_two_headings_make_no_contents_list(client):
    page = open_article(client, make_article(body="<h2>Một</h2><p>a</p><h2>Hai</h2><p>b</p>"))

    assert not page.select(".contents")
    assert page.find(id="muc-hai").text == "Hai"  # yet it can be linked to


@pytest.mark.django_db
def test_heading_keeps_its_address_when_another_is_put_before_it(client):
    article = make_article(body="<h2>Kết quả</h2>")
    article.body = "<h2>Khai mạc</h2><h2 class='text-center'>Kết quả</h2>"
    article.save()

    assert open_article(client, article).find(id="muc-ket-qua").text == "Kết quả"


def test_each_of_many_equal_headings_has_an_address_found_at_once():
    tried = []

    class Used(dict):
        def __contains__(self, name):
            tried.append(name)
            return super().__contains__(name)

    used = Used()
    names = [unused("muc-a", used) for _ in range(100)] + [unused("muc-a-2", used)]

    assert len(set(names)) == 101
    assert names[:3] == ["muc-a", "muc-a-2", "muc-a-3"]
    assert len(tried) < 300


@pytest.mark.django_db
def test_each_table_is_a_region_with_a_name_of_its_own(client):
    table = "<table>{}<tbody><tr><td>1</td></tr></tbody></table>"
    named = table.format("<caption>Chỉ tiêu &lt;2026&gt;</caption>")
    page = open_article(client, make_article(body=table.format("") + named + table.format("")))

    regions = page.select("[role=region]")
    assert [r["aria-label"] for r in regions] == ["Bảng 1", "Bảng 2: Chỉ tiêu <2026>", "Bảng 3"]
    assert all(region["tabindex"] == "0" for region in regions)


@pytest.mark.django_db
def test_a_table_kept_with_attributes_stays_in_its_region(client):
    table = '<table title="x"><caption lang="vi">Chỉ tiêu</caption><tr><td>1</td></tr></table>'
    page = open_article(client, make_article(body=f"{table}<p>Lời sau.</p>"))

    assert page.select_one("[role=region]")["aria-label"] == "Bảng 1: Chỉ tiêu"
    assert page.select_one(".article__body").find("p", string="Lời sau.")


@pytest.mark.django_db
def test_one_photo_that_stands_nowhere_in_the_text_follows_it(client):
    article = make_article()
    make_photo(article, caption="Quang cảnh")

    page = open_article(client, article)

    assert page.select_one("figure .figure__caption").text == "Quang cảnh"
    assert not page.select(".gallery")


@pytest.mark.django_db
def test_gallery_is_a_list_of_links_to_the_pictures(client):
    article = make_article()
    photos = [make_photo(article, caption=f"Ảnh chụp {n}", credit="Anh Huy") for n in range(3)]

    page = open_article(client, article)

    links = page.select(".gallery a")
    assert [link["href"] for link in links] == [photo.image.url for photo in photos]
    assert [link.text.strip() for link in links][0] == "Xem ảnh lớn 1/3"
    assert page.text.count("Ảnh: Anh Huy") == 3


@pytest.fixture
def gallery_page(live_server, transactional_db, open_browser):
    """A phone that came from the front page to an article with a gallery of three."""
    article = make_article()
    for number in range(3):
        make_photo(article, caption=f"Ảnh chụp {number + 1}")
    page = open_browser(viewport={"width": 360, "height": 640})
    page.goto(live_server.url)
    page.goto(live_server.url + article.get_absolute_url())
    return page


@pytest.mark.browser
def test_gallery_is_walked_through_with_the_keyboard(gallery_page):
    page = gallery_page
    viewer, links = page.get_by_role("dialog", name="Xem ảnh"), page.locator(".gallery__link")

    links.nth(1).focus()
    page.keyboard.press("Enter")
    expect(viewer.get_by_text("Ảnh 2/3")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(viewer.get_by_text("Ảnh 3/3")).to_be_visible()
    expect(viewer.get_by_text("Ảnh chụp 3")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(viewer.get_by_text("Ảnh 1/3")).to_be_visible()
    page.keyboard.press("End")
    expect(viewer.get_by_text("Ảnh 3/3")).to_be_visible()
    page.keyboard.press("Home")
    expect(viewer.get_by_text("Ảnh 1/3")).to_be_visible()
    for _ in range(8):  # the page behind is never reached
        page.keyboard.press("Tab")
        inside = (
            "!document.activeElement.closest('main') || !!document.activeElement.closest('dialog')"
        )
        assert page.evaluate(inside)
    page.keyboard.press("Escape")

    expect(viewer).to_be_hidden()
    expect(links.nth(0)).to_be_focused()


@pytest.mark.browser
def test_back_closes_the_picture_and_stays_on_the_page(gallery_page):
    page, address = gallery_page, gallery_page.url
    viewer = page.get_by_role("dialog", name="Xem ảnh")
    page.locator(".gallery__link").first.click()
    viewer.get_by_role("button", name="Ảnh trước").click()
    expect(viewer.get_by_text("Ảnh 3/3")).to_be_visible()

    page.go_back()

    expect(viewer).to_be_hidden()
    assert page.url == address
    expect(page.locator(".gallery__link").nth(2)).to_be_focused()
    expect(page.locator(".gallery__link").nth(2)).to_be_in_viewport()


@pytest.mark.browser
@pytest.mark.parametrize("shut", ["Escape", "Đóng"])
def test_a_picture_closed_by_hand_is_no_step_of_the_way_back(gallery_page, shut):
    page, address = gallery_page, gallery_page.url
    viewer = page.get_by_role("dialog", name="Xem ảnh")
    for link in page.locator(".gallery__link").all():
        link.click()
        expect(viewer).to_be_visible()
        if shut == "Escape":
            page.keyboard.press("Escape")
        else:
            viewer.get_by_role("button", name=shut).click()
        expect(viewer).to_be_hidden()
        page.evaluate(STEP_BACK)
        expect(link).to_be_in_viewport()

    page.go_back()

    assert page.url != address


@pytest.mark.browser
def test_a_page_loaded_again_under_a_picture_shows_it_again(gallery_page):
    viewer = gallery_page.get_by_role("dialog", name="Xem ảnh")
    gallery_page.locator(".gallery__link").nth(1).click()

    gallery_page.reload()

    expect(viewer.get_by_text("Ảnh 2/3")).to_be_visible()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("bytes_of_it", "told"), [(10, "1 KB"), (2**20 - 100, "1,0 MB"), (1_258_000, "1,2 MB")]
)
def test_size_of_a_file_is_told_in_few_figures(client, bytes_of_it, told):
    article = make_announcement()
    content = ContentFile(b"%PDF-1.4\n".ljust(bytes_of_it, b"%"), name="thong-bao.pdf")
    Attachment.objects.create(article=article, file=content)

    page = open_article(client, article)

    assert page.select_one(".attachments__info").text.endswith(told)
