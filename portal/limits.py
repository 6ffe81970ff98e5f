"""How often somebody may do something within a while, without knowing who it is."""

import hashlib
import secrets
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from django.db import models
from django.db.models import F
from django.utils import timezone

A_DAY = 24 * 60  # minutes


class LimitDay(models.Model):
    """The salt of a local day's keys."""

    day = models.DateField(primary_key=True)
    salt = models.BinaryField(max_length=32)

    class Meta:
        default_permissions = []

    def __str__(self):
        return f"{self.day:%d/%m/%Y}"


class Tally(models.Model):
    """How often one thing came from one sender within a while; neither can be told from the key."""

    day = models.ForeignKey(LimitDay, on_delete=models.CASCADE)
    key = models.CharField(max_length=32)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = []
        constraints = [models.UniqueConstraint(fields=["day", "key"], name="one_tally_a_key")]

    def __str__(self):
        return self.key


@dataclass(frozen=True)
class Limit:
    """So many times `what` may come from each `whom` within so many minutes; a day has no more.

    Who it is may be told by anything, an address or what somebody typed: only its key is kept.
    """

    what: str
    most: int
    minutes: int

    @property
    def seconds(self):
        return self.minutes * 60

    def is_reached(self, *whom: str) -> bool:
        """Whether it would be too many; nothing is counted, or written."""
        now = timezone.localtime()
        day = LimitDay.objects.filter(day=now.date()).first()
        if day is None:
            return False
        mine = Tally.objects.filter(day=day, key=self.key(whom, now, day))
        return mine.filter(times__gte=self.most).exists()

    def take(self, *whom: str) -> bool:
        """Count one more; False, and nothing counted, where it is too many."""
        now = timezone.localtime()
        day = today(now.date())
        tally, _ = Tally.objects.get_or_create(day=day, key=self.key(whom, now, day))
        mine = Tally.objects.filter(pk=tally.pk, times__lt=self.most)
        return bool(mine.update(times=F("times") + 1))

    def key(self, whom, now, day) -> str:
        """Return 32 hex digits that stand for `whom` during one while (BLAKE2b, RFC 7693)."""
        since = (now.hour * 60 + now.minute) // self.minutes
        told = "\n".join([self.what, str(since), *whom])
        return hashlib.blake2b(told.encode(), key=bytes(day.salt), digest_size=16).hexdigest()


def today(day):
    """Return the day's row; with the first of a day the days before are forgotten."""
    row, is_new = LimitDay.objects.get_or_create(
        day=day, defaults={"salt": secrets.token_bytes(32)}
    )
    if is_new:
        forget_before(day)
    return row


def forget_before(day):
    """Forget whose key was whose: without the salt nobody can find what a key was made of."""
    LimitDay.objects.filter(day__lt=day).delete()


def household(address: str) -> str:
    """Return what one reader has: of IPv6 a network of 64 bits, in which addresses are free."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    known = getattr(known, "ipv4_mapped", None) or known
    return str(known if known.version == 4 else ip_network((known, 64), strict=False))
