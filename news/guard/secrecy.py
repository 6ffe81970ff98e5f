"""Secrecy marks in any letters (Luật Bảo vệ bí mật nhà nước 2018, Điều 8)."""

import re

from news.guard.finding import Hit

# "BÍ MẬT", "ĐỔI MẬT KHẨU" in a heading are no marks.
NOT_AFTER = r"(?<!BÍ )(?<!CƠ )(?<!BẢO )(?<!TRẬT )(?<!ẨN )(?<!THÂN )(?<!KÍN )(?<!GIẢI )(?<!ĐỘ )"
NOT_BEFORE = (
    r"(?!\s+(?:KHẨU|ĐỘ|ONG|THIẾT|MÃ|VỤ|THƯ|DANH|NGỮ|NGHỊ|MÍA|LỆNH|BÁO|ĐÀM|CHÚ|TÔNG|HOA|GẤU))"
)
PAPER = (
    r"(?:tài liệu|văn bản|công văn|báo cáo|hồ sơ|nghị quyết|kế hoạch|thông báo|bản|tin|điện|đề án)"
)
GAP = r"[ .\u00a0_]{1,3}"

MARKS = [
    re.compile(rf"(?<!\w){NOT_AFTER}(?:(?:TUYỆT|TỐI)\s{{1,3}})?MẬT(?!\w){NOT_BEFORE}"),
    re.compile(
        rf"(?<!\w)(?:T{GAP}U{GAP}Y{GAP}Ệ{GAP}T{GAP}|T{GAP}Ố{GAP}I{GAP})?M{GAP}Ậ{GAP}T(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(r"(?<!\w)(?:Tuyệt|Tối) [Mm]ật(?!\w)"),
    re.compile(r"(?<!\w)độ mật\s*[:：]\s*[“\"(]?(?:(?:tuyệt|tối) )?mật(?!\w)", re.IGNORECASE),
    re.compile(
        r"(?<!\w)(?:đóng )?dấu(?: độ)?:? [“\"'(]?(?:(?:tuyệt|tối) )?mật(?!\w)", re.IGNORECASE
    ),
    re.compile(rf"(?<!\w){PAPER} (?:tuyệt|tối) mật(?!\w)", re.IGNORECASE),
    re.compile(
        rf"(?:^|[(“\"]){PAPER} mật(?=\s*(?:[.)”\"]|$|,? số \d|, không phổ biến))",
        re.IGNORECASE | re.MULTILINE,
    ),
    re.compile(
        r"(?:^|[(“\"])tài liệu (?:sử dụng |dùng )?nội bộ(?=\s*(?:[.)”\"]|$|, không phổ biến))",
        re.IGNORECASE | re.MULTILINE,
    ),
    re.compile(
        r"(?:^|[(\[“\"_-])\s{0,3}mật\s{0,3}(?=[)\]”\"_]|$|\.\w{3,4}$)", re.IGNORECASE | re.MULTILINE
    ),
    re.compile(r"(?<!\w)lưu[\s_-]{1,3}hành[\s_-]{1,3}nội[\s_-]{1,3}bộ(?!\w)", re.IGNORECASE),
    re.compile(r"(?<!\w)(?:xong|sau) hội nghị (?:xin )?(?:trả lại|thu hồi)(?!\w)", re.IGNORECASE),
    # In a file's name without diacritics; "tôi mất" in plain letters has spaces.
    re.compile(
        r"(?<![A-Za-z0-9])(?:(?:tuyet|toi|do)[-_]mat"
        r"|tuyet ?mat|luu[-_ ]?hanh[-_ ]?noi[-_ ]?bo)(?![A-Za-z0-9]|[-_ ](?:khau|do|ong)\b)",
        re.IGNORECASE,
    ),
    # "mat" is also mặt, mắt and mất: "bao-cao-mat-bang", "gap-mat".
    re.compile(
        r"(?<![A-Za-z0-9])(?:tai[-_]?lieu|van[-_]?ban|cong[-_]?van|bao[-_]?cao|ke[-_]?hoach"
        r"|nghi[-_]?quyet|de[-_]?an)[-_]mat(?=[.)_\]]|$|[-_](?:so[-_]?)?\d)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<![A-Za-z])(?<!RA[-_ ])(?<!GAP[-_ ])(?<!HOP[-_ ])(?<!BAO[-_ ])(?<!BI[-_ ])(?<!CO[-_ ])"
        r"(?<!VANG[-_ ])(?<!BE[-_ ])(?<!ONG[-_ ])(?:TUYET |TOI )?MAT"
        r"(?=[)_\]]|\.(?i:pdf|docx?|xlsx?|pptx?)$)",
    ),
    # TCVN3 and VNI, the encodings before Unicode: "TuyÖt mËt", "Tèi mËt", "TUYEÄT MAÄT".
    re.compile(r"(?<!\w)(?:(?:tuyÖt|tèi)\s+mËt|(?:tuyeät|toái) maät)(?!\w)", re.IGNORECASE),
    re.compile(r"(?<!\w)(?:§é mËt|Ñoä maät|ñoä maät)\s*:\s*(?:mËt|maät)(?!\w)", re.IGNORECASE),
    re.compile(r"(?<!\w)(?<!BÍ )(?<!BÍ)MAÄT(?!\w)(?! (?:KHAÅU|ÑOÄ))"),
    re.compile(r"(?:^|[(])\s{0,3}M[Ëë]t\s{0,3}(?=[)]|$)", re.IGNORECASE | re.MULTILINE),
    re.compile(
        r"(?<!\w)l[­]?[uư]?u hµnh néi bé(?!\w)|(?<!\w)löu haønh noäi boä(?!\w)", re.IGNORECASE
    ),
]
# "ba độ: tuyệt mật, tối mật và mật" teaches the law and marks nothing.
TAUGHT_AFTER = re.compile(
    r"[”\"]?\s*(?:,|và|hoặc|hay|;|/)\s*[“\"]?(?:(?:tuyệt|tối) )?mật\b", re.IGNORECASE
)
TAUGHT_BEFORE = re.compile(r"mật[”\"]?\s*(?:,|và|hoặc|hay|;|/)\s*[“\"]?$", re.IGNORECASE)


def marks(text):
    """Yield each secrecy mark once."""
    last = -1
    hits = sorted({match.span() for mark in MARKS for match in mark.finditer(text)})
    for start, end in sorted(hits, key=lambda span: (span[0], -span[1])):
        if start >= last and not is_taught(text, start, end):
            last = end
            quote = " ".join(text[start:end].split())
            yield Hit("secrecy", start, end, f"Có dấu hiệu độ mật hoặc lưu hành nội bộ: “{quote}”.")


def is_taught(text, start, end):
    before = text[max(start - 15, 0) : start]
    return TAUGHT_AFTER.match(text, end) or TAUGHT_BEFORE.search(before)
