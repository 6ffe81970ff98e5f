"""The checks of a slogan's words: honest slogans pass, and each planted error is found."""

import unicodedata

import pytest

from banners import wording

HONEST = [
    "5 năm thành lập Đảng bộ Khối Cơ quan và Doanh nghiệp tỉnh (17/7/2019 - 17/7/2024)",
    "113 năm ngày Bác Hồ ra đi tìm đường cứu nước (5/6/1911 - 5/6/2024); 76 năm ngày Chủ tịch Hồ "
    "Chí Minh ra Lời kêu gọi thi đua ái quốc (11/6/1948 - 11/6/2024)",
    "136 năm Ngày Quốc tế Lao động (01/5/1886 – 01/5/2022)",
    "94 năm Ngày thành lập Đảng Cộng sản Việt Nam (03/02/1930-3/2/2024)",
    "85 năm Ngày thành lập Công đoàn Việt Nam (28-7-1929 - 28-7-2014)",
    "85 năm Ngày thành lập Công đoàn Việt Nam (28-7-1929-28-7-2014)",
    "72 năm Ngày thành lập ngành Kiểm tra Đảng (16.10.1948 — 16.10.2020)",
    "235 năm Chiến thắng Ngọc Hồi - Đống Đa (1789 - 2024)",
    "1.010 năm Thăng Long - Hà Nội (1010 - 2020)",
    "1086 năm Chiến thắng Bạch Đằng (938 - 2024)",
    "80 năm Cách mạng Tháng Tám (8/1945 - 8/2025)",
    "80 năm Cách mạng Tháng Tám (tháng 8/1945 - tháng 8/2025)",
    "80 năm Cách mạng Tháng Tám thành công (19/8/1945 - 19/8/2025) và Quốc khánh nước Cộng hòa xã "
    "hội chủ nghĩa Việt Nam (2/9/1945 - 2/9/2025)",
    "95 năm Ngày thành lập Đảng, 10 năm thực hiện Nghị quyết (3/2/2015 - 3/2/2025)",
    "95 năm Ngày thành lập Đảng (3/2/1930 - 3/2/2025), Đại hội Đảng bộ nhiệm kỳ 2025 - 2030",
    "79 năm Ngày Thương binh - Liệt sĩ (27/7) (27/7/1947 - 27/7/2026)",
    "79 năm Ngày Thương binh - Liệt sĩ 27/7/1947 - 27/7/2026",
    "79 năm Ngày Thương binh - Liệt sĩ (từ 27/7/1947 đến 27/7/2026)",
    "Kế hoạch phát triển kinh tế - xã hội 5 năm (2026 - 2030)",
    "Kế hoạch 5 năm phát triển kinh tế - xã hội (2021 - 2025)",
    "10 năm thực hiện Chỉ thị 05-CT/TW (15/5/2016 - 31/12/2025)",
    "3 năm liền dẫn đầu phong trào thi đua (2022 - 2024)",
    "Triển lãm 80 năm Hành trình Độc lập - Tự do - Hạnh phúc (28/8/2025 - 5/9/2025)",
    "Đại hội đại biểu lần thứ 14 năm 2026 (2021 - 2026)",
    "Thi đua lập thành tích chào mừng 80 năm Quốc khánh 2/9",
    "25 năm thành lập Đội tình nguyện (29/2/2000 - 28/2/2025)",
    "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
    "Đại hội XIV của Đảng (19/1/2026 - 25/1/2026)",
    "96 năm Ngày thành lập Đảng (3/2/1930 → 3/2/2026)",
    "96năm Ngày thành lập Đảng (3/2/1930 - 3/2/2026)",
    "Kỷ niệm lần thứ 96 Ngày thành lập Đảng (3/2/1930 - 3/2/2026)",
    "Hội thi lần thứ 5 chào mừng Ngày thành lập Đảng (3/2/1930 - 3/2/2026)",
    "Khối 12 - năm học 2025 - 2026",
    "Năm mươi năm thành lập Trường A (17/7/1976 - 17/7/2026)",
    "Thực hiện Quyết định 12-20-26/QĐ",
]


@pytest.mark.parametrize("text", HONEST)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_honest_slogan_raises_no_alarm(text, form):
    typed = unicodedata.normalize(form, text)

    assert wording.count_errors(typed) == []
    assert wording.names_in_lower_case(typed) == []


DIFFERS = "Hai mốc trong ngoặc phải cùng ngày, cùng tháng: {} và {}."
COUNT = "Từ năm {} đến năm {} là {} năm, không phải {} năm."
SHORT = "Hãy viết năm đủ bốn chữ số, không phải {}."
ORDER = "Từ năm {} đến năm {}: năm sau phải lớn hơn năm trước."


@pytest.mark.parametrize(
    ("text", "error"),
    [
        # as a district's page had it
        ("137 năm Ngày … (01/5/1886 – 01/5/2022)", COUNT.format(1886, 2022, 136, 137)),
        ("5 năm thành lập (17/7/2019 - 17/7/2025)", COUNT.format(2019, 2025, 6, 5)),
        ("236 năm Chiến thắng Đống Đa (1789 - 2024)", COUNT.format(1789, 2024, 235, 236)),
        ("1.000 năm Thăng Long (1010 - 2020)", COUNT.format(1010, 2020, 1010, "1.000")),
        ("80 năm Cách mạng (8/1945 - 8/2024)", COUNT.format(1945, 2024, 79, 80)),
        (
            "6 năm A (5/6/2020 - 5/6/2026); 7 năm B (1/2/2020-1/2/2026)",
            COUNT.format(2020, 2026, 6, 7),
        ),
        ("6 năm A (5/6/2020 - 5/6/2026) và 7 năm B (2020 - 2026)", COUNT.format(2020, 2026, 6, 7)),
        ("78 năm Ngày A 27/7/1947 - 27/7/2026", COUNT.format(1947, 2026, 79, 78)),
        ("11 năm thực hiện B (3/2/2015 - 3/2/2025)", COUNT.format(2015, 2025, 10, 11)),
        ("7 năm kế hoạch (2021 - 2025)", COUNT.format(2021, 2025, 4, 7)),
        ("35 NĂM QUỐC PHÒNG (22/12/1944 - 22/12/2024)", COUNT.format(1944, 2024, 80, 35)),
        ("113 năm A (5/6/1911 - 6/6/2024)", DIFFERS.format("5/6", "6/6")),
        ("76 năm A (11/6/1948 - 11/7/2024)", DIFFERS.format("11/6", "11/7")),
        ("79 năm A (8/1945 - 9/2024)", DIFFERS.format("8", "9")),
        ("5 năm A (17/7/2024 - 17/7/2019)", ORDER.format(2024, 2019)),
        ("0 năm A (17/7/2024 - 17/7/2024)", ORDER.format(2024, 2024)),
        ("76 năm A (31/6/1948 - 31/6/2024)", "Không có ngày 31/6/1948."),
        ("77 năm A (29/2/1948 - 29/2/2025)", "Không có ngày 29/2/2025."),
        ("76 năm A (6/13/1948 - 6/13/2024)", "Không có ngày 6/13/1948."),
        ("97 năm A (3/2/1930 → 3/2/2026)", COUNT.format(1930, 2026, 96, 97)),
        ("97 năm A (3/2/1930 -> 3/2/2026)", COUNT.format(1930, 2026, 96, 97)),
        ("97năm A (3/2/1930 - 3/2/2026)", COUNT.format(1930, 2026, 96, 97)),
        ("97-năm A (3/2/1930 - 3/2/2026)", COUNT.format(1930, 2026, 96, 97)),
        ("lần thứ 96 A (3/2/1930 - 3/2/2025)", COUNT.format(1930, 2025, 95, 96)),
        ("Ngày A lần thứ 96 (3/2/1930 - 3/2/2025)", COUNT.format(1930, 2025, 95, 96)),
        ("97 năm A (3/2/1930 - 3/2/26)", SHORT.format("3/2/26")),
        ("97 năm A (3/2/30 – 03-02-2026)", SHORT.format("3/2/30")),
    ],
)
def test_planted_error_is_found_and_named(text, error):
    assert wording.count_errors(text) == [error]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Năm mươi năm A (17/7/1976 - 17/7/2027)", ["từ 17/7/1976 đến 17/7/2027 là 51 năm"]),
        ("51 năm A (17/7/1976 - 17/7/2027)", []),
        ("Đại hội A (1/9/2026 - 3/9/2026), nhiệm kỳ 2025 - 2030", []),
    ],
)
def test_count_in_words_is_told_in_figures(text, found):
    assert wording.uncounted(text) == found


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("113 năm ngày bác hồ ra đi tìm đường cứu nước", ["Bác Hồ"]),
        ("76 năm ngày chủ tịch hồ chí minh ra lời kêu gọi", ["Chủ tịch Hồ Chí Minh"]),
        ("sinh nhật chủ tịch Hồ Chí Minh", ["Chủ tịch Hồ Chí Minh"]),
        ("Đảng cộng sản Việt nam", ["Đảng Cộng sản Việt Nam"]),
        ("Cộng hòa miền Nam việt nam; bác Hồ", ["Bác Hồ", "Việt Nam"]),
        ("NGÀY BÁC HỒ RA ĐI; CHỦ TỊCH HỒ CHÍ MINH", []),
        ("Ngày sinh Chủ tịch HỒ CHÍ MINH", []),
        ("Các bác hồ hởi thi đua", []),
        ("Chủ Tịch Hồ Chí Minh", []),  # too many capitals are another matter
    ],
)
def test_names_that_lack_their_capitals_are_found(text, names):
    assert wording.names_in_lower_case(text) == names
    assert wording.names_in_lower_case(unicodedata.normalize("NFD", text)) == names


@pytest.mark.parametrize(
    "text",
    [
        "79 năm Ngày Thương binh - Liệt sĩ",
        "NGÀY THƯƠNG BINH – LIỆT SĨ",
        "Ngày thương binh, liệt sỹ",
        "Lễ tri ân các Mẹ Việt Nam anh hùng",
        "Đời đời nhớ ơn các anh hùng",
        "Ngày Giỗ Tổ Hùng Vương",
        "57 năm Ngày mất Chủ tịch Hồ Chí Minh",
        "Lễ tưởng niệm đồng bào tử nạn",
        "95 năm Ngày Tổng Bí thư Trần Phú hy sinh",
        "Ngày giỗ đồng chí A",
        "65 năm Thảm họa da cam ở Việt Nam",
        "Tưởng nhớ đồng bào ta",
    ],
)
def test_mourning_is_heard(text):
    assert wording.mourns(text)
    assert wording.mourns(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(
    "text",
    [
        "Giữ vững trị an",
        "Giờ tổ chức Đại hội; giỏ tổ ong",
        "40 năm qua đổi mới",
        "Hội nghị biểu dương thương binh làm kinh tế giỏi",
        "Hội nghị biểu dương người có công tiêu biểu",
        "44 năm Ngày Nhà giáo Việt Nam - Tri ân thầy cô",
        "Khánh thành Khu tưởng niệm Chủ tịch Hồ Chí Minh",
        "Khánh thành Nhà tưởng nhớ đồng chí A",
        "Nêu cao tinh thần hy sinh, sẵn sàng hy sinh vì nhân dân",
        "Ngày Phòng, chống thiên tai, thảm họa; giảm nhẹ rủi ro thảm họa",
    ],
)
def test_joy_is_not_taken_for_mourning(text):
    assert not wording.mourns(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("(27/7/1947 - 27/07/2026)", [(27, 7, 1947), (27, 7, 2026)]),
        ("27-7-1947 – 27.7.2026", [(27, 7, 1947), (27, 7, 2026)]),
        ("27 tháng 7 năm 1947", [(27, 7, 1947)]),
        ("Ngày 27/7", [(27, 7, None)]),
        ("ngày 27-7, ngày 5.6", [(27, 7, None), (5, 6, None)]),
        ("từ ngày 10-15/7", [(15, 7, None)]),
        ("phòng 27-7, tháng 7/1947, 12-KH/ĐUK", []),
    ],
)
def test_days_are_read_in_the_forms_people_write(text, days):
    assert wording.days(text) == days


@pytest.mark.parametrize(
    ("opening", "greets"),
    [
        ("Nhiệt liệt chào mừng kỷ niệm", True),
        ("NHIET LIET CHAO MUNG", True),
        ("Mừng Đảng, mừng", True),
        ("Nhiệt liệt hưởng ứng", True),
        ("Hân hoan chào đón", True),
        ("Hoan hô thành công của Đại hội", True),
        ("hoan ho", True),
        ("Kế hoạch hoàn hồ sơ", False),
        ("Phấn khởi, tự hào", True),
        ("CHAO DON", True),
        ("Hạn hoàn thành; xe phân khối lớn", False),
        ("Kỷ niệm", False),
        ("Mùng 10 tháng 3", False),
        ("", False),
    ],
)
def test_greeting_is_told_from_remembering(opening, greets):
    assert wording.greets(opening) is greets
