"""The media library: what is found in it, and that readers see only what was approved."""

from datetime import datetime
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from news import publishing
from news.models import Article, Photo, Transition
from news.models.revision import document_of
from tests.factories import make_article, make_category, make_photo, pdf, picture, write_article

pytestmark = pytest.mark.django_db

State = Article.State
LIBRARY = "/quan-tri/news/photo/"
CHOOSE = f"{LIBRARY}chon/"


def soup(client, address=LIBRARY):
    return BeautifulSoup(client.get(address).text, "html.parser")


def found(client, query=""):
    return {
        cell.get_text(strip=True) for cell in soup(client, LIBRARY + query).select(".field-words")
    }


def save(client, photo, **fields):
    return client.post(reverse("admin:news_photo_change", args=[photo.pk]), fields)


def public_photo(**fields):
    """A photo of an article that readers see, its text kept as a revision."""
    photo = make_photo(make_article(), **fields)
    publishing.first_revision(photo.article)
    return photo


# ---------- Found ----------


@pytest.mark.parametrize(
    "typed", ["dong chi tran", "ĐỒNG CHÍ", "hop tac xa", "Xã Đặng", "anh huy", "ho tay", "Huy đồng"]
)
def test_a_photo_is_found_by_its_words_without_marks_and_in_any_case(writer, typed):
    make_photo(
        make_article("Hợp tác xã Đặng Sơn"),
        caption="Đồng chí Trần Thu Hà phát biểu",
        credit="Anh Huy",
        alt="Hồ Tây buổi sớm",
    )
    make_photo(caption="Lễ trao huy hiệu")

    assert found(writer, f"?q={typed}") == {"Đồng chí Trần Thu Hà phát biểu"}


@pytest.mark.parametrize("typed", ["(", "[a", "*", "a{9}", "\\", "%", "'", "-#&~", "đ" * 5000])
def test_what_is_typed_is_no_pattern(writer, typed):
    make_photo(caption="aaaaaaaaa")

    assert writer.get(LIBRARY, {"q": typed}).status_code == 200
    assert found(writer, "?" + urlencode({"q": typed})) == set()


def test_a_sign_is_found_as_it_stands(writer):
    make_photo(caption="Quý III (2026): 100 %")

    assert found(writer, "?" + urlencode({"q": "iii (2026): %"})) == {"Quý III (2026): 100 %"}


def test_photos_are_narrowed_by_month_article_and_use(writer):
    december, january = make_photo(caption="Tháng 12"), make_photo(caption="Tháng 1")
    of_an_article = make_photo(make_article(), caption="Của bài")
    # The first hour of the year here is still the old year in Greenwich.
    for photo, hour in [
        (december, datetime(2024, 12, 31, 23, 30)),  # noqa: DTZ001
        (january, datetime(2025, 1, 1, 0, 30)),  # noqa: DTZ001
    ]:
        Photo.objects.filter(pk=photo.pk).update(uploaded_at=timezone.make_aware(hour))

    assert found(writer, "?year=2024&month=12") == {"Tháng 12"}
    assert found(writer, "?year=2025") == {"Tháng 1"}
    assert found(writer, f"?article={of_an_article.article_id}") == {"Của bài"}
    assert found(writer, "?use=unused") == {"Tháng 12", "Tháng 1"}


@pytest.mark.parametrize(
    "query", ["?year=x", "?year=2026&month=99", "?article=x", "?use=x", "?o=9"]
)
def test_an_address_that_was_tampered_with_is_no_error(writer, query):
    make_photo()

    assert writer.get(LIBRARY + query, follow=True).status_code == 200


@pytest.mark.parametrize("address", [LIBRARY, f"{LIBRARY}?q=anh", CHOOSE])
def test_the_library_asks_as_often_for_many_and_counts_no_archive(writer, address):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert writer.get(address).status_code == 200
        counts = [query["sql"] for query in captured if "COUNT(" in query["sql"]]
        assert all("LIMIT 1000" in sql for sql in counts)
        return len(captured)

    make_photo(make_article(), caption="Ảnh")
    few = queries()
    for number in range(5):
        make_photo(make_article(f"Bài {number}"), caption="Ảnh")

    assert queries() == few <= 13


# ---------- Replaced ----------


def test_an_approver_replaces_a_picture_and_what_readers_see_is_a_revision(approver, client):
    photo = public_photo()
    before = photo.article.latest_revision

    answer = save(approver, photo, image=picture((300, 200)), focus="top")

    photo.refresh_from_db()
    article = Article.objects.get()
    assert answer.status_code == 302
    assert (photo.width, photo.focus) == (300, "top")
    assert article.public_revision == article.latest_revision != before
    assert article.public_revision.document == document_of(article)
    assert article.transitions.first().action == Transition.Action.APPROVE
    assert before.document["photos"][0]["image"] != photo.image.name


def test_a_replaced_picture_comes_back_with_the_old_text(approver):
    photo = public_photo()
    article, before = photo.article, photo.article.latest_revision
    old_name = photo.image.name
    save(approver, photo, image=picture((300, 200)), focus="center")

    publishing.restore(article, before, approver.user)
    publishing.approve(article, Article.objects.get().latest_revision, approver.user)

    photo.refresh_from_db()
    assert photo.image.name == old_name
    assert photo.image.storage.exists(old_name)


def test_a_form_open_elsewhere_is_told_that_a_picture_was_replaced(approver):
    photo = public_photo()

    save(approver, photo, image=picture((300, 200)), focus="center")

    assert Article.objects.get().version == photo.article.version + 1


def test_the_picture_of_a_draft_is_replaced_without_approving_it(writer):
    photo = make_photo(make_article(state=State.SUBMITTED, created_by=writer.user))

    save(writer, photo, focus="left")

    article = Article.objects.get()
    assert article.state == State.SUBMITTED
    assert article.latest_revision.document["photos"][0]["focus"] == "left"


def refused_writers_photo(user):
    return make_photo(make_article(created_by=user))


def refused_others_draft(user):
    return make_photo(make_article(state=State.DRAFT))


def refused_in_the_bin(user):
    article = make_article(state=State.DRAFT, created_by=user, binned_at=timezone.now())
    return make_photo(article)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (refused_writers_photo, "gửi duyệt"),
        (refused_others_draft, "của người khác"),
        (refused_in_the_bin, "thùng rác"),
    ],
)
def test_a_writer_is_told_why_a_picture_may_not_be_replaced(writer, make, reason):
    photo = make(writer.user)
    address = reverse("admin:news_photo_change", args=[photo.pk])

    assert reason in soup(writer, address).select_one(".warning").get_text()
    assert save(writer, photo, image=picture(), focus="top").status_code == 403
    photo.refresh_from_db()
    assert photo.focus == "center"


def test_who_may_not_approve_in_a_category_replaces_nothing_in_it(approver, django_user_model):
    category = make_category()
    category.approvers.add(django_user_model.objects.create_user("nguoikhac"))
    photo = make_photo(make_article(category=category))

    assert save(approver, photo, focus="top").status_code == 403


def test_a_picture_waits_for_an_edit_that_waits(approver):
    photo = public_photo()
    write_article(approver, photo.article, "_hold", title="Tên mới")

    assert save(approver, photo, focus="top").status_code == 403


def test_the_words_of_an_articles_photo_are_not_changed_here(approver):
    photo = public_photo(caption="Đã duyệt")

    save(approver, photo, focus="top", caption="MẬT", credit="Ai", alt="Gì")

    photo.refresh_from_db()
    assert (photo.caption, photo.credit, photo.alt, photo.focus) == ("Đã duyệt", "", "", "top")


def test_the_words_of_a_photo_of_no_article_are(writer):
    photo = make_photo(caption="Cũ")

    answer = save(writer, photo, focus="top", caption="Mới", credit="", alt="")

    photo.refresh_from_db()
    assert (answer.status_code, photo.caption) == (302, "Mới")


def test_saving_without_a_change_makes_no_revision(approver):
    photo = public_photo()

    save(approver, photo, focus="center")

    assert Article.objects.get().revisions.count() == 1


# ---------- No side door ----------


@pytest.mark.parametrize("name", ["anh.jpg", "anh.pdf", "anh.svg"])
def test_only_a_picture_replaces_a_picture(approver, name):
    photo = public_photo()

    answer = save(approver, photo, image=pdf(name), focus="center")

    assert answer.status_code == 422
    assert "không phải ảnh" in answer.text
    assert Article.objects.get().revisions.count() == 1


def test_the_library_adds_and_deletes_nothing(webmaster):
    photo = make_photo()

    assert webmaster.post(f"{LIBRARY}add/", {"image": picture()}).status_code == 403
    assert webmaster.post(f"{LIBRARY}{photo.pk}/delete/", {"post": "yes"}).status_code == 403
    assert webmaster.get("/quan-tri/news/attachment/").status_code == 404


def test_a_focus_that_does_not_exist_is_refused(approver):
    photo = public_photo()

    assert save(approver, photo, focus='"><script>').status_code == 422


# ---------- Used again ----------


def test_the_editors_window_offers_photos_of_articles_only(writer):
    make_photo(make_article(), caption="Hội nghị", credit="Anh Huy", alt="Hội trường")
    make_photo(caption="Không của bài nào")

    offered = soup(writer, f"{CHOOSE}?CKEditorFuncNum=7&q=hoi nghi").select(".library__photo")

    assert [photo["data-caption"] for photo in offered] == ["Hội nghị Ảnh: Anh Huy"]
    assert offered[0].find_parent("ul")["data-call"] == "7"


@pytest.mark.parametrize("call", ["1);alert(1)", "١", "-1", "1" * 12])
def test_the_window_calls_back_a_number_or_nothing(writer, call):
    assert writer.get(CHOOSE, {"CKEditorFuncNum": call}).status_code == 400


def test_the_window_is_for_the_newsroom(client):
    assert client.get(CHOOSE).status_code == 302


def test_a_hostile_caption_is_inert_in_the_library(writer):
    photo = make_photo(make_article('"><script>x</script>'), caption='"><img src=x onerror=y>')

    for address in [LIBRARY, CHOOSE, f"{LIBRARY}{photo.pk}/change/"]:
        page = soup(writer, address)
        assert not page.select("[onerror]")
        assert "x" not in [script.get_text() for script in page.find_all("script")]


def test_a_photo_chosen_from_another_article_is_copied(clerk):
    photo = make_photo(make_article(), caption="Chú thích cũ", focus="top")
    body = f'<figure class="image"><img src="{photo.image.url}"></figure><p>Chữ.</p>'

    article = write_article(clerk, title="Bài mới", body=body)

    copy = article.photos.get()
    assert copy != photo
    assert (copy.image.name, copy.focus) == (photo.image.name, "top")
    assert Photo.objects.get(pk=photo.pk).article == photo.article


# ---------- What is seen of a picture ----------


def test_a_card_keeps_the_part_that_must_be_seen(client):
    article = make_article()
    article.cover = make_photo(article, focus="bottom-left")
    article.save()

    assert soup(client, "/").select(".lead-story__media .focus-bottom-left img")
    assert soup(client, article.get_absolute_url()).select("figure.focus-bottom-left")


def test_the_focus_is_chosen_in_the_articles_form_too(clerk):
    article = write_article(clerk, photos=[{"image": picture(), "focus": "right"}])

    assert article.photos.get().focus == "right"


def test_a_form_that_does_not_send_the_focus_changes_none(clerk):
    article = write_article(clerk, photos=[{"image": picture(), "focus": "right"}])
    photo = article.photos.get()

    write_article(clerk, article, photos=[{"id": photo.pk, "caption": "Mới"}])

    photo.refresh_from_db()
    assert (photo.caption, photo.focus) == ("Mới", "right")
