"""Several photos chosen at once: decoded and drawn before anything is stored."""

from django import forms
from django.core.exceptions import ValidationError

from news.models import Photo
from portal.uploads import reencode

MAX_FILES = 60
MAX_TOTAL = 300 * 2**20
TOO_MANY = f"Mỗi lần nhập được nhiều nhất {MAX_FILES} tệp. Vui lòng chia làm nhiều lần."
TOO_HEAVY = "Các tệp nặng hơn 300 MB. Vui lòng chia làm nhiều lần, hoặc thu nhỏ ảnh."


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True


class SeveralFiles(forms.Field):
    """The files chosen at once, as a list; what is wrong with one of them is found out later."""

    widget = SeveralFilesInput

    def clean(self, files):
        files = files or []
        if not files and self.required:
            raise ValidationError(self.error_messages["required"])
        if len(files) > MAX_FILES:
            raise ValidationError(TOO_MANY)
        if sum(file.size for file in files) > MAX_TOTAL:
            raise ValidationError(TOO_HEAVY)
        return files

    def has_changed(self, initial, files):
        return bool(files)


def read_photos(files):
    """Return a Photo for each file, not stored yet, and of each that is no picture why, by name.

    More than SeveralFiles takes are not looked at.
    """
    photos, refused = [], {}
    if len(files) > MAX_FILES or sum(file.size for file in files) > MAX_TOTAL:
        return photos, refused
    for file in files:
        try:
            photos.append(Photo(image=kept(reencode(file))))
        except ValidationError as error:
            refused[file.name] = f"Không nhận “{file.name}”: {' '.join(error.messages)}"
    return photos, refused


def kept(picture):
    """Return a decoded picture as a stored file, its narrower widths drawn.

    That takes half a second each: in a transaction, nobody else could save for so long.
    """
    photo = Photo()
    photo.image.save(picture.name, picture, save=False)
    return photo.image
