import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = get_wsgi_application()

# What follows needs the apps loaded.
from django.conf import settings  # noqa: E402

from portal.kept.front import KeptPages  # noqa: E402
from portal.kept.watch import watch  # noqa: E402
from stats import folding, going_out  # noqa: E402

folding.start()
if not settings.DEBUG:  # a developer sees each change of a template at once
    watch.start()
    application = KeptPages(application, going_out)
