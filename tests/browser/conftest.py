import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from tests.desk import PASSWORD
from tests.factories import make_article


@pytest.fixture
def person(django_user_model, transactional_db):
    """Return a function that makes a clerk who also publishes."""

    def person(username, last_name, first_name):
        call_command("create_groups")
        names = {"last_name": last_name, "first_name": first_name}
        user = django_user_model.objects.create_user(
            username, f"{username}@example.vn", PASSWORD, is_staff=True, **names
        )
        user.groups.add(Group.objects.get(name="Người soạn bài"))
        user.user_permissions.add(Permission.objects.get(codename="publish_article"))
        return user

    return person


@pytest.fixture
def lam(person):
    return person("soanbai", "Nguyễn Ngọc", "Lam")


@pytest.fixture
def ha(person):
    return person("quantri", "Trần Thu", "Hà")


@pytest.fixture
def article(lam):
    return make_article("Hội nghị lần thứ 11", created_by=lam, updated_by=lam)
