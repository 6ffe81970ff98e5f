"""A player asks for a film in parts; RFC 9110, section 14."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from portal import media

pytestmark = pytest.mark.django_db  # the counter looks who asks

BYTES = bytes(range(200))


@pytest.fixture
def film():
    """The address of a file of 200 bytes, each saying where it stands."""
    name = default_storage.save("videos/2026/11/0123456789abcdef0123.mp4", ContentFile(BYTES))
    yield f"/media/{name}"
    default_storage.delete(name)


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def ask(client, address, asked, **headers):
    return client.get(address, headers={"Range": asked, **headers})


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-99", 0, 99),
        ("bytes=150-", 150, 199),
        ("bytes=150-100000", 150, 199),
        ("bytes=-50", 150, 199),
        ("bytes=-100000", 0, 199),
        ("bytes=199-199", 199, 199),
    ],
)
def test_a_part_is_sent_alone_and_says_which_it_is(client, film, asked, first, last):
    answer = ask(client, film, asked)

    assert answer.status_code == 206
    assert answer["Content-Range"] == f"bytes {first}-{last}/200"
    assert answer["Content-Length"] == str(last - first + 1)
    assert answer["Content-Type"] == "video/mp4"
    assert body(answer) == BYTES[first : last + 1]


@pytest.mark.parametrize("asked", ["bytes=200-", "bytes=1000-2000", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused_with_the_size(client, film, asked):
    answer = ask(client, film, asked)

    assert answer.status_code == 416
    assert answer["Content-Range"] == "bytes */200"
    assert body(answer) == b""


def test_that_a_part_is_not_there_is_kept_by_nobody(client, film):
    answer = ask(client, film, "bytes=200-")

    assert answer["Cache-Control"] == "no-store"
    assert "ETag" not in answer


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=0-1,5-9",
        "bytes=9-2",
        "bytes=-",
        "bytes=a-b",
        "bytes=١-٢",
        "bytes=0-" + "9" * 30,
        "seconds=1-2",
        "bytes 0-1",
    ],
)
def test_what_is_not_understood_gets_the_whole_file(client, film, asked):
    answer = ask(client, film, asked)

    assert answer.status_code == 200
    assert body(answer) == BYTES


def test_the_whole_file_says_that_parts_may_be_asked_for(client, film):
    answer = client.get(film)

    assert (answer.status_code, answer["Accept-Ranges"]) == (200, "bytes")
    assert answer["Content-Length"] == "200"
    assert body(answer) == BYTES


def test_a_part_is_only_sent_of_the_file_that_the_player_has_begun(client, film):
    etag = client.get(film)["ETag"]
    assert etag.startswith('"')  # a strong one

    assert ask(client, film, "bytes=0-9", **{"If-Range": etag}).status_code == 206
    for other in ['"another"', f"W/{etag}", "Sun, 29 Nov 2026 08:00:00 GMT"]:
        assert ask(client, film, "bytes=0-9", **{"If-Range": other}).status_code == 200


def test_a_head_request_is_told_of_the_whole_file(client, film):
    answer = client.head(film, headers={"Range": "bytes=0-9"})

    assert (answer.status_code, answer["Content-Length"]) == (200, "200")
    assert answer["Accept-Ranges"] == "bytes"


def test_who_has_the_file_is_told_so(client, film):
    etag = client.get(film)["ETag"]

    assert client.get(film, headers={"If-None-Match": etag}).status_code == 304


def test_a_part_of_a_file_acts_as_little_as_a_page_as_the_whole(client, film):
    whole, part = client.get(film), ask(client, film, "bytes=0-9")

    headers = ["Content-Security-Policy", "X-Content-Type-Options", "Content-Disposition"]
    for header in [*headers, "Cache-Control", "ETag"]:
        assert part[header] == whole[header]
    assert part["Content-Disposition"].startswith("attachment")
    assert "sandbox" in part["Content-Security-Policy"]


def test_a_large_part_is_read_piece_by_piece(rf, film, monkeypatch):
    sizes = []
    read = media.SlicedFile.read

    def noted(self, size=-1):
        sizes.append(size)
        return read(self, size)

    monkeypatch.setattr(media.SlicedFile, "read", noted)
    answer = media.media(rf.get(film, headers={"Range": "bytes=0-"}), film.removeprefix("/media/"))

    assert body(answer) == BYTES
    assert 0 < max(sizes) <= 2**16
    assert min(sizes) > 0  # never all that is left


def test_captions_are_sent_as_captions(client):
    name = default_storage.save("videos/2026/11/0123456789abcdef0124.vtt", ContentFile(b"WEBVTT"))

    assert client.get(f"/media/{name}")["Content-Type"] == "text/vtt"
    default_storage.delete(name)


def test_a_server_without_a_list_of_types_shows_pictures(client, no_list_of_types):
    name = default_storage.save("photos/2026/11/0123456789abcdef0125.webp", ContentFile(b"RIFF"))

    answer = client.get(f"/media/{name}")

    assert answer["Content-Type"] == "image/webp"
    assert "attachment" not in answer["Content-Disposition"]
    default_storage.delete(name)
