"""The numbers by which the webmaster puts things in order."""

import pytest
from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.urls import reverse

from news.models import Photo
from tests.factories import article_form, make_menu_item

pytestmark = pytest.mark.django_db

TOO_LARGE = ["10000", str(2**31), str(2**63), "9" * 40]
MESSAGE = "Giá trị phải nhỏ hơn hoặc bằng 9999."


def is_ordered(model):
    try:
        return model._meta.get_field("order").editable and model is not Photo  # has no such form
    except FieldDoesNotExist:
        return False


ORDERED = [model for model in admin.site._registry if is_ordered(model)]
IDS = [model._meta.model_name for model in ORDERED]


@pytest.mark.parametrize("model", ORDERED, ids=IDS)
@pytest.mark.parametrize("order", TOO_LARGE)
def test_a_place_of_more_than_four_digits_is_refused_in_words(admin_client, model, order):
    meta = model._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_add")

    answer = admin_client.post(address, {"order": order})

    assert answer.context["adminform"].form.errors["order"] == [MESSAGE]


def test_a_place_on_the_front_page_has_no_more_digits_either(admin_client):
    answer = admin_client.post("/quan-tri/news/category/add/", {"home_order": "10000"})

    assert answer.context["adminform"].form.errors["home_order"] == [MESSAGE]


@pytest.mark.parametrize("order", TOO_LARGE)
def test_a_place_is_refused_in_a_list_that_is_edited_in_place(admin_client, order):
    item = make_menu_item()
    form = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "_save": ""}
    form |= {"form-0-id": item.pk, "form-0-order": order}

    answer = admin_client.post("/quan-tri/portal/menuitem/", form)

    assert answer.status_code == 422
    assert MESSAGE in answer.text


@pytest.mark.parametrize("order", TOO_LARGE)
def test_a_byline_has_no_place_of_more_than_four_digits(admin_client, order):
    byline = {"name": "Ngọc Ánh", "role": "author", "order": order}

    answer = admin_client.post(
        "/quan-tri/news/article/add/", article_form(contributors=[byline]) | {"_continue": ""}
    )

    assert answer.status_code == 422
    assert MESSAGE in answer.text
