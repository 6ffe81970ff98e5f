"""The archive by year, month and day, with how many articles each holds.

Counted is what readers may see at this moment, up to a limit: past it a count says "hơn 1.000".
So the numbers are always right, whatever was scheduled, has expired or was withdrawn, no table has
to be kept up, and a page never costs more than its limit, however large the archive is.
"""

from bisect import bisect_left
from datetime import UTC, date, timedelta
from itertools import pairwise

from django.http import Http404
from django.utils import timezone
from django.views.generic import TemplateView

from news.models import Article
from news.views import ArticleList
from portal.days import midnight

COUNTED = 1000  # articles of a month


class Archive(TemplateView):
    """The months from the first article to the last; two index look-ups, however many there are."""

    kept_parameters = ()
    template_name = "news/archive_index.html"

    def get_context_data(self, **kwargs):
        articles = Article.objects.published().listed()
        years = years_between(
            first_hour(articles.oldest_first()), first_hour(articles.newest_first())
        )
        return super().get_context_data(heading="Lưu trữ", years=years, **kwargs)


def years():
    """Return the years of the archive, newest first, each with its months."""
    articles = Article.objects.published().listed()
    return years_between(*map(first_hour, [articles.oldest_first(), articles.newest_first()]))


def first_hour(articles):
    return articles.values_list("published_at", flat=True).first()


def years_between(first, last):
    if first is None:
        return []
    first, last = timezone.localtime(first), timezone.localtime(last)
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    years = {}
    for month in reversed(months):
        years.setdefault(month // 12, []).append(date(month // 12, month % 12 + 1, 1))
    return [{"year": year, "months": months} for year, months in years.items()]


class YearArchive(TemplateView):
    """The months of a year that hold something, newest first."""

    kept_parameters = ()
    template_name = "news/year_archive.html"

    def get_context_data(self, year, **kwargs):
        months = [date(year, month, 1) for month in range(12, 0, -1)]
        counts = [(month, count(Article.objects.of_days(month, after(month)))) for month in months]
        found = [{"month": month, **number} for month, number in counts if number["count"]]
        if not found:
            raise Http404
        return super().get_context_data(heading=f"Năm {year}", year=year, months=found, **kwargs)


def after(month):
    """Return the first day of the next month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def count(articles):
    """Return {"count": how many, "is_more": whether that is only what was counted}."""
    found = articles.order_by()[: COUNTED + 1].count()
    return {"count": min(found, COUNTED), "is_more": found > COUNTED}


class MonthArchive(ArticleList):
    template_name = "news/month_archive.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.month = date(kwargs["year"], kwargs["month"], 1)

    def get_articles(self):
        return Article.objects.of_days(self.month, after(self.month)).for_listing()

    def get_context_data(self, **kwargs):
        heading = f"Tháng {self.month.month} năm {self.month.year}"
        about = {"month": self.month, "heading": heading, "days": self.days()}
        return super().get_context_data(**kwargs | about)

    def days(self):
        """Return the days that hold something, with their counts; none of a month past counting."""
        articles = Article.objects.of_days(self.month, after(self.month)).oldest_first()
        hours = list(articles.values_list("published_at", flat=True)[: COUNTED + 1])
        if len(hours) > COUNTED:
            return []
        days = [self.month + timedelta(days=n) for n in range(31)]
        begins = [midnight(day).astimezone(UTC) for day in days]  # as hours are: compared at once
        ends = pairwise([*(bisect_left(hours, begin) for begin in begins), len(hours)])
        counts = [(day, end - start) for day, (start, end) in zip(days, ends, strict=True)]
        return [{"day": day, "count": number} for day, number in reversed(counts) if number]


class DayArchive(ArticleList):
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
