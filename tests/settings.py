"""The portal's settings, whatever a developer's .env says. TEST_DATABASE_URL means PostgreSQL."""

import os
import tempfile
from pathlib import Path

SCRATCH = Path(tempfile.mkdtemp(prefix="portal-tests-"))

os.environ |= {
    "SITE_URL": "http://portal.example",
    "SECRET_KEY": "",
    "DEBUG": "false",
    "ALLOWED_HOSTS": "testserver,127.0.0.1,localhost",
    "TRUSTED_PROXIES": "",
    "CACHE_URL": "dummycache://",
    "MEDIA_ROOT": str(SCRATCH / "media"),
    "JOURNAL_DIR": str(SCRATCH / "counter"),
    "DATABASE_URL": os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{SCRATCH}/unused.sqlite3",
}

from portal.settings import *  # noqa: E402, F403
from portal.settings import DATABASES  # noqa: E402

# A file, as in production: the browser tests' server thread gets a connection of its own.
if not os.environ.get("TEST_DATABASE_URL"):
    DATABASES["default"]["TEST"] = {"NAME": SCRATCH / "tests.sqlite3"}

# The real hasher takes a quarter of a second on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# Look a static file up when it is asked for; the 1,300 of them are not worth listing per client.
WHITENOISE_AUTOREFRESH = True
