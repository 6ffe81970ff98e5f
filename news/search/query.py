"""What a reader typed, as words and as phrases."""

import re
from dataclasses import dataclass
from itertools import chain

from news.search import saying
from news.search.index import number_word
from news.search.words import fold, plain, words
from portal import text

LONGEST = 200  # letters; more is no question
MOST_WORDS = 16

QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
PIECE = re.compile(r'"([^"]*)"|([^\s"]+)')


@dataclass(frozen=True)
class Query:
    """`phrases` are words that follow each other, as typed: most of them are one word."""

    typed: str
    phrases: tuple[tuple[str, ...], ...]
    is_cut: bool = False  # whether only its first words are looked for

    @classmethod
    def parse(cls, typed):
        """Read anything at all; what has no letter or digit has no words."""
        line = text.single_line(typed.encode("utf-8", "replace").decode())
        cut = line[:LONGEST]
        phrases, left, is_cut = [], MOST_WORDS, len(line) > LONGEST
        for quoted, piece in PIECE.findall(cut.translate(QUOTES)):
            found = tuple(words(quoted or piece))
            # "05-NQ/ĐUK", "6/7", "14.531,44" are one thing; "cán bộ,đảng viên" are not.
            together = bool(quoted) or any(map(str.isdigit, found))
            for phrase in [found] if together else [(word,) for word in found]:
                is_cut |= len(phrase) > left
                phrases.append(phrase[:left])
                left -= len(phrase[:left])
        return cls(cut, tuple(filter(None, phrases)), is_cut)

    def __bool__(self):
        return bool(self.phrases)

    def copy(self, form):
        return tuple(tuple(map(form, phrase)) for phrase in self.phrases)

    @property
    def folded(self):
        return self.copy(fold)

    @property
    def plain(self):
        return self.copy(plain)

    @property
    def has_marks(self):
        """Whether it was typed with marks, so that what has the same ones comes first."""
        return self.folded != self.plain

    @property
    def number(self):
        """Return the word of the document it may name: of "số 05-NQ/ĐUK", "05 nq duk"."""
        typed = [word for phrase in self.phrases for word in phrase]
        found = typed[1:] if [fold(word) for word in typed[:1]] == ["so"] else typed
        return number_word(" ".join(found)) if any(map(str.isdigit, found)) else ""

    @property
    def cited(self):
        """Return what stands in a document that is quoted with its day or year; () for others.

        Of "nghị quyết 05-NQ/ĐUK 20/7/2026" the word of its number, its name as it is indexed, and
        its day. Of "nghị quyết 05 20/7/2026" the word begins with the number and what it is.
        """
        *kind, number, day = self.folded if len(self.phrases) > 1 else ("", "")
        is_cited = all(map(str.isdigit, day)) and number[:1] and number[0].isdigit()
        if not is_cited or (all(map(str.isdigit, number)) and not kind):
            return ()
        kind = [*chain(*kind)]
        word = number_word(" ".join(number))
        if all(map(str.isdigit, number)):
            word += "".join(name[0] for name in kind) + "*"
        return (word,), (*kind, "so", *number), day

    @property
    def otherwise(self):
        """Return the query as texts may say it, or None; what is in quotes was meant as it is."""
        said = self if self.has_quotes else Query.parse(saying.otherwise(self.typed))
        return None if said.is_cut or said.phrases == self.phrases else said

    @property
    def has_quotes(self):
        return '"' in self.typed.translate(QUOTES)

    @property
    def quoted(self):
        """Return what was typed as a sentence says it; marks of its own are enough."""
        return self.typed if self.has_quotes else f"“{self.typed}”"

    @property
    def as_phrase(self):
        """Return what is typed for the same words as one phrase, "" where that says no more."""
        is_loose = len(self.phrases) > 1 and not self.has_quotes
        return f'"{self.typed}"' if is_loose and len(self.typed) <= LONGEST - 2 else ""
