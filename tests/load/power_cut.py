"""In which order folding brings things to the disk, so what a power cut between two of them leaves.

    python -m tests.load.power_cut [postgres://…]

Folds a journal under strace (which must be installed, and may need root), into SQLite or into an
empty PostgreSQL database on this machine, and prints each sync with its file in the order in which
they ended. Safe is: the journal before the log of the database that holds rows and offset.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SCRATCH = Path(tempfile.mkdtemp(prefix="power-cut-"))
DATABASE = (sys.argv[1:2] or [""])[0] or f"sqlite:///{SCRATCH}/portal.sqlite3"
os.environ |= {
    "DATABASE_URL": DATABASE,
    "JOURNAL_DIR": str(SCRATCH / "counter"),
    "DJANGO_SETTINGS_MODULE": "portal.settings",
}
STRACE = ["strace", "-f", "-y", "-ttt", "-T", "-e", "trace=fsync,fdatasync"]
SYNC = re.compile(r"(\d+\.\d+) f(?:data)?sync\(\d+<(.+?)>\) += 0 <(\d+\.\d+)>")


def main():
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    from stats import folding, journal
    from stats.definitions import Audience

    ms = journal.now()
    line = journal.line_of(ms, Audience.READER, "0" * 32)
    journal.writer.append(journal.day_of(ms), line)
    folding.fold()  # so that only what each round does is seen below
    processes = [os.getpid()]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            processes.append(cursor.execute("SELECT pg_backend_pid()") or cursor.fetchone()[0])
    traces = [SCRATCH / f"{process}.trace" for process in processes]
    watching = [
        subprocess.Popen([*STRACE, "-o", trace, "-p", str(process)], stderr=subprocess.DEVNULL)  # noqa: S603
        for process, trace in zip(processes, traces, strict=True)
    ]
    time.sleep(1)
    journal.writer.append(journal.day_of(ms), line)
    folding.fold()
    for watcher in watching:
        watcher.terminate()
        watcher.wait()
    print("\n".join(path for _, path in sorted(syncs(traces))))
    shutil.rmtree(SCRATCH)


def syncs(traces):
    """Return when each sync ended, and of which file it was."""
    for trace in traces:
        for began, path, took in SYNC.findall(trace.read_text()):
            yield float(began) + float(took), path


if __name__ == "__main__":
    main()
