"""What an article tells search engines about itself, in the words of schema.org."""

from django.utils import timezone

from news.models import Article, Contributor
from portal.paths import absolute
from portal.structured_data import organization

TYPES = {
    Article.Kind.NEWS: "NewsArticle",
    Article.Kind.PAGE: "WebPage",
    Article.Kind.ALBUM: "ImageGallery",
    Article.Kind.VIDEO: "VideoObject",
}


def article_data(article, contributors, picture, office, photos=(), video=None):
    """Return the article as data. `picture` is its `share_image`; an undated one stays undated.

    An album names each of its `photos`, with what stands under it; a video its file and how long
    it is.
    """
    data = {
        "@context": "https://schema.org",
        "@type": TYPES.get(article.kind, "Article"),
        "url": absolute(article.get_absolute_url()),
        "inLanguage": "vi",
        "headline": article.title,
        "description": article.lead,
        "image": [absolute(picture["url"])],
        "publisher": organization(office),
        "dateModified": timezone.localtime(article.changed_at).isoformat(),
    }
    if not article.hide_date:
        data["datePublished"] = timezone.localtime(article.published_at).isoformat()
    if article.kind == Article.Kind.PAGE:
        return data | {"name": article.title}
    if article.kind == Article.Kind.ALBUM:
        data |= {"name": article.title, "associatedMedia": [photo_data(photo) for photo in photos]}
    if article.kind == Article.Kind.VIDEO:
        data |= video_data(video) | {"name": article.title, "thumbnailUrl": data["image"]}
        data["uploadDate"] = data.get("datePublished")
    return data | {
        "mainEntityOfPage": absolute(article.get_absolute_url()),
        "articleSection": article.section_name,
        "identifier": article.document_number,
        "isBasedOn": article.source_url,
        "author": authors(contributors) or [organization(office)],
    }


def photo_data(photo):
    return {
        "@type": "ImageObject",
        "contentUrl": absolute(photo.image.url),
        "width": photo.width,
        "height": photo.height,
        "caption": photo.caption,
        "description": photo.alt,
        "creditText": photo.credit,
    }


def video_data(video):
    if video is None or not video.file:
        return {}
    return {
        "contentUrl": absolute(video.file.url),
        "encodingFormat": "video/mp4",
        "duration": f"PT{video.duration}S",  # ISO 8601
        "width": video.width,
        "height": video.height,
    }


def authors(contributors):
    """Return who wrote it; who took the pictures is named beside them."""
    photographer = Contributor.Role.PHOTOGRAPHER
    return [
        {"@type": "Person", "name": c.name, "jobTitle": c.office, "url": address_of(c)}
        for c in contributors
        if c.role != photographer
    ]


def address_of(contributor):
    path = contributor.get_absolute_url()
    return path and absolute(path)
