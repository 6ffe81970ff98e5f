"""A photo in rich text as the portal prints it: four widths, with its caption."""

from django.utils.html import format_html
from wagtail.images.formats import Format, register_image_format
from wagtail.images.models import ResponsiveImage

WIDTHS = [400, 800, 1200, 1600]  # px
SIZES = (
    "(min-width: 0px) and (max-width: 1023px) 100vw, "
    "(min-width: 1024px) and (max-width: 1599px) 58vw, 666px"
)


class CaptionedPhoto(Format):
    def image_to_html(self, image, alt_text, extra_attributes=None):
        renditions = image.get_renditions(*(f"width-{width}|format-webp" for width in WIDTHS))
        attributes = {"alt": "", "sizes": SIZES, "loading": "lazy"} | (extra_attributes or {})
        return format_html(
            '<figure class="figure">{}<figcaption>{}</figcaption></figure>',
            ResponsiveImage(renditions, attributes),
            alt_text,
        )


register_image_format(CaptionedPhoto("captioned", "Có chú thích", "", ""))
