"""Word files dropped at the newsroom's door, and the draft that is found in the form then."""

from news.models import Article
from tests.factories import make_category

PAGE = "/quan-tri/news/article/nhap-word/"


def drop(client, *files, category="", captions=(), **headers):
    """Send files as the page does."""
    category = getattr(category, "pk", category)
    data = {"files": list(files), "category": category, "caption": list(captions)}
    return client.post(PAGE, data, headers=headers)


def drafted(client, *files, captions=()):
    """Drop files that become one draft; return that."""
    answer = drop(client, *files, category=make_category(), captions=captions)
    article = Article.objects.latest("pk")
    assert answer.status_code == 302, answer.context["form"].errors
    assert answer.url == f"/quan-tri/news/article/{article.pk}/change/"
    return article
