"""What is not published must not show on any public page, nor change one."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from news.models import Article
from portal.models import MenuItem
from tests.factories import make_announcement, make_article, make_category, make_document, make_page

pytestmark = pytest.mark.django_db

SECRET = "Kết luận chưa công bố"
now = timezone.now
UNPUBLISHED = {
    "draft": {"state": Article.State.DRAFT},
    "submitted": {"state": Article.State.SUBMITTED},
    "returned": {"state": Article.State.RETURNED},
    "withdrawn": {"state": Article.State.WITHDRAWN},
    "scheduled": {"published_at": now() + timedelta(hours=1)},
    "expired": {"expires_at": now() - timedelta(minutes=1)},
}
MAKERS = [make_article, make_announcement, make_document, make_page]


def public_pages(*articles):
    """Every public address there is, of lists and of these articles."""
    this_month = timezone.localdate()
    lists = ["home", "news:article_list", "news:announcement_list", "news:document_list"]
    return [
        *map(reverse, [*lists, "news:archive"]),
        reverse("news:month", args=[this_month.year, this_month.month]),
        make_category().get_absolute_url(),
        *(article.get_absolute_url() for article in articles),
    ]


@pytest.mark.parametrize("state", UNPUBLISHED)
@pytest.mark.parametrize("make", MAKERS)
def test_unpublished_text_shows_on_no_public_page(client, make, state):
    neighbour = make_article("Bài đang đăng")
    hidden = make(SECRET, lead=SECRET, body=f"<p>{SECRET}</p>", **UNPUBLISHED[state])
    hidden.pinned_until = now() + timedelta(days=1)
    hidden.save()

    for address in public_pages(neighbour):
        assert SECRET not in client.get(address).text, address
    assert client.get(hidden.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("state", UNPUBLISHED)
def test_an_old_address_of_an_unpublished_article_tells_nothing(client, state):
    hidden = make_article(SECRET, **UNPUBLISHED[state])

    answer = client.get(f"/xay-dung-dang/ten-cu-{hidden.pk}/")

    assert answer.status_code == 404
    assert hidden.slug not in answer.text


@pytest.mark.parametrize("state", UNPUBLISHED)
def test_is_published_says_of_one_what_published_says_of_many(state):
    article, hidden = make_article(), make_article(**UNPUBLISHED[state])

    assert article.is_published()
    assert not hidden.is_published()
    assert list(Article.objects.published()) == [article]


def test_menu_leads_to_no_unpublished_page(client):
    page = make_page(SECRET, state=Article.State.DRAFT)
    MenuItem.objects.create(page=page)

    assert SECRET not in client.get("/").text


@pytest.mark.parametrize(
    "pk",
    [
        "999999999",
        "9" * 25,  # larger than any database integer
        "9" * 4400,  # longer than Python turns into a number
        "١٢",  # digits, but not ours
        "1abc",
        "1;",
    ],
)
def test_an_odd_id_is_not_found(client, pk):
    make_article()

    assert client.get(f"/xay-dung-dang/hoi-nghi-{pk}/").status_code == 404
