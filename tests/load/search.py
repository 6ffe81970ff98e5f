"""What a search costs in a large archive, and whether it finds what was meant.

    python -m tests.load.search 20000
    TEST_DATABASE_URL=postgres://postgres@127.0.0.1/bench python -m tests.load.search 20000

Makes a database of its own, fills it with invented articles, and removes it. Times are the fastest
of several whole pages: on a shared machine the others measure its other work. No part of the tests.
"""

import hashlib
import os
import random
import sys
import time
from collections import Counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.db.models import Q  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.runner import DiscoverRunner  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from news.models import Article, NewsroomEntry, PublicEntry  # noqa: E402
from news.search import index  # noqa: E402
from news.search.words import fold, words  # noqa: E402
from stats import figures, folding  # noqa: E402
from tests.load.corpus import make_articles  # noqa: E402

RUNS = 9
PAGES = {
    "common, two words": {"q": "hội nghị"},
    "common, no marks": {"q": "hoi nghi"},
    "common, newest first": {"q": "hoi nghi", "thu-tu": "moi-nhat"},
    "a place": {"q": "Quỳnh Nhai"},
    "a phrase": {"q": '"kết nạp đảng viên mới"'},
    "seven words": {"q": "phat bieu tai an khe ha long"},
    "a number": {"q": "19-NQ/ĐUK"},
    "a year of one category": {
        "q": "sinh hoat chi bo",
        "chuyen-muc": "chuyen-muc-3",
        "nam": "2025",
    },
    "nothing": {"q": "zzzz"},
}


def main(count):
    runner = DiscoverRunner(interactive=False, verbosity=0)
    databases = runner.setup_databases()
    try:
        report("articles made", seconds(lambda: make_articles(count)))
        report("indexed", seconds(build))
        measure()
        ask()
    finally:
        runner.teardown_databases(databases)


def build():
    for _ in index.rebuild(Article.objects.all(), PublicEntry, NewsroomEntry):
        pass
    index.tidy()


def measure():
    folding.clear_up()
    figures.publish()
    figures.in_server = True
    client = Client()
    for name, asked in PAGES.items():
        report(f"page: {name}", fastest(lambda asked=asked: client.get("/tim-kiem/", asked)))
    report("suggestions", fastest(lambda: client.get("/tim-kiem/goi-y/", {"q": "hoi ng"})))
    report("page: icontains, a place", fastest(lambda: naive("Quỳnh Nhai"), 3))
    report("page: icontains, common", fastest(lambda: naive("hội nghị"), 3))


def naive(words):
    """What a search page asks that knows nothing better."""
    has = Q(title__icontains=words) | Q(lead__icontains=words) | Q(body__icontains=words)
    found = Article.objects.published().filter(has).newest_first()
    return found.count(), list(found[:10])


# ---------- Forty questions ----------


def ask():
    """Ask for forty articles in forty ways; print how many stand among the first three."""
    chance = random.Random(40)  # noqa: S311 the same questions each time
    known = Counter(map(key, Article.objects.values_list("title", flat=True)))
    setup_test_environment()
    client, found, tops = Client(), 0, []
    for number, article in enumerate(targets(chance, known)):
        q = WAYS[number % len(WAYS)](article, chance)
        results = client.get("/tim-kiem/", {"q": q}).context["results"]
        top = [result.article.pk for result in results]
        tops.append(top)
        found += article.pk in top[:3]
        if article.pk not in top[:3]:
            print(f"  not in the first three: {q!r}, meant was {article.title!r}")
    print(f"in the first three: {found} of {len(tops)}")
    print("top tens:", hashlib.sha256(repr(tops).encode()).hexdigest()[:16], connection.vendor)


def targets(chance, known):
    """Articles that can be meant: no other has their title."""
    pks = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    chance.shuffle(pks)
    documents, others = [], []
    for article in Article.objects.filter(pk__in=pks[:400]).order_by("pk"):
        if known[key(article.title)] == 1:
            (documents if article.document_number else others).append(article)
    return [(documents if "number" in way.__name__ else others).pop() for way in WAYS * 4]


def key(title):
    return " ".join(map(fold, words(title)))


def bare(text):
    return " ".join(map(fold, words(text)))


def whole_title(article, chance):
    return article.title


def title_without_marks(article, chance):
    return bare(article.title)


def title_without_two_words(article, chance):
    kept = words(article.title)
    for _ in range(2):
        kept.pop(chance.randrange(len(kept)))
    return " ".join(kept)


def title_out_of_order(article, chance):
    kept = bare(article.title).split()
    chance.shuffle(kept)
    return " ".join(kept)


def title_and_a_wrong_word(article, chance):
    return f"{bare(article.title)} tuyen quang"


def number_as_printed(article, chance):
    return article.document_number


def number_without_anything(article, chance):
    return bare(article.document_number)


def number_and_kind(article, chance):
    return f"{article.document_type} số {article.document_number}".lower()


def lead_in_quotes(article, chance):
    return f'"{" ".join(words(article.lead)[:12])}"'


def words_of_lead(article, chance):
    return bare(article.title.split(" ")[0] + " " + " ".join(words(article.lead)[4:16]))


WAYS = [
    whole_title,
    title_without_marks,
    title_without_two_words,
    title_out_of_order,
    title_and_a_wrong_word,
    number_as_printed,
    number_without_anything,
    number_and_kind,
    lead_in_quotes,
    words_of_lead,
]


def seconds(act):
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def fastest(act, runs=RUNS):
    return min(seconds(act) for _ in range(runs))


def report(name, duration):
    print(f"{name:32} {duration * 1000:12.1f} ms", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
