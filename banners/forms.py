"""What the webmaster types: the day an occasion goes back to, and when a slogan shows."""

import re
from calendar import monthrange
from datetime import date, timedelta

from django import forms
from django.utils import timezone

from banners.lunar import FIRST_YEAR, LAST_YEAR, SHOWN_YEARS
from banners.models import Occasion
from banners.records import RecordedForm
from portal.forms import DayField
from portal.text import normalize

ORIGIN = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d+))?", re.ASCII)
LONGEST_LUNAR_MONTH = 30
LEAP_YEAR = 2000  # 29/2 without a year is a day


def read_origin(text: str, is_lunar: bool) -> tuple[int, int, int | None]:
    """Return day, month and year of "17/7/2019", "8-3"; raises ValidationError with the reason."""
    found = ORIGIN.fullmatch(normalize(text).strip())
    if not found:
        raise forms.ValidationError("Hãy viết ngày như 17/7/2019, hoặc 8/3 nếu không có năm gốc.")
    day, month = int(found[1]), int(found[2])
    if found[3] and (len(found[3]) != 4 or found[3].startswith("0")):
        raise forms.ValidationError("Hãy viết năm đủ bốn chữ số, ví dụ 17/7/2019.")
    year = int(found[3]) if found[3] else None
    if not 1 <= month <= 12:
        raise forms.ValidationError(f"Không có tháng {month}.")
    if is_lunar:
        if not 1 <= day <= LONGEST_LUNAR_MONTH:
            raise forms.ValidationError(f"Tháng âm lịch không có ngày {day}.")
    elif not 1 <= day <= monthrange(year or LEAP_YEAR, month)[1]:
        of_year = f" năm {year}" if (day, month) == (29, 2) else ""
        raise forms.ValidationError(f"Tháng {month}{of_year} không có ngày {day}.")
    refuse_the_future(day, month, year, is_lunar)
    return day, month, year


def refuse_the_future(day, month, year, is_lunar):
    today = timezone.localdate()
    is_ahead = year and (year > today.year if is_lunar else date(year, month, day) > today)
    if is_ahead:
        raise forms.ValidationError(
            f"Ngày {day}/{month}/{year} chưa đến. Hãy viết năm mà sự kiện đã diễn ra."
        )


class OccasionForm(RecordedForm):
    origin = forms.CharField(
        label="Ngày gốc",
        max_length=40,
        help_text="Ví dụ: 17/7/2019; 8/3 nếu không tính số năm; 10/3 và chọn “Âm lịch”.",
        widget=forms.TextInput(attrs={"size": 14, "autocomplete": "off"}),
    )

    class Meta:
        model = Occasion
        exclude = ["day", "month", "year"]  # noqa: DJ006  # the three are read from `origin`

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "origin" in self.fields:
            self.initial["origin"] = self.instance.origin
        if not self.instance.pk:
            self.fields["name"].widget.attrs["autofocus"] = True

    def clean(self):
        """Read the day with its calendar; the model's own rules then see it."""
        cleaned = super().clean()
        if origin := cleaned.get("origin"):
            is_lunar = cleaned.get("calendar") == Occasion.Calendar.LUNAR
            try:
                day, month, year = read_origin(origin, is_lunar)
            except forms.ValidationError as error:
                self.add_error("origin", error)
            else:
                occasion = self.instance
                occasion.day, occasion.month, occasion.year = day, month, year
        return cleaned


class RunningForm(RecordedForm):
    """Whatever shows between two days: it cannot be made to end in the past."""

    def clean_ends_on(self):
        last = self.cleaned_data["ends_on"]
        is_new = self.instance.pk is None or "ends_on" in self.changed_data
        if last and last < timezone.localdate() and is_new:
            raise forms.ValidationError(
                "Ngày này đã qua, bạn đọc sẽ không thấy. Hãy chọn từ hôm nay trở đi."
            )
        return last


class SolemnPeriodForm(RunningForm):
    def clean_ends_on(self):
        """One that began on an earlier day is switched off at once by ending it yesterday."""
        last = self.cleaned_data["ends_on"]
        if not self.instance.pk or "ends_on" not in self.changed_data:
            return super().clean_ends_on()
        if last < timezone.localdate() - timedelta(days=1):
            raise forms.ValidationError(
                "Những ngày đã trang nghiêm thì giữ nguyên. Muốn tắt ngay, hãy chọn hôm qua."
            )
        return last


class CalendarForm(forms.Form):
    """Which year of the bar to see, and which day."""

    YEAR = f"Chỉ xem được từ năm {FIRST_YEAR} đến năm {LAST_YEAR}."

    nam = forms.IntegerField(
        label="Năm",
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages={"invalid": YEAR, "min_value": YEAR, "max_value": YEAR},
    )
    ngay = DayField(label="Thanh khẩu hiệu ngày", required=False)

    def clean_ngay(self):
        day = self.cleaned_data["ngay"]
        if day and day.year not in SHOWN_YEARS:
            raise forms.ValidationError(self.YEAR)
        return day

    @property
    def day(self):
        return getattr(self, "cleaned_data", {}).get("ngay")

    @property
    def year(self):
        """The year asked for; else that of the day asked for; else this one."""
        asked = getattr(self, "cleaned_data", {}).get("nam")
        return asked or (self.day or timezone.localdate()).year
