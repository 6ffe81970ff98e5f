from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm
from django.contrib.auth.models import Group, User
from django.db import connection
from django.utils import timezone

from portal.admin_search import FindsWithoutMarks
from portal.admin_site import NumberedSelect
from portal.fields import CleanedFormField
from portal.letters import admin as letters_admin  # noqa: F401 the readers' letters
from portal.models import AgencyIdentity, MenuItem
from portal.organisation import admin as organisation_admin  # noqa: F401 units and leaders
from portal.people import are_last_superusers, name_of, with_traces
from portal.text import single_line
from portal.together import SharedForm, SharedList
from portal.work_calendar import admin as work_calendar_admin  # noqa: F401


class IdentityForm(SharedForm):
    def clean(self):
        """Let nobody else name the office until this name is stored, so that no day has two."""
        if connection.vendor == "postgresql":  # on SQLite there is one writer anyhow
            with connection.cursor() as cursor:
                table = AgencyIdentity._meta.db_table
                cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
        return super().clean()


@admin.register(AgencyIdentity)
class AgencyIdentityAdmin(admin.ModelAdmin):
    form = IdentityForm
    list_display = ["name", "parent_body", "valid_from", "valid_until"]
    fieldsets = [
        (None, {"fields": ["name", "parent_body", "site_kind", "emblem", "emblem_alt"]}),
        ("Thời gian mang tên này", {"fields": [("valid_from", "valid_until")]}),
        (
            "Chân trang",
            {
                "fields": [
                    "governing_body",
                    "responsible_person",
                    "address",
                    "phone",
                    "email",
                    "licence",
                ]
            },
        ),
        ("Cách trình bày", {"fields": ["dateline_form"]}),
    ]

    def changelist_view(self, request, extra_context=None):
        """Where saving and deleting lead: say when the masthead will be empty."""
        if day := AgencyIdentity.objects.first_nameless_day():
            when = f"Từ ngày {day:%d/%m/%Y}" if day > timezone.localdate() else "Hôm nay"
            text = f"{when} trang không có tên cơ quan. Hãy thêm tên dùng từ ngày ấy, hoặc xóa ngày"
            messages.warning(request, f"{text} ở ô “Dùng đến hết ngày” của tên đang dùng.")
        return super().changelist_view(request, extra_context)


@admin.register(MenuItem)
class MenuItemAdmin(SharedList, admin.ModelAdmin):
    form = SharedForm
    list_display = ["text", "place", "parent", "order"]
    list_display_links = ["text"]
    list_editable = ["order"]
    list_filter = ["place"]
    list_select_related = ["parent__category", "parent__page", "parent__topic"]
    list_select_related += ["category", "page", "topic"]
    fieldsets = [
        (None, {"fields": ["place", "title", "parent", "order"]}),
        ("Nơi đến (chọn một)", {"fields": ["category", "page", "topic", "listing", "link"]}),
    ]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "parent":
            kwargs["queryset"] = MenuItem.objects.filter(place=MenuItem.Place.MAIN).for_display()
        elif db_field.name == "page":
            kwargs["widget"] = NumberedSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="tên hiển thị")
    def text(self, item):
        return item.text


ACTIONS = {"add": "Thêm", "change": "Sửa", "delete": "Xóa", "view": "Xem"}


class PermissionsInVietnamese:
    """Django writes permission names into the database in English; these lists do without them."""

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name in ("permissions", "user_permissions"):
            field.label_from_instance = permission_name
        return field


def permission_name(permission):
    """Return "Tin bài | Sửa bài viết" for a permission Django made, else the name we gave it."""
    content_type = permission.content_type
    action, _, model = permission.codename.partition("_")
    is_stock = action in ACTIONS and model == content_type.model
    name = f"{ACTIONS[action]} {content_type.name}" if is_stock else permission.name
    return f"{content_type.app_labeled_name.partition(' | ')[0]} | {name}"


admin.site.unregister([Group, User])


class PasswordForm(AdminPasswordChangeForm):
    usable_password_help_text = "Nếu tắt, tài khoản không đăng nhập bằng mật khẩu được nữa."  # noqa: S105


@admin.register(Group)
class PortalGroupAdmin(PermissionsInVietnamese, GroupAdmin):
    form = SharedForm

    def get_deleted_objects(self, objs, request):
        """Name the groups only; Django would list each of their permissions as an English row."""
        _, _, needed, protected = super().get_deleted_objects(objs, request)
        return [str(group) for group in objs], {"nhóm": len(objs)}, needed, protected


LEFT_TRACES = (
    "{} đã có tên trong bài viết, lịch sử hoặc phân công của trang nên không xóa được; "
    "hãy bỏ chọn ô “Tài khoản đang hoạt động” thay vì xóa."
)
ONE_SUPERUSER_STAYS = (
    "Trang phải còn ít nhất một tài khoản toàn quyền đăng nhập được; "
    "hãy cấp toàn quyền cho người khác trước."
)


class PersonForm(SharedForm, UserChangeForm):
    def stored(self):
        """Leave the password out, which has a form of its own: its hash is nothing to be told."""
        found = super().stored()
        found.pop("password", None)
        return found

    def clean(self):
        """Leave the site somebody who can give rights; only a command could bring one back.

        Of two who take them from each other at once the second waits here, and counts anew.
        """
        superusers = User.objects.filter(is_superuser=True)
        list(superusers.select_for_update(no_key=True).order_by("pk").values_list("pk"))
        cleaned = super().clean()
        if are_last_superusers([self.instance]):
            for name in ("is_active", "is_staff", "is_superuser"):
                if not cleaned.get(name):
                    self.add_error(name, ONE_SUPERUSER_STAYS)
        return cleaned


@admin.register(User)
class PortalUserAdmin(FindsWithoutMarks, PermissionsInVietnamese, UserAdmin):
    form = PersonForm
    change_password_form = PasswordForm
    list_display = ["username", "last_name", "first_name", "email", "activity"]
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Thông tin cá nhân", {"fields": ["last_name", "first_name", "email"]}),
        (
            "Quyền",
            {
                "fields": [
                    "is_active",
                    "is_staff",
                    "is_superuser",
                    "groups",
                    "user_permissions",
                ]
            },
        ),
        ("Thời gian", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": [
                    "username",
                    "last_name",
                    "first_name",
                    "email",
                    "usable_password",
                    "password1",
                    "password2",
                    "is_staff",
                ],
            },
        )
    ]

    @admin.display(description="tình trạng", ordering="is_active")
    def activity(self, person):
        """In words: Django's picture of a yes or no is called "True" or "False"."""
        return "đang dùng" if person.is_active else "đã khóa"

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Names are typed as everywhere else, in one Unicode form and without stray spaces."""
        if db_field.name in ("last_name", "first_name"):
            kwargs |= {"form_class": CleanedFormField, "tidy": single_line}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request):
        """Tick a new account's way in: readers have none, so each is for the newsroom."""
        return {"is_staff": True} | super().get_changeform_initial_data(request)

    def get_deleted_objects(self, objs, request):
        """Name the people only; refuse those whom a record, or the site, can't do without."""
        names = {person.pk: f"{name_of(person)} ({person.get_username()})" for person in objs}
        traced = with_traces(objs)
        refusals = [LEFT_TRACES.format(name) for pk, name in names.items() if pk in traced]
        if are_last_superusers(objs):
            refusals.append(ONE_SUPERUSER_STAYS)
        return list(names.values()), {"người dùng": len(names)}, set(), refusals
