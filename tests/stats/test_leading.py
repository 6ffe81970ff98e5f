"""Of a host's processes one folds; when it dies, another does."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from stats.folding import Folder

ROOT = Path(__file__).resolve().parents[2]
LEAD = "import django; django.setup(); from stats.folding import Folder; f = Folder(); "


def test_another_process_leads_when_the_leader_is_killed(settings):
    code = LEAD + "print(f.leads(), flush=True); import time; time.sleep(60)"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "JOURNAL_DIR": str(settings.JOURNAL_DIR),
    }
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", code], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as leader:
        assert leader.stdout.readline() == "True\n"
        here = Folder()
        assert not here.leads()

        leader.send_signal(signal.SIGKILL)
        leader.wait()

    assert here.leads()
    here.lock_file.close()
