"""The most read articles of a report, with their titles: where counter and newsroom meet."""

from typing import NamedTuple

from news.models import Article

LISTED, LISTED_IN_CATEGORY = 20, 5


class Read(NamedTuple):
    title: str
    section: str
    url: str  # "" where no reader may go
    views: int

    @property
    def cells(self):
        return self.title, self.section, self.views


def reading_of(report) -> list[Read]:
    """Return the report's articles by name, in one query."""
    found = (
        Article.objects.select_related("category")
        .defer("body")
        .in_bulk([pk for pk, _ in report.most_read])
    )
    return [read(found.get(pk), pk, views) for pk, views in report.most_read]


def read(article, pk, views):
    if article is None:
        return Read(f"Bài đã xóa, số {pk}", "", "", views)
    url = article.get_absolute_url() if article.is_published() else ""
    return Read(article.title, article.section_name, url, views)


def by_section(reading: list[Read]) -> dict[str, list[Read]]:
    """Return the first few of each category, the category of the most read article first."""
    sections = {}
    for article in reading:
        if article.section:
            sections.setdefault(article.section, []).append(article)
    return {name: articles[:LISTED_IN_CATEGORY] for name, articles in sections.items()}
