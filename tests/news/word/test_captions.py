"""Which line beside a picture is its caption, and which belongs to the text."""

import re

import pytest

from news import body, word
from tests.factories import make_article, picture
from tests.news.word.files import (
    LEAD,
    OPENING,
    TITLE,
    box,
    img,
    item,
    numbering,
    p,
    r,
    tbl,
    tc,
    word_file,
)

HEADING = p(TITLE, align="center", bold=True)
SAPO = p(LEAD, bold=True)
PHOTO = p(img(0), align="center")


def read(*blocks, pictures=1, **parts):
    return word.read(word_file(*blocks, pictures=[picture() for _ in range(pictures)], **parts))


@pytest.mark.parametrize("looks", [{"bold": True}, {}])
def test_a_photo_above_the_title_leaves_it_alone(looks):
    article = read(PHOTO, p(TITLE, align="center", **looks), SAPO, p(OPENING))

    assert article.title == TITLE
    assert "figcaption" not in article.body


def test_a_photo_above_the_title_may_have_a_caption_of_its_own():
    caption = p("Quang cảnh hội nghị", align="center", italic=True)

    article = read(PHOTO, caption, HEADING, SAPO, p(OPENING))

    assert article.title == TITLE
    assert "<figcaption>Quang cảnh hội nghị</figcaption>" in article.body


@pytest.mark.parametrize(
    "line",
    [
        p("II. PHƯƠNG HƯỚNG, NHIỆM VỤ", align="center"),
        p("2. Phương hướng", align="center", italic=True),
        p("Phương hướng, nhiệm vụ", align="center", bold=True),
        p("Các đại biểu đã xem các hình ảnh: Đại hội Đảng bộ Khối lần thứ I."),
        p("Các đại biểu đã xem ảnh: Đại hội Đảng bộ Khối lần thứ I."),
    ],
)
def test_a_heading_or_sentence_after_a_photo_is_no_caption(line):
    article = read(HEADING, SAPO, p(OPENING), PHOTO, line, p(OPENING))

    assert "figcaption" not in article.body


@pytest.mark.parametrize("credit", ["Ảnh: Anh Huy", "ảnh: Anh Huy", "Nguồn ảnh: Anh Huy"])
def test_a_credit_makes_a_plain_line_a_caption(credit):
    line = f"Quang cảnh hội nghị. {credit}"

    article = read(HEADING, SAPO, p(OPENING), PHOTO, p(line), p(OPENING))

    assert f"<figcaption>{line}</figcaption>" in article.body


def test_a_lead_in_bold_italics_below_a_photo_is_the_lead():
    article = read(HEADING, PHOTO, p(LEAD, bold=True, italic=True), p(OPENING))

    assert article.lead == LEAD


@pytest.mark.parametrize(
    "line",
    [
        p("Tin, ảnh: Ngọc Ánh", align="center"),
        p("Bài: Ngọc Ánh - Ảnh: Anh Huy", italic=True),
        p("Ngọc Ánh", align="right", italic=True),
    ],
)
def test_a_byline_below_the_last_photo_signs(line):
    article = read(HEADING, SAPO, p(OPENING), PHOTO, line)

    assert article.contributors[0] == ("Ngọc Ánh", "author", "")
    assert "figcaption" not in article.body


def test_the_photographer_below_the_last_photo_is_its_credit():
    article = read(HEADING, SAPO, p(OPENING), PHOTO, p("Ảnh: Anh Huy", align="right"))

    assert "<figcaption>Ảnh: Anh Huy</figcaption>" in article.body


def test_photos_after_the_words_of_their_paragraph_keep_their_order():
    caption = p("Các đại biểu dự hội nghị. Ảnh: Anh Huy", italic=True)

    article = read(HEADING, SAPO, p(OPENING, img(0), img(1)), caption, pictures=2)

    assert re.findall(r"pasted/(\d)", article.body) == ["0", "1"]
    assert 'pasted/1"><figcaption>Các đại biểu dự hội nghị. Ảnh: Anh Huy<' in article.body


def test_photos_in_a_list_item_keep_their_order():
    photos = item("Kết nạp đảng viên").replace("</w:p>", f"{img(0)}{img(1)}</w:p>")

    article = read(
        HEADING,
        SAPO,
        p(OPENING),
        photos,
        pictures=2,
        more=[("numbering.xml", "numbering", numbering(("bullet", "-")))],
    )

    assert re.findall(r"pasted/(\d)", article.body) == ["0", "1"]


def test_photos_and_captions_on_the_lines_of_one_paragraph_go_together():
    line = r("<w:br/>")
    first, second = r("Đồng chí A phát biểu", italic=True), r("Đồng chí B phát biểu", italic=True)
    photos = p(img(0), line, first, line, img(1), line, second, align="center")

    article = read(HEADING, SAPO, p(OPENING), photos, p(OPENING), pictures=2)

    assert 'pasted/0"><figcaption>Đồng chí A phát biểu</figcaption>' in article.body
    assert 'pasted/1"><figcaption>Đồng chí B phát biểu</figcaption>' in article.body


@pytest.mark.django_db
def test_a_space_before_the_colon_hides_no_photographer():
    caption = p("Quang cảnh hội nghị. Ảnh : Anh Huy", italic=True)
    article = read(HEADING, SAPO, PHOTO, caption, p(OPENING))

    body.Intake(article.body, article.pictures).store(make_article(), None)

    photo = body.Photo.objects.get()
    assert (photo.caption, photo.credit) == ("Quang cảnh hội nghị.", "Anh Huy")


def test_a_portrait_names_whom_it_shows():
    name = p("Nguyễn Văn An, ảnh: Anh Huy", italic=True)

    article = read(HEADING, SAPO, PHOTO, name, p(OPENING))

    assert "<figcaption>Nguyễn Văn An, ảnh: Anh Huy</figcaption>" in article.body


def test_a_byline_without_a_label_for_the_author_is_no_caption():
    article = read(HEADING, SAPO, p(OPENING), PHOTO, p("Ngọc Ánh, ảnh: Anh Huy", italic=True))

    assert article.contributors[0] == ("Ngọc Ánh", "author", "")


@pytest.mark.parametrize("words", [OPENING, ""])
def test_floating_photos_take_the_captions_of_their_text_boxes(words):
    boxes = [box(p(f"Đồng chí {name} phát biểu", style="Caption")) for name in "AB"]

    article = read(
        HEADING, SAPO, p(img(0), boxes[0], img(1), boxes[1], words), p(OPENING), pictures=2
    )

    assert 'pasted/0"><figcaption>Đồng chí A phát biểu</figcaption>' in article.body
    assert 'pasted/1"><figcaption>Đồng chí B phát biểu</figcaption>' in article.body


def test_a_floating_photo_takes_a_caption_in_italics_in_the_middle_of_a_text_box():
    caption = box(p("Quang cảnh hội nghị", align="center", italic=True))

    article = read(HEADING, SAPO, p(img(0), caption, OPENING), p(OPENING))

    assert "<figcaption>Quang cảnh hội nghị</figcaption>" in article.body


def test_a_caption_goes_on_in_the_next_line():
    lines = ["Đồng chí Rơ Chăm Thu, Bí thư Đảng ủy", "phát biểu tại hội nghị. Ảnh: Anh Huy"]
    lines = [p(line, align="center", italic=True) for line in lines]

    article = read(HEADING, SAPO, PHOTO, *lines, p(OPENING))

    said = "Đồng chí Rơ Chăm Thu, Bí thư Đảng ủy phát biểu tại hội nghị. Ảnh: Anh Huy"
    assert f"<figcaption>{said}</figcaption>" in article.body
    assert article.proof().lost == []


def test_the_last_of_two_photos_takes_a_caption_and_its_credit():
    lines = p("Đồng chí A phát biểu", style="Caption"), p("Ảnh: Anh Huy", style="Caption")

    article = read(HEADING, SAPO, PHOTO, p(img(1)), *lines, p(OPENING), pictures=2)

    assert 'pasted/1"><figcaption>Đồng chí A phát biểu Ảnh: Anh Huy<' in article.body


def test_photos_in_a_table_with_an_empty_cell_keep_their_captions():
    def cell(number, words):
        return tc(p(img(number)), p(words, align="center", italic=True))

    table = tbl([cell(0, "Hội trường"), cell(1, "Đoàn chủ tịch")], [cell(2, "Đại biểu"), tc("")])

    article = read(HEADING, SAPO, table, p(OPENING), pictures=3)

    assert "<table" not in article.body
    captions = re.findall("<figcaption>(.+?)</figcaption>", article.body)
    assert captions == ["Hội trường", "Đoàn chủ tịch", "Đại biểu"]


def test_a_photo_beside_its_text_in_a_table_has_its_caption():
    beside = tbl([tc(PHOTO, p("Quang cảnh hội nghị", italic=True)), tc(OPENING)])

    article = read(HEADING, SAPO, p(OPENING), beside, p(OPENING))

    assert "<figcaption>Quang cảnh hội nghị</figcaption>" in article.body


@pytest.mark.parametrize("looks", [{"style": "Caption"}, {"align": "center"}])
def test_a_caption_beyond_doubt_may_stand_above_its_photo(looks):
    line = p("Quang cảnh hội nghị. Ảnh: Anh Huy", **looks)

    article = read(HEADING, SAPO, p(OPENING), line, PHOTO, p(OPENING))

    assert "<figcaption>Quang cảnh hội nghị. Ảnh: Anh Huy</figcaption>" in article.body
    assert article.proof().lost == []


def test_the_caption_of_one_photo_is_not_that_of_the_next():
    line = p("Quang cảnh hội nghị. Ảnh: Anh Huy", style="Caption")

    article = read(HEADING, SAPO, p(img(0)), line, p(img(1)), p(OPENING), pictures=2)

    assert re.findall(r"pasted/(\d)\"/?><figcaption>", article.body) == ["0"]


def broken():
    file = picture()
    file.file.truncate(200)
    return file


@pytest.mark.parametrize("refused", [broken, lambda: picture(format="TIFF")])
def test_the_caption_of_a_photo_that_is_refused_is_not_that_of_the_next(refused):
    line = p("Trao quà. Ảnh: Anh Huy", style="Caption")

    article = word.read(
        word_file(
            *[HEADING, SAPO, p(OPENING), p(img(0)), line, p(img(1)), p(OPENING)],
            pictures=[refused(), picture()],
        )
    )

    assert "<figcaption>" not in article.body
    assert "<p>Trao quà. Ảnh: Anh Huy</p>" in article.body
    assert article.body.count("<img") == len(article.pictures) == 1
    assert article.proof().lost == []


def test_of_two_photos_above_their_captions_the_one_that_is_taken_keeps_its_own():
    lines = [p(f"{words} Ảnh: Anh Huy", style="Caption") for words in ("Toàn cảnh.", "Trao quà.")]

    article = word.read(
        word_file(
            *[HEADING, SAPO, p(OPENING), p(img(0)), p(img(1)), *lines, p(OPENING)],
            pictures=[broken(), picture()],
        )
    )

    assert re.findall("<figcaption>(.*?)</figcaption>", article.body) == ["Trao quà. Ảnh: Anh Huy"]
    assert "<p>Toàn cảnh. Ảnh: Anh Huy</p>" in article.body


def test_a_plain_line_that_is_no_sentence_is_the_caption_of_the_photo_above():
    article = read(HEADING, SAPO, p(OPENING), PHOTO, p("Các đại biểu dự Hội nghị"), p(OPENING))

    assert "<figcaption>Các đại biểu dự Hội nghị</figcaption>" in article.body


@pytest.mark.parametrize(
    "following",
    [
        "Cùng dự có các đồng chí lãnh đạo.",
        "Dự Hội nghị có:",
        "- đại biểu các chi bộ",
        "Hai là, tiếp tục đổi mới",
    ],
)
def test_a_plain_sentence_below_a_photo_stays_in_the_text(following):
    article = read(HEADING, SAPO, p(OPENING), PHOTO, p(following), p(OPENING))

    assert "figcaption" not in article.body
