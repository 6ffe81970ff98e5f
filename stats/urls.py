from django.urls import path

from stats import views

app_name = "stats"

urlpatterns = [path("cach-tinh/", views.Method.as_view(), name="method")]
