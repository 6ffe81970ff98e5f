"""The allow-list of a body's HTML: what it does not name reaches no reader.

The editor is told its own list of what can be typed and pasted (editor.py, `ALLOWED`).
"""

import re
from collections import Counter

import nh3
from django.core.exceptions import ValidationError

MAX_LENGTH = 1_000_000  # characters; the longest real report has some 20,000
# html5ever takes seconds for a few thousand nested tags and minutes for ten thousand.
MAX_DEPTH = 100
# Tags and entities. A table of a thousand rows has some 10,000; html5ever takes seconds for a text
# with a million "&", and taking ten thousand tags out of one soup is as slow.
MAX_PARTS = 20_000

PASTED = "/media/photos/pasted/"  # where a pasted picture's number stands until it is a Photo
ALIGNMENTS = {"text-center", "text-right", "text-justify"}
FIGURE_CLASSES = {"image", "align-left", "align-center", "align-right"}
BLOCKS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "hr"}
INLINE = {"br", "strong", "b", "em", "i", "u", "s", "sub", "sup", "a"}
TABLES = {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
FIGURES = {"figure", "figcaption", "img"}
TAGS = BLOCKS | INLINE | TABLES | FIGURES
ATTRIBUTES = {
    "*": set(),  # unsaid, it is lang and title
    "a": {"href", "title"},
    "img": {"src", "alt"},
    "ol": {"start", "type"},  # "a", "A", "i", "I": a browser takes any other for 1, 2, 3
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
ALIGNABLE = ["p", "h2", "h3", "h4", "td", "th", "div", "li"]
CLASSES = dict.fromkeys(ALIGNABLE, ALIGNMENTS) | {"figure": FIGURE_CLASSES}

# What Word says of alignment, let through once to become a class.
LOOKS_THAT_ALIGN = ATTRIBUTES | {
    tag: ATTRIBUTES.get(tag, set()) | {"style", "align"} for tag in ALIGNABLE
}
ALIGNED = re.compile(
    rf"<(?P<tag>{'|'.join(ALIGNABLE)})(?P<before>(?: [^<>]*?)?)"
    r""" (?:style="text-align: ?|align=")(?P<side>center|right|justify);?"(?P<after>[^<>]*)>"""
)
CLASS = re.compile(r' (?:class|style|align)="[^"]*"')
# nh3 throws some strange elements away with the words inside. Without their tags the words stay;
# the insides of script and style are no words. What is begun and never closed matches as well,
# without its end, so that no letter is read twice.
STRANGE = re.compile(
    r"""</?(?P<name>[a-zA-Z][^\s/<>]*+)(?:"[^"]*+"|'[^']*+'|[^'"<>])*+(?P<end>>?)"""
)

# What a clerk is told when it is taken out. Tags that only carried looks go without a word.
DANGERS = {
    "script": "mã lệnh",
    "iframe": "khung nhúng trang khác",
    "object": "khung nhúng trang khác",
    "embed": "khung nhúng trang khác",
    "video": "video",
    "audio": "âm thanh",
    "svg": "hình vẽ SVG",
    "math": "công thức",
    "form": "biểu mẫu",
    "input": "biểu mẫu",
    "button": "biểu mẫu",
    "style": "mã trình bày",
    "link": "mã trình bày",
}
LOOKS = {"span", "font", "center", "small", "big", "section", "article", "header", "footer"}
LOOKS |= {"colgroup", "col", "tt", "strike", "del", "ins", "mark", "abbr", "address", "pre", "code"}
LOOKS |= {"html", "head", "body", "meta", "title", "picture", "source", "dl", "dt", "dd", "label"}
LOOKS |= {"xml"}  # Word's settings, in a comment beside the text

# Of these, each begins a line: without a space, the words of two would become one.
PARTS = {"center", "section", "article", "header", "footer", "main", "aside", "nav", "address"}
PARTS |= {"pre", "dl", "dt", "dd", "details", "summary", "form", "fieldset", "legend", "option"}

TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
# A comment, or a tag up to its end: what looks like a tag inside it may be none to a parser.
TOKEN = re.compile(
    r"""<!--.*?(?:-->|\Z)|<(/?)([a-zA-Z][^\s/>]*)(?:=\s*"[^"]*"|=\s*'[^']*'|[^>])*+""", re.DOTALL
)
VOID = {"br", "hr", "img", "input", "meta", "link", "col", "embed", "source", "wbr", "area", "base"}
# Elements whose end tag may be left out before another of the same kind (HTML Standard, 13.1.2.4).
SELF_CLOSING = {"p", "li", "tr", "td", "th", "dt", "dd", "option", "thead", "tbody", "tfoot"}


def sanitise(html: str) -> tuple[str, list[str]]:
    """Return the allowed part of `html`, and what was taken out in Vietnamese words.

    Idempotent; no visible word is lost, since only the insides of script and style go.
    Raises ValidationError when the HTML is too long, too deeply nested or of too many parts to be
    worked on, before or after: what is kept can be sent again.
    """
    refuse_excess(html)
    clean = allowed_part(STRANGE.sub(known_tag, html), LOOKS_THAT_ALIGN)
    refuse_excess(clean)
    clean = ALIGNED.sub(with_class, clean)
    # Links inside links and the like come out in an order that the next parser changes once more.
    for _ in range(3):
        before, clean = clean, allowed_part(clean)
        if clean == before:
            break
    return clean, taken_out(html)


def refuse_excess(html: str):
    """Raise ValidationError when `html` is too much to be worked on."""
    if len(html) > MAX_LENGTH:
        raise ValidationError("Nội dung dài quá một triệu ký tự. Vui lòng chia thành nhiều bài.")
    if depth(html) > MAX_DEPTH:
        raise ValidationError(
            "Nội dung có quá nhiều lớp lồng nhau. Vui lòng dán lại bằng nút “Dán dạng văn bản thô”."
        )
    if len(TAG.findall(html)) + html.count("&") > MAX_PARTS:
        raise ValidationError(
            "Nội dung có quá nhiều đoạn, ô bảng và định dạng. Vui lòng chia thành nhiều bài hoặc "
            "đính kèm thành tệp."
        )


def known_tag(match) -> str:
    """Return a tag as it is, or what stands in its place where it goes and its words stay."""
    name = match["name"].lower()
    if not match["end"] or name in TAGS | {"script", "style"}:
        return match[0]
    return " " if name in PARTS else ""


def with_class(match) -> str:
    """Turn an alignment that Word wrote as a style or attribute into our class for it."""
    rest = CLASS.sub("", match["before"] + match["after"])
    return f'<{match["tag"]}{rest} class="text-{match["side"]}">'


def allowed_part(html: str, more_attributes: dict | None = None) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES if more_attributes is None else more_attributes,
        allowed_classes=CLASSES,
        filter_style_properties={"text-align"},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
        strip_comments=True,
    )


def depth(html: str) -> int:
    """Return how deeply tags may nest at most; linear, and stops counting above the limit.

    It cannot be talked down: a tag inside a comment or an attribute counts as one that is never
    closed, and an end tag counts only where nothing else stands open inside.
    """
    open_tags, hidden, deepest = [], 0, 0
    for token in TOKEN.finditer(html):
        hidden += len(TAG.findall(html, token.start() + 1, token.end()))
        closing, name = token[1], (token[2] or "").lower()
        if closing:
            close(open_tags, name)
        elif name and name not in VOID:
            if name in SELF_CLOSING and open_tags and open_tags[-1] == name:
                open_tags.pop()
            open_tags.append(name)
        deepest = max(deepest, hidden + len(open_tags))
        if deepest > MAX_DEPTH:
            break
    return deepest


def close(open_tags: list[str], name: str):
    """Close the innermost `name`, and with it what HTML closes unasked; not through other tags.

    A parser leaves much open at `<b><div></b>`; what an editor sends is always well nested.
    """
    for position in range(len(open_tags) - 1, -1, -1):
        if open_tags[position] == name:
            del open_tags[position:]
            return
        if open_tags[position] not in SELF_CLOSING:
            return


def taken_out(html: str) -> list[str]:
    counts = Counter(name.lower() for closing, name in TAG.findall(html) if not closing)
    words, strange = Counter(), Counter()
    for name, count in counts.items():
        if name in DANGERS:
            words[DANGERS[name]] += count
        elif name not in TAGS | LOOKS and ":" not in name:  # o:p and its kind are Word's debris
            strange[name[:20]] += count
    if strange:
        names = ", ".join(f"<{name}>" for name in list(strange)[:5])
        words[f"thẻ lạ: {names}"] = strange.total()
    return [f"{count} {word}" for word, count in words.items()]
