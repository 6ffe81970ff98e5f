from functools import lru_cache
from operator import attrgetter

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from news.body import for_reader, photo_ids
from news.models import Photo
from news.share_picture import share_image
from news.structured_data import article_data
from portal.models import AgencyIdentity
from portal.paths import absolute
from portal.structured_data import as_script
from portal.templatetags.portal import picture
from portal.text import bind, machine_hour

register = template.Library()

POSTER = 800  # px


@register.simple_tag(takes_context=True)
def article_body(context, article):
    """Print the body as readers get it. It was sanitised when it was saved."""
    photos = dict(context.get("photos", {}))
    missing = [pk for pk in photo_ids(article.body) if pk not in photos]
    if missing:
        photos |= Photo.objects.in_bulk(missing)
    return mark_safe(for_reader(article.body, photos, article.agency_prefix))  # noqa: S308


@register.filter
def running_time(seconds):
    """Return how long a film is as players write it: "03:25", "1:02:05"."""
    minutes, seconds = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes:02}:{seconds:02}"
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


@register.filter
def poster(photo):
    """Return the address of a photo as large as a player is; the file itself is larger."""
    kept = sorted(photo.image.get_picture_files_list(), key=attrgetter("width"))
    large = [picture for picture in kept if picture.width >= POSTER]
    return large[0].url if large else photo.image.url


@register.simple_tag
def link_to(article):
    """Print its title, leading to it."""
    return link(article.get_absolute_url(), article.title)


@lru_cache(maxsize=2048, typed=True)  # the newest are printed again and again, fifty on a page
def link(address, title):
    return format_html('<a href="{}">{}</a>', address, bind(title))


@register.simple_tag
def cover(article, **how):
    """Print the photo of its cover, cut to a frame so that what must be seen is in it."""
    return picture(article.cover.image, alt="", focus=article.cover.focus, **how)


@register.simple_tag
def share_address(article):
    """Return the full address that readers hand on."""
    return absolute(article.get_absolute_url())


@register.inclusion_tag("news/includes/sharing.html", takes_context=True)
def sharing(context, article):
    """Print what chats, social networks and search engines show of the article."""
    office = context["identity"]
    image = share_image(article, context.get("name_then") or office)
    contributors, photos = context.get("contributors", ()), context.get("photos", {}).values()
    video = context.get("video")
    data = article_data(article, contributors, image, office, photos, video)
    return {
        "video": video,
        "article": article,
        "image": image,
        "identity": office,
        "site_url": context["site_url"],
        "published": data.get("datePublished"),
        "modified": data["dateModified"],
        "data": as_script(data),
    }


@register.simple_tag(takes_context=True)
def published_on(context, article):
    """Print the date on a card or a line of a list, where the office prints dates at all."""
    is_dated = article.published_at and not article.hide_date
    if not is_dated or context["identity"].dateline_form == AgencyIdentity.DatelineForm.NONE:
        return ""
    return date_line(article.published_at)


@lru_cache(maxsize=1024)  # what day it was never changes, and many pages say it of an article
def date_line(hour):
    hour = timezone.localtime(hour)
    line = '<p class="published-on"><time datetime="{}">{}</time></p>'
    return format_html(line, machine_hour(hour), f"{hour:%d/%m/%Y}")


@register.simple_tag
def date_tile(article):
    """Print the day of an announcement like a leaf of a calendar."""
    return "" if article.hide_date or not article.published_at else tile(article.published_at)


@lru_cache(maxsize=256)
def tile(hour):
    day = timezone.localdate(hour)
    return format_html(
        '<time class="date-tile" datetime="{}"><span class="date-tile__day">{}</span>'
        '<span class="visually-hidden">/</span><span class="date-tile__month">{}</span></time>',
        day.isoformat(),
        f"{day:%d}",
        f"{day:%m/%Y}",
    )


@register.inclusion_tag("news/includes/dateline.html", takes_context=True)
def dateline(context, article):
    """Print the date under the title in the form the office chose; nothing for an undated one."""
    form = context["identity"].dateline_form
    hour = article.approved_at or article.published_at
    return {
        "article": article,
        "form": "none" if article.hide_date else form,
        "published": article.published_at and timezone.localtime(article.published_at),
        "updated": hour and timezone.localtime(hour),
    }
