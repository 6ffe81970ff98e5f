"""The site as a server process runs it: it folds the counter's journal, and looks for changes."""

from django.conf import settings

from portal.application import application  # noqa: F401 it loads the apps, which the next ones need
from portal.kept.watch import watch
from stats import folding

folding.start()
if not settings.DEBUG:
    watch.start()
