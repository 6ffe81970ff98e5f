"""Two people at one form or one list: nobody's words are lost, and nobody is left without a way on.

A form says what was stored when it was opened. Saved after somebody else, it is refused once, and
shows what is stored now beside what was typed.
"""

import re
from zlib import crc32

from django import forms
from django.contrib.admin.utils import display_for_field
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.utils.text import Truncator, capfirst

CONFLICT = (
    "Từ lúc bạn mở trang này, mục này đã được lưu ở nơi khác. Những gì bạn gõ còn nguyên bên dưới; "
    "hãy xem lại, rồi lưu lần nữa nếu vẫn muốn thay cho bản kia."
)
LINE_DELETED = (
    "Dòng này đã bị xóa ở nơi khác từ lúc bạn mở trang. Lưu lần nữa thì dòng được thêm lại; nếu "
    "không cần nữa, hãy bỏ dòng này rồi lưu."
)
ROW_DELETED = (
    "Có mục trong danh sách này đã bị xóa ở nơi khác từ lúc bạn mở trang. Những gì bạn gõ ở các "
    "mục khác còn nguyên bên dưới; hãy lưu lần nữa."
)
EMPTY = "(trống)"
NAMED = 60  # characters of a line's text, to tell which line is meant


class OpenedField(forms.CharField):
    """What was stored when a form was opened, as "name=checksum" of each value."""

    widget = forms.HiddenInput

    def has_changed(self, initial, data):
        """It is no part of what is written down as changed."""
        return False


class SharedForm(forms.ModelForm):
    """Knows what was stored when it was opened, and writes over nothing later unasked."""

    rows = ()  # names of the relations whose lines stand under the form
    opened = OpenedField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.is_bound:
            self.initial["opened"] = written(checksums(self.stored()))

    def clean(self):
        cleaned = super().clean()
        opened = self.instance.pk and read(cleaned.get("opened", ""))
        if opened:
            # Locked until the answer: of two saves at once the second sees what the first wrote.
            list(type(self.instance)._base_manager.select_for_update().filter(pk=self.instance.pk))
            now = self.stored()
            sums = checksums(now)
            if later := [key for key in now if sums[key] != opened.get(key)]:
                lines = self.in_words({key: now[key] for key in later}, opened)
                self.add_error(None, [CONFLICT, *lines])
                self.data = self.data.copy()
                self.data[self.add_prefix("opened")] = written(sums)
        return cleaned

    def stored(self):
        """Return, by key, whose and which field each one is that the form shows."""
        obj = type(self.instance)._base_manager.filter(pk=self.instance.pk).first()
        if obj is None:  # deleted in this very moment
            return {}
        fields = [*obj._meta.fields, *obj._meta.many_to_many]
        found = {field.name: (obj, field) for field in fields if field.name in self.fields}
        for relation in self.rows:
            manager = getattr(obj, relation)
            for row in manager.all():
                for field in row._meta.fields:
                    if field.editable and not field.primary_key and field != manager.field:
                        found[f"{relation}-{row.pk}-{field.name}"] = (row, field)
        return found

    def in_words(self, later, opened):
        """Return a line for the object and for each line under it; of a new one what it has."""
        said = {}
        for key, (obj, field) in later.items():
            words = self.value_in_words(obj, field)
            if key in opened or words != EMPTY:
                name = capfirst(str(field.verbose_name))
                said.setdefault(obj, []).append(f"{name}: {words}")
        return [f"{self.called(obj)}{'; '.join(values)}." for obj, values in said.items()]

    def called(self, obj):
        is_row = not isinstance(obj, type(self.instance))
        return f"“{Truncator(obj).chars(NAMED)}” hiện lưu: " if is_row else "Hiện lưu: "

    def value_in_words(self, obj, field):
        if not field.is_relation:
            return value_in_words(field.value_from_object(obj), field)
        label = getattr(self.fields.get(field.name), "label_from_instance", str)
        found = field.value_from_object(obj) if field.many_to_many else [getattr(obj, field.name)]
        return ", ".join(label(other) for other in found if other) or EMPTY


def checksums(stored):
    return {
        key: format(crc32(raw(obj, field).encode()), "x") for key, (obj, field) in stored.items()
    }


def raw(obj, field):
    value = field.value_from_object(obj)
    return str(sorted(other.pk for other in value) if field.many_to_many else value)


def written(sums):
    return " ".join(f"{key}={checksum}" for key, checksum in sums.items())


def read(opened):
    """Return checksums by key; none of a form that does not say, which is then taken as it is."""
    return dict(part.partition("=")[::2] for part in opened.split())


def value_in_words(value, field):
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int) and not field.choices:
        return str(value)  # a year is not "2.019"
    return display_for_field(value, field, EMPTY, avoid_link=True)


# ---------- Lines under a form, and lists that are edited in place ----------


class SentRows:
    """A formset that takes rows as they were sent, whatever was deleted or moved meanwhile.

    Django refuses a row that is gone by an error on its hidden id, which no page shows, and pairs
    the others with what is stored by their place.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.gone = []
        if self.is_bound and self.management_form.is_valid():
            self.take_as_sent()

    def take_as_sent(self):
        stored = {str(obj.pk): obj for obj in self.get_queryset()}
        total = self.total_form_count()
        initial = range(min(self.initial_form_count(), total))
        sent = {i: self.data.get(self.key_of(i)) for i in initial}
        self._queryset = [stored[pk] for pk in sent.values() if pk in stored]
        if gone := [i for i, pk in sent.items() if pk not in stored]:
            there = [i for i in initial if i not in gone]
            self.without(gone, there, [*range(len(initial), total)])

    def key_of(self, i):
        return f"{self.add_prefix(i)}-{self.model._meta.pk.name}"

    def renumber(self, order, initial):
        """Take the rows of these numbers, in this order, the first `initial` of them as stored."""
        numbers = {old: new for new, old in enumerate(order)}
        self.data = renumbered(self.data, self.prefix, numbers)
        self.data[f"{self.prefix}-TOTAL_FORMS"] = str(len(order))
        self.data[f"{self.prefix}-INITIAL_FORMS"] = str(initial)
        if self.files:
            self.files = renumbered(self.files, self.prefix, numbers)
        del self.management_form  # as it was sent


def renumbered(sent, prefix, numbers):
    """Return what was sent with the rows numbered anew, without those that have no number."""
    of_a_row = re.compile(rf"((?:initial-)?{re.escape(prefix)}-)([0-9]{{1,6}})(-.+)")
    kept = sent.copy()
    kept.clear()
    for name, values in sent.lists():
        if found := of_a_row.fullmatch(name):
            number = numbers.get(int(found[2]))
            if number is None:
                continue
            name = f"{found[1]}{number}{found[3]}"
        kept.setlist(name, values)
    return kept


class SharedLines(SentRows, forms.BaseInlineFormSet):
    """Lines under a form: one that is gone is shown as a new one, and stored when saved again."""

    def without(self, gone, there, new):
        again = [i for i in gone if not self.data.get(f"{self.add_prefix(i)}-DELETE")]
        self.renumber([*there, *again, *new], len(there))
        self.gone = range(len(there), len(there) + len(again))
        for i in self.gone:
            self.data[self.key_of(i)] = ""

    def full_clean(self):
        super().full_clean()
        for i in self.gone:
            self.forms[i].add_error(None, LINE_DELETED)


class SharedRow(forms.ModelForm):
    """A row of a list: what was not typed into it stays as somebody else may have set it since."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            tells = not self.is_bound or self.add_initial_prefix(name) in self.data
            field.show_hidden_initial = tells

    def clean(self):
        cleaned = super().clean()
        untouched = cleaned.keys() & self.initial.keys() - set(self.changed_data)
        return cleaned | {name: self.initial[name] for name in untouched}


class SharedListFormSet(SentRows, forms.BaseModelFormSet):
    """A list edited in place: a row that is gone is left out, and that is said."""

    def without(self, gone, there, new):
        self.renumber([*there, *new], len(there))
        self.gone = gone

    def clean(self):
        super().clean()
        if self.gone:
            raise ValidationError(ROW_DELETED)


class SharedChangeList(ChangeList):
    """Shows rows that are sent back as they were sent, each beside what was typed into it."""

    @property
    def formset(self):
        return self._formset

    @formset.setter
    def formset(self, formset):
        self._formset = formset
        if formset is not None and formset.is_bound:
            self.result_list = [form.instance for form in formset.initial_forms]


class SharedList:
    """The part of a ModelAdmin whose list is edited in place."""

    def get_changelist(self, request, **kwargs):
        return SharedChangeList

    def get_changelist_form(self, request, **kwargs):
        return super().get_changelist_form(request, **{"form": SharedRow} | kwargs)

    def _get_edited_object_pks(self, request, prefix):
        """Return the numbers of the rows that were sent, without those that no row can have."""
        return [pk for pk in super()._get_edited_object_pks(request, prefix) if len(pk) < 19]

    def get_changelist_formset(self, request, **kwargs):
        return super().get_changelist_formset(request, **{"formset": SharedListFormSet} | kwargs)
