"""What no rule can decide: said to the webmaster after saving, never a reason to refuse."""

from django.utils.html import format_html

from banners import calendar, wording
from banners.models import Kind


def about_words(text):
    """Point out missing or too many capitals, and counts that only a reader can check."""
    if wording.is_in_capitals(text):
        yield "Hãy viết chữ thường như trong văn bản: trang tự in hoa khi cần."
    if names := wording.names_in_lower_case(text):
        right = ", ".join(f"“{name}”" for name in names)
        yield f"Hãy xem lại chữ hoa, đúng phải viết: {right}."
    if counts := wording.uncounted(text):
        yield f"Hãy tự kiểm tra số năm: {'; '.join(counts)}."


def about_days(spoken, text):
    """Point out an anniversary that is over before it is shown, and mourning called a joy."""
    if days := wording.over(text, spoken.starts_on):
        yield f"Ngày kỷ niệm {', '.join(days)} đã qua trước khi bắt đầu hiện: hãy xem lại."
    if spoken.kind == Kind.CELEBRATION and spoken.mourns_in(text):
        yield "Lời này về ngày tưởng niệm, tri ân: nên chọn tính chất “Tưởng niệm, tri ân”."


def about_twins(line):
    """Lead to each line that already tells of the same anniversary at the same time."""
    for twin in calendar.twins(line):
        text = 'Ngày kỷ niệm này đã có dòng khác hiện cùng lúc ({}): <a href="{}">{}</a>. {}'
        advice = "Nếu là một, hãy bỏ một trong hai."
        yield format_html(text, twin.days, twin.url, twin.text, advice)
