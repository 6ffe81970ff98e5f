"""Fill an empty database with a sample portal: an invented office, its articles, its readers."""

import random
import re
import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.core.files import File
from django.utils import timezone

from banners.models import Slogan
from news.body import split_credit
from news.models import Article, Attachment, Category, Contributor, Photo
from news.sanitise import sanitise
from portal.models import AgencyIdentity, MenuItem
from portal.uploads import reencode
from stats.models import ArticleDay, Counter, DayTotal

FOLDER = Path(__file__).parent
SLOGANS_SHOWN = 6
COUNTED_DAYS = 60
PICTURE_IN_TEXT = re.compile(
    r'<figure data-picture="([\w-]+)">\s*(?:<figcaption>(.*?)</figcaption>)?\s*</figure>', re.DOTALL
)


def load(user):
    """Load everything; `user` is recorded as who wrote the articles."""
    site = tomllib.loads((FOLDER / "site.toml").read_text())
    AgencyIdentity.objects.bulk_create(AgencyIdentity(**fields) for fields in site["identity"])
    load_categories(site["category"])
    drawn = {}
    for path in sorted((FOLDER / "articles").glob("*.html")):
        load_article(path, user, drawn)
    load_menu(site)
    load_slogans(timezone.localdate())
    load_counter(site["counter"])


def load_categories(rows):
    for row in rows:
        parent = row.pop("parent", None)
        category = Category(**row, parent=parent and Category.objects.get(slug=parent))
        category.full_clean()
        category.save()


def load_article(path, user, drawn):
    _, front, html = path.read_text().split("+++\n", 2)
    fields = tomllib.loads(front)
    lists = {name: fields.pop(name, []) for name in ["photos", "attachments", "bylines"]}
    cover = {name: fields.pop(name, "") for name in ["cover", "cover_caption", "cover_credit"]}
    published_at, event_date = take_dates(fields)
    html, fields["lead"] = (
        with_dates(text, event_date or published_at.date())
        for text in (html, fields.get("lead", ""))
    )
    fields["title"] = with_dates(fields["title"], event_date or published_at.date())
    category = fields.pop("category", None)
    article = Article.objects.create(
        **fields,
        category=category and Category.objects.get(slug=category),
        state=Article.State.APPROVED,
        published_at=published_at,
        approved_at=published_at,
        event_date=event_date,
        created_by=user,
        updated_by=user,
    )
    article.slug = path.stem[:80]
    if cover["cover"]:
        words = {"caption": cover["cover_caption"], "credit": cover["cover_credit"]}
        article.cover = load_photo(article, cover["cover"], drawn, **words)
    article.body = load_body(article, html, drawn)
    for order, photo in enumerate(lists["photos"], 1):
        load_photo(article, photo.pop("picture"), drawn, order=order, **photo)
    for order, byline in enumerate(lists["bylines"]):
        Contributor.objects.create(article=article, order=order, **byline)
    for order, title in enumerate(lists["attachments"], 1):
        with (FOLDER / "files" / f"{path.stem}-{order}.pdf").open("rb") as pdf:
            file = File(pdf, name=f"{title}.pdf".replace("/", "-"))
            Attachment.objects.create(article=article, title=title, file=file, order=order)
    article.save()


def take_dates(fields):
    """Take the dates of the front matter out of `fields`; return publish time and event date.

    `days_ago` and `at` count back from today, so that the sample never looks forsaken.
    """
    if "days_ago" in fields:
        day = timezone.localdate() - timedelta(days=fields.pop("days_ago"))
        published = datetime.combine(day, time.fromisoformat(fields.pop("at")))
        published = min(timezone.make_aware(published), timezone.now())
    else:
        published = timezone.make_aware(fields.pop("published"))
    day = timezone.localdate(published)
    if "issued_days_before" in fields:
        fields["issued_on"] = day - timedelta(days=fields.pop("issued_days_before"))
    if "pinned_days" in fields:
        fields["pinned_until"] = published + timedelta(days=fields.pop("pinned_days"))
    before = fields.pop("event_days_before", None)
    return published, None if before is None else day - timedelta(days=before)


def with_dates(text, day):
    return text.replace("[[ngày]]", f"{day.day}/{day.month}").replace("[[năm]]", str(day.year))


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
        with (FOLDER / "pictures" / f"{picture}.jpg").open("rb") as file:
            photo.image = reencode(File(file))
    photo.save()
    drawn[picture] = photo.image.name
    return photo


def load_menu(site):
    for order, row in enumerate(site["menu"]):
        children = row.pop("children", [])
        parent = menu_item(row, order)
        for child_order, child in enumerate(children):
            menu_item(child, child_order, parent=parent)
    for order, row in enumerate(site["linked_site"]):
        row = {"title": row["title"], "target": row["url"]}
        menu_item(row, order, place=MenuItem.Place.LINKED)


LISTINGS = {
    "home": MenuItem.Listing.HOME,
    "news": MenuItem.Listing.NEWS,
    "announcements": MenuItem.Listing.ANNOUNCEMENTS,
    "documents": MenuItem.Listing.DOCUMENTS,
}


def menu_item(row, order, **fields):
    kind, _, slug = row["target"].partition(":")
    if kind == "category":
        fields["category"] = Category.objects.get(slug=slug)
    elif kind == "page":
        fields["page"] = Article.objects.get(kind=Article.Kind.PAGE, slug=slug)
    elif kind in LISTINGS:
        fields["listing"] = LISTINGS[kind]
    else:
        fields["link"] = row["target"]
    return MenuItem.objects.create(title=row["title"], order=order, **fields)


def load_slogans(today):
    """Make slogans of the occasions nearest to today, so that the bar is festive on any day."""
    occasions = tomllib.loads((FOLDER / "occasions.toml").read_text())["occasion"]
    nearest = sorted(occasions, key=lambda occasion: abs(this_time(occasion, today) - today))
    shown = sorted(nearest[:SLOGANS_SHOWN], key=lambda occasion: this_time(occasion, today))
    for order, occasion in enumerate(shown):
        day = this_time(occasion, today)
        years = day.year - occasion["year"]
        origin = f"{day.day}/{day.month}/{occasion['year']}"
        Slogan.objects.create(
            text=f"{years} năm {occasion['name']} ({origin} - {day.day}/{day.month}/{day.year})",
            starts_on=today - timedelta(days=15),
            ends_on=max(day, today) + timedelta(days=15),
            order=order,
        )


def this_time(occasion, today):
    """Return the occasion's anniversary nearest to `today`."""
    years = (today.year - 1, today.year, today.year + 1)
    days = [date(year, occasion["month"], occasion["day"]) for year in years]
    return min(days, key=lambda day: abs(day - today))


def load_counter(row):
    """Make two months of believable figures: fewer readers at the weekend, more after news."""
    Counter.objects.create(**row)
    chance = random.Random(2026)  # noqa: S311 the same figures at each load
    today = timezone.localdate()
    articles = list(Article.objects.published().listed().newest_first())
    for days_ago in range(COUNTED_DAYS, 0, -1):
        day = today - timedelta(days=days_ago)
        visits = chance.randint(420, 760) if day.weekday() < 5 else chance.randint(110, 240)
        DayTotal.objects.create(day=day, visits=visits, page_views=round(visits * 2.4))
        public = [a for a in articles if timezone.localdate(a.published_at) <= day]
        ArticleDay.objects.bulk_create(
            ArticleDay(day=day, article_id=a.pk, page_views=chance.randint(2, 400 // (rank + 4)))
            for rank, a in enumerate(public)
        )
