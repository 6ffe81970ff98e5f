"""Every page of one site, made once for each line that is asked for; scale.py asks.

    DATABASE_URL=… MEDIA_ROOT=… python -m tests.load.scale_site [--shared]

The database is one that whole_site.py filled. On standard input comes the name of a page a line,
out goes a line of JSON: processor and wall seconds, queries, bytes. Nothing is kept: what is
timed is making the page, in this process and in its PostgreSQL's (Linux only). What many pages
share is made with each, unless it is remembered as in a server process: `--shared`.
"""

import json
import os
import sys
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
os.environ["EMAIL_URL"] = "dummymail://"
django.setup()

from bs4 import BeautifulSoup  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Count, Q  # noqa: E402
from django.db.models.functions import TruncDate  # noqa: E402
from django.test import Client, RequestFactory  # noqa: E402
from django.urls import reverse  # noqa: E402

from news.models import Article, Category, Contributor, Photo, Topic  # noqa: E402
from news.pagination import OLDER, PAGE_SIZE, link  # noqa: E402
from news.search import views as search  # noqa: E402
from news.search.forms import SearchForm  # noqa: E402
from portal.kept.watch import watch  # noqa: E402
from stats import figures, folding  # noqa: E402
from tests.load.corpus import BUSY_DAY  # noqa: E402
from tests.load.whole_site import APPROVER  # noqa: E402

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0.0.0 Safari/537.36"
HOST = "127.0.0.1"
SEARCHES = {
    "common": "q=h%E1%BB%99i+ngh%E1%BB%8B",
    "common, no marks": "q=hoi+nghi",
    "common, newest first": "q=hoi+nghi&thu-tu=moi-nhat",
    "a place": "q=Qu%E1%BB%B3nh+Nhai",
    "a place, newest first": "q=Qu%E1%BB%B3nh+Nhai&thu-tu=moi-nhat",
    "a phrase": "q=%22k%E1%BA%BFt+n%E1%BA%A1p+%C4%91%E1%BA%A3ng+vi%C3%AAn+m%E1%BB%9Bi%22",
    "a number": "q=19-NQ%2F%C4%90UK",
    "seven words": "q=phat+bieu+tai+an+khe+ha+long",
    "seven words, newest first": "q=phat+bieu+tai+an+khe+ha+long&thu-tu=moi-nhat",
    # As many results on the page in each archive: 10 of 1,000 articles have all of these.
    "seven words, a full page, newest first": "q=phat+bieu+tai+an+xom+ha+long&thu-tu=moi-nhat",
    "words that stand apart": "q=%C4%91%E1%BA%A1i+bi%E1%BB%83u+d%E1%BB%B1+b%E1%BA%BF+m%E1%BA%A1c",
    "a year of a category": "q=sinh+hoat+chi+bo&chuyen-muc=chuyen-muc-3&nam=2025",
    "nothing": "q=zzzz",
    "nothing, ten words": "q=zzzz+yyyy+hoi+nghi+xxxx+dai+bieu+wwww+chi+bo+vvvv",
}
PLAIN_SEARCHES = {
    "a place": "Quỳnh Nhai",
    "common": "hội nghị",
    "words that stand apart": "đại biểu dự bế mạc",
    "nothing": "zzzz",
}


def pages():
    """Return what can be asked for, by name: a function that makes the page."""
    reader = Client(SERVER_NAME=HOST, headers={"User-Agent": CHROME})
    office = Client(SERVER_NAME=HOST, headers={"User-Agent": CHROME})
    office.force_login(User.objects.get(username=APPROVER))
    clerk = Client(SERVER_NAME=HOST, headers={"User-Agent": CHROME})
    clerk.force_login(User.objects.get(username="nguoisoan0"))
    found = {name: lambda a=a: reader.get(a) for name, a in public_addresses().items()}
    found |= {f"admin: {name}": lambda a=a: office.get(a) for name, a in office_addresses().items()}
    found["admin: front page, a writer's"] = lambda: clerk.get("/quan-tri/")
    found["admin: list, my own"] = lambda: clerk.get("/quan-tri/news/article/?mine=1")
    draft = Article.objects.filter(state="draft", created_by__username="nguoisoan0").last()
    old = Article.objects.published().news().oldest_first()[100]
    found["admin: save a draft"] = saving(clerk, draft, "_continue")
    found["admin: save and publish"] = saving(office, old, "_continue")
    for name, words in PLAIN_SEARCHES.items():
        found[f"icontains: {name}"] = lambda words=words: plain_search(words)
    return found


def public_addresses():
    public = Article.objects.published()
    listed = public.listed()
    alone = public.news().filter(placements=None)
    of_topic = public.news().exclude(placements=None).newest_first()[0]
    oldest, newest = alone.oldest_first()[0], alone.newest_first()[0]
    middle = alone.oldest_first()[alone.count() // 2]
    category = Category.objects.get(slug="chuyen-muc-3")
    name = Contributor.objects.values_list("slug").annotate(n=Count("pk")).order_by("-n")[0][0]
    topic = Topic.objects.annotate(n=Count("placements")).order_by("-n")[0]
    days = listed.annotate(day=TruncDate("published_at")).values_list("day")
    busy = sorted(day for day, n in days.annotate(n=Count("pk")) if n >= BUSY_DAY)
    day = busy[len(busy) // 2]
    part = Article.objects.order_by("-pk")[0].pk // 1000 - 1
    return {
        "home": "/",
        "news": "/tin-tuc/",
        "news, last page": "/tin-tuc/" + last_page(public.news()),
        "announcements": "/thong-bao/",
        "announcements, last page": "/thong-bao/" + last_page(public.announcements()),
        "documents": "/van-ban/",
        "documents, last page": "/van-ban/" + last_page(public.documents()),
        "documents of a type": "/van-ban/?loai=Ngh%E1%BB%8B+quy%E1%BA%BFt",
        "documents of a signer, year, state": "/van-ban/?" + document_question(public.documents()),
        "documents by number": "/van-ban/?so=1",
        "albums": "/album-anh/",
        "albums, last page": "/album-anh/" + last_page(public.filter(kind="album")),
        "videos": "/video/",
        "videos, last page": "/video/" + last_page(public.filter(kind="video")),
        "category": category.get_absolute_url(),
        "category, last page": category.get_absolute_url()
        + last_page(listed.filter(category=category)),
        "archive": "/luu-tru/",
        "archive, year": f"/luu-tru/{day:%Y}/",
        "archive, month": f"/luu-tru/{day:%Y/%m}/",
        "archive, day": f"/luu-tru/{day:%Y/%m/%d}/",
        "topics": "/dong-su-kien/",
        "topic": topic.get_absolute_url(),
        "topic, last page": topic.get_absolute_url() + last_row(topic.placements.below_public()),
        "contributor": f"/tac-gia/{name}/",
        "contributor, last page": f"/tac-gia/{name}/"
        + last_row(Contributor.objects.of_public(name)),
        "article, newest": newest.get_absolute_url(),
        "article, newest of a topic": of_topic.get_absolute_url(),
        "article, of the middle": middle.get_absolute_url(),
        "article, oldest": oldest.get_absolute_url(),
        "album": public.filter(kind="album").newest_first()[0].get_absolute_url(),
        "video": public.filter(kind="video").newest_first()[0].get_absolute_url(),
        "report an error": f"/bao-loi/{oldest.pk}/",
        "site map": "/so-do-trang/",
        "organisation": "/co-cau-to-chuc/",
        "work calendar": "/lich-cong-tac/",
        "how it is counted": "/cach-tinh/",
        "rss": "/rss.xml",
        "atom": "/atom.xml",
        "rss of documents": "/van-ban/rss.xml",
        "rss of albums": "/album-anh/rss.xml",
        "rss of videos": "/video/rss.xml",
        "rss of a category": category.get_absolute_url() + "rss.xml",
        "sitemap, index": "/sitemap.xml",
        "sitemap, lists": "/sitemap-trang.xml",
        "sitemap, oldest part": "/sitemap-bai-0.xml",
        "sitemap, newest whole part": f"/sitemap-bai-{part}.xml",
        **{f"search: {name}": f"/tim-kiem/?{q}" for name, q in SEARCHES.items()},
        "search: suggestions": "/tim-kiem/goi-y/?q=hoi+ng",
        "not there": "/chuyen-muc-3/khong-co-0/",
    }


def last_page(articles):
    """Return the question for the oldest articles: a full page, where there are two at all."""
    before = list(articles.oldest_first()[: PAGE_SIZE + 1])[-1:]
    return link((), OLDER, before)


def last_row(rows):
    return last_page(Article.objects.filter(pk__in=rows.values("article")))


def document_question(documents):
    wanted = documents.filter(issued_on__year__gte=2015, validity="in_force").last()
    return (
        RequestFactory()
        .get(
            "/", {"nguoi_ky": wanted.signer, "nam": wanted.issued_on.year, "tinh_trang": "in_force"}
        )
        .META["QUERY_STRING"]
    )


def office_addresses():
    articles = "/quan-tri/news/article/"
    draft = Article.objects.filter(state="submitted").last()
    old = Article.objects.published().news().oldest_first()[50]
    category = Category.objects.get(slug="chuyen-muc-3")
    photo = Photo.objects.filter(article=old).first()
    stages = ["draft", "submitted", "returned", "scheduled", "published", "expired", "withdrawn"]
    return {
        "front page": "/quan-tri/",
        "list": articles,
        "list, last page": f"{articles}?p=10",
        "list, search": f"{articles}?q=hoi+nghi",
        "list, search for nothing": f"{articles}?q=zzzz",
        **{f"list, {stage}": f"{articles}?stage={stage}" for stage in stages},
        "list, of a category": f"{articles}?category={category.pk}",
        "list, documents": f"{articles}?kind__exact=document",
        "list, drafts of a category": f"{articles}?stage=draft&category={category.pk}",
        "list, documents of a category": f"{articles}?kind__exact=document&category={category.pk}",
        "list, by hour": f"{articles}?o=-6",
        "form, one that waits": reverse("admin:news_article_change", args=[draft.pk]),
        "form, one of long ago": reverse("admin:news_article_change", args=[old.pk]),
        "form, a new one": f"{articles}add/",
        "review": reverse("admin:news_article_review", args=[draft.pk]),
        "history": reverse("admin:news_article_history", args=[old.pk]),
        "bin": f"{articles}thung-rac/",
        "photos": "/quan-tri/news/photo/",
        "photos, search": "/quan-tri/news/photo/?q=quang+canh",
        "photos, search for nothing": "/quan-tri/news/photo/?q=zzzz",
        "photos, of a year": "/quan-tri/news/photo/?year=2015",
        "photos, not used": "/quan-tri/news/photo/?use=unused",
        "photo": reverse("admin:news_photo_change", args=[photo.pk]),
        "photos, to choose": "/quan-tri/news/photo/chon/?CKEditorFuncNum=1",
        "categories": "/quan-tri/news/category/",
        "topics": "/quan-tri/news/topic/",
        "letters": "/quan-tri/news/errorreport/",
        "statistics": "/quan-tri/thong-ke/",
    }


def saving(client, article, button):
    """Return what posts the form of an article as it stands, but for its title."""
    address = reverse("admin:news_article_change", args=[article.pk])

    def prepare():
        form = BeautifulSoup(client.get(address).content, "html.parser").select_one("#article_form")
        data = dict(filled(form))
        data["title"] = data["title"].rstrip(".") + "." * (time.time_ns() % 2)
        data["lead"] += " Sửa."
        return {**data, button: ""}

    def post(data):
        answer = client.post(address, data)
        assert answer.status_code == 302, answer.content.decode()
        return answer

    post.prepare = prepare
    return post


def filled(form):
    """Yield what a browser sends of a form that nobody touched."""
    for field in form.select("input[name], textarea[name], select[name]"):
        if field.name == "textarea":
            yield field["name"], field.get_text().removeprefix("\n")
        elif field.name == "select":
            chosen = field.select("option[selected]") or field.select("option")[:1]
            yield from ((field["name"], option.get("value", "")) for option in chosen)
        elif field.get("type") == "checkbox":
            if field.has_attr("checked"):
                yield field["name"], field.get("value", "on")
        elif field.get("type") not in ("file", "submit", "button"):
            yield field["name"], field.get("value", "")


def plain_search(words):
    """The page of a site that knows nothing better: a count and ten articles, printed as ours."""
    has = Q(title__icontains=words) | Q(lead__icontains=words) | Q(body__icontains=words)
    articles = Article.objects.published().filter(has).newest_first()
    request = RequestFactory(SERVER_NAME=HOST).get("/tim-kiem/", {"q": words})
    form = SearchForm(request.GET)
    form.is_valid()
    count = articles.count()
    return search.show(request, form, search.Page(list(articles[:10]), count, most=count))


class Meter:
    """The processor seconds of this process and its database's, and how often that was asked."""

    def __init__(self):
        connection.ensure_connection()
        self.queries = 0
        self.backend = None
        if connection.vendor == "postgresql":
            self.backend = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")

    def used(self):
        here = time.process_time()
        return here + (int(self.backend.read_text().split()[0]) / 1e9 if self.backend else 0)

    def count(self, execute, *args):
        self.queries += 1
        return execute(*args)

    def take(self, make):
        """Return what one call took."""
        args = [make.prepare()] if hasattr(make, "prepare") else []
        self.queries, cpu, wall = 0, self.used(), time.perf_counter()
        with connection.execute_wrapper(self.count):
            answer = make(*args)
        return {
            "cpu": self.used() - cpu,
            "wall": time.perf_counter() - wall,
            "queries": self.queries,
            "bytes": len(answer.content),
            "status": answer.status_code,
        }


def main():
    folding.clear_up()
    figures.publish()
    figures.in_server = True
    if "--shared" in sys.argv:
        watch.start()
    known, meter = pages(), Meter()
    print(json.dumps(list(known)), flush=True)
    for name in sys.stdin:
        print(json.dumps(meter.take(known[name.rstrip("\n")])), flush=True)


if __name__ == "__main__":
    main()
