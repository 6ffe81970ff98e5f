import re

from django import forms
from django.core.exceptions import ValidationError

from news import body, captions
from news.attachments import validate_attachment
from news.editor import BodyEditor
from news.models import Article, Attachment, FormerTopic, Photo, Video
from news.several_photos import SeveralFiles, SeveralFilesInput
from portal.fields import CleanedFormField
from portal.rows import number

NO_BODY = "Bài chưa có nội dung nên chưa đăng được."
REASON_MISSING = "Hãy viết lý do trả lại để người soạn biết cần sửa gì."
NO_PHOTO = "Album chưa có ảnh nào nên chưa gửi duyệt, chưa đăng được."
NO_POSTER = "Video chưa có ảnh bìa nên chưa gửi duyệt, chưa đăng được. Hãy thêm một ảnh ở đây."
NO_VIDEO = "Bài chưa có tệp video hoặc địa chỉ video nên chưa gửi duyệt, chưa đăng được."
NOT_OF_A_VIDEO = "Chỉ bài thuộc loại “Video” mới có video; hãy đổi loại bài, hoặc bỏ video."
ONE_VIDEO = "Mỗi bài chỉ có một video."
ONE_OF_TWO = f"{ONE_VIDEO} Hãy để trống dòng này hoặc dòng ở trên."
OTHER_CAPTIONS = "Phụ đề dài hơn video: có lẽ đây là phụ đề của video khác."
CAPTIONS_OF_NOTHING = "Phụ đề chỉ đi với tệp video tải lên ở đây."
HOURS = ["published_at", "expires_at", "pinned_until"]
SO_BEFORE = re.compile(r"^số\s*[:.]?\s*(?=\d)", re.IGNORECASE)
NEEDS_PHOTO = {Article.Kind.ALBUM: NO_PHOTO, Article.Kind.VIDEO: NO_POSTER}


def choose_again(names):
    """Return the sentence that asks for files anew: a browser fills no file field in again."""
    named = ", ".join(f"“{name}”" for name in names)
    return f"Trình duyệt không giữ lại được tệp đã chọn. Hãy chọn lại: {named}."


def ask_for_files_again(form):
    """Say beside each file field of a form that comes back that its files must be chosen again.

    Not where something is wrong with the field itself: then another file is asked for.
    """
    for name, field in form.fields.items():
        if field.widget.needs_multipart_form and form[name].data and not form.has_error(name):
            chosen = form.files.getlist(form.add_prefix(name))
            form.add_error(name, choose_again([file.name for file in chosen]))


class HiddenNumber(forms.IntegerField):
    """What the form knows and nobody types, so that the history does not tell of it."""

    widget = forms.HiddenInput

    def has_changed(self, initial, data):
        return False


class ArticleForm(forms.ModelForm):
    """What a clerk, `user`, types. A body is cleaned here and stored with its pictures on save.

    `several` are the photos that were chosen at once, read already: news.several_photos.
    """

    user = None  # the admin says who
    several = (), {}

    class Meta:
        model = Article
        fields = "__all__"  # noqa: DJ007 the admin's fieldsets say which
        widgets = {
            "body": BodyEditor,
            "title": forms.Textarea(attrs={"rows": 2}),
            "lead": forms.Textarea(attrs={"rows": 4}),
            "change_note": forms.Textarea(attrs={"rows": 2}),
        }

    # Which text the clerk has before them: what is saved on top of it must know.
    version = HiddenNumber(required=False)
    base = HiddenNumber(required=False)
    several_photos = SeveralFiles(
        label="Thêm nhiều ảnh một lúc",
        required=False,
        widget=SeveralFilesInput(attrs={"accept": "image/*,.heic,.heif"}),
        help_text="Chọn hoặc thả các ảnh vào đây rồi lưu; sau đó ghi chú thích cho từng ảnh "
        "ở mục “Ảnh” bên dưới.",
    )
    reason = CleanedFormField(
        label="Lời nhắn",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Đi kèm khi gửi duyệt, đăng, gỡ; bắt buộc khi trả lại.",
    )

    tells_readers = forms.BooleanField(
        label="Khi gỡ bài: cho bạn đọc thấy lời nhắn này ở địa chỉ của bài", required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        self.initial["base"] = self.instance.latest_revision_id
        for name in HOURS:
            if hour := self.initial.get(name):  # as the form shows it: to the minute
                self.initial[name] = hour.replace(second=0, microsecond=0)
        if "body" not in self.fields:  # shown read-only
            return
        if self.instance.pk:
            self.initial["kept_body"] = self.instance.body
            self.initial["body"] = body.for_editor(self.instance.body)
        self.fields["cover"].queryset = Photo.objects.filter(
            article=self.instance.pk or 0
        )  # not None: that would offer everybody's loose pictures

    def clean_body(self):
        self.intake = body.take_in(self.cleaned_data["body"])
        return self.intake.html

    def clean_document_number(self):
        """Leave out the "Số" that stands before it on a paper, and on every page."""
        return SO_BEFORE.sub("", self.cleaned_data["document_number"])

    def clean_several_photos(self):
        photos, refused = self.several
        if refused:
            files = self.cleaned_data["several_photos"]
            again = [file.name for file in files if file.name not in refused]
            raise ValidationError([*refused.values(), *([choose_again(again)] if again else [])])
        return photos

    def clean(self):
        data = super().clean()
        if self.becomes_public() and "body" in data and not self.intake.says_anything():
            raise ValidationError({"body": NO_BODY})
        if "_return" in self.data and not data.get("reason"):
            raise ValidationError({"reason": REASON_MISSING})
        self.check_category(data.get("category"))
        self.check_photos(data.get("several_photos"))
        self.keep_hours(data)
        return data

    def keep_hours(self, data):
        """Leave an hour that nobody changed its seconds; and a public article the hour it has.

        Readers know when that appeared; emptying the field does not take it back.
        """
        is_public = self.instance.state == Article.State.APPROVED
        for name in HOURS:
            is_known = is_public and name == "published_at" and not data.get(name)
            if name in data and (is_known or name not in self.changed_data):
                data[name] = getattr(self.instance, name)

    def check_category(self, category):
        """Some categories are entrusted to named people."""
        if category is None:
            return
        if not category.lets_write(self.user):
            raise ValidationError(
                {"category": f"Bạn không được giao viết bài cho chuyên mục “{category}”."}
            )
        if "_publish" in self.data and not category.lets_approve(self.user):
            raise ValidationError(
                {
                    "category": f"Bạn không được giao duyệt bài của chuyên mục “{category}”; "
                    "hãy gửi duyệt."
                }
            )

    def check_photos(self, several):
        """Take no more photos than the form can be sent again with."""
        there = number(self.data.get("photos-TOTAL_FORMS"))
        if several and there + len(several) > body.MAX_PICTURES:
            raise ValidationError({"several_photos": body.TOO_MANY_PICTURES})

    def becomes_public(self):
        """Whether readers would see what is saved now. Announcements may be nothing but a file."""
        is_public = self.instance.state == Article.State.APPROVED and "_withdraw" not in self.data
        is_news = self.cleaned_data.get("kind") == Article.Kind.NEWS
        return is_news and (is_public or "_publish" in self.data)


def goes_out(article, data):
    """Whether what the form's `data` says would be decided about, or seen, as it is now."""
    is_public = article.state == Article.State.APPROVED and "_withdraw" not in data
    return is_public or "_publish" in data or "_submit" in data


class PhotoFormSet(forms.BaseInlineFormSet):
    """The photos of an article; an album is made of them, a video has one as its poster."""

    def clean(self):
        super().clean()
        kind = self.instance.kind
        if kind not in NEEDS_PHOTO or not goes_out(self.instance, self.data):
            return
        left = [form for form in self.forms if form not in self.deleted_forms]
        if not any(form.instance.image for form in left) and "several_photos" not in self.files:
            raise ValidationError(NEEDS_PHOTO[kind])


class VideoForm(forms.ModelForm):
    """A film, stored already (news.films), and its captions, which are written anew."""

    films = {}  # the admin says which

    class Meta:
        model = Video
        fields = ["file", "captions", "link"]

    cues = ()

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if not upload or "file" not in self.changed_data:
            return upload
        film = self.films.get(self.add_prefix("file"), ValidationError(ONE_VIDEO))
        if isinstance(film, ValidationError):
            raise film
        for measure in ["size", "duration", "width", "height"]:
            setattr(self.instance, measure, getattr(film, measure))
        return film.file

    def clean_captions(self):
        upload = self.cleaned_data["captions"]
        if upload and "captions" in self.changed_data:
            upload, self.cues = captions.take_in(upload)
        return upload

    def clean(self):
        data = super().clean()
        if data.get("captions") and data.get("link") and not data.get("file"):
            self.add_error("captions", CAPTIONS_OF_NOTHING)
        duration = self.instance.duration
        if self.cues and duration and self.cues[-1].start > duration * 1000:
            self.add_error("captions", OTHER_CAPTIONS)
        return data


class VideoFormSet(forms.BaseInlineFormSet):
    def clean(self):
        left = [form for form in self.forms if form not in self.deleted_forms]
        films = [form for form in left if form.instance.pk or form.has_changed()]
        if len(films) > 1:  # Django would say that data are repeated, and not which
            for form in films[1:]:
                name = "link" if form["link"].data else "file"
                if not form.has_error(name):
                    form.add_error(name, ONE_OF_TWO)
            return
        super().clean()
        is_video = self.instance.kind == Article.Kind.VIDEO
        if films and not is_video:
            raise ValidationError(NOT_OF_A_VIDEO)
        if is_video and not films and goes_out(self.instance, self.data):
            raise ValidationError(NO_VIDEO)


class TopicField(forms.ModelChoiceField):
    """A topic by its number, or by that of one merged into it while the form was open."""

    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError:
            former = FormerTopic.objects.filter(number=number(value)).first()
            if not former:
                raise
            return former.topic


class AttachmentForm(forms.ModelForm):
    class Meta:
        model = Attachment
        fields = ["title", "file", "order"]

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if "file" in self.changed_data:
            validate_attachment(upload)
        return upload
