"""What the lists of the admin find by what is typed: with marks or without, in any case."""

import pytest
from django.contrib.auth.models import User

from tests.factories import make_category, make_leader, make_slogan, make_topic, make_unit

pytestmark = pytest.mark.django_db

MAKERS = {
    "banners/slogan": make_slogan,
    "news/category": make_category,
    "news/topic": make_topic,
    "portal/unit": make_unit,
    "portal/leader": make_leader,
    "auth/user": lambda words: User.objects.create(username=words[:3], last_name=words),
}


@pytest.mark.parametrize("typed", ["đảng đoàn", "ĐẢNG", "dang doan", "đoàn đảng"])
@pytest.mark.parametrize("listed", MAKERS)
def test_a_list_finds_words_in_any_case_with_marks_or_without(admin_client, listed, typed):
    wanted = MAKERS[listed]("Đảng bộ, Đoàn thể")
    MAKERS[listed]("Ban Tuyên giáo")

    answer = admin_client.get(f"/quan-tri/{listed}/", {"q": typed})

    assert list(answer.context["cl"].result_list) == [wanted]
