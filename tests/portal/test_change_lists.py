"""The lists of the newsroom, asked by hand for what no database can look up."""

import pytest
from django.contrib import admin
from django.db.models import CharField, TextField
from django.urls import reverse

from tests.factories import make_article, make_slogan

pytestmark = pytest.mark.django_db


def a_filter_of(model):
    """Return the name of a filter by a text of the model, or by its number."""
    texts = [f.name for f in model._meta.concrete_fields if isinstance(f, CharField | TextField)]
    if "password" in texts:  # Django lets nobody look for one
        texts.remove("password")
    return f"{[*texts, 'pk'][0]}__exact"


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.model_name)
def test_a_filter_that_holds_a_nul_is_no_error(admin_client, model):
    meta = model._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
    usual = admin_client.get(address).status_code

    answer = admin_client.get(address, {a_filter_of(model): "a\0"}, follow=True)

    assert answer.status_code == usual


@pytest.mark.parametrize("name", ["q", "stage", "mine", "category", "published_at__year", "\0"])
def test_no_parameter_of_the_list_of_articles_may_hold_a_nul(admin_client, name):
    address = reverse("admin:news_article_changelist")

    assert admin_client.get(address, {name: "\0"}, follow=True).status_code == 200


TOO_LARGE = "9" * 30  # no database has such a number


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.model_name)
def test_a_number_that_no_database_holds_names_nothing(admin_client, model):
    meta = model._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")

    assert admin_client.get(address, {"pk__in": TOO_LARGE}).status_code in (200, 302, 404)


@pytest.mark.parametrize("chosen", ["abc", TOO_LARGE])
def test_chosen_rows_that_cannot_be_are_passed_over(admin_client, chosen):
    slogan = make_slogan()
    address = reverse("admin:banners_slogan_changelist")

    answer = admin_client.post(
        address, {"action": "delete_selected", "_selected_action": [chosen, slogan.pk]}
    )

    assert answer.status_code == 200
    assert list(answer.context["queryset"]) == [slogan]


def test_a_row_whose_number_cannot_be_is_no_error(admin_client):
    slogan = make_slogan()
    address = reverse("admin:banners_slogan_changelist")
    rows = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": TOO_LARGE}

    answer = admin_client.post(address, rows | {"form-0-order": "7", "_save": "Lưu"})

    assert answer.status_code in (404, 422)
    slogan.refresh_from_db()
    assert slogan.order == 0


def test_list_that_nothing_is_asked_of_counts_no_results(webmaster):
    make_article("Hội nghị lần thứ 11")
    address = reverse("admin:news_article_changelist")

    assert "kết quả" not in webmaster.get(address).text
    assert "1 kết quả" in webmaster.get(address, {"q": "hoi nghi"}).text
