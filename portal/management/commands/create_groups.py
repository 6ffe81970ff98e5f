from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand, CommandError

WRITE = ["add_article", "change_article", "delete_article", "view_article"]
WRITE += [
    "add_photo",
    "change_photo",
    "delete_photo",
    "view_photo",
    "add_attachment",
    "change_attachment",
]
WRITE += ["delete_attachment", "view_attachment", "add_contributor", "change_contributor"]
WRITE += ["delete_contributor", "view_contributor", "view_category"]
WRITE += ["add_video", "change_video", "delete_video", "view_video"]
WRITE += ["add_placement", "change_placement", "delete_placement", "view_placement", "view_topic"]
WRITE += ["view_errorreport", "change_errorreport"]
APPROVE = [*WRITE, "publish_article"]
APPROVE += ["add_inspectionpack", "view_inspectionpack"]
SITE = ["add_{0}", "change_{0}", "delete_{0}", "view_{0}"]
# Who may say what the public reads also says which lines of the calendar it reads.
APPROVE += [action.format(model) for model in ("workweek", "workitem") for action in SITE]
MANAGED = [
    "category",
    "topic",
    "occasion",
    "slogan",
    "picturebanner",
    "solemnperiod",
    "agencyidentity",
]
MANAGED += ["menuitem", "unit", "leader", "counter", "accountentry"]

GROUPS = {
    "Người soạn bài": WRITE,
    "Người duyệt": APPROVE,
    "Quản trị web": [
        *APPROVE,
        *(action.format(model) for model in MANAGED for action in SITE),
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
