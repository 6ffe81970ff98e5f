"""Rows of the database: how many are loaded quickly, and how somebody outside names one."""

from django.contrib.admin.utils import unquote
from django.db import models
from django.db.models.base import ModelState


class QuicklyLoaded(models.Model):
    """A model of whose rows a page loads many.

    Django calls a model's `__init__` for each row, which goes through all of its fields, asked for
    or not, 39 of an article; that took as long as the database. Here a row's values become the
    object's at once. Nobody may therefore rely on `__init__` or its signals for loaded rows.
    """

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db, field_names, values):
        """Return the object of a row; what the row has not is loaded when somebody reads it."""
        loaded = cls.__new__(cls)
        loaded._state = ModelState()
        loaded._state.adding, loaded._state.db = False, db
        loaded.__dict__.update(zip(field_names, values, strict=True))
        return loaded


def number(text):
    """Return an id out of an address or a form; 0, which no row has, if it is none."""
    text = unquote(str(text or ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
