from django.db import OperationalError
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.generic import CreateView, TemplateView

from portal.doorway import Doorway, DoorwayIsFull
from portal.letters.forms import FeedbackForm
from portal.letters.limit import AN_HOUR, take_turn
from portal.refusals import RefusesForms

TOO_MANY = (
    "Trang đã nhận nhiều thư từ đường truyền này nên tạm ngừng nhận. "
    "Nội dung bạn viết vẫn còn ở dưới; hãy gửi lại sau một giờ."
)
BUSY = (
    "Máy chủ đang bận nên chưa nhận được thư. "
    "Nội dung bạn viết vẫn còn ở dưới; hãy gửi lại sau ít phút."
)
doorway = Doorway(patience=1.0)  # who saves a letter waits as long as another process writes


# Not `no-store`, which is what pages of the newsroom say and no reader's view of a page does.
of_one_reader = method_decorator(cache_control(private=True, no_cache=True), name="dispatch")


@of_one_reader
class LetterPage(RefusesForms, CreateView):
    """A form for readers. It has its token and so is never kept; what was typed never gets lost."""

    http_method_names = ["get", "head", "options", "post"]
    template_name = "portal/letter_form.html"
    heading = ""
    introduction = ""

    def form_valid(self, form):
        try:
            with doorway.passing():
                if take_turn(self.request.META["REMOTE_ADDR"]):
                    return super().form_valid(form)
        except (DoorwayIsFull, OperationalError):
            return self.refuse(form, BUSY, status=503, seconds=60)
        return self.refuse(form, TOO_MANY, status=429, seconds=AN_HOUR.seconds)


@of_one_reader
class LetterSent(TemplateView):
    """Where a reader comes after sending, so that loading anew sends nothing again."""

    template_name = "portal/letter_sent.html"
    thanks = ""


class FeedbackPage(LetterPage):
    form_class = FeedbackForm
    success_url = reverse_lazy("feedback_sent")
    heading = "Góp ý"
    introduction = "Ý kiến của bạn đọc về nội dung và hoạt động của trang."


class FeedbackSent(LetterSent):
    thanks = "Đã nhận góp ý"
    extra_context = {"back_url": "/", "back": "Về trang chủ"}
