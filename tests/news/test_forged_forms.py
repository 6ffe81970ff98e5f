"""What no page of the newsroom sends, and somebody may send all the same."""

from copy import deepcopy

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from news.models import Article, Revision
from tests.factories import (
    article_form,
    make_album,
    make_category,
    make_photo,
    picture,
    post_article,
    write_article,
)
from tests.reading import soup

pytestmark = pytest.mark.django_db

State = Article.State


@pytest.fixture
def theirs(client, sign_in):
    """A colleague's article that waits for approval, with a photo and a byline."""
    writer = sign_in("Người soạn bài", "dongnghiep")
    photos = [{"image": picture((90, 60)), "caption": "Quang cảnh"}]
    contributors = [{"name": "Ngọc Ánh", "role": "author"}]
    parts = {"photos": photos, "contributors": contributors}
    return write_article(writer, button="_submit", title="Bài của đồng nghiệp", **parts)


@pytest.fixture
def mine(theirs, sign_in):
    return write_article(sign_in("Người soạn bài"), button="_submit", title="Bài của tôi")


def page(name, article):
    return reverse(f"admin:news_article_{name}", args=[article.pk])


def standing(article):
    article = Article.objects.get(pk=article.pk)
    parts = [list(rows.values()) for rows in (article.photos, article.contributors)]
    return article.title, article.version, list(article.revisions.values()), parts


def with_category(article, category_id, user):
    """Give an article a newest text in another category, however it came there."""
    document = deepcopy(article.latest_revision.document)
    document["article"]["category_id"] = category_id
    before = article.latest_revision
    article.latest_revision = Revision.take(article, user, document, base=before)
    article.save()
    return article.latest_revision


@pytest.mark.parametrize("button", ["_continue", "_submit"])
def test_saving_as_new_does_not_write_into_a_colleagues_article(mine, theirs, client, button):
    before = standing(theirs)

    answer = post_article(client, theirs, button, title="Lời của người khác", _saveasnew="")

    assert answer.status_code == 403
    assert standing(theirs) == before
    assert Article.objects.count() == 2


def test_saving_as_new_ones_own_article_only_saves_it(mine, client):
    answer = post_article(client, mine, "_continue", title="Tiêu đề mới", _saveasnew="")

    assert answer.status_code == 302
    assert Article.objects.get(pk=mine.pk).title == "Tiêu đề mới"
    assert Article.objects.count() == 2


@pytest.mark.parametrize("part", ["photos", "contributors"])
@pytest.mark.parametrize("more", [{}, {"DELETE": "on"}])
def test_a_row_of_a_colleagues_article_stays_as_it_is(mine, theirs, client, part, more):
    before = standing(theirs)
    row = {"id": getattr(theirs, part).get().pk, "caption": "Lời", "name": "Tên", "role": "author"}

    answer = post_article(client, mine, "_continue", **{part: [row | more]})

    assert answer.status_code < 500
    assert standing(theirs) == before


def test_a_photo_in_the_body_is_not_taken_from_a_colleagues_article(mine, theirs, client):
    before, photo = standing(theirs), theirs.photos.get()
    figure = (
        f'<figure data-photo="{photo.pk}"><img src="{photo.image.url}" alt="Lời">'
        "<figcaption>Lời khác. Ảnh: Tôi</figcaption></figure><p>Thân bài.</p>"
    )

    write_article(client, mine, "_continue", body=figure)

    assert standing(theirs) == before
    assert mine.photos.get().caption == "Lời khác."


def test_a_revision_of_another_article_is_not_found_or_not_taken(mine, theirs, client):
    foreign = theirs.latest_revision
    compared = {"truoc": foreign.pk, "sau": foreign.pk}

    assert client.get(page("compare", mine), compared).status_code == 404
    assert client.post(page("history", mine), {"revision": foreign.pk}).status_code == 404
    for name in ("preview", "preview_frames"):
        address = reverse(f"admin:news_article_{name}", args=[mine.pk, foreign.pk])
        assert client.get(address).status_code == 404
    post_article(client, mine, "_continue", base=foreign.pk, title="Sửa")
    assert Article.objects.get(pk=mine.pk).latest_revision.base == mine.latest_revision


def test_an_old_approval_is_not_good_for_a_new_text(mine, client, sign_in):
    seen = mine.latest_revision
    decision = {"decision": "approve", "revision": seen.pk, "sha256": seen.sha256}
    write_article(client, mine, "_submit", body="<p>Lời mới.</p>")

    answer = sign_in("Người duyệt", "duyetbai").post(page("review", mine), decision)

    assert answer.status_code == 409
    assert Article.objects.get(pk=mine.pk).state == State.SUBMITTED


# ---------- What the form would not have taken ----------


def test_the_page_of_remarks_publishes_no_news_without_words(sign_in):
    approver = sign_in("Người duyệt", "duyetbai")
    article = write_article(approver, button="_continue", body="")

    data = {"publish": "", "revision": article.latest_revision_id}
    answer = approver.post(page("check", article), data)

    assert answer.status_code == 422
    assert "Bài chưa có nội dung" in answer.text
    assert Article.objects.get().state == State.DRAFT


def test_a_text_whose_category_is_gone_is_shown_and_waits_for_another(mine, sign_in):
    approver = sign_in("Người duyệt", "duyetbai")
    gone = make_category("Sắp xóa")
    revision = with_category(mine, gone.pk, approver.user)
    gone.delete()

    for name in ("change", "review", "check", "compare", "history"):
        assert approver.get(page(name, mine)).status_code == 200, name
    decision = {"decision": "approve", "revision": revision.pk, "sha256": revision.sha256}
    answers = [
        approver.post(page("review", mine), decision),
        approver.post(page("check", mine), {"publish": "", "revision": revision.pk}),
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert "Tin tức cần có chuyên mục." in answers[0].text
    assert Article.objects.get(pk=mine.pk).state == State.SUBMITTED


def test_an_old_text_brings_nobody_into_a_category_of_others(mine, client):
    entrusted = make_category("Tổ chức cán bộ")
    old = with_category(mine, entrusted.pk, client.user)
    write_article(client, mine, "_continue")
    entrusted.writers.add(User.objects.create_user("nguoikhac"))

    answer = client.post(page("history", mine), {"revision": old.pk}, follow=True)

    assert "chuyên mục “Tổ chức cán bộ”" in answer.text
    assert Article.objects.get(pk=mine.pk).category != entrusted


@pytest.mark.parametrize(
    "query",
    [
        "q=" + 60_000 * "a",
        "q=%00",
        "created_by__password__startswith=p",
        "revisions__document__contains=Bài",
        "_to_field=password",
        "stage=khong-co&category=abc&mine=x&kind__exact=khong-co",
        "o=99.1.1",
        "p=99999",
    ],
)
def test_an_odd_address_of_the_list_is_no_error_of_ours(mine, client, query):
    address = reverse("admin:news_article_changelist")

    assert client.get(f"{address}?{query}").status_code in (200, 302, 400)


@pytest.mark.parametrize("query", ["_to_field=", "_to_field=%00", "_to_field=password"])
def test_an_odd_address_of_a_form_is_no_error_of_ours(mine, client, query):
    assert client.get(f"{page('change', mine)}?{query}").status_code in (200, 400)


@pytest.mark.parametrize("page", ["change", "delete"])
def test_an_odd_field_of_a_form_is_no_error_of_ours(webmaster, page):
    category = make_category()
    address = reverse(f"admin:news_category_{page}", args=[category.pk])

    assert webmaster.post(address, {"_to_field": ""}).status_code < 500


def test_a_window_that_pops_up_keeps_a_text_like_any_other(mine, client):
    address = reverse("admin:news_article_add") + "?_popup=1"

    answer = client.post(address, article_form(title="Bài mới") | {"_submit": "", "_popup": "1"})

    assert answer.status_code == 200
    article = Article.objects.latest("pk")
    assert (article.stage, article.latest_revision.text["title"]) == (State.SUBMITTED, "Bài mới")


# ---------- More than any page sends ----------


@pytest.mark.parametrize("told", ["401", "1000000", " 1000.0 "])
def test_a_form_that_tells_of_more_lines_than_any_has_is_given_back_at_once(mine, client, told):
    before = standing(mine)

    answer = post_article(
        client, mine, "_continue", title="Lời mới", **{"contributors-TOTAL_FORMS": told}
    )

    assert answer.status_code == 422
    assert "quá nhiều dòng" in answer.text
    assert "Lời mới" in answer.text
    assert len(answer.content) < 100_000
    assert standing(mine) == before


def test_lines_that_are_too_many_together_are_too_many(mine, client):
    told = {f"{part}-TOTAL_FORMS": 150 for part in ("photos", "contributors", "placements")}

    assert "quá nhiều dòng" in post_article(client, mine, "_continue", **told).text


def test_a_list_that_tells_of_more_rows_than_any_has_is_not_understood(webmaster):
    form = {"form-TOTAL_FORMS": 1_000_000, "form-INITIAL_FORMS": 1_000_000, "_save": ""}

    assert webmaster.post(reverse("admin:news_category_changelist"), form).status_code == 400


def test_more_pasted_pictures_than_are_taken_at_once_are_not_decoded(mine, client, monkeypatch):
    monkeypatch.setattr("news.body.reencode", lambda upload: pytest.fail("decoded"))
    body = 61 * '<p><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></p>'

    answer = post_article(client, mine, "_continue", body=body)

    assert answer.status_code == 422
    assert "nhiều nhất 60 ảnh" in soup(answer).select_one(".field-body .errorlist").get_text()


def test_a_body_has_no_more_pictures_than_a_form_can_show(mine, client):
    photo = make_photo(mine)
    body = f'<p>Lời.</p><p><img src="{photo.image.url}"></p>' * 301

    answer = post_article(client, mine, "_continue", body=body)

    assert answer.status_code == 422
    assert "nhiều nhất 300 ảnh" in soup(answer).select_one(".field-body .errorlist").get_text()
    assert mine.photos.count() == 1


def test_an_album_is_given_no_more_photos_than_a_form_can_show(clerk, monkeypatch):
    monkeypatch.setattr("news.body.MAX_PICTURES", 3)
    album = make_album(photos=1)
    rows = [{"id": album.photos.get().pk}]
    files = [picture((60, 40)) for _ in range(3)]

    answer = post_article(clerk, album, kind="album", photos=rows, several_photos=files)

    assert answer.status_code == 422
    told = soup(answer).select_one(".field-several_photos .errorlist").get_text()
    assert "Vui lòng chia thành nhiều bài" in told
    assert album.photos.count() == 1


def test_who_chooses_very_many_photos_is_told_how_many_are_taken(clerk):
    files = [picture((6, 4)) for _ in range(150)]

    answer = post_article(clerk, title="Lời mới", kind="album", several_photos=files)

    assert answer.status_code == 422
    assert "nhiều nhất 60 tệp" in soup(answer).select_one(".field-several_photos").get_text()
    assert "Lời mới" in answer.text
