"""Of a process's threads one sends the kept pages, while the others rest.

Threads that all want the one interpreter wake each other, which takes longer than a kept page does;
but one thread alone would keep every reader waiting while it saves an article.
"""

import threading
from threading import get_ident

# The one server that goes on with a connection while a thread rests in `close()`, and that starts
# another thread where none is free.
SERVER = "Granian"
# Seconds after which who rests takes over: the server ends threads that it did not need, perhaps
# the one that sends.
LONGEST_REST = 1


class Sender:
    """Knows which thread sends; asked by each request, so it takes no lock where nothing changes.

    While that thread is away, making a page or in Django, all others are at work.
    """

    def __init__(self):
        self.thread = None
        self.is_away = threading.Event()

    def comes(self):
        """A request begins in this thread."""
        me = get_ident()
        if me == self.thread:
            if self.is_away.is_set():
                self.is_away.clear()
        elif self.thread is None:
            self.thread = me

    def leaves(self):
        """What follows in this thread may take long, also when its answer goes out in parts."""
        if get_ident() == self.thread:
            self.is_away.set()

    def spares(self, environ) -> bool:
        """Whether another thread sends, so that this one may rest."""
        return (
            get_ident() != self.thread
            and not self.is_away.is_set()
            and environ.get("SERVER_SOFTWARE") == SERVER
        )

    def rest(self):
        """Return when the other is away, or has sent long enough."""
        if not self.is_away.wait(LONGEST_REST):
            self.thread = get_ident()


class LastPage:
    """The body of an answer after which its thread rests: it is sent when `close` begins."""

    def __init__(self, body, sender):
        self.body, self.sender = body, sender

    def __iter__(self):
        yield self.body

    def close(self):
        self.sender.rest()
