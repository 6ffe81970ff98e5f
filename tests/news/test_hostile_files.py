"""Files that are not what they say, sent through every door that takes files."""

import base64
import io
import re
import struct
import zipfile
import zlib

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from news.models import Article, Attachment, Photo
from tests.factories import make_photo, picture, post_article, write_article

pytestmark = pytest.mark.django_db

PAGE = b"<html><script>alert(document.domain)</script></html>"
PHP = b"<?php system($_GET['c']); ?>"
STORED_NAME = re.compile(r"photos/\d{4}/\d\d/[0-9a-f]{20}\.(jpg|png)")
LONG_NAME = "Ảnh Đại hội đại biểu Đảng bộ tỉnh lần thứ mười bảy " * 6


def encoded(image, format="JPEG", **options):
    output = io.BytesIO()
    image.save(output, format, **options)
    return output.getvalue()


def plain(mode="RGB", color=(151, 19, 26), size=(60, 40)):
    return Image.new(mode, size, color)


JPEG, PNG, GIF, HEIC = (encoded(plain(), format) for format in ("JPEG", "PNG", "GIF", "HEIF"))


def upload(client, data, name="anh.jpg"):
    """Send one file as the editor does."""
    file = ContentFile(data, name=name)
    return client.post(reverse("admin:news_photo_upload"), {"upload": file})


def stored(client, data, name="anh.jpg"):
    """Send a picture that must be taken; return its Photo and what a browser then gets."""
    answer = upload(client, data, name)
    assert answer.status_code == 201, answer.text
    served = client.get(answer.json()["url"])
    return Photo.objects.latest("pk"), served.getvalue()


def reason(answer):
    assert answer.status_code == 422
    return answer.json()["error"]["message"]


def png_header(width, height):
    """A whole PNG that says it is huge and holds a few bytes."""

    def chunk(kind, data):
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + pixels + chunk(b"IEND", b"")


def heic_that_says(size, real):
    """A HEIC whose container tells another size than its picture has (ISO/IEC 23008-12, ispe)."""
    told, true = (b"ispe" + bytes(4) + struct.pack(">II", side, side) for side in (size, real))
    data = encoded(plain(size=(real, real)), "HEIF")
    assert true in data
    return data.replace(true, told)


def with_place(format="JPEG"):
    """A phone's photo: turned on its side, with the place where it was taken and a comment."""
    image = plain(size=(80, 40))
    ImageDraw.Draw(image).rectangle((0, 0, 20, 39), "white")  # left, so on top once it is turned
    exif = Image.Exif()
    exif[0x0112] = 6  # Orientation: turn by 90 degrees, clockwise
    exif[0x010F] = "HANG-MAY-ANH"
    exif.get_ifd(0x8825)[2] = (13.0, 58.0, 59.0)
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>TOA-DO</x:xmpmeta>"
    return encoded(image, format, exif=exif.tobytes(), comment=b"GHI-CHU", xmp=xmp)


# ---------- Pictures ----------


@pytest.mark.parametrize(
    ("data", "name", "extension"),
    [
        (JPEG, "anh.jpg", "jpg"),
        (PNG, "anh.png", "png"),
        (GIF, "anh.gif", "png"),
        (encoded(plain(), "WEBP"), "anh.webp", "jpg"),
        (encoded(plain(), "BMP"), "anh.bmp", "jpg"),
        (HEIC, "IMG_0417.HEIC", "jpg"),
        (encoded(plain("RGBA"), "HEIF"), "anh.heif", "png"),
        (JPEG, "anh.png", "jpg"),  # named after another format
        (PNG, "anh.JPG", "png"),
        (HEIC, "anh.jpg", "jpg"),
        (JPEG, "sh.php", "jpg"),
        (GIF, "sh.phtml", "png"),
        (JPEG, "anh.jpg.php", "jpg"),
        (JPEG, "anh.php.jpg", "jpg"),
        (JPEG, "trang.html", "jpg"),
        (JPEG, "trang.svg", "jpg"),
        (JPEG, ".htaccess", "jpg"),
        (JPEG, "anh", "jpg"),
        (JPEG, "con.jpg", "jpg"),
        (JPEG, "../../../portal/settings.py", "jpg"),
        (JPEG, "..\\..\\settings.py", "jpg"),
        (JPEG, "/etc/passwd", "jpg"),
        (JPEG, "anh.jpg\x00.php", "jpg"),
        (JPEG, "anh%00.php", "jpg"),
        (JPEG, "anh\u202egpj.php", "jpg"),  # reads backwards
        (JPEG, "anh\r\nX-Evil: 1.jpg", "jpg"),
        (JPEG, '"><script>alert(1)</script>.jpg', "jpg"),
        (JPEG, f"{LONG_NAME[:296]}.jpg", "jpg"),
    ],
)
def test_a_stored_name_is_ours_whatever_the_file_is_called(clerk, data, name, extension):
    photo, _ = stored(clerk, data, name)

    assert STORED_NAME.fullmatch(photo.image.name)[1] == extension


@pytest.mark.parametrize(
    ("data", "extension"),
    [
        (GIF + PAGE, "html"),
        (GIF + PHP, "php"),
        (JPEG + PHP, "php"),
        (PNG + PAGE, "html"),
        (HEIC + PAGE, "html"),
        (encoded(plain(), comment=PAGE), "html"),
        (encoded(plain(), "GIF", comment=PHP), "php"),
        (JPEG + b"PK\x05\x06" + PHP, "jar"),
        (encoded(plain(), icc_profile=b"acsp" + PAGE), "html"),
        (encoded(plain(), exif=b"Exif\x00\x00" + PHP), "php"),
    ],
)
def test_what_hides_beside_a_picture_is_gone(clerk, data, extension):
    photo, served = stored(clerk, data, f"hai-mat.{extension}")

    assert b"<script" not in served
    assert b"<?php" not in served
    Image.open(io.BytesIO(served)).load()


def test_what_hides_in_the_text_of_a_png_is_gone(clerk):
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", PAGE.decode())
    words.add_itxt("XML:com.adobe.xmp", "<x>TOA-DO</x>", zip=False)

    _, served = stored(clerk, encoded(plain(), "PNG", pnginfo=words), "anh.png")

    assert b"<script" not in served
    assert b"TOA-DO" not in served


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "rong.jpg"),
        (PAGE, "trang.jpg"),
        (PHP, "sh.jpg"),
        (b"\xff\xd8\xff\xe0" + PHP, "dau-jpeg.jpg"),
        (b"GIF89a" + PAGE, "dau-gif.gif"),
        (b"\x89PNG\r\n\x1a\n" + PAGE, "dau-png.png"),
        (HEIC[:24] + PAGE, "dau-heic.heic"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "anh.svg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "anh.png"),
        (JPEG[: len(JPEG) // 2], "cut.jpg"),
        (PNG[: len(PNG) // 2], "cut.png"),
        (GIF[:12], "cut.gif"),
        (HEIC[: len(HEIC) // 2], "cut.heic"),
        (heic_that_says(60, real=600), "anh.heic"),  # more pixels than were told
        (heic_that_says(600, real=64), "anh.heic"),
        (PNG.replace(b"IDAT", b"IDAX"), "anh.png"),
        (encoded(plain(), "TIFF"), "anh.tif"),
        (encoded(plain(), "ICO"), "anh.ico"),
        (encoded(plain(), "AVIF"), "anh.avif"),
        (encoded(plain(), "PDF"), "anh.jpg"),
        (encoded(plain(), "EPS"), "anh.jpg"),  # a program, to whoever opens it
        (b"PK\x03\x04" + bytes(100), "anh.jpg"),
        (b"MZ" + bytes(100), "anh.jpg"),
        (bytes(100_000), "anh.jpg"),
    ],
)
def test_what_is_no_picture_is_refused_in_plain_words(clerk, data, name):
    answer = upload(clerk, data, name)

    assert "ảnh" in reason(answer).lower()
    assert not Photo.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        png_header(9_000, 9_000),  # decoded, it would take 3 s and 450 MB
        png_header(20_000, 20_000),
        png_header(60_000, 60_000),
        GIF[:6] + b"\xff\xff\xff\xff" + GIF[10:],  # 65,535 × 65,535
        heic_that_says(9_000, real=64),
    ],
    ids=["81 MP", "400 MP", "3600 MP", "gif", "heic"],
)
def test_a_picture_bomb_is_told_to_be_too_large(clerk, data):
    assert "quá lớn" in reason(upload(clerk, data, "bom.png"))
    assert not Photo.objects.exists()


def jpeg_of_many_scans(scans):
    """A progressive JPEG that says one of its scans again and again (ITU-T T.81, annex G)."""
    data = encoded(plain("L", 128, (800, 800)), progressive=True)
    begin = data.index(b"\xff\xda", data.index(b"\xff\xda") + 1)
    end = next(
        place
        for place in range(begin + 2, len(data))
        if data[place] == 0xFF and data[place + 1] not in (0x00, 0xFF)
    )
    return data[:end] + data[begin:end] * scans + data[end:]


def test_a_jpeg_of_more_scans_than_any_program_writes_is_refused_in_plain_words(clerk):
    assert "quá nhiều lớp" in reason(
        upload(clerk, jpeg_of_many_scans(200))
    )  # of many more: minutes
    assert not Photo.objects.exists()


@pytest.mark.parametrize("format", ["JPEG", "MPO"])
def test_a_picture_that_gets_sharper_in_some_steps_is_taken(clerk, format):
    others = {"save_all": True, "append_images": [plain()] * 5} if format == "MPO" else {}

    stored(clerk, encoded(plain(size=(800, 600)), format, progressive=True, **others))


# Its narrowest width, 400 px, would be less than a dot high.
LINES = [(401, 1), (600, 1), (1200, 2), (2000, 4), (30_000, 60)]


@pytest.mark.parametrize("size", LINES)
def test_a_line_drawn_as_a_picture_is_refused_in_plain_words(clerk, size):
    assert "đường kẻ" in reason(upload(clerk, encoded(plain(size=size), "PNG"), "ke.png"))
    assert not Photo.objects.exists()


@pytest.mark.parametrize("size", [(400, 1), (2000, 5), (1, 600), (2, 3000), (30_000, 80)])
def test_a_picture_hardly_thicker_than_a_line_is_taken(clerk, size):
    stored(clerk, encoded(plain(size=size), "PNG"), "ke.png")


def test_a_line_pasted_as_a_picture_leaves_the_text_in_the_form(clerk):
    line = base64.b64encode(encoded(plain(size=(600, 1)), "PNG")).decode()
    body = f'<p>Câu đã gõ.</p><p><img src="data:image/png;base64,{line}"></p>'

    answer = post_article(clerk, body=body)

    assert answer.status_code == 422
    assert "Ảnh dán thứ 1 trong bài: Ảnh chỉ là một đường kẻ" in answer.text
    assert "Câu đã gõ." in answer.text


def test_a_file_heavier_than_any_photo_is_refused(clerk):
    assert "20 MB" in reason(upload(clerk, JPEG + bytes(20 * 2**20)))


def test_a_form_without_a_file_is_answered_in_words(clerk):
    answer = clerk.post(reverse("admin:news_photo_upload"), {})

    assert "tệp ảnh" in reason(answer)


def test_a_text_in_place_of_the_file_is_answered_in_words(clerk):
    answer = clerk.post(reverse("admin:news_photo_upload"), {"upload": "anh.jpg"})

    assert "tệp ảnh" in reason(answer)


# ---------- What remains of an honest picture ----------


@pytest.mark.parametrize("format", ["JPEG", "HEIF"])
def test_a_phones_photo_is_turned_upright_and_tells_no_place(clerk, format):
    photo, served = stored(clerk, with_place(format))

    image = Image.open(io.BytesIO(served))
    assert image.size == (photo.width, photo.height) == (40, 80)
    assert image.getpixel((20, 5))[2] > 200  # white is on top now
    assert image.getpixel((20, 70))[2] < 100
    assert not image.getexif()
    assert not any(mark in served for mark in (b"HANG-MAY-ANH", b"GHI-CHU", b"TOA-DO", b"Exif"))


def test_a_colour_profile_that_does_not_fit_is_left_out(clerk):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))

    _, served = stored(clerk, encoded(plain(), icc_profile=profile.tobytes()))

    image = Image.open(io.BytesIO(served))
    assert "icc_profile" not in image.info
    assert image.getpixel((5, 5))[0] > 100  # still red


@pytest.mark.parametrize(
    ("image", "format", "color"),
    [
        (plain("I;16", 128 * 257), "PNG", (128, 128, 128)),
        (plain("CMYK", (0, 255, 255, 0)), "JPEG", (255, 0, 0)),
        (plain("L", 90), "JPEG", (90, 90, 90)),
        (plain("1", 1), "PNG", (255, 255, 255)),
        (plain("LA", (90, 128)), "PNG", (90, 90, 90, 128)),
        (plain("RGBA", (10, 20, 30, 0)), "PNG", (10, 20, 30, 0)),
        (plain("RGBA", (255, 0, 0, 255)), "WEBP", (255, 0, 0)),
    ],
)
def test_colours_survive_whatever_way_they_were_kept(clerk, image, format, color):
    options = {"quality": 100} if format == "JPEG" else {"lossless": True}

    _, served = stored(clerk, encoded(image, format, **options))

    got = Image.open(io.BytesIO(served)).convert("RGBA").getpixel((5, 5))
    assert got == pytest.approx((*color, 255)[:4], abs=6)


def test_the_clear_parts_of_a_palette_stay_clear(clerk):
    image = plain("P", 0)
    image.putpalette([255, 0, 0, 0, 0, 255])
    ImageDraw.Draw(image).rectangle((0, 0, 10, 10), 1)

    _, served = stored(clerk, encoded(image, "PNG", transparency=0), "anh.png")

    kept = Image.open(io.BytesIO(served)).convert("RGBA")
    assert kept.getpixel((5, 5)) == (0, 0, 255, 255)
    assert kept.getpixel((50, 30))[3] == 0


@pytest.mark.parametrize("format", ["GIF", "PNG", "WEBP", "MPO", "HEIF"])
def test_of_a_moving_picture_the_first_one_is_kept(clerk, format):
    first, second = plain(color=(255, 0, 0)), plain(color=(0, 0, 255))
    data = encoded(first, format, save_all=True, append_images=[second])

    _, served = stored(clerk, data)

    image = Image.open(io.BytesIO(served))
    assert getattr(image, "n_frames", 1) == 1
    assert image.convert("RGB").getpixel((5, 5)) == pytest.approx((255, 0, 0), abs=6)


def test_a_huge_photo_is_made_smaller_in_its_proportions(clerk):
    photo, _ = stored(clerk, encoded(plain(size=(6000, 4000))))

    assert (photo.width, photo.height) == (2000, 1333)


def test_a_single_dot_is_a_picture(clerk):
    gif = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")

    photo, _ = stored(clerk, gif, "anh.gif")

    assert (photo.width, photo.height) == (1, 1)


# ---------- The row below the article is the same door ----------


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (GIF + PAGE, "hai-mat.html"),
        (JPEG + PHP, "sh.php"),
        (JPEG, "../../x.jpg"),
        (HEIC, "IMG_0417.HEIC"),
        (JPEG, f"{LONG_NAME[:240]}.jpg"),  # as long as Windows lets a name be
    ],
)
def test_a_picture_of_the_rows_is_written_anew(clerk, data, name):
    article = write_article(clerk, photos=[{"image": ContentFile(data, name=name)}])

    photo = article.photos.get()
    assert STORED_NAME.fullmatch(photo.image.name)
    assert b"<script" not in photo.image.read()


@pytest.mark.parametrize(
    "data",
    [b"", PAGE, JPEG[:200], png_header(20_000, 20_000), encoded(plain(size=(600, 1)), "PNG")],
    ids=["empty", "html", "cut", "bomb", "line"],
)
def test_what_is_no_picture_is_refused_in_the_rows_too(clerk, data):
    row = {"image": ContentFile(data, name="anh.jpg"), "caption": "Lễ khai mạc"}

    answer = post_article(clerk, body="<p>Câu đã gõ.</p>", photos=[row])

    assert answer.status_code == 422
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.select_one("#photos-group .errorlist").text.strip()
    assert "Câu đã gõ." in answer.text
    assert "Lễ khai mạc" in answer.text
    assert not Article.objects.exists()


def test_a_picture_pasted_as_text_tells_no_place_either(clerk):
    data = base64.b64encode(with_place()).decode()

    article = write_article(clerk, body=f'<p><img src="data:image/jpeg;base64,{data}"></p>')

    photo = article.photos.get()
    assert (photo.width, photo.height) == (40, 80)
    assert b"Exif" not in photo.image.read()


# ---------- Who may send ----------


def test_a_stranger_is_sent_to_the_login(client):
    answer = upload(client, JPEG)

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("admin:login"))
    assert not Photo.objects.exists()


@pytest.mark.parametrize(("is_staff", "status_code"), [(True, 403), (False, 302)])
def test_a_member_without_the_right_stores_nothing(
    client, django_user_model, is_staff, status_code
):
    user = django_user_model.objects.create_user("khach", password="x", is_staff=is_staff)
    client.force_login(user)

    assert upload(client, JPEG).status_code == status_code
    assert not Photo.objects.exists()


def test_the_right_to_add_photos_is_enough(client, django_user_model):
    user = django_user_model.objects.create_user("phongvien", password="x", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="add_photo"))
    client.force_login(user)

    assert upload(client, JPEG).status_code == 201
    assert Photo.objects.get().uploaded_by == user


def test_a_page_of_another_site_cannot_send_with_our_session(clerk):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(clerk.user)

    assert upload(browser, JPEG).status_code == 403
    assert not Photo.objects.exists()


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_the_upload_answers_to_nothing_but_post(clerk, method):
    answer = getattr(clerk, method)(reverse("admin:news_photo_upload"))

    assert answer.status_code == 405


def test_a_name_or_parameter_of_the_sender_is_not_said_back(clerk):
    address = reverse("admin:news_photo_upload") + "?CKEditorFuncNum=alert(document.domain)"
    file = ContentFile(JPEG, name="<script>alert(1)</script>.jpg")

    answer = clerk.post(address, {"upload": file})

    assert answer["Content-Type"] == "application/json"
    assert "alert" not in answer.text


@pytest.mark.parametrize(
    "address",
    [
        "/ckeditor/upload/",
        "/ckeditor/browse/",
        "/static/ckeditor/ckeditor/samples/index.html",
        "/static/ckeditor/ckeditor/plugins/preview/preview.html",
    ],
)
def test_the_editors_own_doors_do_not_exist(clerk, address):
    assert clerk.get(address).status_code == 404


# ---------- What is served ----------


def zipped(**files):
    """Return the same bytes at any hour: they are part of tests' names, which processes compare."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as package:
        for name, data in files.items():
            package.writestr(zipfile.ZipInfo(name.replace("__", "/")), data)
    return output.getvalue()


def office(types=b"<Types/>", **files):
    return zipped(**{"[Content_Types].xml": types} | files)


PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def sheet_of(kind, name, state=0, excel=97):
    """The record that names a sheet of a workbook ([MS-XLS] 2.4.28): kind 0, or 1 of macros."""
    letters, width = name.encode("ascii", "ignore"), b"\0" if excel == 97 else b""
    if not name.isascii():
        letters, width = name.encode("utf-16-le"), b"\x01"
    data = struct.pack("<IBBB", 4711, state, kind, len(name)) + width + letters
    return struct.pack("<HH", 0x85, len(data)) + data


DOCX, XLSX = office(word__document="x"), office(xl__workbook="x")


def attach(client, data, name):
    return post_article(client, attachments=[{"file": ContentFile(data, name=name)}])


def assert_inert(answer, content_type):
    assert answer["Content-Type"].startswith(content_type)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(("data", "content_type"), [(JPEG, "image/jpeg"), (PNG, "image/png")])
def test_a_picture_is_served_as_nothing_but_a_picture(clerk, data, content_type):
    photo, _ = stored(clerk, data)

    assert_inert(clerk.get(photo.image.url), content_type)


def test_the_narrower_widths_are_served_the_same_way(clerk, client):
    article = write_article(clerk, photos=[{"image": picture((900, 600))}])

    page = BeautifulSoup(client.get(article.get_absolute_url()).content, "html.parser")
    address = page.select_one("main figure source")["srcset"].split()[0]

    assert_inert(client.get(address), "image/webp")


@pytest.mark.parametrize(
    ("data", "name", "content_type"),
    [
        (PDF, "ke-hoach.pdf", "application/pdf"),
        (DOCX, "bao-cao.docx", "application/vnd.openxmlformats"),
        (OLE2, "bieu.xls", "application/vnd.ms-excel"),
    ],
)
def test_an_attachment_is_saved_and_not_opened(clerk, data, name, content_type):
    attach(clerk, data, name)

    answer = clerk.get(Attachment.objects.get().file.url)

    assert_inert(answer, content_type)
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize(
    "path",
    [
        "../manage.py",
        "../../../../etc/passwd",
        "photos/../../manage.py",
        "..%2fmanage.py",
        "%2e%2e/manage.py",
        "/etc/passwd",
        "//etc/passwd",
        "..\\manage.py",
        "photos/%00.jpg",
        "photos/",  # a folder is no file
        "",
        "a" * 5000,
        "%ff%fe",
        "không-có.jpg",
    ],
)
def test_no_address_leads_out_of_the_media(client, path):
    make_photo(size=(9, 6))

    assert client.get(f"/media/{path}").status_code in (400, 404)


# ---------- Attachments ----------


@pytest.mark.parametrize(
    ("data", "name", "label"),
    [
        (PDF, "a.pdf", "PDF"),
        (PDF, "A.PDF", "PDF"),
        (PDF, "a.exe.pdf", "PDF"),
        (DOCX, "a.docx", "Word"),
        (OLE2, "a.doc", "Word"),
        (XLSX, "a.xlsx", "Excel"),
        (OLE2, "a.xls", "Excel"),
        (OLE2 + sheet_of(0, "Bảng", state=2) + sheet_of(2, "Chart1"), "a.xls", "Excel"),
        (office(ppt__presentation="x"), "a.pptx", "PowerPoint"),
        (OLE2, "a.ppt", "PowerPoint"),
        (PDF, f"{LONG_NAME[:296]}.pdf", "PDF"),
        (PDF, "../../../manage.pdf", "PDF"),
        (PDF, "a.pdf\x00.pdf", "PDF"),
        (PDF, "….pdf", "PDF"),  # no letter to make a name of
    ],
)
def test_a_file_of_the_office_is_taken(clerk, data, name, label):
    assert attach(clerk, data, name).status_code == 302

    attachment = Attachment.objects.get()
    assert attachment.kind_label == label
    assert re.fullmatch(
        r"attachments/\d{4}/\d\d/[0-9a-f]{20}/[a-z0-9-]{1,80}\.[a-z]{3,4}", attachment.file.name
    )


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"MZ" + bytes(500), "a.exe"),
        (b"MZ" + bytes(500), "a.pdf"),
        (b"MZ" + bytes(500), "a.doc"),
        (PDF, "a.pdf.exe"),
        (PDF, "a.php"),
        (PDF, "a.html"),
        (PDF, "a"),
        (PDF, ".pdf"),
        (PDF, "a.pdf "),
        (PAGE, "a.pdf"),
        (PAGE + PDF, "a.pdf"),  # a page first
        (b"", "a.pdf"),
        (DOCX, "a.doc"),  # the new format under the old name
        (OLE2, "a.docx"),  # or one locked with a password
        (PDF, "a.docx"),
        (DOCX, "a.docm"),
        (office(word__vbaProject="x"), "a.docm"),
        (DOCX[:60], "a.docx"),
        (zipped(a="x"), "a.docx"),  # any other archive
        (zipped(a="x"), "a.zip"),
        (office(**{"word/vbaProject.bin": "x"}), "a.docx"),
        (office(**{"word/VBAPROJECT.BIN": "x"}), "a.docx"),  # names have no case in a package
        (
            office(b"<Types>application/vnd.ms-word.document.macroEnabled.main+xml</Types>"),
            "a.docx",
        ),
        (
            office(b"<Types>application/vnd.ms-office.vbaProject</Types>", word__x="macros"),
            "a.xlsx",
        ),
        (OLE2 + "_VBA_PROJECT".encode("utf-16-le"), "a.doc"),  # a stream's name in the directory
        (OLE2 + "_VBA_PROJECT".encode("utf-16-le"), "a.xls"),
        (OLE2 + sheet_of(0, "Sheet1") + sheet_of(1, "Auto_Open", state=2), "a.xls"),  # Excel 4.0
        (OLE2 + sheet_of(1, "Bảng"), "a.xls"),
        (OLE2 + sheet_of(1, "Macro1", excel=95), "a.xls"),
    ],
)
def test_any_other_file_is_refused_beside_its_row(clerk, data, name):
    answer = attach(clerk, data, name)

    assert answer.status_code == 422
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.select_one("#attachments-group .field-file .errorlist").text.strip()
    assert not Article.objects.exists()
    assert not Attachment.objects.exists()


def test_a_refusal_says_what_may_be_attached(clerk):
    assert "PDF, Word, Excel" in attach(clerk, b"MZ", "a.exe").text


def test_a_file_with_macros_is_called_so(clerk):
    answer = attach(clerk, office(**{"word/vbaProject.bin": "x"}), "a.docx")

    assert "macro" in answer.text


def pdf_that_opens_with(action, more=b""):
    catalog = b"<</Type/Catalog/Pages 2 0 R/OpenAction " + action + b">>"
    pages = b"endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj "
    return b"%PDF-1.7\n1 0 obj" + catalog + pages + more + b"\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.mark.parametrize(
    "data",
    [
        pdf_that_opens_with(b"<</S/JavaScript/JS(app.alert\\(1\\))>>"),
        pdf_that_opens_with(b"<< /Type /Action\n/S /JavaScript\n/JS 5 0 R >>"),
        pdf_that_opens_with(b"<</JS <6170702e616c657274283129> /S/Other>>"),
        pdf_that_opens_with(b"<</S/J#61vaScript/J#53(app.alert\\(1\\))>>"),  # PDF 32000-1, 7.3.5
        pdf_that_opens_with(b"<</S /Launch /F (cmd.exe)>>"),
        pdf_that_opens_with(b"3 0 R", b"3 0 obj<</S\r\n/Launch/F(cmd.exe)>>endobj"),
        pdf_that_opens_with(b"<<>>", b"<</A 1>>\nstream\nx\nendstream <</S/JavaScript>>"),
    ],
)
def test_a_pdf_that_does_something_by_itself_is_refused_as_a_macro_is(clerk, data):
    assert "macro" in attach(clerk, data, "a.pdf").text
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        pdf_that_opens_with(b"[3 0 R/XYZ 0 842 0]"),  # as Word writes it: open at the first page
        pdf_that_opens_with(b"<</S/GoTo/D[3 0 R/Fit]>>"),
        pdf_that_opens_with(b"<</S/Named/N/FirstPage>>"),
        pdf_that_opens_with(b"<</S/URI/URI(https://bao.vn/JS2/JS/JavaScript/Launch)>>"),
        pdf_that_opens_with(b"<<>>", b"<</Length 20>>\r\nstream\r\n/S/JavaScript/JS(\r\nendstream"),
    ],
)
def test_a_pdf_that_only_opens_at_a_page_is_taken(clerk, data):
    assert attach(clerk, data, "a.pdf").status_code == 302


def test_a_file_too_heavy_for_readers_is_refused(clerk):
    answer = attach(clerk, PDF + bytes(30 * 2**20), "a.pdf")

    assert answer.status_code == 422
    assert "30 MB" in answer.text
