"""The proof that nothing was lost: the file's words against the draft's."""

import html
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

from portal.text import normalize

# A number with what ties it ("14.531,44", "06/07/2023") is one word; so is a run of letters.
WORD = re.compile(r"\d+(?:[.,/:]\d+)*|[^\W\d_]+")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
BLOCK = re.compile(
    r"</?(?:p|h[1-6]|li|ul|ol|table|caption|thead|tbody|tfoot|tr|t[hd]|figure|figcaption|div|"
    r"blockquote|br|hr|img)\b[^>]*>"
)
TAG = re.compile(r"<[^>]*>")
# The mark of a footnote is set by ourselves, and may stand inside a word: "Hội n[1]ghị".
MARK_INSIDE = re.compile(r"(?<=[^\W\d_])((?:</?\w+>)*)<sup>\[\d+\]</sup>((?:</?\w+>)*)(?=[^\W\d_])")
NEAR = 4  # words before a loss that tell the clerk where it is


@dataclass
class Proof:
    """What a comparison found; `counted` words were looked for."""

    counted: int
    lost: list[tuple[str, str]] = field(default_factory=list)  # words, after which words
    added: list[str] = field(default_factory=list)

    @property
    def words_lost(self) -> int:
        return sum(len(words_of(words)) for words, _ in self.lost)

    def __str__(self):
        if not self.lost:
            return f"Đã đối chiếu {self.counted} chữ: không mất chữ nào."
        return f"Đã đối chiếu {self.counted} chữ: thiếu {self.words_lost} chữ."


def words_of(text: str) -> list[str]:
    """Return the words of plain text in one Unicode form, in their own letter case."""
    return WORD.findall(INVISIBLE.sub("", normalize(text)))


def text_of(body: str) -> str:
    """Return the text of sanitised HTML, with a line break wherever a block begins or ends."""
    body = MARK_INSIDE.sub(r"\1\2", BLOCK.sub("\n", body))
    return html.unescape(TAG.sub("", body))


def key(word: str) -> str:
    """Capitals are looks: "HỘI NGHỊ" set by formatting is kept as "Hội nghị" in a title."""
    return unicodedata.normalize("NFC", word.lower())


def compare(source_words: list[str], draft) -> Proof:
    """Compare the words of the file with those of `draft`, an article as `read` returns it.

    A word counts as lost when the draft has it less often than the file. Which of its places is
    named depends on its neighbours: the place whose neighbours are missing too comes first.
    Linear in the number of words, and the same for the same texts.
    """
    source = [key(word) for word in source_words]
    kept = [key(word) for text in draft.texts() for word in words_of(text)]
    missing, extra = Counter(source), Counter(kept)
    missing.subtract(kept)
    extra.subtract(source)
    proof = Proof(counted=len(source))
    if any(count > 0 for count in missing.values()):
        proof.lost = phrases(source_words, places(source, missing, Counter(pairs(kept))))
    if any(count > 0 for count in extra.values()):
        found = places(kept, extra, Counter(pairs(source)))
        proof.added = [words for words, _ in phrases(kept, found)]
    return proof


def pairs(words: list[str]):
    return zip(words, words[1:], strict=False)


def places(words: list[str], missing: Counter, known: Counter) -> list[int]:
    """Return the places of the words that are `missing`, the least at home first."""

    def neighbours(place):
        before = place > 0 and known[words[place - 1], words[place]]
        after = place + 1 < len(words) and known[words[place], words[place + 1]]
        return bool(before) + bool(after)

    candidates = [place for place, word in enumerate(words) if missing[word] > 0]
    left, found = Counter({word: n for word, n in missing.items() if n > 0}), []
    for place in sorted(candidates, key=neighbours):  # sorted() keeps the order of equals
        if left[words[place]]:
            left[words[place]] -= 1
            found.append(place)
    return sorted(found)


def phrases(words: list[str], found: list[int]) -> list[tuple[str, str]]:
    """Join places that follow each other; name each by its words and those before it."""
    result, start = [], 0
    for end in range(1, len(found) + 1):
        if end == len(found) or found[end] != found[end - 1] + 1:
            first, last = found[start], found[end - 1]
            result.append(
                (
                    " ".join(words[first : last + 1]),
                    " ".join(words[max(first - NEAR, 0) : first]),
                )
            )
            start = end
    return result
