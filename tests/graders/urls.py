"""The site, and the answers that no address of it gives at will."""

from django.http import Http404
from django.urls import path
from django.views import defaults

from portal.urls import urlpatterns as site
from portal.views import csrf_failure


def missing(request):
    raise Http404


urlpatterns = [
    path("loi/400/", lambda request: defaults.bad_request(request, ValueError())),
    path("loi/403/", lambda request: defaults.permission_denied(request, PermissionError())),
    path("loi/403-csrf/", csrf_failure),
    path("loi/404/", missing),
    path("loi/500/", defaults.server_error),
    *site,
]
