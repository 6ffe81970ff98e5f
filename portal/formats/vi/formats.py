"""How Vietnamese offices write and type dates and numbers; FORMAT_MODULE_PATH finds it here.

Read before django.conf.locale.vi.formats, whose values hold only where none stands here.
"""

# Django's "Ngày 06 tháng 7 năm 2023" is for letters; lists and forms have the short form.
DATE_FORMAT = "d/m/Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "d/m/Y H:i"  # Django's vi puts the hour before the day
# A backslash keeps a letter from being read as a format. Django's vi says "Tháng 7 2023" and
# "6 Tháng 7", with a capital in the middle and without "năm".
YEAR_MONTH_FORMAT = r"\t\há\n\g n \nă\m Y"
MONTH_DAY_FORMAT = r"j \t\há\n\g n"
SHORT_DATE_FORMAT = "d/m/Y"  # Django's vi: d-m-Y
SHORT_DATETIME_FORMAT = "d/m/Y H:i"
FIRST_DAY_OF_WEEK = 1  # Monday; Django's vi leaves Sunday

# Django's vi has none of the next three and so falls back on the American ones: 06/07/2023 would
# silently be stored as 7 June. The first of each list is also what a form shows. Django itself
# adds the ISO forms to the end.
DATE_INPUT_FORMATS = [
    "%d/%m/%Y",  # 06/07/2023
    "%d-%m-%Y",  # 06-07-2023
    "%d.%m.%Y",  # 06.07.2023
    "%d/%m/%y",  # 06/07/23
    "%d-%m-%y",  # 06-07-23
    "%d.%m.%y",  # 06.07.23
]
TIME_INPUT_FORMATS = [
    "%H:%M",  # 15:34
    "%H:%M:%S",  # 15:34:59
    "%Hh%M",  # 15h34
]
DATETIME_INPUT_FORMATS = [
    f"{date} {time}" for date in DATE_INPUT_FORMATS for time in TIME_INPUT_FORMATS
]

DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "."
NUMBER_GROUPING = 3  # Django's vi: 0, so 411605 would stay ungrouped
