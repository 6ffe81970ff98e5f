"""What must never stand on a public page: secrecy marks and what identifies a person.

It looks at the text, at file names and at the text of attachments, before approval. Plain text in,
findings out; the approver decides.
"""

from news.guard.files import FileText, text_of
from news.guard.finding import Finding
from news.guard.people import birth_dates, identity_cards, telephones
from news.guard.plain import plain
from news.guard.secrecy import marks

__all__ = ["FileText", "Finding", "find", "text_of"]


def find(text: str) -> list[Finding]:
    """Return what must not go out in `text`, a file's name or a text with a line per paragraph.

    The text may be decomposed or have invisible characters; places are those of `text` as given.
    """
    clean, places = plain(text)
    found = [*marks(clean), *identity_cards(clean), *telephones(clean), *birth_dates(clean)]
    return [
        Finding(kind, text[places[start] : places[end]], places[start], places[end], message)
        for kind, start, end, message in sorted(found, key=lambda hit: hit[1:3])
    ]
