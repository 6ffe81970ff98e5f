"""What readers are told when an article changes or goes: only what was approved, and no more."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from news import publishing
from news.models import Article, Revision
from news.models.revision import fingerprint
from tests.factories import make_announcement, make_article, make_page, write_article

pytestmark = pytest.mark.django_db

NOTE = "Đính chính số liệu kết nạp đảng viên."
MAY_12 = "2025-05-12T00:30:00+07:00"  # still the day before in UTC
FORM = {"title": "Hội nghị", "body": "<p>Kết nạp 186 đảng viên.</p>"}


def read(client, article):
    return client.get(Article.objects.get(pk=article.pk).get_absolute_url())


def test_note_is_printed_with_the_day_it_was_approved(clerk, visitor, time_machine):
    time_machine.move_to("2025-05-10T09:00:00+07:00")
    article = write_article(clerk, **FORM)
    time_machine.move_to(MAY_12)

    write_article(clerk, article, "_continue", change_note=NOTE, **FORM)

    text = " ".join(read(visitor, article).text.split())
    assert "Sửa ngày" in text
    assert "12/05/2025" in text
    assert NOTE in text


@pytest.mark.parametrize("make", [make_article, make_announcement, make_page])
def test_every_kind_of_article_prints_its_note(client, make):
    article = make(change_note="Sửa <b> năm", change_noted_at=timezone.now())

    assert "Sửa &lt;b&gt; năm" in read(client, article).text


def test_note_of_an_edit_is_not_seen_before_its_approval(writer, visitor):
    article = write_article(writer, button="_submit", **FORM)
    publishing.approve(article, article.latest_revision, writer.user)
    write_article(writer, article, "_submit", change_note=NOTE, **FORM)

    assert NOTE not in read(visitor, article).text

    article.refresh_from_db()
    preview = writer.get(
        reverse("admin:news_article_preview", args=[article.pk, article.latest_revision_id])
    )
    assert NOTE in preview.text  # as readers will get it
    compare = writer.get(reverse("admin:news_article_compare", args=[article.pk]))
    assert "Ghi chú sửa đổi" in compare.text
    publishing.approve(article, article.latest_revision, writer.user)
    assert NOTE in read(visitor, article).text


def test_next_edit_keeps_the_notes_day_and_an_empty_note_takes_it_away(
    clerk, visitor, time_machine
):
    time_machine.move_to("2025-05-10T09:00:00+07:00")
    article = write_article(clerk, **FORM)
    time_machine.move_to(MAY_12)
    write_article(clerk, article, "_continue", change_note=NOTE, **FORM)
    time_machine.move_to("2025-06-01T09:00:00+07:00")

    write_article(clerk, article, "_continue", change_note=NOTE, **FORM | {"lead": "Sapo"})
    assert "12/05/2025" in read(visitor, article).text
    write_article(clerk, article, "_continue", **FORM)
    assert "Sửa ngày" not in read(visitor, article).text


def test_first_text_has_no_change_to_tell_of(clerk):
    article = write_article(clerk, button="_continue", **FORM)

    form = clerk.get(reverse("admin:news_article_change", args=[article.pk]))

    assert "change_note" not in form.context["adminform"].form.fields


def test_revision_from_before_there_were_notes_is_the_same_text(clerk):
    article = write_article(clerk, **FORM)
    old = Revision.objects.get()
    del old.document["article"]["change_note"]
    Revision.objects.update(document=old.document, sha256=fingerprint(old.document))

    write_article(clerk, article, "_continue", **FORM)

    assert Revision.objects.count() == 1
    page = reverse("admin:news_article_history", args=[article.pk])
    assert clerk.post(page, {"revision": old.pk}).status_code == 302
    write_article(clerk, article, "_continue", change_note=NOTE, **FORM)
    assert clerk.get(reverse("admin:news_article_compare", args=[article.pk])).status_code == 200


def test_secret_in_a_note_is_stopped_as_in_the_text(clerk, visitor):
    article = write_article(clerk, **FORM)

    write_article(clerk, article, "_continue", change_note="TUYỆT MẬT", **FORM)

    assert "TUYỆT MẬT" not in read(visitor, article).text


# ---------- What is gone ----------


def withdraw(clerk, article, **fields):
    write_article(clerk, article, "_withdraw", **FORM | fields)


def test_address_of_a_withdrawn_article_says_so_and_nothing_of_its_text(clerk, visitor):
    article = write_article(clerk, **FORM)
    withdraw(clerk, article, reason="Nội bộ: anh Huy yêu cầu")

    page = read(visitor, article)

    assert page.status_code == 410
    assert "Bài này đã được gỡ" in page.text
    assert f"{timezone.localdate():%d/%m/%Y}" in page.text
    for word in ("Hội nghị", "186", "anh Huy"):
        assert word not in page.text
    assert '<meta name="robots" content="noindex">' in page.text


def test_reason_is_told_where_the_office_says_so(clerk, visitor):
    article = write_article(clerk, **FORM)
    withdraw(clerk, article, reason="Số liệu <sai>.", tells_readers="on")

    assert "Lý do: Số liệu &lt;sai&gt;." in read(visitor, article).text


def test_withdrawn_article_stands_in_no_list(clerk, visitor):
    article = write_article(clerk, **FORM)
    withdraw(clerk, article)

    for address in ["/", "/tin-tuc/", "/sitemap-bai-0.xml", "/rss.xml"]:
        assert article.slug not in visitor.get(address).text


def test_article_that_is_published_anew_is_gone_no_more(clerk, visitor):
    article = write_article(clerk, **FORM)
    withdraw(clerk, article, reason="Sai", tells_readers="on")
    write_article(clerk, article, "_publish", **FORM)

    assert read(visitor, article).status_code == 200
    assert Article.objects.get().withdrawal_reason == ""


def test_article_withdrawn_before_its_hour_leaves_no_trace(clerk, visitor):
    tomorrow = timezone.localdate() + timedelta(days=1)
    hour = {"published_at_0": f"{tomorrow:%d/%m/%Y}", "published_at_1": "08:00"}
    article = write_article(clerk, **FORM, **hour)
    withdraw(clerk, article, **hour)

    assert read(visitor, article).status_code == 404


def test_expired_announcement_says_that_it_has_expired(client):
    yesterday = timezone.now() - timedelta(days=1)
    article = make_announcement(
        "Tuyển dụng", published_at=yesterday - timedelta(days=3), expires_at=yesterday
    )

    page = read(client, article)

    assert page.status_code == 410
    assert "Bài này đã hết hạn" in page.text
    assert "Tuyển dụng" not in page.text


def test_what_lies_in_the_bin_is_simply_not_there(clerk, visitor):
    article = write_article(clerk, **FORM)
    withdraw(clerk, article)
    publishing.put_in_bin(Article.objects.get(), clerk.user)

    assert read(visitor, article).status_code == 404
