"""Photo albums: what readers look at, and how a clerk makes one."""

import json

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from news.models import Article, Photo
from portal.models import MenuItem
from tests.factories import (
    article_form,
    make_album,
    make_article,
    make_category,
    make_menu_item,
    make_photo,
    picture,
    post_article,
    write_article,
)
from tests.reading import soup

pytestmark = pytest.mark.django_db

ADD = "/quan-tri/news/article/add/"
NO_PHOTO = "Album chưa có ảnh nào"


def captions(page):
    return [part.get_text() for part in page.select(".gallery .figure__caption")]


def three():
    """Files as a browser sends several that were chosen at once."""
    return [picture((60, 40), name=f"anh-{number}.jpg") for number in range(3)]


def album_form(**fields):
    return {"kind": "album", "body": ""} | fields


# ---------- What readers look at ----------


def test_an_album_shows_all_its_photos_with_captions_and_credits_in_their_order(client):
    album = make_album(photos=3, body="")
    Photo.objects.filter(order=1).update(credit="Anh Huy")

    page = soup(client.get(album.get_absolute_url()))

    assert captions(page) == ["Ảnh thứ 1", "Ảnh thứ 2", "Ảnh thứ 3"]
    assert "Ảnh: Anh Huy" in page.select_one(".gallery").get_text()
    assert len(page.select(".gallery__link[href^='/media/photos/']")) == 3
    assert not page.select(".figure--wide")


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_the_mark_of_an_album_stands_on_its_picture(
    live_server, transactional_db, open_browser, width
):
    title = "Ngày hội đoàn viên ở xã xa nhất của huyện, nơi nhiều người tới lần đầu"
    album = make_album(title, photos=1, lead=f"{title}. " * 6, category=make_category())
    page = open_browser(viewport={"width": width, "height": 800})
    page.goto(live_server.url + album.category.get_absolute_url())

    card = page.locator(".article-card__media")
    mark, image = card.get_by_text("Album ảnh").bounding_box(), card.locator("img").bounding_box()

    assert mark["y"] + mark["height"] == pytest.approx(image["y"] + image["height"], abs=1)
    assert mark["x"] + mark["width"] <= image["x"] + image["width"]
    assert mark["height"] < 40  # one line


def loading(page):
    """Return how each picture of an album is asked for: first of all, at once, or later."""
    images = page.select("article .figure img")
    return [image.get("fetchpriority") or image.get("loading", "at once") for image in images]


def test_the_first_photos_of_an_album_are_loaded_at_once(client):
    page = soup(client.get(make_album(photos=5).get_absolute_url()))

    assert loading(page) == ["high", "at once", "at once", "lazy", "lazy"]


def test_the_only_photo_of_an_album_is_loaded_first(client):
    page = soup(client.get(make_album(photos=1).get_absolute_url()))

    assert loading(page) == ["high"]


def test_photos_below_a_text_are_loaded_later(client):
    article = make_article()
    for _ in range(3):
        make_photo(article, (60, 40))

    page = soup(client.get(article.get_absolute_url()))

    assert loading(page)[1:] == ["lazy", "lazy"]


def test_the_words_of_an_album_stand_below_its_photos(client):
    album = make_album(photos=2, body="<p>Ảnh do đoàn viên gửi về.</p>")

    page = soup(client.get(album.get_absolute_url()))

    parts = page.select("article > *")
    names = [part["class"][0] for part in parts if part.get("class")]
    assert names.index("gallery") < names.index("article__main")
    assert "Ảnh do đoàn viên gửi về." in page.select_one(".article__body").get_text()


def test_the_list_says_how_many_photos_an_album_has(client):
    make_album(photos=2)
    make_photo(make_article())

    cards = soup(client.get("/album-anh/")).select(".article-card")

    assert [card.select_one(".medium").get_text(strip=True) for card in cards] == ["2 ảnh"]


def test_the_front_page_shows_the_newest_albums_where_there_are_any(client):
    assert not soup(client.get("/")).select(".media")
    for number in range(5):
        make_album(f"Album {number}", photos=1, published_at=f"2026-03-0{number + 1}T08:00+07:00")

    titles = soup(client.get("/")).select(".media .article-card__title")

    assert [t.get_text() for t in titles] == ["Album 4", "Album 3", "Album 2", "Album 1"]


def test_search_finds_albums_apart(client):
    make_article("Ngày hội đoàn viên hôm qua")
    make_album("Ngày hội đoàn viên", photos=1)

    page = soup(client.get("/tim-kiem/?q=ngay+hoi&loai=album"))

    found = [title.get_text() for title in page.select(".search-result__title")]
    assert found == ["Ngày hội đoàn viên"]


def test_the_menu_leads_to_the_albums_once_there_are_some(client):
    make_menu_item(listing=MenuItem.Listing.ALBUMS)
    assert "/album-anh/" not in client.get("/tin-tuc/").text

    make_album(photos=1)

    assert soup(client.get("/tin-tuc/")).select(".main-nav a[href='/album-anh/']")
    assert soup(client.get("/so-do-trang/")).select("main a[href='/album-anh/']")


def test_search_engines_are_told_of_each_photo(client):
    album = make_album(photos=2)
    Photo.objects.update(credit="Anh Huy")

    scripts = soup(client.get(album.get_absolute_url())).select("[type='application/ld+json']")
    found = {data["@type"]: data for data in (json.loads(script.string) for script in scripts)}

    first = found["ImageGallery"]["associatedMedia"][0]
    assert first["contentUrl"].startswith("http://portal.example/media/photos/")
    assert (first["caption"], first["creditText"]) == ("Ảnh thứ 1", "Anh Huy")


def test_a_photo_too_small_for_other_widths_is_shown_as_it_is(client):
    album = make_album(photos=1)

    shown = soup(client.get(album.get_absolute_url())).select_one(".figure picture")

    assert not shown.select("source")
    assert shown.img["src"] == album.cover.image.url


# ---------- How a clerk makes one ----------


def test_the_form_of_an_album_begins_with_its_photos(writer):
    page = soup(writer.get(f"{ADD}?kind=album"))

    names = [field.get("name") for field in page.select("#article_form [name]")]
    order = ["title", "lead", "kind", "several_photos", "photos-0-image", "body", "source_name"]
    places = [names.index(name) for name in order]
    assert places == sorted(places)
    assert page.select_one("[name=several_photos]").has_attr("multiple")


def test_photos_chosen_at_once_come_after_those_there_are(clerk, client):
    album = write_article(clerk, **album_form(several_photos=three()))
    assert {photo.uploaded_by for photo in album.photos.all()} == {clerk.user}
    row = {"id": album.photos.first().pk, "caption": "Khai mạc", "order": 1}

    write_article(clerk, album, "_continue", **album_form(several_photos=three(), photos=[row]))

    album.refresh_from_db()
    assert album.photos.count() == 6
    assert [photo.order for photo in album.photos.all()] == [1, 2, 3, 4, 5, 6]
    assert album.cover == album.photos.first()
    assert captions(soup(client.get(album.get_absolute_url()))) == ["Khai mạc"]


def test_a_file_that_is_no_picture_is_named_beside_the_field(clerk):
    files = [*three(), picture(name="hỏng.jpg")]
    files[-1].file.truncate(10)
    files[-1].size = 10

    answer = post_article(clerk, **album_form(several_photos=files))

    assert answer.status_code == 422
    errors = soup(answer).select_one(".field-several_photos .errorlist").get_text()
    assert "Không nhận “hỏng.jpg”" in errors
    assert not Article.objects.exists()


def test_photos_chosen_with_a_wrong_file_are_to_be_chosen_again(clerk):
    files = [*three(), ContentFile(b"Kinh gui", name="công văn.docx")]

    answer = post_article(clerk, button="_continue", **album_form(several_photos=files))

    assert answer.status_code == 422
    said = soup(answer).select(".field-several_photos .errorlist li")[-1].get_text()
    assert said.endswith("Hãy chọn lại: “anh-0.jpg”, “anh-1.jpg”, “anh-2.jpg”.")


def test_too_many_files_at_once_are_refused_unread(clerk, monkeypatch):
    monkeypatch.setattr("news.several_photos.MAX_FILES", 2)

    answer = post_article(clerk, **album_form(several_photos=three()))

    assert answer.status_code == 422
    assert soup(answer).select(".field-several_photos .errorlist")
    assert not Photo.objects.exists()


@pytest.mark.parametrize("button", ["_publish", "_submit"])
def test_an_album_without_a_photo_goes_nowhere(clerk, button):
    answer = post_article(clerk, button=button, **album_form())

    assert answer.status_code == 422
    assert NO_PHOTO in soup(answer).select_one("#photos-group").get_text()


def test_a_draft_of_an_album_may_have_no_photo_yet(clerk):
    album = write_article(clerk, button="_continue", **album_form())

    assert album.state == Article.State.DRAFT


def test_the_last_photo_of_a_public_album_cannot_be_taken_out(clerk):
    album = write_article(clerk, **album_form(several_photos=three()[:1]))
    row = {"id": album.photos.get().pk, "DELETE": "on"}

    answer = post_article(clerk, album, "_continue", **album_form(photos=[row]))

    assert answer.status_code == 422
    assert NO_PHOTO in answer.text
    assert album.photos.count() == 1


def test_an_album_that_lost_its_photos_is_not_approved(clerk):
    album = write_article(clerk, button="_submit", **album_form(several_photos=three()))
    rows = [{"id": photo.pk, "DELETE": "on"} for photo in album.photos.all()]
    album = write_article(clerk, album, "_continue", **album_form(photos=rows))
    revision = album.latest_revision

    answer = clerk.post(
        reverse("admin:news_article_review", args=[album.pk]),
        {"decision": "approve", "revision": revision.pk, "sha256": revision.sha256},
    )

    assert answer.status_code == 422
    assert NO_PHOTO in answer.text


def test_photos_of_an_edit_wait_for_its_approval(writer, client):
    album = make_album(photos=1, body="", created_by=writer.user)
    row = {"id": album.photos.get().pk, "caption": "Ảnh thứ 1"}

    fields = album_form(title=album.title, several_photos=three(), photos=[row])
    edited = write_article(writer, album, "_submit", **fields)

    page = client.get(album.get_absolute_url())
    assert not soup(page).select(".gallery")  # one photo is no gallery
    assert len(edited.latest_revision.document["photos"]) == 4


def test_several_photos_without_the_right_to_add_any_are_not_taken(writer):
    writer.user.groups.get().permissions.remove(
        *writer.user.groups.get().permissions.filter(codename="add_photo")
    )
    fields = album_form(several_photos=three())

    answer = writer.post(ADD, article_form(**fields) | {"_continue": ""})

    assert answer.status_code == 302
    assert not Photo.objects.exists()


def test_photos_for_an_article_of_others_are_not_stored(writer, media):
    album = make_album(photos=1)
    before = media()

    answer = post_article(writer, album, "_continue", **album_form(several_photos=three()))

    assert answer.status_code == 403
    assert media() == before


def test_photos_of_a_refused_album_are_not_kept(clerk, media):
    answer = post_article(clerk, **album_form(title="", several_photos=three()))

    assert answer.status_code == 422
    assert not media()


def test_photos_beside_a_wrong_file_are_not_kept(clerk, media):
    files = [*three(), ContentFile(b"Kinh gui", name="công văn.docx")]

    answer = post_article(clerk, **album_form(several_photos=files))

    assert answer.status_code == 422
    assert not media()


def test_photos_sent_with_a_decision_that_is_not_ones_own_are_not_kept(writer, media):
    answer = post_article(writer, button="_publish", **album_form(several_photos=three()))

    assert answer.status_code == 403
    assert not media()


def test_photos_of_the_second_of_two_who_saved_at_once_are_kept(clerk, media):
    album = write_article(clerk, button="_continue", **album_form(several_photos=three()[:1]))
    first = media()
    sent = {"version": album.version, "base": album.latest_revision_id, "_continue": ""}
    Article.objects.claim(album.pk, album.version)
    row = {"id": album.photos.get().pk}

    answer = clerk.post(
        reverse("admin:news_article_change", args=[album.pk]),
        sent | article_form(**album_form(several_photos=three(), photos=[row])),
    )

    assert answer.status_code == 409
    mine = album.revisions.get(is_aside=True)
    added = {photo["image"] for photo in mine.document["photos"]} - first
    assert len(added) == 3
    assert added <= media()
