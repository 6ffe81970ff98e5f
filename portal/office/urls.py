from django.contrib import admin
from django.urls import path

from portal.office import views

app_name = "office"

urlpatterns = [
    path("thong-ke/", admin.site.admin_view(views.statistics), name="statistics"),
    path("ho-so-kiem-tra/", admin.site.admin_view(views.packs), name="packs"),
    path("ho-so-kiem-tra/<int:year>/<int:number>/", admin.site.admin_view(views.pack), name="pack"),
]
