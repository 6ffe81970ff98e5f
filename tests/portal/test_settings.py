import ast
import gzip
import os
import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from ipaddress import ip_network
from pathlib import Path

import pytest
from django.conf import settings as test_settings
from django.contrib.staticfiles import finders
from django.core import mail
from django.test import Client

from news.models import Article
from tests.factories import make_article, make_public_pages, make_slogan

ROOT = Path(test_settings.BASE_DIR)
LONG_ENOUGH = "f3Kq9vXw2ZrT7yLm5NcB8hJd4GsP6aEu1RtYiOoQpWxVzUkMnD"


def manage(*arguments, **environment):
    return python("manage.py", *arguments, **environment)


def python(*arguments, **environment):
    """Run Python as a server would, with these variables whatever the developer's .env says."""
    production = {
        "SITE_URL": "https://portal.example",
        "SECRET_KEY": LONG_ENOUGH,
        "DEBUG": "false",
        "ALLOWED_HOSTS": "portal.example",
        "DATABASE_URL": "sqlite://:memory:",
        "TRUSTED_PROXIES": "",
    }
    return subprocess.run(  # noqa: S603 our own programs
        [sys.executable, *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]} | production | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


# ---------- What a server is started with ----------


def test_good_production_server_passes_every_check(production):
    static = str(production[0] / "static")

    check = manage("check", "--deploy", "--fail-level", "WARNING", STATIC_ROOT=static)

    assert check.returncode == 0, check.stderr


@pytest.mark.parametrize(
    ("environment", "reason"),
    [
        ({"DEBUG": "true"}, "DEBUG is on"),
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),  # the laptop's own key stands in
        ({"SECRET_KEY": LONG_ENOUGH[:49]}, "shorter than 50 characters"),
        ({"ALLOWED_HOSTS": "portal.example,*"}, "ALLOWED_HOSTS holds *"),
    ],
)
def test_production_refuses_what_is_for_laptops(environment, reason):
    check = manage("check", **environment)

    assert check.returncode != 0
    assert "Not fit for https://portal.example" in check.stderr
    assert reason in check.stderr


def test_refusal_names_every_reason_at_once():
    check = manage("check", DEBUG="true", SECRET_KEY="kurz", ALLOWED_HOSTS="*")

    for reason in ["DEBUG is on", "SECRET_KEY is missing", "ALLOWED_HOSTS holds *"]:
        assert reason in check.stderr


def test_laptop_starts_with_nothing_said():
    check = manage("check", SITE_URL="http://127.0.0.1:8000", SECRET_KEY="", ALLOWED_HOSTS="*")

    assert check.returncode == 0, check.stderr


LAPTOP = {"SITE_URL": "http://127.0.0.1:8000", "SECRET_KEY": ""}


def test_a_line_without_a_value_says_as_little_as_no_line():
    names = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    asked = (
        "from django.conf import settings as s; print([str(value) for value in ["
        "s.SITE_URL, s.ALLOWED_HOSTS, s.MEDIA_ROOT, s.JOURNAL_DIR, s.DEFAULT_FROM_EMAIL, "
        "s.DATABASES['default']['NAME'], s.CACHES['default']['BACKEND'], s.EMAIL_BACKEND]])"
    )
    answers = [
        manage("shell", "--no-imports", "-c", asked, **dict.fromkeys(names, nothing))
        for nothing in ["", " "]
    ]

    address, hosts, media, journal, sender, database, cache, mail_by = ast.literal_eval(
        answers[0].stdout
    )
    assert (address, sender) == ("http://127.0.0.1:8000", "trangtin@localhost")
    assert "localhost" in hosts
    assert media == str(ROOT / "media")
    assert journal == str(ROOT / "var/counter")
    assert database == str(ROOT / "portal.sqlite3")
    assert "dummy" in cache
    assert "console" in mail_by
    assert answers[1].stdout == answers[0].stdout


def test_names_and_networks_may_be_written_with_spaces_between():
    asked = "from django.conf import settings as s; print(s.ALLOWED_HOSTS, s.TRUSTED_PROXIES)"
    written = {"ALLOWED_HOSTS": "a.example, b.example", "TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8"}

    shell = manage("shell", "--no-imports", "-c", asked, **written)

    assert "'a.example', 'b.example'" in shell.stdout, shell.stderr
    assert "10.0.0.0/8" in shell.stdout


@pytest.mark.parametrize(
    ("environment", "reason"),
    [
        ({"SITE_URL": "portal.example"}, "SITE_URL is not"),
        ({"SITE_URL": "https://"}, "SITE_URL is not"),
        ({"SITE_URL": "https://["}, "SITE_URL is not"),
        ({"SITE_URL": "https://portal.example:99999"}, "SITE_URL is not"),
        ({"SITE_URL": "https://portal.example/tin"}, "SITE_URL is not"),
        ({"SITE_URL": "ftp://portal.example"}, "SITE_URL is not"),
        ({"ALLOWED_HOSTS": "https://portal.example"}, "ALLOWED_HOSTS holds"),
        ({"ALLOWED_HOSTS": "portal.example:8000"}, "ALLOWED_HOSTS holds"),
        ({"TRUSTED_PROXIES": "nginx"}, "TRUSTED_PROXIES holds"),
        ({"TRUSTED_PROXIES": "10.0.0.1/8"}, "TRUSTED_PROXIES holds"),
        ({"DATABASE_URL": "portal.sqlite3"}, "DATABASE_URL"),
        ({"DATABASE_URL": "mysql://u:p@127.0.0.1/portal"}, "DATABASE_URL"),
        ({"CACHE_URL": "127.0.0.1:6379"}, "cache schema"),
        ({"EMAIL_URL": "mail.example"}, "email schema"),
    ],
)
def test_a_value_that_cannot_be_meant_is_named_and_nothing_starts(environment, reason):
    check = manage("check", **LAPTOP | environment)

    assert check.returncode != 0
    assert reason in check.stderr.strip().splitlines()[-1]


def test_https_in_capitals_is_a_production_site_too():
    check = manage("check", SITE_URL="HTTPS://Portal.example", SECRET_KEY="")

    assert check.returncode != 0
    assert "Not fit for https://portal.example" in check.stderr


@pytest.mark.parametrize(
    ("environment", "reason"),
    [
        ({"MEDIA_ROOT": "."}, "MEDIA_ROOT"),
        ({"MEDIA_ROOT": str(ROOT.parent)}, "MEDIA_ROOT"),
        ({"MEDIA_ROOT": "/srv/data", "DATABASE_URL": "sqlite:////srv/data/a.db"}, "MEDIA_ROOT"),
        ({"MEDIA_ROOT": "/srv/data", "JOURNAL_DIR": "/srv/data/counter"}, "MEDIA_ROOT"),
        ({"STATIC_ROOT": "."}, "STATIC_ROOT"),
        ({"STATIC_ROOT": "/srv/data", "DATABASE_URL": "sqlite:////srv/data/a.db"}, "STATIC_ROOT"),
    ],
)
def test_what_is_not_for_readers_may_not_lie_where_they_are_served_from(environment, reason):
    check = manage("check", **environment)

    assert check.returncode != 0
    assert f"{reason} " in check.stderr.strip().splitlines()[-1]
    assert "lies in it" in check.stderr


ASK_THE_CONNECTION = """
import sqlite3
from django.db import connection, transaction
with connection.cursor() as cursor:
    for pragma in ["journal_mode", "busy_timeout"]:
        print(cursor.execute(f"PRAGMA {pragma}").fetchone()[0])
other = sqlite3.connect(connection.settings_dict["NAME"], timeout=0)
with transaction.atomic():
    connection.cursor().execute("SELECT 1")
    try:
        other.execute("BEGIN IMMEDIATE")
        print("free")
    except sqlite3.OperationalError:
        print("taken")
"""


def test_sqlite_lets_readers_in_and_writers_queue(tmp_path):
    database = f"sqlite:///{tmp_path}/portal.sqlite3"

    shell = manage("shell", "--no-imports", "-c", ASK_THE_CONNECTION, DATABASE_URL=database)

    assert shell.stdout.split() == ["wal", "20000", "taken"], shell.stderr


def test_a_postgresql_that_is_lost_is_not_waited_for_for_ever():
    asked = "from django.db import connection; print(connection.get_connection_params())"
    url = "postgres://portal:x@db.example/portal?sslmode=require"

    shell = manage("shell", "--no-imports", "-c", asked, DATABASE_URL=url)

    params = ast.literal_eval(re.sub(r"<[^>]*>", "None", shell.stdout))
    assert {"connect_timeout", "tcp_user_timeout"} <= params.keys(), shell.stderr
    assert params["sslmode"] == "require"


def test_every_variable_is_explained_and_every_explained_one_is_read():
    tree = ast.parse((ROOT / "portal/settings.py").read_text())
    read = {
        call.args[0].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and getattr(call.func.value, "id", "") == "env"
        and call.func.attr != "read_env"
    }
    explained = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)

    assert sorted(explained) == sorted(read)


def test_copied_example_suits_a_laptop(tmp_path):
    example = (ROOT / ".env.example").read_text()
    environment = dict(re.findall(r"^([A-Z_]+)=(.*)$", example, re.MULTILINE))
    environment["DATABASE_URL"] = f"sqlite:///{tmp_path}/portal.sqlite3"

    check = manage("check", **environment)

    assert check.returncode == 0, check.stderr


# ---------- What every answer carries ----------

INLINE_SCRIPT_HASH = test_settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["script-src"][1]


def policy(answer):
    directives = answer.headers["Content-Security-Policy"].split("; ")
    return {name: set(values.split()) for name, _, values in (d.partition(" ") for d in directives)}


@pytest.mark.django_db
def test_public_page_runs_no_script_and_no_style_but_our_files(client):
    make_slogan()

    for path in [*make_public_pages(), "/khong-co-trang-nay/"]:
        directives = policy(client.get(path))
        assert "unsafe" not in str(directives), path
        assert directives["default-src"] == {"'none'"}
        assert directives["style-src"] == {"'self'"}
        assert directives["script-src"] == {"'self'", INLINE_SCRIPT_HASH}
        assert directives["base-uri"] == directives["frame-ancestors"] == {"'none'"}
        assert directives["form-action"] == {"'self'"}


@pytest.mark.django_db
def test_public_page_holds_nothing_that_its_policy_forbids(client):
    make_slogan()
    inline = re.compile(r"<script>(.*?)</script>", re.I | re.S)
    # A data block is no script: it is never run, and the policy asks nothing of it.
    forbidden = re.compile(
        r"<script (?![^>]*\bsrc=)(?!type=\"application/ld\+json\")"
        r"|<style|\sstyle=|\son[a-z]+=|javascript:",
        re.I,
    )

    for path in make_public_pages():
        page = client.get(path).text
        assert not forbidden.search(page), path
        [script] = [text.encode() for text in inline.findall(page)]
        assert len(script) < 500
        assert f"'sha256-{b64encode(sha256(script).digest()).decode()}'" == INLINE_SCRIPT_HASH


@pytest.mark.django_db
def test_policy_is_looser_for_the_editor_and_nowhere_else(clerk):
    form = policy(clerk.get("/quan-tri/news/article/add/"))

    assert "'unsafe-inline'" in form["script-src"] & form["style-src"]
    assert "unsafe-eval" not in str(form)
    for path in ["/quan-tri/", "/quan-tri/news/article/", "/tai-khoan/"]:
        assert "unsafe" not in str(policy(clerk.get(path))), path


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/khong-co-trang-nay/", "/quan-tri/login/"])
def test_browser_is_told_to_be_careful(client, path):
    headers = client.get(path).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


START = """
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
client = Client(headers={"host": "portal.example"})
redirect, login = client.get("/tin-tuc/"), client.get("/quan-tri/login/", secure=True)
print(redirect.status_code, redirect.url)
print(login.status_code, login.headers["Strict-Transport-Security"])
print(login.cookies.output())
"""


@pytest.fixture(scope="module")
def production(tmp_path_factory):
    """A production server's folder, its plain answer and its safe one with a cookie."""
    folder = tmp_path_factory.mktemp("production")
    shell = manage(
        *["shell", "--no-imports", "-c", START],
        DATABASE_URL=f"sqlite:///{folder}/portal.sqlite3",
        STATIC_ROOT=str(folder / "static"),
    )
    assert shell.returncode == 0, shell.stderr
    return folder, *shell.stdout.splitlines()


def test_production_is_reached_by_https_only(production):
    _, plain, safe, _ = production

    assert plain == "301 https://portal.example/tin-tuc/"
    assert safe == "200 max-age=31536000; includeSubDomains; preload"


def test_production_keeps_its_cookies_to_itself(production):
    *_, cookie = production

    assert cookie.startswith("Set-Cookie: __Host-csrftoken=")
    assert {"Secure", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_a_server_whose_static_files_were_never_collected_does_not_start(tmp_path):
    serve = python("-m", "portal.serve", STATIC_ROOT=str(tmp_path))

    assert serve.returncode == 1
    assert "collectstatic" in serve.stderr


def test_a_file_that_came_after_the_last_collecting_is_named(production, tmp_path):
    manifest = (production[0] / "static/staticfiles.json").read_text()
    (tmp_path / "staticfiles.json").write_text(manifest.replace('"css/portal.css"', '"css/a.css"'))

    check = manage("check", "--deploy", STATIC_ROOT=str(tmp_path))

    assert check.returncode == 1
    assert "css/portal.css" in check.stderr
    assert "collectstatic" in check.stderr


def test_collected_files_hold_no_unused_part_of_the_editor(production):
    collected = [str(path) for path in (production[0] / "static").rglob("*")]

    assert any(path.endswith("/ckeditor/ckeditor.js") for path in collected)
    assert [p for p in collected if re.search(r"/samples/|/preview/|\.md$", p)] == []


# ---------- A public page is the same for everyone ----------


@pytest.mark.django_db
def test_public_page_sets_no_cookie_and_holds_no_token(client, clerk):
    make_slogan()

    for path in make_public_pages():
        for answer in [Client().get(path), clerk.get(path)]:
            assert not answer.cookies, path
            assert "Set-Cookie" not in answer.headers, path
            assert "csrf" not in answer.text.lower(), path


@pytest.mark.django_db
def test_signed_in_person_gets_the_readers_page(clerk, time_machine):
    time_machine.move_to("2026-03-05T00:30+07:00", tick=False)
    make_article("Bản nháp chưa duyệt", state=Article.State.DRAFT)

    for path in make_public_pages():
        theirs = clerk.get(path)
        assert "Bản nháp" not in theirs.text
        assert clerk.user.username not in theirs.text
        assert theirs.content == Client().get(path).content, path


FORGED = [
    {"X-Forwarded-Host": "evil.example"},
    {"X-Forwarded-Proto": "https"},
    {"X-Forwarded-Port": "666"},
    {"X-Forwarded-Scheme": "nothttps"},
    {"X-Forwarded-Server": "evil.example"},
    {"X-Forwarded-Prefix": "/evil"},
    {"X-Forwarded-For": "198.51.100.66"},
    {"Forwarded": "host=evil.example;proto=https;for=198.51.100.66"},
    {"X-Original-URL": "/evil/"},
    {"X-Rewrite-URL": "/evil/"},
    {"X-Host": "evil.example"},
    {"X-HTTP-Host-Override": "evil.example"},
    {"X-HTTP-Method-Override": "POST"},
    {"X-Counted-Article": "1"},
]


@pytest.mark.django_db
@pytest.mark.parametrize("headers", FORGED)
def test_forged_header_changes_no_byte_of_a_page(client, time_machine, headers):
    time_machine.move_to("2026-03-05T00:30+07:00", tick=False)
    path = make_article().get_absolute_url()
    clean = client.get(path)

    forged = client.get(path, headers=headers)

    assert forged.content == clean.content
    assert client.get(path).content == clean.content


@pytest.mark.django_db
def test_forged_host_is_refused_and_the_next_page_is_clean(client):
    clean = client.get("/")

    for host in ["evil.example", "portal.example.evil.example", "127.0.0.1@evil.example", "a b"]:
        answer = client.get("/", headers={"host": host})
        assert answer.status_code == 400, host
        assert host not in answer.text

    assert client.get("/").content == clean.content


@pytest.mark.django_db
def test_refused_host_is_told_so_in_vietnamese(client):
    answer = client.get("/", headers={"host": "evil.example"})

    assert "Yêu cầu không hợp lệ" in answer.text


@pytest.mark.django_db
def test_address_of_a_page_comes_from_the_settings(client):
    path = make_article().get_absolute_url()

    page = client.get(path, headers={"host": "localhost"})

    assert f'<link rel="canonical" href="http://portal.example{path}">' in page.text
    assert "localhost" not in page.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("peer", "status"),
    [
        ("10.0.0.1", 200),  # our proxy, which speaks https with the reader
        ("203.0.113.7", 301),  # a stranger who says so
    ],
)
def test_only_our_proxy_may_say_that_a_reader_came_by_https(client, settings, peer, status):
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8")]
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    answer = client.get("/", headers={"X-Forwarded-Proto": "https"}, REMOTE_ADDR=peer)

    assert answer.status_code == status


# ---------- Mail ----------


@pytest.fixture
def forgetful(django_user_model):
    return django_user_model.objects.create_user(
        "lam", "lam@example.vn", "mat-khau-dai-va-la-2026", is_staff=True
    )


@pytest.mark.django_db
def test_password_mail_leads_to_our_own_address(client, forgetful):
    form = {"email": forgetful.email}

    client.post("/tai-khoan/quen-mat-khau/", form, headers={"host": "localhost"})

    [letter] = mail.outbox
    links = re.findall(r"\S+://\S+", letter.body)
    assert len(links) == 1
    assert links[0].startswith("http://portal.example/tai-khoan/mat-khau-moi/")
    assert "localhost" not in letter.subject + letter.body


@pytest.mark.django_db
def test_password_mail_is_in_vietnamese(client, forgetful):
    client.post("/tai-khoan/quen-mat-khau/", {"email": forgetful.email})

    [letter] = mail.outbox
    assert letter.subject == "Đặt lại mật khẩu tại Trang thông tin điện tử"
    assert "Vui lòng mở trang sau để đặt mật khẩu mới" in letter.body
    assert not re.search(r"\b(password|please|thanks|your|you|team)\b", letter.body, re.I)


@pytest.mark.django_db
def test_link_in_the_mail_sets_a_new_password(client, forgetful):
    client.post("/tai-khoan/quen-mat-khau/", {"email": forgetful.email})
    link = re.search(r"http://portal.example(\S+)", mail.outbox[0].body)[1]

    form = client.get(link, follow=True)
    new = {f"new_password{n}": "mot-cau-dai-khong-ai-doan-ra" for n in [1, 2]}
    client.post(form.redirect_chain[-1][0], new)

    forgetful.refresh_from_db()
    assert forgetful.check_password("mot-cau-dai-khong-ai-doan-ra")


@pytest.mark.django_db
def test_answer_does_not_tell_who_has_an_account(client, forgetful):
    known = client.post("/tai-khoan/quen-mat-khau/", {"email": forgetful.email}, follow=True)
    unknown = client.post("/tai-khoan/quen-mat-khau/", {"email": "la@example.vn"}, follow=True)

    assert known.text == unknown.text


# ---------- Static files ----------


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("ckeditor/ckeditor/ckeditor.js", 200),
        ("ckeditor/ckeditor/lang/vi.js", 200),
        ("css/portal.css", 200),
        ("ckeditor/ckeditor/samples/index.html", 404),
        ("ckeditor/ckeditor/plugins/preview/preview.html", 404),
        ("ckeditor/ckeditor/plugins/preview/styles/screen.css", 404),
        ("ckeditor/ckeditor/CHANGES.md", 404),
        ("../portal/settings.py", 404),
        ("%2e%2e/portal/settings.py", 404),
    ],
)
@pytest.mark.django_db
def test_parts_of_the_editor_that_nobody_uses_are_not_served(client, settings, path, status):
    settings.WHITENOISE_AUTOREFRESH = False  # as a server does: files are looked for once

    assert client.get(f"/static/{path}").status_code == status


def test_sheet_and_scripts_are_packed_on_a_laptop_too(client):
    for path in ["css/portal.css", "js/site-bar.js", "img/ring.svg"]:
        answer = client.get(f"/static/{path}", headers={"Accept-Encoding": "gzip"})
        packed = b"".join(answer.streaming_content)
        assert answer.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed) == Path(finders.find(path)).read_bytes()

    font = client.get(
        "/static/fonts/noto-sans-latin-wght-normal.woff2", headers={"Accept-Encoding": "gzip"}
    )
    assert "Content-Encoding" not in font.headers


@pytest.mark.parametrize(
    "path",
    [
        "ckeditor/ckeditor/samples/index.html",
        "ckeditor/ckeditor/plugins/preview/preview.html",
        "ckeditor/ckeditor/CHANGES.md",
        "ckeditor/ckeditor/lang/fr.js",
        "ckeditor/ckeditor/plugins/image2/lang/en-au.js",
    ],
)
def test_finder_does_not_know_them_either(path):
    assert not finders.find(path)


@pytest.mark.parametrize(
    "path", ["ckeditor.js", "lang/vi.js", "plugins/image2/lang/vi.js", "plugins/image2/lang/en.js"]
)
def test_finder_knows_what_the_editor_asks_for(path):
    assert finders.find(f"ckeditor/ckeditor/{path}")
