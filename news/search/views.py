from dataclasses import dataclass, field
from itertools import chain

from django.http import Http404
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from news.models import Article
from news.search.engines import ENDLESS
from news.search.finding import (
    MOST_SHOWN,
    Question,
    articles_at,
    half_typed,
)
from news.search.forms import PARAMETERS, Order, SearchForm
from news.search.query import Query
from news.search.snippets import Marker, suggestion_marker
from news.search.words import fold, words
from portal.kept import kept
from portal.kept.watch import remembered
from portal.models import MenuItem
from stats import figures

HEADING = "Tìm kiếm"
MOST_COUNTED = 200  # of the best, which are looked for anyway
MOST_COUNTED_NEWEST = 30  # nobody reads on so far, and each further one is looked for to be counted
LAST_PAGE = 20  # of the best; whoever looks further is helped by more words
SUGGESTIONS = 6
# No page of its own, so it is not counted as one.
FRAGMENT = "text/fragment+html; charset=utf-8"


@dataclass
class Result:
    """One article with what was found marked in it."""

    article: Article
    marker: Marker

    @property
    def title(self):
        return self.marker.mark(self.article.title)

    @property
    def number(self):
        return self.marker.mark(self.article.document_number)

    @cached_property
    def snippet(self):
        return self.marker.snippet(self.article)


@dataclass
class Page:
    articles: list = field(default_factory=list)
    count: int = 0
    most: int = 0  # above which results were not counted
    number: int = 1
    previous: dict = field(default_factory=dict)  # what leads there, as parameters
    next: dict = field(default_factory=dict)
    is_near: bool = False  # whether these only have all the words but one


@kept(*PARAMETERS)
@require_safe
def search(request):
    """The search page: a form, and what was found."""
    form = SearchForm(request.GET)
    is_asked = bool(form.query or form.filters)
    if not form.is_valid():
        context = {"form": form, "heading": HEADING, "query": form.query, "is_hidden": True}
        return render(request, "news/search.html", context, status=422)
    return show(request, form, find(form, request.GET) if is_asked else Page())


def show(request, form, page):
    """Return the search page with what was found."""
    is_asked = bool(form.query or form.filters)
    marker = Marker(form.query, form.query.otherwise)
    context = {
        "form": form,
        "heading": HEADING,
        "is_hidden": is_asked and (page.is_near or not page.articles or bool(form.filters)),
        "query": form.query,
        "is_asked": is_asked,
        "listing": list_named(form.query) if page.number == 1 else None,
        "page": page,
        "results": [Result(article, marker) for article in page.articles],
        "links": links(form, page),
    }
    if not page.articles:
        context["newest"] = newest_articles()
    response = render(request, "news/search.html", context)
    if is_missed(form, page):
        response.headers[figures.MISSED_HEADER] = figures.missed(form.query.typed)
    return response


@remembered
def newest_articles():
    """Return what is shown where nothing was found."""
    return list(Article.objects.published().listed().for_headlines().newest_first()[:5])


def list_named(query):
    """Return the list of the site whose name begins with what was typed, or None."""
    typed = list(chain(*query.folded))
    for listing in MenuItem.Listing if typed else []:
        name = [*map(fold, words(listing.label))]
        if name[: len(typed)] == typed and listing != MenuItem.Listing.HOME:
            return listing if listing.has_content() else None
    return None


def find(form, params):
    """Return the Page that is asked for. Raises Http404 for one that can't be."""
    asked = form.asked
    if form.order == Order.NEWEST or not form.query:
        return newest_page(asked, params.get("sau", ""))
    number = number_in(range(1, LAST_PAGE + 1), params.get("trang", "1"))
    wanted = asked.ranked(number * MOST_SHOWN + 1)
    here = wanted[(number - 1) * MOST_SHOWN : number * MOST_SHOWN]
    if number > 1 and not here:
        raise Http404("Không có trang này.")
    if not wanted:
        return Page(articles_at(form.question.near(MOST_SHOWN)), is_near=True)
    goes_on = len(wanted) > number * MOST_SHOWN and number < LAST_PAGE
    count = asked.count() if goes_on and number == 1 else 0
    return Page(
        articles_at(here),
        max(count, len(wanted)),
        MOST_COUNTED,
        number,
        previous={"trang": number - 1} if number > 1 else {},
        next={"trang": number + 1} if goes_on else {},
    )


def newest_page(asked, after):
    """Return a page in the order of publication; it costs the same however deep it lies."""
    before = number_in(range(ENDLESS + 1), after) - 1 if after else ENDLESS
    found = asked.newest(MOST_SHOWN + 1 if after else MOST_COUNTED_NEWEST + 1, before)
    here = found[:MOST_SHOWN]
    return Page(
        articles_at(here),
        0 if after else len(found),
        MOST_COUNTED_NEWEST,
        2 if after else 1,
        previous={"sau": ""} if after else {},
        next={"sau": here[-1]} if len(found) > MOST_SHOWN else {},
    )


def number_in(numbers, text):
    """Return which of `numbers` the address names. Raises Http404 where it names none of them."""
    is_short = len(text) <= len(str(numbers[-1]))  # Python refuses to read thousands of digits
    if not (is_short and text.isascii() and text.isdigit() and int(text) in numbers):
        raise Http404("Không có trang này.")
    return int(text)


def links(form, page):
    """Return the addresses that lead on from this page, by what they change."""
    here = {"q": form.query.typed, **form.filters}
    ordered = here | ({"thu-tu": Order.NEWEST.value} if form.order == Order.NEWEST else {})
    phrase = form.query.as_phrase if page.number == 1 and page.count > MOST_COUNTED else ""
    if phrase and not form.question.may_be_a_phrase():
        phrase = ""
    return {
        "best": address(here),
        "newest": address(here | {"thu-tu": Order.NEWEST.value}),
        "all": address({"q": form.query.typed}),
        "phrase": address(here | {"q": phrase}) if phrase else "",
        "previous": address(ordered | page.previous) if page.previous else "",
        "next": address(ordered | page.next) if page.next else "",
    }


def address(params):
    return "?" + urlencode({name: value for name, value in params.items() if value != ""})


def is_missed(form, page):
    """Whether the site has nothing at all on what was asked for."""
    return bool(form.query) and not form.filters and (page.is_near or not page.articles)


@kept("q")
@require_safe
def suggestions(request):
    """Titles that hold what is being typed, as a list for the search field's script."""
    query = Query.parse(request.GET.get("q", ""))
    found = suggested(query)
    if not found and (said := query.otherwise):
        query, found = said, suggested(said)
    marker = suggestion_marker(query)
    context = {"results": [Result(article, marker) for article in found]}
    return render(request, "news/includes/search_suggestions.html", context, content_type=FRAGMENT)


def suggested(query):
    """Return the newest articles in whose titles the words stand, the last perhaps to go on."""
    if not query or len(query.phrases[-1][-1]) < 2:  # one letter is no word yet
        return []
    places = Question(query).find("title", SUGGESTIONS, fold=half_typed(query.folded))
    return articles_at(places)
