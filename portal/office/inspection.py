"""The inspection pack: what the site published and showed in a period, counted once and kept.

A pack is one document of plain data. Its articles are as readers know them at the hour it is made:
the text last approved. Its words are those of the body; its approver is who last approved the
article before the period ended. Asked for again, a period has the pack it had, whatever was edited
since; only a period that is over gets one. A new one in its place is made on purpose, with a number
of its own, and says which it supersedes.

The SHA-256 proves a pack to whoever holds the hash printed on paper: it covers all that is printed.
"""

import re
from collections import Counter
from datetime import date, datetime, timedelta
from html import unescape

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.utils import timezone
from django.utils.html import strip_tags

from news.models import Article, Contributor, Transition
from news.models.revision import PARTS, TEXT, fingerprint, values
from portal.days import midnight, months_apart
from portal.models import AgencyIdentity, InspectionPack
from portal.office.slogans_shown import shown_in
from portal.people import name_of
from stats.definitions import Audience
from stats.models import AccountEntry, ArticleDay, DayTotal

# Tags that part words; those inside a word, as in "<b>Đ</b>ảng", do not.
BLOCK = re.compile(
    r"<(?=/?(?:p|div|li|h\d|br|td|th|blockquote|figcaption|figure)\b)", re.IGNORECASE
)
TRIES = 10  # at a number that another pack takes in the same instant


# ---------- Making and proving ----------


def make(span, category, by, again=False):
    """Return the pack of a period that is over, and whether it is new.

    It is the one the period has; if it has none, or `again`, one made now.
    """
    packs = InspectionPack.objects.standing(*span, category)
    standing = packs.first()
    if standing and not again:
        return standing, False
    content = collect(span, category, timezone.now())
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                return keep(content, span, category, by, standing), True
        except IntegrityError:
            if (newer := packs.first()) != standing:  # somebody else was quicker
                return newer, False
    raise RuntimeError("No number could be had for the inspection pack.")


def keep(content, span, category, by, standing):
    made_at = timezone.now()
    pack = InspectionPack(
        year=timezone.localdate(made_at).year,
        starts_on=span.first,
        ends_on=span.last,
        category_number=category.pk if category else None,
        category_name=category.name if category else "",
        supersedes=standing,
        made_by=by,
        made_at=made_at,
    )
    pack.number = InspectionPack.objects.next_number(pack.year)
    pack.document = {
        **content,
        "number": str(pack),
        "made_at": instant(made_at),
        "made_by": name_of(by) if by else "",
        "supersedes": str(standing) if standing else "",
    }
    pack.sha256 = fingerprint(pack.document)
    pack.save()
    return pack


def is_intact(pack):
    """Whether the pack is what was made: its document as hashed, and its row as the document."""
    document = pack.document
    told = (document["number"], document["starts_on"], document["ends_on"], document["made_at"])
    row = (str(pack), f"{pack.starts_on}", f"{pack.ends_on}", instant(pack.made_at))
    return fingerprint(document) == pack.sha256 and told == row


def readable(part):
    """Return a document, or a part of it, with its dates and instants as such again."""
    if isinstance(part, list):
        return [readable(one) for one in part]
    if isinstance(part, dict):
        return {key: revive(key, value) for key, value in part.items()}
    return part


def revive(key, value):
    """By their names, `…_on` is a date and `…_at` an instant."""
    if isinstance(value, str) and value and key.endswith("_on"):
        return date.fromisoformat(value)
    if isinstance(value, str) and value and key.endswith("_at"):
        return datetime.fromisoformat(value)
    return readable(value)


# ---------- What is in it ----------

ARTICLE_SUMS = ["words", "photos", "views"]
COUNTED_APART = {
    Audience.BOT: "bot_views",
    Audience.STAFF: "staff_views",
    Audience.MONITOR: "monitor_views",
}
COUNTED = ["visits", "entered_visits", "readers", "page_views", *COUNTED_APART.values()]


def collect(span, category, until):
    """Return what a pack of this period says at the instant `until`, in a fixed number of queries.

    {"starts_on": …, "office": …, "articles": […], "days": […], "slogans": […], "decisions": […],
    "totals": {…}}; a category's subcategories belong to it. Visits and slogans are the site's.
    """
    categories = category and category.with_children
    end = min(midnight(span.last + timedelta(days=1)), until)
    identity = AgencyIdentity.objects.on(span.last)
    articles = articles_of(span, end, categories)
    days = days_of(span, end)
    since, slogans = shown_in(span, end)
    decisions = decisions_of(span, end, categories)
    return {
        "starts_on": f"{span.first}",
        "ends_on": f"{span.last}",
        "counted_at": instant(until),
        "office": identity.name,
        "parent_body": identity.parent_body,
        "category": category.name if category else "",
        "subcategories": [child.name for child in categories[1:]] if category else [],
        "articles": articles,
        "days": days,
        "slogans_known_at": instant(since) if since else "",
        "slogans": [
            row._asdict() | {"from_at": instant(row.from_at), "until_at": instant(row.until_at)}
            for row in slogans
        ],
        "decisions": decisions,
        "totals": totals(articles, days, decisions),
    }


def instant(at):
    return timezone.localtime(at).isoformat()


def articles_of(span, end, categories):
    """Return what readers could first read in the period, by its hour; since withdrawn ones too."""
    decided = Transition.objects.filter(article=OuterRef("pk")).order_by("-at", "-pk")
    approved = decided.filter(action=Transition.Action.APPROVE, at__lt=end)
    withdrawn = decided.filter(action=Transition.Action.WITHDRAW)
    is_public = Q(state=Article.State.APPROVED)
    articles = (
        Article.objects.published_between(midnight(span.first), end)
        .filter(is_public | Q(approved_at__isnull=False))
        .annotate(
            approver=Subquery(approved.values("by_name")[:1]),
            taken_back_at=Subquery(withdrawn.values("at")[:1]),
        )
        # Taken back before its hour, no reader has seen it.
        .exclude(~is_public & Q(taken_back_at__lt=F("published_at")))
        .exclude(binned_at__lt=F("published_at"))
        .select_related("category", "public_revision")
        .prefetch_related(*PARTS)
        .oldest_first()
    )
    if categories:
        articles = articles.filter(category__in=categories)
    views = views_in(span)
    return [article_row(article, views.get(article.pk, 0)) for article in articles]


def views_in(span):
    counted = ArticleDay.objects.filter(day__range=span).values("article_id")
    return dict(counted.annotate(sum=Sum("page_views")).values_list("article_id", "sum"))


def article_row(article, views):
    document = public_document(article)
    noted_at = article.change_noted_at  # without it readers see no note
    return {
        "id": article.pk,
        "title": document["article"]["title"],
        "url": f"{settings.SITE_URL}{article.get_absolute_url()}",
        "kind": article.get_kind_display(),
        "category": article.category.name if article.category else "",
        "published_at": instant(article.published_at),
        "authors": "; ".join(signature(data) for data in document["contributors"]),
        "approver": article.approver or "",
        "words": count_words(document["article"]["body"]),
        "photos": len(document["photos"]),
        "views": views,
        "state": state_of(article),
        "change_note": document["article"].get("change_note", "") if noted_at else "",
        "change_noted_at": instant(noted_at) if noted_at else "",
    }


def public_document(article):
    """Return the text that readers have, or last had, as news.models.revision writes it."""
    if article.public_revision:
        return article.public_revision.document
    rows = {name: getattr(article, name).all() for name in PARTS}
    parts = {name: [values(row, PARTS[name][1]) for row in rows[name]] for name in PARTS}
    return {"article": values(article, TEXT), **parts}


def signature(data):
    """Return one name of a byline: "Ảnh: Anh Huy", "Nguyễn Xuân Dương - Phó Chánh Văn phòng"."""
    contributor = Contributor(name=data["name"], role=data["role"], office=data["office"])
    office = f" - {contributor.office}" if contributor.office else ""
    return f"{contributor.role_prefix}{contributor.name}{office}"


def count_words(body):
    """Count as an office does: each syllable that stands by itself is one ("Đảng ủy" is two)."""
    return len(unescape(strip_tags(BLOCK.sub(" <", body))).split())


def state_of(article):
    """Say in words what became of an article that was published."""
    if article.binned_at or article.state == Article.State.APPROVED:
        return article.status
    return Article.State.WITHDRAWN.label  # and perhaps being written anew


def days_of(span, end):
    """Return each day that has begun, empty ones too, with what was counted of each audience.

    As on the widget, a day's visits include the entries of the counter's account for that day.
    """
    days = {day: dict.fromkeys(COUNTED, 0) for day in span.days if midnight(day) < end}
    within = {"day__range": (min(days), max(days))}
    for total in DayTotal.objects.filter(**within):
        if total.audience == Audience.READER:
            counted = ("visits", "readers", "page_views")
            days[total.day] |= {name: getattr(total, name) for name in counted}
        else:
            days[total.day][COUNTED_APART[total.audience]] = total.page_views
    entered = AccountEntry.objects.filter(**within).order_by().values("day")
    for day, visits in entered.annotate(sum=Sum("visits")).values_list("day", "sum"):
        days[day]["visits"] += visits
        days[day]["entered_visits"] = visits
    return [{"day_on": f"{day}", **counted} for day, counted in days.items()]


def decisions_of(span, end, categories):
    """Return what was decided in the period, in its order, about the titles as they were then."""
    decisions = Transition.objects.filter(at__gte=midnight(span.first), at__lt=end)
    if categories:
        decisions = decisions.filter(article__category__in=categories)
    title = "revision__document__article__title"
    rows = decisions.order_by("at", "pk").values(
        "at", "by_name", "action", "article_id", "article__title", "sha256", "reason", title
    )
    return [
        {
            "decided_at": instant(row["at"]),
            "by": row["by_name"],
            "action": Transition.Action(row["action"]).label,
            "article": row["article_id"],
            "title": row[title] or row["article__title"],
            "text_sha256": row["sha256"],
            "reason": row["reason"],
        }
        for row in rows
    ]


def totals(articles, days, decisions):
    return {
        "articles": len(articles),
        **{name: sum(article[name] for article in articles) for name in ARTICLE_SUMS},
        **{f"day_{name}": sum(day[name] for day in days) for name in COUNTED},
        "kinds": tally(article["kind"] for article in articles),
        "categories": tally(article["category"] or "Không có chuyên mục" for article in articles),
        "states": tally(article["state"] for article in articles),
        "actions": tally(decision["action"] for decision in decisions),
    }


def tally(words):
    """Return [word, how often], the most frequent first."""
    counted = Counter(words).items()
    return [[word, count] for word, count in sorted(counted, key=lambda pair: (-pair[1], pair[0]))]


# ---------- In words ----------

QUARTERS = {1: "I", 4: "II", 7: "III", 10: "IV"}


def name_of_period(first, last):
    """Return "Quý I năm 2026" for a whole quarter; so for months and years; else ""."""
    after = last + timedelta(days=1)
    if first.day != 1 or after.day != 1:
        return ""
    months = months_apart(first, after)
    if months == 1:
        return f"Tháng {first.month} năm {first.year}"
    if months == 3 and first.month in QUARTERS:
        return f"Quý {QUARTERS[first.month]} năm {first.year}"
    return f"Năm {first.year}" if months == 12 and first.month == 1 else ""
