"""Model fields that let text in: the one place where everything typed becomes NFC.

They clean in the form field (before its length is checked), when a value is saved by any other
door, and when it is looked up, so that a search for decomposed text finds composed text.
"""

from django import forms
from django.core.validators import MaxValueValidator
from django.db import models
from pictures.models import PictureField

from portal.text import make_slug, normalize, single_line
from portal.uploads import reencode

# For a place among others: SQLite would take a number of any length, or break off at it.
FOUR_DIGITS = [MaxValueValidator(9999)]


class CleanedFormField(forms.CharField):
    def __init__(self, *args, tidy=normalize, **kwargs):
        self.tidy = tidy
        super().__init__(*args, **kwargs)

    def to_python(self, value):
        value = self.tidy(super().to_python(value))
        return value.strip() if self.strip else value  # what is left of unseen letters is nothing

    def widget_attrs(self, widget):
        """Let too much be typed: a browser's limit would cut what is pasted without a word."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class CleanedMixin:
    tidy = staticmethod(normalize)

    def to_python(self, value):
        value = super().to_python(value)
        return self.tidy(value) if isinstance(value, str) else value

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return self.tidy(value) if isinstance(value, str) else value

    def pre_save(self, instance, add):
        value = self.to_python(super().pre_save(instance, add))
        setattr(instance, self.attname, value)
        return value

    def formfield(self, **kwargs):
        if not self.choices:
            kwargs = {"form_class": CleanedFormField, "tidy": self.tidy} | kwargs
        return super().formfield(**kwargs)


class LineField(CleanedMixin, models.CharField):
    """One line of text: a title, a name, a number."""

    tidy = staticmethod(single_line)


class ParagraphField(CleanedMixin, models.TextField):
    """Text of any length, its line breaks kept."""


class FoldedField(models.SlugField):
    """The slug of another field, made anew by whatever door the row comes in."""

    def __init__(self, *args, of, **kwargs):
        self.of = of
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of}

    def pre_save(self, instance, add):
        value = make_slug(getattr(instance, self.of))
        setattr(instance, self.attname, value)
        return value


class LinkField(models.URLField):
    """An address on another site; one typed without its scheme is taken as https."""

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https"} | kwargs)


class PictureUpload(forms.ImageField):
    """A file input whose picture is decoded and written anew before anything keeps it."""

    def to_python(self, data):
        upload = forms.FileField.to_python(self, data)
        return upload and reencode(upload)


class ReencodedMixin:
    def formfield(self, **kwargs):
        # No limit on the name: the picture gets one of ours.
        return super().formfield(**{"form_class": PictureUpload, "max_length": None} | kwargs)


class ReencodedImageField(ReencodedMixin, models.ImageField):
    """A picture that is shown as it is: an emblem."""


class ReencodedPictureField(ReencodedMixin, PictureField):
    """A picture that is kept in several widths: a photo."""


@LineField.register_lookup
@ReencodedPictureField.register_lookup
class Begins(models.Lookup):
    """`number__begins="05-NQ"`, to the letter, answered from an index by both databases.

    PostgreSQL asks for one with `varchar_pattern_ops`; SQLite uses none for the LIKE ... ESCAPE of
    Django's own startswith, but does for a range.
    """

    lookup_name = "begins"

    def as_sql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        last = f"{self.rhs}\U0010ffff"
        return f"({column} >= %s AND {column} < %s)", [*params, self.rhs, *params, last]

    def as_postgresql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        pattern = connection.ops.prep_for_like_query(self.rhs)
        return f"{column} LIKE %s", [*params, f"{pattern}%"]
