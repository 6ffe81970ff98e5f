"""Reader, robot, monitor or colleague: told from the request alone, without a database."""

import re
from functools import lru_cache

import crawleruseragents
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest

from stats.definitions import Audience

MONITORS = re.compile(
    r"UptimeRobot|Uptime-Kuma|Better ?(Uptime|Stack)|Pingdom|StatusCake|Site24x7|HetrixTools|"
    r"NodePing|updown\.io|Zabbix|Nagios|check_http|Icinga|kube-probe|ELB-HealthChecker|GoogleHC|"
    r"Blackbox|Prometheus|Datadog|NewRelicPinger|Checkly|Freshping|monit/",
    re.IGNORECASE,
)
# Robots the list does not know call themselves so. "cubot" is a maker of phones.
SELF_NAMED = re.compile(
    r"(?<!cu)bot\b|crawl|spider|scrap(er|y)|headless|python|libwww|fetch(er)?\b|\+https?://",
    re.IGNORECASE,
)
# Every browser since Netscape; Opera's old ones are the exception.
BROWSER = re.compile(r"(Mozilla|Opera)/\d")

LONGEST_AGENT = 500  # letters looked at; a browser inside an app calls itself some 300 long

STAFF_COOKIE, STAFF_SALT = "toa_soan", "stats.staff"
STAFF_FOR = 30 * 24 * 60 * 60  # seconds


def audience_of(environ) -> Audience:
    kind = machine_or_reader(environ.get("HTTP_USER_AGENT", "")[:LONGEST_AGENT])
    if kind is Audience.READER and is_staff(environ):
        return Audience.STAFF
    return kind


@lru_cache(maxsize=4096)  # bounded: whoever invents user agents pushes out only others
def machine_or_reader(user_agent: str) -> Audience:
    if MONITORS.search(user_agent):
        return Audience.MONITOR
    is_browser = BROWSER.match(user_agent) and not SELF_NAMED.search(user_agent)
    if not is_browser or crawleruseragents.is_crawler(user_agent):
        return Audience.BOT
    return Audience.READER


def is_staff(environ) -> bool:
    """Whether this browser signed in to the newsroom within a month, by a cookie we signed."""
    cookies = environ.get("HTTP_COOKIE", "")
    if STAFF_COOKIE not in cookies:
        return False
    request = WSGIRequest(environ)
    return bool(request.get_signed_cookie(STAFF_COOKIE, "", salt=STAFF_SALT, max_age=STAFF_FOR))


def remember_staff(request, response):
    """Leave the cookie on a page of the newsroom, or take it away from who signed out."""
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated and user.is_staff)
    if signed_in and not is_staff(request.META):
        response.set_signed_cookie(
            STAFF_COOKIE,
            "1",
            salt=STAFF_SALT,
            max_age=STAFF_FOR,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
    elif not signed_in and STAFF_COOKIE in request.COOKIES:
        response.delete_cookie(STAFF_COOKIE)
