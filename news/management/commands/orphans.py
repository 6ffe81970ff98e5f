"""What of the media nobody needs: files that no row names, rows that no text uses.

Nothing is held in memory but what is left over itself: the files are walked folder by folder, the
texts are read one by one.
"""

import json
import re
from datetime import timedelta
from itertools import islice

from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from news.body import photo_ids
from news.models import Article, Attachment, Photo, Revision, Typing, Video
from portal.drawn import FOLDER as DRAWN

AT_ONCE = 500
DERIVED = re.compile(r"/\d+w\.webp$")  # a picture in another width, in a folder named after it
PICTURES = [".jpg", ".png", ".jpeg", ".webp", ".gif"]
OF_A_PHOTO = re.compile(r"photos/\d{4}/\d{2}/[0-9a-f]{20}")


class Command(BaseCommand):
    help = "Kê các tệp, ảnh và tệp đính kèm không bài viết, bản lưu hay bản viết dở nào dùng."

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=7, help="chỉ kể cái cũ hơn số ngày này")
        parser.add_argument("--delete", action="store_true", help="xóa những gì đã kê")

    def handle(self, *, days, delete, **options):
        if days < 1:  # what is being uploaded now has no row yet
            raise CommandError("--days phải từ 1 trở lên.")
        left = Leftovers(timezone.now() - timedelta(days=days))
        rows, files, size = len(left.rows), sum(map(len, left.files.values())), 0
        for (model, pk), name in sorted(left.rows.items(), key=str):
            self.stdout.write(f"{model._meta.verbose_name} {pk}: {name}")
        for names in left.files.values():
            for name, bytes_ in names.items():
                size += bytes_
                self.stdout.write(f"{filesizeformat(bytes_)}  {name}")
        self.stdout.write(f"Thừa {rows} hàng, {files} tệp, {filesizeformat(size)}.")
        if delete:
            self.stdout.write("Đã xóa {} hàng, {} tệp.".format(*left.delete()))
        elif rows or files:
            self.stdout.write("Chưa xóa gì. Thêm --delete để xóa.")


class Leftovers:
    """What was there before `before` and is used by nothing.

    rows: {(model, pk): name of its file}; files: {stem: {name: bytes}}, where a picture and its
    other widths share a stem.
    """

    def __init__(self, before):
        self.before = before
        self.rows = dict(self.loose_rows())
        self.files = {}
        for names in batches(walk(default_storage)):
            for name in unnamed(names, self.rows):
                self.add_file(name)
        self.last_read = 0
        self.spare_what_texts_use()
        self.spare_what_is_typed()
        for body in Article.objects.values_list("body", flat=True).iterator(chunk_size=AT_ONCE):
            self.spare_rows(Photo, photo_ids(body))

    def loose_rows(self):
        covers = Article.objects.filter(cover=OuterRef("pk"))
        photos = Photo.objects.filter(~Exists(covers), article=None, uploaded_at__lt=self.before)
        for pk, name in photos.values_list("pk", "image").iterator():
            yield (Photo, pk), name
        for model in (Attachment, Video):
            for pk, name in model.objects.filter(article=None).values_list("pk", "file"):
                if not name or is_older(name, self.before):
                    yield (model, pk), name

    def add_file(self, name):
        if is_older(name, self.before):
            self.files.setdefault(stem(name), {})[name] = default_storage.size(name)

    def spare_what_texts_use(self):
        """Read the saved texts that were not read before; each may be restored, whole."""
        revisions = Revision.objects.filter(pk__gt=self.last_read).order_by("pk")
        for pk, document in revisions.values_list("pk", "document").iterator(chunk_size=100):
            self.last_read = pk
            for model, relation, field in [
                (Photo, "photos", "image"),
                (Attachment, "attachments", "file"),
                (Video, "videos", "file"),
                (Video, "videos", "captions"),
            ]:
                rows = document.get(relation, [])
                self.spare_rows(model, [data["id"] for data in rows])
                for data in rows:
                    self.files.pop(stem(data[field]), None)
            self.spare_rows(Photo, photo_ids(document["article"]["body"]))

    def spare_what_is_typed(self):
        """Unsaved typing names a picture by its address."""
        for fields in Typing.objects.values_list("fields", flat=True).iterator(chunk_size=10):
            for found in set(OF_A_PHOTO.findall(json.dumps(fields))):
                self.files.pop(found, None)
                rows = Photo.objects.filter(image__begins=found)
                self.spare_rows(Photo, rows.values_list("pk", flat=True))

    def spare_rows(self, model, ids):
        for pk in ids:
            if name := self.rows.pop((model, pk), None):
                self.files.pop(stem(name), None)

    def delete(self):
        """Delete it; return how many rows and files. What has been put to use meanwhile stays."""
        gone = 0
        with transaction.atomic():
            self.spare_what_texts_use()
            self.spare_what_is_typed()
            for model in [Photo, Attachment, Video]:
                for ids in batches(pk for kind, pk in list(self.rows) if kind is model):
                    gone += model.objects.filter(pk__in=ids, article=None).delete()[0]
        files = 0
        for batch in batches(name for names in self.files.values() for name in names):
            for name in unnamed(batch, {}):
                default_storage.delete(name)
                files += 1
        return gone, files


def walk(storage, folder=""):
    """Yield the name of every file, one folder after the other."""
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever uploaded, or it is gone by now
        return
    yield from (f"{folder}{name}" for name in names)
    for name in folders:
        if f"{folder}{name}" == DRAWN:
            continue  # no row names what is drawn anew whenever it is missing
        yield from walk(storage, f"{folder}{name}/")


def unnamed(names, rows):
    """Return those of the files that no row names, in any model; `rows` do not count."""
    asked = {name: [name] for name in names}
    for name in names:
        if DERIVED.search(name):
            asked[name] += [stem(name) + extension for extension in PICTURES]
    asked_for = {candidate for candidates in asked.values() for candidate in candidates}
    named = set()
    for model, field in file_fields():
        found = model._base_manager.filter(**{f"{field}__in": asked_for}).values_list("pk", field)
        named.update(name for pk, name in found if (model, pk) not in rows)
    return [name for name, candidates in asked.items() if named.isdisjoint(candidates)]


def file_fields():
    """Yield each model that names files, with the field; the histories of such models too."""
    for model in apps.get_models():
        recorded = getattr(model, "instance_type", model)  # a history keeps the name as text
        for field in recorded._meta.concrete_fields:
            if isinstance(field, models.FileField):
                yield model, field.name


def stem(name):
    """Return what a picture and its other widths have in common: "photos/2026/07/3f…"."""
    return DERIVED.sub("", name) if DERIVED.search(name) else re.sub(r"\.\w+$", "", name)


def is_older(name, before):
    try:
        return default_storage.get_modified_time(name) < before
    except FileNotFoundError:
        return False


def batches(items):
    items = iter(items)
    while batch := list(islice(items, AT_ONCE)):
        yield batch
