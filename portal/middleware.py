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
LONGEST_HOP = 60  # letters of an address with brackets and port
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
    is_proxy = who_is_a_proxy()
    if is_proxy(meta.get("REMOTE_ADDR", "")):
        meta["REMOTE_ADDR"] = reader_address(meta, is_proxy)
    else:
        for header in FORWARDED:
            meta.pop(header, None)


_asked = (None, None)  # for which proxies, and who answers for them


def who_is_a_proxy():
    """Return who says whether an address lies in TRUSTED_PROXIES; what is no address does not."""
    global _asked
    proxies, is_proxy = _asked
    told = settings.TRUSTED_PROXIES
    if proxies is not told:
        is_proxy = lru_cache(maxsize=1024)(partial(lies_in, told))
        _asked = told, is_proxy
    return is_proxy


def lies_in(networks, address):
    return (at := address_of(address)) is not None and any(at in network for network in networks)


def reader_address(meta, is_proxy):
    """Return the right-most address of X-Forwarded-For that is not a proxy of ours.

    Each proxy appends whom it saw, so what stands further left is only a claim. What is no address
    tells that a proxy doesn't know whom it saw, and who stands left of it less so.
    """
    for hop in reversed(meta.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        if not (hop := hop.strip()):
            continue
        if len(hop) > LONGEST_HOP or (address := address_of(hop)) is None:
            break
        if not is_proxy(hop):
            return str(address)
    return meta["REMOTE_ADDR"]


@lru_cache(maxsize=1024)
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
