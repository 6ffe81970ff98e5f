"""The verbs of the newsroom: each changes an article, and leaves the saving to its caller."""

from django.utils import timezone

from news.models import Article

State = Article.State


def submit(article):
    article.state = State.SUBMITTED


def approve(article):
    """Let readers see the article from its hour on; without one, from now."""
    article.state = State.APPROVED
    if not article.approved_at:
        article.slug = ""  # made of the title it is published under
    article.approved_at = timezone.now()
    # To the minute, as the form shows it: saving again must not move it.
    this_minute = article.approved_at.replace(second=0, microsecond=0)
    article.published_at = article.published_at or this_minute


def send_back(article):
    article.state = State.RETURNED


def withdraw(article):
    article.state = State.WITHDRAWN
