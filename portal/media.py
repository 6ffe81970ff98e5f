"""Uploaded files as they go out, whole or in the part that a player asks for (RFC 9110, 14)."""

import mimetypes
import re
from hashlib import sha256
from pathlib import PurePath

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.utils.cache import get_conditional_response
from whitenoise.responders import SlicedFile

from portal.views import keep

RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
OFFICE = "application/vnd.openxmlformats-officedocument"
# What is taken here and Python may not know: many a container has no /etc/mime.types.
TYPES = {
    ".webp": "image/webp",
    ".mp4": "video/mp4",
    ".vtt": "text/vtt",
    ".docx": f"{OFFICE}.wordprocessingml.document",
    ".xlsx": f"{OFFICE}.spreadsheetml.sheet",
    ".pptx": f"{OFFICE}.presentationml.presentation",
}


def media(request, path):
    """Send an uploaded file so that it can never act as a page of ours (OWASP ASVS 5.0, 3.2.1)."""
    try:
        file = default_storage.open(path)
    except (OSError, ValueError) as error:  # SuspiciousFileOperation is answered with 400
        raise Http404 from error
    # A name is used once, so it stands for what is in the file.
    etag = f'"{sha256(path.encode()).hexdigest()[:32]}"'
    response = answer(request, file, etag)
    response.headers["Content-Type"] = type_of(path)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Accept-Ranges"] = "bytes"
    if response.status_code == 416:  # is about what was asked, not about the file
        response.headers["Cache-Control"] = "no-store"
        return response
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=keep(response))


def type_of(name):
    known = TYPES.get(PurePath(name).suffix.lower()) or mimetypes.guess_type(name)[0]
    return known or "application/octet-stream"


def answer(request, file, etag):
    """Return the file, the part asked for (206), or that there is no such part (416)."""
    is_shown = type_of(file.name).startswith("image/")
    part = part_asked_for(request, file.size, etag)
    if part is None:
        return FileResponse(file, as_attachment=not is_shown)
    if not part:
        file.close()
        headers = {"Content-Range": f"bytes */{file.size}"}
        return HttpResponse(status=416, headers=headers)
    first, last = part[0], part[-1]
    response = FileResponse(
        SlicedFile(file, first, last), status=206, as_attachment=not is_shown, filename=file.name
    )
    response.headers["Content-Range"] = f"bytes {first}-{last}/{file.size}"
    response.headers["Content-Length"] = str(len(part))
    return response


def part_asked_for(request, size, etag):
    """Return the range of bytes asked for, empty if it lies outside the file; None for the whole.

    Of several ranges, of none that is understood, and of those of another file (If-Range) nothing
    is taken: the whole file is always a right answer.
    """
    found = RANGE.fullmatch(request.headers.get("Range", "").strip())
    if request.method != "GET" or not found or found.group(1, 2) == ("", ""):
        return None
    if request.headers.get("If-Range", etag) != etag:
        return None
    first, last = found.groups()
    if not first:  # so many of the last
        return range(max(size - int(last), 0), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1 if last else size, size))
