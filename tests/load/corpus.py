"""Invented articles in any number, varied enough that each can be asked for."""

import random
from datetime import timedelta

from django.utils import timezone

from news.models import Article, Category


def listed(text):
    return [part.strip() for part in text.replace("\n", " ").split(",")]


FAMILY = listed("""
Nguyễn, Trần, Lê, Phạm, Hoàng, Vũ, Võ, Đặng, Bùi, Đỗ, Hồ, Ngô, Dương, Lý
""")
MIDDLE = listed("""
Văn, Thị, Đức, Minh, Hữu, Thanh, Quang, Ngọc, Xuân, Hoài, Thúy, Công, Đình, Mạnh
""")
GIVEN = listed("""
An, Bình, Chi, Dũng, Giang, Hà, Hòa, Huy, Khoa, Lan, Long, Mai, Nam, Phúc, Quý, Sơn, Tâm,
Thủy, Tuấn, Yến
""")
PLACES = listed("""
Hạ Long, Cẩm Phả, Uông Bí, Móng Cái, Quảng Yên, Đông Triều, Vân Đồn, Tiên Yên, Đầm Hà, Hải
Hà, Bình Liêu, Ba Chẽ, Cô Tô, Mường Thanh, Quỳnh Nhai, Sìn Hồ, Phong Thổ, Tân Uyên, Than
Uyên, Nậm Nhùn, Mường Tè, Tam Đường, Pleiku, An Khê, Ayun Pa, Chư Sê, Đak Đoa, Kbang, Mang
Yang, Ia Grai
""")
BODIES = listed("""
Sở Y tế, Sở Giáo dục và Đào tạo, Sở Nông nghiệp, Sở Tài chính, Sở Xây dựng, Sở Nội vụ, Sở Tư
pháp, Sở Công Thương, Sở Khoa học và Công nghệ, Ban Tổ chức, Ban Dân vận, Ban Tuyên giáo, Ủy
ban Kiểm tra, Văn phòng Đảng ủy, Kho bạc Nhà nước, Cục Thuế, Cục Thống kê, Ngân hàng Nhà
nước, Bảo hiểm Xã hội, Công ty Điện lực, Viễn thông, Bưu điện, Trường Chính trị, Báo tỉnh,
Tỉnh Đoàn, Liên đoàn Lao động, Hội Cựu chiến binh, Hội Nông dân, Hội Phụ nữ, Tòa án nhân dân
""")
DOINGS = listed("""
Hội nghị sơ kết, Hội nghị tổng kết, Hội nghị chuyên đề về, Lễ phát động, Lễ trao giải, Tọa
đàm, Hội thảo, Tập huấn, Khai giảng lớp, Bế giảng lớp, Giám sát, Kiểm tra, Ra quân, Triển
khai, Quán triệt, Đối thoại về, Ký kết quy chế phối hợp, Thông qua đề án, Lấy ý kiến dự
thảo, Biểu dương
""")
TOPICS = listed("""
sinh hoạt chi bộ, kết nạp đảng viên mới, phòng chống tham nhũng, thực hành tiết kiệm, chuyển
đổi số, cải cách hành chính, văn hóa công sở, dân vận khéo, hiến máu tình nguyện, trồng cây
xanh, an toàn giao thông, bảo vệ môi trường, xây dựng nông thôn mới, giảm nghèo, bảo vệ nền
tảng tư tưởng, học tập và làm theo Bác, sổ tay đảng viên điện tử, đền ơn đáp nghĩa, khuyến
học, bình đẳng giới, phòng cháy chữa cháy, ứng phó bão lũ, an sinh xã hội, thi đua yêu nước,
công tác văn thư lưu trữ, quy chế làm việc, đánh giá cán bộ, luân chuyển cán bộ, tiêm chủng,
nước sạch, chăm sóc trẻ em, bóng chuyền hơi, cầu lông, văn nghệ quần chúng, tủ sách pháp
luật
""")
TIMES = listed("""
6 tháng đầu năm, quý I, quý II, quý III, năm, nhiệm kỳ, giữa nhiệm kỳ, đợt 3/2, đợt 19/5
""")
TERMS = listed("XI, XII, XIII, XIV, 2015 - 2020, 2020 - 2025, 2025 - 2030")
LINKS = (
    "Phát biểu tại buổi làm việc, đồng chí {name} nhấn mạnh vai trò của {body} trong {topic}.",
    "Theo báo cáo, {number} chi bộ đã hoàn thành kế hoạch về {topic}, đạt {share}%.",
    "Tại {place}, {number} đảng viên tham gia {topic} do {body} tổ chức.",
    "Đồng chí {name}, {body}, đề nghị tiếp tục quan tâm đến {topic} và {topic2}.",
    "Kết quả {topic} ở {place} đã tạo chuyển biến rõ nét trong nhận thức của cán bộ.",
    "Trong thời gian tới, cấp ủy các cấp tập trung lãnh đạo {topic}, gắn với {topic2}.",
    "Một là, tăng cường kiểm tra việc thực hiện {topic}. Hai là, nhân rộng mô hình tại {place}.",
    "Các đại biểu đã thảo luận, làm rõ hạn chế trong {topic}, nguyên nhân và giải pháp.",
    "Ngày {day}/{month}, đoàn công tác của {body} đến {place} nắm tình hình {topic}.",
    "Tổng kinh phí hỗ trợ {place} là {number} triệu đồng, trích từ quỹ {topic2}.",
)
TYPES = {"Nghị quyết": "NQ", "Quyết định": "QĐ", "Kế hoạch": "KH", "Thông báo": "TB"}
KINDS = [Article.Kind.NEWS] * 7 + [Article.Kind.ANNOUNCEMENT, Article.Kind.DOCUMENT] * 1
PARAGRAPHS = 12


def make_articles(count, paragraphs=PARAGRAPHS):
    """Store `count` published articles, one every two hours until now; none is indexed."""
    chance = random.Random(2026)  # noqa: S311 the same articles each time
    categories = [
        Category.objects.get_or_create(name=f"Chuyên mục {number}")[0] for number in range(15)
    ]
    now = timezone.now()

    def hour(number):
        return now - timedelta(hours=2 * (count - number))

    for start in range(0, count, 1000):
        Article.objects.bulk_create(
            make_article(chance, number, categories, hour(number), paragraphs)
            for number in range(start, min(start + 1000, count))
        )


def make_article(chance, number, categories, hour, paragraphs):
    kind = chance.choice(KINDS)
    fields = document(chance, number) if kind != Article.Kind.NEWS else {}
    title = title_of(chance, hour.year)
    return Article(
        kind=kind,
        title=title,
        slug=f"bai-{number}",
        lead=" ".join(sentence(chance) for _ in range(2)),
        body="".join(paragraph(chance) for _ in range(chance.randint(6, 2 * paragraphs - 6))),
        category=chance.choice(categories),
        state=Article.State.APPROVED,
        published_at=hour,
        approved_at=hour,
        **fields,
    )


def document(chance, number):
    kind = chance.choice(list(TYPES))
    symbol = chance.choice(["ĐUK", "TU", "UBKTĐUK", "VPĐUK", "BTCTU"])
    return {
        "document_type": kind,
        "document_number": f"{number:02}-{TYPES[kind]}/{symbol}",
        "signer": person(chance),
    }


def title_of(chance, year):
    parts = {"doing": chance.choice(DOINGS), "topic": chance.choice(TOPICS)}
    parts |= {"body": chance.choice(BODIES), "place": chance.choice(PLACES), "year": year}
    parts |= {"time": chance.choice(TIMES), "topic2": chance.choice(TOPICS), "name": person(chance)}
    parts |= {"number": chance.randint(1, 20), "term": chance.choice(TERMS)}
    forms = [
        "{doing} {topic} {time} {year}",
        "{body} {place}: {topic} gắn với {topic2}",
        "Đảng bộ {body} {place} {doing} {topic}",
        "Đồng chí {name} thăm {body} {place} nhân dịp {topic}",
        "{doing} {topic} tại {place}",
        "{place} chú trọng {topic}",
        "Hội nghị lần thứ {number} Ban Chấp hành Đảng bộ {body} {place} khóa {term}",
        "{doing} nhân kỷ niệm {number} năm thành lập {body} {place}",
    ]
    title = chance.choice(forms).format(**parts)
    return title[0].upper() + title[1:]


def person(chance):
    return f"{chance.choice(FAMILY)} {chance.choice(MIDDLE)} {chance.choice(GIVEN)}"


def sentence(chance):
    return chance.choice(LINKS).format(
        name=person(chance),
        body=chance.choice(BODIES),
        place=chance.choice(PLACES),
        topic=chance.choice(TOPICS),
        topic2=chance.choice(TOPICS),
        number=chance.randint(2, 4000),
        share=chance.randint(50, 100),
        day=chance.randint(1, 28),
        month=chance.randint(1, 12),
    )


def paragraph(chance):
    return f"<p>{' '.join(sentence(chance) for _ in range(chance.randint(2, 5)))}</p>"
