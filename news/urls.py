from django.urls import path, register_converter

from news import preview, views

app_name = "news"


class YearConverter:
    regex = "(?:19|20)[0-9]{2}"
    to_python = int
    to_url = staticmethod("{:04d}".format)


class MonthConverter:
    regex = "0[1-9]|1[0-2]"
    to_python = int
    to_url = staticmethod("{:02d}".format)


register_converter(YearConverter, "year")
register_converter(MonthConverter, "month")

urlpatterns = [
    path("tin-tuc/", views.NewsList.as_view(), name="article_list"),
    path("thong-bao/", views.AnnouncementList.as_view(), name="announcement_list"),
    path("van-ban/", views.DocumentList.as_view(), name="document_list"),
    path("luu-tru/", views.Archive.as_view(), name="archive"),
    path("luu-tru/<year:year>/<month:month>/", views.MonthArchive.as_view(), name="month"),
    path("trang/<slug:slug>-<int:pk>/", views.ArticleDetail.as_view(), {"section": "trang"}),
    path("xem-thu/<slug:token>/", preview.Linked.as_view(), name="preview_link"),
    # Whatever has a fixed first segment stands above; no category may take it (portal/paths.py).
    path("<slug:section>/", views.CategoryDetail.as_view(), name="category"),
    path("<slug:section>/<slug:slug>-<int:pk>/", views.ArticleDetail.as_view(), name="article"),
]
