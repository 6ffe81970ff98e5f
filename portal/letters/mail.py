"""The office's answer, by letter to a reader who left an address."""

import logging

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string

from portal.models import AgencyIdentity

logger = logging.getLogger(__name__)

CONSOLE = "django.core.mail.backends.console.EmailBackend"  # an office without a mail server


def send_answer(feedback) -> bool:
    """Send the answer; False, with the reason in the log, if it could not be sent."""
    if settings.EMAIL_BACKEND == CONSOLE:
        return False
    office = AgencyIdentity.objects.on()
    words = render_to_string(
        "portal/mail/answer.txt", {"feedback": feedback, "signature": office.site_name}
    )
    letter = EmailMessage(f"Trả lời góp ý - {office.name}", words, to=[feedback.email])
    try:
        with get_connection() as connection:
            return bool(connection.send_messages([letter]))
    except (OSError, ValueError):
        logger.exception("The answer to feedback %s could not be sent", feedback.pk)
        return False
