"""What a reader prints is what stands on the page, whole."""

import io
import re

import pytest
from django.core.files.base import ContentFile
from PIL import Image
from playwright.sync_api import expect

from news.models import Photo
from portal.uploads import reencode
from tests.factories import make_album, make_article, make_photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GREEN = (20, 160, 40)
UPRIGHT, ACROSS = 631, 1009  # px of a sheet of A4 between its margins
SHEETS = re.compile(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]")


def portrait():
    """A photo set on end whose upper and lower ends are green."""
    picture, output = Image.new("RGB", (400, 1200), "white"), io.BytesIO()
    for top in (0, 1000):
        picture.paste(GREEN, (0, top, 400, top + 200))
    picture.save(output, "PNG")
    return reencode(ContentFile(output.getvalue(), name="chan-dung.png"))


def green_rows(shot):
    """Return how many stretches of green a picture of the screen has from top to bottom."""
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    width, height = picture.size
    rows = [
        any(is_green(picture.getpixel((x, y))) for x in range(0, width, 3)) for y in range(height)
    ]
    return sum(now and not before for before, now in zip([False, *rows], rows, strict=False))


def is_green(pixel):
    return all(abs(value - wanted) < 40 for value, wanted in zip(pixel, GREEN, strict=True))


def test_a_photo_set_on_end_is_printed_with_its_head_and_its_feet(page, live_server):
    article = make_article()
    for _ in range(2):
        Photo.objects.create(article=article, image=portrait())
    page.goto(live_server.url + article.get_absolute_url())
    page.emulate_media(media="print")
    photo = page.locator(".gallery__photos img").first
    photo.scroll_into_view_if_needed()
    expect(photo).to_have_js_property("complete", True)

    assert green_rows(photo.screenshot()) == 2


def test_a_photo_that_lies_open_over_the_page_does_not_cover_the_sheets(page, live_server):
    album = make_album("Ngày hội đoàn viên", photos=3)
    make_photo(album, caption="Trồng cây")
    page.goto(live_server.url + album.get_absolute_url())
    page.locator(".gallery__link").first.click()
    viewer = page.get_by_role("dialog", name="Xem ảnh")
    expect(viewer).to_be_visible()

    page.emulate_media(media="print")

    expect(viewer).to_be_hidden()


@pytest.mark.parametrize(("columns", "width"), [(7, UPRIGHT), (12, ACROSS), (18, ACROSS)])
def test_a_table_of_many_columns_is_printed_to_the_last(page, live_server, columns, width):
    row = "<tr>" + "<td>1.234.567.890</td>" * columns + "</tr>"
    article = make_article(body=f"<p>Số liệu:</p><table>{row * 3}</table>")
    page.goto(live_server.url + article.get_absolute_url())

    sheets = [tuple(map(float, sheet)) for sheet in SHEETS.findall(page.pdf(format="A4"))]
    page.set_viewport_size({"width": width, "height": 700})
    page.emulate_media(media="print")
    last = page.locator("tr:first-child td:last-child").bounding_box()

    assert any(wide > high for wide, high in sheets) == (width == ACROSS)
    assert last["x"] + last["width"] <= width
