from django.views.generic import TemplateView

from news.archive import years
from news.models import Category
from portal.models import MenuItem


class SiteMap(TemplateView):
    """Every way into the site on one page."""

    kept_parameters = ()
    template_name = "news/site_map.html"

    def get_context_data(self, **kwargs):
        categories = Category.objects.filter(parent=None).prefetch_related("children")
        return super().get_context_data(
            heading="Sơ đồ trang",
            office_lists=MenuItem.Listing.filled(),
            categories=categories,
            years=years(),
            **kwargs,
        )
