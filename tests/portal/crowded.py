import threading
from contextlib import contextmanager

import pytest

from portal.doorway import DoorwayIsFull


@contextmanager
def crowded(doorway):
    """Within, one thread goes through and one waits: the third finds the doorway full."""
    with doorway.passing():
        waits = threading.Thread(target=wait_at, args=[doorway])
        waits.start()
        while doorway.places._value:
            pass
        yield
        waits.join()


def wait_at(doorway):
    with pytest.raises(DoorwayIsFull), doorway.passing():
        pass
