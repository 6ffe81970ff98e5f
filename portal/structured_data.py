"""What the pages tell search engines about themselves, in the words of schema.org.

Plain data in, plain data out; `as_script` prints it.
"""

import json

from django.utils.safestring import mark_safe

from portal.drawn import Icon
from portal.paths import absolute

# What could end the script element, or a line of it in an old parser, written as JSON may write it.
ESCAPES = {ord(c): f"\\u{ord(c):04X}" for c in "<>&\u2028\u2029"}


def as_script(data):
    """Return `data` as a JSON-LD element. Nothing in it is executed, whatever it says."""
    text = json.dumps(without_empty(data), ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


def without_empty(data):
    """Return `data` without the properties that have nothing to say."""
    if isinstance(data, dict):
        data = {name: without_empty(value) for name, value in data.items()}
        return {name: value for name, value in data.items() if value not in (None, "", [], {})}
    return [without_empty(value) for value in data] if isinstance(data, list) else data


def organization(office):
    logo = Icon(office, 512)
    return {
        "@type": "Organization",
        "@id": absolute("/#co-quan"),
        "name": office.name,
        "url": absolute("/"),
        "logo": {"@type": "ImageObject", "url": absolute(logo.url), "width": 512, "height": 512},
        "address": office.address,
        "telephone": office.phone,
        "email": office.email,
        "parentOrganization": office.parent_body
        and {"@type": "Organization", "name": office.parent_body},
    }


def site(office):
    """Return what the front page says: whose site this is."""
    page = {
        "@type": "WebSite",
        "@id": absolute("/#trang"),
        "name": office.site_name,
        "url": absolute("/"),
        "inLanguage": "vi",
        "publisher": {"@id": absolute("/#co-quan")},
    }
    return {"@context": "https://schema.org", "@graph": [organization(office), page]}


def breadcrumb(steps):
    """Return the way to a page. `steps`: its (name, path), the last without a path."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": name,
                "item": path and absolute(path),
            }
            for position, (name, path) in enumerate(steps, 1)
        ],
    }
