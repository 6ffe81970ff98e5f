"""Django speaks Vietnamese throughout; dates and numbers are read as an office types them."""

import json
import re
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from unicodedata import is_normalized

import django
import polib
import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.template import Context, Template
from django.utils import formats, translation
from django.utils.timezone import get_current_timezone
from django.utils.translation.trans_real import DjangoTranslation
from django.views.i18n import JSONCatalog

DJANGO = Path(django.__file__).parent
DOMAINS = ["django", "djangojs"]
OURS = Path(settings.LOCALE_PATHS[0]) / "vi" / "LC_MESSAGES"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}")

SAME_IN_VIETNAMESE = {
    *("IPv4", "IPv6", "…", ":", ", ", ":?.!"),
    *("%(truncated_text)s…", "%(class_name)s %(instance)s"),
    *("%(size)d byte", "%s KB", "%s MB", "%s GB", "%s TB", "%s PB"),
}


@pytest.fixture(autouse=True)
def _in_vietnamese():
    with translation.override("vi"):
        yield


def shipped_catalogues():
    """Return the English catalogue, with every message, of Django and of each app we install."""
    installed = [app.path for app in apps.get_app_configs() if app.name.startswith("django.")]
    return [
        pytest.param(file, file.stem, id=f"{Path(folder).name}-{file.stem}")
        for folder in [DJANGO / "conf", *installed]
        for file in sorted(Path(folder, "locale/en/LC_MESSAGES").glob("*.po"))
    ]


def translate(entry, catalogue):
    match bool(entry.msgctxt), bool(entry.msgid_plural):
        case False, False:
            return catalogue.gettext(entry.msgid)
        case True, False:
            return catalogue.pgettext(entry.msgctxt, entry.msgid)
        case False, True:
            return catalogue.ngettext(entry.msgid, entry.msgid_plural, 2)
        case True, True:
            return catalogue.npgettext(entry.msgctxt, entry.msgid, entry.msgid_plural, 2)


def placeholders(text):
    return sorted(set(PLACEHOLDER.findall(text.replace("%%", ""))))


@pytest.mark.parametrize(("file", "domain"), shipped_catalogues())
def test_every_message_of_django_is_vietnamese(file, domain):
    catalogue = DjangoTranslation("vi", domain=domain)
    english = {
        entry.msgid
        for entry in polib.pofile(file)
        if translate(entry, catalogue) in (entry.msgid, entry.msgid_plural)
    }

    assert english - SAME_IN_VIETNAMESE == set()


@pytest.mark.parametrize(("file", "domain"), shipped_catalogues())
def test_no_translation_loses_a_placeholder(file, domain):
    catalogue = DjangoTranslation("vi", domain=domain)

    for entry in polib.pofile(file):
        wanted = placeholders(entry.msgid_plural or entry.msgid)
        assert placeholders(translate(entry, catalogue)) == wanted, entry.msgid


@pytest.mark.parametrize("domain", DOMAINS)
def test_compiled_catalogue_equals_its_source(domain):
    source = {
        (entry.msgctxt, entry.msgid): entry.msgstr_plural or entry.msgstr
        for entry in polib.pofile(OURS / f"{domain}.po")
    }
    compiled = {
        (entry.msgctxt, entry.msgid): entry.msgstr_plural or entry.msgstr
        for entry in polib.mofile(OURS / f"{domain}.mo")
    }

    assert compiled == source


@pytest.mark.parametrize("domain", DOMAINS)
def test_catalogue_is_in_one_unicode_form(domain):
    assert is_normalized("NFC", (OURS / f"{domain}.po").read_text(encoding="utf-8"))


def test_our_words_win_over_those_of_django():
    assert translation.gettext("Log out") == "Đăng xuất"


def test_scripts_of_the_admin_get_our_words(rf):
    answer = JSONCatalog.as_view(packages=["django.contrib.admin"])(rf.get("/"))

    assert json.loads(answer.content)["catalog"]["Remove all %s"] == "Bỏ tất cả %s"


@pytest.mark.parametrize(
    "typed",
    [
        "06/07/2023",
        "6/7/2023",
        "06-07-2023",
        "06.07.2023",
        "6/7/23",
        "6-7-23",
        "6.7.23",
        "2023-07-06",
    ],
)
def test_day_comes_before_month(typed):
    assert forms.DateField().clean(typed) == date(2023, 7, 6)


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("25/03/2020 11:03", 0),
        ("25/03/2020 11:03:27", 27),
        ("25-3-2020 11:03", 0),
        ("25.3.20 11h03", 0),
        ("2020-03-25 11:03", 0),
    ],
)
def test_hour_follows_the_day(typed, seconds):
    moment = datetime(2020, 3, 25, 11, 3, seconds, tzinfo=get_current_timezone())

    assert forms.DateTimeField().clean(typed) == moment


@pytest.mark.parametrize("typed", ["15:34", "15:34:00", "15h34"])
def test_time_is_read(typed):
    assert forms.TimeField().clean(typed) == time(15, 34)


def test_form_shows_a_date_as_it_is_typed():
    assert forms.DateInput().format_value(date(2023, 7, 6)) == "06/07/2023"


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("DATE_FORMAT", "06/07/2023"),
        ("SHORT_DATE_FORMAT", "06/07/2023"),
        ("DATETIME_FORMAT", "06/07/2023 00:05"),
        ("SHORT_DATETIME_FORMAT", "06/07/2023 00:05"),
        ("TIME_FORMAT", "00:05"),
        ("YEAR_MONTH_FORMAT", "tháng 7 năm 2023"),
        ("MONTH_DAY_FORMAT", "6 tháng 7"),
    ],
)
def test_dates_are_printed_as_offices_write_them(name, printed):
    assert formats.date_format(datetime(2023, 7, 6, 0, 5), name) == printed  # noqa: DTZ001


@pytest.mark.parametrize("code", ["F", "N", "b", "E", "M"])
def test_month_has_no_stray_dot_and_no_english(code):
    assert formats.date_format(date(2023, 9, 2), code).lower() == "tháng 9"


@pytest.mark.parametrize(
    ("number", "printed"), [(411605, "411.605"), (Decimal("14531.44"), "14.531,44")]
)
def test_numbers_are_grouped_by_dots(number, printed):
    assert Template("{{ number }}").render(Context({"number": number})) == printed


@pytest.mark.parametrize("typed", ["14.531,44", "14531,44"])
def test_decimal_comma_is_read(typed):
    assert forms.DecimalField(localize=True).clean(typed) == Decimal("14531.44")


def test_week_begins_on_monday():
    assert formats.get_format("FIRST_DAY_OF_WEEK") == 1
