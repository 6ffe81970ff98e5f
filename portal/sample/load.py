"""Fill an empty database with a sample portal: an invented office, its articles, its readers."""

import random
import re
import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.core.files import File
from django.core.files.base import ContentFile
from django.utils import timezone

from banners.models import Occasion, Slogan
from news.body import split_credit
from news.captions import take_in
from news.models import Article, Attachment, Category, Contributor, Photo, Placement, Topic, Video
from news.sanitise import sanitise
from news.search import index
from portal.models import AgencyIdentity, Leader, MenuItem, Unit, WorkItem, WorkWeek
from portal.uploads import reencode
from stats.definitions import Audience
from stats.models import AccountEntry, ArticleDay, Counter, DayTotal, HourTotal

FOLDER = Path(__file__).parent
# How a day's visits spread over its hours: offices read at eight, two and after dinner.
HOURS = [0.01, 0.005, 0, 0, 0.005, 0.01, 0.03, 0.08, 0.11, 0.1, 0.08, 0.05]
HOURS += [0.04, 0.06, 0.09, 0.08, 0.06, 0.04, 0.03, 0.04, 0.04, 0.02, 0.01, 0.01]
COUNTED_DAYS = 60
PICTURE_IN_TEXT = re.compile(
    r'<figure data-picture="([\w-]+)">\s*(?:<figcaption>(.*?)</figcaption>)?\s*</figure>', re.DOTALL
)


def is_empty():
    """Whether nobody has written anything here yet."""
    return not Article.objects.exists()


def load(user):
    """Load everything; `user` is recorded as who wrote the articles."""
    site = tomllib.loads((FOLDER / "site.toml").read_text())
    AgencyIdentity.objects.bulk_create(AgencyIdentity(**fields) for fields in site["identity"])
    load_categories(site["category"])
    drawn = {}
    samples = map(read_sample, (FOLDER / "articles").glob("*.html"))
    for sample in sorted(samples, key=lambda sample: sample["published_at"]):
        load_article(sample, user, drawn)
    load_topics(site["topic"])
    load_units(site["unit"])
    load_work_calendar(site["work_item"], timezone.localdate())
    load_menu(site)
    load_slogans(site, timezone.localdate())
    load_counter(site["counter"])


def load_categories(rows):
    for row in rows:
        parent = row.pop("parent", None)
        category = Category(**row, parent=parent and Category.objects.get(slug=parent))
        category.full_clean()
        category.save()


def read_sample(path):
    """Return the fields of one sample file, with relative dates counted from today."""
    _, front, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    fields = tomllib.loads(front) | {"slug": path.stem, "body": body.strip()}
    take_dates(fields)
    day = fields["event_date"] or timezone.localdate(fields["published_at"])
    for name in {"title", "lead", "body"} & fields.keys():
        text = fields[name].replace("[[ngày]]", f"{day.day}/{day.month}")
        fields[name] = text.replace("[[năm]]", str(day.year))
    return fields


def load_article(fields, user, drawn):
    photos, files, bylines = (fields.pop(n, []) for n in ("photos", "attachments", "bylines"))
    cover, film, link = (fields.pop(name, "") for name in ("cover", "video", "video_link"))
    words = {name: fields.pop(f"cover_{name}", "") for name in ("caption", "credit")}
    body, slug = fields.pop("body"), fields.pop("slug")
    if "category" in fields:
        fields["category"] = Category.objects.get(slug=fields["category"])
    article = Article.objects.create(
        **fields,
        state=Article.State.APPROVED,
        approved_at=fields["published_at"],
        created_by=user,
        updated_by=user,
    )
    article.slug = slug[:80]
    article.cover = load_photo(article, cover, drawn, **words) if cover else None
    article.body = load_body(article, body, drawn)
    article.save()
    for order, photo in enumerate(photos, 1):
        load_photo(article, photo.pop("picture"), drawn, order=order, **photo)
    for order, byline in enumerate(bylines):
        Contributor.objects.create(article=article, order=order, **byline)
    for order, title in enumerate(files, 1):
        with (FOLDER / "files" / f"{slug}-{order}.pdf").open("rb") as pdf:
            file = File(pdf, name=f"{title}.pdf".replace("/", "-"))
            Attachment.objects.create(article=article, title=title, file=file, order=order)
    load_video(article, film, link)
    index.update(article)
    index.update_newsroom(article)


def take_dates(fields):
    """Replace the relative dates in `fields` by those of the model.

    `days_ago` and `at` count back from today, so that the sample never looks forsaken.
    """
    if "days_ago" in fields:
        day = timezone.localdate() - timedelta(days=fields.pop("days_ago"))
        published = datetime.combine(day, time.fromisoformat(fields.pop("at")))
        fields["published_at"] = min(timezone.make_aware(published), timezone.now())
    else:
        fields["published_at"] = timezone.make_aware(fields.pop("published"))
    day = timezone.localdate(fields["published_at"])
    if "issued_days_before" in fields:
        fields["issued_on"] = day - timedelta(days=fields.pop("issued_days_before"))
    if "pinned_days" in fields:
        fields["pinned_until"] = fields["published_at"] + timedelta(days=fields.pop("pinned_days"))
    before = fields.pop("event_days_before", None)
    fields["event_date"] = None if before is None else day - timedelta(days=before)


def load_body(article, html, drawn):
    """Turn the sample's figures into Photos; sanitise the rest as if the editor had sent it."""

    def figure(match):
        caption, credit = split_credit(match[2] or "")
        photo = load_photo(article, match[1], drawn, caption=caption, credit=credit)
        return f"<p>[[photo {photo.pk}]]</p>"

    clean, dropped = sanitise(PICTURE_IN_TEXT.sub(figure, html.strip()))
    if dropped:
        raise ValueError(f"{article}: {dropped}")
    return re.sub(r"<p>\[\[photo (\d+)\]\]</p>", r'<figure data-photo="\1"></figure>', clean)


def load_photo(article, picture, drawn, **fields):
    """Make a Photo of one of our few pictures; `drawn` remembers whose widths exist already."""
    photo = Photo(article=article, image=drawn.get(picture), **fields)
    if not photo.image:
        photo.image = read_picture(picture)
    photo.save()
    drawn[picture] = photo.image.name
    return photo


def read_picture(name):
    """Return one of our few pictures as an upload of it would be kept."""
    with (FOLDER / "pictures" / f"{name}.jpg").open("rb") as file:
        return reencode(File(file))


def load_video(article, film, link):
    """Make the article's Video of a file of ours, or a link.

    The film was made of our pictures, each shown four seconds, with `ffmpeg -c:v libx264
    -profile:v main -crf 30 -c:a aac -movflags +faststart` and an xfade between them.
    """
    video = Video(article=article, link=link)
    if film:
        video.file = ContentFile((FOLDER / "videos" / f"{film}.mp4").read_bytes(), "video.mp4")
        captions = ContentFile((FOLDER / "videos" / f"{film}.vtt").read_bytes())
        video.captions, _ = take_in(captions)
    if film or link:
        video.save()


def load_menu(site):
    for order, row in enumerate(site["menu"]):
        children = row.pop("children", [])
        parent = menu_item(row, order)
        for child_order, child in enumerate(children):
            menu_item(child, child_order, parent=parent)
    for order, row in enumerate(site["linked_site"]):
        row = {"title": row["title"], "target": row["url"]}
        menu_item(row, order, place=MenuItem.Place.LINKED)


def load_topics(rows):
    for order, row in enumerate(rows):
        slugs, picture = row.pop("articles"), row.pop("picture")
        topic = Topic(**row, order=order)
        topic.picture = read_picture(picture)
        topic.save()
        for article in Article.objects.filter(slug__in=slugs):
            Placement.objects.create(topic=topic, article=article)
            index.update(article)


def load_units(rows, parent=None):
    for order, row in enumerate(rows):
        leaders = row.pop("leader", [])
        branches = row.pop("branch", [])
        unit = Unit.objects.create(**row, parent=parent, order=order)
        load_leaders(leaders, unit)
        load_units(branches, parent=unit)


def load_leaders(rows, unit):
    for order, row in enumerate(rows):
        picture = row.pop("photo", "")
        leader = Leader(**row, unit=unit, order=order)
        if picture:
            leader.photo = read_picture(picture)
        leader.save()


def load_work_calendar(rows, today):
    for monday in (today, today + timedelta(days=7)):
        week = WorkWeek.objects.create(monday=monday, note="Lịch này thay cho giấy mời.")
        for row in rows:
            WorkItem.objects.create(week=week, **{"is_public": True} | row)


def menu_item(row, order, **fields):
    kind, _, slug = row["target"].partition(":")
    if kind == "category":
        fields["category"] = Category.objects.get(slug=slug)
    elif kind == "page":
        fields["page"] = Article.objects.get(kind=Article.Kind.PAGE, slug=slug)
    elif kind.upper() in MenuItem.Listing.__members__:
        fields["listing"] = MenuItem.Listing[kind.upper()]
    else:
        fields["link"] = row["target"]
    return MenuItem.objects.create(title=row["title"], order=order, **fields)


def load_slogans(site, today):
    """Add the office's own occasions to the built-in ones, and slogans that fit any day."""
    lasting = {
        "starts_on": today - timedelta(days=COUNTED_DAYS),
        "ends_on": date(today.year + 5, 12, 31),
    }
    own = [Occasion(**row) for row in site["occasion"]]
    own += [Slogan(**row, **lasting) for row in site["slogan"]]
    for line in own:
        line.full_clean()
        line.save()


def load_counter(row):
    """Make two months of believable figures: fewer readers at the weekend, more after news."""
    Counter.objects.create()
    AccountEntry.objects.create(
        kind=AccountEntry.Kind.OPENING, visits=row["opening_balance"], reason="Bộ đếm của trang cũ"
    )
    chance = random.Random(2026)  # noqa: S311 the same figures at each load
    today = timezone.localdate()
    articles = list(Article.objects.published().listed().newest_first())
    for days_ago in range(COUNTED_DAYS, 0, -1):
        day = today - timedelta(days=days_ago)
        about = chance.randint(420, 760) if day.weekday() < 5 else chance.randint(110, 240)
        hours = [
            HourTotal(day=day, hour=hour, visits=visits, page_views=round(visits * 2.4))
            for hour, visits in enumerate(round(about * share) for share in HOURS)
        ]
        HourTotal.objects.bulk_create(hours)
        DayTotal.objects.create(
            day=day,
            visits=sum(hour.visits for hour in hours),
            page_views=sum(hour.page_views for hour in hours),
            readers=round(about * 0.8),
        )
        robots = chance.randint(900, 1600)
        DayTotal.objects.create(day=day, audience=Audience.BOT, page_views=robots)
        public = [a for a in articles if timezone.localdate(a.published_at) <= day]
        ArticleDay.objects.bulk_create(
            ArticleDay(day=day, article_id=a.pk, page_views=chance.randint(1, most))
            for a, most in ((a, 1 + about * 3 // (5 * rank + 20)) for rank, a in enumerate(public))
        )
