from datetime import date, timedelta

from django import forms
from django.db import models

from news.models import Article, Topic
from news.models.article import FIRST_YEAR, LAST_YEAR
from news.models.category import all_categories
from news.search import index
from news.search.engines import ENDLESS
from news.search.finding import Asked, Question
from news.search.query import Query
from portal.days import midnight
from portal.forms import DayField, QuickSelect
from portal.kept.watch import remembered

# All that a search page depends on, beside what is published: its form's fields and its pages.
PARAMETERS = ["q", "loai", "chuyen-muc", "dong-su-kien", "tu", "den", "nam"]
PARAMETERS += ["thu-tu", "trang", "sau"]

MOST_TOPICS = 200  # that are offered

WRONG_YEAR = f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR}."


class Order(models.TextChoices):
    BEST = "phu-hop", "Phù hợp nhất"
    NEWEST = "moi-nhat", "Mới nhất"


class PublishedDayField(DayField):
    """A day on which something may have been published."""

    def clean(self, value):
        day = super().clean(value)
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(WRONG_YEAR)
        return day


class SearchForm(forms.Form):
    """What a reader looks for and where. Any words at all are a question; a day is one or none."""

    q = forms.CharField(label="Từ cần tìm", required=False, strip=False)
    loai = forms.ChoiceField(
        label="Loại",
        required=False,
        choices=[("", "Mọi loại"), *Article.Kind.choices],
        widget=QuickSelect,
        error_messages={"invalid_choice": "Không có loại này."},
    )
    chuyen_muc = forms.ChoiceField(
        label="Chuyên mục",
        required=False,
        widget=QuickSelect,
        error_messages={"invalid_choice": "Không có chuyên mục này."},
    )
    dong_su_kien = forms.TypedChoiceField(
        label="Dòng sự kiện",
        required=False,
        widget=QuickSelect,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": "Không có dòng sự kiện này."},
    )
    tu = PublishedDayField(label="Từ ngày", required=False)
    den = PublishedDayField(label="Đến ngày", required=False)
    nam = forms.IntegerField(
        label="Năm",
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        localize=False,
        error_messages={
            "invalid": "Hãy viết năm như 2026.",
            "min_value": WRONG_YEAR,
            "max_value": WRONG_YEAR,
        },
    )
    thu_tu = forms.ChoiceField(
        label="Xếp theo",
        required=False,
        choices=Order,
        widget=QuickSelect,
        initial=Order.BEST,
        error_messages={"invalid_choice": "Không có cách xếp này."},
    )

    def __init__(self, params):
        self.query = Query.parse(params.get("q", ""))
        data = {name: params[name] for name in PARAMETERS if name in params}
        self.topics = offered_topics(data)
        super().__init__({"thu-tu": Order.BEST.value} | data | {"q": self.query.typed})
        self.categories = all_categories()
        self.fields["chuyen_muc"].choices = [("", "Mọi chuyên mục"), *self.tree()]
        topics = [(topic.pk, topic.name) for topic in self.topics.values()]
        self.fields["dong_su_kien"].choices = [("", "Mọi dòng sự kiện"), *topics]
        if not topics:
            del self.fields["dong_su_kien"]

    def add_prefix(self, field_name):
        """Name the fields in addresses as addresses are written here."""
        return field_name.replace("_", "-")

    def tree(self):
        """Yield the categories, each followed by its subcategories."""
        for top in self.categories:
            if top.parent_id is None:
                yield top.slug, top.name
                for child in self.categories:
                    if child.parent_id == top.pk:
                        yield child.slug, f"– {child.name}"

    def clean_den(self):
        first, last = self.cleaned_data.get("tu"), self.cleaned_data["den"]
        if first and last and last < first:
            raise forms.ValidationError("Ngày cuối không thể trước ngày đầu.")
        return last

    @property
    def filters(self):
        """Return what narrows the search, as it stands in the address."""
        names = [self.add_prefix(name) for name in self.fields if name not in ("q", "thu_tu")]
        return {name: self.data[name] for name in names if self.data.get(name)}

    @property
    def order(self):
        return Order(self.cleaned_data["thu_tu"] or Order.BEST)

    @property
    def question(self):
        return self.question_of(self.query)

    @property
    def asked(self):
        readings = filter(None, [self.query.otherwise])
        return Asked([self.question, *map(self.question_of, readings)])

    def question_of(self, query):
        low, high = self.period()
        return Question(query, low, high, tuple(self.groups()))

    def groups(self):
        if kind := self.cleaned_data["loai"]:
            yield (index.kind_word(kind),)
        if slug := self.cleaned_data["chuyen_muc"]:
            own = next(c for c in self.categories if c.slug == slug)
            inside = [c.pk for c in self.categories if own.pk in (c.pk, c.parent_id)]
            yield tuple(map(index.category_word, inside))
        if number := self.cleaned_data.get("dong_su_kien"):
            yield tuple(map(index.topic_word, self.topics[number].numbers))

    def period(self):
        """Return the places between which the days lie; the last day counts to its end."""
        first, last = self.cleaned_data["tu"], self.cleaned_data["den"]
        if year := self.cleaned_data["nam"]:
            first = max(filter(None, [first, date(year, 1, 1)]))
            last = min(filter(None, [last, date(year, 12, 31)]))
        low = index.place_of(midnight(first)) if first else -ENDLESS
        high = index.place_of(midnight(last + timedelta(days=1))) - 1 if last else ENDLESS
        return low, high


@remembered
def first_topics():
    return list(Topic.objects.open()[:MOST_TOPICS])


def offered_topics(data):
    """Return the topics that readers may choose, by number: the first ones, and the chosen one.

    Where that was merged into another, `data` is made to name the other.
    """
    topics = {topic.pk: topic for topic in first_topics()}
    number = data.get("dong-su-kien", "")
    if number.isascii() and number.isdigit() and len(number) < 19 and int(number) not in topics:
        chosen = Topic.objects.open().numbered(int(number)).first()
        if chosen:
            topics[chosen.pk] = chosen
            data["dong-su-kien"] = str(chosen.pk)
    return topics
