"""A question whose SQL is built once in a process, and asked with other values each time.

Django builds the SQL of a queryset anew whenever it is asked, which takes several times as long as
the database takes to answer it. What most pages ask is therefore prepared:

    photos_of = Prepared(lambda: Photo.objects.filter(article=Given("article")))
    photos_of.ask(article=7)
"""

from copy import copy
from functools import cached_property

from django.db import connections
from django.db.models import BigIntegerField, Expression


class Given(Expression):
    """Stands in a queryset for a value that is named when the question is asked."""

    def __init__(self, name, field=BigIntegerField):
        super().__init__(output_field=field())
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]


class Prepared:
    """`question` is a function without arguments that returns a queryset; `ask` its rows."""

    def __init__(self, question):
        self.question = question

    @cached_property
    def built(self):
        queryset = self.question()
        compiler = queryset.query.get_compiler(queryset.db)
        return queryset, compiler, *compiler.as_sql()

    def ask(self, **given) -> list:
        """Return the rows, by one query, as a list of what the queryset would give."""
        queryset, compiler, sql, params = self.built
        queryset, compiler = queryset.all(), copy(compiler)
        compiler.connection = connections[queryset.db]  # this thread's
        values = [value_of(param, given, compiler.connection) for param in params]
        compiler.as_sql = lambda *_, **__: (sql, values)
        queryset.query.get_compiler = lambda *_, **__: compiler
        return list(queryset)


def value_of(param, given, connection):
    """Return what the database gets for a parameter of the SQL."""
    if isinstance(param, Given):
        return param.output_field.get_db_prep_value(given[param.name], connection)
    return param
