"""One drop of Word files, photos and attachments becomes drafts, with a proof of their words."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from PIL import Image

from news import publishing
from news.models import Article, Photo, Revision, WordImport
from news.models.revision import document_of
from tests.factories import make_category, pdf, picture
from tests.news.word.dropping import PAGE, drafted, drop
from tests.news.word.files import CLOSING, LEAD, OPENING, TITLE, p, report, word_file

pytestmark = pytest.mark.django_db

EVIL = "<img src=x onerror=alert(1)>"


def word(*blocks, name="bai-viet.docx", **parts):
    file = word_file(*(blocks or [p(TITLE, bold=True, align="center"), p(OPENING)]), **parts)
    file.name = name
    return file


def notice(name="thong-bao.docx"):
    """An announcement as offices post it."""
    return word(
        p("THÔNG BÁO", bold=True, align="center"),
        p("Về việc triệu tập lớp bồi dưỡng", bold=True, align="center"),
        p("Văn phòng thông báo thời gian khai giảng như sau."),
        name=name,
    )


def page_of(answer):
    return BeautifulSoup(answer.text, "html.parser")


def said(answer):
    return [li.get_text(" ", strip=True) for li in page_of(answer).select(".messagelist li")]


def errors(answer):
    assert answer.status_code == 422
    return [li.get_text() for li in page_of(answer).select(".word-intake .errorlist li")]


# ---------- One file ----------


def test_a_report_becomes_a_draft_of_whoever_dropped_it(clerk):
    article = drafted(clerk, report())

    assert (article.kind, article.state) == (Article.Kind.NEWS, Article.State.DRAFT)
    assert (article.title, article.lead) == (TITLE, LEAD)
    assert article.category == make_category()
    assert (article.created_by, article.updated_by) == (clerk.user, clerk.user)
    assert [(c.name, c.role) for c in article.contributors.all()] == [
        ("Nguyễn Xuân Dương", "author")
    ]
    assert CLOSING in article.body


def test_the_photos_of_a_report_keep_their_captions_and_the_first_is_its_cover(clerk):
    article = drafted(clerk, report())

    first, second = article.photos.all()
    assert (first.caption, first.credit) == ("Các đại biểu dự Hội nghị.", "Anh Huy")
    assert second.caption == "Quang cảnh buổi lễ."
    assert article.cover == first
    assert first.uploaded_by == clerk.user


def test_the_draft_is_a_saved_text_with_all_that_goes_with_it(clerk):
    article = drafted(clerk, report(), picture(), pdf())

    revision = article.latest_revision
    assert revision.says(document_of(article))
    assert revision.is_intact()
    assert len(revision.document["photos"]) == 3
    assert len(revision.document["attachments"]) == 1


def test_the_form_of_the_draft_shows_that_no_word_was_lost(clerk):
    answer = drop(clerk, report(), category=make_category())

    proof = page_of(clerk.get(answer.url)).select_one(".word-proof p").get_text()
    words = WordImport.objects.get().words
    assert proof == f"Đối chiếu với tệp Word “bai-viet.docx”: {words} từ, không mất từ nào."
    assert WordImport.objects.get().lost == []


def test_what_the_proof_counts_as_taken_out_is_quoted_in_the_form(clerk):
    answer = drop(clerk, report(), category=make_category())

    notes = page_of(clerk.get(answer.url)).select_one(".word-proof__notes[open]").get_text()
    assert "Nguyễn Xuân Dương - Phó Chánh Văn phòng Đảng ủy Khối" in notes


def test_words_that_were_lost_are_named_with_their_place(clerk):
    article = drafted(clerk, report())
    lost = [{"words": "kỷ luật", "where": "khẳng định vai trò"}]
    WordImport.objects.update(lost=lost)

    page = page_of(clerk.get(f"/quan-tri/news/article/{article.pk}/change/"))

    assert page.select_one(".word-proof__lost li").get_text() == (
        "“kỷ luật”, sau “… khẳng định vai trò”"
    )


def test_what_could_not_come_along_is_no_success(clerk):
    article = drafted(clerk, report())
    WordImport.objects.update(notes=["Không đưa vào bài: 1 tệp khác được nhúng trong bài."])

    page = page_of(clerk.get(f"/quan-tri/news/article/{article.pk}/change/"))

    assert "không mất từ nào" not in page.select_one(".word-proof p").get_text()
    assert page.select_one(".word-proof__notes").has_attr("open")


def test_the_proof_leaves_the_form_once_the_text_is_public(clerk):
    article = drafted(clerk, report())
    publishing.approve(article, article.latest_revision, clerk.user)

    page = page_of(clerk.get(f"/quan-tri/news/article/{article.pk}/change/"))

    assert not page.select(".word-proof")


def test_a_file_without_a_title_lends_its_name(clerk):
    article = drafted(clerk, word(p(f"{OPENING} {OPENING}."), name="Hội nghị quý 3.docx"))

    assert article.title == "Hội nghị quý 3"
    assert "Tiêu đề tạm lấy theo tên tệp." in WordImport.objects.get().notes


def test_a_subject_too_long_for_a_title_is_quoted_whole(clerk):
    subject = "Về việc tổ chức " + "các hoạt động kỷ niệm ngày thành lập " * 7
    more = "và phát động phong trào thi đua trong toàn Đảng bộ tỉnh " * 3
    head = [p(line, bold=True, align="center") for line in ("THÔNG BÁO", subject, more)]

    drop(clerk, word(*head, p(OPENING)))

    told = "; ".join(WordImport.objects.get().notes)
    assert subject.strip().lower() in told.lower()


# ---------- What comes along ----------


def test_loose_photos_follow_in_the_order_they_were_put_in(clerk):
    names = [f"anh-{number}.jpg" for number in range(8)]
    photos = [picture(size=(100 + number, 60), name=name) for number, name in enumerate(names)]
    captions = ["", *(f"Đoàn số {number}. Ảnh: Anh Huy" for number in range(8))]

    article = drafted(clerk, word(p(TITLE, bold=True), p(OPENING)), *photos, captions=captions)

    kept = list(article.photos.all())
    assert [photo.width for photo in kept] == [100 + number for number in range(8)]
    assert [photo.caption for photo in kept] == [f"Đoàn số {number}." for number in range(8)]
    assert {photo.credit for photo in kept} == {"Anh Huy"}
    assert article.cover == kept[0]


def test_a_phones_photo_is_taken_and_turned_upright(clerk):
    exif = Image.Exif()
    exif[0x0112] = 6  # Orientation: turn by 90 degrees, clockwise
    photo = picture(size=(90, 60), format="HEIF", name="IMG_0417.HEIC", exif=exif.tobytes())

    article = drafted(clerk, word(), photo)

    assert article.photos.get().image.name.endswith(".jpg")
    assert (article.photos.get().width, article.photos.get().height) == (60, 90)


def test_other_files_are_attached(clerk):
    article = drafted(clerk, word(), pdf("Chương trình.pdf"))

    assert article.attachments.get().title == "Chương trình"


def test_what_comes_beside_several_word_files_goes_to_the_first_and_says_so(clerk):
    second = word(p("Đoàn kiểm tra làm việc tại cơ sở", bold=True), p(OPENING), name="hai.docx")

    answer = drop(clerk, word(), picture(), pdf(), second, category=make_category())

    first, other = Article.objects.order_by("pk")
    assert (first.photos.count(), first.attachments.count()) == (1, 1)
    assert (other.photos.count(), other.attachments.count()) == (0, 0)
    listed = clerk.get(answer.url)
    assert said(listed) == [f"1 ảnh và 1 tệp đính kèm đã vào bài đầu tiên: “{TITLE}”."]
    assert [a.get_text() for a in page_of(listed).select(".word-drafts__title")] == [
        first.title,
        other.title,
    ]
    assert listed.text.count("không mất từ nào") == 2


def test_nobody_sees_the_list_of_another(clerk, sign_in):
    drafted(clerk, report())
    address = f"{PAGE}da-nhap/?so={WordImport.objects.get().pk}"

    other = sign_in("Người soạn bài", "nguoikhac")

    assert TITLE not in other.get(address).text


# ---------- Kind and category ----------


def test_an_announcement_needs_no_category_and_gets_none(clerk):
    make_category()

    drop(clerk, notice(), category=make_category())

    article = Article.objects.get()
    assert (article.kind, article.category) == (Article.Kind.ANNOUNCEMENT, None)
    assert article.title == "Thông báo về việc triệu tập lớp bồi dưỡng"


def test_news_needs_a_category_and_nothing_is_stored_without(clerk):
    answer = drop(clerk, word(), notice(), picture())

    assert errors(answer) == ["Tin tức cần có chuyên mục."]
    assert not Article.objects.exists()
    assert not Photo.objects.exists()


def chosen(client):
    option = page_of(client.get(PAGE)).select_one("option[selected]")
    return option and option.get_text()


def test_the_category_last_written_for_is_chosen_already(clerk):
    make_category("Đoàn thể")
    drafted(clerk, report())

    assert chosen(clerk) == "Xây dựng Đảng"


def test_the_only_category_is_chosen_already(clerk):
    make_category("Đoàn thể")

    assert chosen(clerk) == "Đoàn thể"


def test_a_category_of_others_is_neither_offered_nor_taken(clerk, django_user_model):
    theirs = make_category("Nội chính")
    theirs.writers.add(django_user_model.objects.create_user("khac"))

    assert "Nội chính" not in clerk.get(PAGE).text
    assert errors(drop(clerk, word(), category=theirs)) == [
        "Bạn không được giao viết bài cho chuyên mục này."
    ]


# ---------- What can't be used ----------


def test_a_refused_file_is_named_with_its_reason_and_the_others_go_on(clerk):
    broken = ContentFile(b"PK\x03\x04 broken", name="hong.docx")
    page = ContentFile(b"<script>", name="anh.jpg")

    answer = drop(clerk, word(), broken, page, picture(), category=make_category())

    assert said(clerk.get(answer.url)) == [
        "Không nhận “hong.docx”: Tệp Word này bị cụt hoặc bị hỏng, không mở được. Vui lòng mở bằng "
        "Word, lưu lại thành tệp .docx mới rồi tải lên.",
        "Không nhận “anh.jpg”: Tệp này không phải ảnh JPEG, PNG, WebP, GIF, BMP hoặc HEIC, hoặc đã "
        "bị hỏng.",
    ]
    assert Article.objects.get().photos.count() == 1


def test_old_word_is_promised_only_where_it_can_be_read(clerk, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ".doc," not in page_of(clerk.get(PAGE)).select_one(".help").get_text()

    (tmp_path / "soffice").touch(mode=0o755)
    assert ".docx, .doc)" in page_of(clerk.get(PAGE)).select_one(".help").get_text()


def test_a_template_of_word_is_read_too(clerk):
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"

    article = drafted(clerk, word(name="mau.dotx", main_type=kind))

    assert article.title == TITLE


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (b"MZ\x90", "Chỉ nhận tệp Word, ảnh (JPEG, PNG, WebP, GIF, BMP, HEIC), PDF, Excel và"),
        (b"", "Chỉ nhận tệp Word"),
    ],
)
def test_another_kind_of_file_is_refused_in_plain_words(clerk, file, reason):
    answer = drop(clerk, ContentFile(file, name="chay.exe"), category=make_category())

    [error] = errors(answer)
    assert error.startswith(f"Không nhận “chay.exe”: {reason}")


def test_an_empty_word_file_is_told_to_be_empty(clerk):
    [error] = errors(drop(clerk, ContentFile(b"", name="trong.docx"), category=make_category()))

    assert "Tệp này rỗng (0 byte)" in error


def test_photos_alone_make_no_article(clerk):
    answer = drop(clerk, picture(), category=make_category())

    assert errors(answer) == [
        "Chưa có tệp Word nào để làm bài; ảnh và tệp đính kèm đi cùng một tệp Word."
    ]
    assert not Photo.objects.exists()


def test_a_drop_of_nothing_is_answered_in_words(clerk):
    assert errors(drop(clerk)) == [
        "Chưa có tệp nào. Vui lòng chọn một tệp Word và các ảnh đi cùng."
    ]


def test_too_many_files_are_refused_before_any_is_read(clerk):
    files = [ContentFile(b"x", name=f"{number}.jpg") for number in range(61)]

    [error] = errors(drop(clerk, *files, category=make_category()))

    assert error.startswith("Mỗi lần nhập được nhiều nhất 60 tệp.")


def test_a_drop_too_heavy_is_refused(clerk, monkeypatch):
    monkeypatch.setattr("news.several_photos.MAX_TOTAL", 1000)

    [error] = errors(drop(clerk, word(), category=make_category()))

    assert error.startswith("Các tệp nặng hơn 300 MB.")


def test_the_pages_script_is_told_the_same_as_json(clerk):
    refused = drop(clerk, picture(), category=make_category(), Accept="application/json")
    taken = drop(clerk, word(), category=make_category(), Accept="application/json")

    assert refused.status_code == 422
    assert list(refused.json()["errors"]) == ["files"]
    assert taken.status_code == 201
    assert taken.json() == {"next": f"/quan-tri/news/article/{Article.objects.get().pk}/change/"}


@pytest.mark.parametrize(
    "name", [f"{EVIL}.docx", f"{EVIL * 5}.docx", "anh\u202excod.docx", "Tô\u0302́i.docx"]
)
def test_the_name_of_a_file_is_only_text(clerk, name):
    answer = drop(
        clerk,
        word(p(f"{OPENING} {OPENING}."), name=name),
        ContentFile(b"x", name=f"{EVIL}.jpg"),
        category=make_category(),
    )

    assert EVIL not in clerk.get(answer.url).text
    assert EVIL not in drop(clerk, ContentFile(b"x", name=f"{EVIL}.jpg")).text


# ---------- Who may ----------


def test_who_may_not_write_can_neither_open_the_page_nor_send(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("moi", is_staff=True))

    assert client.get(PAGE).status_code == 403
    assert drop(client, report(), category=make_category()).status_code == 403
    assert client.get(f"{PAGE}da-nhap/").status_code == 403
    assert not Article.objects.exists()


def test_a_stranger_is_sent_to_the_login(client):
    assert client.get(PAGE).status_code == 302
    assert drop(client, report()).status_code == 403
    assert not Revision.objects.exists()


def test_a_writer_without_the_right_to_publish_gets_a_draft_to_submit(writer):
    article = drafted(writer, report())

    form = writer.get(f"/quan-tri/news/article/{article.pk}/change/")

    assert 'name="_submit"' in form.text
    assert 'name="_publish"' not in form.text


def test_the_page_is_offered_on_the_list_and_on_the_front_page(writer):
    for address in ("/quan-tri/", "/quan-tri/news/article/"):
        assert page_of(writer.get(address)).select_one(f'a[href="{PAGE}"]')
