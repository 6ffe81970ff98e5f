"""What a saved text should be asked before it goes out: the proof-reader and the guard together."""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePath

from bs4 import BeautifulSoup
from django.core.files.storage import default_storage
from django.utils import timezone

from news import captions, guard, proofreading
from news.body import KEPT_FIGURE
from news.models import Article

MOST = 100  # remarks shown of one text; more help nobody
AROUND = 40  # characters shown either side of a place
BLOCKS = ["p", "li", "h2", "h3", "h4", "td", "th", "caption", "blockquote", "figcaption", "br"]
FIELDS = {"title": "Tiêu đề", "lead": "Sapo", "body": "Nội dung"}
SECRECY = "secrecy"
STOPPED = "Bài hoặc tệp kèm theo có dấu hiệu tài liệu mật nên không gửi duyệt, không đăng được."
TO_ACCEPT = "Bài có thông tin cá nhân: người duyệt phải xem và đánh dấu đã xem."


@dataclass(frozen=True)
class Place:
    """One finding or remark with the words it is about, as people see it."""

    where: str
    message: str
    before: str
    quote: str
    after: str
    kind: str
    key: str = ""
    suggestion: str = ""


@dataclass
class Check:
    """What was found in one text. A secret stops it; the rest somebody must have seen."""

    remarks: list[Place] = field(default_factory=list)
    findings: list[Place] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)  # files that nobody but a person can check

    @property
    def secrets(self):
        return [place for place in self.findings if place.kind == SECRECY]

    @property
    def to_accept(self):
        """What an approver must have seen before readers do."""
        return [place for place in self.findings if place.kind != SECRECY]

    @property
    def accepted(self):
        """What is written down of it with the decision."""
        found = [{"kind": p.kind, "quote": p.quote, "where": p.where} for p in self.to_accept]
        return found + [{"kind": "unread", "quote": "", "where": name} for name in self.unread]

    @property
    def says_anything(self):
        return bool(self.remarks or self.findings or self.unread)


def check(revision):
    """Return what is found in a revision, less the remarks that somebody has dismissed."""
    document = revision.document
    text = revision.text
    texts = {name: text[name] for name in ("title", "lead")} | {"body": plain(text["body"])}
    article, parts = revision.as_article()
    dismissed = dismissed_in(revision.article)
    remarks = proofread(article, texts, parts["photos"])
    result = Check(remarks=[remark for remark in remarks if remark.key not in dismissed])
    words = {FIELDS[name]: value for name, value in texts.items()}
    words["Ghi chú sửa đổi"] = text["change_note"]
    for number, photo in enumerate(document["photos"], 1):
        words[f"Chú thích ảnh {number}"] = f"{photo['caption']} {photo['credit']} {photo['alt']}"
    for person in document["contributors"]:
        words.setdefault("Tác giả", "")
        words["Tác giả"] += f"{person['name']} {person['office']}\n"
    for attachment in document["attachments"]:
        name = PurePath(attachment["file"]).name
        found = text_of(attachment["file"])
        words[f"Tên tệp “{attachment['title']}”"] = f"{attachment['title']} {name}"
        words[f"Tệp “{attachment['title']}”"] = found.text
        if not found.checked:
            result.unread.append(f"{attachment['title']}: {found.reason}")
    for video in document.get("videos", []):
        words["Địa chỉ video"] = video["link"]
        words["Phụ đề video"] = captions.words_at(video["captions"])
    result.findings = guarded(words)
    return result


def guarded(texts):
    """Return what the guard finds in texts by where they stand, as places."""
    return [
        place(FIELDS.get(where, where), text, finding)
        for where, text in texts.items()
        for finding in guard.find(text)
    ]


def dismissed_in(article):
    """Return the keys of the remarks that somebody has read and does not share."""
    return set(article.dismissals.values_list("key", flat=True))


def proofread(article, texts, photos):
    """Return the remarks on an article's plain texts, as places."""
    if article.kind != Article.Kind.NEWS:
        texts = {name: value for name, value in texts.items() if name != "lead" or value}
    published = article.published_at or timezone.now()
    remarks = proofreading.proofread(
        texts,
        published_on=timezone.localdate(published),
        event_date=article.event_date,
        photos=photos,
    )
    return [place(FIELDS.get(r.field, r.field), texts.get(r.field, ""), r) for r in remarks[:MOST]]


def place(where, text, found):
    """Return a finding or a remark with the words around it."""
    return Place(
        where=where,
        message=found.message,
        before=text[max(found.start - AROUND, 0) : found.start],
        quote=found.quote,
        after=text[found.end : found.end + AROUND] if found.quote else "",
        kind=getattr(found, "kind", "") or getattr(found, "code", ""),
        key=getattr(found, "key", ""),
        suggestion=getattr(found, "suggestion", ""),
    )


def plain(body):
    """Return the words of a kept body or of the editor's HTML, a line per paragraph."""
    soup = BeautifulSoup(KEPT_FIGURE.sub("", body), "html.parser")
    for block in soup.find_all(BLOCKS):
        block.append("\n")
    return soup.get_text()


@lru_cache(maxsize=256)
def text_of(path):
    """Return the words of a stored file. Its name is used once, so they never change."""
    try:
        with default_storage.open(path) as file:
            return guard.text_of(file, path)
    except OSError:
        return guard.FileText("", False, "Không thấy tệp để kiểm tra.")
