"""How Word shows a picture: what it cuts off at the sides, and how far it turns the rest."""

import io
import re

from django.core.files.base import ContentFile
from PIL import Image

from news.word.package import child
from portal.uploads import FORMATS, reencode

SIDES = ("left", "top", "right", "bottom")
VML_PART = 65_536  # "16384f" is a quarter, and so is "0.25" (ECMA-376 Part 4, 19.1.2.11)
VML_TURN = re.compile(r"(?:^|;)\s*rotation:\s*(-?[\d.]{1,12})(fd)?\s*(?:;|$)")
QUARTER = 90  # degrees


def crop_of(tag) -> tuple[float, ...] | None:
    """Return which parts of its sides Word hides of the picture in a blipFill or v:shape, or None.

    None as well where so little is hidden that nobody sees it, or nearly all.
    """
    area, vml = child(tag, "a:srcRect"), child(tag, "v:imagedata")
    try:
        if area is not None:
            cut = [drawn_part(area.get(side[0], "0")) for side in SIDES]
        else:
            cut = [vml_part(vml.get(f"crop{side}", "0")) for side in SIDES if vml is not None]
    except (ValueError, OverflowError):
        return None
    left, top, right, bottom = cut = tuple(max(side, 0) for side in cut or (0, 0, 0, 0))
    is_real = max(cut) > 0.01 and left + right < 0.95 and top + bottom < 0.95
    return cut if is_real else None


def drawn_part(text: str) -> float:
    """Read "50000", or "50%" of a Strict file (ECMA-376 Part 1, 22.9.2.9)."""
    return float(text[:-1]) / 100 if text.endswith("%") else int(text) / 100_000


def vml_part(text: str) -> float:
    return int(text[:-1]) / VML_PART if text.endswith("f") else float(text)


def turn_of(tag) -> float:
    """Return by how many degrees Word turns the picture in a pic:pic or v:shape to the right."""
    frame = child(tag, "pic:spPr", "a:xfrm")
    vml = VML_TURN.search(tag.get("style", ""))
    try:
        if vml:
            return float(vml[1]) / (VML_PART if vml[2] else 1) % 360
        return int(frame.get("rot", "0")) / 60_000 % 360 if frame is not None else 0
    except (ValueError, OverflowError):
        return 0


def as_in_word(picture, crop: tuple[float, ...] | None, turn: float) -> ContentFile:
    """Return an upload as it is kept, with what Word hides cut off, for the clerk never sees it.

    A picture is turned by quarters. Word writes so what the camera noted down, and shows the dots
    as they lie: what is turned or cut off in Word is not turned by the camera's note once more.
    """
    quarters = round(turn / QUARTER) % 4
    if not (crop or quarters):
        return reencode(picture)
    with Image.open(reencode(picture, upright=False)) as image:
        shown = image.crop(box_of(image.size, crop or (0, 0, 0, 0)))
        for _ in range(quarters):
            shown = shown.transpose(Image.Transpose.ROTATE_270)  # to the left, so to the right
        output = io.BytesIO()
        shown.save(output, image.format, quality=95)
    return reencode(ContentFile(output.getvalue()))


def pixels_in(picture) -> int:
    """Return of how many dots an upload tells; 0 where reencode() refuses it before it decodes."""
    try:
        with Image.open(picture, formats=FORMATS) as image:
            return image.width * image.height
    except Exception:  # a broken file provokes all kinds of errors in a decoder
        return 0


def box_of(size: tuple[int, int], crop: tuple[float, ...]) -> tuple[int, ...]:
    """Return what is left of a picture of this size, a dot at least."""
    (width, height), (left, top, right, bottom) = size, crop
    left, top = int(left * width), int(top * height)
    right = max(round((1 - right) * width), left + 1)
    bottom = max(round((1 - bottom) * height), top + 1)
    return left, top, right, bottom
