import datetime
import io

import pytest
from django.core.files.base import ContentFile
from PIL import ExifTags, Image, ImageOps

from news import body, word
from news.sanitise import PASTED
from news.word import content
from tests.factories import make_article, picture
from tests.news.word import files
from tests.news.word.files import box, img, item, numbering, p, r, tbl, tc, word_file

SENTENCE = "Sáng 25/3, Ban Chấp hành Đảng bộ tỉnh tổ chức Hội nghị lần thứ 32 tại hội trường."


def test_a_report_fills_every_field():
    article = word.read(files.report())

    assert article.kind == "news"
    assert article.title == files.TITLE
    assert article.lead == files.LEAD
    assert article.agency_prefix == "(BNP) -"
    assert article.contributors == [
        ("Nguyễn Xuân Dương", "author", "Phó Chánh Văn phòng Đảng ủy Khối")
    ]
    assert article.body.startswith('<figure class="image">')
    assert f'<p class="text-justify">{files.OPENING}</p>' in article.body
    assert "12 m<sup>2</sup>" in article.body
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" not in article.body
    assert article.dropped[0][1].startswith("ĐẢNG BỘ TỈNH GIA LAI")


def test_a_picture_takes_its_caption_and_credit_along():
    article = word.read(files.report())

    assert len(article.pictures) == 2
    assert (
        f'<figure class="image"><img alt="" src="{PASTED}0">'
        "<figcaption>Các đại biểu dự Hội nghị. Ảnh: Anh Huy</figcaption></figure>" in article.body
    )
    assert f'src="{PASTED}1"><figcaption>Quang cảnh buổi lễ.</figcaption>' in article.body


def test_a_floating_picture_takes_the_caption_after_the_words_it_is_anchored_in():
    caption = "Hình 1. Đoàn viên trồng cây. Ảnh: Minh Khôi"
    file = word_file(
        p(img(0), SENTENCE), p(caption, style="Caption"), p(SENTENCE), pictures=[picture()]
    )

    article = word.read(file)

    assert f"<figcaption>{caption}</figcaption></figure><p>{SENTENCE}</p>" in article.body
    assert article.body.count(caption) == 1


def test_a_credit_in_brackets_stands_after_a_full_stop():
    caption = p("Quang cảnh hội nghị (Ảnh: Thu Hà).", align="center")

    article = word.read(word_file(p(SENTENCE), p(img(0)), caption, pictures=[picture()]))

    assert "<figcaption>Quang cảnh hội nghị. Ảnh: Thu Hà</figcaption>" in article.body


def test_words_after_a_floating_picture_are_no_caption():
    centred = p("Đoàn kết - Sáng tạo", align="center")

    article = word.read(word_file(p(img(0), SENTENCE), centred, p(SENTENCE), pictures=[picture()]))

    assert "<figcaption>" not in article.body


@pytest.mark.django_db
def test_the_body_goes_in_by_the_editors_door():
    article = word.read(files.report())

    kept = body.Intake(article.body, article.pictures).store(make_article(), None)

    photos = list(body.photos_in(kept).values())
    assert [(photo.caption, photo.credit) for photo in photos] == [
        ("Các đại biểu dự Hội nghị.", "Anh Huy"),
        ("Quang cảnh buổi lễ.", ""),
    ]


def test_merged_cells_stay_merged():
    article = word.read(files.report())

    assert '<td rowspan="2"><p>Chỉ tiêu</p></td><td colspan="2">' in article.body


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("S.T", [("S.T", "compiler", "")]),
        ("(Lê Nam)", [("Lê Nam", "author", "")]),
        ("ANH HUY", [("ANH HUY", "author", "")]),
        ("Ngọc Ánh", [("Ngọc Ánh", "author", "")]),
        ("Tin, ảnh: Anh Huy", [("Anh Huy", "author", ""), ("Anh Huy", "photographer", "")]),
        (
            "Bài: Ngọc Ánh; ảnh: Anh Huy",
            [("Ngọc Ánh", "author", ""), ("Anh Huy", "photographer", "")],
        ),
        ("Ngọc Ánh - Anh Huy", [("Ngọc Ánh", "author", ""), ("Anh Huy", "author", "")]),
        ("Lê An – Phó Trưởng Ban", [("Lê An", "author", "Phó Trưởng Ban")]),
        ("Hội nghị kết thúc tốt đẹp", []),
        (SENTENCE, []),
    ],
)
def test_the_last_line_may_sign(line, expected):
    article = word.read(word_file(p(files.TITLE, align="center"), p(SENTENCE), p(line)))

    assert article.contributors == expected
    assert article.proof().lost == []


def test_a_title_broken_in_two_is_one():
    article = word.read(
        word_file(
            p("Hội nghị Ban Chấp hành", align="center", bold=True),
            p("Đảng bộ Khối lần thứ 11", align="center", bold=True),
            p(SENTENCE),
        )
    )

    assert article.title == files.TITLE


def test_capitals_by_formatting_are_none_in_the_title_and_capitals_in_the_text():
    article = word.read(
        word_file(
            p(files.TITLE, align="center", caps=True),
            *[p(SENTENCE)] * 3,
            p(r("Một là, "), r("tăng cường", caps=True)),
        )
    )

    assert article.title == files.TITLE
    assert "TĂNG CƯỜNG" in article.body


def test_no_lead_is_invented():
    article = word.read(word_file(p(files.TITLE, style="Title"), p(SENTENCE), p(SENTENCE)))

    assert article.lead == ""
    assert any("Sapo" in note for note in article.notes)


def test_headings_lists_and_links_keep_their_meaning():
    article = word.read(
        word_file(
            p(files.TITLE, style="Title"),
            p(SENTENCE),
            p("I. Kết quả", style="Heading1"),
            item("Kết nạp 227 đảng viên"),
            item("Thành lập 02 tổ chức đảng"),
            p("Kết thúc hội nghị."),
            more=[("numbering.xml", "numbering", numbering(("bullet", "-")))],
        )
    )

    assert "<h2>I. Kết quả</h2><ul><li>Kết nạp 227 đảng viên</li>" in article.body


def test_a_heading_is_bold_by_itself():
    article = word.read(word_file(p("Kết quả", style="Heading1", bold=True), p(SENTENCE)))

    assert "<strong>" not in f"{article.title}{article.body}"
    article = word.read(
        word_file(p("Tin"), p(SENTENCE), p("Kết quả", style="Heading1", bold=True), p(SENTENCE))
    )
    assert "<h2>Kết quả</h2>" in article.body


def test_numbers_that_word_counts_are_written_out():
    levels = numbering(("upperRoman", "Phần %1."), ("decimal", "%2)"))

    article = word.read(
        word_file(
            p(files.TITLE, style="Title"),
            *[item("Kết quả"), item("Về xây dựng Đảng", level=1), item("Nhiệm vụ")],
            more=[("numbering.xml", "numbering", levels)],
        )
    )

    assert "Phần I. Kết quả" in article.body
    assert "1) Về xây dựng Đảng" in article.body
    assert "Phần II. Nhiệm vụ" in article.body


def test_tracked_changes_are_taken_as_accepted():
    changed = p(
        r("Đồng chí "),
        f"<w:del>{r('<w:delText>Nguyễn Văn A</w:delText>')}</w:del>",
        f"<w:ins>{r('Nguyễn Thị Hồng Hạnh')}</w:ins>",
        r(" chủ trì."),
    )

    article = word.read(word_file(p(files.TITLE, style="Title"), changed))

    assert article.body == "<p>Đồng chí Nguyễn Thị Hồng Hạnh chủ trì.</p>"
    assert any("sửa đổi" in note for note in article.notes)


def test_hidden_text_is_left_out_and_named():
    article = word.read(
        word_file(p(files.TITLE, style="Title"), p(r(SENTENCE), r(" (mật)", hidden=True)))
    )

    assert "mật" not in article.body
    assert ("Chữ ẩn trong tệp", "(mật)") in article.dropped


CONTENTS_STYLES = files.STYLES + (
    '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="TOCHeading"><w:name w:val="TOC Heading"/></w:style>'
)
PAGES = p("I. Kết quả thực hiện\t2", style="TOC1") + p("II. Nhiệm vụ\t5", style="TOC1")
GALLERY = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'


@pytest.mark.parametrize(
    "contents",
    [
        p("MỤC LỤC", bold=True, align="center") + PAGES,
        p("Mục lục", style="TOCHeading") + PAGES,
        f"<w:sdt><w:sdtPr>{GALLERY}</w:sdtPr><w:sdtContent>{p('Mục lục:')}{PAGES}</w:sdtContent>"
        "</w:sdt>",
    ],
    ids=["typed heading", "styled heading", "control"],
)
def test_a_table_of_contents_which_names_the_papers_pages_is_left_out_and_named(contents):
    file = word_file(p(files.TITLE, style="Title"), contents, p(SENTENCE), styles=CONTENTS_STYLES)

    article = word.read(file)

    assert article.body == f"<p>{SENTENCE}</p>"
    what, words = article.dropped[0]
    assert what == "Mục lục"
    assert words.endswith("I. Kết quả thực hiện 2 II. Nhiệm vụ 5")
    assert article.proof().lost == []


def test_a_drop_cap_begins_its_word():
    cap = p("P", extra='<w:framePr w:dropCap="drop" w:lines="3"/>')

    article = word.read(word_file(p(files.TITLE, style="Title"), cap, p("hát biểu tại hội nghị.")))

    assert article.body == "<p>Phát biểu tại hội nghị.</p>"
    assert article.proof().lost == []


@pytest.mark.parametrize("inside", [p, r])
def test_an_empty_content_control_says_nothing(inside):
    asking = "Click or tap here to enter text."
    control = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
        f"<w:sdtContent>{inside(asking)}</w:sdtContent></w:sdt>"
    )
    block = control if inside is p else p(r("Người viết: "), control)

    article = word.read(word_file(p(files.TITLE, style="Title"), block, p(SENTENCE)))

    assert "Click" not in article.body
    assert article.proof().lost == []


def field(instruction, shown):
    """A field in the long form, in a run for each of its parts."""
    marks = [r(f'<w:fldChar w:fldCharType="{kind}"/>') for kind in ("begin", "separate", "end")]
    return "".join(
        [marks[0], r(f"<w:instrText>{instruction}</w:instrText>"), marks[1], r(shown), marks[2]]
    )


def test_a_link_may_be_a_field():
    link = field(' HYPERLINK "https://gialai.gov.vn/" ', "tại đây")

    article = word.read(word_file(p(files.TITLE, style="Title"), p(r("Xem "), link, r("."))))

    assert '<p>Xem <a href="https://gialai.gov.vn/" rel="noopener">tại đây</a>.</p>' in article.body


def test_a_link_may_be_a_short_field():
    link = (
        f"<w:fldSimple w:instr='HYPERLINK \"https://gialai.gov.vn/\"'>{r('tại đây')}</w:fldSimple>"
    )

    article = word.read(word_file(p(files.TITLE, style="Title"), p(r("Xem "), link)))

    assert '<a href="https://gialai.gov.vn/" rel="noopener">tại đây</a>' in article.body


def test_a_field_that_is_no_link_says_its_result():
    article = word.read(
        word_file(p(files.TITLE, style="Title"), p(r("Trang "), field(" PAGE ", "7"), r(".")))
    )

    assert article.body == "<p>Trang 7.</p>"


def test_a_text_box_follows_its_paragraph_and_is_said_once():
    article = word.read(
        word_file(p(files.TITLE, style="Title"), p(r("Hội "), box(p("Khung chữ")), r("nghị")))
    )

    assert article.body == "<p>Hội nghị</p><p>Khung chữ</p>"


def test_fields_and_footnotes_keep_their_words():
    field = f'<w:fldSimple w:instr="SEQ Hình">{r("1")}</w:fldSimple>'
    mark = r('<w:footnoteReference w:id="2"/>')
    notes = f'<w:footnote w:id="2">{p("Theo Nghị quyết 05-NQ/ĐUK.")}</w:footnote>'

    article = word.read(
        word_file(
            p(files.TITLE, style="Title"),
            p(r("Hình "), field, mark),
            p(SENTENCE),
            more=[("footnotes.xml", "footnotes", notes)],
        )
    )

    assert "Hình 1<sup>[1]</sup>" in article.body
    assert "<p>[1] Theo Nghị quyết 05-NQ/ĐUK.</p>" in article.body


def test_a_link_in_a_footnote_leads_where_the_footnote_says():
    link = f'<w:hyperlink r:id="L">{r("báo cáo")}</w:hyperlink>'
    mark = r('<w:footnoteReference w:id="2"/>')
    notes = f'<w:footnote w:id="2">{p(r("Xem "), link)}</w:footnote>'
    parts = files.parts_of(
        p(files.TITLE, style="Title") + p(r(SENTENCE), mark, link),
        more=[("footnotes.xml", "footnotes", notes)],
    )
    linked(parts, "document", "https://bao.example.vn/")
    linked(parts, "footnotes", "https://tinhuy.example.vn/")

    article = word.read(files.zipped(parts))

    assert '<a href="https://bao.example.vn/" rel="noopener">báo cáo</a></p><p>[1]' in article.body
    assert '[1] Xem <a href="https://tinhuy.example.vn/" rel="noopener">' in article.body


def linked(parts, part, address):
    """Let the id "L" in a part of the file lead to an address."""
    name = f"word/_rels/{part}.xml.rels"
    empty = f'<Relationships xmlns="{files.PACKAGE}/relationships"></Relationships>'
    parts[name] = parts.get(name, empty).replace(
        "</Rel",
        f'<Relationship Id="L" Type="{files.OFFICE}/hyperlink" TargetMode="External" '
        f'Target="{address}"/></Rel',
    )


@pytest.mark.parametrize(
    ("sign", "font", "shown"),
    [
        ("\uf0fc", "Wingdings", "✓"),
        ("ü", "Wingdings", "✓"),  # as LibreOffice writes it
        ("37\uf0b0", "Symbol", "37°"),
        ("\uf0b7", "", "•"),  # its font is lost
        ("\uf0e8", "Wingdings", "→"),  # what Word makes of "==>"; phones draw a box for 🡺
        ("\uf022", "Wingdings 3", "→"),
        ("\uf0ea", "Wingdings", "↓"),
        ("Lưu ý", "Symbol", "Lưu ý"),
    ],
)
def test_a_sign_of_a_font_of_symbols_is_one_that_readers_have(sign, font, shown):
    file = word_file(p(files.TITLE, style="Title"), p(r(sign, font=font), r(" công tác tư tưởng")))

    article = word.read(file)

    assert article.body == f"<p>{shown} công tác tư tưởng</p>"
    assert article.proof().lost == []


def test_letters_that_nobody_sees_are_none():
    file = word_file(p(files.TITLE, style="Title"), p("\ufeffĐồng chí nhấn\u200b mạnh\u2060."))

    article = word.read(file)

    assert article.body == "<p>Đồng chí nhấn mạnh.</p>"
    assert article.proof().lost == []


def test_words_struck_out_twice_are_struck_out():
    file = word_file(p(files.TITLE, style="Title"), p(r("Điều 5", struck=True), r(" bãi bỏ")))

    assert word.read(file).body == "<p><s>Điều 5</s> bãi bỏ</p>"


def test_the_words_of_a_smartart_diagram_come_along():
    diagram = (
        "<w:drawing><wp:inline><a:graphic><a:graphicData><dgm:relIds "
        'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" r:dm="rId1"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    steps = "".join(f"<a:p><a:r><a:t>{step}</a:t></a:r></a:p>" for step in ("Rà soát", "Thẩm định"))

    article = word.read(
        word_file(
            p(files.TITLE, style="Title"),
            p(r("Quy trình:"), r(diagram)),
            p(SENTENCE),
            more=[("diagrams/data1.xml", "diagramData", steps)],
        )
    )

    assert "<p>Quy trình:</p><p>Rà soát</p><p>Thẩm định</p>" in article.body
    assert article.proof().lost == []
    assert "Có 2 đoạn chữ lấy từ hình vẽ; vui lòng kiểm tra." in article.notes


def test_a_table_that_only_lays_out_pictures_is_none():
    article = word.read(
        word_file(
            p(files.TITLE, style="Title"),
            p(SENTENCE),
            tbl([tc(p(img(0))), tc(p(img(1)))], ["Toàn cảnh. (Ảnh: Anh Huy)", "Trao quà."]),
            pictures=[picture(), picture()],
        )
    )

    assert "<table>" not in article.body
    assert "<figcaption>Toàn cảnh. Ảnh: Anh Huy</figcaption>" in article.body
    assert article.body.count("<figcaption>") == 2


def test_a_picture_that_cannot_be_used_is_named():
    article = word.read(
        word_file(p(files.TITLE, style="Title"), p(img(0)), p(SENTENCE), pictures=[broken()])
    )

    assert article.pictures == []
    assert "<img" not in article.body
    assert any(note.startswith("Ảnh thứ 1 bị bỏ ra") for note in article.notes)


def test_a_line_drawn_as_a_picture_is_left_out_and_the_photos_stay():
    pictures = [picture((600, 1), "PNG"), picture()]

    article = word.read(
        word_file(p(files.TITLE, style="Title"), p(img(0)), p(img(1)), pictures=pictures)
    )

    assert len(article.pictures) == 1
    assert any(note.startswith("Ảnh thứ 1 bị bỏ ra: Ảnh chỉ là một") for note in article.notes)


def test_pictures_of_more_dots_than_are_worked_on_are_named_and_the_first_stay(monkeypatch):
    monkeypatch.setattr(content, "MAX_PIXELS", 2 * 900 * 600)
    pictures = [p(img(number)) for number in range(3)]

    article = word.read(
        word_file(p(files.TITLE, style="Title"), *pictures, pictures=[picture() for _ in pictures])
    )

    assert len(article.pictures) == 2
    assert any(
        note.startswith("Ảnh thứ 3 bị bỏ ra: Các ảnh trong tệp cộng lại") for note in article.notes
    )


def test_a_broken_picture_that_stands_in_a_file_many_times_is_not_looked_at_each_time():
    title, again = p(files.TITLE, style="Title"), p(img(0)) * 1000

    article = word.read(word_file(title, again, p(SENTENCE), pictures=[broken()]))

    assert sum("bị bỏ ra" in note for note in article.notes) == 300
    assert "Không đưa vào bài: 700 ảnh sau 300 ảnh đầu tiên." in article.notes


def broken():
    file = picture()
    file.file.truncate(200)
    return file


@pytest.mark.parametrize("half", ["50000", "50%"])
def test_what_word_crops_away_does_not_come_along(half):
    crop = f'<a:srcRect l="{half}"/>'

    article = word.read(
        word_file(p(files.TITLE, style="Title"), p(img(0, crop)), pictures=[picture((900, 600))])
    )

    assert body.Photo(image=article.pictures[0]).image.width == 450


def turned(degrees):
    frame = f'</pic:blipFill><pic:spPr><a:xfrm rot="{degrees * 60_000}"/></pic:spPr>'
    return img().replace("</pic:blipFill>", frame)


@pytest.mark.parametrize(
    ("degrees", "dark"),
    [(90, (0, 0, 30, 45)), (180, (45, 0, 90, 30)), (270, (30, 45, 60, 90))],  # to the right
)
def test_a_picture_turned_in_word_is_turned(degrees, dark):
    file = word_file(
        p(files.TITLE, style="Title"), p(turned(degrees)), pictures=[dark_at_the_bottom_left()]
    )

    with Image.open(word.read(file).pictures[0]) as image:
        assert ImageOps.invert(image.convert("L")).getbbox() == dark


def dark_at_the_bottom_left(note=1):
    """A picture whose camera noted down how it was held: with 6, turned to the left."""
    image, file, exif = Image.new("L", (90, 60), 255), io.BytesIO(), Image.Exif()
    image.paste(0, (0, 30, 45, 60))
    exif[ExifTags.Base.Orientation] = note
    image.save(file, "PNG", exif=exif)
    return ContentFile(file.getvalue(), name="anh.png")


def test_a_photo_that_word_turned_as_the_camera_says_is_turned_once():
    """Word writes the camera's note as a turn of its own, and leaves the note in the picture."""
    file = word_file(
        p(files.TITLE, style="Title"), p(turned(90)), pictures=[dark_at_the_bottom_left(note=6)]
    )

    with Image.open(word.read(file).pictures[0]) as image:
        assert ImageOps.invert(image.convert("L")).getbbox() == (0, 0, 30, 45)


def test_a_photo_that_only_the_camera_turned_is_turned():
    file = word_file(
        p(files.TITLE, style="Title"), p(img()), pictures=[dark_at_the_bottom_left(note=6)]
    )

    with Image.open(word.read(file).pictures[0]) as image:
        assert ImageOps.invert(image.convert("L")).getbbox() == (0, 0, 30, 45)


@pytest.mark.parametrize("half", ["32768f", "0.5", ".5"])
def test_a_picture_of_an_old_word_is_cut_and_turned_too(half):
    """A .doc that was saved as .docx keeps its pictures in VML."""
    shape = r(
        '<w:pict><v:shape style="width:90pt;rotation:90;height:60pt">'
        f'<v:imagedata r:id="img0" cropright="{half}"/></v:shape></w:pict>'
    )
    file = word_file(p(files.TITLE, style="Title"), p(shape), pictures=[dark_at_the_bottom_left()])

    with Image.open(word.read(file).pictures[0]) as image:
        assert image.size == (60, 45)
        assert ImageOps.invert(image.convert("L")).getbbox() == (0, 0, 30, 45)


@pytest.mark.parametrize("size", [(10, 10), (5, 90), (90, 2)])
def test_of_a_tiny_picture_a_dot_is_left_at_least(size):
    crop = '<a:srcRect l="47000" t="47000" r="47000" b="47000"/>'

    article = word.read(
        word_file(p(files.TITLE, style="Title"), p(img(0, crop)), pictures=[picture(size)])
    )

    with Image.open(article.pictures[0]) as image:
        assert min(image.size) == 1


@pytest.mark.parametrize("number", ["9" * 400, "x", "nan"])
def test_a_picture_turned_or_cut_by_nonsense_is_shown_as_it_is(number):
    vml = r(
        f'<w:pict><v:shape style="rotation:{number}"><v:imagedata r:id="img0" '
        f'cropleft="{number}"/></v:shape></w:pict>'
    )
    drawn = turned(0).replace('rot="0"', f'rot="{number}"')
    cut = img(0, f'<a:srcRect l="{number}"/>')

    article = word.read(
        word_file(p(files.TITLE, style="Title"), p(vml, drawn, cut), pictures=[picture((90, 60))])
    )

    assert len(article.pictures) == 3
    for shown in article.pictures:
        with Image.open(shown) as image:
            assert image.size == (90, 60)


def test_a_picture_that_word_slants_is_named():
    file = word_file(p(files.TITLE, style="Title"), p(turned(30)), pictures=[picture()])

    note = "Ảnh thứ 1 xoay nghiêng trong Word; trên trang, ảnh đứng thẳng."
    assert note in word.read(file).notes


def test_a_notice_is_read_from_its_letterhead_and_signature():
    article = word.read(
        word_file(
            tbl(
                [
                    tc(
                        "TỈNH ỦY GIA LAI",
                        "ĐẢNG ỦY KHỐI CƠ QUAN",
                        "VÀ DOANH NGHIỆP",
                        "*",
                        "Số 15-TB/ĐUK",
                    ),
                    tc("ĐẢNG CỘNG SẢN VIỆT NAM", "Pleiku, ngày 06 tháng 7 năm 2023"),
                ]
            ),
            p("THÔNG BÁO", align="center", bold=True),
            p("Triệu tập lớp bồi dưỡng", align="center", bold=True),
            p("nghiệp vụ công tác đảng năm 2023", align="center", bold=True),
            p("Kính gửi: Các chi bộ, đảng bộ cơ sở,"),
            p(SENTENCE),
            tbl(
                [
                    tc("Nơi nhận:", "- Như trên,", "- Lưu Văn phòng."),
                    tc("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "", "Nguyễn Văn Hùng"),
                ]
            ),
        )
    )

    assert article.kind == "announcement"
    assert article.document_type == "Thông báo"
    assert article.document_number == "15-TB/ĐUK"
    assert article.issuing_body == "ĐẢNG ỦY KHỐI CƠ QUAN VÀ DOANH NGHIỆP"
    assert article.issued_on == datetime.date(2023, 7, 6)
    assert article.title == "Triệu tập lớp bồi dưỡng nghiệp vụ công tác đảng năm 2023"
    assert (article.signer, article.signer_office) == ("Nguyễn Văn Hùng", "PHÓ BÍ THƯ")
    assert article.body.startswith("<p>Kính gửi")
    assert "Nơi nhận" not in article.body
    assert article.proof().lost == []


def test_a_resolution_is_a_document_titled_with_its_type():
    article = word.read(
        word_file(
            files.LETTERHEAD.replace(">*<", ">Số 05-NQ/ĐUK<"),
            p("NGHỊ QUYẾT", align="center", bold=True),
            p("về nhiệm vụ trọng tâm năm 2023", align="center", bold=True),
            p(SENTENCE),
        )
    )

    assert (article.kind, article.document_number) == ("document", "05-NQ/ĐUK")
    assert article.title == "Nghị quyết về nhiệm vụ trọng tâm năm 2023"
    assert (article.proof().lost, article.proof().added) == ([], [])


def test_a_letter_of_a_state_office_is_titled_by_its_subject():
    article = word.read(
        word_file(
            tbl(
                [
                    tc(
                        "UBND TỈNH GIA LAI",
                        "SỞ NỘI VỤ",
                        "Số: 123/SNV-CCVC",
                        "V/v triệu tập",
                        "hội nghị",
                    ),
                    tc("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Gia Lai, ngày 5 tháng 3 năm 2024"),
                ]
            ),
            p("Kính gửi: Các phòng, ban"),
            p(SENTENCE),
            p("KT. GIÁM ĐỐC", align="right"),
            p("PHÓ GIÁM ĐỐC", align="right"),
            p("Trần Thị Bích", align="right"),
        )
    )

    assert (article.document_type, article.title) == ("Công văn", "Triệu tập hội nghị")
    assert (article.document_number, article.issuing_body) == ("123/SNV-CCVC", "SỞ NỘI VỤ")
    assert (article.signer, article.signer_office) == ("Trần Thị Bích", "PHÓ GIÁM ĐỐC")
    assert (article.proof().lost, article.proof().added) == ([], [])


@pytest.mark.parametrize(
    ("left", "body"),
    [
        (["TỈNH ỦY AN HÒA", "VĂN PHÒNG"], "VĂN PHÒNG TỈNH ỦY AN HÒA"),
        (["TỈNH ỦY AN HÒA", "ỦY BAN KIỂM TRA"], "ỦY BAN KIỂM TRA TỈNH ỦY AN HÒA"),
        (["ĐẢNG ỦY KHỐI", "BAN TỔ CHỨC"], "BAN TỔ CHỨC ĐẢNG ỦY KHỐI"),
        (["ĐẢNG BỘ TỈNH AN HÒA", "ĐẢNG ỦY KHỐI"], "ĐẢNG ỦY KHỐI"),
        (["TỈNH ỦY AN HÒA", "VĂN PHÒNG TỈNH ỦY"], "VĂN PHÒNG TỈNH ỦY"),
        (["UBND TỈNH AN HÒA", "SỞ NỘI VỤ"], "SỞ NỘI VỤ"),
    ],
)
def test_a_department_issues_under_the_name_of_its_body(left, body):
    head = tbl([tc(*left, "*", "Số 15-CV/VP"), tc("ĐẢNG CỘNG SẢN VIỆT NAM")])

    article = word.read(word_file(head, p("THÔNG BÁO", align="center"), p(SENTENCE)))

    assert article.issuing_body == body


def test_a_notice_without_letterhead_is_a_notice():
    article = word.read(
        word_file(
            p("THÔNG BÁO", align="center", bold=True),
            p("Về việc tuyển dụng viên chức", align="center", bold=True),
            p(SENTENCE),
        )
    )

    assert article.kind == "announcement"
    assert article.title == "Thông báo về việc tuyển dụng viên chức"


def test_a_label_and_an_office_may_stand_on_two_lines():
    lines = p("Người viết: Trần Văn Bình", align="right"), p("Chi bộ Ban Dân vận", align="right")

    article = word.read(word_file(p("Tin", bold=True), p(SENTENCE), *lines))

    assert article.contributors == [("Trần Văn Bình", "author", "Chi bộ Ban Dân vận")]
    assert article.body == f"<p>{SENTENCE}</p>"


def test_an_invitation_laid_out_with_tabs_is_read_too():
    def tabbed(left, right):
        return p(r(left), r("<w:tab/>"), r("<w:tab/>"), r(right))

    article = word.read(
        word_file(
            tabbed("TỈNH ỦY AN HÒA", "ĐẢNG CỘNG SẢN VIỆT NAM"),
            tabbed("VĂN PHÒNG", "An Hòa, ngày 10 tháng 11 năm 2026"),
            p("Số 45-GM/VPTU"),
            p("GIẤY MỜI", align="center"),
            p("dự Hội nghị tổng kết công tác văn phòng năm 2026", align="center"),
            p("Văn phòng Tỉnh ủy trân trọng kính mời đồng chí dự hội nghị."),
            p("CHÁNH VĂN PHÒNG", align="right"),
            p("Lê Đình Toàn", align="right"),
        )
    )

    assert article.title == "Giấy mời dự Hội nghị tổng kết công tác văn phòng năm 2026"
    assert article.issuing_body == "VĂN PHÒNG TỈNH ỦY AN HÒA"
    assert (article.signer, article.signer_office) == ("Lê Đình Toàn", "CHÁNH VĂN PHÒNG")
    assert article.issued_on == datetime.date(2026, 11, 10)


def test_name_and_office_may_stand_on_two_lines():
    article = word.read(
        word_file(
            p(files.TITLE, style="Title"), p(SENTENCE), p("Lê Văn An"), p("Phó Chánh Văn phòng")
        )
    )

    assert article.contributors == [("Lê Văn An", "author", "Phó Chánh Văn phòng")]
    assert article.proof().lost == []
