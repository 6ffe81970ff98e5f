import os
import secrets
import socket
import sys

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse

from portal.sample.load import is_empty, load

ACCOUNTS = {
    "quantri": ("Quản trị web", "Trần Thu", "Hà"),
    "duyetbai": ("Người duyệt", "Lê Minh", "Đức"),
    "soanbai": ("Người soạn bài", "Nguyễn Ngọc", "Lam"),
}


class Command(BaseCommand):
    help = "Set up a portal with sample content and serve it, to look at."

    def add_arguments(self, parser):
        parser.add_argument("address", nargs="?", default="127.0.0.1:8000", metavar="ADDR:PORT")
        parser.add_argument("--no-serve", action="store_true", help="only prepare the database")

    def handle(self, *, address, no_serve, **options):
        if settings.PRODUCTION:
            raise CommandError("SITE_URL is a production site; the demo is for looking around.")
        host, _, port = address.rpartition(":")
        if not port.isdecimal():
            raise CommandError(f"{address} is no address; write 127.0.0.1:8000, say.")
        call_command("migrate", verbosity=0)
        call_command("create_groups")
        call_command("load_occasions", verbosity=0)
        if not get_user_model().objects.exists() and is_empty():
            self.fill()
        if not no_serve:
            self.serve(host or "127.0.0.1", port)

    def fill(self):
        self.stdout.write("Đang nạp nội dung mẫu…")
        passwords = {username: secrets.token_urlsafe(12) for username in ACCOUNTS}
        with transaction.atomic():
            users = {name: self.create_account(name, word) for name, word in passwords.items()}
            load(users["soanbai"])
        self.stdout.write("Tài khoản (mật khẩu chỉ in một lần này):")
        for username, password in passwords.items():
            self.stdout.write(f"  {ACCOUNTS[username][0]:<14} {username:<9} {password}")

    def create_account(self, username, password):
        group, last_name, first_name = ACCOUNTS[username]
        user = get_user_model().objects.create_user(
            username,
            f"{username}@example.vn",
            password,
            last_name=last_name,
            first_name=first_name,
            is_staff=True,
            is_superuser=group == "Quản trị web",
        )
        user.groups.add(Group.objects.get(name=group))
        return user

    def serve(self, host, port):
        try:
            # The server itself would share the port with another one and take every second page.
            socket.create_server((host, int(port)), reuse_port=False).close()
        except (OSError, OverflowError) as error:
            raise CommandError(f"{host}:{port}: {error}") from error
        site = f"http://{host}:{port}"
        self.stdout.write(f"Trang: {site}/    Quản trị: {site}{reverse('admin:index')}")
        self.stdout.write("Dừng bằng Ctrl+C.")
        self.stdout.flush()
        os.environ["SITE_URL"] = site
        server = ["granian", "--interface", "wsgi", "--host", host, "--port", port]
        server += ["--blocking-threads", "4", "--log-level", "warning"]
        os.chdir(settings.BASE_DIR)
        os.execv(  # noqa: S606 our own interpreter
            sys.executable,
            [sys.executable, "-m", *server, "portal.wsgi:application"],
        )
