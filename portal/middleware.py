import re
from functools import lru_cache, partial
from ipaddress import ip_address

from django.conf import settings
from django.middleware.gzip import GZipMiddleware

from portal.kept import OVERDUE
from portal.kept.watch import watch
from portal.views import unavailable

FORWARDED = [
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PROTO",
]
LONGEST_WAY = 300  # letters of X-Forwarded-For looked at, and remembered
WITH_PORT = re.compile(r"\[([^]]*)\](?::\d+)?|([^:]*):\d+")
MET = "portal.reader_is_met"  # no header of a request can be called so


class TrustedProxies:
    """Make REMOTE_ADDR the reader's address; believe forwarding headers of our proxies only."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        meet_reader(request.META)
        return self.get_response(request)


def meet_reader(meta):
    """Do that to the WSGI environment, once: the kept pages come before the middleware."""
    if MET in meta:
        return
    meta[MET] = True
    reader = who_knows_readers()(meta.get("REMOTE_ADDR", ""), way_of(meta))
    if reader:
        meta["REMOTE_ADDR"] = reader
    else:
        for header in FORWARDED:
            meta.pop(header, None)


def way_of(meta):
    """Return X-Forwarded-For; of a very long one the last hops, since it is read from the right."""
    way = meta.get("HTTP_X_FORWARDED_FOR", "")
    return way if len(way) <= LONGEST_WAY else way[-LONGEST_WAY:].partition(",")[2]


_asked = (None, None)  # for which proxies, and who answers for them


def who_knows_readers():
    """Return who answers `reader_behind` for TRUSTED_PROXIES, and remembers what it answered."""
    global _asked
    proxies, knows = _asked
    told = settings.TRUSTED_PROXIES
    if proxies is not told:
        knows = lru_cache(maxsize=2048)(partial(reader_behind, told))
        _asked = told, knows
    return knows


def reader_behind(proxies, remote, way) -> str | None:
    """Return who came by the proxy `remote`, or None where that is no proxy of ours.

    It is the right-most address of X-Forwarded-For, `way`, that is not a proxy of ours. Each proxy
    appends whom it saw, so what stands further left is only a claim. What is no address tells that
    a proxy doesn't know whom it saw, and who stands left of it less so.
    """
    if not lies_in(proxies, address_of(remote)):
        return None
    for hop in filter(None, map(str.strip, reversed(way.split(",")))):
        address = address_of(hop)
        if address is None:
            break
        if not lies_in(proxies, address):
            return str(address)
    return remote


def lies_in(networks, address):
    return address is not None and any(address in network for network in networks)


def address_of(hop):
    """Return the address that stands in a hop, with a port or without, or None if none does."""
    with_port = WITH_PORT.fullmatch(hop)
    try:
        address = ip_address(with_port[1] or with_port[2] if with_port else hop)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address  # as a dual-stack server says it


class Revalidation:
    """Send public pages as `no-cache`: readers always ask us, so nothing they see is stale."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-cache")
        return response


class ComeBackSoon:
    """Answer 503 at once where a reader would wait long: the database has not answered for seconds.

    Each request that waits keeps a thread of the server's, and kept pages need one, too. Uploaded
    files, like static ones, which come earlier, need no database.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        needs_database = not request.path.startswith(settings.MEDIA_URL)
        if OVERDUE in request.META or (needs_database and watch.database_is_away):
            return unavailable()
        return self.get_response(request)


class PackedStatic(GZipMiddleware):
    """Pack the sheet and the scripts on a laptop too; production's were packed when collected."""

    TEXT = ("text/", "image/svg+xml")

    def process_response(self, request, response):
        is_text = response.headers.get("Content-Type", "").startswith(self.TEXT)
        if is_text and request.path.startswith(settings.STATIC_URL):
            return super().process_response(request, response)
        return response
