"""What the webmaster has the site say, in words or as a picture."""

import re
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models

from banners import wording
from banners.models.occasion import Occasion
from banners.models.running import (
    OPENINGS,
    Kind,
    Running,
    greeting_error,
    is_festive,
    link_field,
    order_field,
    recorded,
)
from portal.fields import LineField, ReencodedPictureField
from portal.uploads import photo_path

# A line may herald its day and may stay on a while; beyond a year it is a forgotten one.
NEAR = timedelta(days=366)
SAID_TWICE = (
    "Câu này đã có lời mở đầu “{}” ở ô trên. Hãy xóa ô ấy, hoặc bỏ phần lặp lại trong khẩu hiệu."
)
HERALDS = re.compile(r"\b(hướng tới|tiến tới)\b", re.IGNORECASE)


class Spoken(Running):
    """What says something between two dates: a slogan, a picture with its words."""

    kind = models.CharField("tính chất", max_length=15, choices=Kind, default=Kind.CELEBRATION)
    link = link_field()
    order = order_field()

    class Meta(Running.Meta):
        abstract = True
        ordering = ["order", "starts_on", "pk"]

    @property
    def is_festive(self):
        return is_festive(self.kind, str(self))

    def words_error(self, text):
        """Return what is wrong with the figures of `text` and with when they show, by field."""
        if problems := wording.count_errors(text):
            return {"text": problems}
        reached = [span.last_day for span in wording.anniversaries(text)]
        far = next((day for day in reached if self.ends_on and self.is_far_from(day)), None)
        if not far:
            return {}
        return {
            "ends_on": f"Lời này kỷ niệm đến {far.day}/{far.month}/{far.year}, mà hiện đến hết "
            f"{self.ends_on:%d/%m/%Y}. Hãy sửa số năm trong lời, hoặc chọn ngày cách ngày kỷ niệm "
            "không quá một năm."
        }

    def is_far_from(self, day):
        """Whether it is left over from a day long past, or too early for one it does not herald."""
        apart = self.ends_on - day
        return apart > NEAR or (apart < -NEAR and not HERALDS.search(str(self)))

    def mourns_in(self, text):
        """Whether it is about mourning or gratitude: by its kind, words or the days it names."""
        return (
            self.kind == Kind.TRIBUTE
            or wording.mourns(text)
            or any(Occasion.objects.mourned_on(*day).exists() for day in wording.days(text))
        )


class Slogan(Spoken):
    """One typed line of the slogan bar, between two dates."""

    opening = LineField(
        "lời mở đầu chung",
        max_length=150,
        blank=True,
        default=OPENINGS[Kind.CELEBRATION],
        help_text="Các khẩu hiệu cùng lời mở đầu đứng chung một câu, nối bằng dấu chấm phẩy.",
    )
    text = LineField(
        "khẩu hiệu",
        max_length=300,
        help_text="Ví dụ: 5 năm thành lập Đảng bộ Khối Cơ quan và Doanh nghiệp tỉnh "
        "(17/7/2019 - 17/7/2024). Viết hoa đúng như trong văn bản.",
    )
    # Written by hand in the place of what would be computed for one year.
    occasion = models.ForeignKey(
        Occasion,
        verbose_name="thay cho ngày kỷ niệm",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.CASCADE,
        related_name="slogans",
    )
    year = models.PositiveSmallIntegerField("của năm", null=True, blank=True, editable=False)

    history = recorded("bản ghi khẩu hiệu")

    class Meta(Spoken.Meta):
        verbose_name = "khẩu hiệu"
        verbose_name_plural = "khẩu hiệu"
        constraints = [
            *Running.Meta.constraints,
            models.UniqueConstraint(fields=["occasion", "year"], name="one_slogan_for_a_year"),
        ]

    def __str__(self):
        return f"{self.opening} {self.text}".strip()

    def clean(self):
        super().clean()
        errors = self.words_error(str(self))
        is_tribute = self.occasion_id and self.occasion.kind == Kind.TRIBUTE
        is_mourning = bool(is_tribute or self.mourns_in(self.text))
        # Without an opening, the text may be the whole sentence; with one it may begin another.
        name = "text" if not self.opening or wording.begins_greeting(self.text) else "opening"
        if problem := greeting_error(getattr(self, name), self.kind, is_mourning):
            errors[name] = problem
        elif self.opening and wording.begins_again(self.opening, self.text):
            errors.setdefault("text", SAID_TWICE.format(self.opening))
        if errors:
            raise ValidationError(errors)


class PictureBanner(Spoken):
    """A picture that stands for a slogan, in the side column or under the masthead."""

    class Place(models.TextChoices):
        HEADER = "header", "Dưới đầu trang"
        SIDE = "side", "Cột bên"

    image = ReencodedPictureField(
        "ảnh", upload_to=photo_path, max_length=200, width_field="width", height_field="height"
    )
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alt = LineField(
        "lời trên ảnh",
        max_length=300,
        help_text="Viết lại dòng chữ trong ảnh, cho người không nhìn thấy ảnh và khi in.",
    )
    place = models.CharField("vị trí", max_length=10, choices=Place, default=Place.SIDE)

    history = recorded("bản ghi ảnh khẩu hiệu")

    class Meta(Spoken.Meta):
        verbose_name = "ảnh khẩu hiệu"
        verbose_name_plural = "ảnh khẩu hiệu"

    def __str__(self):
        return self.alt

    def clean(self):
        super().clean()
        errors = self.words_error(self.alt)
        if "text" in errors:
            errors["alt"] = errors.pop("text")
        elif problem := greeting_error(self.alt, self.kind, self.mourns_in(self.alt)):
            errors["alt"] = problem
        if errors:
            raise ValidationError(errors)
