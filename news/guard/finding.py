"""What the guard returns, and what each of its rules yields."""

from typing import NamedTuple


class Finding(NamedTuple):
    kind: str  # secrecy, identity_card, telephone or birth_dates
    quote: str
    start: int
    end: int
    message: str


class Hit(NamedTuple):
    kind: str
    start: int
    end: int
    message: str
