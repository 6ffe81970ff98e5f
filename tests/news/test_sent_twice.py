"""A form whose answer was lost is sent again by its browser: it is saved once all the same."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from news.models import Article, Revision, Transition
from tests.factories import (
    article_form,
    captions,
    film,
    make_article,
    picture,
    write_article,
)

pytestmark = pytest.mark.django_db


def send(client, data, article=None):
    """Send the form as it is, files from their beginning."""
    for value in data.values():
        for part in value if isinstance(value, list) else [value]:
            if hasattr(part, "seek"):
                part.seek(0)
    return client.post(address_of(article), data, follow=True)


def address_of(article):
    name = "change" if article else "add"
    return reverse(f"admin:news_article_{name}", args=[article.pk] if article else [])


def opened(client, article=None, **fields):
    """Return what a browser posts that has opened the form now, its token with it."""
    page = BeautifulSoup(client.get(address_of(article)).content, "html.parser")
    hidden = ["csrfmiddlewaretoken", "version", "base"]
    form = page.find(id="article_form")
    return article_form(**fields) | {
        name: form.find(attrs={"name": name}).get("value", "") for name in hidden
    }


def test_new_article_sent_twice_is_one(clerk):
    form = opened(clerk, title="Hội nghị sơ kết") | {"_publish": ""}

    send(clerk, form)
    answer = send(clerk, form)

    article = Article.objects.get()
    assert answer.redirect_chain == [(address_of(article), 302)]
    assert "Đã lưu bài “Hội nghị sơ kết”." in answer.text
    assert "Bài đang đăng tại" in answer.text
    assert Revision.objects.count() == Transition.objects.count() == 1


def test_its_photos_and_bylines_are_not_doubled(clerk):
    photos, contributors = [{"image": picture()}], [{"name": "Ngọc Ánh", "role": "author"}]
    form = opened(clerk, photos=photos, contributors=contributors) | {"_continue": ""}

    first = send(clerk, form)
    send(clerk, form)

    assert first.status_code == 200
    article = Article.objects.get()
    assert article.photos.count() == article.contributors.count() == 1
    assert Revision.objects.count() == 1


def test_a_video_is_not_doubled_though_its_film_is_rewritten(clerk):
    videos, photos = [{"file": film(), "captions": captions()}], [{"image": picture()}]
    form = opened(clerk, kind="video", videos=videos, photos=photos) | {"_publish": ""}

    send(clerk, form)
    answer = send(clerk, form)

    article = Article.objects.get()
    assert answer.redirect_chain == [(address_of(article), 302)]
    assert article.videos.count() == article.photos.count() == 1
    assert Revision.objects.count() == 1


def test_photos_of_an_album_that_is_saved_are_not_stored_again(clerk, media):
    several = [picture((60, 40), name=f"anh-{number}.jpg") for number in range(3)]
    form = opened(clerk, kind="album", several_photos=several) | {"_publish": ""}
    send(clerk, form)
    stored = media()

    answer = send(clerk, form)

    assert answer.status_code == 200
    assert Article.objects.get().photos.count() == 3
    assert media() == stored


def test_two_that_say_the_same_are_two(clerk):
    for _ in range(2):
        send(clerk, opened(clerk, title="Lịch tiếp dân") | {"_continue": ""})

    assert Article.objects.count() == 2


def test_change_sent_twice_is_no_conflict_with_oneself(clerk):
    article = write_article(clerk)
    form = opened(clerk, article, body="<p>Lời mới.</p>") | {"_continue": ""}

    send(clerk, form, article)
    answer = send(clerk, form, article)

    assert answer.status_code == 200
    assert Revision.objects.filter(document__article__body="<p>Lời mới.</p>").count() == 1
    assert Article.objects.get().body == "<p>Lời mới.</p>"


def test_same_form_with_other_words_is_another_save(clerk):
    article = write_article(clerk)
    form = opened(clerk, article, body="<p>Lời mới.</p>") | {"_continue": ""}

    send(clerk, form, article)
    answer = send(clerk, form | {"body": "<p>Lời khác.</p>"}, article)

    assert answer.status_code == 409
    assert Revision.objects.filter(is_aside=True).get().text["body"] == "<p>Lời khác.</p>"


def test_second_of_two_editors_is_kept_aside_once(clerk):
    article = write_article(clerk)
    form = opened(clerk, article, body="<p>Lời mới.</p>") | {"_continue": ""}
    write_article(clerk, article, body="<p>Người khác viết.</p>")

    answers = [send(clerk, form, article) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert Revision.objects.filter(is_aside=True).count() == 1


def test_nothing_that_was_decided_since_is_decided_again(clerk):
    form = opened(clerk) | {"_publish": ""}
    send(clerk, form)
    article = Article.objects.get()
    send(clerk, opened(clerk, article) | {"_withdraw": ""}, article)

    send(clerk, form)

    assert Article.objects.get().state == Article.State.WITHDRAWN


def test_form_sent_again_by_who_may_not_write_any_more_is_refused(writer):
    form = opened(writer) | {"_submit": ""}
    send(writer, form)
    writer.user.groups.clear()

    assert send(writer, form).status_code == 403


def test_refused_form_is_saved_when_it_is_sent_again_corrected(clerk):
    form = opened(clerk, title="") | {"_continue": ""}
    assert send(clerk, form).status_code == 422

    send(clerk, form | {"title": "Hội nghị"})

    assert Article.objects.get().title == "Hội nghị"


def test_forms_of_long_ago_are_forgotten(clerk, time_machine):
    article = make_article(created_by=clerk.user)
    time_machine.move_to("2026-03-02T09:00+07:00")
    clerk.force_login(clerk.user)
    form = opened(clerk, article, body="<p>Lời mới.</p>") | {"_continue": ""}
    send(clerk, form, article)
    time_machine.move_to("2026-03-04T09:00+07:00")
    clerk.force_login(clerk.user)
    send(clerk, opened(clerk) | {"_continue": ""})

    assert send(clerk, form, article).status_code == 409
