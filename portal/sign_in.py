"""The one way by which a name and a password are taken: at the newsroom's door, and under a form
whose sender's session has ended.

To check a password takes a processor a quarter of a second, on purpose. So wrong ones are counted,
and too many refused before they are checked: from one household, never for an account everywhere.
"""

import logging
from contextlib import contextmanager

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.db import OperationalError

from portal.doorway import Doorway, DoorwayIsFull
from portal.limits import Limit, household
from portal.seldom import Seldom

logger = logging.getLogger(__name__)

WRONG_FOR_ACCOUNT = Limit("a wrong password for an account", most=8, minutes=15)
# A whole office may stand behind one address.
WRONG = Limit("a wrong password", most=40, minutes=15)
REFUSALS = {
    "too_many": (
        429,
        WRONG.seconds,
        "Đã có nhiều lần nhập sai mật khẩu từ đường truyền này nên trang tạm ngừng nhận. "
        "Hãy thử lại sau 15 phút.",
    ),
    "busy": (503, 5, "Máy chủ đang bận. Hãy thử lại sau vài giây."),
}
doorway = Doorway(patience=1.0)
refused = Seldom()


class SignInForm(AdminAuthenticationForm):
    def clean(self):
        with one_try(self.cleaned_data.get("username", ""), self.request.META["REMOTE_ADDR"]):
            return super().clean()

    def answer(self, response):
        """Let the page that shows this form tell browsers, too, that nothing was looked at."""
        for code, (status, seconds, _) in REFUSALS.items():
            if self.is_bound and self.has_error("__all__", code):
                response.status_code = status
                response.headers["Retry-After"] = str(seconds)
        return response


@contextmanager
def one_try(account, address):
    """Count a sign-in that fails. The log holds no name: it may be a password."""
    line = household(address)
    if WRONG.is_reached(line) or WRONG_FOR_ACCOUNT.is_reached(line, account):
        raise refusal("too_many")
    try:
        with doorway.passing():
            try:
                yield
            except ValidationError:
                WRONG.take(line)
                WRONG_FOR_ACCOUNT.take(line, account)
                logger.warning("Somebody could not sign in: a wrong name or password")
                raise
    except (DoorwayIsFull, OperationalError):  # who can't be counted is not let in either
        raise refusal("busy") from None


def refusal(code):
    if times := refused.happened():
        logger.warning("Sign-ins refused unseen: %s, the last one as %s", times, code)
    return ValidationError(REFUSALS[code][-1], code=code)
