"""The picture that chats and social networks show of an article; it is drawn in portal/drawn.py."""

from dataclasses import dataclass

from portal.drawn import SharePicture
from portal.paths import path_to


@dataclass(frozen=True)
class ArticlePicture(SharePicture):
    """The one that we draw, with the title and the office's name of that day."""

    pk: int = 0

    @classmethod
    def of(cls, article, office):
        return cls(office, article.title, article.section_name, article.pk)

    @property
    def url(self):
        return path_to("news:share_picture", self.pk, self.digest)


def share_image(article, office):
    """Return its photo, or else the drawn picture: {"url", "width", "height", "alt"}, in px."""
    if photo := article.cover:
        size = {"width": photo.width, "height": photo.height}
        return {"url": photo.image.url, "alt": photo.alt or photo.caption, **size}
    picture = ArticlePicture.of(article, office)
    size = {"width": picture.WIDTH, "height": picture.HEIGHT}
    return {"url": picture.url, "alt": article.title, **size}
