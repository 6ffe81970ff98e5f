"""What readers see is exactly what was approved; everything ever saved can be had back."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from news import publishing
from news.models import Article, Attachment, Photo, PreviewLink, Revision, Transition
from tests.factories import (
    article_form,
    make_article,
    make_category,
    make_photo,
    make_topic,
    pdf,
    picture,
    post_article,
    write_article,
)

pytestmark = pytest.mark.django_db

State, Action = Article.State, Transition.Action
PUBLIC = "<p>Lời đã duyệt.</p>"
EDITED = "<p>Lời đang sửa.</p>"


@pytest.fixture
def public(writer):
    """An article of the writer's own that readers see."""
    return make_article(body=PUBLIC, created_by=writer.user)


@pytest.fixture
def approver(django_user_model, writer):
    user = django_user_model.objects.create_user("duyet", is_staff=True, last_name="Lê Minh Đức")
    user.groups.add(Group.objects.get(name="Người duyệt"))
    return user


def words_on(client, article):
    return client.get(article.get_absolute_url()).text


def form_of(client, article):
    return client.get(reverse("admin:news_article_change", args=[article.pk]))


# ---------- An edit of a public article ----------


@pytest.mark.parametrize("button", ["_continue", "_save", "_submit"])
def test_an_edit_of_a_public_article_changes_nothing_that_readers_see(
    writer, client, public, button
):
    article = write_article(writer, public, button, title="Tên đang sửa", body=EDITED)

    assert (article.state, article.body) == (State.APPROVED, PUBLIC)
    page = words_on(client, public)
    assert "Lời đã duyệt." in page
    assert "đang sửa" not in page


def test_the_form_shows_the_edit_and_not_the_public_text(writer, public):
    write_article(writer, public, "_continue", title="Tên đang sửa", body=EDITED)

    form = form_of(writer, public)

    assert "Lời đang sửa." in form.text
    assert "Tên đang sửa" in form.text


def test_looking_at_the_edits_form_leaves_the_public_text_as_it_is(writer, client, public):
    write_article(writer, public, "_continue", body=EDITED)

    form_of(writer, public)

    assert "Lời đã duyệt." in words_on(client, public)


def test_an_edit_can_be_edited_again_with_its_new_photo_file_byline_and_topic(writer, public):
    topic = make_topic()
    photo = {"image": picture((90, 60)), "caption": "Ảnh mới"}
    rows = {
        "photos": [photo],
        "attachments": [{"file": pdf()}],
        "contributors": [{"name": "Ngọc Ánh", "role": "author"}],
        "placements": [{"topic": topic.pk}],
    }
    write_article(writer, public, "_continue", body=EDITED, **rows)
    shown = form_of(writer, public).context["inline_admin_formsets"]
    ids = {f.formset.prefix: form.instance.pk for f in shown for form in f.formset.initial_forms}

    write_article(
        writer,
        public,
        "_submit",
        body=EDITED,
        photos=[{"id": ids["photos"], "caption": "Ảnh sửa lần hai"}],
        attachments=[{"id": ids["attachments"], "title": "Kế hoạch"}],
        contributors=[{"id": ids["contributors"], "name": "Ngọc Ánh", "role": "author"}],
        placements=[{"id": ids["placements"], "topic": topic.pk}],
    )

    article = Article.objects.get()
    newest = article.latest_revision.document
    assert newest["photos"][0]["caption"] == "Ảnh sửa lần hai"
    assert newest["attachments"][0]["title"] == "Kế hoạch"
    assert newest["contributors"][0]["name"] == "Ngọc Ánh"
    assert newest["placements"][0]["topic_id"] == topic.pk
    assert not article.photos.exists()
    assert not article.attachments.exists()


def test_an_approved_edit_reaches_readers_with_all_that_goes_with_it(
    writer, client, public, approver
):
    photo = {"image": picture((90, 60)), "caption": "Ảnh mới"}
    rows = {"photos": [photo], "attachments": [{"file": pdf(), "title": "Kế hoạch"}]}
    article = write_article(writer, public, "_submit", title="Tên mới", body=EDITED, **rows)

    publishing.approve(article, article.latest_revision, approver)

    page = words_on(client, public)
    for words in ["Lời đang sửa.", "Tên mới", "Ảnh mới", "Kế hoạch"]:
        assert words in page
    article.refresh_from_db()
    assert (article.pending_state, article.slug) == ("", public.slug)
    assert article.published_at == public.published_at


def test_an_approver_may_save_an_edit_without_letting_it_out(clerk, client):
    article = make_article(body=PUBLIC)

    article = write_article(clerk, article, "_hold", body=EDITED)

    assert article.pending_state == State.DRAFT
    assert "Lời đã duyệt." in words_on(client, article)


def test_an_edit_taken_back_letter_for_letter_leaves_nothing_waiting(clerk):
    article = write_article(clerk, body=PUBLIC)
    write_article(clerk, article, "_hold", body=EDITED)

    article = write_article(clerk, article, "_hold", body=PUBLIC)

    assert not article.has_edit_waiting
    assert article.pending_state == ""


def test_a_photo_added_by_an_edit_is_known_to_be_its_writers(writer, public):
    photos = [{"image": picture((90, 60)), "caption": "Ảnh mới"}]

    write_article(writer, public, "_submit", body=EDITED, photos=photos)

    assert Photo.objects.get(caption="Ảnh mới").uploaded_by == writer.user


def test_a_photo_taken_out_of_an_edit_stays_with_the_public_text(clerk, client):
    article = make_article(body=PUBLIC)
    photo = make_photo(article, (90, 60), caption="Quang cảnh")

    write_article(clerk, article, "_hold", photos=[{"id": photo.pk, "DELETE": "on"}])

    assert "Quang cảnh" in words_on(client, article)


def test_a_photo_of_an_edit_gives_its_number_to_no_other(clerk):
    article = make_article(body=PUBLIC)
    rows = {"photos": [{"image": picture((90, 60)), "caption": "Của bản sửa"}]}
    article = write_article(clerk, article, "_hold", **rows)
    number = article.latest_revision.document["photos"][0]["id"]

    other = make_photo(make_article("Bài khác"), (90, 60), caption="Của bài khác")

    assert other.pk != number
    publishing.approve(article, article.latest_revision, clerk.user)
    other.refresh_from_db()
    assert (other.caption, other.article.title) == ("Của bài khác", "Bài khác")


def test_withdrawing_goes_on_with_the_edit_that_waited(clerk, client):
    article = make_article(body=PUBLIC)
    write_article(clerk, article, "_hold", body=EDITED)

    article = write_article(clerk, article, "_withdraw", body=EDITED)

    assert (article.state, article.body) == (State.WITHDRAWN, EDITED)
    assert client.get(article.get_absolute_url()).status_code == 410


# ---------- Approval is of one text ----------


def test_approving_a_text_that_was_edited_since_is_refused(writer, approver):
    article = write_article(writer, button="_submit", body=PUBLIC)
    seen = article.latest_revision
    write_article(writer, article, "_continue", body=EDITED)

    with pytest.raises(publishing.TextHasChanged):
        publishing.approve(article, seen, approver)

    assert Article.objects.get().state == State.SUBMITTED


def test_approving_a_text_that_was_tampered_with_is_refused(writer, approver):
    article = write_article(writer, button="_submit", body=PUBLIC)
    document = article.latest_revision.document
    document["article"]["body"] = EDITED
    Revision.objects.filter(pk=article.latest_revision_id).update(document=document)

    with pytest.raises(publishing.TextHasChanged):
        publishing.approve(article, Revision.objects.get(), approver)


def test_every_decision_is_kept_with_who_when_why_and_which_text(writer, approver):
    article = write_article(writer, button="_submit", reason="Mong anh xem sớm.")
    publishing.send_back(article, approver, "Thiếu tên người chụp ảnh.")
    article = write_article(writer, article, "_submit", title="Đã thêm tên người chụp")
    publishing.approve(article, article.latest_revision, approver)

    told = [(t.action, t.by_name, t.reason) for t in Transition.objects.order_by("pk")]
    assert told == [
        (Action.SUBMIT, "nguoidung", "Mong anh xem sớm."),
        (Action.RETURN, "Lê Minh Đức", "Thiếu tên người chụp ảnh."),
        (Action.SUBMIT, "nguoidung", ""),
        (Action.APPROVE, "Lê Minh Đức", ""),
    ]
    approved = Transition.objects.latest("pk")
    assert approved.sha256 == approved.revision.sha256 == article.latest_revision.sha256
    assert approved.at <= timezone.now()


def test_returning_takes_a_reason(clerk):
    article = write_article(clerk, button="_submit")

    answer = post_article(clerk, article, "_return")

    assert answer.status_code == 422
    assert "lý do trả lại" in answer.text
    assert Article.objects.get().state == State.SUBMITTED


# ---------- Everything saved can be had back ----------


def test_every_save_is_a_revision_and_an_unchanged_one_is_not_doubled(writer):
    article = write_article(writer, button="_continue", body="<p>Một.</p>")
    for body in ["<p>Hai.</p>", "<p>Hai.</p>", "<p>Ba.</p>"]:
        write_article(writer, article, "_continue", body=body)

    saved = [revision.text["body"] for revision in article.revisions.order_by("pk")]
    assert saved == ["<p>Một.</p>", "<p>Hai.</p>", "<p>Ba.</p>"]
    assert all(revision.created_by == writer.user for revision in article.revisions.all())


def test_an_old_text_comes_back_whole(writer):
    photo = {"image": picture((90, 60)), "caption": "Quang cảnh", "credit": "Anh Huy"}
    rows = {
        "photos": [photo],
        "attachments": [{"file": pdf(), "title": "Kế hoạch"}],
        "contributors": [{"name": "S.T", "role": "compiler"}],
    }
    article = write_article(writer, button="_continue", body=PUBLIC, **rows)
    first = article.latest_revision
    ids = {name: first.document[name][0]["id"] for name in rows}
    gone = {name: [{"id": pk, "name": "x", "DELETE": "on"}] for name, pk in ids.items()}
    article = write_article(writer, article, "_continue", title="Khác", body=EDITED, **gone)
    assert not Photo.objects.exists()
    assert not Attachment.objects.exists()

    publishing.restore(article, first, writer.user)

    article = Article.objects.get()
    assert article.latest_revision.document == first.document
    assert article.photos.get().image.storage.exists(article.photos.get().image.name)
    assert article.attachments.get().file.read() == pdf().read()


def test_restoring_an_old_text_of_a_public_article_waits_for_approval(clerk, client):
    article = write_article(clerk, body="<p>Bản đầu.</p>")
    first = article.latest_revision
    article = write_article(clerk, article, "_continue", body=PUBLIC)

    publishing.restore(article, first, clerk.user)

    assert "Lời đã duyệt." in words_on(client, article)
    assert "Bản đầu." in form_of(clerk, article).text


def test_an_article_from_before_revisions_keeps_its_old_text(clerk):
    article = make_article(body=PUBLIC)

    write_article(clerk, article, "_continue", body=EDITED)

    assert PUBLIC in [revision.text["body"] for revision in article.revisions.all()]


# ---------- Two people, one article ----------


def opened(client, article, **fields):
    """What a browser posts that opened the form now, whenever it sends it."""
    form = form_of(client, article).context["adminform"].form
    seen = {"version": form["version"].value(), "base": form["base"].value() or ""}
    return article_form(**fields) | seen


def save(client, article, data):
    return client.post(reverse("admin:news_article_change", args=[article.pk]), data)


def test_the_second_of_two_who_save_is_told_and_both_texts_are_kept(clerk):
    article = write_article(clerk, button="_continue", body="<p>Lúc đầu.</p>")
    first = opened(clerk, article, body="<p>Của người thứ nhất.</p>")
    second = opened(clerk, article, body="<p>Của người thứ hai.</p>")
    save(clerk, article, first)

    answer = save(clerk, article, second)

    assert answer.status_code == 409
    assert Article.objects.get().body == "<p>Của người thứ nhất.</p>"
    assert article.revisions.get(is_aside=True).text["body"] == "<p>Của người thứ hai.</p>"


def test_an_edit_begun_before_approval_does_not_slip_in_after_it(writer, client, approver):
    article = write_article(writer, button="_submit", body=PUBLIC)
    late = opened(writer, article, body=EDITED)
    publishing.approve(article, article.latest_revision, approver)

    answer = save(writer, article, late)

    assert answer.status_code == 302
    assert "Lời đã duyệt." in words_on(client, article)
    assert Article.objects.get().pending_state == State.DRAFT


# ---------- Who may ----------


def test_a_writer_changes_only_what_is_their_own(writer):
    others = make_article(state=State.DRAFT)

    answer = post_article(writer, others, "_continue", body=EDITED)

    assert answer.status_code == 403
    assert Article.objects.get().body != EDITED


@pytest.mark.parametrize("people", ["writers", "approvers"])
def test_a_category_entrusted_to_others_is_refused_beside_its_field(clerk, approver, people):
    category = make_category("Tổ chức")
    getattr(category, people).add(approver)

    answer = post_article(clerk, category=category.pk)

    assert answer.status_code == 422
    assert "không được giao" in answer.text
    assert not Article.objects.exists()


def test_an_entrusted_category_takes_its_own_people(clerk):
    category = make_category("Tổ chức")
    category.writers.add(clerk.user)
    category.approvers.add(clerk.user)

    assert write_article(clerk, category=category.pk).state == State.APPROVED


# ---------- The bin ----------


def test_what_lies_in_the_bin_is_seen_by_no_reader_and_comes_back_whole(clerk, client):
    article = write_article(clerk, body=PUBLIC, photos=[{"image": picture((90, 60))}])
    before = words_on(client, article)
    publishing.put_in_bin(article, clerk.user)
    assert client.get(article.get_absolute_url()).status_code == 404

    publishing.take_out_of_bin(article, clerk.user)

    assert words_on(client, article) == before


def test_a_text_saved_after_its_article_went_to_the_bin_is_kept(clerk):
    article = write_article(clerk, button="_continue", body="<p>Lúc đầu.</p>")
    late = opened(clerk, article, body="<p>Câu viết cả buổi sáng.</p>")
    publishing.put_in_bin(article, clerk.user)

    answer = save(clerk, article, late)

    assert answer.status_code == 409
    assert article.revisions.get(is_aside=True).text["body"] == "<p>Câu viết cả buổi sáng.</p>"


def test_withdrawing_closes_the_links_to_look_at_the_text(clerk, client):
    article = write_article(clerk)
    _, token = PreviewLink.make(article.latest_revision, clerk.user, days=3)
    assert client.get(f"/xem-thu/{token}/").status_code == 200

    write_article(clerk, article, "_withdraw")

    assert client.get(f"/xem-thu/{token}/").status_code == 404


def test_going_back_to_the_public_text_leaves_nothing_waiting(clerk):
    article = write_article(clerk, body=PUBLIC)
    public = article.public_revision
    article = write_article(clerk, article, "_hold", body=EDITED)

    publishing.restore(article, public, clerk.user)

    assert not Article.objects.get().has_edit_waiting


def test_deleting_many_says_that_they_can_be_had_back(webmaster):
    make_article("Bài một")
    make_article("Bài hai")
    chosen = {
        "action": "delete_selected",
        "_selected_action": [a.pk for a in Article.objects.all()],
    }

    answer = webmaster.post(
        reverse("admin:news_article_changelist"), chosen | {"post": "yes"}, follow=True
    )

    assert "Đã bỏ 2 bài vào thùng rác; có thể lấy lại." in answer.text
    assert Article.objects.binned().count() == 2


def test_a_photo_that_a_text_let_go_is_copied_and_not_taken_by_another_article(clerk):
    photo = make_photo(size=(90, 60))
    figure = (
        f'<figure class="image"><img src="{photo.image.url}"><figcaption>Cũ</figcaption></figure>'
    )
    first = write_article(clerk, button="_continue", body=figure)
    with_photo = first.latest_revision
    write_article(clerk, first, "_continue", photos=[{"id": photo.pk, "DELETE": "on"}])
    publishing.restore(first, with_photo, clerk.user)
    write_article(clerk, first, "_continue", body="<p>Không còn ảnh.</p>")
    Photo.objects.update(article=None)

    other = write_article(clerk, title="Bài khác", body=figure.replace("Cũ", "Mới"))

    assert other.photos.get().pk != photo.pk
    publishing.restore(first, with_photo, clerk.user)
    assert other.photos.get().caption == "Mới"


@pytest.mark.parametrize("button", ["_publish", "_withdraw", "_return"])
def test_who_may_not_decide_in_a_category_cannot_by_moving_the_article_out_of_it(
    clerk, client, approver, button
):
    entrusted = make_category("Kiểm tra, giám sát")
    entrusted.approvers.add(approver)
    entrusted.writers.add(approver, clerk.user)
    state = State.SUBMITTED if button != "_withdraw" else State.APPROVED
    article = make_article(category=entrusted, body=PUBLIC, state=state, created_by=clerk.user)

    write_article(
        clerk, article, button, body=EDITED, category=make_category().pk, reason="Sửa lại."
    )

    assert Article.objects.get().state == state


def test_a_revision_that_was_tampered_with_is_not_taken_for_the_text(clerk):
    article = write_article(clerk, button="_continue", body=PUBLIC)
    article.revisions.update(sha256="0" * 64)

    article = write_article(clerk, article, "_publish", body=PUBLIC)

    assert article.state == State.APPROVED
    assert article.public_revision.is_intact()
