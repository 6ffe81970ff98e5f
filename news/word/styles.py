"""What a run or paragraph finally looks like: its styles, the defaults and the theme resolved."""

import re
from functools import cache

from news.word.package import child, children, value, whole

# Toggles and values we act on; how a run looks otherwise is the site's business.
TOGGLES = {"w:b", "w:i", "w:strike", "w:caps", "w:vanish"}
MAX_BASED_ON = 20  # styles in a chain; a damaged file may be based on itself
HEADING = re.compile(r"heading (\d)$", re.IGNORECASE)
CONTENTS = re.compile(r"(toc|contents) (\d|heading)$", re.IGNORECASE)  # Word's, LibreOffice's


def is_on(tag) -> bool:
    return tag.get("w:val", "true") not in ("0", "false", "off")


class Styles:
    """The styles of one package; without any (a damaged file) everything is plain."""

    def __init__(self, package):
        root = package.related("styles")
        self.styles, self.default = {}, None
        for style in children(root, "w:style"):
            identity = (style.get("w:type"), style.get("w:styleId"))
            self.styles.setdefault(identity, style)
            if style.get("w:type") == "paragraph" and is_default(style):
                self.default = style.get("w:styleId")
        self.theme = theme_fonts(package)
        self.defaults = looks(child(root, "w:docDefaults", "w:rPrDefault", "w:rPr"), self.theme)
        self.of_style = cache(self.of_style)

    def chain(self, kind: str, style: str | None) -> list:
        """Return the style and what it is based on, the basis first."""
        found = []
        while (tag := self.styles.get((kind, style))) is not None and len(found) < MAX_BASED_ON:
            found.append(tag)
            style = value(tag, "w:basedOn")
        return found[::-1]

    def of_style(self, paragraph_style: str | None, run_style: str | None) -> dict:
        result = dict(self.defaults)
        for style in self.chain("paragraph", paragraph_style or self.default):
            result |= looks(child(style, "w:rPr"), self.theme)
        for style in self.chain("character", run_style):
            result |= looks(child(style, "w:rPr"), self.theme)
        return result

    def of_runs(self, paragraph, runs) -> list[dict]:
        """Return the looks of each run: "w:b" and its like, "w:vertAlign", "w:position", fonts."""
        style = value(paragraph, "w:pPr", "w:pStyle")  # once: it is looked for among all the runs
        properties = [child(run, "w:rPr") for run in runs]
        return [
            self.of_style(style, value(own, "w:rStyle")) | looks(own, self.theme)
            for own in properties
        ]

    def paragraph_property(self, paragraph, name: str):
        """Return the property's tag from the paragraph or else from its styles, or None."""
        own = child(paragraph, "w:pPr", name)
        if own is not None:
            return own
        style = value(paragraph, "w:pPr", "w:pStyle") or self.default
        tags = [child(tag, "w:pPr", name) for tag in self.chain("paragraph", style)]
        return next((tag for tag in reversed(tags) if tag is not None), None)

    def role(self, paragraph) -> str:
        """Return "title", "caption", "h2" to "h4" or "p", by the style or the outline level."""
        style = value(paragraph, "w:pPr", "w:pStyle")
        for tag in reversed(self.chain("paragraph", style)):
            name = (value(tag, "w:name") or "").lower()
            if name in ("title", "caption"):
                return name
            if match := HEADING.match(name):
                return f"h{min(int(match[1]) + 1, 4)}"
        level = self.paragraph_property(paragraph, "w:outlineLvl")
        number = whole(level.get("w:val"), 9) if level is not None else 9
        return f"h{min(number + 2, 4)}" if number < 9 else "p"

    def is_of_contents(self, tag) -> bool:
        """Whether `tag` is a line of the table of contents that Word makes, or holds it whole."""
        if tag.tag == "w:sdt":
            gallery = value(tag, "w:sdtPr", "w:docPartObj", "w:docPartGallery")
            return gallery == "Table of Contents"
        style = value(tag, "w:pPr", "w:pStyle") if tag.tag == "w:p" else None
        names = [value(tag, "w:name") or "" for tag in self.chain("paragraph", style)]
        return any(CONTENTS.match(name) for name in names)

    def alignment(self, paragraph) -> str:
        tag = self.paragraph_property(paragraph, "w:jc")
        side = tag.get("w:val") if tag is not None else ""
        return {"center": "center", "right": "right", "end": "right", "both": "justify"}.get(
            side, ""
        )


def is_default(style) -> bool:
    return style.get("w:default") in ("1", "true", "on")


def theme_fonts(package) -> dict[str, str]:
    root = package.related("theme")
    fonts = child(root, "a:themeElements", "a:fontScheme")
    found = {}
    for name in ("major", "minor"):
        latin = child(fonts, f"a:{name}Font", "a:latin")
        found[name] = latin.get("typeface", "") if latin is not None else ""
    return found


def looks(properties, theme: dict[str, str]) -> dict:
    """Return what one set of run properties says; what it leaves open is not in the result."""
    said = {}
    for tag in properties if properties is not None else []:
        if tag.tag in TOGGLES:
            said[tag.tag] = is_on(tag)
        elif tag.tag == "w:dstrike" and is_on(tag):
            said["w:strike"] = True
        elif tag.tag == "w:u":
            said["w:u"] = tag.get("w:val") not in (None, "none", "0", "false")
        elif tag.tag == "w:vertAlign":
            said["w:vertAlign"] = tag.get("w:val")
        elif tag.tag == "w:position":
            half_points = tag.get("w:val", "")
            sign = -1 if half_points.startswith("-") else 1
            said["w:position"] = sign * whole(half_points.removeprefix("-"), 0)
        elif tag.tag == "w:rFonts":
            for slot in ("ascii", "hAnsi"):
                named = tag.get(f"w:{slot}Theme", "")[:5]
                if font := theme.get(named) or tag.get(f"w:{slot}"):
                    said[slot] = font
    return said
