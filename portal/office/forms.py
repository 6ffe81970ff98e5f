from datetime import date, timedelta

from django import forms
from django.utils import timezone

from stats.definitions import periods
from stats.report import Span, Step

FIRST_DAY = date(2000, 1, 1)  # older than any counter whose days could be imported
MOST_PARTS = 370  # what a chart can still show: a year day by day, seven years in weeks


def day_field(label):
    widget = forms.DateInput(attrs={"placeholder": "dd/mm/yyyy", "size": 10, "autocomplete": "off"})
    wrong = "Hãy viết ngày như 06/07/2026."
    return forms.DateField(label=label, widget=widget, error_messages={"invalid": wrong})


class PeriodForm(forms.Form):
    tu = day_field("Từ ngày")
    den = day_field("Đến ngày")
    buoc = forms.ChoiceField(label="Xem theo", choices=Step)

    def clean_tu(self):
        first = self.cleaned_data["tu"]
        if first < FIRST_DAY:
            raise forms.ValidationError("Số liệu chỉ có từ năm 2000.")
        return first

    def clean_den(self):
        last = self.cleaned_data["den"]
        if last > timezone.localdate():
            raise forms.ValidationError("Chưa đến ngày này.")
        if "tu" in self.cleaned_data and last < self.cleaned_data["tu"]:
            raise forms.ValidationError("Ngày cuối không thể trước ngày đầu.")
        return last

    def clean_buoc(self):
        step = Step(self.cleaned_data["buoc"])
        shortest = {Step.DAY: 1, Step.WEEK: 7, Step.MONTH: 28, Step.YEAR: 365}[step]
        if {"tu", "den"} <= self.cleaned_data.keys():
            length = self.cleaned_data["den"] - self.cleaned_data["tu"]
            if length.days / shortest > MOST_PARTS:
                raise forms.ValidationError(f"Kỳ này quá dài để xem theo {step.label}.")
        return step

    @property
    def span(self):
        return Span(self.cleaned_data["tu"], self.cleaned_data["den"])


def as_query(span, step):
    """Return what the form sends for this period."""
    return {"tu": f"{span.first:%d/%m/%Y}", "den": f"{span.last:%d/%m/%Y}", "buoc": step.value}


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
