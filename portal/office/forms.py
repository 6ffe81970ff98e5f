from datetime import date, timedelta

from django import forms
from django.utils import timezone

from news.models import Category
from portal.days import month_after
from portal.forms import DayField
from stats.definitions import FIRST_DAY, periods
from stats.report import Span, Step

MOST_PARTS = 370  # what a chart can still show: a year day by day, seven years in weeks
LONGEST_PACK = timedelta(days=5 * 366)  # a term of office


class SpanForm(forms.Form):
    tu = DayField(label="Từ ngày")
    den = DayField(label="Đến ngày")

    def clean_tu(self):
        first = self.cleaned_data["tu"]
        if first < FIRST_DAY:
            raise forms.ValidationError("Số liệu chỉ có từ năm 2000.")
        return first

    def clean_den(self):
        last = self.cleaned_data["den"]
        if "tu" in self.cleaned_data and last < self.cleaned_data["tu"]:
            raise forms.ValidationError("Ngày cuối không thể trước ngày đầu.")
        return last

    @property
    def span(self):
        return Span(self.cleaned_data["tu"], self.cleaned_data["den"])


class PeriodForm(SpanForm):
    buoc = forms.ChoiceField(label="Xem theo", choices=Step)

    def clean_den(self):
        if self.cleaned_data["den"] > timezone.localdate():
            raise forms.ValidationError("Chưa đến ngày này.")
        return super().clean_den()

    def clean_buoc(self):
        step = Step(self.cleaned_data["buoc"])
        shortest = {Step.DAY: 1, Step.WEEK: 7, Step.MONTH: 28, Step.YEAR: 365}[step]
        if {"tu", "den"} <= self.cleaned_data.keys():
            length = self.cleaned_data["den"] - self.cleaned_data["tu"]
            if length.days / shortest > MOST_PARTS:
                raise forms.ValidationError(f"Kỳ này quá dài để xem theo {step.label}.")
        return step


class CategoryField(forms.ModelChoiceField):
    def label_from_instance(self, category):
        return f"{category.parent} › {category}" if category.parent else f"{category}"


class PackForm(SpanForm):
    """The period of an inspection pack; one that still runs may be looked at."""

    chuyen_muc = CategoryField(
        Category.objects.select_related("parent"),
        label="Chuyên mục",
        required=False,
        to_field_name="slug",
        empty_label="Tất cả",
        error_messages={"invalid_choice": "Không có chuyên mục này."},
    )

    def clean_tu(self):
        if self.cleaned_data["tu"] > timezone.localdate():
            raise forms.ValidationError("Kỳ này chưa bắt đầu.")
        return super().clean_tu()

    def clean_den(self):
        last = super().clean_den()
        if "tu" in self.cleaned_data and last - self.cleaned_data["tu"] > LONGEST_PACK:
            raise forms.ValidationError("Một hồ sơ không quá năm năm.")
        return last

    @property
    def is_over(self):
        return self.cleaned_data["den"] < timezone.localdate()


class FinalPackForm(PackForm):
    """The period of a pack that is made: what is numbered can't grow any more."""

    def clean_den(self):
        last = super().clean_den()
        if last >= timezone.localdate():
            raise forms.ValidationError(
                f"Kỳ này đến hết ngày {last:%d/%m/%Y} mới kết thúc: chỉ xem trước được."
            )
        return last


def as_query(span, step):
    """Return what the form sends for this period."""
    return {**as_days(span), "buoc": step.value}


def suggestions():
    """Return the periods that people ask for most by their names; the first is the default."""
    today = timezone.localdate()
    spans = {name: Span(*span) for name, span in periods(today).items()}
    eve = spans["month"].first - timedelta(days=1)
    return {
        "30 ngày qua": as_query(Span(today - timedelta(days=29), today), Step.DAY),
        "Tuần này": as_query(spans["week"], Step.DAY),
        "Tháng này": as_query(spans["month"], Step.DAY),
        "Tháng trước": as_query(Span(eve.replace(day=1), eve), Step.DAY),
        "Năm nay": as_query(Span(date(today.year, 1, 1), today), Step.MONTH),
    }


def pack_periods():
    """Return the periods that inspection packs are made of, by name; the first is the default."""
    today = timezone.localdate()
    months = {"quý": 3, "tháng": 1, "năm": 12}
    starts = {
        name: today.replace(month=(today.month - 1) // length * length + 1, day=1)
        for name, length in months.items()
    }
    spans = {f"{name} trước": whole_months(starts[name], -months[name], 0) for name in months}
    spans |= {f"{name} này": whole_months(starts[name], 0, months[name]) for name in months}
    return {name.capitalize(): as_days(span) for name, span in spans.items()}


def whole_months(day, first, after):
    """Return the span from `first` months after a first of the month to the eve of `after`."""
    return Span(month_after(day, first), month_after(day, after) - timedelta(days=1))


def as_days(span):
    return {"tu": f"{span.first:%d/%m/%Y}", "den": f"{span.last:%d/%m/%Y}"}
