"""The lists of the newsroom, asked by hand for what no database can look up."""

import pytest
from django.contrib import admin
from django.db.models import CharField, TextField
from django.urls import reverse

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
