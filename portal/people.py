from django.contrib.auth import get_user_model
from django.db.models import ManyToOneRel

from portal.text import fold

# What goes with an account and says nothing of what its owner did: rights, and unsaved forms.
GOES_ALONG = {"auth.User_groups", "auth.User_user_permissions", "news.Typing", "news.SavedForm"}


def name_of(user) -> str:
    """Return a person's name in the Vietnamese order, the family name first; else the login."""
    return f"{user.last_name} {user.first_name}".strip() or user.get_username()


def by_given_name(user):
    """Return what people are sorted by: "Ánh" before "Đỗ" before "Vũ", whatever their families.

    By letters without marks, as a database may put Đ after V.
    """
    names = [user.first_name, user.last_name, user.get_username()]
    return [fold(name).lower() for name in names], names


def with_traces(people) -> set:
    """Return the numbers of those whose deletion would change a record.

    What they did would be nobody's; and a category whose only approver they are, everybody's.
    """
    numbers = [person.pk for person in people]
    found = set()
    for relation in get_user_model()._meta.get_fields(include_hidden=True):
        rows = relation.related_model
        if isinstance(relation, ManyToOneRel) and rows._meta.label not in GOES_ALONG:
            number = relation.field.attname
            theirs = rows._base_manager.filter(**{f"{number}__in": numbers}).order_by()
            found.update(theirs.values_list(number, flat=True).distinct())
    return found


def are_last_superusers(people) -> bool:
    """Whether nobody but these can open the newsroom and give rights there."""
    superusers = get_user_model().objects.filter(is_superuser=True, is_active=True, is_staff=True)
    numbers = [person.pk for person in people]
    theirs, others = superusers.filter(pk__in=numbers), superusers.exclude(pk__in=numbers)
    return theirs.exists() and not others.exists()
