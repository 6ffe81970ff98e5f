"""The newsroom's front page of a site that was just set up."""

import pytest
from django.urls import reverse

from tests.factories import make_category, make_identity, make_menu_item

pytestmark = pytest.mark.django_db

MISSING = "Trang còn thiếu"


def test_new_site_leads_its_first_person_to_what_it_lacks(admin_client):
    page = admin_client.get(reverse("admin:index"))

    assert MISSING in page.text
    for model in ["portal_agencyidentity", "news_category", "portal_menuitem", "auth_user"]:
        assert f'<a href="{reverse(f"admin:{model}_add")}">' in page.text


def test_site_that_has_them_says_nothing(webmaster):
    make_identity()
    make_menu_item(category=make_category())

    assert MISSING not in webmaster.get(reverse("admin:index")).text


def test_who_may_add_none_of_it_is_not_told(writer):
    assert MISSING not in writer.get(reverse("admin:index")).text
