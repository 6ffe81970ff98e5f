"""One form for all text, without losing where each character stood."""

import re
import unicodedata

# Zero-width characters hide in the middle of words; the soft hyphen too.
INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
CLUSTER = re.compile(
    rf"(?P<letter>[^{INVISIBLE}])(?P<marks>[\u0300-\u036f{INVISIBLE}]{{0,20}})|[{INVISIBLE}]"
)
GONE = re.compile(f"[{INVISIBLE}]")
CHANGES = re.compile(rf"[\u0300-\u036f{INVISIBLE}]")


def plain(text: str) -> tuple[str, range | list[int]]:
    """Return `text` in NFC without invisible characters, and each character's place in `text`."""
    if not CHANGES.search(text):
        return text, range(len(text) + 1)
    letters, places = [], []
    for match in CLUSTER.finditer(text):
        composed = unicodedata.normalize("NFC", GONE.sub("", match[0]))
        letters.append(composed)
        places += [match.start()] * len(composed)
    return "".join(letters), [*places, len(text)]
