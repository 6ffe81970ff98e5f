"""Whatever is changed in the admin, kept pages learn of it: or it is said why they need not."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import transaction

from banners.models import Occasion, PictureBanner, Slogan, SolemnPeriod
from news.models import Article, Attachment, Category, Contributor, ErrorReport, Photo, Topic
from portal.kept import version
from portal.models import AgencyIdentity, ContentChange, Feedback, Leader, MenuItem, Unit, WorkWeek
from stats import folding
from stats.models import AccountEntry, Counter, DayTotal
from tests.factories import (
    make_article,
    make_category,
    make_counter,
    make_day,
    make_identity,
    make_leader,
    make_menu_item,
    make_occasion,
    make_photo,
    make_picture_banner,
    make_slogan,
    make_solemn_period,
    make_topic,
    make_unit,
    make_work_week,
    pdf,
)

pytestmark = pytest.mark.django_db(transaction=True)

MAKERS = {
    AccountEntry: lambda: AccountEntry.objects.create(visits=3, reason="Kiểm kê"),
    AgencyIdentity: make_identity,
    Article: make_article,
    Category: make_category,
    Counter: make_counter,
    Leader: make_leader,
    MenuItem: make_menu_item,
    Occasion: make_occasion,
    Photo: make_photo,
    PictureBanner: make_picture_banner,
    Slogan: make_slogan,
    SolemnPeriod: make_solemn_period,
    Topic: make_topic,
    Unit: make_unit,
    WorkWeek: make_work_week,
}
NEVER_PRINTED = {
    ErrorReport: "a private inbox",
    Feedback: "a private inbox",
    User: "bylines are names of their own",
    Group: "rights are the newsroom's",
    DayTotal: "its figures are holes",
}


def test_every_model_of_the_admin_is_known_here():
    known = MAKERS.keys() | NEVER_PRINTED.keys()

    assert admin.site._registry.keys() == known, (
        "Say here how to make one, or why no page prints it."
    )


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_saving_and_deleting_it_makes_a_new_version(model):
    before = version.current()
    row = MAKERS[model]()
    made = version.current()
    row.save()
    saved = version.current()
    row.delete()

    assert len({before, made, saved, version.current()}) == 4


@pytest.mark.parametrize(
    "make",
    [
        lambda: User.objects.create(username="moi"),
        lambda: Group.objects.create(name="Nhóm mới"),
        lambda: make_day("2026-03-04", visits=3),
    ],
)
def test_saving_what_no_page_prints_makes_none(make):
    before = version.current()
    make()

    assert version.current() == before


def test_counting_makes_no_version(client):
    article = make_article()
    before = version.current()
    client.get(article.get_absolute_url())
    folding.clear_up()

    assert version.current() == before


def test_the_parts_of_an_article_belong_to_it():
    article = make_article()
    for make in [
        lambda: make_photo(article),
        lambda: Attachment.objects.create(article=article, file=pdf()),
        lambda: Contributor.objects.create(article=article, name="S.T"),
    ]:
        before = version.current()
        make()

        assert version.current() != before


def test_a_version_is_made_once_in_a_transaction_and_only_if_it_is_kept():
    with transaction.atomic():
        make_category("A")
        make_category("B")
    once = ContentChange.objects.count()
    with transaction.atomic():
        make_category("C")
        transaction.set_rollback(True)
    assert (once, ContentChange.objects.count()) == (1, 1)

    with transaction.atomic():
        with transaction.atomic():
            make_category("C")
            transaction.set_rollback(True)
        make_category("D")
    assert ContentChange.objects.count() == 2


def test_a_writer_who_commits_after_a_later_one_still_makes_a_version():
    """As in PostgreSQL, where the number is given before the row is seen."""
    late = ContentChange.objects.create()
    ContentChange.objects.create()
    ContentChange.objects.filter(pk=late.pk).delete()
    before = version.current()
    late.save(force_insert=True)

    assert version.current() != before


def test_a_number_that_is_given_anew_is_another_version():
    """As after a database was put back from a copy, while the shared cache stayed."""
    make_category("A")
    before = version.current()
    change = ContentChange.objects.get()
    change.delete()
    ContentChange.objects.create(pk=change.pk)

    assert version.current() != before


def test_old_versions_are_thrown_away():
    ContentChange.objects.bulk_create(ContentChange() for _ in range(3 * version.ROWS_KEPT))
    [newest, _], *_ = version.current()

    for _ in range(version.LOOKED_AT):
        version.bump()

    rows = ContentChange.objects.count()
    assert version.ROWS_KEPT <= rows < version.ROWS_KEPT + version.LOOKED_AT
    assert version.current()[0][0] == newest + version.LOOKED_AT


def test_each_exception_names_a_model_and_a_reason():
    for app in apps.get_app_configs():
        for name, reason in getattr(app, "never_printed", {}).items():
            assert app.get_model(name)
            assert reason
