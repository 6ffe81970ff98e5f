"""Whether a search finds what was meant: forty questions of a site that whole_site.py filled.

    DATABASE_URL=… python -m tests.load.search

What searching costs is told by scale.py. No part of the tests.
"""

import hashlib
import os
import random
import re
from collections import Counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.db.models import Q  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from news.models import Article  # noqa: E402
from news.search.words import fold, words  # noqa: E402


def ask():
    """Ask for forty articles in ten ways; print how many stand among the first three."""
    chance = random.Random(40)  # noqa: S311 the same questions each time
    setup_test_environment()
    client, found, tops = Client(), 0, []
    for article, q in questions(chance):
        results = client.get("/tim-kiem/", {"q": q}).context["results"]
        top = [result.article.pk for result in results]
        tops.append(top)
        found += article.pk in top[:3]
        if article.pk not in top[:3]:
            print(f"  not in the first three: {q!r}, meant was {article.title!r}")
    print(f"in the first three: {found} of {len(tops)}")
    print("top tens:", hashlib.sha256(repr(tops).encode()).hexdigest()[:16], connection.vendor)


def questions(chance):
    """Yield articles that can be meant, since no other has their title, and what is typed."""
    public = Article.objects.published()
    known = Counter(map(bare, public.values_list("title", flat=True)))
    pks = list(public.order_by("pk").values_list("pk", flat=True))
    chance.shuffle(pks)
    articles = Article.objects.in_bulk(pks[:600])
    targets = [a for pk in pks[:600] if known[bare((a := articles[pk]).title)] == 1]
    for way in WAYS * 4:
        article = next(a for a in targets if way(a, chance))
        targets.remove(article)
        yield article, way(article, chance)


def bare(text):
    return " ".join(map(fold, words(text)))


# Each way returns what is typed for an article, or "" where nobody would ask for it like this.


def title_without_marks(article, chance):
    return bare(article.title)


def title_with_some_marks(article, chance):
    return " ".join(chance.choice([word, fold(word)]) for word in words(article.title))


def title_in_any_case_and_order(article, chance):
    kept = [chance.choice([word.upper(), word.lower()]) for word in words(article.title)]
    chance.shuffle(kept)
    return " ".join(kept)


def title_without_two_words(article, chance):
    kept = words(article.title)
    for _ in range(2):
        kept.pop(chance.randrange(len(kept)))
    return " ".join(kept) if len(kept) > 5 else ""


def title_with_a_wrong_word(article, chance):
    kept = bare(article.title).split()
    kept[chance.randrange(len(kept))] = "tuyen"
    return " ".join(kept) if len(kept) > 5 else ""


def title_spelled_the_other_way(article, chance):
    other = article.title
    for ours, theirs in SPELLINGS.items():
        other = other.replace(ours, theirs)
    return other if other != article.title else ""


def event_with_its_number(article, chance):
    event, found, _ = article.title.partition(" khóa ")
    return bare(event.replace("Ban Chấp hành Đảng bộ ", "")) if found else ""


def number(article, chance):
    if not (printed := article.document_number):
        return ""
    figure, kind, *_ = words(printed)
    forms = [printed, bare(printed), f"{kind} {figure}".lower(), f"số {printed}".lower()]
    return chance.choice(forms)


def person_and_place(article, chance):
    visit = re.match(r"Đồng chí (.*) thăm (.*) nhân dịp", article.title)
    return f"{visit[1]} {bare(visit[2])}" if visit else ""


def sentence_in_quotes(article, chance):
    phrase = " ".join(article.lead.split()[4:18])
    has = Q(lead__contains=phrase) | Q(body__contains=phrase)
    is_its_own = any(c.isdigit() for c in phrase) and Article.objects.filter(has).count() == 1
    return f"“{phrase}”" if is_its_own else ""


SPELLINGS = {"òa": "oà", "óa": "oá", "Ủy": "Uỷ", "ủy": "uỷ", "úy": "uý", "kỷ": "kỉ", "Ký": "Kí"}
WAYS = [
    title_without_marks,
    title_with_some_marks,
    title_in_any_case_and_order,
    title_without_two_words,
    title_with_a_wrong_word,
    title_spelled_the_other_way,
    event_with_its_number,
    number,
    person_and_place,
    sentence_in_quotes,
]


if __name__ == "__main__":
    ask()
