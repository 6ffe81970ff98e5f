from functools import lru_cache

from django.conf import settings
from django.urls import URLPattern, get_resolver, reverse


@lru_cache(maxsize=4096)
def path_to(name, *args):
    """Return what `reverse` does, remembered: a page names a few addresses again and again."""
    return reverse(name, args=args)


def absolute(path):
    """Return the full address of a path of this site; never made of the Host header."""
    return f"{settings.SITE_URL}{path}"


def fixed_segments():
    """Return the first path segments that belong to the site itself, such as "quan-tri"."""
    return set(first_segments(get_resolver().url_patterns)) | {"static"}


def first_segments(patterns):
    for pattern in patterns:
        segment = str(pattern.pattern).partition("/")[0]
        if segment:
            yield segment
        elif not isinstance(pattern, URLPattern):
            yield from first_segments(pattern.url_patterns)
