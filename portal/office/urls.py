from django.contrib import admin
from django.urls import path

from portal.office import views

app_name = "office"

urlpatterns = [
    path("thong-ke/", admin.site.admin_view(views.statistics), name="statistics"),
]
