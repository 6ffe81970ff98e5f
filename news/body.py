"""The body of an article between its three forms.

The editor's HTML has pictures with captions in it; what we keep names each picture
(`<figure data-photo="12"></figure>`), since the Photo is the only truth of a picture; what
readers get is built from both.
"""

import base64
import binascii
import re
from dataclasses import dataclass, field
from html import unescape
from itertools import count

from bs4 import BeautifulSoup
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.utils.html import escape, format_html

from news.models import Photo
from news.outline import with_ids
from news.sanitise import PASTED, sanitise
from portal.text import normalize, single_line
from portal.uploads import reencode

# Stands in a new picture's caption until the clerk types one; must equal the one in editor.js.
CAPTION_PROMPT = "Chú thích ảnh. Ảnh: tên người chụp"

MAX_PICTURES = 300  # in one body; each is a row of the form that it comes back in
MAX_PASTED = 60  # at once, as of photos that are chosen; a large one takes a second
TOO_MANY_PICTURES = f"Mỗi bài có nhiều nhất {MAX_PICTURES} ảnh. Vui lòng chia thành nhiều bài."
TOO_MANY_PASTED = (
    f"Mỗi lần lưu nhận được nhiều nhất {MAX_PASTED} ảnh dán vào nội dung. "
    "Vui lòng dán và lưu làm nhiều lần."
)

DATA_IMAGE = re.compile(
    r"""src\s*=\s*(["'])data:image/[\w.+-]+;base64,([\w+/=\s]*)\1""", re.IGNORECASE | re.ASCII
)
OURS = re.compile(r"/media/(photos/\d{4}/\d{2}/[0-9a-f]{20})\b")  # the whole of a random name
CREDIT = re.compile(r"(?P<caption>.*?)(?<!\()\bẢnh\s*:\s*(?P<credit>.+)", re.DOTALL)
KEPT_FIGURE = re.compile(r'<figure(?: class="([^"]*)")? data-photo="(\d+)"></figure>')
TABLE = re.compile(r"<table(?: [^>]*)?>(?:\s*<caption(?: [^>]*)?>(.*?)</caption>)?", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
FIRST_PARAGRAPH = re.compile(r"<p(?: [^>]*)?>")
RENAMED = {"h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em"}
TEXT_BLOCKS = ["p", "h2", "h3", "h4"]


@dataclass
class Intake:
    """A body that came in from the editor: clean, its pictures not yet stored."""

    html: str
    pasted: list[ContentFile] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    def says_anything(self) -> bool:
        """Whether there is a word or a picture in it."""
        soup = BeautifulSoup(self.html, "html.parser")
        return bool(soup.get_text(strip=True) or soup.img)

    def store(self, article, user) -> str:
        """Store pictures and captions as Photos of `article`; return the body to keep."""
        soup = BeautifulSoup(self.html, "html.parser")
        images = soup.find_all("img")
        photos = [self.photo_of(image, article, user) for image in images]
        # From the last to the first, so that pictures out of one paragraph keep their order.
        for image, photo in reversed(list(zip(images, photos, strict=True))):
            figure = image.find_parent("figure")
            kept = soup.new_tag("figure")
            if figure and (classes := [c for c in figure.get("class", []) if c != "image"]):
                kept["class"] = classes
            kept["data-photo"] = str(photo.pk)
            put_in_place(kept, figure or image)
        return str(soup)

    def photo_of(self, image, article, user) -> Photo:
        """Return the stored Photo of `image`, with the words that stand beside it in the text."""
        if image["src"].startswith(PASTED):
            file = self.pasted[int(image["src"].removeprefix(PASTED))]
            photo = Photo(image=file, uploaded_by=user)
        else:
            photo = find_photo(image["src"], article)
            if photo.owner_id not in (None, article.pk):  # copied from another article's text
                photo.pk, photo.owner_id, photo._state.adding = None, None, True
        photo.article = article
        update_words(photo, image.find_parent("figure"), image)
        return photo


def take_in(html: str) -> Intake:
    """Clean what the editor sent: NFC, pictures out, sanitised; nothing is stored yet.

    Raises ValidationError with Vietnamese sentences if the HTML or a pasted picture can't be used.
    """
    html, pasted = pictures_out(normalize(html))
    clean, dropped = sanitise(html)
    soup = BeautifulSoup(clean, "html.parser")
    if len(soup.find_all("img")) > MAX_PICTURES:
        raise ValidationError(TOO_MANY_PICTURES)
    for tag in soup.find_all(RENAMED.keys()):
        tag.name = RENAMED[tag.name]
    for tag in soup.find_all(class_=True):
        if not "".join(tag["class"]):  # what is left of Word's own classes
            del tag["class"]
    for division in soup.find_all("div"):
        if division.find(["div", *TEXT_BLOCKS, "ul", "ol", "table", "figure", "blockquote"]):
            division.unwrap()
        else:
            division.name = "p"
    places = {f"{PASTED}{number}" for number in range(len(pasted))}
    foreign = [image for image in soup.find_all("img") if not is_ours(image.get("src", ""), places)]
    for image in foreign:
        image.decompose()
    tidy_figures(soup)
    for paragraph in soup.find_all("p"):
        if not (paragraph.get_text(strip=True) or paragraph.find("img")):
            paragraph.decompose()  # the editor leaves one after each picture
    if foreign:
        dropped.append(f"{len(foreign)} ảnh từ trang khác (hãy tải ảnh lên từ máy)")
    return Intake(str(soup), pasted, dropped)


def pictures_out(html: str) -> tuple[str, list[ContentFile]]:
    """Take pictures pasted as base64 text out of `html`, each re-encoded as an upload would be."""
    pasted, errors = [], []
    if sum(1 for _ in DATA_IMAGE.finditer(html)) > MAX_PASTED:
        raise ValidationError(TOO_MANY_PASTED)

    def number(match):
        try:
            upload = ContentFile(base64.b64decode(match[2], validate=False), name="pasted")
            pasted.append(reencode(upload))
        except (binascii.Error, ValidationError) as error:
            reason = getattr(error, "message", "Ảnh bị hỏng.")
            errors.append(f"Ảnh dán thứ {len(pasted) + len(errors) + 1} trong bài: {reason}")
        return f'src="{PASTED}{len(pasted) - 1}"'

    html = DATA_IMAGE.sub(number, html)
    if errors:
        raise ValidationError(errors)
    return html, pasted


def is_ours(src: str, places: set[str]) -> bool:
    """Whether `src` names a picture of this site or the place of a pasted one, no other host's."""
    if src.startswith(PASTED):
        return src in places
    match = OURS.match(src.removeprefix(settings.SITE_URL))
    return bool(match) and Photo.objects.filter(image__begins=match[1]).exists()


def find_photo(src: str, article) -> Photo:
    """Return the Photo shown at `src`, of this article rather than of another."""
    path = OURS.match(src.removeprefix(settings.SITE_URL))[1]
    photos = list(Photo.objects.filter(image__begins=path))
    return next((photo for photo in photos if photo.article_id == article.pk), photos[0])


def tidy_figures(soup):
    """Leave one picture and its caption in each figure; whatever else it held follows it.

    Other sites put tables, links and several pictures in one, and no word may be lost.
    """
    for figure in reversed(soup.find_all("figure")):
        image, caption = figure.find("img"), figure.find("figcaption", recursive=False)
        if image and not figure.find("figure"):
            alone = soup.new_tag("figure", attrs=figure.attrs)
            figure.insert_before(alone)
            alone.extend([image, caption] if caption else [image])
        elif caption:
            caption.name = "p"
        if figure.find("img") or figure.get_text(strip=True):
            figure.unwrap()
        else:
            figure.name = "p"  # an empty one, which goes with the others


def update_words(photo, figure, image):
    """Move a caption typed in the editor, its "Ảnh: …" and the alternative text into the Photo."""
    caption = figure and figure.find("figcaption")
    if caption:
        photo.caption, photo.credit = split_credit(caption.get_text())
    alt = single_line(image.get("alt", ""))
    if not alt or not photo.image.name.endswith(alt):  # a file's name describes nothing
        photo.alt = alt[:300]
    photo.save()


def split_credit(text: str) -> tuple[str, str]:
    """Return caption and credit: "Quang cảnh. Ảnh: Anh Huy" gives "Quang cảnh." and "Anh Huy"."""
    text = single_line(text)
    if text == CAPTION_PROMPT:
        return "", ""
    match = CREDIT.fullmatch(text)
    if not match or len(match["credit"]) > 100:
        return text, ""
    return match["caption"].strip(), match["credit"]


def put_in_place(figure, old):
    """Put `figure` where `old` stood, or after the paragraph it stood in: a p holds no figure."""
    block = old.find_parent(TEXT_BLOCKS)
    if not block:
        old.replace_with(figure)
        return
    old.extract()
    block.insert_after(figure)
    if not (block.get_text(strip=True) or block.find("img")):
        block.decompose()


def for_editor(body: str) -> str:
    """Return a kept body as the editor shows it: pictures with their captions in place."""
    photos = photos_in(body)

    def with_picture(match):
        photo = photos.get(int(match[2]))
        return editor_figure(photo, match[1] or "") if photo else ""

    return KEPT_FIGURE.sub(with_picture, body)


def editor_figure(photo, classes):
    credit = f"Ảnh: {photo.credit}" if photo.credit else ""
    return format_html(
        '<figure class="{}"><img src="{}" alt="{}" width="{}" height="{}">'
        "<figcaption>{}</figcaption></figure>",
        f"image {classes}".strip(),
        photo.image.url,
        photo.alt,
        photo.width,
        photo.height,
        f"{photo.caption} {credit}".strip(),
    )


def for_reader(body: str, photos: dict[int, Photo], agency_prefix: str = "") -> str:
    """Return a kept body as readers get it; `photos` are its Photos by id."""

    def with_picture(match):
        photo = photos.get(int(match[2]))
        context = {"photo": photo, "classes": match[1] or ""}
        return render_to_string("news/includes/figure.html", context) if photo else ""

    html = KEPT_FIGURE.sub(with_picture, with_prefix(with_ids(body), agency_prefix))
    return in_scrolling_regions(html)


def in_scrolling_regions(html: str) -> str:
    """Let a wide table be moved by finger and keyboard; each region has a name of its own."""
    numbers = count(1)

    def opened(match):
        words = single_line(unescape(TAG.sub("", match[1] or "")))
        name = escape(f"Bảng {next(numbers)}: {words}" if words else f"Bảng {next(numbers)}")
        return (
            f'<div class="table-scroll" role="region" aria-label="{name}" tabindex="0">{match[0]}'
        )

    return TABLE.sub(opened, html).replace("</table>", "</table></div>")


def with_prefix(body: str, prefix: str) -> str:
    """Open the first paragraph with the agency prefix, letter for letter: "(BNP) - Sáng 25/3"."""
    if not prefix:
        return body
    marked = f'<span class="agency-prefix">{escape(prefix)}</span>'
    if FIRST_PARAGRAPH.search(body):
        return FIRST_PARAGRAPH.sub(lambda p: f"{p[0]}{marked} ", body, count=1)
    return f"<p>{marked}</p>{body}"


def with_photos(body: str, kept: set[int]) -> str:
    """Return a kept body without the figures of photos that are not among `kept`."""
    return KEPT_FIGURE.sub(lambda match: match[0] if int(match[2]) in kept else "", body)


def photo_ids(body: str) -> list[int]:
    """Return the ids of the photos that stand in a kept body, in their order."""
    return [int(pk) for _, pk in KEPT_FIGURE.findall(body)]


def photos_in(body: str) -> dict[int, Photo]:
    return Photo.objects.in_bulk(photo_ids(body))
