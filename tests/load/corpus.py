"""Invented articles in any number, varied enough that each can be asked for.

They spread over twenty years, whatever their number, so that an archive of 1,000 has as many years
and months as one of 100,000. In three of the months, the first and the last among them, much was
written in each: there a page of a month is full, and one of a day.

Words are as common as in an archive: half of the sentences are the demo's, the others are about
the few people, bodies and places of their article, some of which are in the news often and most
seldom.
"""

import random
import re
from datetime import timedelta
from functools import cache
from itertools import accumulate

from django.utils import timezone

from news.models import Article, Category
from news.search.index import text_of
from portal.sample.load import FOLDER


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
SYMBOLS = {
    "ĐUK": "Đảng ủy Khối",
    "TU": "Tỉnh ủy",
    "UBKTĐUK": "Ủy ban Kiểm tra",
    "VPĐUK": "Văn phòng Đảng ủy",
    "BTCTU": "Ban Tổ chức Tỉnh ủy",
}
KINDS = [Article.Kind.NEWS] * 7 + [Article.Kind.ANNOUNCEMENT, Article.Kind.DOCUMENT] * 1
PARAGRAPHS = 12
CATEGORIES = 15
YEARS = 20
A_YEAR = 400  # documents have a number; it begins anew
BUSY_MONTH, BUSY_DAY = 120, 25  # articles
BATCH = 1000


def make_articles(count, paragraphs=PARAGRAPHS):
    """Store `count` published articles; none is indexed."""
    for batch in batches(count, paragraphs):
        Article.objects.bulk_create(batch)


def batches(count, paragraphs):
    """Yield lists of new articles that are not stored, oldest first; they have their ids."""
    chance = random.Random(2026)  # noqa: S311 the same articles each time
    categories = [
        Category.objects.get_or_create(name=f"Chuyên mục {number}", order=number)[0]
        for number in range(CATEGORIES)
    ]
    newest = Article.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    hours = sorted(hours_of(count))
    for start in range(0, count, BATCH):
        yield [
            make_article(chance, number, categories, hours[number], paragraphs, newest + number + 1)
            for number in range(start, min(start + BATCH, count))
        ]


def hours_of(count):
    """Yield `count` hours of the last twenty years, in no order."""
    now = timezone.localtime().replace(hour=0, minute=0) - timedelta(minutes=1)
    whole = timedelta(days=365 * YEARS)
    busy = min(BUSY_MONTH, count // 8)
    day = min(BUSY_DAY, count // 40)
    for last in (now, now - whole / 2, now - whole + timedelta(days=30)):
        yield from (last - timedelta(days=30) * n / busy for n in range(busy))
        yield from (last - timedelta(minutes=7 + 10 * n) for n in range(day))
    rest = count - 3 * (busy + day)
    yield from (now - whole * (n + 0.5) / rest for n in range(rest))


def make_article(chance, number, categories, hour, paragraphs, pk):
    kind = chance.choice(KINDS)
    fields = {} if kind == Article.Kind.NEWS else document(chance, number, hour)
    cast = Cast(chance)
    return Article(
        pk=pk,
        kind=kind,
        title=title_of(chance, cast, hour.year),
        slug=f"bai-{number}",
        lead=" ".join(sentence(chance, cast) for _ in range(2)),
        body="".join(paragraph(chance, cast) for _ in range(chance.randint(6, 2 * paragraphs - 6))),
        category=chance.choice(categories),
        state=Article.State.APPROVED,
        published_at=hour,
        approved_at=hour,
        **fields,
    )


def document(chance, number, hour):
    kind, symbol = chance.choice(list(TYPES)), chance.choice(list(SYMBOLS))
    return {
        "document_type": kind,
        "document_number": f"{number % A_YEAR + 1:02}-{TYPES[kind]}/{symbol}",
        "issuing_body": SYMBOLS[symbol],
        "issued_on": (hour - timedelta(days=2)).date(),
        "validity": chance.choices(Article.Validity.values, [8, 1, 3])[0],
        "signer": chance.choice(SIGNERS),
    }


def some(chance, values):
    """Return one of the values: the first a hundred times as often as the hundredth."""
    return chance.choices(values, cum_weights=weights(len(values)))[0]


@cache
def weights(count):
    return list(accumulate(1 / place for place in range(1, count + 1)))


class Cast:
    """Who and what one article is about."""

    def __init__(self, chance):
        self.places = [some(chance, PLACES) for _ in range(2)]
        self.bodies = [some(chance, BODIES) for _ in range(2)]
        self.topics = [some(chance, TOPICS) for _ in range(3)]
        self.people = [person(chance) for _ in range(3)]


def title_of(chance, cast, year):
    parts = {"doing": chance.choice(DOINGS), "topic": cast.topics[0]}
    parts |= {"body": cast.bodies[0], "place": cast.places[0], "year": year}
    parts |= {"time": chance.choice(TIMES), "topic2": cast.topics[1], "name": cast.people[0]}
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


SIGNERS = [person(random.Random(number)) for number in range(12)]  # noqa: S311


@cache
def sentences_of_the_demo():
    files = sorted(FOLDER.glob("articles/*.html"))
    texts = (text_of(file.read_text().rpartition("+++")[2]) for file in files)
    text = re.sub(r"\[\[[^]]*\]\]", "6/7", " ".join(texts))
    return [found.strip() for found in re.findall(r"[^.]{30,400}\.(?!\d)", " ".join(text.split()))]


def sentence(chance, cast):
    if chance.random() < 0.5:
        return chance.choice(sentences_of_the_demo())
    topic, topic2 = chance.sample(cast.topics, 2)
    return chance.choice(LINKS).format(
        name=chance.choice(cast.people),
        body=chance.choice(cast.bodies),
        place=chance.choice(cast.places),
        topic=topic,
        topic2=topic2,
        number=chance.randint(2, 4000),
        share=chance.randint(50, 100),
        day=chance.randint(1, 28),
        month=chance.randint(1, 12),
    )


def paragraph(chance, cast):
    return f"<p>{' '.join(sentence(chance, cast) for _ in range(chance.randint(2, 5)))}</p>"
