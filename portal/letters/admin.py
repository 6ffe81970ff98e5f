from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import Truncator

from portal.admin_search import FindsWithoutMarks
from portal.letters.mail import send_answer
from portal.letters.models import Feedback
from portal.people import name_of
from portal.text import single_line
from portal.together import SharedForm

SHOWN = 80  # letters of a text in a list


class LetterAdmin(FindsWithoutMarks, admin.ModelAdmin):
    """An inbox: what readers wrote is never changed, only what became of it."""

    form = SharedForm
    list_filter = ["state"]
    list_select_related = ["handled_by"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def has_add_permission(self, request):
        return False

    @admin.display(description="nội dung")
    def words(self, letter):
        return Truncator(single_line(letter.text)).chars(SHOWN)

    @admin.display(description="người xử lý")
    def handler(self, letter):
        return name_of(letter.handled_by) if letter.handled_by else "–"

    def save_model(self, request, letter, form, change):
        if "state" in form.changed_data:
            letter.handle(request.user)
        super().save_model(request, letter, form, change)


class FeedbackAdminForm(SharedForm):
    def clean(self):
        data = super().clean()
        state, answer = data.get("state"), data.get("answer")
        if state == Feedback.State.ANSWERED and not answer:
            raise ValidationError({"answer": "Hãy viết câu trả lời."})
        if answer and state == Feedback.State.NEW:
            raise ValidationError({"state": "Đã có câu trả lời; hãy chọn “Đã trả lời”."})
        return data


@admin.register(Feedback)
class FeedbackAdmin(LetterAdmin):
    form = FeedbackAdminForm
    list_display = ["words", "name", "state", "sent_at", "handler"]
    search_fields = ["text", "name"]
    readonly_fields = ["text", "name", "email", "sent_at", "handler", "handled_at"]
    fieldsets = [
        ("Bạn đọc viết", {"fields": ["text", "name", "email", "sent_at"]}),
        (
            "Trả lời",
            {
                "description": "Câu trả lời được lưu ở đây, và gửi tới thư điện tử của bạn đọc "
                "nếu có.",
                "fields": ["answer", "state", "handler", "handled_at"],
            },
        ),
    ]

    def save_model(self, request, feedback, form, change):
        super().save_model(request, feedback, form, change)
        if feedback.answer and feedback.email and "answer" in form.changed_data:
            transaction.on_commit(lambda: self.answer(request, feedback))

    def answer(self, request, feedback):
        if send_answer(feedback):
            messages.success(request, f"Đã gửi câu trả lời tới {feedback.email}.")
        else:
            messages.warning(
                request,
                "Đã lưu câu trả lời nhưng chưa gửi được thư. Hãy gửi cho bạn đọc cách khác.",
            )
