"""Lunar days as solar ones, by Hồ Ngọc Đức's method for Việt Nam's time zone (lunar-vn)."""

from datetime import date, timedelta

from lunar_vn import convert_lunar_to_solar, convert_solar_to_lunar
from lunar_vn.can_chi import get_year_can_chi

MONTHS = {1: "Giêng", 12: "Chạp"}
FULL_MOON = 15
KNOWN_YEARS = range(1900, 2100)  # lunar years that lunar-vn knows to their last day
# Years of which a bar can be drawn: their neighbours, too, must be known.
FIRST_YEAR, LAST_YEAR = 2000, 2098
SHOWN_YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
OUTSIDE = f"Chỉ từ năm {FIRST_YEAR} đến năm {LAST_YEAR}."


def solar_date(day: int, month: int, lunar_year: int) -> date:
    """Return the solar date of a lunar day; never of a leap month.

    Day 30 of a month that has only 29 is its last day. Raises ValueError outside 1900-2100.
    """
    found = convert_lunar_to_solar(day, month, lunar_year)
    is_next_month = convert_solar_to_lunar(found.day, found.month, found.year).day != day
    return found - timedelta(days=1) if is_next_month else found


def lunar_years(solar_year: int) -> list[int]:
    """Return the lunar years of which a solar year has days: two, if they are known."""
    return [year for year in (solar_year - 1, solar_year) if year in KNOWN_YEARS]


def can_chi(lunar_year: int) -> str:
    """Return the name of a lunar year in the cycle of sixty: 2024 is "Giáp Thìn"."""
    return get_year_can_chi(lunar_year)


def in_words(day: int, month: int) -> str:
    """Return "mùng 10 tháng 3 âm lịch"."""
    usual = f"mùng {day}" if day <= 10 else f"ngày {day}"
    name = "rằm" if day == FULL_MOON else usual
    return f"{name} tháng {MONTHS.get(month, month)} âm lịch"
