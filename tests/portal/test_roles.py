"""Who sees and does what: every address there is, for every role, with every method.

A cell of the table says what a GET gets and what a POST gets: the answer's status, or "in" for a
redirect to the page to sign in. A POST sends what the page's own button would. One that is refused
changes nothing, and nothing else than a POST ever does.
"""

import re
from datetime import timedelta
from http.cookies import SimpleCookie
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from news import publishing
from news.models import (
    Article,
    Contributor,
    ErrorReport,
    PreviewLink,
    PreviewOpening,
    Revision,
    Transition,
)
from portal.models import Feedback
from portal.office import inspection
from stats.models import DayTotal
from stats.report import Span
from tests.conftest import BROWSER
from tests.factories import (
    article_form,
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
    make_work_item,
    picture,
)

pytestmark = pytest.mark.django_db

State = Article.State
STOCK = "/quan-tri/(?!news/|thong-ke|ho-so|$)"
REFUSALS = {"in", "403", "405"}
CHANGES = {"201", "302", "409"}  # of two who save at once, the second's text is kept aside
ROLES = ["reader", "staff", "writer", "approver", "stranger", "webmaster", "superuser"]


# ---------- The world ----------


def make_people():
    """Make one person of each role; "stranger" approves, but not where others are entrusted."""
    call_command("create_groups")
    groups = {
        "staff": None,
        "writer": "Người soạn bài",
        "colleague": "Người soạn bài",
        "approver": "Người duyệt",
        "stranger": "Người duyệt",
        "webmaster": "Quản trị web",
    }
    people = {}
    for name, group in groups.items():
        people[name] = User.objects.create_user(name, is_staff=True)
        if group:
            people[name].groups.add(Group.objects.get(name=group))
    people["superuser"] = User.objects.create_superuser("superuser")
    return people


def make_world():
    """Make something of everything that has an address, and articles at each place."""
    people = make_people()
    category, entrusted = make_category(), make_category("Tổ chức cán bộ")
    entrusted.approvers.add(people["approver"])
    writer, colleague = people["writer"], people["colleague"]
    waiting = {"state": State.SUBMITTED, "published_at": None}
    articles = {
        "own": make_article("Bài của người soạn", created_by=writer),
        "others": make_article("Bài của đồng nghiệp", created_by=colleague, **waiting),
        "entrusted": make_article("Bài về cán bộ", created_by=colleague, category=entrusted),
        "binned": make_article("Bài đã bỏ", created_by=writer),
    }
    own = articles["own"]
    make_photo(own, (90, 60), caption="Quang cảnh")
    Contributor.objects.create(article=own, name=own.title)  # one whose address is like its own
    for article in articles.values():
        publishing.first_revision(article)
    for article in (own, articles["entrusted"]):
        write_an_edit(article, colleague)
        publishing.submit(article, colleague)
    publishing.put_in_bin(articles["binned"], people["approver"])
    _, token = PreviewLink.make(articles["others"].latest_revision, colleague, days=3)
    yesterday = timezone.localdate() - timedelta(days=1)
    make_day(yesterday, 3)
    pack, _ = inspection.make(Span(yesterday, yesterday), None, people["approver"])
    objects = [
        category,
        own.photos.get(),
        make_identity(),
        make_menu_item(),
        make_unit("Tổ giúp việc"),
        make_topic(articles=[own]),
        make_leader(),
        make_work_item().week,
        make_slogan(),
        make_occasion(),
        make_picture_banner(),
        make_solemn_period(),
        make_counter(opening=5),
        ErrorReport.objects.create(article=own, text="Sai năm"),
        Feedback.objects.create(text="Đề nghị đăng lịch tiếp công dân"),
        DayTotal.objects.get(),
        Group.objects.get(name="Người duyệt"),
        User.objects.create_user("newcomer"),  # who has done nothing, so may be deleted
    ]
    by_model = {o._meta.label_lower.replace(".", "_"): o for o in objects}
    by_model["stats_accountentry"] = apps.get_model("stats.AccountEntry").objects.get()
    return SimpleNamespace(
        people=people, articles=articles, token=token, pack=pack, objects=by_model
    )


def write_an_edit(article, user):
    """Save another text of an article that readers see, as the form does."""
    public = article.public_revision
    document = public.document | {"article": public.document["article"] | {"body": "<p>Sửa.</p>"}}
    article.latest_revision = Revision.take(article, user, document, base=public)
    article.pending_state = State.DRAFT
    article.save()


@pytest.fixture
def world():
    return make_world()


def signed_in(world, role):
    client = Client(headers={"User-Agent": BROWSER}, raise_request_exception=False)
    if role != "reader":
        client.force_login(world.people[role])
    return client


# ---------- The addresses ----------


def routes():
    """Yield the name and route of every address there is; an old form's, which has none, by route.

    "…/<path:object_id>/" is where Django's admin had its forms once, and leads to them.
    """

    def walk(resolver, before="", spaces=()):
        for pattern in resolver.url_patterns:
            route = before + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                space = [pattern.namespace] if pattern.namespace else []
                yield from walk(pattern, route, [*spaces, *space])
            elif pattern.name:
                yield ":".join([*spaces, pattern.name]), route
            else:
                is_old = re.fullmatch(r"quan-tri/\w+/\w+/<path:object_id>/", route)
                yield "…/<path:object_id>/" if is_old else route, route

    return walk(get_resolver())


def is_about_articles(name, route):
    return "news/article/<" in route


def addresses(world):
    """Yield (row of the table, address, subject) of every address in this world."""
    for name, route in routes():
        if is_about_articles(name, route) and name != "…/<path:object_id>/":
            for subject, article in world.articles.items():
                yield f"{name}@{subject}", fill(route, world, article), article
        else:
            yield name, fill(route, world, world.articles["own"]), world.articles["own"]


def fill(route, world, article):
    """Return the address that a route is for this article, or for the one thing of its kind."""
    kind = re.match(r"quan-tri/(\w+)/(\w+)/", route)
    model = "_".join(kind.groups()) if kind else ""
    subject = world.objects.get("news_topic" if "dong-su-kien" in route else model, article)
    if route.startswith("quan-tri/r/"):
        subject = world.articles["others"]
    now = timezone.localtime()
    year = world.pack.year if "kiem-tra" in route else now.year
    if "lich-cong-tac" in route:
        year = now.isocalendar().year
    values = {
        "pk": subject.pk,
        "id": subject.pk,
        "object_id": subject.pk,
        "revision": article.latest_revision_id,
        "content_type_id": ContentType.objects.get_for_model(Article).pk,
        "year": year,
        "month": f"{now.month:02}",
        "day": f"{now.day:02}",
        "number": now.isocalendar().week if "lich-cong-tac" in route else world.pack.number,
        "app_label": "news",
        "url": "khong-co",
        "uidb64": "MQ",
        "token": world.token,
        "section": article.section,
        "slug": subject.slug if "dong-su-kien" in route else article.slug,
        "path": "photos/khong-co.jpg",
        "size": 192,
        "digest": "khong-co",
        "part": 0,
    }
    # What is left is a route: Django has two that are regular expressions.
    plain = re.sub(r"\(\?P(<\w+>)[^)]*\)|[\^$]", r"\1", route)
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), plain)


# ---------- The table ----------

SUBJECTS = ["own", "others", "entrusted", "binned"]
WEBMASTERS = [
    *("portal_agencyidentity", "portal_menuitem", "portal_unit", "portal_leader"),
    *("banners_occasion", "banners_slogan", "banners_picturebanner", "banners_solemnperiod"),
]

# "*" stands for each of the webmaster's models; "own", "others" … for the articles of the world,
# "each" for each of them. Columns: the ROLES.
TABLE = """
home                                   200/405 200/405 200/405 200/405 200/405 200/405 200/405
office:statistics                      in/403  403/403 403/403 403/403 403/403 200/200 200/200
office:packs                           in/403  403/403 403/403 200/422 200/422 200/422 200/422
office:pack                            in/403  403/405 403/405 200/405 200/405 200/405 200/405
admin:index                            in/403  200/200 200/200 200/200 200/200 200/200 200/200
admin:login                            200/200 302/200 302/200 302/200 302/200 302/200 302/200
admin:logout                           302/403 405/200 405/200 405/200 405/200 405/200 405/200
admin:password_change                  in/403  200/422 200/422 200/422 200/422 200/422 200/422
admin:password_change_done             in/403  200/405 200/405 200/405 200/405 200/405 200/405
admin:autocomplete                     in/403  403/405 403/405 403/405 403/405 403/405 403/405
admin:jsi18n                           in/403  200/405 200/405 200/405 200/405 200/405 200/405
admin:*_changelist                     in/403  403/403 403/403 403/403 403/403 200/200 200/200
admin:*_add                            in/403  403/403 403/403 403/403 403/403 200/422 200/422
admin:*_history                        in/403  403/403 403/403 403/403 403/403 200/200 200/200
admin:*_delete                         in/403  403/403 403/403 403/403 403/403 200/302 200/302
admin:*_change                         in/403  403/403 403/403 403/403 403/403 200/422 200/422
…/<path:object_id>/                    in/403  302/302 302/302 302/302 302/302 302/302 302/302
admin:auth_group_changelist            in/403  403/403 403/403 403/403 403/403 403/403 200/200
admin:auth_group_add                   in/403  403/403 403/403 403/403 403/403 403/403 200/422
admin:auth_group_history               in/403  403/403 403/403 403/403 403/403 403/403 200/200
admin:auth_group_delete                in/403  403/403 403/403 403/403 403/403 403/403 200/302
admin:auth_group_change                in/403  403/403 403/403 403/403 403/403 403/403 200/422
admin:auth_user_password_change        in/403  403/403 403/403 403/403 403/403 403/403 200/422
admin:auth_user_changelist             in/403  403/403 403/403 403/403 403/403 403/403 200/200
admin:auth_user_add                    in/403  403/403 403/403 403/403 403/403 403/403 200/422
admin:auth_user_history                in/403  403/403 403/403 403/403 403/403 403/403 200/200
admin:auth_user_delete                 in/403  403/403 403/403 403/403 403/403 403/403 200/302
admin:auth_user_change                 in/403  403/403 403/403 403/403 403/403 403/403 200/422
admin:news_photo_choose                in/403  403/403 200/200 200/200 200/200 200/200 200/200
admin:news_photo_changelist            in/403  403/403 200/200 200/200 200/200 200/200 200/200
admin:news_photo_add                   in/403  403/403 403/403 403/403 403/403 403/403 403/403
admin:news_photo_history               in/403  403/403 200/200 200/200 200/200 200/200 200/200
admin:news_photo_delete                in/403  403/403 403/403 403/403 403/403 403/403 403/403
admin:news_photo_change                in/403  403/403 200/403 200/403 200/403 200/403 200/403
admin:news_category_changelist         in/403  403/403 200/200 200/200 200/200 200/200 200/200
admin:news_category_add                in/403  403/403 403/403 403/403 403/403 200/422 200/422
admin:news_category_history            in/403  403/403 200/200 200/200 200/200 200/200 200/200
admin:news_category_delete             in/403  403/403 403/403 403/403 403/403 200/200 200/200
admin:news_category_change             in/403  403/403 200/403 200/403 200/403 200/422 200/422
admin:news_errorreport_changelist      in/403  403/403 200/200 200/200 200/200 200/200 200/200
admin:news_errorreport_add             in/403  403/403 403/403 403/403 403/403 403/403 403/403
admin:news_errorreport_history         in/403  403/403 200/200 200/200 200/200 200/200 200/200
admin:news_errorreport_delete          in/403  403/403 403/403 403/403 403/403 200/302 200/302
admin:news_errorreport_change          in/403  403/403 200/422 200/422 200/422 200/422 200/422
admin:portal_feedback_changelist       in/403  403/403 403/403 403/403 403/403 200/200 200/200
admin:portal_feedback_add              in/403  403/403 403/403 403/403 403/403 403/403 403/403
admin:portal_feedback_history          in/403  403/403 403/403 403/403 403/403 200/200 200/200
admin:portal_feedback_delete           in/403  403/403 403/403 403/403 403/403 200/302 200/302
admin:portal_feedback_change           in/403  403/403 403/403 403/403 403/403 200/422 200/422
admin:news_photo_upload                in/in   405/403 405/201 405/201 405/201 405/201 405/201
admin:news_typing                      in/in   403/403 200/403 200/403 200/403 200/403 200/403
admin:news_typing@own                  in/in   403/403 200/403 200/403 200/403 200/403 200/403
admin:news_typing@others               in/in   403/403 403/403 200/403 200/403 200/403 200/403
admin:news_typing@entrusted            in/in   403/403 403/403 200/403 200/403 200/403 200/403
admin:news_typing@binned               in/in   403/403 403/403 403/403 403/403 403/403 403/403
admin:news_article_bin                 in/403  403/403 200/403 200/302 200/302 200/302 200/302
admin:news_article_review@own          in/403  403/403 200/403 200/302 200/302 200/302 200/302
admin:news_article_review@others       in/403  403/403 200/403 200/302 200/302 200/302 200/302
admin:news_article_review@entrusted    in/403  403/403 200/403 200/302 200/403 200/403 200/302
admin:news_article_review@binned       in/403  403/403 200/403 200/409 200/409 200/409 200/409
admin:news_article_preview@each        in/403  403/403 200/405 200/405 200/405 200/405 200/405
admin:news_article_preview_frames@each in/403  403/403 200/405 200/405 200/405 200/405 200/405
admin:news_article_compare@own         in/403  403/403 200/405 200/405 200/405 200/405 200/405
admin:news_article_compare@others      in/403  403/403 404/405 404/405 404/405 404/405 404/405
admin:news_article_compare@entrusted   in/403  403/403 200/405 200/405 200/405 200/405 200/405
admin:news_article_compare@binned      in/403  403/403 200/405 200/405 200/405 200/405 200/405
admin:news_article_links@own           in/403  403/403 200/201 200/201 200/201 200/201 200/201
admin:news_article_links@others        in/403  403/403 200/403 200/201 200/201 200/201 200/201
admin:news_article_links@entrusted     in/403  403/403 200/403 200/201 200/201 200/201 200/201
admin:news_article_links@binned        in/403  403/403 200/403 200/403 200/403 200/403 200/403
admin:news_article_word                in/403  403/403 200/422 200/422 200/422 200/422 200/422
admin:news_article_word_drafts         in/403  403/403 200/405 200/405 200/405 200/405 200/405
admin:news_article_check@own           in/403  403/403 200/403 200/302 200/302 200/302 200/302
admin:news_article_check@others        in/403  403/403 200/403 200/302 200/302 200/302 200/302
admin:news_article_check@entrusted     in/403  403/403 200/403 200/302 200/403 200/403 200/302
admin:news_article_check@binned        in/403  403/403 200/403 200/403 200/403 200/403 200/403
admin:news_article_old_letters         in/403  405/403 405/200 405/200 405/200 405/200 405/200
admin:news_article_changelist          in/403  403/403 200/302 200/302 200/302 200/302 200/302
admin:news_article_add                 in/403  403/403 200/302 200/302 200/302 200/302 200/302
admin:news_article_history@own         in/403  403/403 200/302 200/302 200/302 200/302 200/302
admin:news_article_history@others      in/403  403/403 200/403 200/302 200/302 200/302 200/302
admin:news_article_history@entrusted   in/403  403/403 200/403 200/302 200/302 200/302 200/302
admin:news_article_history@binned      in/403  403/403 200/403 200/403 200/403 200/403 200/403
admin:news_article_delete@own          in/403  403/403 403/403 200/302 200/302 200/302 200/302
admin:news_article_delete@others       in/403  403/403 403/403 200/302 200/302 200/302 200/302
admin:news_article_delete@entrusted    in/403  403/403 403/403 200/302 403/403 403/403 200/302
admin:news_article_delete@binned       in/403  403/403 403/403 403/403 403/403 403/403 403/403
admin:news_article_change@own          in/403  403/403 200/302 200/302 200/302 200/302 200/302
admin:news_article_change@others       in/403  403/403 200/403 200/302 200/302 200/302 200/302
admin:news_article_change@entrusted    in/403  403/403 200/403 200/302 200/302 200/302 200/302
admin:news_article_change@binned       in/403  403/403 200/409 200/409 200/409 200/409 200/409
admin:banners_occasion_preview         in/403  403/403 403/403 403/403 403/403 200/200 200/200
admin:banners_occasion_by_hand         in/403  405/403 405/403 405/403 405/403 405/302 405/302
admin:banners_occasion_records         in/403  403/403 403/403 403/403 403/403 200/200 200/200
admin:banners_calendar                 in/403  403/403 403/403 403/403 403/403 200/200 200/200
admin:banners_calendar_bar             in/403  403/403 403/403 403/403 403/403 200/200 200/200
admin:banners_slogan_records           in/403  403/403 403/403 403/403 403/403 200/200 200/200
admin:banners_picturebanner_records    in/403  403/403 403/403 403/403 403/403 200/200 200/200
admin:banners_solemnperiod_records     in/403  403/403 403/403 403/403 403/403 200/200 200/200
admin:stats_counter_preview            in/403  403/403 403/403 403/403 403/403 200/200 200/200
admin:stats_counter_changelist         in/403  403/403 403/403 403/403 403/403 200/200 200/200
admin:stats_counter_add                in/403  403/403 403/403 403/403 403/403 403/403 403/403
admin:stats_counter_history            in/403  403/403 403/403 403/403 403/403 200/200 200/200
admin:stats_counter_delete             in/403  403/403 403/403 403/403 403/403 403/403 403/403
admin:stats_counter_change             in/403  403/403 403/403 403/403 403/403 200/422 200/422
admin:stats_accountentry_changelist    in/403  403/403 403/403 403/403 403/403 200/200 200/200
admin:stats_accountentry_add           in/403  403/403 403/403 403/403 403/403 200/422 200/422
admin:stats_accountentry_history       in/403  403/403 403/403 403/403 403/403 200/200 200/200
admin:stats_accountentry_delete        in/403  403/403 403/403 403/403 403/403 403/403 403/403
admin:stats_accountentry_change        in/403  403/403 403/403 403/403 403/403 200/403 200/403
admin:stats_daytotal_changelist        in/403  403/403 403/403 403/403 403/403 200/200 200/200
admin:stats_daytotal_add               in/403  403/403 403/403 403/403 403/403 403/403 403/403
admin:stats_daytotal_history           in/403  403/403 403/403 403/403 403/403 200/200 200/200
admin:stats_daytotal_delete            in/403  403/403 403/403 403/403 403/403 403/403 403/403
admin:stats_daytotal_change            in/403  403/403 403/403 403/403 403/403 200/403 200/403
admin:app_list                         in/403  404/404 200/200 200/200 200/200 200/200 200/200
quan-tri/(?P<url>.*)$                  in/403  404/404 404/404 404/404 404/404 404/404 404/404
account                                in/in   200/422 200/422 200/422 200/422 200/422 200/422
admin_password_reset                   200/422 200/422 200/422 200/422 200/422 200/422 200/422
password_reset_done                    200/405 200/405 200/405 200/405 200/405 200/405 200/405
password_reset_confirm                 200/200 200/200 200/200 200/200 200/200 200/200 200/200
password_reset_complete                200/405 200/405 200/405 200/405 200/405 200/405 200/405
feedback                               200/422 200/422 200/422 200/422 200/422 200/422 200/422
feedback_sent                          200/405 200/405 200/405 200/405 200/405 200/405 200/405
health                                 200/405 200/405 200/405 200/405 200/405 200/405 200/405
media/<path:path>                      404/404 404/404 404/404 404/404 404/404 404/404 404/404
manifest                               200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:topic_list                        200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:topic                             200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:topic_rss                         200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:topic_atom                        200/405 200/405 200/405 200/405 200/405 200/405 200/405
admin:news_topic_changelist            in/403  403/403 200/200 200/200 200/200 200/200 200/200
admin:news_topic_add                   in/403  403/403 403/403 403/403 403/403 200/422 200/422
admin:news_topic_history               in/403  403/403 200/200 200/200 200/200 200/200 200/200
admin:news_topic_delete                in/403  403/403 403/403 403/403 403/403 200/302 200/302
admin:news_topic_change                in/403  403/403 200/403 200/403 200/403 200/422 200/422
news:sitemap_index                     200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:sitemap_lists                     200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:sitemap                           200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:rss                               200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:atom                              200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:article_list_rss                  200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:article_list_atom                 200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:announcement_list_rss             200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:announcement_list_atom            200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:document_list_rss                 200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:document_list_atom                200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:album_list_rss                    200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:album_list_atom                   200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:video_list_rss                    200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:video_list_atom                   200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:category_rss                      200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:category_atom                     200/405 200/405 200/405 200/405 200/405 200/405 200/405
favicon.ico                            200/405 200/405 200/405 200/405 200/405 200/405 200/405
icon                                   302/405 302/405 302/405 302/405 302/405 302/405 302/405
site_picture                           302/405 302/405 302/405 302/405 302/405 302/405 302/405
news:share_picture                     302/405 302/405 302/405 302/405 302/405 302/405 302/405
robots.txt                             200/405 200/405 200/405 200/405 200/405 200/405 200/405
admin:portal_workweek_changelist       in/403  403/403 403/403 200/200 200/200 200/200 200/200
admin:portal_workweek_add              in/403  403/403 403/403 200/422 200/422 200/422 200/422
admin:portal_workweek_history          in/403  403/403 403/403 200/200 200/200 200/200 200/200
admin:portal_workweek_delete           in/403  403/403 403/403 200/302 200/302 200/302 200/302
admin:portal_workweek_change           in/403  403/403 403/403 200/422 200/422 200/422 200/422
work_calendar                          200/405 200/405 200/405 200/405 200/405 200/405 200/405
work_week                              200/405 200/405 200/405 200/405 200/405 200/405 200/405
organisation                           200/405 200/405 200/405 200/405 200/405 200/405 200/405
leaders                                200/405 200/405 200/405 200/405 200/405 200/405 200/405
stats:method                           200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:article_list                      200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:announcement_list                 200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:document_list                     200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:album_list                        200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:video_list                        200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:archive                           200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:year                              200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:month                             200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:day                               200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:contributor                       200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:site_map                          200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:search                            200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:search_suggestions                200/405 200/405 200/405 200/405 200/405 200/405 200/405
trang/<slug:slug>-<int:pk>/            301/405 301/405 301/405 301/405 301/405 301/405 301/405
news:error_report                      200/422 200/422 200/422 200/422 200/422 200/422 200/422
news:error_report_sent                 200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:preview_link                      200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:category                          200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:article                           200/405 200/405 200/405 200/405 200/405 200/405 200/405
"""


def table():
    """Return {row: {role: (what a GET gets, what a POST gets)}}."""
    rows = {}
    for line in TABLE.strip().splitlines():
        name, *cells = line.split()
        names = [name.replace("*", model) for model in WEBMASTERS] if ":*" in name else [name]
        names = [re.sub("@each$", f"@{subject}", name) for name in names for subject in SUBJECTS]
        told = {role: cell.split("/") for role, cell in zip(ROLES, cells, strict=True)}
        rows |= dict.fromkeys(names, told)
    return rows


def cell(answer):
    asks = answer.status_code == 302 and "/login/" in answer.url
    return "in" if asks else str(answer.status_code)


def options(name):
    return {"content_type": "application/json"} if "news_typing" in name else {}


def payload(name, article, world):
    """Return what the page at an address sends when its button is pressed; of most, a yes."""
    page = name.partition("@")[0].rpartition("_")[2]
    now = Article.objects.get(pk=article.pk)
    match page:
        case "typing":
            return {"user": 0, "fields": {"title": "Lời"}}
    if "news_article" in name:
        opened = {"version": now.version, "base": now.latest_revision_id}
        newest = now.latest_revision
        sent = {
            "change": article_form(category=now.category_id) | opened,
            "history": {"revision": newest.pk},
            "review": {"decision": "approve", "revision": newest.pk, "sha256": newest.sha256},
            "check": {"publish": "", "revision": newest.pk},
            "links": {"days": 3},
            "bin": {"article": world.articles["binned"].pk},
            "add": article_form(),
            "changelist": {
                "action": "delete_selected",
                "_selected_action": [article.pk],
                "post": "yes",
            },
            "delete": {"post": "yes"},
        }
        return sent.get(page, {"post": "yes"})
    if page == "upload":
        return {"upload": picture((90, 60))}
    return {"post": "yes"}


def rows():
    """Return all that the newsroom keeps; that a secret link was opened is no part of it."""
    kept = [*apps.get_app_config("news").get_models(), LogEntry, User, Group]
    kept += [
        *apps.get_app_config("portal").get_models(),
        *apps.get_app_config("banners").get_models(),
    ]
    kept.remove(PreviewOpening)
    return [list(model.objects.order_by("pk").values_list()) for model in kept]


class Writes:
    """Notice that a statement would change something, so that not all is compared each time."""

    def __init__(self):
        self.seen = False

    def __call__(self, execute, sql, params, many, context):
        self.seen = self.seen or sql.startswith(("INSERT", "UPDATE", "DELETE"))
        return execute(sql, params, many, context)


# ---------- Nobody does what their role may not ----------


def test_every_address_has_its_row_and_every_row_its_address(world):
    assert {row for row, _, _ in addresses(world)} == set(table())


@pytest.mark.parametrize("role", ROLES)
def test_nobody_sees_or_does_more_than_the_table_says(world, role, caplog):
    caplog.set_level("CRITICAL", "django")  # hundreds of refusals are as they should be
    client, expected, before, wrong = signed_in(world, role), table(), rows(), []
    cookies = client.cookies.output(header="", sep=";")

    def ask(method, row, address, data=None, **options):
        """Ask within a transaction of its own, which is taken back; note what it changed."""
        writes = Writes()
        with transaction.atomic(), connection.execute_wrapper(writes):
            got = cell(getattr(client, method)(address, data, **options))
            changed = writes.seen and rows() != before
            transaction.set_rollback(True)
        client.cookies = SimpleCookie(cookies)
        return got, changed

    for row, address, article in addresses(world):
        may_get, may_post = expected[row][role]
        # A page of Django's own admin asks only whether it is a POST; and one who may little, one
        # who writes and one who may all will do.
        is_plain = re.match(STOCK, address) or role not in ("reader", "writer", "superuser")
        others = [] if is_plain else ["head", "options", "put", "delete"]
        for method in ["get", *others]:
            got, changed = ask(method, row, address)
            fits = got == may_get if method in ("get", "head") else got < "500"
            if may_get in REFUSALS:
                fits = got in REFUSALS
            if changed or not fits:
                wrong.append(f"{method} {row}: {got}, not {may_get}; changed: {changed}")
        got, changed = ask("post", row, address, payload(row, article, world), **options(row))
        if got != may_post or (changed and got not in CHANGES):
            wrong.append(f"post {row}: {got}, not {may_post}; changed: {changed}")

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("role", "subject"),
    [
        ("writer", "own"),
        ("writer", "others"),
        ("writer", "entrusted"),
        ("stranger", "entrusted"),
        ("webmaster", "entrusted"),  # whose category is entrusted to somebody else
    ],
)
def test_who_may_not_decide_changes_nothing_for_readers(world, role, subject):
    client, article = signed_in(world, role), world.articles[subject]
    form, newsroom = "admin:news_article_change", "admin:news_article_changelist"
    deeds = [
        (form, {button: "", "reason": "Vì."}) for button in ("_publish", "_return", "_withdraw")
    ]
    deeds += [("admin:news_article_review", {"decision": "return", "reason": "Vì."})]
    deeds += [(f"admin:news_article_{page}", {}) for page in ("review", "check", "delete")]

    def standing():
        fields = ["state", "body", "title", "binned_at", "public_revision", "category"]
        decisions = article.transitions.exclude(action=Transition.Action.SUBMIT)
        return Article.objects.values(*fields).get(pk=article.pk), list(decisions)

    before = standing()
    for name, data in deeds:
        address = reverse(name, args=[article.pk])
        answer = client.post(address, payload(name, article, world) | data)
        assert answer.status_code < 500
        assert standing() == before, (name, data)
    client.post(reverse(newsroom), payload(newsroom, article, world))
    assert standing() == before
