"""Links that Word writes as fields, which have an instruction in place of a relationship."""

import re
from xml.etree.ElementTree import Element

LINK = re.compile(r'\s*HYPERLINK\s+"([^"]+)"', re.IGNORECASE)


def address(instruction: str) -> str:
    match = LINK.match(instruction)
    return match[1] if match else ""


def with_links(tags) -> list:
    """Return the parts of a paragraph, what a long field shows of a link held together by one tag.

    The field's marks stand in runs between begin, separate and end (ECMA-376, 17.16.18).
    """
    parts, link, instruction, depth = [], None, "", 0
    for tag in tags:
        (parts if link is None else link).append(tag)
        for mark in tag if tag.tag == "w:r" else []:
            kind = mark.get("w:fldCharType") if mark.tag == "w:fldChar" else ""
            if mark.tag == "w:instrText" and link is None:
                instruction += mark.text or ""
            elif kind == "begin":
                depth += 1
                instruction = instruction if depth > 1 else ""
            elif kind == "separate" and depth == 1 and address(instruction):
                link = Element("w:hyperlink", {"address": address(instruction)})
                parts.append(link)
            elif kind == "end":
                depth = max(depth - 1, 0)
                link = link if depth else None
    return parts
