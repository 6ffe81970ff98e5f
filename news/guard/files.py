"""The text of an attachment, or that nobody but a person can read it."""

import subprocess
import sys
from pathlib import Path, PurePath
from typing import NamedTuple

MAX_BYTES = 30 * 2**20  # what may be attached at all
MAX_TEXT = 4_000_000  # bytes; a hundred reports
SECONDS = 20
READER = Path(__file__).with_name("reader.py")

OLD = "Tệp kiểu cũ (.doc, .xls, .ppt) không kiểm tra được; cần người đọc kỹ, hoặc lưu lại kiểu mới."
UNKNOWN = "Loại tệp này không kiểm tra được; cần người đọc kỹ."
LARGE = "Tệp quá lớn nên không kiểm tra được; cần người đọc kỹ."
SLOW = "Tệp quá phức tạp nên không kiểm tra được; cần người đọc kỹ."
BROKEN = "Không mở được tệp để kiểm tra: tệp hỏng hoặc có mật khẩu."
LONG = "Tệp quá dài, chỉ kiểm tra được phần đầu."
SCANNED = "Tệp có trang là ảnh quét, không có chữ để kiểm tra; cần người đọc kỹ."
EMPTY = "Tệp không có chữ nào để kiểm tra (có thể là ảnh quét); cần người đọc kỹ."

# How the reader ends, beside 0 for a file read whole.
ENDS = {3: SCANNED, 4: LONG}


class FileText(NamedTuple):
    """What was read; if not all of it could be, `reason` tells the approver why."""

    text: str
    checked: bool
    reason: str = ""


def text_of(file, name: str) -> FileText:
    """Return the text of `file`, named `name`: PDF, Word, Excel or PowerPoint. Never raises.

    A process of its own reads it, with little memory and time, since a hostile file can make any
    decoder run for ever.
    """
    kind = PurePath(name).suffix.lower()
    if kind in (".doc", ".xls", ".ppt"):
        return FileText("", False, OLD)
    if kind not in (".pdf", ".docx", ".xlsx", ".pptx"):
        return FileText("", False, UNKNOWN)
    try:
        file.seek(0)
        content = file.read(MAX_BYTES + 1)
        file.seek(0)
        return read(content, kind) if len(content) <= MAX_BYTES else FileText("", False, LARGE)
    except subprocess.TimeoutExpired:
        return FileText("", False, SLOW)
    except (OSError, ValueError):
        return FileText("", False, BROKEN)


def read(content, kind):
    command = [sys.executable, "-I", str(READER), kind]
    run = subprocess.run(  # noqa: S603 no word of the command comes from outside
        command, input=content, capture_output=True, timeout=SECONDS, check=False
    )
    text = run.stdout[:MAX_TEXT].decode("utf-8", "ignore")
    if run.returncode in ENDS:
        return FileText(text, False, ENDS[run.returncode])
    if run.returncode < 0:  # stopped for the time it took
        return FileText(text, False, SLOW)
    if run.returncode:
        return FileText(text, False, BROKEN)
    return FileText(text, True) if text.strip() else FileText("", False, EMPTY)
