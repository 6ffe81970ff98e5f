from datetime import timedelta

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils import timezone

from portal.days import midnight


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Trang thông tin"
    never_printed = {
        "ContentChange": "it is the version itself",
        "Feedback": "a private inbox",
        "InspectionPack": "the newsroom only",
        "LimitDay": "no reader's business",
        "Tally": "no reader's business",
    }

    def ready(self):
        from portal import staticfiles  # noqa: F401 it registers a check
        from portal.kept import version

        version.connect()

    def next_change(self, now):
        """The masthead prints the date; identities, slogans and mourning go by days as well."""
        return midnight(timezone.localdate(now) + timedelta(days=1))


class PortalAdminConfig(AdminConfig):
    default_site = "portal.admin_site.PortalAdminSite"
