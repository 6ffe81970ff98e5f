"""How many letters are taken, without knowing from whom."""

import hashlib
import secrets
from ipaddress import ip_address, ip_network

from django.db.models import F
from django.utils import timezone

from portal.letters.models import LetterDay, LetterSender

MOST_AN_HOUR = 5  # from one address; a whole office may stand behind it
MOST_A_DAY = 500  # from all: what a table holds, and more than an office reads


def take_turn(address: str) -> bool:
    """Count one more letter from this address; False, and nothing counted, where it is too many."""
    now = timezone.localtime()
    day = today(now.date())
    if day.letters >= MOST_A_DAY:
        return False
    key = sender_key(address, now.hour, bytes(day.salt))
    sender, _ = LetterSender.objects.get_or_create(day=day, key=key)
    mine = LetterSender.objects.filter(pk=sender.pk, letters__lt=MOST_AN_HOUR)
    if not mine.update(letters=F("letters") + 1):
        return False
    LetterDay.objects.filter(pk=day.pk).update(letters=F("letters") + 1)
    return True


def today(day):
    """Return the day's row; with the first letter of a day the days before are forgotten."""
    row, is_new = LetterDay.objects.get_or_create(
        day=day, defaults={"salt": secrets.token_bytes(32)}
    )
    if is_new:
        forget_before(day)
    return row


def forget_before(day):
    """Forget whose hash was whose: without the salt nobody can find the address of a key."""
    LetterDay.objects.filter(day__lt=day).delete()


def sender_key(address: str, hour: int, salt: bytes) -> str:
    """Return 32 hex digits that stand for an address during one hour (BLAKE2b, RFC 7693)."""
    told = f"{hour} {household(address)}"
    return hashlib.blake2b(told.encode(), key=salt, digest_size=16).hexdigest()


def household(address: str) -> str:
    """Return what one reader has: of IPv6 a network of 64 bits, in which addresses are free."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    known = getattr(known, "ipv4_mapped", None) or known
    return str(known if known.version == 4 else ip_network((known, 64), strict=False))
