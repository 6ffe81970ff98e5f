from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand, CommandError


def all_of(*models):
    """Return the names of Django's four rights for each of these models."""
    actions = ("add", "change", "delete", "view")
    return [f"{action}_{model}" for model in models for action in actions]


WRITE = [
    *all_of("article", "photo", "attachment", "contributor", "video", "placement"),
    *("view_category", "view_topic"),
    *("view_errorreport", "change_errorreport"),
]
APPROVE = [
    *WRITE,
    "publish_article",
    *("add_inspectionpack", "view_inspectionpack"),
    # Who may say what the public reads also says which lines of the calendar it reads.
    *all_of("workweek", "workitem"),
]
GROUPS = {
    "Người soạn bài": WRITE,
    "Người duyệt": APPROVE,
    "Quản trị web": [
        *APPROVE,
        *all_of("category", "topic", "occasion", "slogan", "picturebanner", "solemnperiod"),
        *all_of("agencyidentity", "menuitem", "unit", "leader", "counter", "accountentry"),
        "view_daytotal",
        "delete_errorreport",
        *("view_feedback", "change_feedback", "delete_feedback"),
    ],
}


class Command(BaseCommand):
    help = "Create the three groups of the newsroom; a group that exists is left as it is."

    def handle(self, *args, **options):
        for name, codenames in GROUPS.items():
            group, is_new = Group.objects.get_or_create(name=name)
            if is_new:
                codenames = set(codenames)
                permissions = Permission.objects.filter(
                    codename__in=codenames,
                    content_type__app_label__in=["news", "banners", "portal", "stats"],
                )
                if missing := codenames - {permission.codename for permission in permissions}:
                    raise CommandError(f"There are no permissions {missing}.")
                group.permissions.set(permissions)
