"""The verbs of the newsroom: each changes an article's state and says nothing else."""

from django.utils import timezone

from news.models import Article

State = Article.State


def submit(article):
    article.state = State.SUBMITTED


def approve(article):
    """Let readers see the article from its hour on; without one, from now."""
    article.state = State.APPROVED
    article.approved_at = timezone.now()
    article.published_at = article.published_at or article.approved_at


def send_back(article):
    article.state = State.RETURNED


def withdraw(article):
    article.state = State.WITHDRAWN
