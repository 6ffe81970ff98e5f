"""The site under granian: what is the same in all workers is loaded once, before they part.

    python -m portal.serve [granian's options]

Granian forks its workers. Django with its libraries, loaded by then, lies in memory once for all of
them; by itself granian lets each load its own.
"""

import gc
import sys

from django.urls import reverse
from granian.cli import entrypoint

import portal.application  # noqa: F401 it is loaded, and begins in each worker by portal.wsgi
from portal.staticfiles import all_collected


def main():
    if errors := all_collected():
        sys.exit(str(errors[0]))
    reverse("admin:index")  # whereby all addresses are read
    gc.collect()
    gc.freeze()  # the collector writes into what it looks at, which would copy it for each worker
    sys.argv += ["--interface", "wsgi", "portal.wsgi:application"]
    entrypoint()


if __name__ == "__main__":
    main()
