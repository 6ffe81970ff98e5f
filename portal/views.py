import mimetypes
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import PasswordResetView
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import UpdateView

from portal.admin_site import posted
from portal.forms import AccountForm
from portal.models import AgencyIdentity

YEAR = 365 * 24 * 60 * 60


@method_decorator(never_cache, name="dispatch")
class Account(LoginRequiredMixin, UpdateView):
    """The signed-in person's own name and address."""

    form_class = AccountForm
    template_name = "portal/account.html"
    success_url = reverse_lazy("account")

    def get_object(self, queryset=None):
        return self.request.user

    def form_valid(self, form):
        messages.success(self.request, "Đã lưu thông tin tài khoản.")
        return super().form_valid(form)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


@method_decorator(never_cache, name="dispatch")
class PasswordReset(PasswordResetView):
    @property
    def extra_email_context(self):
        """The site's address, which Django would otherwise take from the Host header."""
        site = urlsplit(settings.SITE_URL)
        name = AgencyIdentity.objects.on().site_name
        return {"protocol": site.scheme, "domain": site.netloc, "site_name": name}


def media(request, path):
    """Send an uploaded file so that it can never act as a page of ours (OWASP ASVS 5.0, 3.2.1)."""
    try:
        file = default_storage.open(path)
    except (OSError, ValueError) as error:  # SuspiciousFileOperation is answered with 400
        raise Http404 from error
    content_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
    is_picture = content_type.startswith("image/")
    response = FileResponse(file, content_type=content_type, as_attachment=not is_picture)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    # Names are random and never used twice.
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


def csrf_failure(request, reason=""):
    response = render(request, "403_csrf.html", {"posted": posted(request)}, status=403)
    add_never_cache_headers(response)
    return response
