"""What every check returns."""

from typing import NamedTuple


class Slip(NamedTuple):
    start: int
    end: int
    code: str
    message: str
    suggestion: str = ""
