"""A page as it is kept: compressed once, with its live figures put in as it goes out.

The text before, between and after the figures is deflated when the page is made, each part ended
by a full flush, so that none refers to another. Around the figures stand stored blocks. All is one
gzip member (RFC 1952); its checksum is continued over the parts without reading them again.
"""

import struct
import zlib
from array import array
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"
END = b"\x03\x00"  # an empty last block
NEAR = 256  # bytes: figures so near each other share one stored block
LONGEST_STORED = 0xFFFF
SHORT = 2000  # bytes: what stands between and behind figures, which is the same on many pages


@dataclass(frozen=True, slots=True)
class Still:
    """Text that does not change: deflated, and what it does to a running checksum."""

    deflated: bytes
    length: int
    crc: int
    shift: array | None  # none of the text that begins a page

    @classmethod
    def first(cls, text):
        deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
        deflated = deflate.compress(text) + deflate.flush(zlib.Z_FULL_FLUSH)
        return cls(deflated, len(text), zlib.crc32(text), None)

    @classmethod
    def of(cls, text):
        return replace(cls.first(text), shift=shift_by(len(text)))

    def continued(self, crc):
        """Return the checksum of all that came before, whose checksum is `crc`, and this text."""
        t = self.shift  # a table of 16 for each nibble; written out, since each page goes this way
        return (
            self.crc
            ^ t[crc & 15]
            ^ t[16 | crc >> 4 & 15]
            ^ t[32 | crc >> 8 & 15]
            ^ t[48 | crc >> 12 & 15]
            ^ t[64 | crc >> 16 & 15]
            ^ t[80 | crc >> 20 & 15]
            ^ t[96 | crc >> 24 & 15]
            ^ t[112 | crc >> 28]
        )


@dataclass(frozen=True, slots=True)
class Live:
    """Figures that change, with the little text between them."""

    pattern: bytes
    count: int


@dataclass(frozen=True, slots=True)
class Packed:
    """The body of a page: still parts and live ones in turns, beginning and ending with a still."""

    stills: list[Still]
    lives: list[Live]
    names: tuple[str, ...]

    @classmethod
    def of(cls, texts: list[bytes], names: list[str]):
        """Pack a body given as the texts around the holes, and the names of the holes."""
        stills, lives = [Still.first(texts[0])], []
        pending = []  # what stands in the stored block that is being filled
        for name, text in zip(names, texts[1:], strict=True):
            pending.append(name)
            if len(text) <= NEAR and text is not texts[-1]:
                pending.append(text)
                continue
            lives.append(live(*pending))
            pending = []
            stills.append(still(text) if len(text) <= SHORT else Still.of(text))
        return cls(stills, lives, tuple(names))

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes."""
        return sum(len(s.deflated) + 900 for s in self.stills) + sum(
            len(live.pattern) + 200 for live in self.lives
        )

    def gzip(self, figures: list[bytes]) -> tuple[bytes, int]:
        """Return the gzip file with a figure for each name, and the checksum of its content."""
        first, left = self.stills[0], iter(figures)
        parts, crc, length = [HEADER, first.deflated], first.crc, first.length
        for live, still in zip(self.lives, self.stills[1:], strict=True):
            text = live.pattern % tuple(islice(left, live.count))
            crc = still.continued(zlib.crc32(text, crc))
            length += len(text) + still.length
            parts += (stored(len(text)), text, still.deflated)
        parts += (END, struct.pack("<II", crc, length & 0xFFFFFFFF))
        return b"".join(parts), crc


still = lru_cache(maxsize=64)(Still.of)


@lru_cache(maxsize=64)
def live(*pending):
    pattern = b"".join(
        b"%b" if isinstance(part, str) else part.replace(b"%", b"%%") for part in pending
    )
    return Live(pattern, sum(isinstance(part, str) for part in pending))


def stored(length):
    """Return the head of a block that is not compressed (RFC 1951, 3.2.4)."""
    return struct.pack("<BHH", 0, length, length ^ LONGEST_STORED)


# ---------- The checksum of two texts, from those of each ----------

POLYNOMIAL = 0xEDB88320  # CRC-32, its lowest bit the highest power


def shift_by(length: int) -> array:
    """Return, for each of its eight nibbles, what a checksum becomes when `length` bytes follow.

    That is linear over GF(2): a multiplication by x to the power of 8 * length. What becomes of
    the single bit that stands for 1 is that power; the other bits follow from it.
    """
    zeros = bytes(length)
    power = zlib.crc32(zeros, 1 << 31) ^ zlib.crc32(zeros)
    images = [0] * 32
    for bit in range(31, -1, -1):
        images[bit] = power
        power = power >> 1 ^ (POLYNOMIAL if power & 1 else 0)
    table = array("I", bytes(4 * 128))
    for nibble in range(0, 128, 16):
        for value in range(1, 16):
            low = value & -value
            image = images[nibble // 4 + low.bit_length() - 1]
            table[nibble + value] = table[nibble + (value ^ low)] ^ image
    return table
