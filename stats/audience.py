"""Reader, robot, monitor or colleague: told from the request alone, without a database."""

import logging
import re
from functools import lru_cache

import crawleruseragents
from django.conf import settings
from django.db import Error
from django.http import HttpRequest, parse_cookie

from stats.definitions import Audience

logger = logging.getLogger(__name__)

# Whoever looks whether a site still answers says so, or is one of these houses.
MONITORS = re.compile(
    r"uptime|monitor|synthetic|health.?check|heartbeat|check_(http|curl)|kube-probe|"
    r"Better ?Stack|Pingdom|StatusCake|Site24x7|HetrixTools|NodePing|updown\.io|Zabbix|Nagios|"
    r"Icinga|checkmk|PRTG|Munin|LibreNMS|Telegraf|GoogleHC|Blackbox|Prometheus|Gatus|Datadog|"
    r"NewRelicPinger|Dynatrace|Ruxit|Catchpoint|ThousandEyes|AppInsights|Application-Insights|"
    r"Checkly|Freshping|Hyperping|Pulsetic|Cronitor|OhDear|Montastic|jetmon|Uptimia|monit/",
    re.IGNORECASE,
)
# Robots the list does not know say what they do, leave an address to complain to, or stand where
# browsers say only "compatible; MSIE" and "like Gecko)". "cubot" is a maker of phones.
SELF_NAMED = re.compile(
    r"(?<!cu)bot\b|botcollector|crawl|spider|scrap(er|y)|headless|python|libwww|fetch(er)?\b|"
    r"(?<![a-z])scan(ner)?\b|archiv|screenshot|preview\b|proxy\b|inspect|"
    r"observatory|validat|check(er)?\b|diagnos|webstatus|\bagent-|classifier|lighthouse|"
    r"page ?speed|web ?light|search console|rss\b|https?:|www\.|"
    r"[\w.]@[\w-]+(\.[\w-]+)*\.[a-z]{2,}\b|compatible;(?! *MSIE \d)|like Gecko[; ][^()]*\)|"
    r"-google\b|\bgoogle-|[a-z]agent\b|http client|measurement|"
    r"claude-|web-?(thumb|capture|shot)|wkhtmlto|webkit2png|cypress/|jsdom|browserless|builtwith|"
    r"debugbear|functionize|\bPTST\b",
    re.IGNORECASE,
)
# Every browser since Netscape, and Opera's old ones, names engine or product, and what it runs on.
BROWSER = re.compile(
    r"([\w .-]+/[\w.-]+ )*(Mozilla|Opera|UCWEB)/\d"
    r"(?=.*(AppleWebKit|Gecko|Goanna|Trident|MSIE|Presto|Chrome|Firefox|UCBrowser))"
    r".*?\([^)]*(Windows|Mac|X11|Linux|Android|iP(ad|od)|Phone|Mobile|CrOS|"
    r"Tizen|BSD|BlackBerry|BB10|Harmony|PlayStation|Nintendo|CrKey|Symbian|BeOS|Haiku|MIDP|"
    r"Fuchsia|Roku|TV)",
    re.IGNORECASE,
)
# People read in their apps' windows too; the list takes some for robots of the same house.
IN_APP = re.compile(r"; wv\)|\b(MetaIAB|FBAN|FB_IAB|Instagram|Viber|Zalo (iOS|android))\b")

# What a telephone is called and was built from says nothing of who holds it: there is a "Spider 8",
# and the list names a build of Android.
TELEPHONE = re.compile(
    r"(?<=Android )[\d.]+;( *[a-z]{2}(-[a-z]{2})?;)?[^;()]*|\bBuild/[^;)]*", re.IGNORECASE
)

LONGEST_AGENT = 500  # letters looked at; a browser inside an app calls itself some 300 long
STAFF_COOKIE, STAFF_SALT = "toa_soan", "stats.staff"
AT_THE_DESK = "portal.at_the_desk"  # no header of a request can be called so
STAFF_FOR = 30 * 24 * 60 * 60  # seconds


@lru_cache(maxsize=4096)  # bounded: whoever invents user agents pushes out only others
def machine_or_reader(user_agent: str) -> Audience:
    told = TELEPHONE.sub("", user_agent)
    if MONITORS.search(told):
        return Audience.MONITOR
    if not BROWSER.match(user_agent) or SELF_NAMED.search(told):
        return Audience.BOT
    if crawleruseragents.is_crawler(told) and not IN_APP.search(user_agent):
        return Audience.BOT
    return Audience.READER


def is_staff(environ) -> bool:
    """Whether this browser signed in to the newsroom within a month, by a cookie we signed."""
    if AT_THE_DESK in environ:
        return True
    cookies = environ.get("HTTP_COOKIE", "")
    if STAFF_COOKIE not in cookies:
        return False
    request = HttpRequest()  # of the environment itself Django has rewritten the path by now
    request.COOKIES = parse_cookie(cookies)
    return bool(request.get_signed_cookie(STAFF_COOKIE, "", salt=STAFF_SALT, max_age=STAFF_FOR))


def remember_staff(request, response):
    """Leave the cookie on a page of the newsroom, or take it away from who signed out."""
    if not is_signed_in(request):
        if STAFF_COOKIE in request.COOKIES:
            response.delete_cookie(STAFF_COOKIE)
    elif not is_staff(request.META):
        response.set_signed_cookie(
            STAFF_COOKIE,
            "1",
            salt=STAFF_SALT,
            max_age=STAFF_FOR,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )


def meet_staff(request):
    """Know a colleague who came by another door than the newsroom's, by the session alone.

    Public pages set no cookie. Of anybody else nothing is asked: a reader has no session.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or STAFF_COOKIE in request.COOKIES:
        return
    try:
        if is_signed_in(request):
            request.META[AT_THE_DESK] = True
    except Error:  # the page is made; whoever can't be recognised counts as a reader
        logger.exception("The counter can't tell who has a session")


def is_signed_in(request) -> bool:
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated and user.is_staff)
