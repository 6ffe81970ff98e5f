from django import template
from django.contrib.auth.models import User
from django.urls import reverse

from news.models import Category
from portal.models import AgencyIdentity, MenuItem

register = template.Library()

STEPS = [
    (AgencyIdentity, "Thông tin cơ quan: tên, biểu trưng, địa chỉ"),
    (Category, "Chuyên mục: mỗi tin tức thuộc một chuyên mục"),
    (MenuItem, "Menu và liên kết"),
]


@register.inclusion_tag("admin/news/first_steps.html", takes_context=True)
def first_steps(context):
    """List on the newsroom's front page what a new site lacks and this person may add."""
    user = context["request"].user
    steps = [(add(model), text) for model, text in STEPS if may_add_the_first(user, model)]
    if user.is_superuser and not User.objects.exclude(pk=user.pk).exists():
        steps.append((add(User), "Tài khoản cho người soạn bài, người duyệt"))
    return {"steps": steps}


def may_add_the_first(user, model):
    right = f"{model._meta.app_label}.add_{model._meta.model_name}"
    return user.has_perm(right) and not model.objects.exists()


def add(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
