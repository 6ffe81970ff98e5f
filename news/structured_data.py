"""What an article tells search engines about itself, in the words of schema.org."""

from django.utils import timezone

from news.models import Article, Contributor
from portal.paths import absolute
from portal.structured_data import organization

TYPES = {Article.Kind.NEWS: "NewsArticle", Article.Kind.PAGE: "WebPage"}


def article_data(article, contributors, picture, office):
    """Return the article as data. `picture` is its `share_image`; an undated one stays undated."""
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
    return data | {
        "mainEntityOfPage": absolute(article.get_absolute_url()),
        "articleSection": article.section_name,
        "identifier": article.document_number,
        "isBasedOn": article.source_url,
        "author": authors(contributors) or [organization(office)],
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
