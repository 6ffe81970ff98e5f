"""A clerk fills in the admin's form; a reader opens the public page."""

import base64
import io
import os
import unicodedata
from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.admin.models import LogEntry
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from news.models import Article, Attachment, Contributor, Photo
from tests.factories import (
    make_article,
    make_category,
    make_identity,
    make_photo,
    pdf,
    picture,
    post_article,
    write_article,
)
from tests.reading import open_article, soup, words

pytestmark = pytest.mark.django_db

State = Article.State
CAPTION = "Quang cảnh hội nghị. Ảnh: Anh Huy"


@pytest.fixture
def hall():
    """A picture that the editor has uploaded and that stands in no saved article yet."""
    return make_photo(size=(90, 60))


def figure(photo, caption=CAPTION):
    """A picture as the editor sends it."""
    return (
        f'<figure class="image"><img alt="" src="{photo.image.url}">'
        f"<figcaption>{caption}</figcaption></figure>"
    )


def told(client, answer):
    """What the page after a save tells the clerk."""
    page = soup(client.get(answer.url))
    return [line.get_text().strip() for line in page.select(".messagelist li")]


def pasted(size=(60, 40), **options):
    """A picture that the browser has turned into text."""
    return f"data:image/png;base64,{base64.b64encode(picture(size, 'PNG').read()).decode()}"


def editor_of(client, article):
    """What the body's editor shows when the article is opened again."""
    page = client.get(f"/quan-tri/news/article/{article.pk}/change/")
    return soup(page).find("textarea", {"name": "body"}).text


def errors_beside(answer, name):
    row = soup(answer).select_one(f".field-{name}")
    return words(row.select_one(".errorlist") or BeautifulSoup("", "html.parser"))


# ---------- The buttons ----------


@pytest.mark.parametrize(
    ("first", "then", "state", "status_code"),
    [
        ("_continue", "_publish", State.APPROVED, 200),
        ("_continue", "_continue", State.DRAFT, 404),
        ("_continue", "_save", State.DRAFT, 404),  # Enter in a field sends no verb of ours
        ("_continue", "_submit", State.SUBMITTED, 404),
        ("_submit", "_return", State.RETURNED, 404),
        ("_publish", "_withdraw", State.WITHDRAWN, 410),
        ("_withdraw", "_continue", State.DRAFT, 404),  # nothing to withdraw
        ("_publish", "_submit", State.APPROVED, 200),  # a stale tab takes nothing offline
        ("_publish", "_return", State.APPROVED, 200),
    ],
)
def test_a_button_decides_who_can_read(clerk, client, first, then, state, status_code):
    article = write_article(clerk, button=first)

    article = write_article(clerk, article, button=then, reason="Cần thêm ảnh.")

    assert article.state == state
    assert client.get(article.get_absolute_url()).status_code == status_code


def test_the_history_says_what_was_decided(clerk):
    article = write_article(clerk)
    write_article(clerk, article, button="_withdraw")

    told = [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")]
    assert told[0].startswith("Đăng bài.")
    assert told[1].startswith("Gỡ bài khỏi trang.")


@pytest.mark.parametrize(
    ("button", "said"),
    [
        ("_submit", "Đã gửi duyệt."),
        ("_return", "Đã trả lại người soạn."),
        ("_withdraw", "Đã gỡ bài khỏi trang."),
    ],
)
def test_whoever_decides_is_told_what_is_done(clerk, button, said):
    before = {"_submit": "_continue", "_return": "_submit", "_withdraw": "_publish"}
    article = write_article(clerk, button=before[button])

    answer = post_article(clerk, article, button, reason="Thiếu ảnh.")

    assert said in told(clerk, answer)


def test_whoever_lets_an_article_expire_in_the_past_is_told_that_nobody_sees_it(clerk):
    past = {"published_at_0": "06/07/2023", "published_at_1": "08:00"}
    past |= {"expires_at_0": "07/07/2023", "expires_at_1": "09:30"}

    messages = told(clerk, post_article(clerk, **past))

    assert "Bài đã hết hạn lúc 09:30 ngày 07/07/2023, nên bạn đọc không thấy." in messages


def test_whoever_schedules_an_article_is_told_its_hour(clerk):
    messages = told(clerk, post_article(clerk, published_at_0="31/12/2099", published_at_1="08:00"))

    assert "Bài sẽ lên trang lúc 08:00 ngày 31/12/2099." in messages


def test_who_submits_an_edit_is_told_once_what_readers_see(clerk):
    article = make_article()

    messages = told(clerk, post_article(clerk, article, "_submit", title="Tên mới"))

    address = article.get_absolute_url()
    assert messages[1:] == [
        "Đã gửi duyệt.",
        f"Đã cất bản sửa. Bài đang đăng tại {address} vẫn là bản đã duyệt.",
    ]


@pytest.mark.parametrize("hour", ["06/07/1823", "01/01/0001", "06/07/2923"])
def test_a_mistyped_year_is_refused_beside_the_field(clerk, hour):
    answer = post_article(clerk, published_at_0=hour, published_at_1="08:00")

    assert answer.status_code == 422
    assert "không đúng" in errors_beside(answer, "published_at")


def test_photos_and_files_of_a_form_that_comes_back_are_to_be_chosen_again(clerk):
    photos = [{"image": picture(name="hội nghị.jpg")}]
    attachments = [{"file": pdf("thông báo.pdf")}]

    answer = post_article(clerk, title="", photos=photos, attachments=attachments)

    page = soup(answer)
    errors = [error.get_text() for error in page.select("[id$=-group] .errorlist li")]
    assert [error.split("Hãy chọn lại: ")[1] for error in errors] == [
        "“hội nghị.jpg”.",
        "“thông báo.pdf”.",
    ]


def test_a_link_puts_no_words_into_the_editor(clerk):
    form = clerk.get("/quan-tri/news/article/add/?body=<b>gài</b>&published_at=x&kind=document")

    assert "gài" not in form.text
    assert form.context["adminform"].form.initial["kind"] == "document"


@pytest.mark.parametrize(
    "html",
    [
        '<p style="text-align:center">Giữa trang</p>',
        '<p align="center" class="MsoNormal">Giữa trang</p>',
        '<p style="margin:0cm;text-align:center;color:red">Giữa trang</p>',
    ],
)
def test_an_alignment_set_in_word_is_kept(clerk, html):
    assert write_article(clerk, body=html).body == '<p class="text-center">Giữa trang</p>'


def test_empty_paragraphs_are_not_published(clerk):
    article = write_article(clerk, body="<p>Trước.</p><p>&nbsp;</p><p><br></p><p>Sau.</p>")

    assert article.body == "<p>Trước.</p><p>Sau.</p>"


def test_too_long_a_title_is_refused_and_not_cut(clerk):
    title = "Hội nghị " * 40
    form = clerk.get("/quan-tri/news/article/add/").context["adminform"].form

    assert "maxlength" not in str(form["title"])
    answer = post_article(clerk, title=title)
    assert answer.status_code == 422
    assert title.strip() in answer.text


def test_an_error_in_a_folded_part_of_the_form_opens_it(clerk):
    answer = post_article(clerk, kind="document", issued_on="31/02/2026")

    page = soup(answer)
    assert page.select_one(".field-issued_on .errorlist, .errors.field-issued_on")
    assert not page.select_one(".field-issued_on").find_parent("details", open=False)


def test_publishing_without_an_hour_means_now(clerk):
    article = write_article(clerk)

    assert timezone.now() - timedelta(minutes=2) < article.published_at <= timezone.now()


def test_an_article_given_a_later_hour_waits_for_it(clerk, client):
    article = write_article(clerk, published_at_0="31/12/2099", published_at_1="23:59")

    assert article.state == State.APPROVED
    assert client.get(article.get_absolute_url()).status_code == 404


def test_a_draft_becomes_public_without_being_typed_again(clerk, client):
    draft = write_article(clerk, button="_continue", body="<p>Bản đầu.</p>")

    article = write_article(clerk, draft, body=editor_of(clerk, draft))

    assert "Bản đầu." in words(open_article(client, article))


def test_a_withdrawn_article_is_gone_for_readers(clerk, client):
    article = write_article(clerk)

    write_article(clerk, article, "_withdraw")

    assert client.get(article.get_absolute_url()).status_code == 410


def test_a_correction_of_a_public_article_is_public_at_once(clerk, client):
    article = write_article(clerk, title="Hội nghi lần thứ 11")

    write_article(clerk, article, "_continue", title="Hội nghị lần thứ 11")

    assert "Hội nghị lần thứ 11" in words(open_article(client, article))


def test_who_wrote_and_who_changed_is_kept(clerk, sign_in):
    first = clerk.user
    article = write_article(clerk)

    second = sign_in("Người duyệt", "nguoiduyet").user
    article = write_article(clerk, article)

    assert (article.created_by, article.updated_by) == (first, second)


# ---------- Without the right to publish ----------


@pytest.mark.parametrize("button", ["_publish", "_withdraw", "_return"])
def test_a_forged_button_is_refused_and_nothing_is_stored(writer, button):
    answer = post_article(writer, button=button)

    assert answer.status_code == 403
    assert not Article.objects.exists()


def test_a_writer_may_save_and_submit(writer):
    draft = write_article(writer, button="_continue")

    assert write_article(writer, draft, "_submit").state == State.SUBMITTED


@pytest.mark.parametrize("button", ["_continue", "_submit", "_publish", "_withdraw"])
def test_a_writer_cannot_change_what_readers_see(writer, client, button):
    article = make_article(body="<p>Lời đã duyệt.</p>")

    answer = post_article(writer, article, button, body="<p>Lời khác.</p>")

    assert answer.status_code == 403
    assert "Lời đã duyệt." in words(open_article(client, article))


def test_a_writer_is_offered_no_button_to_publish(writer):
    page = writer.get("/quan-tri/news/article/add/")

    assert 'name="_submit"' in page.text
    assert 'name="_publish"' not in page.text


# ---------- What readers get ----------


def test_every_part_of_a_report_is_printed_letter_for_letter(clerk, client):
    report = write_article(
        clerk,
        title="Khối cơ quan tổng kết đợt thi đua 5 năm 2025 - 2030",
        lead="(Ghi nhanh) Sáng 4-1, hội nghị tổng kết; 14.531,44 tỷ đồng.",
        body="<p>Sáng 4-1, tại Pleiku, (1) tổng kết; (2) khen thưởng. Một là, giữ 1.532 lượt.</p>"
        "<h2>Kết quả</h2><ul><li>Nghị quyết 05-NQ/ĐUK</li></ul>",
        agency_prefix="(GLO)-",
        source_name="Báo Gia Lai điện tử",
        source_url="https://nguon.example/bai-goc",
        published_at_0="06/07/2023",
        published_at_1="15:34",
        event_date="04/01/2023",
        contributors=[
            {"name": "Nguyễn Xuân Dương", "office": "Phó Chánh Văn phòng", "role": "author"},
            {"name": "S.T", "role": "compiler"},
            {"name": "ANH HUY", "role": "photographer"},
        ],
    )

    page = open_article(client, report)

    text = words(page)
    assert "Khối cơ quan tổng kết đợt thi đua 5 năm 2025 - 2030" in words(page.h1)
    assert "(Ghi nhanh) Sáng 4-1, hội nghị tổng kết; 14.531,44 tỷ đồng." in text
    assert "(GLO)- Sáng 4-1, tại Pleiku, (1) tổng kết; (2) khen thưởng. Một là" in text
    assert "Nghị quyết 05-NQ/ĐUK" in words(page.select_one(".article__body ul"))
    bylines = ["".join(line.get_text().split("\n")).strip() for line in page.select(".byline")]
    assert bylines == ["Nguyễn Xuân Dương - Phó Chánh Văn phòng", "S.T", "Ảnh: ANH HUY"]
    assert page.select_one(".source a")["href"] == "https://nguon.example/bai-goc"
    assert "Nguồn: Báo Gia Lai điện tử" in text
    assert "Thứ năm, 06/07/2023" in text  # the sixth of July was a Thursday; 7 June a Wednesday
    assert "Ngày diễn ra 04/01/2023" in text


def test_a_date_is_read_day_first(clerk):
    article = write_article(clerk, published_at_0="06/07/2023", published_at_1="00:30")

    assert timezone.localtime(article.published_at).replace(tzinfo=None) == datetime(  # noqa: DTZ001
        2023, 7, 6, 0, 30
    )


def test_an_announcement_prints_its_number_its_dates_and_its_signer(clerk, client):
    announcement = write_article(
        clerk,
        kind="announcement",
        title="Triệu tập lớp bồi dưỡng",
        document_number="15-TB/ĐUK",
        document_type="Thông báo",
        issuing_body="Ban Tổ chức Đảng ủy Khối",
        issued_on="06/07/2023",
        effective_on="08/07/2023",
        validity="in_force",
        signer="Đặng Thị Ước",
        signer_office="Phó Trưởng Ban",
    )

    page = open_article(client, announcement)

    facts = {words(term): words(term.find_next("dd")) for term in page.select("dl dt")}
    assert facts["Số, ký hiệu"] == "15-TB/ĐUK"
    assert (facts["Ngày ban hành"], facts["Ngày hiệu lực"]) == ("06/07/2023", "08/07/2023")
    assert facts["Người ký"] == "Đặng Thị Ước Phó Trưởng Ban"
    assert facts["Tình trạng"] == "Còn hiệu lực"
    assert "Ban Tổ chức Đảng ủy Khối" in words(page)


@pytest.mark.parametrize("typed", ["Số 15-TB/ĐUK", "số: 15-TB/ĐUK", "SỐ:15-TB/ĐUK", "15-TB/ĐUK"])
def test_a_number_typed_with_its_so_is_printed_with_it_once(clerk, client, typed):
    announcement = write_article(clerk, kind="announcement", document_number=typed)

    page = open_article(client, announcement)

    assert announcement.document_number == "15-TB/ĐUK"
    assert words(page.select_one(".announcement__number")) == "Số 15-TB/ĐUK"


def test_a_file_is_offered_with_its_name_its_kind_and_its_weight(clerk, client):
    file = ContentFile(b"%PDF-1.4\n" + bytes(2 * 2**20), name="tb.pdf")
    row = {"title": "Thông báo số 15-TB/ĐUK (bản ký)", "file": file}
    article = write_article(clerk, attachments=[row])

    attachments = open_article(client, article).select(".attachments li")

    assert [words(line) for line in attachments] == ["Thông báo số 15-TB/ĐUK (bản ký) PDF, 2,0 MB"]


def test_a_file_without_a_title_is_offered_under_its_own_name(clerk, client):
    file = ContentFile(b"%PDF-1.4\n", name="Kế hoạch số 12 của Đảng ủy.pdf")
    article = write_article(clerk, attachments=[{"file": file}])

    assert "Kế hoạch số 12 của Đảng ủy" in words(open_article(client, article))


def test_empty_fields_print_nothing(clerk, client):
    make_identity()
    article = write_article(clerk, body="<p>Chỉ có một câu.</p>")

    main = open_article(client, article).select_one(".article__main")
    main.select_one(".share-links").decompose()  # which is of every article

    assert words(main) == "Chỉ có một câu."


def test_an_office_that_has_not_yet_typed_its_name_had_no_other_name_before(clerk, client):
    article = write_article(clerk)

    assert "cơ quan mang tên" not in words(open_article(client, article))


def test_a_photo_of_the_inline_is_shown_with_caption_and_credit(clerk, client):
    row = {
        "image": picture((90, 60)),
        "caption": "Các đại biểu",
        "credit": "Anh Huy",
        "alt": "Hội trường",
    }
    article = write_article(clerk, photos=[row])

    page = open_article(client, article)

    assert words(page.figcaption) == "Các đại biểu Ảnh: Anh Huy"
    assert page.figure.img["alt"] == "Hội trường"


# ---------- What the form refuses ----------


def typed_text_is_in(answer):
    return "Câu đã gõ mất cả buổi sáng." in answer.text


@pytest.mark.parametrize(
    ("fields", "field", "about"),
    [
        ({"category": ""}, "category", "chuyên mục"),
        ({"title": ""}, "title", "bỏ trống"),
        ({"title": "Hội nghị " * 40}, "title", "300"),  # 359 characters
        ({"source_url": "javascript:alert(1)"}, "source_url", "liên kết"),
        ({"event_date": "31/02/2023"}, "event_date", "ngày"),  # February has no such day
        (
            {"kind": "document", "issued_on": "08/07/2023", "effective_on": "06/07/2023"},
            "effective_on",
            "trước ngày ban hành",
        ),
        (
            {
                "published_at_0": "06/07/2023",
                "published_at_1": "10:00",
                "expires_at_0": "06/07/2023",
                "expires_at_1": "09:59",
            },
            "expires_at",
            "phải sau",
        ),
        (  # without an hour it would be published now, after it has expired
            {"expires_at_0": "06/07/2023", "expires_at_1": "09:59"},
            "expires_at",
            "phải sau",
        ),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_the_text_stays(clerk, fields, field, about):
    answer = post_article(clerk, **{"body": "<p>Câu đã gõ mất cả buổi sáng.</p>"} | fields)

    assert answer.status_code == 422
    assert about in errors_beside(answer, field)
    assert typed_text_is_in(answer)
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        "",
        " \n\t",
        "<p></p>",
        "<p>&nbsp;</p>",  # what an emptied editor leaves behind
        "<p><br></p>",
        "<script>alert(1)</script>",  # nothing remains of it
        '<p><img src="https://theo-doi.example/1.gif" alt=""></p>',
    ],
)
def test_news_without_a_word_is_not_published(clerk, body):
    answer = post_article(clerk, title="Tin chưa viết xong", body=body)

    assert answer.status_code == 422
    assert "chưa có nội dung" in errors_beside(answer, "body")
    assert "Tin chưa viết xong" in answer.text
    assert not Article.objects.exists()


def test_a_public_article_cannot_be_emptied(clerk):
    article = write_article(clerk)

    answer = post_article(clerk, article, "_continue", body="")

    assert answer.status_code == 422


def test_a_draft_may_still_be_empty(clerk):
    assert write_article(clerk, button="_continue", body="").state == State.DRAFT


def test_a_picture_alone_is_something_to_publish(clerk, hall):
    assert write_article(clerk, body=figure(hall)).state == State.APPROVED


def test_a_mistake_in_a_row_below_keeps_the_text_too(clerk):
    answer = post_article(
        clerk, body="<p>Câu đã gõ mất cả buổi sáng.</p>", contributors=[{"office": "Văn phòng"}]
    )

    assert answer.status_code == 422
    assert typed_text_is_in(answer)


# ---------- Address and letters ----------


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Đảng ủy Khối, đợt thi đua", "dang-uy-khoi-dot-thi-dua"),
        ("Ðảng và ðoàn", "dang-va-doan"),  # the Icelandic eth of old converters
        ("Đại hội lần thứ XV (2025 - 2030)", "dai-hoi-lan-thu-xv-2025-2030"),
        ("NGHỊ QUYẾT 05-NQ/ĐUK", "nghi-quyet-05-nqduk"),
        ("Lịch tháng 12/2026", "lich-thang-12-2026"),
        ("Nhiệm kỳ 2025–2030", "nhiem-ky-2025-2030"),
        ("Nghị định 123/2025/NĐ-CP", "nghi-dinh-123-2025-nd-cp"),
        ("…", "bai"),  # no letter at all
    ],
)
def test_the_address_is_the_title_in_plain_letters(clerk, title, slug):
    assert write_article(clerk, title=title).slug == slug


def test_the_address_follows_the_title_of_a_draft(clerk):
    draft = write_article(clerk, button="_continue", title="Tên tạm")

    assert write_article(clerk, draft, title="Tên thật").slug == "ten-that"


@pytest.mark.parametrize("button", ["_continue", "_publish", "_withdraw"])
def test_the_address_stays_once_readers_know_it(clerk, button):
    article = write_article(clerk, title="Đảng ủy hop")

    article = write_article(clerk, article, button, title="Đảng ủy họp")

    assert article.title == "Đảng ủy họp"
    assert article.slug == "dang-uy-hop"


def test_decomposed_letters_are_stored_composed_everywhere(clerk):
    typed = unicodedata.normalize("NFD", "Đường đến kỷ nguyên mới ở Huế")
    article = write_article(
        clerk,
        title=typed,
        lead=typed,
        body=f"<p>{typed}</p>",
        signer=typed,
        photos=[{"image": picture((90, 60)), "caption": typed}],
        contributors=[{"name": typed, "role": "author"}],
    )

    stored = [article.title, article.lead, article.body, article.signer]
    stored += [Photo.objects.get().caption, Contributor.objects.get().name]
    assert all(unicodedata.is_normalized("NFC", text) for text in stored)
    assert "Huế" in article.title


@pytest.mark.parametrize(
    ("letters", "accepted"),
    [
        (200, True),  # 600 code points as they were typed
        (300, True),
        (301, False),
    ],
)
def test_letters_are_counted_as_they_are_stored(clerk, letters, accepted):
    title = unicodedata.normalize("NFD", "ế" * letters)

    answer = post_article(clerk, title=title)

    assert (answer.status_code == 302) is accepted
    assert Article.objects.filter(title="ế" * letters).exists() is accepted


def test_a_title_is_one_line(clerk):
    article = write_article(clerk, title="  Hội nghị\r\nlần\xa0thứ   11\t")

    assert article.title == "Hội nghị lần thứ 11"


def test_control_characters_of_old_word_files_are_taken_out(clerk):
    article = write_article(clerk, title="Hội\x0b nghị\x00", body="<p>Một\x0c câu\x00.</p>")

    assert article.title == "Hội nghị"
    assert article.body == "<p>Một câu.</p>"


def test_letters_that_nobody_sees_do_not_stay_between_those_of_a_word(clerk):
    """Web pages put them between letters, and address books turn a number's direction."""
    words = "\u200bTập\u200b huấn bảo\u2060 vệ\ufeff Cương l\u200bĩnh"
    article = write_article(clerk, title=words, body="<p>Gọi \u202a0269.3824\u202c103.</p>")

    assert article.title == "Tập huấn bảo vệ Cương lĩnh"
    assert article.body == "<p>Gọi 0269.3824103.</p>"


@pytest.mark.parametrize("sign", ["\ufffe", "\uffff"])
def test_what_is_no_letter_is_taken_out_of_words_copied_from_a_pdf(clerk, sign):
    article = write_article(clerk, title=f"Hội ng{sign}hị", body=f"<p>Tổ ch{sign}ức.</p>")

    assert (article.title, article.body) == ("Hội nghị", "<p>Tổ chức.</p>")


# ---------- Pictures ----------


def noise(size):
    """A picture that no format can make small."""
    output = io.BytesIO()
    Image.frombytes("RGB", size, os.urandom(3 * size[0] * size[1])).save(output, "PNG")
    return base64.b64encode(output.getvalue()).decode()


def test_a_pasted_picture_of_megabytes_becomes_a_photo(clerk, client):
    html = f'<p>Trước.</p><p><img alt="" src="data:image/png;base64,{noise((900, 800))}"></p>'
    assert len(html) > 2_500_000  # above what Django takes by default

    article = write_article(clerk, body=html + "<p>Sau.</p>")

    assert len(article.body) < 200
    photo = article.photos.get()
    assert (photo.width, photo.height) == (900, 800)
    assert photo.uploaded_by == clerk.user
    page = open_article(client, article)
    assert page.select_one(".article__body figure img")["src"].startswith("/media/photos/")
    assert [words(p) for p in page.select(".article__body > p")] == ["Trước.", "Sau."]


def test_pasted_pictures_keep_their_order_and_their_captions(clerk, client):
    sizes = [(40, 30), (50, 30), (60, 30)]
    html = "".join(
        f'<figure class="image"><img src="{pasted(size)}"><figcaption>Rộng {size[0]}</figcaption>'
        "</figure>"
        for size in sizes
    )

    article = write_article(clerk, body=html)

    page = open_article(client, article)
    assert [words(caption) for caption in page.select("figcaption")] == [
        "Rộng 40",
        "Rộng 50",
        "Rộng 60",
    ]
    widths = [img["width"] for img in page.select(".article__body img")]
    assert widths == ["40", "50", "60"]


def test_two_pictures_in_one_paragraph_are_both_kept(clerk, client):
    html = f'<p><img src="{pasted((40, 30))}"><img src="{pasted((50, 30))}"></p>'

    article = write_article(clerk, body=html)

    assert article.photos.count() == 2
    widths = [img["width"] for img in open_article(client, article).select(".article__body img")]
    assert widths == ["40", "50"]


def test_a_bare_picture_stays_before_the_captioned_one_after_it(clerk, client, hall):
    html = f'<p>Trước.<img src="{pasted((40, 30))}"></p>{figure(hall)}'

    article = write_article(clerk, body=html)

    widths = [img["width"] for img in open_article(client, article).select(".article__body img")]
    assert widths == ["40", "90"]


def test_words_of_a_figure_copied_from_another_site_are_kept(clerk, client, hall):
    html = (
        f'<figure><a href="/x/"><img src="{hall.image.url}"></a><p>Lời giữa.</p>'
        f'<img src="{pasted((40, 30))}"><figcaption>Chú thích chung</figcaption></figure>'
    )

    article = write_article(clerk, body=html)

    body = open_article(client, article).select_one(".article__body")
    assert "Lời giữa." in words(body)
    assert [words(caption) for caption in body.select("figcaption")] == ["Chú thích chung"]
    assert len(body.select("figure img")) == 2


def test_a_table_in_a_figure_is_kept_with_its_caption(clerk, client):
    html = (
        "<figure><table><tr><td>14.531,44</td></tr></table><figcaption>Bảng 1</figcaption></figure>"
    )

    article = write_article(clerk, body=html)

    assert words(open_article(client, article).select_one(".article__body")) == "14.531,44 Bảng 1"


def test_words_beside_a_picture_stay_in_their_paragraph(clerk, client, hall):
    html = f'<p>Các đại biểu <img alt="" src="{hall.image.url}">dự hội nghị.</p>'

    article = write_article(clerk, body=html)

    page = open_article(client, article)
    assert words(page.select_one(".article__body > p")) == "Các đại biểu dự hội nghị."
    assert page.select_one(".article__body > figure img")


def test_a_broken_pasted_picture_is_named_and_the_text_stays(clerk):
    good, broken = pasted(), "data:image/png;base64,iVBORw0KGgo="
    html = f'<p>Câu đã gõ mất cả buổi sáng.</p><img src="{good}"><img src="{broken}">'

    answer = post_article(clerk, body=html)

    assert answer.status_code == 422
    assert "Ảnh dán thứ 2" in errors_beside(answer, "body")
    assert typed_text_is_in(answer)
    assert not Photo.objects.exists()


@pytest.mark.parametrize(
    ("typed", "caption", "credit"),
    [
        (CAPTION, "Quang cảnh hội nghị.", "Anh Huy"),
        ("Quang cảnh hội nghị", "Quang cảnh hội nghị", ""),
        ("Quang cảnh hội nghị Ảnh: ANH HUY", "Quang cảnh hội nghị", "ANH HUY"),
        ("Quang cảnh.&nbsp;Ảnh:&nbsp;Anh Huy", "Quang cảnh.", "Anh Huy"),
        ("Quang cảnh. <em>Ảnh: Anh Huy</em>", "Quang cảnh.", "Anh Huy"),
        ("Quang cảnh. A\u0309nh: Anh Huy", "Quang cảnh.", "Anh Huy"),  # decomposed
        ("Ảnh: Anh Huy", "", "Anh Huy"),
        ("Quang cảnh (Ảnh: Anh Huy)", "Quang cảnh (Ảnh: Anh Huy)", ""),  # the office's own form
        ("Ảnh tư liệu", "Ảnh tư liệu", ""),
        ("", "", ""),
    ],
)
def test_a_typed_caption_goes_to_caption_and_credit(clerk, hall, typed, caption, credit):
    write_article(clerk, body=figure(hall, typed))

    hall.refresh_from_db()
    assert (hall.caption, hall.credit) == (caption, credit)


def test_the_words_that_ask_for_a_caption_are_not_printed(clerk, client, hall):
    page = clerk.get("/static/js/editor.js")
    prompt = b"".join(page.streaming_content).decode().split('PROMPT = "')[1].split('"')[0]

    article = write_article(clerk, body=figure(hall, prompt))

    assert prompt not in words(open_article(client, article))


def test_a_caption_is_printed_once(clerk, client, hall):
    article = write_article(clerk, body=f"<p>Lời đầu.</p>{figure(hall)}<p>Lời cuối.</p>")

    page = open_article(client, article)

    assert page.get_text().count("Quang cảnh hội nghị.") == 1
    assert words(page.figcaption) == CAPTION
    assert len(page.select("main figure")) == 1


def test_opening_again_shows_the_picture_with_its_caption(clerk, hall):
    article = write_article(clerk, body=figure(hall))

    shown = BeautifulSoup(editor_of(clerk, article), "html.parser")

    assert shown.figure.img["src"] == hall.image.url
    assert words(shown.figcaption) == CAPTION


def test_saving_again_unchanged_changes_nothing(clerk, hall):
    html = f'<p class="text-center">Giữa</p>{figure(hall).replace("image", "image align-right", 1)}'
    article = write_article(clerk, body=html + "<table><tr><td>1 &lt; 2 &amp; 3</td></tr></table>")

    again = write_article(clerk, article, body=editor_of(clerk, article))

    assert again.body == article.body
    assert again.photos.get() == hall


def test_an_alignment_reaches_the_reader(clerk, client, hall):
    html = figure(hall).replace('class="image"', 'class="image align-right"')

    article = write_article(clerk, body=html + '<p class="text-center">***</p>')

    page = open_article(client, article)
    assert "align-right" in page.select_one(".article__body figure")["class"]
    assert words(page.select_one(".article__body p.text-center")) == "***"


def test_copying_a_figure_leaves_the_first_article_as_it_was(clerk, client, hall):
    first = write_article(clerk, body=figure(hall, "Lễ khai mạc. Ảnh: Anh Huy"))

    second = write_article(clerk, body=figure(hall, "Toàn cảnh buổi lễ. Ảnh: Ngọc Ánh"))

    assert words(open_article(client, first).figcaption) == "Lễ khai mạc. Ảnh: Anh Huy"
    assert words(open_article(client, second).figcaption) == "Toàn cảnh buổi lễ. Ảnh: Ngọc Ánh"


def test_a_copied_figure_is_copied_once(clerk, hall):
    write_article(clerk, body=figure(hall))
    second = write_article(clerk, body=figure(hall, "Bản chép"))

    write_article(clerk, second, body=figure(hall, "Bản chép, sửa lại"))

    assert Photo.objects.count() == 2
    assert second.photos.get().caption == "Bản chép, sửa lại"


def inline_row(photo, **changes):
    return {"id": photo.pk, "caption": photo.caption, "credit": photo.credit} | changes


def test_a_caption_changed_in_the_row_below_survives(clerk, client, hall):
    article = write_article(clerk, body=figure(hall))
    hall.refresh_from_db()

    row = inline_row(hall, caption="Phiên bế mạc.")
    write_article(clerk, article, body=editor_of(clerk, article), photos=[row])

    assert words(open_article(client, article).figcaption) == "Phiên bế mạc. Ảnh: Anh Huy"


@pytest.mark.parametrize(
    ("credit", "printed"),
    [
        ("", "Phiên bế mạc. Ảnh: Bình"),
        ("Bình", "Phiên bế mạc. Ảnh: Bình"),
        ("Huy", "Phiên bế mạc. Ảnh: Bình, Huy"),
    ],
)
def test_a_photographer_typed_in_the_caption_is_its_credit(clerk, client, hall, credit, printed):
    article = write_article(clerk, body=figure(hall, "Phiên bế mạc."))
    hall.refresh_from_db()
    row = inline_row(hall, caption="Phiên bế mạc. Ảnh: Bình", credit=credit)

    for _ in range(2):
        write_article(clerk, article, body=editor_of(clerk, article), photos=[row])
        hall.refresh_from_db()
        row = inline_row(hall)

    assert hall.caption == "Phiên bế mạc."
    assert words(open_article(client, article).figcaption) == printed


def test_a_credit_that_stays_as_it_was_joins_the_one_in_the_caption(clerk, hall):
    article = write_article(clerk, body=figure(hall, "Phiên bế mạc. Ảnh: Huy"))
    hall.refresh_from_db()

    row = inline_row(hall, caption="Phiên bế mạc. Ảnh: Bình")
    write_article(clerk, article, body=editor_of(clerk, article), photos=[row])

    hall.refresh_from_db()
    assert (hall.caption, hall.credit) == ("Phiên bế mạc.", "Bình, Huy")


def test_a_caption_changed_in_the_editor_survives(clerk, client, hall):
    article = write_article(clerk, body=figure(hall))
    hall.refresh_from_db()

    write_article(clerk, article, body=figure(hall, "Phiên bế mạc."), photos=[inline_row(hall)])

    assert words(open_article(client, article).figcaption) == "Phiên bế mạc."


def test_a_caption_typed_in_the_editor_outlives_another_change_of_its_row(clerk, hall):
    article = write_article(clerk, body=figure(hall, "Cũ"))
    hall.refresh_from_db()

    row = inline_row(hall, alt="Hội trường tỉnh")
    write_article(clerk, article, body=figure(hall, "Phiên bế mạc."), photos=[row])

    hall.refresh_from_db()
    assert (hall.caption, hall.alt) == ("Phiên bế mạc.", "Hội trường tỉnh")


def test_a_description_typed_in_the_editor_is_kept(clerk, client, hall):
    html = figure(hall).replace('alt=""', 'alt="Hội trường chật kín người"')

    article = write_article(clerk, body=html)

    assert open_article(client, article).figure.img["alt"] == "Hội trường chật kín người"


def test_the_first_picture_stands_on_the_lists(clerk, client, hall):
    article = write_article(clerk, body=figure(hall))

    assert article.cover == hall
    assert client.get("/tin-tuc/").text.count("/media/photos/") > 0


def test_a_photo_taken_out_of_the_rows_leaves_the_text_standing(clerk, client, hall):
    article = write_article(clerk, body=f"<p>Lời.</p>{figure(hall)}")
    hall.refresh_from_db()

    row = inline_row(hall, DELETE="on")
    article = write_article(clerk, article, body=editor_of(clerk, article), photos=[row])

    page = open_article(client, article)
    assert words(page.select_one(".article__body")) == "Lời."
    assert not page.select("main figure")


def test_an_attachment_stays_when_only_its_title_changes(clerk, client):
    file = ContentFile(b"%PDF-1.4\n", name="tb.pdf")
    article = write_article(clerk, attachments=[{"title": "Cũ", "file": file}])
    attachment = Attachment.objects.get()

    row = {"id": attachment.pk, "title": "Mới"}
    write_article(clerk, article, attachments=[row])

    link = open_article(client, article).select_one(".attachments a")
    assert words(link) == "Mới PDF, 1 KB"
    assert client.get(link["href"]).getvalue() == b"%PDF-1.4\n"


def test_a_subcategory_leads_the_address(clerk, client):
    parent = make_category("Đoàn thể")
    child = make_category("Công đoàn", parent=parent)

    article = write_article(clerk, category=child.pk, title="Đại hội")

    assert article.get_absolute_url() == f"/cong-doan/dai-hoi-{article.pk}/"


def test_an_expired_article_is_gone_though_it_was_published(clerk, client):
    end = timezone.localtime() + timedelta(days=1)
    article = write_article(clerk, expires_at_0=f"{end:%d/%m/%Y}", expires_at_1=f"{end:%H:%M}")

    Article.objects.update(
        published_at=timezone.now() - timedelta(days=2), expires_at=timezone.now()
    )

    assert client.get(article.get_absolute_url()).status_code == 410
