"""Who reads, without knowing who it is: a keyed hash that lives for one day."""

import hashlib
import secrets

from stats.models import DailySalt, Reader


def reader_key(request, day) -> str:
    """Return 32 hex digits that are the same for one reader's requests on one local day.

    A BLAKE2b hash (RFC 7693) of address and browser, keyed with the day's random salt. When the
    salt is deleted the day after, nobody can find out any more which address a hash stood for.
    """
    meta = request.META
    identity = f"{meta.get('REMOTE_ADDR', '')}\n{meta.get('HTTP_USER_AGENT', '')}"
    return hashlib.blake2b(identity.encode(), key=salt_of(day), digest_size=16).hexdigest()


def salt_of(day) -> bytes:
    """Return the day's salt; the first reader of a day makes it and forgets the days before."""
    salt, is_new_day = DailySalt.objects.get_or_create(
        day=day, defaults={"salt": secrets.token_bytes(32)}
    )
    if is_new_day:
        DailySalt.objects.filter(day__lt=day).delete()
        Reader.objects.filter(day__lt=day).delete()
    return bytes(salt.salt)
