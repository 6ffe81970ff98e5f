from django.urls import path, register_converter

from news import (
    archive,
    documents,
    error_reports,
    feeds,
    preview,
    site_map,
    sitemaps,
    views,
)
from news.search import views as search

app_name = "news"


class YearConverter:
    regex = "(?:19|20)[0-9]{2}"
    to_python = int
    to_url = staticmethod("{:04d}".format)


class MonthConverter:
    regex = "0[1-9]|1[0-2]"
    to_python = int
    to_url = staticmethod("{:02d}".format)


class DayConverter(MonthConverter):
    regex = "0[1-9]|[12][0-9]|3[01]"


register_converter(DayConverter, "day")
register_converter(YearConverter, "year")
register_converter(MonthConverter, "month")

urlpatterns = [
    path("tin-tuc/", views.NewsList.as_view(), name="article_list"),
    path("thong-bao/", views.AnnouncementList.as_view(), name="announcement_list"),
    path("van-ban/", documents.DocumentList.as_view(), name="document_list"),
    path("album-anh/", views.AlbumList.as_view(), name="album_list"),
    path("video/", views.VideoList.as_view(), name="video_list"),
    path("tim-kiem/", search.search, name="search"),
    path("tim-kiem/goi-y/", search.suggestions, name="search_suggestions"),
    path("luu-tru/", archive.Archive.as_view(), name="archive"),
    path("luu-tru/<year:year>/", archive.YearArchive.as_view(), name="year"),
    path("luu-tru/<year:year>/<month:month>/", archive.MonthArchive.as_view(), name="month"),
    path("luu-tru/<year:year>/<month:month>/<day:day>/", archive.DayArchive.as_view(), name="day"),
    path("dong-su-kien/", views.TopicList.as_view(), name="topic_list"),
    path("dong-su-kien/<slug:slug>-<int:pk>/", views.TopicDetail.as_view(), name="topic"),
    path("dong-su-kien/<slug:slug>-<int:pk>/rss.xml", feeds.OfTopic(), name="topic_rss"),
    path(
        "dong-su-kien/<slug:slug>-<int:pk>/atom.xml",
        feeds.OfTopic(feeds.Atom),
        name="topic_atom",
    ),
    path("so-do-trang/", site_map.SiteMap.as_view(), name="site_map"),
    path("tac-gia/<slug:slug>/", views.ContributorDetail.as_view(), name="contributor"),
    path("trang/<slug:slug>-<int:pk>/", views.ArticleDetail.as_view(), {"section": "trang"}),
    path("bao-loi/<int:pk>/", error_reports.ErrorReportPage.as_view(), name="error_report"),
    path(
        "bao-loi/<int:pk>/da-gui/",
        error_reports.ErrorReportSent.as_view(),
        name="error_report_sent",
    ),
    path("xem-thu/<slug:token>/", preview.Linked.as_view(), name="preview_link"),
    path("anh-chia-se/<int:pk>-<slug:digest>.png", views.share_picture, name="share_picture"),
    path("sitemap.xml", sitemaps.index, name="sitemap_index"),
    path("sitemap-trang.xml", sitemaps.lists, name="sitemap_lists"),
    path("sitemap-bai-<int:part>.xml", sitemaps.articles, name="sitemap"),
    path("rss.xml", feeds.Everything(), name="rss"),
    path("atom.xml", feeds.Everything(feeds.Atom), name="atom"),
    path("tin-tuc/rss.xml", feeds.News(), name="article_list_rss"),
    path("tin-tuc/atom.xml", feeds.News(feeds.Atom), name="article_list_atom"),
    path("thong-bao/rss.xml", feeds.Announcements(), name="announcement_list_rss"),
    path("thong-bao/atom.xml", feeds.Announcements(feeds.Atom), name="announcement_list_atom"),
    path("van-ban/rss.xml", feeds.Documents(), name="document_list_rss"),
    path("van-ban/atom.xml", feeds.Documents(feeds.Atom), name="document_list_atom"),
    path("album-anh/rss.xml", feeds.Albums(), name="album_list_rss"),
    path("album-anh/atom.xml", feeds.Albums(feeds.Atom), name="album_list_atom"),
    path("video/rss.xml", feeds.Videos(), name="video_list_rss"),
    path("video/atom.xml", feeds.Videos(feeds.Atom), name="video_list_atom"),
    path("<slug:section>/rss.xml", feeds.OfCategory(), name="category_rss"),
    path("<slug:section>/atom.xml", feeds.OfCategory(feeds.Atom), name="category_atom"),
    # Whatever has a fixed first segment stands above; no category may take it (portal/paths.py).
    path("<slug:section>/", views.CategoryDetail.as_view(), name="category"),
    path("<slug:section>/<slug:slug>-<int:pk>/", views.ArticleDetail.as_view(), name="article"),
]
