"""The archive by year, month and day, with how many articles each holds.

Counted is what readers may see at this moment, up to a limit: past it a count says "hơn 1.000".
So the numbers are always right, whatever was scheduled, has expired or was withdrawn, no table has
to be kept up, and a page never costs more than its limit, however large the archive is.
"""

from bisect import bisect_left
from datetime import UTC, date, timedelta
from itertools import chain, groupby, pairwise
from operator import attrgetter

from django.db import connection
from django.db.models.expressions import RawSQL
from django.http import Http404
from django.utils import timezone
from django.views.generic import TemplateView

from news.models import Article
from news.views import ArticleList
from portal.days import midnight, month_after, months_apart

COUNTED = 1000  # articles of a month


class Archive(TemplateView):
    """The months that hold something; three queries, however many there are."""

    kept_parameters = ()
    template_name = "news/archive_index.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(heading="Lưu trữ", years=years(), **kwargs)


def years():
    """Return the years that hold something, newest first, each with its months that do."""
    articles = Article.objects.published().listed()
    ends = map(first_hour, [articles.oldest_first(), articles.newest_first()])
    days = [timezone.localdate(hour) for hour in ends if hour]
    months = holding(months_between(*days)) if days else []
    return [{"year": year, "months": [*of]} for year, of in groupby(months, attrgetter("year"))]


def first_hour(articles):
    return articles.values_list("published_at", flat=True).first()


def months_between(first, last):
    """Return the first days of the months from one day's to another's, newest first."""
    return [month_after(last, -number) for number in range(months_apart(first, last) + 1)]


def holding(months):
    """Return those of the months that hold something: for each a step in the index, no count.

    One query joins them; written with querysets it would take longer to build than to answer.
    """
    begins, ends = RawSQL("month.column2", ()), RawSQL("month.column3", ())
    articles = Article.objects.published().listed().published_between(begins, ends)
    of_month, parameters = articles.order_by().values("pk").query.sql_with_params()
    rows = ", ".join(["(%s, %s, %s)"] * len(months))
    question = f"SELECT column1 FROM (VALUES {rows}) AS month WHERE EXISTS ({of_month})"  # noqa: S608
    hour = connection.ops.adapt_datetimefield_value
    places = [(n, hour(midnight(m)), hour(midnight(month_after(m)))) for n, m in enumerate(months)]
    with connection.cursor() as cursor:
        cursor.execute(question, [*chain(*places), *parameters])
        return [months[number] for number in sorted(number for (number,) in cursor.fetchall())]


class YearArchive(TemplateView):
    """The months of a year that hold something, newest first."""

    kept_parameters = ()
    template_name = "news/year_archive.html"

    def get_context_data(self, year, **kwargs):
        months = [date(year, month, 1) for month in range(12, 0, -1)]
        counts = [(month, count(Article.objects.of_month(month))) for month in months]
        found = [{"month": month, **number} for month, number in counts if number["count"]]
        if not found:
            raise Http404
        return super().get_context_data(heading=f"Năm {year}", year=year, months=found, **kwargs)


def count(articles):
    """Return {"count": how many, "is_more": whether that is only what was counted}."""
    found = articles.order_by()[: COUNTED + 1].count()
    return {"count": min(found, COUNTED), "is_more": found > COUNTED}


class OfDays(ArticleList):
    """What appeared on some days: perhaps nothing, of a year that holds something."""

    def get_page(self):
        page = super().get_page()
        if not page.articles and not self.of_year().exists():
            raise Http404
        return page

    def of_year(self):
        year = self.kwargs["year"]
        return Article.objects.of_days(date(year, 1, 1), date(year + 1, 1, 1))


class MonthArchive(OfDays):
    template_name = "news/month_archive.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.month = date(kwargs["year"], kwargs["month"], 1)

    def get_articles(self):
        return Article.objects.of_month(self.month).for_listing()

    def get_context_data(self, **kwargs):
        heading = f"Tháng {self.month.month} năm {self.month.year}"
        about = {"month": self.month, "heading": heading, "days": self.days()}
        return super().get_context_data(**kwargs | about)

    def days(self):
        """Return the days that hold something, with their counts; none of a month past counting."""
        articles = Article.objects.of_month(self.month).oldest_first()
        hours = list(articles.values_list("published_at", flat=True)[: COUNTED + 1])
        if len(hours) > COUNTED:
            return []
        days = [self.month + timedelta(days=n) for n in range(31)]
        begins = [midnight(day).astimezone(UTC) for day in days]  # as hours are: compared at once
        ends = pairwise([*(bisect_left(hours, begin) for begin in begins), len(hours)])
        counts = [(day, end - start) for day, (start, end) in zip(days, ends, strict=True)]
        return [{"day": day, "count": number} for day, number in reversed(counts) if number]


class DayArchive(OfDays):
    template_name = "news/day_archive.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        try:
            self.day = date(kwargs["year"], kwargs["month"], kwargs["day"])
        except ValueError as error:  # the thirtieth of February
            raise Http404 from error

    def get_articles(self):
        return Article.objects.of_days(self.day, self.day + timedelta(days=1)).for_listing()

    def get_context_data(self, **kwargs):
        heading = f"Ngày {self.day:%d/%m/%Y}"
        return super().get_context_data(**kwargs | {"day": self.day, "heading": heading})
