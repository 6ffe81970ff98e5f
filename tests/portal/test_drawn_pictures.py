"""Pictures of ours: the one a chat shows of a page without a photo, and the office's icons."""

import io
import json
import os
import time

import pytest
from bs4 import BeautifulSoup
from django.core.files.storage import default_storage
from django.core.management import call_command
from PIL import Image

from news.models import Article
from portal import drawn
from portal.models import AgencyIdentity
from portal.uploads import reencode
from tests.factories import make_article, make_category, make_identity, picture

pytestmark = pytest.mark.django_db

LONG = "Hội nghị trực tuyến toàn tỉnh sơ kết công tác xây dựng Đảng 6 tháng đầu năm, triển khai "
LONG += (
    "nhiệm vụ trọng tâm 6 tháng cuối năm 2024 và tổng kết 10 năm thực hiện Chỉ thị 05-CT/TW " * 2
)


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def shared(client, address="/"):
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    return soup.find("meta", property="og:image")["content"].removeprefix("http://portal.example")


def opened(answer):
    return Image.open(io.BytesIO(b"".join(answer.streaming_content)))


def test_an_article_without_a_photo_is_shared_with_a_drawn_picture(client):
    make_identity()
    address = shared(client, make_article().get_absolute_url())

    answer = client.get(address)

    assert answer.headers["Content-Type"] == "image/png"
    assert "immutable" in answer.headers["Cache-Control"]
    assert opened(answer).size == (1200, 630)


def test_a_picture_is_drawn_for_its_first_reader_only(client, monkeypatch):
    address = shared(client, make_article().get_absolute_url())
    client.get(address)
    monkeypatch.delattr(drawn.SharePicture, "draw")

    assert opened(client.get(address)).size == (1200, 630)


def test_no_page_draws(client, monkeypatch):
    monkeypatch.delattr(drawn.SharePicture, "draw")
    monkeypatch.delattr(drawn.Icon, "draw")

    assert client.get(make_article().get_absolute_url()).status_code == 200


def test_a_new_title_has_a_new_picture_and_the_old_address_leads_there(client):
    article = make_article("Tên cũ")
    old = shared(client, article.get_absolute_url())
    client.get(old)
    Article.objects.update(title="Tên mới")
    new = shared(client, article.get_absolute_url())

    answer = client.get(old)

    assert new != old
    assert (answer.status_code, answer.url) == (302, new)


def test_two_who_come_at_once_leave_one_file(client):
    picture = drawn.SitePicture(make_identity())
    picture.keep(picture.draw())
    picture.keep(picture.draw())

    folder = picture.name.rpartition("/")[0]
    assert len(default_storage.listdir(folder)[1]) == 1


def test_old_pictures_are_swept_and_drawn_anew_for_whoever_asks(client, capsys):
    old = shared(client, make_article("Bài cũ").get_absolute_url())
    recent = shared(client, make_article("Bài mới").get_absolute_url())
    client.get(old)
    a_hundred_days_ago = time.time() - 100 * 86400
    for name in drawn.drawn_names():
        os.utime(default_storage.path(name), (a_hundred_days_ago,) * 2)
    client.get(recent)

    call_command("delete_old_pictures")

    assert "Đã xóa 1 ảnh" in capsys.readouterr().out
    assert len(list(drawn.drawn_names())) == 1
    assert opened(client.get(old)).size == (1200, 630)


def test_where_nothing_was_drawn_nothing_is_swept(capsys):
    call_command("delete_old_pictures")

    assert "Đã xóa 0 ảnh" in capsys.readouterr().out


def test_the_old_office_signs_what_appeared_in_its_day(client):
    make_identity("Tên cũ", valid_until="2024-06-30")
    make_identity("Tên mới", valid_from="2024-07-01")
    article = make_article(published_at="2023-05-05T08:00+07:00")

    then = client.get(shared(client, article.get_absolute_url()))

    office = AgencyIdentity.objects.get(name="Tên cũ")
    expected = drawn.SharePicture(office, article.title, article.section_name).draw()
    assert opened(then).convert("RGB").tobytes() == expected.convert("RGB").tobytes()


@pytest.mark.parametrize(
    "title",
    [
        "Đại hội",
        "ẾẪẲỖỬ ĐẢNG ỦY KHỐI ặậệộựỵ " * 9,
        LONG[:300],
        "A" * 300,
        "漢字 🎉 \u202e",
        "<b>&amp;</b>",
    ],
)
def test_any_title_stands_whole_inside_its_picture(title):
    """Nothing touches the edges nor the masthead: that is where a mark would be cut."""
    office = AgencyIdentity(name="Đảng ủy Khối " * 15)

    shown = drawn.SharePicture(office, title, "Xây dựng Đảng").draw().convert("RGB")

    assert shown.size == (1200, 630)
    paper = shown.getpixel((5, 400))
    for edge in [
        (0, 182, 1200, 196),
        (0, 618, 1200, 630),
        (0, 182, 50, 630),
        (1150, 182, 1200, 630),
    ]:
        assert [colour for _, colour in shown.crop(edge).getcolors()] == [paper], edge


def test_lines_leave_room_for_stacked_marks():
    for face in [drawn.SERIF, drawn.SANS, drawn.SANS_BOLD]:
        font = drawn.typeface(face, 100)
        _, top, _, bottom = font.getbbox("ẾẪẲỖỬ ĐẢNG ỦY KHỐI ặậệộựỵ", anchor="ls")
        assert bottom - top <= drawn.LEADING * 100, face


# ---------- Icons ----------


def icons(client):
    soup = BeautifulSoup(client.get("/").content, "html.parser")
    return {link["rel"][0]: link["href"] for link in soup.select("link[rel*=icon]")}


def test_without_an_emblem_the_star_stands_for_the_office(client):
    make_identity()

    found = icons(client)

    assert found["icon"] == "/static/img/star.svg"
    assert opened(client.get(found["apple-touch-icon"])).size == (180, 180)
    assert opened(client.get("/favicon.ico")).format == "ICO"


def test_the_offices_emblem_is_its_icon_everywhere(client):
    green = (0, 120, 60)
    make_identity(emblem=reencode(picture((400, 300), "PNG", green)))

    for address in [icons(client)["apple-touch-icon"], icons(client)["icon"], "/favicon.ico"]:
        icon = opened(client.get(address)).convert("RGB")
        assert icon.width == icon.height
        assert icon.getpixel((icon.width // 2, icon.height // 2)) == green


def test_an_emblem_whose_file_is_gone_breaks_nothing(client):
    office = make_identity(emblem=reencode(picture(format="PNG")))
    default_storage.delete(office.emblem.name)

    assert client.get("/favicon.ico").status_code == 200


def test_the_manifest_names_the_office_and_icons_that_open(client):
    office = make_identity("Đảng ủy Khối")

    answer = client.get("/site.webmanifest")

    manifest = json.loads(answer.content)
    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert (manifest["name"], manifest["lang"]) == (office.site_name, "vi")
    for icon in manifest["icons"]:
        width, _, _ = icon["sizes"].partition("x")
        assert opened(client.get(icon["src"])).width == int(width)


def test_only_the_sizes_we_offer_are_drawn(client):
    assert client.get("/bieu-tuong/9999-0123456789.png").status_code == 404


@pytest.mark.browser
def test_a_browser_takes_the_manifest_under_our_policy(page, live_server):
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    make_identity()
    make_category()

    page.goto(live_server.url)
    session = page.context.new_cdp_session(page)
    manifest = session.send("Page.getAppManifest")

    assert manifest["errors"] == []
    assert "Đảng ủy" in json.loads(manifest["data"])["name"]
    assert complaints == []
