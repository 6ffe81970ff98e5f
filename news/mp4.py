"""What an MP4 file holds, read from its boxes (ISO/IEC 14496-12, 14496-14, 14496-15).

Nothing is decoded or encoded: it is told whether browsers can play the file, how long and how large
it is, and each box that it can be played without (where it was filmed, with what) is blanked. What
stays is left as it is: times of recording in headers, names of encoders in headers and in
descriptions of samples (`stsd`), and all of `mdat`, even bytes that no track points at.
It knows no model.
"""

from struct import error as TooShort
from struct import unpack_from
from typing import NamedTuple

from django.core.exceptions import ValidationError

MAX_BYTES = 200 * 2**20
MAX_INDEX = 16 * 2**20  # bytes of `moov`; an hour of video has one of about 2 MB
MAX_BOXES = 1000  # side by side; a file that is not in fragments has a dozen
MAX_SIDE = 4096  # px, of H.264 at level 5.1
BLANK = bytes(2**16)

BRANDS = {b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V "}
PLAYED = {b"ftyp", b"moov", b"mdat"}  # of the file's own boxes; what else there is says nothing
KEPT = {  # of the boxes in the index, what it takes to play (14496-12, 6.2.3); others may tell more
    b"moov": {b"mvhd", b"trak"},
    b"trak": {b"tkhd", b"edts", b"mdia"},
    b"edts": {b"elst"},
    b"mdia": {b"mdhd", b"hdlr", b"minf"},
    b"minf": {b"vmhd", b"smhd", b"dinf", b"stbl"},
    b"dinf": {b"dref"},
    b"stbl": {b"stsd", b"stts", b"ctts", b"cslg", b"stsc", b"stsz", b"stz2", b"stco", b"co64"}
    | {b"stss", b"sdtp", b"sbgp", b"sgpd"},
}
NAMES = {
    b"hvc1": "HEVC (H.265)",
    b"hev1": "HEVC (H.265)",
    b"av01": "AV1",
    b"vp09": "VP9",
    b"mp4v": "MPEG-4 cũ",
    b"apcn": "ProRes",
}
# H.264 of 8 bits and 4:2:0: Baseline, Main, Extended, High. No browser plays the others everywhere.
PROFILES = {66, 77, 88, 100}
AAC = {0x40, 0x66, 0x67, 0x68}  # objectTypeIndication: MPEG-4 and MPEG-2 AAC

NOT_MP4 = "Tệp này không phải video MP4, hoặc đã bị hỏng."
TOO_HEAVY = "Video nặng hơn 200 MB. Vui lòng nén nhỏ (720p là đủ) rồi tải lại."
QUICKTIME = "Đây là tệp QuickTime (MOV). Vui lòng xuất lại thành MP4 (H.264)."
EXPORT_AGAIN = "Vui lòng xuất lại video thành MP4 với hình H.264, tiếng AAC."
NO_PICTURE = f"Tệp không có hình. {EXPORT_AGAIN}"
IN_FRAGMENTS = f"Tệp chia thành nhiều đoạn nên có trình duyệt không tua được. {EXPORT_AGAIN}"
MORE_THAN_SEEN = (
    f"Ngoài hình và tiếng, tệp còn mang dữ liệu khác (như tọa độ GPS, chương mục). {EXPORT_AGAIN}"
)


class Movie(NamedTuple):
    duration: int  # whole seconds, at least one
    width: int  # px, as it is shown: a telephone's upright film is higher than wide
    height: int


class Box(NamedTuple):
    kind: bytes
    start: int  # of the box itself
    inside: int  # of what it holds
    end: int


def take_in(upload) -> Movie:
    """Return what `upload` is, having blanked in it the boxes it can be played without.

    The file must be open for writing; its length does not change. Raises ValidationError with a
    Vietnamese sentence if it is no MP4 that browsers play, or larger than 200 MB.
    """
    movie, told = read(upload)
    for box in told:
        upload.seek(box.start + 4)
        upload.write(b"free")
        upload.seek(box.inside)
        for left in range(box.end - box.inside, 0, -len(BLANK)):
            upload.write(BLANK[:left])
    upload.seek(0)
    return movie


def measure(file) -> Movie:
    """Return what a file is that was taken in before."""
    return read(file)[0]


def read(file) -> tuple[Movie, list[Box]]:
    """Return what the file is, and its boxes that it can be played without."""
    if file.size > MAX_BYTES:
        raise ValidationError(TOO_HEAVY)
    try:
        return understand(file)
    except (TooShort, IndexError) as error:
        raise ValidationError(NOT_MP4) from error


def understand(file):
    boxes = list(boxes_of_file(file))
    if not boxes or boxes[0].kind != b"ftyp":
        raise ValidationError(NOT_MP4)
    check_brands(content(file, boxes[0]))
    kinds = {box.kind for box in boxes}
    if b"moof" in kinds:
        raise ValidationError(IN_FRAGMENTS)
    if b"mdat" not in kinds:
        raise ValidationError(NOT_MP4)
    found = [box for box in boxes if box.kind == b"moov"]
    if len(found) != 1 or found[0].end - found[0].inside > MAX_INDEX:
        raise ValidationError(NOT_MP4)
    index, shift = content(file, found[0]), found[0].inside
    told = [box for box in boxes if box.kind not in PLAYED]
    told += [Box(box.kind, *(place + shift for place in box[1:])) for box in tell_tales(index)]
    return movie_of(index), told


# ---------- Boxes ----------


def boxes_of_file(file):
    start, size = 0, file.size
    for _ in range(MAX_BOXES):
        if start == size:
            return
        file.seek(start)
        box = box_at(file.read(16), 0, start, size)
        yield box
        start = box.end
    raise ValidationError(IN_FRAGMENTS)


def content(file, box):
    file.seek(box.inside)
    return file.read(min(box.end - box.inside, MAX_INDEX))


def boxes(data, start=0, end=None):
    """Yield the boxes that stand side by side in `data`."""
    end = len(data) if end is None else end
    for _ in range(MAX_BOXES):
        if start >= end:
            return
        box = box_at(data, start, start, end)
        yield box
        start = box.end
    raise ValidationError(NOT_MP4)


def box_at(data, offset, start, limit):
    """Return the box whose header stands at `offset` of `data`; it lies at `start`."""
    size, kind = unpack_from(">I4s", data, offset)
    header = 8
    if size == 1:
        (size,) = unpack_from(">Q", data, offset + 8)
        header = 16
    elif size == 0:  # up to the end
        size = limit - start
    if size < header or start + size > limit:
        raise ValidationError(NOT_MP4)
    return Box(kind, start, start + header, start + size)


def needed(data, box, *path):
    """Return the first box at a path within `box`; without it the file is none of ours."""
    for kind in path:
        found = (child for child in boxes(data, box.inside, box.end) if child.kind == kind)
        box = next(found, None)
        if box is None:
            raise ValidationError(NOT_MP4)
    return box


def tell_tales(index, kind=b"moov", start=0, end=None):
    """Yield the boxes of the index, however deep, that the film can be played without."""
    for box in boxes(index, start, end):
        if box.kind not in KEPT[kind]:
            yield box
        elif box.kind in KEPT:
            yield from tell_tales(index, box.kind, box.inside, box.end)


# ---------- What they say ----------


def check_brands(data):
    major = data[:4]
    if major == b"qt  ":
        raise ValidationError(QUICKTIME)
    if BRANDS.isdisjoint([major, *(data[at : at + 4] for at in range(8, len(data), 4))]):
        raise ValidationError(NOT_MP4)


def movie_of(index):
    whole = Box(b"moov", 0, 0, len(index))
    duration = duration_of(index, whole)
    sizes = []
    for track in boxes(index):
        if track.kind != b"trak":
            continue
        handler = needed(index, track, b"mdia", b"hdlr").inside
        samples = needed(index, track, b"mdia", b"minf", b"stbl", b"stsd")
        match index[handler + 8 : handler + 12]:
            case b"vide":
                check_samples(index, samples, check_picture)
                sizes.append(size_of(index, needed(index, track, b"tkhd")))
            case b"soun":
                check_samples(index, samples, check_sound)
            case _:
                raise ValidationError(MORE_THAN_SEEN)
    if not sizes:
        raise ValidationError(NO_PICTURE)
    return Movie(duration, *sizes[0])


def duration_of(index, movie):
    """Return the seconds of the film."""
    header = needed(index, movie, b"mvhd").inside
    long = index[header] == 1
    scale, duration = unpack_from(">IQ" if long else ">II", index, header + (20 if long else 12))
    if not scale or not 0 < duration / scale < 24 * 60 * 60:
        raise ValidationError(IN_FRAGMENTS)
    return max(round(duration / scale), 1)


def size_of(index, header):
    """Return the width and height of a track as it is shown, turned where it says so."""
    at = header.inside + (52 if index[header.inside] == 1 else 40)
    a, _, _, _, d = unpack_from(">5i", index, at)
    width, height = (side >> 16 for side in unpack_from(">II", index, at + 36))
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
        raise ValidationError(NOT_MP4)
    return (height, width) if a == d == 0 else (width, height)


def check_samples(index, table, check):
    """See that each kind of sample that a track has can be played."""
    (count,) = unpack_from(">I", index, table.inside + 4)
    entries = list(boxes(index, table.inside + 8, table.end))
    if not entries or len(entries) != count:
        raise ValidationError(NOT_MP4)
    for entry in entries:
        check(index, entry)


def check_picture(index, entry):
    if entry.kind not in (b"avc1", b"avc3"):
        raise ValidationError(f"Hình của video là {name_of(entry)}. {EXPORT_AGAIN}")
    settings = needed(index, entry._replace(inside=entry.inside + 78), b"avcC").inside
    if index[settings + 1] not in PROFILES:
        raise ValidationError(f"Hình của video là H.264 loại nhiều màu. {EXPORT_AGAIN}")


def check_sound(index, entry):
    if entry.kind != b"mp4a":
        raise ValidationError(f"Tiếng của video là {name_of(entry)}. {EXPORT_AGAIN}")
    settings = needed(index, entry._replace(inside=entry.inside + 28), b"esds")
    if object_type(index[settings.inside + 4 : settings.end]) not in AAC:
        raise ValidationError(f"Tiếng của video không phải AAC. {EXPORT_AGAIN}")


def object_type(data):
    """Return what an elementary stream holds, from its descriptors (ISO/IEC 14496-1, 7.2.6)."""
    at = after_length(data, 0, tag=3)
    flags = data[at + 2]
    at += 3 + (2 if flags & 0x80 else 0) + (2 if flags & 0x20 else 0)
    if flags & 0x40:
        at += 1 + data[at]
    return data[after_length(data, at, tag=4)]


def after_length(data, at, tag):
    """Return where a descriptor's content begins; its length takes one to four bytes."""
    if data[at] != tag:
        raise ValidationError(NOT_MP4)
    at += 1
    while data[at] & 0x80:
        at += 1
    return at + 1


def name_of(entry):
    if entry.kind in (b"encv", b"enca"):
        return "nội dung có khóa bản quyền"
    return NAMES.get(entry.kind, f"loại “{entry.kind.decode('ascii', 'replace').strip()}”")
