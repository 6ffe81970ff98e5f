"""The film that comes with a form: measured, blanked and stored before the form is saved.

Of 200 MB that takes seconds: in a transaction, nobody else could save for so long.
"""

import re

from django.core.exceptions import ValidationError

from news import mp4
from news.models import Video

FIELD = re.compile(r"videos-\d+-file")  # of the rows that news.inlines.VideoInline shows


def take_films(files):
    """Return what became of the film in a form's `files`, by the name of its field.

    That is a Video whose file is stored and which is not, or the ValidationError that tells why
    not. An article has one film: of several, none is looked at.
    """
    fields = [name for name in files if FIELD.fullmatch(name)]
    return {name: taken(files[name]) for name in fields} if len(fields) == 1 else {}


def taken(upload):
    try:
        movie = mp4.take_in(upload)
    except ValidationError as error:
        return error
    video = Video(size=upload.size, **movie._asdict())
    video.file.save("video.mp4", upload, save=False)
    return video
