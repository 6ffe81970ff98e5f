"""Pictures that we draw ourselves: once, at the first request, and then they lie in the media.

Each is named after all that it shows, so a changed title has another picture at another address,
and what was drawn may be kept for ever by whoever has it. Nobody tells which are still asked for:
`sweep` deletes the old ones, and those are drawn anew for whoever asks again.
"""

import hashlib
import io
import math
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw, ImageFont

from portal.models import AgencyIdentity
from portal.paths import path_to
from portal.text import keep_together

FOLDER = "drawn"
TYPEFACES = Path(__file__).parent / "typefaces"
SERIF, SANS = TYPEFACES / "NotoSerif-Bold.ttf", TYPEFACES / "NotoSans-Regular.ttf"
SANS_BOLD = TYPEFACES / "NotoSans-Bold.ttf"
EDITION = "1"  # another number when the drawing changes: every picture is then drawn anew

PAPER, INK, ACCENT = "#fffefb", "#1d1815", "#a3161a"
MASTHEAD, ON_MASTHEAD, GOLD, GOLD_LINE = "#97131a", "#fff8e8", "#f2cc6b", "#d3a53c"
LEADING = 1.32  # of the size: Noto's stacked marks reach 1.07 above the line and 0.29 below


class Drawn:
    """A picture that is drawn when it is first asked for."""

    WIDTH, HEIGHT = 1200, 630
    extension, options = "png", {"optimize": True}

    @cached_property
    def digest(self):
        """20 hexadecimal digits that stand for everything the picture shows."""
        shown = "\x1f".join([EDITION, type(self).__name__, *map(str, self.shows())])
        return hashlib.sha256(shown.encode()).hexdigest()[:20]

    @property
    def name(self):
        return f"{FOLDER}/{self.digest[:2]}/{self.digest}.{self.extension}"

    def open(self):
        """Return the picture as a file; whoever comes second finds it drawn."""
        try:
            return default_storage.open(self.name)
        except FileNotFoundError:
            self.keep(self.draw())
            return default_storage.open(self.name)

    def keep(self, picture):
        output = io.BytesIO()
        picture.save(output, self.extension, **self.options)
        kept = default_storage.save(self.name, ContentFile(output.getvalue()))
        if kept != self.name:  # somebody else was first
            default_storage.delete(kept)


def sweep(before) -> int:
    """Delete what was drawn before an aware datetime; return how many pictures."""
    old = [name for name in drawn_names() if default_storage.get_modified_time(name) < before]
    for name in old:
        default_storage.delete(name)
    return len(old)


def drawn_names():
    try:
        folders, _ = default_storage.listdir(FOLDER)
    except FileNotFoundError:  # nothing was drawn yet
        return
    for folder in folders:
        for name in default_storage.listdir(f"{FOLDER}/{folder}")[1]:
            yield f"{FOLDER}/{folder}/{name}"


@dataclass(frozen=True)
class Icon(Drawn):
    """The office's emblem as a square for home screens and search engines; without one the star."""

    SIZES = (48, 180, 192, 512)

    identity: AgencyIdentity
    size: int  # px

    @property
    def url(self):
        return path_to("icon", self.size, self.digest)

    def shows(self):
        return [self.size, self.identity.emblem.name]

    def draw(self):
        picture = Image.new("RGB", (self.size, self.size), PAPER)
        margin = self.size // 12
        put_emblem(picture, self.identity, (margin, margin), self.size - 2 * margin)
        return picture


class Favicon(Icon):
    """The same for whatever asks for /favicon.ico unbidden."""

    extension, options = "ico", {"sizes": [(16, 16), (32, 32), (48, 48)]}


@dataclass(frozen=True)
class SharePicture(Drawn):
    """What a chat or a social network shows of a page that has no photo."""

    identity: AgencyIdentity
    title: str
    kicker: str = ""

    def shows(self):
        office = self.identity
        names = [office.parent_body, office.name, office.site_kind, office.emblem.name]
        return [*names, self.kicker, self.title]

    def draw(self):
        picture = Image.new("RGB", (self.WIDTH, self.HEIGHT), PAPER)
        pen = ImageDraw.Draw(picture)
        pen.rectangle((0, 0, self.WIDTH, 176), fill=MASTHEAD)
        pen.rectangle((0, 176, self.WIDTH, 181), fill=GOLD_LINE)
        put_emblem(picture, self.identity, (64, 34), 108)
        self.write_masthead(pen)
        self.write_title(pen)
        return picture.quantize(128, dither=Image.Dither.NONE)

    def write_masthead(self, pen):
        office = self.identity
        name = Text.fitting(office.name, SERIF, (38, 34, 30, 26, 22), (940, 84))
        lines = [
            office.parent_body and Text.fitting(office.parent_body, SANS, (22,), (940, 30)),
            name,
            office.site_kind and Text.fitting(office.site_kind, SANS, (22,), (940, 30)),
        ]
        lines = [line for line in lines if line]
        if len(name.lines) > 1:  # a long name has the band for itself
            lines = [name]
        top = (176 - sum(line.height for line in lines)) / 2
        for line in lines:
            line.write(pen, (200, top), GOLD if line is name else ON_MASTHEAD)
            top += line.height

    def write_title(self, pen):
        left, top, bottom = 64, 206, self.HEIGHT - 32
        kicker = self.kicker and Text.fitting(self.kicker, SANS_BOLD, (28,), (1072, 38))
        above = kicker.height + 12 if kicker else 0
        box = (1072, bottom - top - above)
        title = Text.fitting(self.title, SERIF, (72, 66, 60, 54, 48, 42, 36), box)
        top += (box[1] - title.height) / 2
        if kicker:
            kicker.write(pen, (left, top), ACCENT)
        title.write(pen, (left, top + above), INK)


@dataclass(frozen=True)
class SitePicture(Drawn):
    """What a chat shows of the front page and of lists: the masthead."""

    identity: AgencyIdentity

    @property
    def url(self):
        return path_to("site_picture", self.digest)

    def shows(self):
        office = self.identity
        return [office.parent_body, office.name, office.site_kind, office.emblem.name]

    def draw(self):
        office = self.identity
        picture = Image.new("RGB", (self.WIDTH, self.HEIGHT), MASTHEAD)
        pen = ImageDraw.Draw(picture)
        pen.rectangle((0, self.HEIGHT - 12, self.WIDTH, self.HEIGHT), fill=GOLD_LINE)
        put_emblem(picture, office, (80, 199), 220)
        box = (780, 300)
        lines = [
            (office.parent_body, SANS, (34, 28), ON_MASTHEAD),
            (office.name, SERIF, (72, 64, 56, 48, 40, 32), GOLD),
            (office.site_kind, SANS, (34, 28), ON_MASTHEAD),
        ]
        lines = [(Text.fitting(w, face, sizes, box), c) for w, face, sizes, c in lines if w]
        top = (self.HEIGHT - 12 - sum(text.height for text, _ in lines)) / 2
        for text, colour in lines:
            text.write(pen, (360, top), colour)
            top += text.height
        return picture.quantize(128, dither=Image.Dither.NONE)


@dataclass(frozen=True)
class Text:
    """Some lines in one face and size (px)."""

    lines: list
    font: ImageFont.FreeTypeFont

    @classmethod
    def fitting(cls, words, face, sizes, box):
        """Return `words` in the largest of the sizes whose lines fit the box, or cut to it."""
        width, height = box
        for size in sizes:
            text = cls.broken(words, typeface(face, size), width)
            if text.height <= height:
                return text.balanced(width)
        room = max(1, int(height / text.leading))
        last = " ".join(text.lines[room - 1 :])
        while last and text.font.getlength(last + "…") > width:
            last = last[:-1]
        return cls([*text.lines[: room - 1], last.rstrip(" ,;:-–") + "…"], text.font)

    @classmethod
    def broken(cls, words, font, width):
        """Break `words` into lines no wider than `width`, a word that is longer anywhere."""
        lines = [""]
        for word in keep_together(words).split(" "):
            while font.getlength(word) > width:
                fits = range(2, len(word) + 1)
                cut = 1 + bisect_right(fits, width, key=lambda n: font.getlength(word[:n]))
                lines.append(word[:cut])
                word = word[cut:]
            longer = f"{lines[-1]} {word}".strip(" ")
            if font.getlength(longer) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        return cls([line for line in lines if line], font)

    def balanced(self, width):
        """Return the same words in as many lines, about equally long."""
        words = " ".join(self.lines)
        longest = max(map(self.font.getlength, words.split(" ")))
        best = self
        for narrower in range(width - 20, int(longest), -20):
            tried = Text.broken(words, self.font, narrower)
            if len(tried.lines) > len(self.lines):
                break
            best = tried
        return best

    @property
    def leading(self):
        return self.font.size * LEADING

    @property
    def height(self):
        return len(self.lines) * self.leading

    def write(self, pen, place, colour):
        left, top = place
        for number, line in enumerate(self.lines):
            baseline = top + number * self.leading + self.font.size * 1.02
            pen.text((left, baseline), line, fill=colour, font=self.font, anchor="ls")


@lru_cache(maxsize=32)
def typeface(face, size):
    return ImageFont.truetype(face, size, layout_engine=ImageFont.Layout.BASIC)


def put_emblem(picture, identity, place, size):
    """Paste the office's emblem, or the star, into a square of `size` px."""
    emblem = read_emblem(identity) or star(size)
    emblem.thumbnail((size, size), Image.Resampling.LANCZOS)
    left, top = place
    corner = left + (size - emblem.width) // 2, top + (size - emblem.height) // 2
    picture.paste(emblem, corner, emblem)


def read_emblem(identity):
    if not identity.emblem:
        return None
    try:
        with identity.emblem.open() as file:
            return Image.open(file).convert("RGBA")
    except OSError:  # the file is gone, or no picture: the star does as well
        return None


def star(size):
    """The star of static/img/star.svg, `size` px wide, drawn four times as large and made small."""
    scale = 4 * size / 64
    picture = Image.new("RGBA", (4 * size, 4 * size))
    pen = ImageDraw.Draw(picture)
    pen.circle((32 * scale, 32 * scale), 31.9 * scale, fill=MASTHEAD)
    pen.circle((32 * scale, 32 * scale), 29.75 * scale, outline=GOLD, width=round(1.5 * scale))
    angles = [math.radians(36 * point - 90) for point in range(10)]
    points = [
        ((32 + r * math.cos(a)) * scale, (33 + r * math.sin(a)) * scale)
        for a, r in zip(angles, [20, 7.64] * 5, strict=True)
    ]
    pen.polygon(points, fill=GOLD)
    return picture.resize((size, size), Image.Resampling.LANCZOS)
