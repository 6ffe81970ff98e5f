"""The site as a WSGI application that has not begun: no connection, no thread.

So it can be loaded before a server's workers part (serve.py); each begins in wsgi.py.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = get_wsgi_application()

# What follows needs the apps loaded.
from django.conf import settings  # noqa: E402

from portal.kept.front import KeptPages  # noqa: E402
from stats import going_out  # noqa: E402

if not settings.DEBUG:  # a developer sees each change of a template at once
    application = KeptPages(application, going_out)
