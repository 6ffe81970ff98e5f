"""A disk without room: nothing of a file stays, and nobody's words are lost."""

import resource
import signal

import pytest
from django.db import connections

from news.models import Article, Photo
from tests.factories import article_form, picture

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def no_room():
    """Return a function that lets files grow no more, and one that ends it."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    told = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    def lift():
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        connections.close_all()

    yield lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1])), lift
    lift()
    signal.signal(signal.SIGXFSZ, told)


def test_what_was_typed_when_the_disk_was_full_is_given_back(admin_client, no_room, media):
    admin_client.raise_request_exception = False
    photos = [{"image": picture(), "caption": "Quang cảnh"}]
    form = article_form(body="<p>Lời đã gõ.</p>", photos=photos) | {"_continue": ""}
    fill, lift = no_room
    fill()

    answer = admin_client.post("/quan-tri/news/article/add/", form)

    assert answer.status_code == 503
    assert "Lời đã gõ." in answer.text
    assert "hết chỗ trên đĩa" in answer.text
    lift()
    assert not media()
    assert not Article.objects.exists()


def test_the_editor_is_told_that_there_is_no_room_for_a_picture(admin_client, no_room, media):
    fill, lift = no_room
    fill()

    answer = admin_client.post("/quan-tri/news/article/tai-anh/", {"upload": picture()})

    assert answer.status_code == 503
    assert "hết chỗ trên đĩa" in answer.json()["error"]["message"]
    lift()
    assert not media()
    assert not Photo.objects.exists()


def test_a_picture_of_ours_that_found_no_room_is_drawn_again(client, no_room, media):
    client.raise_request_exception = False
    fill, lift = no_room
    client.get("/")
    fill()
    assert client.get("/favicon.ico").status_code == 500
    lift()

    answer = client.get("/favicon.ico")

    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)
