"""The version of the content: a row for each transaction that changed it, written within it.

When a server sees it, and what changes by its hour alone, is in watch.py.
"""

from datetime import datetime

from django.apps import apps
from django.db import connection, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save

from portal.models import ContentChange

# Rows by which a version is told. A writer may commit later than others that began after him, so
# the newest number alone would not do; nobody waits while a hundred others come and go.
LOOKED_AT = 100
ROWS_KEPT = 1000


def current() -> tuple[tuple[int, datetime], ...]:
    """Return what differs whenever content was changed; one short query.

    The hours are for a shared cache: a database put back from a copy gives the same numbers anew.
    """
    newest = ContentChange.objects.order_by("-pk").values_list("pk", "changed_at")
    return tuple(newest[:LOOKED_AT])


def bump(**_):
    """Make a new version, once in a transaction: it shows when, and only if, that is committed."""
    if announce not in [function for _, function, *_ in connection.run_on_commit]:
        change = ContentChange.objects.create()
        if change.pk % LOOKED_AT == 0:
            ContentChange.objects.filter(pk__lte=change.pk - ROWS_KEPT).delete()
        transaction.on_commit(announce)


def announce():
    """Let this process see the change at once; the others look within the second."""
    from portal.kept.watch import watch

    watch.hurry()


def printed_models():
    """Return the models whose rows public pages may print: all of our apps' but those they name."""
    ours = [app for app in apps.get_app_configs() if hasattr(app, "never_printed")]
    return [
        model
        for app in ours
        for model in app.get_models(include_auto_created=True)
        if model.__name__ not in app.never_printed
    ]


def connect():
    """The one receiver of the project: called when the apps are ready.

    Connected to each model by itself. A receiver for all would make Django read the rows of every
    bulk delete, the counter's old readers among them.
    """
    for model in printed_models():
        for signal in (post_save, post_delete, m2m_changed):
            signal.connect(bump, sender=model, dispatch_uid="portal.kept")
