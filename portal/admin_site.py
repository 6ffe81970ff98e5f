import logging
import re
from contextlib import suppress
from copy import copy

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import TO_FIELD_VAR
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth import login
from django.contrib.messages.storage import default_storage
from django.core.exceptions import BadRequest, ValidationError
from django.db import IntegrityError, OperationalError
from django.forms import IntegerField
from django.forms.formsets import TOTAL_FORM_COUNT
from django.http import Http404, QueryDict, RawPostDataException
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.text import capfirst

from portal.sign_in import SignInForm

logger = logging.getLogger(__name__)

SIGN_IN = "dang-nhap"  # prefix of the two fields by which a form that was kept is signed in for

# Under one form: a photo's takes 20 ms to be shown again, and Django would take 2000 of each kind.
MOST_LINES = 400


class PortalAdminSite(admin.AdminSite):
    site_header = "Quản trị trang thông tin"
    site_title = "Quản trị trang thông tin"
    index_title = "Hôm nay bạn làm gì?"
    login_form = SignInForm
    enable_nav_sidebar = False  # long titles need the room; the front page lists everything

    def get_urls(self):
        """Leave out Django's redirect to a public page: it tells anybody a draft's address."""
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]

    def login(self, request, extra_context=None):
        response = super().login(request, extra_context)
        context = getattr(response, "context_data", None)  # who comes in is sent on
        return context["form"].answer(response) if context else response

    def admin_view(self, view, cacheable=False):
        """Wrap an admin view so that no form is lost.

        A form sent back for correction answers 422 (RFC 9110, 15.5.21). One sent by somebody whose
        session has ended is kept, and goes on when they have signed in.
        """
        inner = super().admin_view(view, cacheable)

        def with_status(request, *args, **kwargs):
            leave_what_names_nothing(request)
            is_lost = request.method == "POST" and not self.has_permission(request)
            if is_lost and posted(request) and (answer := self.sign_in_here(request)):
                return answer
            if shows_rows(request) and lines_told_of(request) > MOST_LINES:
                if not takes_an_object(request):
                    raise BadRequest("Danh sách gửi tới có quá nhiều dòng.")
                title = "Biểu mẫu có quá nhiều dòng"
                return self.give_back(request, title, "admin/too_many_lines.html", 422)
            response = self.answer_or_give_back(inner, request, *args, **kwargs)
            if request.method == "POST" and leads_to_index(response) and is_gone(request):
                title = "Mục này đã bị xóa ở nơi khác"
                return self.give_back(request, title, "admin/gone.html", 404)
            if request.method == "POST" and response.status_code == 200 and has_errors(response):
                response.status_code = 422
            return response

        return with_status

    def answer_or_give_back(self, view, request, *args, **kwargs):
        """Return what a view answers; where it breaks off, what was typed into a form of ours."""
        try:
            return at_most_twice(view, request, *args, **kwargs)
        except OverflowError as error:  # a number that SQLite can't hold names nothing
            raise Http404 from error
        except RawPostDataException as error:  # a form, where our scripts send none
            raise BadRequest("Máy chủ không hiểu điều được gửi tới.") from error
        except (OSError, OperationalError):  # a full disk, or a database that is away
            if not takes_an_object(request):
                raise
            logger.exception("Not saved: %s", request.path)
            response = self.give_back(request, "Chưa lưu được", "admin/unsaved.html", 503)
            response.headers["Retry-After"] = "60"
            return response
        except IntegrityError:  # somebody else was first, and the form can't be tried again
            if not takes_an_object(request):
                raise
            logger.exception("Not saved: %s", request.path)
            return self.give_back(request, "Chưa lưu được", "admin/overtaken.html", 409)

    def give_back(self, request, title, template, status):
        """Return a page with what was typed into a form that could not be saved.

        Of something that is no longer there Django leads to the front page, and drops it.
        """
        context = {
            **self.each_context(request),
            "title": title,
            "posted": typed_in_words(request),
        }
        response = TemplateResponse(request, template, context, status=status)
        add_never_cache_headers(response)
        return response

    def sign_in_here(self, request):
        """Return a page that keeps what was posted and asks who it is; None once that is known.

        The page is sent by a person's click only, and with a token, as the form itself was.
        """
        is_answered = f"{SIGN_IN}-username" in request.POST
        form = SignInForm(request, request.POST if is_answered else None, prefix=SIGN_IN)
        if form.is_valid():
            login(request, form.get_user())
            request.POST = request.POST.copy()
            del request.POST[f"{SIGN_IN}-username"], request.POST[f"{SIGN_IN}-password"]
            return None
        context = {
            **self.each_context(request),
            "title": "Phiên đăng nhập đã hết",
            "form": form,
            "posted": posted(request),
            "files": [file.name for _, files in request.FILES.lists() for file in files],
        }
        response = TemplateResponse(request, "admin/rescue.html", context, status=403)
        add_never_cache_headers(response)
        return form.answer(response)


class NumberedSelect(AutocompleteSelect):
    """Chooses nothing where it is sent what can be the number of no row; Django's breaks off."""

    def format_value(self, value):
        return numbers_in(super().format_value(value))


def numbers_in(words):
    """Return those that can be the number of a row."""
    return [word for word in words if re.fullmatch("[0-9]{1,18}", word)]


def at_most_twice(view, request, *args, **kwargs):
    """Ask a view; once more where somebody else wrote or deleted first what its form looked at.

    That is undone by the database, so nothing is done twice; the form, looked at anew, says what is
    the matter. A file may have been moved to its place by the first try, and is not sent again.
    """
    # A page of Django's own takes forms; one of ours may read what is sent as it came.
    is_form = request.method == "POST" and hasattr(request.resolver_match.func, "model_admin")
    is_repeatable = is_form and not request.FILES
    again = copy(request)  # what views note on a request is of one try
    try:
        return view(request, *args, **kwargs)
    except IntegrityError:
        if not is_repeatable:
            raise
    again._messages = request._messages = default_storage(request)  # nor is what was said so
    return view(again, *args, **kwargs)


def lines_told_of(request):
    """Return how many lines a form says it has, as its formsets will read it."""
    lines = 0
    for name, told in request.POST.items():
        if name.endswith(f"-{TOTAL_FORM_COUNT}"):
            with suppress(ValidationError):
                lines += max(0, IntegerField().clean(told))
    return lines


def shows_rows(request):
    """Whether a page is one of Django's own of a model: its list, or a form of one row."""
    page = request.resolver_match.url_name or ""
    return page.endswith(("_add", "_change", "_delete", "_changelist"))


def leave_what_names_nothing(request):
    """Leave out of a request what no browser sends and Django, or PostgreSQL, breaks off at.

    That is a NUL, the name of a field that is empty, and what can be the number of no row.
    """
    asked = request.META["QUERY_STRING"]
    if "%00" in asked:
        request.GET = QueryDict(asked.replace("%00", ""))
    for sent in ("GET", "POST") if shows_rows(request) else ("GET",):
        if getattr(request, sent).get(TO_FIELD_VAR) == "":
            setattr(request, sent, getattr(request, sent).copy())
            del getattr(request, sent)[TO_FIELD_VAR]
    if (request.resolver_match.url_name or "").endswith("_changelist"):
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if numbers_in(chosen) != chosen:
            request.POST = request.POST.copy()
            request.POST.setlist(ACTION_CHECKBOX_NAME, numbers_in(chosen))


def posted(request):
    """Return what was typed into a posted form, as (name, value); no token and no password."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        and "password" not in name
        and not name.startswith(f"{SIGN_IN}-")
        for value in values
    ]


def leads_to_index(response):
    return response.status_code == 302 and response.url == reverse("admin:index")


def is_gone(request):
    """Whether a form was sent for an object that there is not."""
    match = request.resolver_match
    if not (takes_an_object(request) and "object_id" in match.kwargs):
        return False
    return match.func.model_admin.get_object(request, unquote(match.kwargs["object_id"])) is None


def takes_an_object(request):
    """Whether a request is a form that was sent, by which a ModelAdmin adds or changes a row."""
    match = request.resolver_match
    is_form = (match.url_name or "").endswith(("_add", "_change"))
    return request.method == "POST" and is_form and hasattr(match.func, "model_admin")


LINE = re.compile(r"(.+)-([0-9]{1,6})-(\w+)")


def typed_in_words(request):
    """Return the (label, value) of what a person typed into the form of an object, and its lines.

    What has no label, a token or a count of lines, nobody typed.
    """
    model_admin = request.resolver_match.func.model_admin
    labels = labels_of(model_admin.get_form(request))
    lines = {
        formset.get_default_prefix(): (capfirst(inline.opts.verbose_name_plural), formset.form)
        for formset, inline in model_admin.get_formsets_with_inlines(request)
    }
    found = []
    for name, value in posted(request):
        line = LINE.fullmatch(name)
        if line and line[1] in lines:
            title, form = lines[line[1]]
            if label := labels_of(form).get(line[3]):
                found.append((f"{title}, dòng {int(line[2]) + 1}: {label}", value))
        elif label := labels.get(re.sub(r"_[01]$", "", name)):  # a day and its hour
            found.append((label, value))
    return found


def labels_of(form):
    fields = form.base_fields.items()
    return {name: capfirst(field.label) for name, field in fields if not field.widget.is_hidden}


def has_errors(response):
    context = getattr(response, "context_data", None) or {}
    form = context.get("form")
    rows = getattr(context.get("cl"), "formset", None)  # a list that is edited in place
    return bool(
        context.get("errors")
        or (form is not None and form.errors)
        or (rows is not None and rows.is_bound and not rows.is_valid())
    )
