"""How the newsroom lists its articles: by stage and by person, 100,000 as fast as 100."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.functional import cached_property

from news.models import Article, Category
from news.search.finding import newsroom_ids
from news.search.query import Query
from stats import figures

APPROVED = Article.State.APPROVED
UNSEEN = [state for state in Article.State if state != APPROVED]


class StageFilter(admin.SimpleListFilter):
    """By what an editor looks for: how far a text has come, an edit of a public one too."""

    title = "tình trạng"
    parameter_name = "stage"

    def lookups(self, request, model_admin):
        return [
            ("draft", "Đang viết"),
            ("submitted", "Chờ duyệt"),
            ("returned", "Trả lại"),
            ("scheduled", "Hẹn giờ"),
            ("published", "Đang đăng"),
            ("expired", "Hết hạn"),
            ("withdrawn", "Đã gỡ"),
        ]

    def queryset(self, request, articles):
        now = timezone.now()
        match self.value():
            case "scheduled":
                return articles.filter(state=APPROVED, published_at__gt=now)
            case "published":
                # As published(), but that nearly all is: an index of states leads nowhere.
                has_expired = Q(expires_at__isnull=False, expires_at__lte=now)
                hour = Coalesce("published_at", "published_at")
                return articles.exclude(state__in=UNSEEN).filter(
                    LessThanOrEqual(hour, now), ~has_expired
                )
            case "expired":
                expired = Article.objects.filter(expires_at__lte=now).order_by("-expires_at")
                ids = expired.values_list("pk", flat=True)[: CappedPaginator.CAP]
                return articles.filter(pk__in=list(ids)).exclude(state__in=UNSEEN)
            case None:
                return articles
            case stage:
                return articles & Article.objects.at_stage(stage)


class MineFilter(admin.SimpleListFilter):
    title = "người viết"
    parameter_name = "mine"

    def lookups(self, request, model_admin):
        return [("1", "Của tôi")]

    def queryset(self, request, articles):
        return articles.filter(created_by=request.user) if self.value() else articles


class CategoryFilter(admin.SimpleListFilter):
    """Only the categories that have articles, each found by one look into the index."""

    title = "chuyên mục"
    parameter_name = "category"

    def lookups(self, request, model_admin):
        articles = Article.objects.filter(category=OuterRef("pk"))
        return Category.objects.filter(Exists(articles)).values_list("pk", "name")

    def queryset(self, request, articles):
        offered = {str(pk) for pk, _ in self.lookup_choices}
        return articles.filter(category=self.value()) if self.value() in offered else articles


class FoldedSearch:
    """The part of ArticleAdmin that searches: drafts too, by words typed with or without marks."""

    def get_search_results(self, request, articles, typed):
        """Narrow to the newest that hold the words in title, number or lead; the last may go on."""
        if not typed.strip():
            return articles, False
        return articles.filter(pk__in=newsroom_ids(Query.parse(typed), CappedPaginator.CAP)), False


class CappedPaginator(Paginator):
    """Pages of the newest so many: to count a whole archive costs more than to show its page."""

    CAP = 1000

    @cached_property
    def count(self):
        return self.object_list.order_by()[: self.CAP].count()


class ArticleChangeList(ChangeList):
    """The list of articles that are not in the bin; the views of those shown are one query."""

    def get_queryset(self, request, **kwargs):
        articles = super().get_queryset(request, **kwargs).kept()
        return articles.defer("body", "category__description")

    def get_results(self, request):
        super().get_results(request)
        views = figures.views([article.pk for article in self.result_list])
        for article in self.result_list:
            article.views = views.get(article.pk)
