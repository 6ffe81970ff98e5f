from datetime import datetime, time, timedelta

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils import timezone


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Trang thông tin"
    never_printed = {
        "ContentChange": "it is the version itself",
        "Feedback": "a private inbox",
        "LetterDay": "the limit of letters",
        "LetterSender": "the limit of letters",
        "InspectionPack": "the newsroom only",
    }

    def ready(self):
        from portal.kept import version

        version.connect()

    def next_change(self, now):
        """The masthead prints the date; identities, slogans and mourning go by days as well."""
        tomorrow = timezone.localdate(now) + timedelta(days=1)
        return timezone.make_aware(datetime.combine(tomorrow, time.min))


class PortalAdminConfig(AdminConfig):
    default_site = "portal.admin_site.PortalAdminSite"
