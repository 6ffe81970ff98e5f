"""Who asked for a page: reader, robot, monitor or colleague."""

import pytest
from django.core.signing import get_cookie_signer
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stats import figures
from stats.audience import STAFF_COOKIE, STAFF_SALT
from stats.definitions import Audience
from stats.models import DayTotal, HourTotal, Reader, ReferrerDay
from tests.factories import make_article

pytestmark = pytest.mark.django_db

READER, BOT, MONITOR = Audience.READER, Audience.BOT, Audience.MONITOR
BOT_AGENT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"
ROBOT = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible;"
NEXUS = "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36"

AGENTS = {
    READER: [
        f"{WINDOWS} Chrome/142.0.0.0 Safari/537.36",
        f"{WINDOWS} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
        f"{WINDOWS} coc_coc_browser/140.0.0 Chrome/134.0.0.0 Safari/537.36",
        f"{WINDOWS} Chrome/134.0.0.0 Safari/537.36 OPR/119.0.0.0",
        f"{WINDOWS} Chrome/131.0.0.0 YaBrowser/25.2.0.0 Safari/537.36",
        f"{WINDOWS} Chrome/129.0.0.0 Safari/537.36 Vivaldi/7.0.3495.11",
        "Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/109.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) "
        "coc_coc_browser/103.0.206 Chrome/97.0.4692.206 Safari/537.36",
        "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko",
        "Mozilla/5.0 (Windows NT 6.1; rv:115.0) Gecko/20100101 Firefox/115.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0",
        "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/140.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 "
        "(KHTML, like Gecko) Version/18.5 Safari/605.1.15",
        f"{IPHONE} (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
        f"{IPHONE} (KHTML, like Gecko) CriOS/141.0.7390.41 Mobile/15E148 Safari/604.1",
        f"{IPHONE} (KHTML, like Gecko) FxiOS/143.0 Mobile/15E148 Safari/605.1.15",
        f"{IPHONE} (KHTML, like Gecko) GSA/370.0 Mobile/15E148 Safari/604.1",
        f"{IPHONE} (KHTML, like Gecko) Mobile/15E148 Zalo iOS/686 ZaloTheme/light ZaloLanguage/vi",
        f"{IPHONE} (KHTML, like Gecko) Mobile/22F76 [FBAN/FBIOS;FBAV/520.0.0.38.101;FBBV/756351453;"
        "FBDV/iPhone14,5;FBMD/iPhone;FBSN/iOS;FBSV/18.5;FBSS/3;FBID/phone;FBLC/vi_VN;FBOP/80]",
        "Mozilla/5.0 (iPad; CPU OS 16_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        "Version/16.6 Mobile/15E148 Safari/604.1",
        f"{ANDROID} Chrome/141.0.0.0 Mobile Safari/537.36",
        f"{ANDROID} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
        f"{ANDROID} Chrome/138.0.0.0 Mobile Safari/537.36 EdgA/138.0.0.0",
        f"{ANDROID} Chrome/137.0.0.0 Mobile Safari/537.36 OPR/90.0.0.0",
        "Mozilla/5.0 (Linux; Android 12; SM-A125F Build/SP1A.210812.016; wv) AppleWebKit/537.36 "
        "(KHTML, like Gecko) Version/4.0 Chrome/139.0.7258.143 Mobile Safari/537.36 "
        "Zalo android/12100750 ZaloTheme/light ZaloLanguage/vi",
        "Mozilla/5.0 (Linux; Android 13; CPH2325 Build/TP1A.220905.001; wv) AppleWebKit/537.36 "
        "(KHTML, like Gecko) Version/4.0 Chrome/140.0.7339.51 Mobile Safari/537.36 "
        "[FB_IAB/FB4A;FBAV/530.0.0.48.74;]",
        "Mozilla/5.0 (Linux; Android 12; CUBOT NOTE 30) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/120.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; Android 11; CUBOT) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/108.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; Android 9; CUBOT_X19 Build/PPR1.180610.011) AppleWebKit/537.36 "
        "(KHTML, like Gecko) Chrome/99.0.4844.73 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; U; Android 11; vi; CPH2083 Build/RP1A.200720.011) AppleWebKit/537.36 "
        "(KHTML, like Gecko) Version/4.0 Chrome/100.0.4896.58 UCBrowser/13.6.0.1315 Mobile "
        "Safari/537.36",
        "Mozilla/5.0 (Linux; U; Android 12; vi-vn; Redmi Note 9 Build/SP1A) AppleWebKit/537.36 "
        "(KHTML, like Gecko) Version/4.0 Chrome/112.0.5615.136 Mobile Safari/537.36 "
        "XiaoMi/MiuiBrowser/14.9.0-gn",
        "Mozilla/5.0 (Linux; Android 10; ELE-L29) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/114.0.5735.196 HuaweiBrowser/16.0.6.300 Mobile Safari/537.36",
        "Mozilla/5.0 (Android 14; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0",
        "Opera/9.80 (Android; Opera Mini/36.2.2254/191.283; U; vi) Presto/2.12.423 Version/12.16",
        "Mozilla/5.0 (Linux; Android 13; V2207; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Version/4.0 Chrome/123.0.0.0 Mobile Safari/537.36 trill_350302 BytedanceWebview/d8a21c6",
        "Mozilla/5.0 (SMART-TV; LINUX; Tizen 6.5) AppleWebKit/537.36 (KHTML, like Gecko) "
        "85.0.4183.93/6.5 TV Safari/537.36",
        "Mozilla/5.0 (Linux; Android 16; SM-A566B Build/BP2A.250605.031; wv) AppleWebKit/537.36 "
        "(KHTML, like Gecko) Version/4.0 Chrome/143.0.0.0 Mobile Safari/537.36 MetaIAB Facebook",
        "Mozilla/5.0 (Linux; Android 15; CPH2603 Build/AP3A.240617.008; wv) AppleWebKit/537.36 "
        "(KHTML, like Gecko) Version/4.0 Chrome/142.0.0.0 Mobile Safari/537.36 Instagram 402.0.0",
        "Mozilla/5.0 (Linux; Android 14; SM-A055F; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Version/4.0 Chrome/141.0.0.0 Mobile Safari/537.36 Viber/26.1.0",
        "Mozilla/5.0 (Linux; Android 13; V2111; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Version/4.0 Chrome/139.0.0.0 Mobile Safari/537.36 CamScanner/6.70.0",
        f"{WINDOWS} Zalo/25.8.1 Chrome/128.0.0.0 Electron/32.0.1 Safari/537.36",
        "Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.2; Trident/6.0)",
        "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/132.0.0.0 Safari/537.36 ArkWeb/6.0.0 Mobile HuaweiBrowser/5.1.8",
        "Mozilla/5.0 (Mobile; Nokia 8110 4G; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5",
        # The list names a build of Android, which many telephones have.
        "Mozilla/5.0 (Linux; U; Android 15; vi-vn; CPH2665 Build/AP3A.240617.008) "
        "AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/115.0.5790.168 Mobile "
        "Safari/537.36 HeyTapBrowser/45.13.0.1",
        "Mozilla/5.0 (Fuchsia) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 "
        "Safari/537.36 CrKey/1.56.500000",
        "Mozilla/5.0 (Roku) AppleWebKit/537.36 (KHTML, like Gecko) Web/1.1 Safari/537.36",
        "Opera/9.80 (J2ME/MIDP; Opera Mini/9.80/191.283; U; vi) Presto/2.12.423 Version/12.16",
        "UCWEB/2.0 (MIDP-2.0; U; Adr 4.4.2; vi; SM-G316) U2/1.0.0 UCBrowser/10.7.0.636 U2/1.0.0 "
        "Mobile",
        # Telephones that are called like robots, or like names in the list.
        "Mozilla/5.0 (Linux; Android 13; Spider 8) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/124.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Linux; Android 6.0; POWER BOT Build/MRA58K) AppleWebKit/537.36 (KHTML, like "
        "Gecko) Chrome/106.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; U; Android 4.2.2; vi-vn; HTC Butterfly Build/JDQ39) "
        "AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30",
        "Mozilla/5.0 (Linux; Android 9; X20 PRO Build/P00610; wv) AppleWebKit/537.36 (KHTML, like "
        "Gecko) Version/4.0 Chrome/101.0.4951.61 Mobile Safari/537.36 Instagram 237.0.0.7.102 "
        "Android (28/9; 480dpi; 1080x2115; CUBOT; X20 PRO; X20_PRO; mt6763; vi_VN; 372829101)",
        "TV Bro/1.0 Mozilla/5.0 (Linux; Android 12; Formuler Z12 Build/STTB.220726.001; wv) "
        "AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/144.0.7559.132 Safari/537.36",
        "Mozilla/5.0 (Cloud Phone 2.4; Nokia 225 4G; UNISOC) AppleWebKit/537.36 (KHTML, like "
        "Gecko) Chrome/132.0.6834.210 Mobile Safari/537.36 Puffin/132.0.8.80800FP",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:6.5) Goanna/20240801 PaleMoon/33.2.1",
    ],
    BOT: [
        BOT_AGENT,
        f"{NEXUS} (KHTML, like Gecko) Chrome/141.0.7390.122 Mobile Safari/537.36 "
        "(compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        f"{NEXUS} (KHTML, like Gecko) Chrome/141.0 Mobile Safari/537.36 (compatible; GoogleOther)",
        "Googlebot-Image/1.0",
        f"{ROBOT} bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/136.0.0.0 Safari/537.36",
        "Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/searchengine)",
        "Mozilla/5.0 (compatible; coccocbot-image/1.0; +http://help.coccoc.com/searchengine)",
        f"{ROBOT} GPTBot/1.2; +https://openai.com/gptbot)",
        f"{ROBOT} ChatGPT-User/1.0; +https://openai.com/bot)",
        f"{ROBOT} OAI-SearchBot/1.0; +https://openai.com/searchbot)",
        f"{ROBOT} ClaudeBot/1.0; +claudebot@anthropic.com)",
        f"{ROBOT} PerplexityBot/1.0; +https://perplexity.ai/perplexitybot)",
        f"{ROBOT} Amazonbot/0.1; +https://developer.amazon.com/support/amazonbot) Chrome/119.0",
        "Mozilla/5.0 (compatible; Bytespider; spider-feedback@bytedance.com)",
        "CCBot/2.0 (https://commoncrawl.org/faq/)",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)",
        "Mozilla/5.0 (compatible; ZaloBot/1.0; +https://zalo.me)",
        "ZaloPC-linkpreview/1.0",
        "Mozilla/5.0 (compatible; Zalo-Preview; +https://zaloapp.com)",
        "TelegramBot (like TwitterBot)",
        "Twitterbot/1.0",
        "WhatsApp/2.23.20.0",
        "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_5) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        "Version/13.1.1 Safari/605.1.15 (Applebot/0.1; +http://www.apple.com/go/applebot)",
        "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
        "Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)",
        "Mozilla/5.0 (compatible; MJ12bot/v1.4.8; http://mj12bot.com/)",
        "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
        "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
        "Mozilla/5.0 (compatible; archive.org_bot +http://archive.org/details/archive.org_bot)",
        "Mozilla/5.0 (compatible; CensysInspect/1.1; +https://about.censys.io/)",
        "Mozilla/5.0 zgrab/0.x",
        "Mozilla/5.0 (compatible; Nmap Scripting Engine; https://nmap.org/book/nse.html)",
        "sqlmap/1.8.4#stable (https://sqlmap.org)",
        "Mozilla/5.0 (compatible; FeedFetcher-Google; +http://www.google.com/feedfetcher.html)",
        "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 12 subscribers; like FeedFetcher-Google)",
        "NewsBlur Feed Fetcher - 3 subscribers",
        "Tiny Tiny RSS/24.04 (https://tt-rss.org/)",
        "FreshRSS/1.24.3 (Linux; https://freshrss.org)",
        "curl/8.5.0",
        "Wget/1.21.4",
        "python-requests/2.32.3",
        "python-httpx/0.27.0",
        "Python/3.11 aiohttp/3.9.5",
        "Go-http-client/2.0",
        "okhttp/4.12.0",
        "Java/17.0.11",
        "Apache-HttpClient/4.5.14 (Java/1.8.0_392)",
        "axios/1.7.2",
        "node-fetch/1.0 (+https://github.com/bitinn/node-fetch)",
        "PostmanRuntime/7.39.0",
        "libwww-perl/6.76",
        "Scrapy/2.11.2 (+https://scrapy.org)",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
        "HeadlessChrome/126.0.0.0 Safari/537.36",
        f"{WINDOWS} PhantomJS/2.1.1 Safari/538.1",
        f"{NEXUS} (KHTML, like Gecko) Chrome/125.0 Mobile Safari/537.36 Chrome-Lighthouse",
        "W3C_Validator/1.3 http://validator.w3.org/services",
        "Một rô-bốt không tên",
        f"{WINDOWS} Chrome/140.0.0.0 Safari/537.36 SiteArchiver",
        f"{WINDOWS} Chrome/139.0.0.0 Safari/537.36 (kiemtra@an-ninh.example.vn)",
        f"{WINDOWS} Chrome/138.0.0.0 Safari/537.36 web-scanner/2.1",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko; compatible; "
        "docrender) Chrome/141.0.0.0 Safari/537.36",
        "Mozilla/5.0 (compatible; TraCuu/1.0)",
        "Mozilla/5.0 TraCuu",
        "Mozilla/5.0 (compatible; MSIE or Firefox mutant; not on Windows server;) TraCuu 4.0",
        "Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.1; Trident/6.0) LinkCheck of a house",
        f"{WINDOWS} Chrome/127.0.0.0 Safari/537.36 Webstatus/1.0",
        f"{WINDOWS} Chrome/129.0.0.0 Safari/537.36 SiteDiagnostics/1.0",
        f"{WINDOWS} Chrome/130.0.0.0 Safari/537.36 Agent-Browsing/0.9",
        "Mozilla/5.0 (TraCuu) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0",
        "Mozilla/5.0 (X11; Linux x86_64)",
        f"{ROBOT} Claude-User/1.0; +Claude-User@anthropic.com)",
        f"{ROBOT} Perplexity-User/1.0; +https://perplexity.ai/perplexity-user)",
        "meta-externalfetcher/1.1",
        "Mozilla/5.0 (compatible; BotTinTuc-crawler/1.0)",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/538.1 (KHTML, like Gecko) wkhtmltopdf "
        "Version/8.0 Safari/538.1",
        f"{WINDOWS} Cypress/13.6.2 Chrome/114.0.5735.289 Electron/25.8.4 Safari/537.36",
        f"{WINDOWS} Chrome/124.0.0.0 Safari/537.36 BuiltWith/1.4",
        f"{WINDOWS} Chrome/120.0 Safari/537.36 Browserless",
        "Mozilla/5.0 (linux) AppleWebKit/537.36 (KHTML, like Gecko) jsdom/22.1.0",
        f"{WINDOWS} Chrome/140.0.0.0 Safari/537.36 CybaaAgent",
        f"{WINDOWS} Chrome/133.0.0.0 Safari/537.36 DebugBear",
        f"{WINDOWS} Chrome/119.0.0.0 Safari/537.36 claude-web",
        "Mozilla/5.0 (Linux; Android 8.0; Pixel 2 Build/OPD3.170816.012; DuplexWeb-Google/1.0) "
        "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/74.0.3729.131 Mobile Safari/537.36",
        "",
        "-",
    ],
    MONITOR: [
        "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
        "Uptime-Kuma/1.23.13",
        "Better Uptime Bot Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36",
        "Better Stack Better Uptime Bot Mozilla/5.0 (Macintosh)",
        "Pingdom.com_bot_version_1.4_(http://www.pingdom.com/)",
        "Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/538.1 (KHTML, like Gecko) "
        "PingdomTMS/0.8.5 Safari/534.34",
        f"{WINDOWS} Chrome/98.0.4758.102 Safari/537.36 (StatusCake)",
        "Mozilla/5.0 (compatible; Site24x7)",
        "HetrixTools Uptime Monitoring Bot. https://hetrix.tools/uptime-monitoring-bot.html",
        "updown.io daemon 2.11",
        "Zabbix",
        "Zabbix 7.0.3",
        "check_http/v2.3.5 (monitoring-plugins 2.3.5)",
        "check_http/v2.2 (nagios-plugins 2.4.9)",
        "kube-probe/1.29",
        "ELB-HealthChecker/2.0",
        "GoogleHC/1.0",
        "Blackbox Exporter/0.25.0",
        "Prometheus/2.53.0",
        "DatadogSynthetics",
        "Mozilla/5.0 (compatible; Datadog/1.0; +https://docs.datadoghq.com/synthetics)",
        "monit/5.33.0",
        "check_curl/v2.3.5 (monitoring-plugins 2.3.5, libcurl/7.88.1 OpenSSL)",
        "Mozilla/5.0 (compatible; Uptime/1.0; http://uptime.com)",
        f"{WINDOWS} Chrome/111.0.0.0 Safari/537.36 RuxitSynthetic/1.0 v1234 t567",
        "PRTG Network Monitor (www.paessler.com)",
        "Mozilla/5.0 (compatible; OhDear/1.1; +https://ohdear.app/checker; bot)",
        "jetmon/1.0 (Jetpack Site Uptime Monitor by WordPress.com)",
        "Amazon-Route53-Health-Check-Service (ref 1; report http://amzn.to/1vsZADi)",
        "Elastic-Heartbeat/8.13.4 (linux; amd64)",
        "GoogleStackdriverMonitoring-UptimeChecks(https://cloud.google.com/monitoring)",
    ],
}


def row(audience):
    """Visits, readers and page views of one audience on all days; None where there is no row."""
    return (
        DayTotal.objects.filter(audience=audience)
        .values_list("visits", "readers", "page_views")[:1]
        .first()
    )


@pytest.mark.parametrize(
    ("agent", "audience"), [(agent, kind) for kind, agents in AGENTS.items() for agent in agents]
)
def test_audience_is_told_from_the_user_agent(agent, audience):
    Client(headers={"User-Agent": agent}).get("/")

    assert [day.audience for day in DayTotal.objects.all()] == [audience]


def test_request_that_names_no_browser_is_a_robots():
    Client().get("/")

    assert row(BOT) == (0, 0, 1)
    assert row(READER) is None


def test_robots_monitors_and_staff_begin_no_visit(client, webmaster):
    webmaster.get("/quan-tri/")
    pages = ["/", make_article().get_absolute_url()]

    for browser in [
        Client(headers={"User-Agent": BOT_AGENT}),
        Client(headers={"User-Agent": "Zabbix"}),
        webmaster,
    ]:
        for page in pages:
            browser.get(page, headers={"Referer": "https://thanhnien.example/"})

    assert dict(DayTotal.objects.values_list("audience", "page_views")) == {"b": 2, "m": 2, "s": 2}
    assert not DayTotal.objects.exclude(visits=0, readers=0).exists()
    for rows in [Reader, HourTotal, ReferrerDay]:
        assert not rows.objects.exists()


@pytest.mark.parametrize("length", [8_000, 60_000])
@pytest.mark.parametrize("filling", ["a", "bo", "1.", " (", "; Mozilla/5.0 ", "+https:/"])
def test_endless_user_agent_is_counted_like_any(filling, length):
    agent = ("Mozilla/5.0 (" + filling * length)[:length]

    assert Client(headers={"User-Agent": agent}).get("/").status_code == 200
    assert sum(DayTotal.objects.values_list("page_views", flat=True)) == 1


@pytest.mark.parametrize("agent", ["Mozilla/5.0 \xff\xfe", "Mozilla/5.0 Tiếng Việt", "\x7f"])
def test_user_agent_in_no_known_letters_breaks_nothing(agent):
    agent = agent.encode().decode("latin-1")  # as a server hands it on

    assert Client(headers={"User-Agent": agent}).get("/").status_code == 200
    assert sum(DayTotal.objects.values_list("page_views", flat=True)) == 1


def test_forged_addresses_of_one_client_are_one_visit(client):
    for number in range(300):
        client.get(
            "/",
            headers={"X-Forwarded-For": f"198.51.{number % 100}.{number}, 203.0.113.{number}"},
            REMOTE_ADDR="203.0.113.7",
        )

    assert row(READER) == (1, 1, 300)


# ---------- Who signed in to the newsroom ----------


@pytest.fixture
def colleague(webmaster):
    """The browser of somebody who signed in and saw a page of the newsroom."""
    assert webmaster.get("/quan-tri/").status_code == 200
    return webmaster


def test_who_signs_in_is_a_colleague_from_then_on(client, django_user_model):
    django_user_model.objects.create_superuser("bien-tap", password="mat-khau-dai-va-la-2026")
    client.get("/")
    assert row(READER) == (1, 1, 1)

    typed = {"username": "bien-tap", "password": "mat-khau-dai-va-la-2026"}
    assert client.post("/quan-tri/login/", typed).status_code == 302
    client.get("/")

    assert row(READER) == (1, 1, 1)
    assert row(Audience.STAFF) == (0, 0, 1)


def test_colleague_who_came_by_another_door_is_known_at_once(webmaster):
    webmaster.get("/")
    webmaster.get("/")

    assert row(READER) is None
    assert row(Audience.STAFF) == (0, 0, 2)


def test_cookie_of_a_colleague_is_for_this_site_and_no_script(colleague):
    cookie = colleague.cookies[STAFF_COOKIE]

    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")


@pytest.fixture
def queries(monkeypatch):
    """Return a function: what is asked of the database for a page, as in a server process."""
    figures.publish()
    monkeypatch.setattr(figures, "in_server", True)

    def queries(browser, path):
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(path).status_code == 200
        return [query["sql"] for query in captured]

    return queries


def test_knowing_a_colleague_costs_no_query(colleague, visitor, queries):
    path = make_article().get_absolute_url()
    queries(visitor, path)  # what a process learns once

    as_reader, as_colleague = queries(visitor, path), queries(colleague, path)

    assert len(as_colleague) == len(as_reader)
    assert "session" not in "".join(as_colleague)


@pytest.mark.parametrize("path", ["/quan-tri/bài-viết/", "/quan-tri/news/article/Đỗ/history/"])
def test_colleague_is_known_at_an_address_with_vietnamese_letters(colleague, path):
    assert colleague.get(path, follow=True).status_code < 500


def test_signing_out_ends_it(colleague):
    colleague.post("/quan-tri/logout/")
    colleague.get("/")

    assert colleague.cookies[STAFF_COOKIE].value == ""
    assert row(READER) == (1, 1, 1)
    assert row(Audience.STAFF) is None


def test_reader_with_an_account_but_no_desk_is_a_reader(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("ban-doc"))
    client.get("/tai-khoan/")
    client.get("/")

    assert STAFF_COOKIE not in client.cookies
    assert row(READER) == (1, 1, 1)


def test_colleague_who_stays_away_a_month_is_a_reader(colleague, time_machine):
    time_machine.move_to("2050-01-01T07:00+07:00", tick=False)
    colleague.get("/")

    assert row(READER) == (1, 1, 1)


def signed(salt):
    return get_cookie_signer(salt=salt).sign("1")


@pytest.mark.parametrize(
    "cookie",
    ["1", "", "1:abc:def", "1:1tRp4Q:" + "A" * 43, ":" * 9, "\xff", "a" * 4000],
)
def test_forged_cookie_is_a_readers(client, cookie):
    client.cookies[STAFF_COOKIE] = cookie
    client.get("/")

    assert row(READER) == (1, 1, 1)


def test_signature_of_another_cookie_is_a_readers(client):
    client.cookies[STAFF_COOKIE] = signed("another cookie")
    client.get("/")
    assert row(READER) == (1, 1, 1)

    client.cookies[STAFF_COOKIE] = signed(STAFF_COOKIE + STAFF_SALT)
    client.get("/")
    assert row(READER) == (1, 1, 1)
    assert row(Audience.STAFF) == (0, 0, 1)


def test_robot_with_the_cookie_of_a_colleague_is_a_robot(colleague):
    colleague.get("/", headers={"User-Agent": BOT_AGENT})

    assert row(BOT) == (0, 0, 1)
