from django import forms
from django.core.exceptions import ValidationError

from news import body
from news.attachments import validate_attachment
from news.editor import BodyEditor
from news.models import Article, Attachment, FormerTopic, Photo
from portal.fields import CleanedFormField


class ArticleForm(forms.ModelForm):
    """What a clerk, `user`, types. A body is cleaned here and stored with its pictures on save."""

    user = None  # the admin says who

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
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    base = forms.IntegerField(widget=forms.HiddenInput, required=False)
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

    def clean(self):
        data = super().clean()
        if self.becomes_public() and "body" in data and not self.intake.says_anything():
            raise ValidationError({"body": "Bài chưa có nội dung nên chưa đăng được."})
        if "_return" in self.data and not data.get("reason"):
            raise ValidationError(
                {"reason": "Hãy viết lý do trả lại để người soạn biết cần sửa gì."}
            )
        self.check_category(data.get("category"))
        return data

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

    def becomes_public(self):
        """Whether readers would see what is saved now. Announcements may be nothing but a file."""
        is_public = self.instance.state == Article.State.APPROVED and "_withdraw" not in self.data
        is_news = self.cleaned_data.get("kind") == Article.Kind.NEWS
        return is_news and (is_public or "_publish" in self.data)


class TopicField(forms.ModelChoiceField):
    """A topic by its number, or by that of one merged into it while the form was open."""

    def to_python(self, value):
        merged = {str(former.number): former.topic_id for former in FormerTopic.objects.all()}
        return super().to_python(merged.get(value, value))


class AttachmentForm(forms.ModelForm):
    class Meta:
        model = Attachment
        fields = ["title", "file", "order"]

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if "file" in self.changed_data:
            validate_attachment(upload)
        return upload
