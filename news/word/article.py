"""What a Word file says, sorted into the fields of an article."""

import datetime
from dataclasses import dataclass, field

from django.core.files.base import ContentFile

from news.word.proof import Proof, compare, text_of


@dataclass
class WordArticle:
    """A draft read from a Word file; nothing is stored yet.

    `body` is sanitised HTML. Its pictures stand as figures whose img names the place in `pictures`,
    as news.body.Intake expects, their captions ending in "Ảnh: …" where a photographer is named.
    """

    kind: str = "news"  # or "announcement", "document": a guess
    title: str = ""
    agency_prefix: str = ""
    lead: str = ""
    body: str = ""
    pictures: list[ContentFile] = field(default_factory=list)
    contributors: list[tuple[str, str, str]] = field(default_factory=list)  # name, role, office
    document_number: str = ""
    document_type: str = ""
    issuing_body: str = ""
    issued_on: datetime.date | None = None
    signer: str = ""
    signer_office: str = ""
    source_name: str = ""
    # Words that left the text: for a field of their own, or for good. What it was, and the words.
    moved: list[tuple[str, str]] = field(default_factory=list)
    dropped: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    source_texts: list[str] = field(default_factory=list)  # a paragraph each
    source_words: list[str] = field(default_factory=list)

    def texts(self) -> list[str]:
        """Return every text of the draft once, for the proof.

        What was read from a letterhead, a signature or a byline counts as those words, not as the
        fields they filled.
        """
        named = [text for _, text in [*self.dropped, *self.moved]]
        return [self.title, self.agency_prefix, self.lead, text_of(self.body), *named]

    def proof(self) -> Proof:
        return compare(self.source_words, self)
