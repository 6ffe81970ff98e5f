"""Of a process's threads one sends the kept pages, while the others rest.

Threads that all want the one interpreter wake each other, which takes longer than a kept page does;
but one thread alone would keep every reader waiting while it saves an article.
"""

import threading
from threading import get_ident
from time import monotonic

# The one server that goes on with a connection while a thread of it is still in `close()`.
SERVER = "Granian"
# Seconds. Far fewer than those after which the server ends a thread that it does not need (30): so
# the one on duty is alive while others rest.
LONGEST_REST = 1


class Sender:
    """Knows which thread is on duty: the one that sends while the others rest.

    Each request asks it, so it takes no lock: what threads do in the same instant may cost one of
    them a rest too many or too few, of a second at most.
    """

    def __init__(self):
        self.on_duty, self.came_at = None, float("-inf")
        # The one on duty took something else to do, and nobody has come since.
        self.is_away = threading.Event()

    def comes(self):
        """A request begins in this thread, which takes over from one that is away or silent."""
        now = monotonic()
        if self.is_away.is_set() or now - self.came_at > LONGEST_REST:
            self.is_away.clear()
            self.on_duty = get_ident()  # last: who reads it is here
        if self.on_duty == get_ident():
            self.came_at = now

    def leaves(self):
        """What follows in this thread may take long; so may sending it in parts, afterwards."""
        if self.on_duty == get_ident():
            self.is_away.set()

    def may_rest(self, environ) -> bool:
        """Whether another thread is on duty, and was here a moment ago."""
        return (
            self.on_duty != get_ident()
            and not self.is_away.is_set()
            and monotonic() - self.came_at < LONGEST_REST
            and environ.get("SERVER_SOFTWARE") == SERVER
        )

    def rest(self):
        """Return when the one on duty has something else to do, or after a second."""
        self.is_away.wait(LONGEST_REST)


class PageThenRest:
    """The body of an answer after which its thread rests.

    The reader has it by then: the server sends what it was given, and knows by Content-Length that
    this is all, before it calls `close` (PEP 3333).
    """

    def __init__(self, body, sender):
        self.body, self.sender = body, sender

    def __iter__(self):
        yield self.body

    def close(self):
        self.sender.rest()
