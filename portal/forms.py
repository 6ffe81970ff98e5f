from django import forms
from django.contrib.auth import get_user_model

from portal.fields import CleanedFormField
from portal.text import single_line


class AccountForm(forms.ModelForm):
    last_name = CleanedFormField(label="Họ và tên đệm", max_length=150, tidy=single_line)
    first_name = CleanedFormField(label="Tên", max_length=150, tidy=single_line)
    email = forms.EmailField(
        label="Thư điện tử", help_text="Nhận thư đặt lại mật khẩu ở địa chỉ này."
    )

    class Meta:
        model = get_user_model()
        fields = ["last_name", "first_name", "email"]
