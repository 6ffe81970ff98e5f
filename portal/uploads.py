"""Uploaded pictures: decoded and written anew, so that nothing but the picture remains."""

import io
import secrets

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageCms, ImageOps
from pillow_heif import register_heif_opener

# A phone's HEIC. It carries smaller copies and depths too, which nobody asks for.
register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)

# JPEG reads a phone's MPO as well. No TIFF: its tiles may be larger than the picture it tells of.
FORMATS = ["JPEG", "PNG", "WEBP", "GIF", "BMP", "HEIF"]
MAX_BYTES = 20 * 2**20
# A phone's largest photo; a 400-megapixel bomb weighs 48 KB, so the size is read before the pixels.
MAX_PIXELS = 50_000_000
# Cameras and editors let a progressive JPEG get sharper in a dozen scans. Each costs its sender 100
# bytes and us a walk over all dots: of 20 MB of them one is shown after minutes.
MAX_SCANS = 100
SCAN = b"\xff\xda"  # begins one, and stands nowhere else in the dots (ITU-T T.81, B.1.1.3)
MAX_SIDE = 2000  # px, what is kept: enough for a full-width picture on a sharp screen
# Of width to height. A photo's narrowest width is 400 px, which must be a dot high at least.
MAX_RATIO = 400

NOT_A_PICTURE = "Tệp này không phải ảnh JPEG, PNG, WebP, GIF, BMP hoặc HEIC, hoặc đã bị hỏng."
TOO_MANY_PIXELS = "Ảnh quá lớn (hơn 50 triệu điểm ảnh). Vui lòng thu nhỏ ảnh rồi tải lại."
TOO_MANY_BYTES = "Tệp ảnh nặng hơn 20 MB. Vui lòng thu nhỏ ảnh rồi tải lại."
TOO_MANY_SCANS = (
    "Ảnh JPEG này có quá nhiều lớp nên không nhận được. Vui lòng mở ảnh bằng một chương trình xem "
    "ảnh, lưu thành tệp mới rồi tải lại."
)
TOO_THIN = "Ảnh chỉ là một đường kẻ (rộng gấp hơn 400 lần chiều cao), không dùng làm ảnh được."


def reencode(upload, upright: bool = True) -> ContentFile:
    """Return the picture in `upload` as a new file with a random name.

    Its longest side is at most 2000 px, its orientation applied unless its dots are wanted as they
    lie, and its metadata (place, camera, anything after the image) gone; the extension follows the
    decoded format.
    Raises ValidationError with a Vietnamese sentence when there is no picture to be had, or only a
    line.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(TOO_MANY_BYTES)
    upload.seek(0)
    try:
        with Image.open(upload, formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise ValidationError(TOO_MANY_PIXELS)
            if image.format in ("JPEG", "MPO") and scans_in(upload) > MAX_SCANS:
                raise ValidationError(TOO_MANY_SCANS)
            return write_anew(image, upright)
    except Image.DecompressionBombError as error:  # Pillow's own limit, which is higher
        raise ValidationError(TOO_MANY_PIXELS) from error
    except ValidationError:
        raise
    except Exception as error:  # a broken file provokes all kinds of errors in a decoder
        raise ValidationError(NOT_A_PICTURE) from error


def scans_in(upload) -> int:
    upload.seek(0)
    return upload.read().count(SCAN)


def write_anew(image, upright: bool) -> ContentFile:
    """Encode as PNG what needs transparency or was drawn, and as JPEG what was photographed."""
    lossless = image.format in ("PNG", "GIF") or "A" in image.getbands()
    image.draft("RGB", (2 * MAX_SIDE, 2 * MAX_SIDE))  # lets JPEG skip pixels nobody keeps
    profile = image.info.get("icc_profile")
    picture = ImageOps.exif_transpose(image) if upright else image
    if picture.mode.startswith("I"):  # 16 bits a dot, all of which convert() would make white
        picture = picture.point(lambda level: level / 256).convert("L")
    picture = picture.convert("RGBA" if lossless and picture.has_transparency_data else "RGB")
    picture.thumbnail((MAX_SIDE, MAX_SIDE))
    if picture.width > MAX_RATIO * picture.height:
        raise ValidationError(TOO_THIN)
    picture = in_srgb(picture, profile)
    picture.info.clear()
    output = io.BytesIO()
    if lossless:
        picture.save(output, "PNG", optimize=True)
    else:
        picture.save(output, "JPEG", quality=88, optimize=True, progressive=True)
    return ContentFile(output.getvalue(), name=random_name("png" if lossless else "jpg"))


def in_srgb(picture, profile: bytes | None):
    """Return `picture` in the web's colours: phones use a wider range, which fades without it."""
    if not profile:
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError, ValueError):  # a profile for another mode, or broken
        return picture


def random_name(extension: str) -> str:
    return f"{secrets.token_hex(10)}.{extension}"


def emblem_path(identity, filename):
    return f"emblems/{filename}"


def portrait_path(leader, filename):
    return f"portraits/{filename}"


def topic_path(topic, filename):
    return f"topics/{filename}"


def video_path(video, filename):
    """Each file of a video by a name of ours, whatever it was called."""
    extension = filename.rpartition(".")[2]
    return f"videos/{timezone.localdate():%Y/%m}/{random_name(extension)}"


def photo_path(photo, filename):
    return f"photos/{timezone.localdate():%Y/%m}/{filename}"
