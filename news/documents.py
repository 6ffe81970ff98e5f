"""Documents (Văn bản) found by number, type, issuing body, signer, year and state."""

from datetime import date

from django import forms

from news.document_numbers import beginning
from news.models import Article
from news.pagination import NEWER, OLDER, PAGE_SIZE, paginate
from news.views import ArticleList
from portal.forms import QuickSelect

CHOICES = 60  # of one list; nobody would look through more


class DocumentFilter(forms.Form):
    """What a reader may ask of the list; each choice is one that some public document bears."""

    so = forms.CharField(label="Số, ký hiệu", required=False, max_length=50)
    loai = forms.ChoiceField(label="Loại văn bản", required=False, widget=QuickSelect)
    co_quan = forms.ChoiceField(label="Cơ quan ban hành", required=False, widget=QuickSelect)
    nguoi_ky = forms.ChoiceField(label="Người ký", required=False, widget=QuickSelect)
    nam = forms.TypedChoiceField(
        label="Năm ban hành", required=False, coerce=int, widget=QuickSelect
    )
    tinh_trang = forms.ChoiceField(label="Tình trạng", required=False, widget=QuickSelect)

    FIELDS = {
        "loai": "document_type",
        "co_quan": "issuing_body",
        "nguoi_ky": "signer",
        "tinh_trang": "validity",
    }

    WORDS = {
        "loai": "{}",
        "so": "số {}",
        "co_quan": "do {} ban hành",
        "nguoi_ky": "do {} ký",
        "nam": "năm {}",
        "tinh_trang": "{}",
    }

    def __init__(self, data, documents):
        super().__init__(data)
        for name, field in self.FIELDS.items():
            words = dict(Article._meta.get_field(field).flatchoices)
            found = distinct(documents, field)
            self.offer(name, [(value, words.get(value, value)) for value in found])
        self.offer("nam", [(year, str(year)) for year in years_of(documents)])
        self.fields["so"].widget.attrs["placeholder"] = "Ví dụ: 05-NQ/ĐUK"

    def offer(self, name, choices):
        field = self.fields[name]
        field.choices = [("", "Tất cả"), *choices]
        field.error_messages["invalid_choice"] = "Hiện không có văn bản nào như vậy."

    def narrow(self, documents):
        """Return those of the documents that were asked for; none for a question that is wrong."""
        if not self.is_valid():
            return documents.none()
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        chosen = {self.FIELDS[name]: asked[name] for name in self.FIELDS.keys() & asked.keys()}
        if "nam" in asked:
            chosen["issued_on__range"] = year_of(asked["nam"])
        if "so" in asked:
            chosen["number_key__begins"] = beginning(asked["so"])
            if not chosen["number_key__begins"]:
                return documents.none()
        return documents.filter(**chosen)

    @property
    def asked(self):
        """Return in words what was asked for: "Công văn, do Văn phòng ban hành, năm 2024"."""
        if not self.is_valid():
            return ""
        asked = dict(self.cleaned_data)
        asked["so"] = asked["so"].upper().removeprefix("SỐ").strip()
        asked["tinh_trang"] = dict(Article.Validity.choices).get(asked["tinh_trang"], "").lower()
        return ", ".join(
            word.format(asked[name]) for name, word in self.WORDS.items() if asked[name]
        )

    @property
    def is_used(self):
        return any(self.data.get(name) for name in self.fields)


def distinct(documents, field):
    """Return the values that documents have in a field, in order, without reading them all.

    Each is one step in the field's index: the first that is greater than the last one found.
    """
    values, found = documents.order_by(field).values_list(field, flat=True), []
    while len(found) < CHOICES:
        value = values.filter(**{f"{field}__gt": found[-1] if found else ""}).first()
        if value is None:
            break
        found.append(value)
    return found


def years_of(documents):
    """Return the years from the last document's to the first one's."""
    days = documents.filter(issued_on__isnull=False).values_list("issued_on", flat=True)
    last, first = days.order_by("-issued_on").first(), days.order_by("issued_on").first()
    return range(last.year, first.year - 1, -1)[:CHOICES] if last else []


def year_of(number):
    return date(number, 1, 1), date(number, 12, 31)


class DocumentList(ArticleList):
    template_name = "news/document_list.html"
    heading = "Văn bản"
    has_feed = True
    kept_parameters = (OLDER, NEWER, *DocumentFilter.base_fields)

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.form = DocumentFilter(request.GET, Article.objects.published().documents())

    def get_page(self):
        def load(place):
            """Sort in the index alone what may be a large part of all numbers: "1" begins many."""
            ids = list(place.values_list("pk", flat=True)[: PAGE_SIZE + 1])
            return Article.objects.for_listing().public_among(ids)

        found = self.form.narrow(Article.objects.published().documents())
        return paginate(found, self.request.GET, load, keep=self.form.fields)

    def get_context_data(self, **kwargs):
        asked = self.form.asked
        heading = f"{self.heading}: {asked}" if asked else self.heading
        about = {"form": self.form, "asked": asked, "heading": heading}
        return super().get_context_data(**about | kwargs)

    def render_to_response(self, context, **kwargs):
        status = 200 if self.form.is_valid() else 422
        return super().render_to_response(context, status=status, **kwargs)
