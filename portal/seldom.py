"""What anybody, or an outage, could have us write into the log without end."""

import logging
import threading
from time import monotonic

MINUTE = 60
LONGEST = 200  # letters of what somebody sent


class Seldom:
    """Counts what happens, and lets it be told at once and then once a minute."""

    def __init__(self):
        self.times = 0
        self.quiet_until = 0.0
        self.lock = threading.Lock()

    def happened(self) -> int:
        """Return how often it did since it was last told, or 0: it isn't to be told now."""
        with self.lock:
            self.times += 1
            if monotonic() < self.quiet_until:
                return 0
            self.quiet_until = monotonic() + MINUTE
            times, self.times = self.times, 0
            return times


class UnknownHosts(logging.Filter):
    """Anybody can send any Host: instead of a traceback for each a line, at once and each minute.

    It names the setting, which may be what is wrong.
    """

    def __init__(self):
        super().__init__()
        self.refused = Seldom()

    def filter(self, record):
        times = self.refused.happened()
        words = record.getMessage()[:LONGEST]
        record.msg = "Requests for a host that is not in ALLOWED_HOSTS: %d. The last: %s"
        record.args = times, words
        record.exc_info = record.exc_text = None
        return times > 0


class Outage:
    """Something a thread asks for all the time is away: told in full once, then by a line a minute.

    And by one when it is back, so that the log says from when to when.
    """

    def __init__(self, logger: logging.Logger, words: str):
        self.logger = logger
        self.words = words
        self.since = None  # monotonic second
        self.looks = Seldom()

    def goes_on(self, error: Exception):
        """Tell of it; called where the error is handled."""
        if self.since is None:
            self.since, self.looks = monotonic(), Seldom()
            self.looks.happened()
            self.logger.exception(self.words)
        elif self.looks.happened():
            why = str(error).partition("\n")[0]
            self.logger.error("%s, for %.0f seconds now: %s", self.words, self.lasts(), why)

    def is_over(self):
        if self.since is not None:
            self.logger.warning("%s, for %.0f seconds: that is over", self.words, self.lasts())
            self.since = None

    def lasts(self):
        return monotonic() - self.since
