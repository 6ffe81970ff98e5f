"""What anybody, or an outage, could have us write into the log without end."""

import threading
from time import monotonic

MINUTE = 60


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
