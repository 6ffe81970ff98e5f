import sys
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import PasswordResetConfirmView, PasswordResetView
from django.db import InterfaceError, OperationalError, connection
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.urls import reverse, reverse_lazy
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.decorators import method_decorator
from django.views import defaults
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView, UpdateView

from portal.admin_site import posted, takes_an_object, typed_in_words
from portal.doorway import Doorway, DoorwayIsFull
from portal.drawn import MASTHEAD, PAPER, Favicon, Icon, SitePicture
from portal.forms import AccountForm
from portal.kept import kept
from portal.letters.forms import labelled
from portal.limits import Limit, household
from portal.models import AgencyIdentity
from portal.refusals import RefusesForms

DAY = 24 * 60 * 60
YEAR = 365 * DAY

RESETS_ASKED = Limit("a new password", most=10, minutes=60)  # from a household, maybe an office
RESETS_MAILED = Limit("a mail for a new password", most=3, minutes=60)  # each link is good as long
doorway_of_mails = Doorway(patience=1.0)


@method_decorator(never_cache, name="dispatch")
class Account(LoginRequiredMixin, RefusesForms, UpdateView):
    """The signed-in person's own name and address."""

    form_class = AccountForm
    template_name = "portal/account.html"
    success_url = reverse_lazy("account")

    def get_object(self, queryset=None):
        return self.request.user

    def form_valid(self, form):
        messages.success(self.request, "Đã lưu thông tin tài khoản.")
        return super().form_valid(form)


@method_decorator(never_cache, name="dispatch")
class PasswordReset(RefusesForms, PasswordResetView):
    """Whoever asks learns nothing of an address: what is not sent says so by no word."""

    @property
    def extra_email_context(self):
        """The site's address, which Django would otherwise take from the Host header."""
        site = urlsplit(settings.SITE_URL)
        name = AgencyIdentity.objects.on().site_name
        return {"protocol": site.scheme, "domain": site.netloc, "site_name": name}

    def form_valid(self, form):
        if not RESETS_ASKED.take(household(self.request.META["REMOTE_ADDR"])):
            words = "Đã có nhiều yêu cầu từ đường truyền này. Hãy thử lại sau một giờ."
            return self.refuse(form, words, 429, RESETS_ASKED.seconds, field="email")
        try:
            with doorway_of_mails.passing():
                if RESETS_MAILED.take(form.cleaned_data["email"].casefold()):
                    return super().form_valid(form)
        except DoorwayIsFull:
            words = "Máy chủ đang bận gửi thư. Hãy thử lại sau ít phút."
            return self.refuse(form, words, 503, 60, field="email")
        return redirect(self.get_success_url())


class PasswordResetConfirm(RefusesForms, PasswordResetConfirmView):
    """Where the link of such a mail leads: a new password is typed twice."""


def keep(response):
    """Let a file be kept for ever: its name is random, or made of what it shows."""
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


def send_drawn(picture, digest, address):
    """Send a picture of ours; what it showed before has another digest, and leads to `address`."""
    if digest != picture.digest:
        return redirect(address)
    return keep(FileResponse(picture.open(), content_type="image/png"))


@require_safe
def site_picture(request, digest):
    picture = SitePicture(AgencyIdentity.objects.on())
    return send_drawn(picture, digest, picture.url)


@require_safe
def icon(request, size, digest):
    if size not in Icon.SIZES:
        raise Http404
    picture = Icon(AgencyIdentity.objects.on(), size)
    return send_drawn(picture, digest, picture.url)


@require_safe
def favicon(request):
    picture = Favicon(AgencyIdentity.objects.on(), 48)
    response = FileResponse(picture.open(), content_type="image/x-icon")
    patch_cache_control(response, public=True, max_age=DAY)
    return response


class Robots(TemplateView):
    """Where search engines find the sitemap, and what is none of their business.

    The search page is not among it: its address without a question is its canonical one.
    """

    kept_parameters = ()
    template_name = "robots.txt"
    content_type = "text/plain; charset=utf-8"


@kept()
@require_safe
def manifest(request):
    """What a phone needs to put the portal on its home screen."""
    office = AgencyIdentity.objects.on()
    icons = [Icon(office, size) for size in (192, 512)]
    return JsonResponse(
        {
            "name": office.site_name,
            "short_name": office.name,
            "lang": "vi",
            "start_url": "/",
            "scope": "/",
            "display": "minimal-ui",
            "background_color": PAPER,
            "theme_color": MASTHEAD,
            "icons": [
                {"src": icon.url, "sizes": f"{icon.size}x{icon.size}", "type": "image/png"}
                for icon in icons
            ],
        },
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )


def server_error(request):
    """Answer for what went wrong; while the database is away, that we are back soon."""
    if not isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return defaults.server_error(request)
    if not connection.in_atomic_block:
        connection.close()  # to a file or server that may not be the same when it comes back
    return unavailable()


def unavailable():
    page = get_template("503.html").render()
    return HttpResponse(page, status=503, headers={"Retry-After": "10"})


def csrf_failure(request, reason=""):
    """Give back what was typed into a form whose token is not good."""
    is_colleague = request.path.startswith((reverse("admin:index"), reverse("account")))
    template = "403_csrf.html" if is_colleague else "portal/letter_refused.html"
    response = render(request, template, {"posted": typed_into(request)}, status=403)
    add_never_cache_headers(response)
    return response


def typed_into(request):
    """Return the (label, value) of what was posted; by its name what no form has a label for."""
    if admin.site.has_permission(request) and takes_an_object(request):
        return typed_in_words(request)
    view = getattr(getattr(request.resolver_match, "func", None), "view_class", None)
    form_class = getattr(view, "form_class", None)
    return labelled(form_class, posted(request)) if form_class else posted(request)
