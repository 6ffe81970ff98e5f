"""Views that say they may be kept, and must not be."""

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.views.decorators.cache import never_cache

from portal.kept import kept


@kept()
def with_cookie(request):
    response = HttpResponse("Trang")
    response.set_cookie("ai", "toi")
    return response


@kept()
def with_token(request):
    return HttpResponse(get_token(request))


@kept()
def of_a_session(request):
    return HttpResponse(request.session.get("ai", "không ai"))


@kept()
@never_cache
def never_stored(request):
    return HttpResponse("Trang")


urlpatterns = [
    path("cookie/", with_cookie),
    path("token/", with_token),
    path("rieng/", of_a_session),
    path("khong-luu/", never_stored),
]
