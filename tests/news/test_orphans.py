"""The command `orphans`: names what nobody needs, and never deletes what a text may want back."""

import os
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from news import publishing
from news.models import Attachment, Photo, Typing, Video
from portal.drawn import SitePicture
from tests.factories import (
    captions,
    film,
    make_article,
    make_identity,
    make_photo,
    make_picture_banner,
    pdf,
    picture,
    write_article,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def age(days=30):
    """Make all that is stored so old."""
    then = timezone.now() - timedelta(days=days)
    Photo.objects.update(uploaded_at=then)
    for folder, _, names in os.walk(default_storage.location):
        for name in names:
            os.utime(os.path.join(folder, name), (then.timestamp(), then.timestamp()))


def orphans(*arguments):
    output = StringIO()
    call_command("orphans", *arguments, stdout=output)
    return output.getvalue()


def test_a_site_to_which_nothing_was_ever_uploaded_has_none(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "not-made-yet"

    assert "Thừa 0 hàng, 0 tệp" in orphans()


def test_what_is_used_is_not_named(clerk, media):
    write_article(
        clerk,
        photos=[{"image": picture()}],
        attachments=[{"file": pdf(), "title": "Thông báo"}],
    )
    make_picture_banner()
    make_identity(emblem=picture(name="huy-hieu.jpg"))
    age()
    before = media()

    assert "Thừa 0 hàng, 0 tệp" in orphans("--delete")
    assert media() == before


def test_a_photo_of_no_text_is_named_and_deleted_with_all_its_widths(media):
    photo = make_photo()
    age()

    report = orphans()
    assert photo.image.name in report
    assert "400w.webp" in report
    assert "Thừa 1 hàng, 3 tệp" in report
    assert Photo.objects.exists()

    orphans("--delete")
    assert not media()
    assert not Photo.objects.exists()


def test_a_file_that_no_row_names_is_named_and_deleted(media):
    default_storage.save("photos/2020/01/la.jpg", ContentFile(b"x"))
    age()

    assert "photos/2020/01/la.jpg" in orphans("--delete")
    assert not media()


@pytest.mark.parametrize(("days", "left"), [(6, 3), (8, 0)])
def test_what_is_new_is_left_alone(media, days, left):
    make_photo()
    age(days)

    orphans("--delete")

    assert len(media()) == left


def test_what_an_older_text_had_can_still_be_restored_whole(clerk, media):
    article = write_article(
        clerk,
        button="_hold",
        photos=[{"image": picture()}],
        attachments=[{"file": pdf(), "title": "Văn bản"}],
    )
    first = article.latest_revision
    photo, file = article.photos.get(), article.attachments.get()
    article = write_article(
        clerk,
        article,
        "_hold",
        photos=[{"id": photo.pk, "DELETE": "on"}],
        attachments=[{"id": file.pk, "title": "Văn bản", "DELETE": "on"}],
    )
    assert not article.photos.exists()
    age()
    before = media()

    orphans("--delete")
    publishing.restore(article, first, clerk.user)

    assert media() == before
    assert article.photos.get().image.name == photo.image.name
    assert article.attachments.get().file.name == file.file.name


def test_the_picture_that_was_replaced_is_kept_for_the_older_text(clerk, media):
    article = write_article(clerk, photos=[{"image": picture()}])
    photo = article.photos.get()
    write_article(clerk, article, photos=[{"id": photo.pk, "image": picture((300, 200))}])
    age()
    before = media()

    orphans("--delete")

    assert media() == before


def test_a_picture_of_an_edit_that_waits_is_kept(clerk, media):
    article = make_article(created_by=clerk.user)
    write_article(clerk, article, "_hold", photos=[{"image": picture()}])
    age()
    before = media()

    orphans("--delete")

    assert media() == before
    assert Photo.objects.count() == 1


def test_a_picture_in_unsaved_typing_is_kept(clerk, media):
    photo = make_photo()
    body = f'<p><img src="{photo.image.url}"></p>'
    Typing.objects.create(user=clerk.user, fields={"body": body})
    age()
    before = media()

    orphans("--delete")

    assert media() == before
    assert Photo.objects.get() == photo


def test_a_file_that_two_photos_share_stays_while_one_is_used(media):
    used = make_photo(make_article())
    Photo.objects.create(image=used.image.name, width=900, height=600)
    age()
    before = media()

    assert "Thừa 1 hàng, 0 tệp" in orphans("--delete")
    assert media() == before
    assert Photo.objects.get() == used


def test_the_picture_of_a_past_banner_is_kept_for_its_record(media):
    banner = make_picture_banner()
    banner.delete()
    age()
    before = media()

    assert "Thừa 0 hàng" in orphans("--delete")
    assert media() == before


def test_an_attachment_of_no_text_is_deleted(media):
    Attachment.objects.create(file=pdf(), title="Thừa")
    age()

    orphans("--delete")

    assert not media()
    assert not Attachment.objects.exists()


def test_the_film_that_was_replaced_is_kept_for_the_older_text(clerk, media):
    poster = [{"image": picture((60, 40))}]
    rows = [{"file": film(), "captions": captions()}]
    article = write_article(clerk, kind="video", videos=rows, photos=poster)
    files = {path for path in media() if path.startswith("videos/")}
    rows = [{"id": article.videos.get().pk, "DELETE": "on"}, {"link": "https://example.vn/phim"}]
    poster = [{"id": article.photos.get().pk}]
    write_article(clerk, article, "_continue", kind="video", videos=rows, photos=poster)
    age()

    orphans("--delete")

    assert len(files) == 2
    assert files <= media()


def test_a_film_of_no_text_is_deleted_with_its_captions(media):
    Video.objects.create(file=film(), captions=captions())
    age()

    orphans("--delete")

    assert not Video.objects.exists()
    assert not media()


def test_what_is_being_uploaded_now_is_never_asked_for():
    with pytest.raises(CommandError):
        orphans("--days=0", "--delete")


def test_what_we_draw_ourselves_is_nobodys_orphan():
    drawn = SitePicture(make_identity())
    drawn.open().close()
    age()

    assert drawn.name not in orphans("--delete")
    assert default_storage.exists(drawn.name)
