"""Films that are not what they say, or tell more than they show."""

import random
from struct import pack, pack_into, unpack_from

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from news import mp4
from news.models import Video
from tests.factories import film, picture, post_article, write_article

FILM = film().read()
MOOV = FILM.index(b"moov")
WHERE = b"+21.0285+105.8542/"  # as telephones write where they filmed


def file(data):
    return ContentFile(data, name="phim.mp4")


def changed(old, new):
    """The film with a word of its index exchanged for one as long."""
    assert len(old) == len(new)
    at = FILM.index(old, MOOV)
    return FILM[:at] + new + FILM[at + len(old) :]


def box(kind, inside=b""):
    return pack(">I4s", 8 + len(inside), kind) + inside


def with_box(kind, *path):
    """The film with one box more, which tells where, at the end of the box at a path."""
    data, at, more = bytearray(FILM), 0, box(kind, WHERE)
    for name in path:
        at = data.index(name, at) - 4
        (size,) = unpack_from(">I", data, at)
        pack_into(">I", data, at, size + len(more))
        end, at = at + size, at + 8
    return bytes(data[:end] + more + data[end:])


def refusal(data):
    with pytest.raises(ValidationError) as raised:
        mp4.take_in(file(data))
    return " ".join(raised.value.messages)


def after_profile():
    at = FILM.index(b"avcC", MOOV) + 5
    return FILM[:at] + b"\x6e" + FILM[at + 1 :]  # High 10


# ---------- What browsers do not play ----------


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (changed(b"avc1", b"hvc1"), "HEVC (H.265)"),
        (changed(b"avc1", b"av01"), "AV1"),
        (changed(b"avc1", b"encv"), "khóa bản quyền"),
        (changed(b"avc1", b"\xff\xfe<>"), "xuất lại video thành MP4"),
        (changed(b"mp4a", b"ac-3"), "Tiếng của video là loại “ac-3”"),
        (after_profile(), "nhiều màu"),
        (changed(b"soun", b"mdta"), "tọa độ GPS"),
        (changed(b"vide", b"soun"), "Tiếng của video là loại “avc1”"),
        (FILM.replace(b"isom", b"qt  ", 1), "QuickTime"),
        (FILM + box(b"moof"), "nhiều đoạn"),
    ],
)
def test_what_browsers_do_not_play_is_refused_with_what_to_do(data, problem):
    assert problem in refusal(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><script>alert(1)</script></html>",
        b"\x00\x00\x00\x18ftyp",
        box(b"ftyp", b"isom" + bytes(4) + b"isom"),
        box(b"ftyp", b"isom" + bytes(4) + b"isom") + box(b"moov"),
        box(b"ftyp", b"webm" + bytes(4) + b"webm") + FILM[32:],
        FILM[MOOV - 4 :],
        FILM[:-100],
        FILM[: MOOV + 200],
        FILM + b"<script",
        FILM + pack(">I4s", 4, b"free"),
        FILM + pack(">I4sQ", 1, b"free", 2**63),
        FILM + FILM,
        changed(b"avcC", b"free"),
        changed(b"stsd", b"free"),
        changed(b"tkhd", b"free"),
    ],
)
def test_what_is_no_whole_mp4_is_refused(data):
    assert refusal(data) == mp4.NOT_MP4


def test_a_file_of_nothing_but_boxes_is_not_read_to_its_end():
    assert refusal(FILM + box(b"free") * 5000) == mp4.IN_FRAGMENTS


def test_a_heavy_film_is_refused_unread(monkeypatch):
    monkeypatch.setattr(mp4, "MAX_BYTES", 1000)

    assert refusal(FILM) == mp4.TOO_HEAVY


def test_whatever_the_bytes_a_film_is_taken_or_refused():
    chance = random.Random(2026)  # noqa: S311 the same bytes at each run
    for _ in range(500):
        data = bytearray(FILM)
        for _ in range(chance.randint(1, 5)):
            data[chance.randrange(4000)] = chance.randrange(256)
        try:
            movie = mp4.take_in(file(bytes(data)))
        except ValidationError:
            continue
        assert 0 < movie.width <= mp4.MAX_SIDE


# ---------- What is not seen ----------


def test_where_it_was_filmed_is_blanked_and_the_film_stays_as_long():
    told = FILM.index(b"Lavf")
    data = FILM[:told] + WHERE[:10] + FILM[told + 10 :] + box(b"uuid", WHERE) + box(b"free", WHERE)
    upload = file(data)

    movie = mp4.take_in(upload)

    kept = upload.read()
    assert WHERE[:10] not in kept
    assert len(kept) == len(data)
    assert movie == mp4.measure(file(kept)) == (14, 480, 270)


INDEX = (b"moov", b"trak", b"mdia", b"minf", b"stbl")


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        (b"gps ", INDEX[:1]),
        (b"loci", INDEX[:1]),
        (b"Xtra", INDEX[:2]),
        (b"edit", (*INDEX[:2], b"edts")),
        (b"udta", INDEX[:3]),
        (b"meta", INDEX[:4]),
        (b"name", (*INDEX[:4], b"dinf")),
        (b"uuid", INDEX),
        (b"\xa9xyz", INDEX),
    ],
)
def test_a_box_that_does_not_play_is_blanked_wherever_it_stands(kind, path):
    data = with_box(kind, *path)
    upload = file(data)

    movie = mp4.take_in(upload)

    kept = upload.read()
    assert box(b"free", bytes(len(WHERE))) in kept
    assert WHERE not in kept
    assert len(kept) == len(data)
    assert movie == mp4.measure(file(kept)) == (14, 480, 270)


def test_what_plays_is_left_as_it_was():
    first_of_udta = FILM.index(b"udta", MOOV)
    upload = file(FILM)

    mp4.take_in(upload)

    kept = upload.read()
    assert kept[:first_of_udta] == FILM[:first_of_udta]
    frames = FILM.index(b"mdat", MOOV)
    assert kept[frames:] == FILM[frames:]


def test_an_upright_film_of_a_telephone_is_higher_than_wide():
    upright = pack(">9i", 0, 65536, 0, -65536, 0, 0, 0, 0, 2**30)
    at = FILM.index(b"tkhd", MOOV) + 4 + 40

    movie = mp4.take_in(file(FILM[:at] + upright + FILM[at + 36 :]))

    assert (movie.width, movie.height) == (270, 480)


# ---------- Through the form ----------


@pytest.mark.django_db
def test_a_film_that_is_refused_says_so_beside_its_field(clerk):
    row = {"file": file(changed(b"avc1", b"hvc1"))}
    fields = {"kind": "video", "videos": [row], "photos": [{"image": picture((60, 40))}]}

    answer = post_article(clerk, title="Phim quay bằng điện thoại", **fields)

    assert answer.status_code == 422
    page = BeautifulSoup(answer.content, "html.parser")
    assert "HEVC (H.265)" in page.select_one("#videos-group .field-file .errorlist").get_text()
    assert "Phim quay bằng điện thoại" in page.select_one("[name=title]").get_text()
    assert not Video.objects.exists()


@pytest.mark.django_db
def test_a_film_too_large_for_memory_is_blanked_on_the_disk(clerk, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    row = {"file": file(FILM + box(b"uuid", WHERE))}
    fields = {"kind": "video", "videos": [row], "photos": [{"image": picture((60, 40))}]}

    video = write_article(clerk, **fields).videos.get()

    with video.file.open() as kept:
        assert WHERE not in kept.read()
