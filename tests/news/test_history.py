"""Every saved text and every decision is in the history; any text can be had back from there."""

from pathlib import PurePath

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from news import publishing
from news.models import Article, Revision
from tests.factories import article_form, make_article, picture, write_article

pytestmark = pytest.mark.django_db

State = Article.State


def history(client, article, **data):
    address = reverse("admin:news_article_history", args=[article.pk])
    return client.post(address, data) if data else client.get(address)


def soup(answer):
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def rows_of(page):
    return [" ".join(row.text.split()) for row in page.select(".versions tbody tr")]


@pytest.fixture
def twice_saved(clerk):
    """A public article that was saved again since."""
    article = write_article(clerk, body="<p>Bản đầu.</p>", reason="Đăng cho kịp.")
    return write_article(clerk, article, "_hold", body="<p>Bản hai.</p>")


def test_saves_and_decisions_are_told_newest_first(clerk, twice_saved):
    rows = rows_of(soup(history(clerk, twice_saved)))

    assert len(rows) == 3
    assert "Lưu mới nhất" in rows[0]
    assert "Duyệt đăng: “Đăng cho kịp.”" in rows[1]
    assert "Lưu đang đăng" in rows[2]
    assert all("nguoidung" in row for row in rows)


def test_each_text_leads_to_its_preview_and_its_comparisons(clerk, twice_saved):
    page = soup(history(clerk, twice_saved))

    answers = [clerk.get(link["href"]) for link in page.select(".versions a")]

    assert len(answers) == 4
    assert {answer.status_code for answer in answers} == {200}


def test_any_two_texts_can_be_chosen_and_compared(clerk, twice_saved):
    page = soup(history(clerk, twice_saved))
    form = page.select_one("form#compare")
    chosen = {field["name"]: field["value"] for field in page.select("[form=compare][checked]")}

    compared = soup(clerk.get(form["action"], chosen))

    assert [found.text.strip() for found in compared.select(".comparison__line ins")] == ["hai"]


def test_texts_past_the_thousandth_are_compared_and_had_back_like_the_first(clerk):
    article = make_article(created_by=clerk.user)
    for number in [1234, 1235]:
        article.latest_revision = Revision.take(article, clerk.user, pk=number)
    article.save()
    page = soup(history(clerk, article))

    fields = page.select("input[form=compare], button[form=restore]")
    assert [field["value"] for field in fields] == ["1235", "1235", "1234", "1234", "1234"]
    assert all(clerk.get(link["href"]).status_code == 200 for link in page.select(".versions a"))


def test_an_old_text_is_had_back_whole_and_readers_see_nothing_yet(clerk, twice_saved, visitor):
    write_article(clerk, twice_saved, body="<p>Bản hai.</p>")
    page = soup(history(clerk, twice_saved))
    button = page.select("button[form=restore]")[-1]

    answer = history(clerk, twice_saved, revision=button["value"])

    assert answer.status_code == 302
    article = Article.objects.get()
    assert article.latest_revision.text["body"] == "<p>Bản đầu.</p>"
    assert "Bản hai." in visitor.get(article.get_absolute_url()).text
    assert "Khôi phục bản cũ" in rows_of(soup(history(clerk, article)))[0]
    assert "Bản đầu." in clerk.get(answer.url).text


def test_who_may_not_change_it_looks_only(writer):
    article = make_article()
    publishing.first_revision(article)

    page = soup(history(writer, article))

    assert not page.select("button[form=restore]")
    assert history(writer, article, revision=article.latest_revision_id).status_code == 403


@pytest.mark.parametrize("revision", ["0", "x", "99999999999999999999"])
def test_what_is_no_text_of_it_is_not_had_back(clerk, twice_saved, revision):
    assert history(clerk, twice_saved, revision=revision).status_code == 404


def test_an_article_from_before_the_history_says_so(writer):
    assert "Bài có từ trước" in history(writer, make_article()).text


def test_a_hostile_reason_and_title_are_inert(clerk, twice_saved):
    hostile = "<script>alert(1)</script>"
    Article.objects.update(title=hostile)
    publishing.send_back(twice_saved, clerk.user, hostile)

    page = soup(history(clerk, twice_saved))

    assert not page.select("script:not([src])")
    assert hostile in page.text


# ---------- Two who saved at once ----------


@pytest.fixture
def conflict(clerk):
    """The page that the second of two sees, whose text was "Của tôi."."""
    article = write_article(clerk, button="_continue", body="<p>Lúc đầu.</p>")
    address = reverse("admin:news_article_change", args=[article.pk])
    form = clerk.get(address).context["adminform"].form
    opened = {"version": form["version"].value(), "base": form["base"].value()}
    write_article(clerk, article, "_continue", body="<p>Của người trước.</p>")
    mine = article_form(body="<p>Của tôi.</p>") | opened | {"_continue": ""}
    answer = clerk.post(address, mine)
    assert answer.status_code == 409
    return BeautifulSoup(answer.text, "html.parser")


def test_the_second_of_two_sees_who_was_first_and_what_differs(conflict):
    assert "nguoidung đã lưu bài này trước bạn" in " ".join(conflict.text.split())
    assert conflict.select_one(".comparison__line del").text.strip() == "người trước"
    assert conflict.select_one(".comparison__line ins").text.strip() == "tôi"


def test_the_second_of_two_may_use_their_own_text(clerk, conflict):
    form = conflict.select_one("form.conflict__choices")
    button = form.select_one("button")

    answer = clerk.post(form["action"], {button["name"]: button["value"]})

    assert answer.status_code == 302
    article = Article.objects.get()
    assert article.body == "<p>Của tôi.</p>"
    kept = {revision.text["body"] for revision in article.revisions.all()}
    assert kept == {"<p>Lúc đầu.</p>", "<p>Của người trước.</p>", "<p>Của tôi.</p>"}


def test_the_second_of_two_may_look_at_both(clerk, conflict):
    newest, mine = (link["href"] for link in conflict.select("form.conflict__choices a"))

    assert "Của người trước." in clerk.get(newest).text
    assert "Của tôi." in clerk.get(mine).text


def logged(client, article):
    """Return what the history says of what was done in forms."""
    return " ".join(soup(history(client, article)).select_one("#content").text.split())


def test_the_history_names_a_photo_without_words_by_its_file(writer):
    article = write_article(writer, button="_continue", photos=[{"image": picture()}])
    photo = article.photos.get()

    said = logged(writer, article)

    assert PurePath(photo.image.name).name in said
    assert f"Ảnh {photo.pk}" not in said


def test_the_history_names_a_photo_by_the_beginning_of_its_caption(writer):
    caption = "Đồng chí Bí thư Đảng ủy phát biểu tại hội nghị " * 5
    photos = [{"image": picture(), "caption": caption}]

    said = logged(writer, write_article(writer, button="_continue", photos=photos))

    assert "“Đồng chí Bí thư Đảng ủy phát biểu" in said
    assert caption.strip() not in said


def test_the_history_tells_only_of_fields_that_somebody_changed(writer):
    article = write_article(writer, button="_continue")

    write_article(writer, article, "_continue", title="Hội nghị lần thứ 12", reason="Đã sửa số.")

    said = logged(writer, article)
    assert "Đã sửa Tiêu đề" in said
    for field in ["phiên bản", "base", "Thêm nhiều ảnh"]:
        assert field not in said
