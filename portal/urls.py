from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path
from django.views.decorators.cache import never_cache

from news.views import Home
from portal import views
from portal.health import health
from portal.letters import views as letters
from portal.media import media
from portal.organisation import views as organisation
from portal.work_calendar import views as work_calendar

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("quan-tri/", include("portal.office.urls")),
    path("quan-tri/", admin.site.urls),
    path("tai-khoan/", views.Account.as_view(), name="account"),
    path(
        "tai-khoan/quen-mat-khau/",
        views.PasswordReset.as_view(),
        name="admin_password_reset",
    ),
    path(
        "tai-khoan/quen-mat-khau/da-gui/",
        never_cache(auth.PasswordResetDoneView.as_view()),
        name="password_reset_done",
    ),
    path(
        "tai-khoan/mat-khau-moi/<uidb64>/<token>/",
        views.PasswordResetConfirm.as_view(),
        name="password_reset_confirm",
    ),
    path(
        "tai-khoan/mat-khau-moi/xong/",
        never_cache(auth.PasswordResetCompleteView.as_view()),
        name="password_reset_complete",
    ),
    path("gop-y/", letters.FeedbackPage.as_view(), name="feedback"),
    path("gop-y/da-gui/", letters.FeedbackSent.as_view(), name="feedback_sent"),
    path("media/<path:path>", media),
    path("tinh-trang/", health, name="health"),
    path("robots.txt", views.Robots.as_view()),
    path("favicon.ico", views.favicon),
    path("site.webmanifest", views.manifest, name="manifest"),
    path("bieu-tuong/<int:size>-<slug:digest>.png", views.icon, name="icon"),
    path("anh-chia-se/trang-<slug:digest>.png", views.site_picture, name="site_picture"),
    path("co-cau-to-chuc/", organisation.Chart.as_view(), name="organisation"),
    path("lanh-dao/", organisation.Leaders.as_view(), name="leaders"),
    path("lich-cong-tac/", work_calendar.Week.as_view(), name="work_calendar"),
    path("lich-cong-tac/<int:year>/<int:number>/", work_calendar.Week.as_view(), name="work_week"),
    path("", include("stats.urls")),
    path("", include("news.urls")),
]

handler500 = views.server_error
