"""What is read on a page: its elements, and their words."""

from bs4 import BeautifulSoup


def soup(answer):
    return BeautifulSoup(answer.content, "html.parser")


def words(element):
    """Return the text as it is read: white space, no-break spaces too, as one space."""
    return " ".join(element.get_text(" ").split())


def open_article(client, article):
    return soup(client.get(article.get_absolute_url()))
