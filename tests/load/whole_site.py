"""Fill an empty database with a whole site of COUNT articles.

    DATABASE_URL=… MEDIA_ROOT=… python -m tests.load.whole_site COUNT [PARAGRAPHS]

Beside the articles of corpus.py, each with its revision and its approval: photos, bylines, topics,
what lies on the newsroom's desk, menu, slogans, identity, counter, views, and the index of search.
"""

import io
import os
import random
import sys
from contextlib import contextmanager
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.contrib.auth.models import Group, User  # noqa: E402
from django.core.files.base import ContentFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.management.color import no_style  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from PIL import Image  # noqa: E402

from banners.models import Slogan  # noqa: E402
from news.models import (  # noqa: E402
    Article,
    Category,
    Contributor,
    NewsroomEntry,
    Photo,
    Placement,
    PublicEntry,
    Revision,
    Topic,
    Transition,
    Video,
)
from news.models.revision import PARTS, TEXT, fingerprint, values  # noqa: E402
from news.search import index  # noqa: E402
from portal.kept import version  # noqa: E402
from portal.models import AgencyIdentity, MenuItem  # noqa: E402
from portal.uploads import reencode  # noqa: E402
from stats.models import AccountEntry, ArticleDay, Counter, DayTotal  # noqa: E402
from tests.load.corpus import batches, person, some  # noqa: E402

State = Article.State
PHOTOS = 3  # of an article
PLACES = (2, 4, 6)  # after which paragraphs they stand
CLERKS, APPROVER = 6, "nguoiduyet"
BYLINES = 40  # people who sign
TOPICS = 12
IN_A_TOPIC = 10  # of so many articles one is
WITHDRAWN, ABANDONED = 50, 100  # of so many articles one is
ALBUM, VIDEO = 16, 17  # of so many news one is
FILM = "https://www.youtube.com/watch?v=abcdefghijk"
ON_THE_DESK = {State.DRAFT: 12, State.SUBMITTED: 12, State.RETURNED: 5}
AHEAD = 5  # articles that wait for their hour
READ_DAYS, READ_ON_A_DAY = 60, 1000


def make_furniture():
    AgencyIdentity.objects.create(name="Đảng ủy các cơ quan Đảng tỉnh")
    Counter.objects.create()
    AccountEntry.objects.create(kind="opening", visits=411_605, reason="Bộ đếm cũ")
    today = timezone.localdate()
    for text in ["5 năm thành lập Đảng bộ Khối", "96 năm Ngày thành lập Đảng"]:
        Slogan.objects.create(text=text, starts_on=today, ends_on=today + timedelta(days=300))
    for order, category in enumerate(Category.objects.order_by("pk")):
        MenuItem.objects.create(category=category, order=order)
        category.home_order = order if order < 6 else None
        category.save()
    DayTotal.objects.bulk_create(
        DayTotal(day=today - timedelta(days=n), visits=900 + n % 7, page_views=2000)
        for n in range(1, 3 * 365)
    )


def make_people():
    """Return the clerks, who write, and the approver."""
    *clerks, approver = (
        User.objects.create_user(name, f"{name}@example.vn", is_staff=True)
        for name in [*(f"nguoisoan{number}" for number in range(CLERKS)), APPROVER]
    )
    for clerk in clerks:
        clerk.groups.add(Group.objects.get(name="Người soạn bài"))
    approver.groups.add(Group.objects.get(name="Quản trị web"))
    return clerks, approver


def first_photo():
    """A picture in all its widths; of the other photos there is no file."""
    file = io.BytesIO()
    Image.radial_gradient("L").resize((1600, 1066)).convert("RGB").save(file, "JPEG")
    return Photo.objects.create(image=reencode(ContentFile(file.getvalue(), name="anh.jpg")))


class Desk:
    """Gives new articles what stands beside them in the database, a batch at a time."""

    def __init__(self):
        self.chance = random.Random(2027)  # noqa: S311 the same site each time
        self.clerks, self.approver = make_people()
        self.names = [person(self.chance) for _ in range(BYLINES)]
        self.topics = Topic.objects.bulk_create(
            Topic(name=f"Dòng sự kiện {number}", slug=f"dong-su-kien-{number}", order=number)
            for number in range(TOPICS)
        )
        self.sample = first_photo()
        self.next_pk = dict.fromkeys((Photo, Video, Contributor, Placement, Revision), 10)

    def new(self, model, **fields):
        """Return a row that is not stored, with its id: the rows name each other."""
        self.next_pk[model] += 1
        return model(pk=self.next_pk[model], **fields)

    @transaction.atomic
    def store(self, articles):
        photos, films, bylines, placements, revisions, approvals = [], [], [], [], [], []
        for article in articles:
            rows = {
                "photos": self.photos(article),
                "attachments": [],
                "videos": self.films(article),
                "contributors": self.bylines(article),
                "placements": self.placements(article),
            }
            self.sign(article)
            revision = self.revision(article, rows)
            photos += rows["photos"]
            films += rows["videos"]
            bylines += rows["contributors"]
            placements += rows["placements"]
            revisions.append(revision)
            approvals.append(self.approval(article, revision))
        Article.objects.bulk_create(articles)
        Revision.objects.bulk_create(revisions)
        Photo.objects.bulk_create(photos)
        Video.objects.bulk_create(films)
        Contributor.objects.bulk_create(bylines)
        Placement.objects.bulk_create(placements)
        Transition.objects.bulk_create(approvals)

    def photos(self, article):
        size = {"width": self.sample.width, "height": self.sample.height}
        words = {"caption": "Quang cảnh hội nghị.", "credit": self.chance.choice(self.names)}
        owner, at = {"article": article, "owner": article}, article.published_at
        photos = [
            self.new(Photo, order=n, uploaded_at=at, **owner, **size, **words)
            for n in range(PHOTOS)
        ]
        for photo in photos:
            photo.image = f"photos/{at:%Y/%m}/{photo.pk}.jpg"
        article.cover = photos[0]
        paragraphs = article.body.split("</p>")
        for place, photo in zip(PLACES, photos, strict=True):
            paragraphs[place - 1] += f'</p><figure data-photo="{photo.pk}"></figure><p>'
        article.body = "</p>".join(paragraphs).replace("<p></p>", "").replace("<p><p>", "<p>")
        return photos

    def films(self, article):
        """Make an album or a video of one piece of news now and then."""
        if article.kind != Article.Kind.NEWS:
            return []
        if not self.chance.randrange(ALBUM):
            article.kind = Article.Kind.ALBUM
        elif not self.chance.randrange(VIDEO):
            article.kind = Article.Kind.VIDEO
            return [self.new(Video, article=article, link=FILM)]
        return []

    def bylines(self, article):
        name = some(self.chance, self.names)
        return [self.new(Contributor, article=article, name=name)]

    def placements(self, article):
        if self.chance.randrange(IN_A_TOPIC):
            return []
        return [self.new(Placement, article=article, topic=some(self.chance, self.topics))]

    def sign(self, article):
        article.created_by = article.updated_by = some(self.chance, self.clerks)
        article.created_at = article.updated_at = article.published_at
        if not self.chance.randrange(WITHDRAWN):
            article.state, article.withdrawn_at = State.WITHDRAWN, article.published_at
        elif not self.chance.randrange(ABANDONED):
            article.state, article.approved_at = State.DRAFT, None

    def revision(self, article, rows):
        document = {"article": values(article, TEXT)}
        for relation, (_, names) in PARTS.items():
            document[relation] = [{"id": row.pk, **values(row, names)} for row in rows[relation]]
        revision = self.new(
            Revision,
            article=article,
            document=document,
            sha256=fingerprint(document),
            created_by=article.created_by,
            created_at=article.updated_at,
        )
        article.latest_revision = revision
        article.public_revision = revision if article.state == State.APPROVED else None
        return revision

    def approval(self, article, revision):
        return Transition(
            article=article,
            action=Transition.Action.APPROVE,
            revision=revision,
            sha256=revision.sha256,
            by=self.approver,
            by_name=str(self.approver),
            at=article.published_at,
        )

    def lay(self):
        """Put the newest articles on the desk of a newsroom: as many in any archive."""
        newest = list(Article.objects.filter(state=State.APPROVED).order_by("-pk")[:60])
        for state, number in ON_THE_DESK.items():
            taken, newest = newest[:number], newest[number:]
            ids = [article.pk for article in taken]
            Article.objects.filter(pk__in=ids).update(state=state, public_revision=None)
        for number, article in enumerate(newest[:AHEAD], 1):
            hour = timezone.now() + timedelta(days=number)
            Article.objects.filter(pk=article.pk).update(published_at=hour)


def give_views():
    """Of each of the last days, who read what: the newest most, and anything older now and then."""
    chance = random.Random(2028)  # noqa: S311 the same readers each time
    today = timezone.localdate()
    ids = list(Article.objects.order_by("-pk").values_list("pk", flat=True))
    for back in range(READ_DAYS):
        read = {}
        for _ in range(READ_ON_A_DAY):
            pk = chance.choice(ids[:50] if chance.random() < 0.4 else ids)
            read[pk] = read.get(pk, 0) + 1
        day = today - timedelta(days=back)
        ArticleDay.objects.bulk_create(
            ArticleDay(article_id=pk, day=day, page_views=number) for pk, number in read.items()
        )


@contextmanager
def as_long_ago():
    """Rows keep the hours they are given."""
    fields = [Article._meta.get_field("created_at"), Article._meta.get_field("updated_at")]
    fields += [Revision._meta.get_field("created_at"), Photo._meta.get_field("uploaded_at")]
    fields.append(Transition._meta.get_field("at"))
    for field in fields:
        field.was = field.auto_now, field.auto_now_add
        field.auto_now = field.auto_now_add = False
    yield
    for field in fields:
        field.auto_now, field.auto_now_add = field.was


def index_words():
    """Fill the indexes of search; on PostgreSQL those of words are made last, all at once."""
    with without_word_indexes():
        for done in index.rebuild(Article.objects.all(), PublicEntry, NewsroomEntry):
            if done % 10_000 == 0:
                print(f"{done} indexed", flush=True)
    index.tidy()


@contextmanager
def without_word_indexes():
    if connection.vendor == "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes "
            "WHERE tablename LIKE 'news_%entry' AND indexdef LIKE '%USING gin%'"
        )
        definitions = dict(cursor.fetchall())
        for name in definitions:
            cursor.execute(f"DROP INDEX {name}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        for definition in definitions.values():
            cursor.execute(definition)


def settle():
    """Let PostgreSQL know what it holds, as it does by itself in time; SQLite is never told."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for sql in connection.ops.sequence_reset_sql(no_style(), SEQUENCES):
                cursor.execute(sql)
            cursor.execute("VACUUM ANALYZE")


SEQUENCES = [Article, Photo, Video, Contributor, Placement, Revision]


def build(count, paragraphs=30):
    if connection.vendor == "sqlite":  # whoever fills a database can begin again
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = OFF")
    call_command("migrate", verbosity=0)
    call_command("create_groups", verbosity=0)
    desk = Desk()
    with as_long_ago():
        for articles in batches(count, paragraphs):
            desk.store(articles)
    desk.lay()
    make_furniture()
    give_views()
    index_words()
    settle()
    version.bump()


if __name__ == "__main__":
    build(*map(int, sys.argv[1:]))
