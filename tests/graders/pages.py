"""Every kind of page and every state a reader can meet, in one place.

A new kind of page: make what it needs, and add its line to the dict that `full_site` returns.
"""

from datetime import date

from django.utils import timezone

from news.models import Attachment, Contributor
from portal.models import MenuItem
from tests.factories import (
    make_album,
    make_announcement,
    make_article,
    make_category,
    make_counter,
    make_document,
    make_identity,
    make_leader,
    make_menu_item,
    make_page,
    make_photo,
    make_picture_banner,
    make_slogan,
    make_topic,
    make_unit,
    make_video,
    make_work_item,
    pdf,
)

LONG_TITLE = "ẾẪẲỖỬ: Hội nghị tổng kết công tác xây dựng Đảng và hệ thống chính trị năm 2026, " * 2
LEAD = "Hội nghị đánh giá kết quả 6 tháng đầu năm và thống nhất sáu nhóm nhiệm vụ trọng tâm."
EVERYTHING = """
<p>Sáng 6/7, Đảng ủy Khối tổ chức <em>hội nghị</em> (nhiệm kỳ 2020 - 2025).</p>
<h2>Kết quả</h2>
<p class="text-center">Xem <a href="https://example.vn/">toàn văn báo cáo</a> kèm theo.</p>
<ul><li>Một là, tuyên truyền.</li><li>Hai là, kiểm tra.</li></ul>
<h2>Số liệu</h2>
<table><thead><tr><th>Chỉ tiêu</th><th>Tỷ lệ</th></tr></thead>
<tbody><tr><td>Kết nạp đảng viên</td><td>62,0%</td></tr></tbody></table>
<h3>Thảo luận</h3>
<blockquote><p>Đổi mới không bắt đầu từ văn bản dài hơn.</p></blockquote>
<h2>Nhiệm vụ</h2>
<ol><li>Nắm chắc cơ sở.</li></ol>
"""


def full_site():
    """Make an office in full swing; return the address of each kind of page by its name."""
    make_identity(
        parent_body="Đảng bộ tỉnh An Hòa",
        governing_body="Tỉnh ủy An Hòa",
        address="Số 8 đường Hòa Bình",
        phone="0200 000 0000",
        email="vanphong@example.vn",
        responsible_person="Chánh Văn phòng",
        licence="Giấy phép số 1/GP",
    )
    make_counter(opening=411605)
    for order, text in enumerate(["5 năm thành lập Đảng bộ Khối", "113 năm ngày Bác Hồ"]):
        make_slogan(text, order=order)
    make_picture_banner(place="header")
    make_picture_banner(place="side")
    party = make_category("Xây dựng Đảng", description=LEAD, home_order=1)
    unions = make_category("Đoàn thể", home_order=2)
    youth = make_category("Đoàn thanh niên", parent=unions, home_order=3)
    about = make_page("Giới thiệu", body=EVERYTHING)
    top = make_menu_item(category=unions)
    make_menu_item(category=youth, parent=top)
    make_menu_item(page=about)
    make_menu_item("Cổng thông tin", link="https://example.vn/", place=MenuItem.Place.LINKED)

    plain = make_article(LONG_TITLE.strip(), category=party)
    one = make_article("Bài có một ảnh", category=youth, body=EVERYTHING, lead=LEAD)
    one.cover = make_photo(one, caption="Quang cảnh hội nghị", credit="Anh Huy", alt="Hội trường")
    one.change_note, one.change_noted_at = "Đính chính số liệu.", timezone.now()
    one.agency_prefix, one.event_date, one.source_name = "(BNP) -", date(2026, 7, 6), "Báo Gia Lai"
    one.save()
    author = Contributor.objects.create(article=one, name="Ngọc Ánh", office="Chánh Văn phòng")
    Attachment.objects.create(article=one, title="Báo cáo", file=pdf())
    many = make_article("Bài có mười hai ảnh", category=youth, lead=LEAD)
    for number in range(12):
        make_photo(many, caption=f"Ảnh thứ {number + 1}", order=number)
    for number in range(25):
        make_article(f"Hội nghị lần thứ {number + 1}", category=party)
    announcement = make_announcement(
        document_number="58-TB/ĐUK",
        issued_on=date(2026, 7, 12),
        signer="Nguyễn Văn An",
        signer_office="Phó Bí thư",
        lead=LEAD,
    )
    Attachment.objects.create(article=announcement, title="Danh sách", file=pdf())
    document = make_document(
        document_number="05-NQ/ĐUK",
        document_type="Nghị quyết",
        issuing_body="Ban Thường vụ",
        issued_on=date(2026, 7, 12),
        effective_on=date(2026, 8, 1),
        validity="in_force",
    )
    album = make_album(photos=5, lead=LEAD)
    video = make_video(lead=LEAD, body=EVERYTHING)
    elsewhere = make_video("Phóng sự của đài", link="https://www.example.vn/phong-su")
    withdrawn = make_article(
        "Bài đã gỡ", state="withdrawn", withdrawn_at=timezone.now(), withdrawal_reason="Sai số liệu"
    )
    day = timezone.localdate(plain.published_at)
    topic = make_topic(articles=[one, many, announcement], description=LEAD)
    office = make_unit("Đảng ủy", phone="0200 000 0000", email="vanphong@example.vn")
    make_unit("Tổ Quản trị", parent=make_unit("Văn phòng", parent=office, description=LEAD))
    make_leader(unit=office, biography=LEAD, term="2025 - 2030")
    make_leader("Lê Thị Hà", unit=office, serves_until=date(2025, 1, 31))
    make_work_item(chair="Bí thư", participants="Ban Thường vụ", starts_at="08:00", ends_at="09:30")
    make_work_item("Tiếp dân", place="Phòng Tiếp dân")
    return {
        "home": "/",
        "news": "/tin-tuc/",
        "announcements": "/thong-bao/",
        "documents": "/van-ban/",
        "category": party.get_absolute_url(),
        "category above others": unions.get_absolute_url(),
        "article without picture": plain.get_absolute_url(),
        "article with one picture": one.get_absolute_url(),
        "article with twelve pictures": many.get_absolute_url(),
        "announcement": announcement.get_absolute_url(),
        "document": document.get_absolute_url(),
        "albums": "/album-anh/",
        "album": album.get_absolute_url(),
        "videos": "/video/",
        "video": video.get_absolute_url(),
        "video elsewhere": elsewhere.get_absolute_url(),
        "page": about.get_absolute_url(),
        "archive": "/luu-tru/",
        "year": f"/luu-tru/{day:%Y}/",
        "month": f"/luu-tru/{day:%Y/%m}/",
        "day": f"/luu-tru/{day:%Y/%m/%d}/",
        "documents of a year": "/van-ban/?nam=2026",
        "contributor": author.get_absolute_url(),
        "site map": "/so-do-trang/",
        "feedback": "/gop-y/",
        "feedback sent": "/gop-y/da-gui/",
        "error report": f"/bao-loi/{one.pk}/?doan=Sáng+6/7",
        "organisation chart": "/co-cau-to-chuc/",
        "leaders": "/lanh-dao/",
        "topics": "/dong-su-kien/",
        "topic": topic.get_absolute_url(),
        "withdrawn article": withdrawn.get_absolute_url(),
        "work calendar": "/lich-cong-tac/",
        "how visits are counted": "/cach-tinh/",
        "search": "/tim-kiem/",
        "search with results": "/tim-kiem/?q=hoi+nghi",
        "search without results": "/tim-kiem/?q=khongcogi",
        "sign in": "/quan-tri/login/",
        "forgotten password": "/tai-khoan/quen-mat-khau/",
        **ERRORS,
    }


ERRORS = {
    f"error {name}": f"/loi/{name.replace(' ', '-')}/"
    for name in ["400", "403", "403 csrf", "404", "500"]
}

# On a day of mourning the same pages wear other colours; these between them have every part.
SOLEMN = ["home", "news", "article with one picture", "announcement", "document", "error 404"]

# A site on its first day.
EMPTY = [
    "/",
    "/tin-tuc/",
    "/thong-bao/",
    "/van-ban/",
    "/album-anh/",
    "/video/",
    "/luu-tru/",
    "/co-cau-to-chuc/",
    "/lanh-dao/",
    "/dong-su-kien/",
    "/lich-cong-tac/",
]
