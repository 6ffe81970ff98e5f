"""Chromium 95, Safari 15 and Firefox ESR read the sheet: what is newer stands behind @supports."""

import re
from pathlib import Path

import pytest
from django.conf import settings

NEWER = [
    r":has\(",
    r"color-mix\(|oklch\(|oklab\(|lab\(|lch\(|light-dark\(",
    r"@container|container-type|container-name|\dcq[wihb]",
    r"@layer|@scope|@property|@starting-style",
    r"\d[dsl]v[hwib]\b",
    r"text-wrap|hanging-punctuation|field-sizing|interpolate-size|content-visibility",
    r"subgrid|masonry|anchor-name|position-area|view-transition|animation-timeline",
    r"@media[^{]*[<>]=?",  # range syntax
    r"mask-image|backdrop-filter|scrollbar-gutter|scrollbar-color|text-box|inert\b",
    r"\{[^{}]*\{[^{}]*&",  # nesting
    r"\b(?:translate|rotate|scale):",
]


def unconditional(css):
    """Return the sheet without its comments and its @supports blocks."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    while match := re.search(r"@supports[^{]*\{", css):
        end, depth = match.end(), 1
        while depth:
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        css = css[: match.start()] + css[end:]
    return css


@pytest.mark.parametrize("feature", NEWER)
def test_old_browsers_meet_nothing_they_cannot_read(feature):
    css = unconditional(Path(settings.BASE_DIR, "static/css/portal.css").read_text())

    assert re.findall(feature, css) == []
