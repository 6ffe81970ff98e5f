from django import forms
from django.core.exceptions import ValidationError

from portal.letters.models import Feedback

OWN_FIELDS = ["name", "email"]


class LetterForm(forms.ModelForm):
    """What a reader writes. The last field is for robots: people neither see nor fill it."""

    trap = forms.CharField(
        label="Để trống ô này",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs["autocomplete"] = "email"

    def clean_trap(self):
        """A browser may have filled it in for somebody, whose letter must not be lost for that."""
        if self.cleaned_data["trap"]:
            raise ValidationError("Ô này phải để trống. Hãy xóa chữ trong ô rồi gửi lại.")
        return ""


def labelled(form_class, posted):
    """Return the (label, value) of what a person typed, of posted (name, value) pairs."""
    labels = {
        name: field.label.partition(" (")[0] for name, field in form_class.base_fields.items()
    }
    labels.pop("trap", None)
    return [(labels[name], value) for name, value in posted if name in labels]


class FeedbackForm(LetterForm):
    class Meta:
        model = Feedback
        fields = ["text", *OWN_FIELDS]
        labels = {
            "text": "Nội dung góp ý",
            "name": "Họ và tên (không bắt buộc)",
            "email": "Thư điện tử (không bắt buộc)",
        }
        help_texts = {"email": "Chỉ để trả lời bạn."}
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}
        error_messages = {"text": {"required": "Hãy viết nội dung góp ý."}}
