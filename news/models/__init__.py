from news.models.article import Article
from news.models.category import Category, FormerSlug
from news.models.contributor import Contributor
from news.models.error_report import ErrorReport
from news.models.media import Attachment, Photo, Video
from news.models.revision import Revision, Transition
from news.models.search import NewsroomEntry, PublicEntry
from news.models.topic import FormerTopic, Placement, Topic
from news.models.working import (
    Dismissal,
    PreviewLink,
    PreviewOpening,
    SavedForm,
    Typing,
    WordImport,
)

__all__ = [
    "Article",
    "Attachment",
    "Category",
    "Contributor",
    "Dismissal",
    "ErrorReport",
    "FormerSlug",
    "FormerTopic",
    "NewsroomEntry",
    "Photo",
    "Placement",
    "PreviewLink",
    "PreviewOpening",
    "PublicEntry",
    "Revision",
    "SavedForm",
    "Topic",
    "Transition",
    "Typing",
    "Video",
    "WordImport",
]
