"""An old .doc made into a .docx by LibreOffice, where that is installed."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from news.word import errors
from news.word.errors import WordError

SECONDS = 90  # a cold start takes up to 20 on a small server, a long report some 5 more


def program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def reads_old_word() -> bool:
    return program() is not None


def to_docx(content: bytes) -> bytes:
    """Return the .docx that says what the .doc or RTF file in `content` says.

    Raises WordError: how to save as .docx, where LibreOffice is missing; or that it failed.
    """
    office = program()
    if not office:
        raise WordError(errors.OLD_WORD)
    with tempfile.TemporaryDirectory(prefix="word-") as folder:
        source, result = Path(folder, "van-ban.doc"), Path(folder, "ra", "van-ban.docx")
        source.write_bytes(content)
        run(office, folder, source, result.parent)
        if not result.exists():
            raise WordError(errors.NOT_CONVERTED)
        return result.read_bytes()


def run(office: str, folder: str, source: Path, target: Path):
    """Run LibreOffice once, with a profile of its own: a shared one lets only one run at a time."""
    process = subprocess.Popen(  # noqa: S603 no word of the command comes from outside
        [
            office,
            f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault"),
            *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(target), str(source)),
        ],
        env={"PATH": os.environ.get("PATH", ""), "HOME": folder},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # so that its children end with it
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise WordError(errors.NOT_CONVERTED) from error
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
