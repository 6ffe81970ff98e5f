"""What a hostile junior writer types is only text on every page that an administrator opens.

Everything is written through the writer's own doors; a name and a login come as a careless import
of accounts would bring them.
"""

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core import mail
from django.urls import reverse

from news import publishing
from news.models import Article, PreviewLink, Revision, Typing, WordImport
from tests.factories import article_form, make_identity, pdf, picture, write_article
from tests.news.word.files import p, word_file
from tests.portal.test_roles import fill, make_world, routes, signed_in

IMAGE = '"><img src=x onerror=alert(1) class=evil>'
SCRIPT = "</textarea></script><script class=evil>alert(1)</script>"
SUM = "{{ 7|add:7001 }}{% now 'Y' %}"  # 7008 where a template is made of it
HANDLER = "' autofocus onfocus=alert(1) evil='"
LINK = "javascript:alert(1)//"
EVIL = ".evil, [evil], [onerror*=alert], [onfocus*=alert], [src=x]"  # CKEditor has handlers too
EVERYTHING = f"{IMAGE}{SCRIPT}{HANDLER}{LINK}{SUM}"


@pytest.fixture
def world(db):
    """The world of the roles, whose writer is hostile in every place that takes words."""
    world = make_world()
    world.people["writer"].last_name = EVERYTHING[:150]
    world.people["writer"].username = IMAGE
    world.people["writer"].email = "soan@example.vn"
    world.people["writer"].save()
    world.people["approver"].email = "duyet@example.vn"
    world.people["approver"].save()
    make_identity("Đảng ủy các cơ quan Đảng tỉnh")
    writer = signed_in(world, "writer")
    words = {
        "title": f"Bài {EVERYTHING}",
        "lead": EVERYTHING,
        "body": f"<p>Lời đầu. {EVERYTHING}</p>",
        "agency_prefix": "<b class=evil>",
        "source_name": IMAGE,
        "reason": EVERYTHING,
        "photos": [
            {"image": picture((90, 60)), "caption": EVERYTHING, "credit": IMAGE, "alt": IMAGE}
        ],
        "attachments": [{"file": pdf(f"{IMAGE}{SUM}.pdf".replace("/", "")), "title": EVERYTHING}],
        "contributors": [{"name": IMAGE, "office": EVERYTHING, "role": "author"}],
    }
    article = write_article(writer, button="_continue", **words)
    words |= {name: [] for name in ("photos", "attachments", "contributors")}
    article = write_article(writer, article, "_submit", **words | {"title": f"Tên {EVERYTHING}"})
    approver = world.people["approver"]
    publishing.approve(article, article.latest_revision, approver, EVERYTHING)
    write_article(writer, article, "_submit", **words | {"body": f"<p>Khác. {EVERYTHING}</p>"})
    world.articles["others"] = article = Article.objects.get(pk=article.pk)
    publishing.send_back(world.articles["own"], approver, EVERYTHING)
    typed = {"title": EVERYTHING, "lead": EVERYTHING, "body": f"<p>{EVERYTHING}</p>"}
    for user in ("writer", "superuser"):
        Typing.objects.create(user=world.people[user], article=article, fields=typed)
    word = word_file(p(f"HỘI NGHỊ {IMAGE}", bold=True), p(f"Sáng 6/7, {EVERYTHING}"))
    word.name = f"{IMAGE}{SUM}.docx".replace("/", "")
    data = {"files": [word], "category": article.category_id, "caption": [EVERYTHING]}
    answer = writer.post(reverse("admin:news_article_word"), data)
    assert answer.status_code == 302, answer.context["form"].errors
    world.articles["binned"] = Article.objects.latest("pk")
    publishing.put_in_bin(world.articles["binned"], approver, EVERYTHING)
    _, world.token = PreviewLink.make(article.latest_revision, world.people["writer"], days=3)
    return world


def pages(world):
    """Return every address of the site that shows something, for each of the hostile articles."""
    found = {
        fill(route, world, article) for _, route in routes() for article in world.articles.values()
    }
    hostile, imported = world.articles["others"], WordImport.objects.get()
    listed = reverse("admin:news_article_changelist")
    first, last = hostile.revisions.order_by("pk")[0].pk, hostile.latest_revision_id
    today = f"{Article.objects.latest('pk').updated_at:%d/%m/%Y}"
    found |= {
        f"{listed}?q=onerror",
        f"{listed}?stage=submitted",
        f"{reverse('admin:news_article_compare', args=[hostile.pk])}?truoc={first}&sau={last}",
        f"{reverse('admin:news_article_word_drafts')}?so={imported.pk}",
        f"{reverse('admin:news_photo_changelist')}?article={hostile.pk}",
        f"{reverse('office:packs')}?tu={today}&den={today}",
        *(
            reverse("admin:news_article_preview", args=[r.article_id, r.pk])
            for r in Revision.objects.all()
        ),
    }
    return sorted(
        address for address in found if "logout" not in address and "/media/" not in address
    )


def faults(html):
    """Return what of a page was made of somebody's words: an element, an attribute, a result."""
    soup = BeautifulSoup(html, "html.parser")
    return [
        *soup.select(EVIL),
        *(tag for tag in soup.find_all("script") if "alert(1)" in tag.text and not is_data(tag)),
        *soup.select(
            '[href^="javascript:alert" i], [src^="javascript:" i], [action^="javascript:" i]'
        ),
        *(["a template's result"] if "7008" in html else []),
    ]


def is_page(answer):
    return answer.status_code == 200 and answer["Content-Type"].startswith("text/html")


def is_data(script):
    """Whether browsers never run it (HTML, "data block"); an end tag in it would have shown."""
    return script.get("type") in ("application/json", "application/ld+json")


def everybodys_pages(world):
    """Yield address and HTML of each page that an administrator may open, and after each deed."""
    admin = signed_in(world, "superuser")
    for address in pages(world):
        answer = admin.get(address)
        if is_page(answer):
            yield address, answer.content.decode()
    hostile, form = world.articles["others"], "admin:news_article_change"
    chosen = {"action": "delete_selected", "_selected_action": [hostile.pk]}
    late = article_form(EVERYTHING, lead=EVERYTHING) | {"version": 1, "base": ""}
    deeds = {
        "bulk delete": (reverse("admin:news_article_changelist"), chosen),
        "conflict": (reverse(form, args=[hostile.pk]), late),
        "refused": (reverse(form, args=[hostile.pk]), late | {"published_at_0": IMAGE}),
        "review": (reverse("admin:news_article_review", args=[hostile.pk]), {"reason": IMAGE}),
        "deleted": (reverse("admin:news_article_delete", args=[hostile.pk]), {"post": "yes"}),
        "had back": (reverse("admin:news_article_bin"), {"article": hostile.pk}),
    }
    for name, (address, data) in deeds.items():
        answer = admin.post(address, data, follow=True)
        assert answer.status_code < 500, name
        yield name, answer.content.decode()
    # Somebody whose session has ended sends what was typed: it comes back to be signed in for.
    rescued = signed_in(world, "reader").post(reverse("admin:news_article_add"), late)
    yield "rescue", rescued.content.decode()
    yield "index", admin.get(reverse("admin:index")).content.decode()


def test_every_page_shows_it_as_text_and_nothing_else(world):
    seen = {}
    for name, html in everybodys_pages(world):
        assert not faults(html), name
        seen[name] = html

    assert len(seen) > 80
    showing = [name for name, html in seen.items() if "&lt;img src=x onerror=alert(1)" in html]
    for part in [
        "/change/",
        "/history/",
        "/duyet/",
        "/so-sanh/",
        "/delete/",
        "/thung-rac/",
        "/xem-thu/",
    ]:
        assert [name for name in showing if part in name], part
    for name in ["bulk delete", "conflict", "refused", "deleted", "had back", "rescue", "index"]:
        assert name in showing, name


@pytest.mark.django_db(transaction=True)
def test_letters_about_it_are_plain_text_with_one_subject(world):
    assert mail.outbox
    for letter in mail.outbox:
        assert letter.content_subtype == "plain"
        assert "\n" not in letter.subject
        assert "7008" not in letter.body + letter.subject
    assert [letter for letter in mail.outbox if IMAGE in letter.subject]
    assert [letter for letter in mail.outbox if IMAGE in letter.body]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_browser_runs_nothing_of_it(world, live_server, page):
    """No dialog, and nothing in any document, also where scripts have written into it."""
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    admin = signed_in(world, "superuser")
    session = admin.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
    page.context.add_cookies([cookie])
    opened = 0
    for address in pages(world):
        if "/news/" not in address and address.count("/") > 4:
            continue  # of the other rooms only the pages that join what is here
        if not is_page(admin.get(address)):
            continue
        page.goto(live_server.url + address, wait_until="load")
        opened += 1
        for frame in page.frames:
            assert frame.locator(EVIL).count() == 0, address
    form = reverse("admin:news_article_change", args=[world.articles["others"].pk])
    page.goto(live_server.url + form)
    page.locator("[data-restore]").click()  # what was typed and not saved
    page.wait_for_load_state("networkidle")
    assert all(frame.locator(EVIL).count() == 0 for frame in page.frames)

    assert opened > 40
    assert not dialogs
