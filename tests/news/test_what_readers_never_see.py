"""What is not published must not show on any public page, nor change one."""

import re
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from news import publishing, sitemaps
from news.models import Article, PreviewLink, Typing
from news.share_picture import ArticlePicture
from portal.models import AgencyIdentity, MenuItem
from tests.factories import (
    article_form,
    make_album,
    make_announcement,
    make_article,
    make_category,
    make_document,
    make_page,
    make_photo,
    make_video,
    pdf,
    picture,
    write_article,
)

pytestmark = pytest.mark.django_db

SECRET = "Kết luận chưa công bố"
now = timezone.now
UNPUBLISHED = {
    "draft": {"state": Article.State.DRAFT},
    "submitted": {"state": Article.State.SUBMITTED},
    "returned": {"state": Article.State.RETURNED},
    "withdrawn": {"state": Article.State.WITHDRAWN},
    "scheduled": {"published_at": now() + timedelta(hours=1)},
    "binned": {"binned_at": now()},
    "expired": {"expires_at": now() - timedelta(minutes=1)},
}
# What is asked for stands on the page; so it is asked for by half of its words, without marks.
SEARCHES = [
    f"/tim-kiem/{page}"
    for page in ["?q=chua+cong+bo", "?q=chua+cong&thu-tu=moi-nhat", "goi-y/?q=chua+co"]
]
KINDS = ["article", "announcement", "document", "album", "video"]  # those with a list
MAKERS = [make_article, make_announcement, make_document, make_album, make_video, make_page]


def not_there(state):
    """Return how its address answers: of what readers could open once, that it is gone."""
    return 410 if state == "expired" else 404


def public_pages(*articles):
    """Every public address there is, of lists and of these articles."""
    today = timezone.localdate()
    lists = [f"news:{kind}_list" for kind in KINDS]
    return [
        *map(reverse, ["home", *lists, "news:archive", "news:site_map"]),
        reverse("news:year", args=[today.year]),
        reverse("news:month", args=[today.year, today.month]),
        reverse("news:day", args=[today.year, today.month, today.day]),
        make_category().get_absolute_url(),
        *for_machines(),
        *SEARCHES,
        *(article.get_absolute_url() for article in articles),
    ]


def for_machines():
    """Every feed, and the whole sitemap."""
    lists = [
        "",
        *(reverse(f"news:{kind}_list") for kind in KINDS),
    ]
    lists.append(make_category().get_absolute_url())
    feeds = [f"{page.rstrip('/')}/{form}.xml" for page in lists for form in ("rss", "atom")]
    newest = Article.objects.order_by("pk").last()
    parts = range(newest.pk // sitemaps.PART + 1) if newest else []
    sitemap = [reverse("news:sitemap_index"), reverse("news:sitemap_lists")]
    return [*feeds, *sitemap, *(reverse("news:sitemap", args=[part]) for part in parts)]


@pytest.mark.parametrize("state", UNPUBLISHED)
@pytest.mark.parametrize("make", MAKERS)
def test_unpublished_text_shows_on_no_public_page(client, make, state):
    neighbour = make_article("Bài đang đăng")
    hidden = make(SECRET, lead=SECRET, body=f"<p>{SECRET}</p>", **UNPUBLISHED[state])
    hidden.pinned_until = now() + timedelta(days=1)
    hidden.save()

    for address in public_pages(neighbour):
        page = client.get(address).text
        assert SECRET not in page, address
        assert hidden.slug not in page, address
    answer = client.get(hidden.get_absolute_url())
    assert answer.status_code == not_there(state)
    assert SECRET not in answer.text


@pytest.mark.parametrize("state", UNPUBLISHED)
def test_no_picture_is_drawn_of_an_unpublished_title(client, state):
    hidden = make_article(SECRET, **UNPUBLISHED[state])
    picture = ArticlePicture.of(hidden, AgencyIdentity.objects.on())

    for address in [picture.url, reverse("news:share_picture", args=[hidden.pk, "0"])]:
        answer = client.get(address)
        assert answer.status_code == 404
        assert picture.digest not in str(answer.headers)
    assert not default_storage.exists(picture.name)


@pytest.mark.parametrize("state", UNPUBLISHED)
def test_an_old_address_of_an_unpublished_article_tells_nothing(client, state):
    hidden = make_article(SECRET, **UNPUBLISHED[state])

    answer = client.get(f"/xay-dung-dang/ten-cu-{hidden.pk}/")

    assert answer.status_code == not_there(state)
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


# ---------- What waits beside a public text ----------

OTHER = "Bản sửa chưa công bố"
NO_FILES = {"photos": [], "attachments": []}


@pytest.fixture
def hidden(writer):
    """All that the newsroom keeps beside the articles readers see, each with words of its own."""
    photo = {"image": picture((90, 60)), "caption": OTHER, "credit": OTHER, "alt": OTHER}
    words = {
        "title": OTHER,
        "lead": OTHER,
        "body": f"<p>{OTHER}</p>",
        "source_name": OTHER,
        "photos": [photo],
        "attachments": [{"file": pdf("ban-sua-chua-cong-bo.pdf"), "title": OTHER}],
        "contributors": [{"name": OTHER, "office": OTHER, "role": "author"}],
    }
    public = make_article("Bài đang đăng", created_by=writer.user)
    make_photo(public, (90, 60), caption="Quang cảnh")
    late = {"version": public.version, "base": ""}
    edited = write_article(writer, public, "_submit", **words)  # an edit that waits
    address = reverse("admin:news_article_change", args=[public.pk])
    aside = writer.post(address, article_form(**words | NO_FILES) | late)  # and one set aside
    assert aside.status_code == 409
    Typing.objects.create(user=writer.user, article=public, fields={"title": OTHER, "lead": OTHER})
    binned = write_article(writer, button="_continue", **words | NO_FILES)
    publishing.put_in_bin(binned, writer.user, OTHER)
    PreviewLink.make(edited.latest_revision, writer.user, days=3)
    MenuItem.objects.create(page=make_page(OTHER, binned_at=now()))
    return edited


def test_nothing_that_waits_shows_on_a_public_page(hidden, visitor):
    asked = [*public_pages(hidden), "/khong-co-trang-nay/", "/xay-dung-dang/khong-co-999999/"]
    asked += [article.get_absolute_url() for article in Article.objects.exclude(pk=hidden.pk)]
    for address in [*asked, *(f"{page}?q={OTHER}&trang=1" for page in asked if "?" not in page)]:
        answer = visitor.get(address)

        for words in [OTHER, "ban-sua-chua-cong-bo", *files_of(hidden)]:
            assert words not in answer.text, address
            assert words not in str(answer.headers), address


def files_of(article):
    """Return where the files lie that only the newest text of an article has."""

    def of(document):
        found = [row["image"] for row in document["photos"]]
        return {*found, *(row["file"] for row in document["attachments"])}

    return of(article.latest_revision.document) - of(article.public_revision.document)


def test_the_files_of_a_text_nobody_approved_lie_where_nobody_can_guess(hidden, visitor):
    """Whoever has the address of a file gets it; but only the newsroom's pages tell it."""
    paths = files_of(hidden)
    assert len(paths) == 2
    for path in paths:
        folder, _, name = path.rpartition("/")
        secret = name.partition(".")[0] if path.startswith("photos/") else folder.split("/")[-1]
        assert re.fullmatch("[0-9a-f]{20}", secret), path  # 80 bits
        assert visitor.get(f"/media/{path}").status_code == 200
        while folder:
            for listing in (folder, f"{folder}/", f"{folder}/.", f"{folder}/*"):
                answer = visitor.get(f"/media/{listing}")
                assert answer.status_code in (400, 404), listing
                assert secret not in answer.text.replace(folder, "")
            folder = folder.rpartition("/")[0]


def test_what_waited_shows_once_it_is_approved(hidden, visitor, writer):
    """So that the pages above had something to leak."""
    publishing.approve(hidden, hidden.latest_revision, writer.user)

    page = visitor.get(hidden.get_absolute_url()).text
    assert page.count(OTHER) >= 5
    assert "ban-sua-chua-cong-bo" in page
