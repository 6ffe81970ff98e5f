from news.models.article import Article, Contributor
from news.models.category import Category
from news.models.media import Attachment, Photo

__all__ = ["Article", "Attachment", "Category", "Contributor", "Photo"]
