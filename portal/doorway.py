"""What may take long keeps few threads of a server's: kept pages need them, too."""

import threading
from contextlib import contextmanager


class DoorwayIsFull(Exception):
    """Whoever waits longer keeps a thread from readers: they are asked to come again."""


class Doorway:
    """Lets one thread of this process through at a time; one more may wait for some seconds."""

    def __init__(self, patience: float):
        self.patience = patience
        self.places = threading.BoundedSemaphore(2)
        self.passage = threading.Lock()

    @contextmanager
    def passing(self):
        if not self.places.acquire(blocking=False):
            raise DoorwayIsFull
        try:
            if not self.passage.acquire(timeout=self.patience):
                raise DoorwayIsFull
            try:
                yield
            finally:
                self.passage.release()
        finally:
            self.places.release()
