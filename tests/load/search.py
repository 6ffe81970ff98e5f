"""What a search costs in a large archive, and whether it finds what was meant.

    python -m tests.load.search 20000
    TEST_DATABASE_URL=postgres://postgres@127.0.0.1/bench python -m tests.load.search 20000

Makes a database of its own, fills it with invented articles, and removes it. Told is the processor
time of the whole page in this process and in its PostgreSQL's (Linux only), the least of several:
on a shared machine the others measure its other work. No part of the tests.
"""

import hashlib
import os
import random
import re
import sys
import time
from collections import Counter
from pathlib import Path

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
from tests.front_door import FrontDoor  # noqa: E402
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
    "nothing, ten words": {"q": "zzzz yyyy hoi nghi xxxx dai bieu wwww chi bo vvvv"},
    "sixteen words, one wrong": {
        "q": "toa an nhan dan than uyen qui che lam viec gan voi cham soc tre tuyen"
    },
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
    door = FrontDoor()
    door.get("/tim-kiem/?q=hoi+nghi")
    report("page: kept", fastest(lambda: door.get("/tim-kiem/?q=hoi+nghi")))
    report("page: icontains, a place", fastest(lambda: naive("Quỳnh Nhai"), 3))
    report("page: icontains, common", fastest(lambda: naive("hội nghị"), 3))


def naive(words):
    """What a search page asks that knows nothing better."""
    has = Q(title__icontains=words) | Q(lead__icontains=words) | Q(body__icontains=words)
    found = Article.objects.published().filter(has).newest_first()
    return found.count(), list(found[:10])


# ---------- Forty questions ----------


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
    known = Counter(map(bare, Article.objects.values_list("title", flat=True)))
    pks = list(Article.objects.order_by("pk").values_list("pk", flat=True))
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


def seconds(act):
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def fastest(act, runs=RUNS):
    return min(processor_seconds(act) for _ in range(runs))


def processor_seconds(act):
    start = used()
    act()
    return used() - start


def used():
    """Return the processor seconds of this process and of its PostgreSQL's, so far."""
    here = time.process_time()
    if connection.vendor == "sqlite":
        return here
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    return here + int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def report(name, duration):
    print(f"{name:32} {duration * 1000:12.1f} ms", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
