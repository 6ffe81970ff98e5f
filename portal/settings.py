"""Settings of the portal. First what differs between servers, then what is the same everywhere."""

from base64 import b64encode
from hashlib import sha256
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env")  # a missing file is fine: the defaults suit a laptop
# A name without a value says as little as no line at all: an empty MEDIA_ROOT would be this folder.
env.ENVIRON = {name: value.strip() for name, value in env.ENVIRON.items() if value.strip()}


def is_site(address: str) -> bool:
    """Whether it is "https://host" or "http://host:port" and no more, as browsers send it."""
    try:
        site = urlsplit(address)
        told = site.scheme in ("http", "https") and site.hostname and site.port != 0
    except ValueError:  # no port, no IPv6 address
        return False
    is_all = address == f"{site.scheme}://{site.netloc}"
    return bool(told) and is_all and address.isascii() and "@" not in site.netloc


# ---------- From the environment; .env.example explains each ----------

LAPTOP_KEY = "only-for-a-laptop-" + "0123456789abcdef" * 3

SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/").lower()
if not is_site(SITE_URL):
    raise ImproperlyConfigured(f'SITE_URL is not like "https://portal.example": {SITE_URL!r}.')
PRODUCTION = SITE_URL.startswith("https://")
DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "") or LAPTOP_KEY
# The site's own name is always one: pages that are kept are made under it.
ALLOWED_HOSTS = [
    urlsplit(SITE_URL).hostname,
    *map(str.strip, env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])),
]
if wrong := [host for host in ALLOWED_HOSTS[1:] if "/" in host or (":" in host and host[0] != "[")]:
    raise ImproperlyConfigured(f"ALLOWED_HOSTS holds more than names of hosts: {wrong}.")
try:
    TRUSTED_PROXIES = [ip_network(p.strip()) for p in env.list("TRUSTED_PROXIES", default=[])]
except ValueError as error:
    raise ImproperlyConfigured(f"TRUSTED_PROXIES holds no address or network: {error}.") from error
MEDIA_ROOT = BASE_DIR / env.str("MEDIA_ROOT", "media")
# Lines of the visitor counter that are not in the database yet; one folder a server, on its disk.
JOURNAL_DIR = BASE_DIR / env.str("JOURNAL_DIR", "var/counter")
# A laptop serves static files from where they lie and collects nothing.
STATIC_ROOT = BASE_DIR / env.str("STATIC_ROOT", "staticfiles") if PRODUCTION else None
DATABASES = {"default": env.db("DATABASE_URL", f"sqlite:///{BASE_DIR / 'portal.sqlite3'}")}
if not DATABASES["default"].get("ENGINE", "").endswith((".sqlite3", ".postgresql")):
    raise ImproperlyConfigured("DATABASE_URL begins neither with sqlite:/// nor with postgres://.")
# Kept pages are shared through it by all processes and servers; without, each process has its own.
CACHES = {"default": env.cache("CACHE_URL", "dummycache://")}
if "redis" in CACHES["default"]["BACKEND"]:
    # Seconds; a page is made sooner than that.
    timeouts = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}
    CACHES["default"]["OPTIONS"] = timeouts | CACHES["default"].get("OPTIONS", {})
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "trangtin@localhost")
vars().update(env.email("EMAIL_URL", "consolemail://"))
EMAIL_TIMEOUT = 10  # seconds; whose page sends a letter waits for a mail server that is silent

if PRODUCTION:
    refusals = {
        "DEBUG is on": DEBUG,
        "SECRET_KEY is missing or shorter than 50 characters": SECRET_KEY == LAPTOP_KEY
        or len(SECRET_KEY) < 50,
        "ALLOWED_HOSTS holds *": "*" in ALLOWED_HOSTS,
    }
    if reasons := [reason for reason, refused in refusals.items() if refused]:
        raise ImproperlyConfigured(f"Not fit for {SITE_URL}: {'; '.join(reasons)}.")
    # Readers may ask for all that lies in these folders.
    for served, folder in {"MEDIA_ROOT": MEDIA_ROOT, "STATIC_ROOT": STATIC_ROOT}.items():
        for private in [BASE_DIR, DATABASES["default"]["NAME"], JOURNAL_DIR]:
            if Path(private).resolve().is_relative_to(folder.resolve()):
                raise ImproperlyConfigured(
                    f"{served} is open to readers, and {private} lies in it."
                )

# ---------- The same everywhere ----------

INSTALLED_APPS = [
    "portal.apps.PortalConfig",
    "portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "csp",
    "ckeditor",
    "pictures",
    "simple_history",
    "news",
    "banners",
    "stats",
]

MIDDLEWARE = [
    "portal.middleware.TrustedProxies",
    "django.middleware.security.SecurityMiddleware",
    "portal.middleware.PackedStatic",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.middleware.Revalidation",
    "stats.middleware.VisitorCounter",
    "portal.middleware.ComeBackSoon",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.site",
            ],
        },
    },
]

# Database. IMMEDIATE takes SQLite's write lock at the start of a transaction, so that two writers
# queue for `timeout` seconds where the deferred default fails at once with "database is locked".
# What is deleted is overwritten (secure_delete): the key of yesterday's readers must be gone. Each
# thread has a connection: a cache of 512 KB is as quick as SQLite's own of 2 MB, one of 256 is not.
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
        "PRAGMA secure_delete=ON; PRAGMA cache_size=-512;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A server that is gone without a word is not waited for: seconds, but for the third (ms).
    timeouts = {"connect_timeout": 5, "keepalives_idle": 10, "tcp_user_timeout": 10_000}
    DATABASES["default"]["OPTIONS"] = timeouts | DATABASES["default"].get("OPTIONS", {})
DATABASES["default"]["CONN_MAX_AGE"] = 60  # seconds; to open one costs more than a query

# Language and time
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["portal.formats"]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]

# Static files, media, uploads
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "portal.staticfiles.AppFinder",
]
STORAGES = {
    "default": {"BACKEND": "portal.storage.WholeFiles"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
MEDIA_URL = "/media/"
# A report pasted with its photos inside is some 20 MB of text.
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 1000  # so that a form itself can say how many it takes
PICTURES = {
    "FILE_TYPES": ["WEBP"],
    "CONTAINER_WIDTH": 1600,
    "GRID_COLUMNS": 4,  # so the widths are 400, 800, 1200 and 1600 px
    "PIXEL_DENSITIES": [1],
    "BREAKPOINTS": {"s": 640, "m": 1024, "l": 1600},
    "USE_PLACEHOLDERS": False,
}

# Accounts
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "account"
SESSION_ENGINE = "portal.sessions"
SESSION_COOKIE_AGE = 8 * 60 * 60  # a working day
PASSWORD_RESET_TIMEOUT = 60 * 60
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Security headers. The editor's pages loosen this policy by a decorator (news/admin.py).
# One inline script may run: it sets the reader's choices before the first paint.
INLINE_SCRIPT = (BASE_DIR / "templates/includes/reading_choice.js").read_bytes()
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, f"'sha256-{b64encode(sha256(INLINE_SCRIPT).digest()).decode()}'"],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
CSRF_FAILURE_VIEW = "portal.views.csrf_failure"
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    # Safe because TrustedProxies removes the header from anyone who is not our proxy.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SILENCED_SYSTEM_CHECKS = [
    # CKEditor 4 gets no more fixes. Known and contained: signed-in staff only, what it sends is
    # sanitised on the server at each save, and public pages run no inline script but one of ours.
    "ckeditor.W001",
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"unknown_hosts": {"()": "portal.seldom.UnknownHosts"}},
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.security.DisallowedHost": {"filters": ["unknown_hosts"]}},
}
