"""Videos: what readers play, what a clerk sends, what is refused."""

import json
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.urls import reverse
from playwright.sync_api import expect

from news import publishing
from news.models import Article, Video
from portal.models import MenuItem
from tests.factories import (
    CAPTIONS,
    captions,
    film,
    make_menu_item,
    make_photo,
    make_video,
    picture,
    post_article,
    write_article,
)
from tests.reading import soup

pytestmark = pytest.mark.django_db

ADD = "/quan-tri/news/article/add/"
LINK = "https://www.youtube.com/watch?v=abc"


def video_form(row=None, poster=True, **fields):
    rows = [{"file": film(), "captions": captions()} if row is None else row]
    photos = [{"image": picture((60, 40))}] if poster else []
    return {"kind": "video", "body": "", "videos": rows, "photos": photos} | fields


def stored(path):
    with default_storage.open(path) as file:
        return file.read()


def errors(answer):
    assert answer.status_code == 422
    return soup(answer).select_one("#videos-group").get_text()


# ---------- What readers play ----------


def test_a_film_of_ours_plays_with_its_poster_and_captions(client):
    article = make_video()

    player = soup(client.get(article.get_absolute_url())).select_one("video")

    assert player.has_attr("controls")
    assert not player.has_attr("autoplay")
    assert (player["preload"], player["width"], player["height"]) == ("none", "480", "270")
    assert player["poster"].startswith("/media/photos/")
    source, track = player.select_one("source"), player.select_one("track")
    assert (track["kind"], track["srclang"]) == ("captions", "vi")
    assert client.get(source["src"])["Content-Type"] == "video/mp4"
    assert "Một buổi sáng đầu tuần." in stored(track["src"].removeprefix("/media/")).decode()


@pytest.mark.browser
def test_paper_gets_the_poster_in_place_of_the_player(live_server, transactional_db, page):
    page.goto(live_server.url + make_video().get_absolute_url())
    player = page.locator(".player")
    expect(player.locator("img")).to_be_hidden()

    page.emulate_media(media="print")

    expect(player.locator("img")).to_be_visible()
    assert player.locator("img").evaluate("img => img.complete && img.naturalWidth") == 60
    expect(player.locator("video")).to_be_hidden()


def test_without_a_player_the_film_and_its_captions_are_links_with_length_and_size(client):
    about = soup(client.get(make_video().get_absolute_url())).select_one(".player__about")

    words = " ".join(about.get_text().split())
    assert words == "Thời lượng 00:14 Tải video (MP4, 92 KB) Tải phụ đề"
    assert about.select_one("a")["href"].endswith(".mp4")


def test_a_video_elsewhere_is_a_link_and_nothing_is_loaded_from_there(client):
    page = soup(client.get(make_video(link=LINK).get_absolute_url()))

    link = page.select_one(".elsewhere a")
    assert link["href"] == LINK
    assert link.get_text(strip=True) == "Xem tại youtube.com"
    assert not page.select("video, iframe, embed, object")
    loaded = [tag.get("src", "") for tag in page.select("[src]")]
    assert not [address for address in loaded if "youtube" in address]


@pytest.mark.browser
def test_an_upright_poster_is_cut_to_the_shape_of_a_screen(live_server, transactional_db, page):
    article = make_video(link=LINK)
    article.cover = make_photo(article, (40, 60), focus="top")
    article.save()
    page.goto(live_server.url + article.get_absolute_url())
    image = page.locator(".elsewhere img")

    for media in ["screen", "print"]:
        page.emulate_media(media=media)
        box = image.bounding_box()
        assert box["width"] / box["height"] == pytest.approx(16 / 9, rel=0.01)
    assert image.evaluate("img => getComputedStyle(img).objectPosition") == "50% 0px"


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_a_poster_fills_the_frame_of_its_film(live_server, transactional_db, open_browser, width):
    article = make_video()
    article.cover = make_photo(article, (900, 600), focus="top")
    article.save()
    page = open_browser(viewport={"width": width, "height": 800})
    page.goto(live_server.url + article.get_absolute_url())

    shown = page.locator(".player video").evaluate(
        "video => { const s = getComputedStyle(video); return [s.objectFit, s.objectPosition] }"
    )

    assert shown == ["cover", "50% 0px"]


@pytest.mark.browser
@pytest.mark.parametrize("measures", [{"width": 640, "height": 480}, {"width": 480, "height": 640}])
def test_a_film_of_another_shape_than_its_frame_is_shown_whole(
    live_server, transactional_db, page, measures
):
    article = make_video()
    article.videos.update(**measures)
    page.goto(live_server.url + article.get_absolute_url())

    player = page.locator(".player video")

    assert player.evaluate("video => getComputedStyle(video).objectFit") == "contain"


def test_the_policy_lets_films_come_from_this_site_only(client):
    policy = client.get(make_video().get_absolute_url())["Content-Security-Policy"]

    assert "media-src 'self';" in f"{policy};"


def test_the_list_says_how_long_a_film_is(client):
    make_video()
    make_video("Của đài", link=LINK)

    marks = [mark.get_text(strip=True) for mark in soup(client.get("/video/")).select(".medium")]

    assert marks == ["Video", "Video00:14"]  # the first word of the second is for screen readers


def test_the_menu_leads_to_the_videos_once_there_are_some(client):
    make_menu_item(listing=MenuItem.Listing.VIDEOS)
    assert not soup(client.get("/tin-tuc/")).select("a[href='/video/']")

    make_video()

    assert soup(client.get("/tin-tuc/")).select(".main-nav a[href='/video/']")


def found(client, words):
    page = soup(client.get("/tim-kiem/", {"q": words}))
    return [title.get_text() for title in page.select(".search-result__title")]


def test_a_video_is_found_by_the_words_of_its_captions(clerk, client):
    article = write_article(clerk, **video_form(title="Phóng sự"))
    assert found(client, "buoi sang dau tuan") == ["Phóng sự"]

    said = captions("WEBVTT\n\n00:01.000 --> 00:02.000\nTrồng cây\n")
    row = {"id": article.videos.get().pk, "captions": said}
    photos = [{"id": article.photos.get().pk}]
    write_article(clerk, article, "_publish", **video_form(row, title="Phóng sự", photos=photos))

    assert found(client, "“trồng cây”") == ["Phóng sự"]
    assert found(client, "buoi sang dau tuan") == []


def test_machines_are_told_of_the_film(client):
    article = make_video()
    file = f"http://portal.example{article.videos.get().file.url}"

    page = soup(client.get(article.get_absolute_url()))

    scripts = page.select("[type='application/ld+json']")
    found = {data["@type"]: data for data in (json.loads(script.string) for script in scripts)}
    video = found["VideoObject"]
    assert (video["name"], video["contentUrl"]) == (article.title, file)
    assert (video["duration"], video["width"]) == ("PT14S", 480)
    assert {"uploadDate", "thumbnailUrl"} <= video.keys()
    assert page.select_one("[property='og:video']")["content"] == file


def test_a_feed_encloses_the_film(client):
    article = make_video()

    feed = ElementTree.fromstring(client.get("/video/rss.xml").content)  # noqa: S314 our own

    enclosure = feed.find(".//item/enclosure")
    assert enclosure.get("type") == "video/mp4"
    assert enclosure.get("length") == str(article.videos.get().size)


# ---------- What a clerk sends ----------


def test_the_form_of_a_video_begins_with_the_film_and_its_poster(writer):
    page = soup(writer.get(f"{ADD}?kind=video"))

    names = [field.get("name") for field in page.select("#article_form [name]")]
    order = ["title", "kind", "videos-0-file", "videos-0-captions", "videos-0-link"]
    order += ["photos-0-image", "body", "source_name"]
    places = [names.index(name) for name in order]
    assert places == sorted(places)
    assert page.select_one("[name=videos-0-file]").find_parent("details") is None


def test_the_form_of_news_keeps_the_film_folded_away(writer):
    page = soup(writer.get(f"{ADD}?kind=news"))

    assert page.select_one("[name=videos-0-file]").find_parent("details")


def test_a_film_is_measured_and_kept_under_a_name_nobody_chose(clerk):
    video = write_article(clerk, **video_form()).videos.get()

    assert (video.duration, video.width, video.height) == (14, 480, 270)
    assert video.size == len(film())
    assert "phim" not in video.file.name
    assert video.file.name.endswith(".mp4")
    assert video.captions.name.endswith(".vtt")


class Watched(FileSystemStorage):
    """The usual storage, and which films were stored while others could not save."""

    stored = {}

    def _save(self, name, content):
        self.stored[name] = connection.in_atomic_block
        return super()._save(name, content)


@pytest.mark.django_db(transaction=True)
def test_others_can_save_while_a_film_is_stored(clerk, settings, monkeypatch):
    monkeypatch.setattr(Watched, "stored", {})
    storage = f"{__name__}.{Watched.__qualname__}"
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": storage}}

    video = write_article(clerk, **video_form()).videos.get()

    assert Watched.stored[video.file.name] is False


def test_a_film_of_a_refused_form_is_not_kept(clerk, media):
    answer = post_article(clerk, **video_form(title=""))

    assert answer.status_code == 422
    assert not media()


def test_a_film_in_a_row_that_is_taken_out_is_not_kept(clerk, media):
    row = {"file": film(), "DELETE": "on"}

    write_article(clerk, button="_continue", **video_form(row, poster=False))

    assert not media()


def test_another_film_is_measured_anew(clerk):
    article = write_article(clerk, button="_continue", **video_form())
    Video.objects.update(size=1, duration=1, width=1, height=1)
    rows = [{"id": article.videos.get().pk, "file": film()}]

    write_article(clerk, article, "_continue", **video_form(videos=rows, poster=False))

    video = article.videos.get()
    assert (video.size, video.duration, video.width) == (len(film()), 14, 480)


def test_captions_are_written_anew_without_what_is_no_word(clerk):
    said = "WEBVTT\n\nSTYLE\n::cue { color: red }\n\nmở đầu\n00:01.000 --> 00:02.000 line:0\n"
    said += "<v Ngọc Ánh><i>Kính thưa</i> &lt;các&gt; <script>x</script>đồng chí\n"
    row = {"file": film(), "captions": captions(said)}

    video = write_article(clerk, **video_form(row)).videos.get()

    assert stored(video.captions.name).decode() == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nNgọc Ánh: Kính thưa &lt;các&gt; xđồng chí\n"
    )


def test_subrip_captions_become_webvtt(clerk):
    said = "1\r\n00:00:01,000 --> 00:00:02,500\r\nXin chào\r\n"
    row = {"file": film(), "captions": captions(said, "phu-de.srt")}

    video = write_article(clerk, **video_form(row)).videos.get()

    assert stored(video.captions.name).decode().startswith("WEBVTT\n\n00:00:01.000 -->")


@pytest.mark.parametrize(
    "header",
    ["Kind: captions\nLanguage: vi\n\n", "Kind: captions\n", "X-TIMESTAMP-MAP=LOCAL:00\n\n", ""],
)
def test_what_stands_under_the_head_of_webvtt_is_passed_over(clerk, header):
    said = f"WEBVTT - lời\n{header}00:01.000 --> 00:02.000\nXin chào\n"
    row = {"file": film(), "captions": captions(said)}

    video = write_article(clerk, **video_form(row)).videos.get()

    assert stored(video.captions.name).decode() == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nXin chào\n"
    )


def test_a_number_that_stands_for_no_letter_is_left_out_of_captions(clerk):
    said = f"{CAPTIONS}Sáng&#{'9' * 5000};thứ &amp;#{'9' * 5000}; &#72;ai\n"
    row = {"file": film(), "captions": captions(said)}

    video = write_article(clerk, **video_form(row)).videos.get()

    last = stored(video.captions.name).decode().splitlines()[-1]
    assert last == f"Sángthứ &amp;#{'9' * 5000}; Hai"


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("WEBVTT\n\nkhông có giờ", "dòng 3: chỗ này phải là thời gian của câu"),
        ("WEBVTT\nKind: captions\n\nkhông có giờ", "dòng 4"),
        (f"WEBVTT\n\n{'9' * 5000}:00:01.000 --> 00:02.000\nXin chào", "dòng 3"),
        (f"WEBVTT\n\n00:01.000 --> {'9' * 5000}:00:02.000\nXin chào", "dòng 3"),
        ("WEBVTT\n\n1\n00:01 --> 00:02\nXin chào", "dòng 4"),
        ("WEBVTT\n\n00:03.000 --> 00:02.000\nNgược", "dòng 3"),
        ("WEBVTT\n\n00:03.000 --> 00:04.000\nSau\n\n00:01.000 --> 00:02.000\nTrước", "dòng 6"),
        ("WEBVTT\n", "không có câu nào"),
        ("", "không có câu nào"),
        ("Lời của video", "dòng 1"),
        ("WEBVTT\n\n01:00.000 --> 01:02.000\nMuộn", "phụ đề của video khác"),
    ],
)
def test_captions_that_are_wrong_are_refused_with_their_line(clerk, said, problem):
    if not said:
        said = " "
    row = {"file": film(), "captions": captions(said)}

    assert problem in errors(post_article(clerk, **video_form(row)))


def test_captions_that_are_no_text_are_refused(clerk):
    row = {"file": film(), "captions": ContentFile(b"\xff\xfeWEBVTT", name="a.vtt")}

    assert "UTF-8" in errors(post_article(clerk, **video_form(row)))


def test_a_link_is_https(clerk):
    answer = post_article(clerk, **video_form({"link": "http://example.vn/phim"}))

    assert "phải bắt đầu bằng https" in errors(answer)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://example.vn/phim", "//a b/"])
def test_what_is_no_link_is_refused(clerk, link):
    assert errors(post_article(clerk, **video_form({"link": link})))
    assert not Video.objects.exists()


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"file": film(), "link": LINK}, "Chọn một trong hai"),
        ({"captions": captions()}, "Chọn một trong hai"),
        ({"link": LINK, "captions": captions()}, "Phụ đề chỉ đi với tệp video"),
    ],
)
def test_a_video_is_a_file_or_a_link(clerk, row, problem):
    for value in row.values():
        if hasattr(value, "seek"):
            value.seek(0)

    assert problem in errors(post_article(clerk, **video_form(row)))


@pytest.mark.parametrize("button", ["_publish", "_submit"])
def test_a_video_without_a_film_goes_nowhere(clerk, button):
    answer = post_article(clerk, button=button, **video_form(videos=[]))

    assert "chưa có tệp video" in errors(answer)


@pytest.mark.parametrize("button", ["_publish", "_submit"])
def test_a_video_without_a_poster_goes_nowhere(clerk, button):
    answer = post_article(clerk, button=button, **video_form(poster=False))

    assert answer.status_code == 422
    assert "chưa có ảnh bìa" in soup(answer).select_one("#photos-group").get_text()


def test_a_film_and_its_captions_are_to_be_chosen_again_if_the_form_comes_back(clerk):
    page = soup(post_article(clerk, button="_submit", **video_form(poster=False)))

    for field, name in [("file", "phim.mp4"), ("captions", "phu-de.vtt")]:
        said = page.select_one(f"#videos-group .field-{field} .errorlist").get_text()
        assert said.endswith(f"Hãy chọn lại: “{name}”.")
    assert not page.select("#videos-group .field-link .errorlist")


def test_a_wrong_file_is_not_asked_for_again(clerk):
    row = {"file": film(), "captions": captions("Lời của video")}

    page = soup(post_article(clerk, **video_form(row)))

    assert "phim.mp4" in page.select_one("#videos-group .field-file .errorlist").get_text()
    assert "chọn lại" not in page.select_one("#videos-group .field-captions").get_text()


def test_a_draft_may_have_neither_yet(clerk):
    fields = video_form(poster=False, videos=[])

    assert write_article(clerk, button="_continue", **fields).state == Article.State.DRAFT


def test_news_has_no_film(clerk):
    answer = post_article(clerk, videos=[{"link": LINK}])

    assert "Chỉ bài thuộc loại “Video”" in errors(answer)


@pytest.mark.parametrize("rows", [[{"link": LINK}] * 2, [{"file": film()}, {"file": film()}]])
def test_two_films_are_one_too_many(clerk, media, rows):
    answer = post_article(clerk, **video_form(videos=rows))

    assert answer.status_code == 422
    assert not Video.objects.exists()
    assert not media()


@pytest.mark.parametrize(
    ("second", "field"), [({"link": f"{LINK}d"}, "link"), ({"file": film()}, "file")]
)
def test_that_a_second_film_is_too_many_is_said_beside_it(clerk, second, field):
    answer = post_article(clerk, **video_form(videos=[{"link": LINK}, second]))

    page = soup(answer)
    said = page.select_one(f"#videos-1 .field-{field} .errorlist").get_text()
    links = [link.get("value") for link in page.select("#videos-group [name^=videos-][type=url]")]
    assert answer.status_code == 422
    assert "Mỗi bài chỉ có một video. Hãy để trống dòng này hoặc dòng ở trên." in said
    assert links[:2] == [LINK, second.get("link")]
    assert "bị trùng" not in answer.text
    assert not page.select("#videos-0 .errorlist")


def test_secrecy_marks_in_captions_stop_it(clerk):
    said = CAPTIONS + "\n00:05.000 --> 00:06.000\nTài liệu này đóng dấu TUYỆT MẬT\n"
    row = {"file": film(), "captions": captions(said)}

    answer = post_article(clerk, **video_form(row))

    article = Article.objects.latest("pk")
    assert answer.status_code == 302
    assert article.state == Article.State.DRAFT
    page = clerk.get(reverse("admin:news_article_check", args=[article.pk])).text
    assert "Phụ đề video" in page


# ---------- With its text ----------


def test_another_film_of_a_public_video_waits_for_its_approval(writer, client):
    article = make_video(created_by=writer.user)
    before = article.videos.get()
    rows = [{"id": before.pk, "file": "", "file-clear": "on", "captions-clear": "on", "link": LINK}]
    photos = [{"id": article.photos.get().pk}]
    fields = {"title": article.title, "videos": rows, "photos": photos}

    edited = write_article(writer, article, "_submit", **video_form(**fields))

    assert "youtube" not in client.get(article.get_absolute_url()).text
    assert before.file.url in client.get(article.get_absolute_url()).text
    publishing.approve(edited, edited.latest_revision, writer.user)
    assert LINK in client.get(article.get_absolute_url()).text


def test_what_changed_of_a_film_is_shown_to_who_approves(writer):
    article = make_video(created_by=writer.user, link=LINK)
    video = article.videos.get()
    other = {"id": video.pk, "link": "https://example.vn/khac"}
    photos = [{"id": article.photos.get().pk}]
    fields = {"title": article.title, "videos": [other], "photos": photos}
    write_article(writer, article, "_submit", **video_form(**fields))

    page = writer.get(reverse("admin:news_article_compare", args=[article.pk])).text

    assert LINK in page
    assert "https://example.vn/khac" in page


def test_a_restored_text_brings_its_film_back(clerk, client):
    article = write_article(clerk, **video_form())
    first = article.public_revision
    file = article.videos.get().file.url
    rows = [{"id": article.videos.get().pk, "DELETE": "on"}, {"link": LINK}]
    photos = [{"id": article.photos.get().pk}]
    write_article(clerk, article, "_continue", **video_form(videos=rows, photos=photos))
    assert file not in client.get(article.get_absolute_url()).text

    restored = publishing.restore(article, first, clerk.user).article
    restored.refresh_from_db()
    publishing.approve(restored, restored.latest_revision, clerk.user)

    assert file in client.get(article.get_absolute_url()).text


def test_the_preview_plays_the_film_of_its_revision(writer):
    article = write_article(writer, button="_submit", **video_form())
    address = reverse("admin:news_article_preview", args=[article.pk, article.latest_revision_id])

    player = soup(writer.get(address)).select_one("video source")

    assert player["src"] == article.videos.get().file.url
