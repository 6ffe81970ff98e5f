"""Nothing that holds a phrase is left out, on SQLite and on PostgreSQL."""

import random
from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from news.models import Article
from news.search.words import fold

pytestmark = pytest.mark.django_db

SYLLABLES = [first + last for first in "bdhmn" for last in "aeio"]
MARKS = str.maketrans("aeio", "àèìò")
ARTICLES, WORDS = 300, 30


@pytest.fixture
def texts():
    """The words of articles of as many weeks, in an index of very many pages.

    Walked backwards FTS5 of SQLite 3.40 leaves rows out where the rows of a word fill many pages:
    in 10,000 articles, or in these few with pages of 32 bytes. On them it does so for half of all
    phrases, be the newest row the first or the last.
    """
    chance = random.Random(3)  # noqa: S311 the same texts each time
    often = [1 / place for place in range(1, len(SYLLABLES) + 1)]
    found = [chance.choices(SYLLABLES, often, k=WORDS) for _ in range(ARTICLES)]
    found = [[chance.choice([word, word.translate(MARKS)]) for word in words] for words in found]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO news_publicentry_text (news_publicentry_text, rank) "
                "VALUES ('pgsz', 32)"
            )
    now = timezone.now()
    Article.objects.bulk_create(
        Article(
            title=f"Bài {number}",
            slug="bai",
            body=f"<p>{' '.join(words)}</p>",
            state=Article.State.APPROVED,
            published_at=now - timedelta(weeks=number, hours=1),
        )
        for number, words in enumerate(found)
    )
    call_command("rebuild_search", verbosity=0)
    return found


def articles_by_pair(texts):
    """Return by two words that follow each other the numbers of the articles, newest first."""
    holding = {}
    for number, words in enumerate(texts):
        for pair in dict.fromkeys(pairwise(words)):
            holding.setdefault(pair, []).append(number)
    return holding


def test_every_article_with_a_phrase_is_counted(client, texts):
    holding = articles_by_pair([map(fold, words) for words in texts])
    wanted = {pair: len(numbers) for pair, numbers in holding.items() if 20 < len(numbers) <= 60}
    assert len(wanted) > 30

    missed = [
        " ".join(pair)
        for pair, number in list(wanted.items())[:30]
        if f">{number} kết quả" not in client.get("/tim-kiem/", {"q": f'"{" ".join(pair)}"'}).text
    ]

    assert missed == []


def test_a_phrase_with_its_very_marks_comes_first_and_then_the_same_without(client, texts):
    exact = articles_by_pair(texts)
    alike = articles_by_pair([map(fold, words) for words in texts])
    asked = [
        pair for pair in exact if 2 < len(exact[pair]) < 8 and set(pair) - set(map(fold, pair))
    ]
    assert len(asked) > 30

    misplaced = [
        pair
        for pair in asked[:30]
        if found(client, pair) != first_ten(exact[pair], alike[tuple(map(fold, pair))])
    ]

    assert misplaced == []


def found(client, pair):
    results = client.get("/tim-kiem/", {"q": f'"{" ".join(pair)}"'}).context["results"]
    return [int(result.article.title.removeprefix("Bài ")) for result in results]


def first_ten(exact, alike):
    return [*exact, *(number for number in alike if number not in exact)][:10]
