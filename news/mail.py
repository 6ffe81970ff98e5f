"""Letters to those whom a decision concerns. An office without a mail server sends none.

Their words stand in templates/news/mail/, one file for each decision.
"""

import logging

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q, prefetch_related_objects
from django.template.loader import render_to_string

from news.models import Transition
from portal.models import AgencyIdentity
from portal.people import name_of
from portal.text import single_line

logger = logging.getLogger(__name__)

Action = Transition.Action
SUBJECTS = {
    Action.SUBMIT: "Chờ duyệt",
    Action.RETURN: "Trả lại",
    Action.APPROVE: "Đã duyệt",
}


def tell(transition):
    """Write to the approvers what was submitted, to its writer what was returned or published.

    The decision is stored by now: whatever goes wrong with a letter is logged and stops nothing.
    """
    try:
        if letters := letters_about(transition):
            send(letters)
    except Exception:
        logger.exception("Letters about article %s could not be sent", transition.article_id)


def letters_about(transition):
    """Return a letter to each person concerned who has an address."""
    people = [person for person in concerned(transition) if person.email]
    if not people:
        return []
    # A line break in a title would begin another header of the letter.
    title = single_line(transition.revision.text["title"])
    context = {
        "transition": transition,
        "article": transition.article,
        "title": title,
        "site_url": settings.SITE_URL,
        "signature": AgencyIdentity.objects.on().site_name,
    }
    template = f"news/mail/{transition.action}.txt"
    return [
        EmailMessage(
            f"{SUBJECTS[transition.action]}: {title}",
            render_to_string(template, context | {"addressee": name_of(person)}),
            to=[person.email],
        )
        for person in people
    ]


def send(letters):
    """Send each by itself: one address that is refused must not keep the others from theirs."""
    with get_connection() as connection:
        for letter in letters:
            try:
                connection.send_messages([letter])
            except (OSError, ValueError):
                logger.exception("A letter to %s could not be sent", letter.to)


def concerned(transition):
    """Return the people to write to, never who decided."""
    article = transition.article
    users = get_user_model().objects.filter(is_active=True).exclude(pk=transition.by_id)
    if transition.action == Action.SUBMIT:
        may_approve = Q(user_permissions__codename="publish_article") | Q(
            groups__permissions__codename="publish_article"
        )
        people = users.filter(may_approve, is_staff=True).distinct()
        if article.category is None:
            return people
        prefetch_related_objects([article.category], "approvers")  # asked for each person
        return [person for person in people if article.category.lets_approve(person)]
    if transition.action in (Action.RETURN, Action.APPROVE):
        return users.filter(pk__in=filter(None, [article.created_by_id, article.updated_by_id]))
    return []
