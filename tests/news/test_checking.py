"""Before a text goes out the proof-reader has advised, and the guard has stopped or asked."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.urls import reverse

from news.models import Article, Transition
from tests.factories import make_article, post_article, write_article

pytestmark = pytest.mark.django_db

State = Article.State
SECRET = "<p>TỐI MẬT. Báo cáo tình hình.</p>"
PHONE = "<p>Liên hệ đồng chí Lan, điện thoại 0912.345.678, trước ngày 6/7.</p>"
SLIP = "<p>Quy hoạch cán bộ giai đoạn 2025- 2023 đã được bổ sung.</p>"
LEAD = "Sáng 6/7, Đảng ủy Khối tổ chức hội nghị."


def page(client, article):
    return client.get(reverse("admin:news_article_check", args=[article.pk]))


def answer(client, article, **data):
    newest = Article.objects.get(pk=article.pk).latest_revision_id
    address = reverse("admin:news_article_check", args=[article.pk])
    return client.post(address, {"revision": newest} | data)


def places(response, selector=".check__place"):
    return BeautifulSoup(response.content, "html.parser").select(selector)


@pytest.mark.parametrize("button", ["_submit", "_publish"])
def test_a_secrecy_mark_stops_a_text_and_keeps_it(clerk, button):
    article = write_article(clerk, button=button, body=SECRET)

    assert (article.state, article.body) == (State.DRAFT, SECRET)
    assert "dấu hiệu tài liệu mật" in page(clerk, article).text
    assert not Transition.objects.exists()


def test_a_secrecy_mark_stops_an_edit_of_a_public_article(clerk, client):
    article = make_article(body="<p>Lời đã duyệt.</p>")

    write_article(clerk, article, "_continue", body=SECRET)

    assert "Lời đã duyệt." in client.get(article.get_absolute_url()).text
    assert "MẬT" not in client.get(article.get_absolute_url()).text


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Báo cáo MẬT về tình hình"},
        {"lead": "Tài liệu lưu hành nội bộ."},
        {"attachments": [{"file": ContentFile(b"%PDF-1.4\n%%EOF", "x.pdf"), "title": "TUYỆT MẬT"}]},
        {"contributors": [{"name": "ĐỘ MẬT: TỐI MẬT", "role": "author"}]},
    ],
)
def test_the_guard_reads_every_part_of_an_article(clerk, fields):
    assert write_article(clerk, **fields).state == State.DRAFT


def test_a_stopped_text_cannot_be_let_out_on_the_page_either(clerk):
    article = write_article(clerk, body=SECRET)

    response = answer(clerk, article, publish="", accept="on")

    assert response.status_code == 422
    assert Article.objects.get().state == State.DRAFT


def test_personal_data_waits_until_a_person_has_seen_it(clerk, client):
    article = write_article(clerk, body=PHONE)
    assert article.state == State.DRAFT

    refused = answer(clerk, article, publish="")
    answer(clerk, article, publish="", accept="on")

    assert refused.status_code == 422
    assert "0912.345.678" in client.get(article.get_absolute_url()).text
    assert Transition.objects.get().accepted[0]["quote"] == "0912.345.678"


def test_a_writer_submits_personal_data_and_the_approver_decides(writer, sign_in):
    article = write_article(writer, button="_submit", body=PHONE)
    assert article.state == State.SUBMITTED
    approver = sign_in("Người duyệt", "nguoiduyet")
    revision = article.latest_revision
    seen = {"revision": revision.pk, "sha256": revision.sha256, "decision": "approve"}
    address = reverse("admin:news_article_review", args=[article.pk])

    assert approver.post(address, seen).status_code == 422
    approver.post(address, seen | {"accept": "on"})

    assert Article.objects.get().state == State.APPROVED
    assert Transition.objects.first().accepted[0]["kind"] == "telephone"


def test_a_slip_is_shown_with_its_place(clerk):
    article = write_article(clerk, button="_continue", body=SLIP, lead=LEAD)

    (place,) = places(page(clerk, article))

    assert place.mark.get_text() == "2025- 2023"
    assert place.select_one(".check__where").get_text() == "Nội dung"


def test_a_slip_stops_nobody(clerk):
    assert write_article(clerk, body=SLIP).state == State.APPROVED


def test_a_dismissed_remark_stays_dismissed_for_that_text(clerk):
    article = write_article(clerk, button="_continue", body=SLIP, lead=LEAD)
    key = places(page(clerk, article), "[name=dismiss]")[0]["value"]

    answer(clerk, article, dismiss=key)
    assert not places(page(clerk, article))
    write_article(clerk, article, "_continue", body=f"{SLIP}<p>Thêm một câu.</p>", lead=LEAD)

    assert not places(page(clerk, article))


def test_a_file_that_cannot_be_read_is_named(clerk):
    scan = {"file": ContentFile(b"%PDF-1.4\n%%EOF", "quet.pdf"), "title": "Bản quét"}
    article = write_article(clerk, button="_continue", attachments=[scan])

    assert "Bản quét" in page(clerk, article).text


def test_who_may_not_change_an_article_dismisses_nothing(writer, sign_in):
    article = write_article(writer, button="_continue", body=SLIP)
    other = sign_in("Người soạn bài", "nguoikhac")

    assert answer(other, article, dismiss="x").status_code == 403
    assert answer(other, article, publish="").status_code == 403


def test_the_form_leads_to_what_was_found(clerk):
    article = write_article(clerk, button="_continue", body=SLIP, lead=LEAD)

    form = clerk.get(reverse("admin:news_article_change", args=[article.pk]))

    assert "2025- 2023" in places(form, ".check__place mark")[0]
    assert post_article(clerk, article, "_submit", body=SLIP).status_code == 302
