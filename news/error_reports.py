"""A reader points out what is wrong in an article; a page of its own, so that articles are kept."""

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse

from news.models import Article, ErrorReport
from news.models.error_report import LONGEST_PASSAGE
from portal.letters.forms import OWN_FIELDS, LetterForm
from portal.letters.views import LetterPage, LetterSent
from portal.text import single_line


class ErrorReportForm(LetterForm):
    class Meta:
        model = ErrorReport
        fields = ["passage", "text", *OWN_FIELDS]
        labels = {
            "passage": "Chữ hoặc câu bị sai",
            "text": "Sai ở đâu, đúng ra thế nào",
            "name": "Họ và tên (không bắt buộc)",
            "email": "Thư điện tử (không bắt buộc)",
        }
        widgets = {
            "passage": forms.Textarea(attrs={"rows": 3}),
            "text": forms.Textarea(attrs={"rows": 4}),
        }
        error_messages = {"text": {"required": "Hãy viết chỗ sai là gì."}}


class OfArticle:
    """A page about the article whose number is in its address; readers must be able to open it."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        articles = Article.objects.published().for_listing()
        self.article = get_object_or_404(articles, pk=kwargs["pk"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(article=self.article, **kwargs)


class ErrorReportPage(OfArticle, LetterPage):
    form_class = ErrorReportForm
    template_name = "news/error_report.html"
    heading = "Báo lỗi trong bài"
    introduction = "Cảm ơn bạn đã đọc kỹ. Tòa soạn sẽ xem và sửa nếu có sai."

    def get_initial(self):
        """Begin with what the reader had marked in the article."""
        return {"passage": single_line(self.request.GET.get("doan", ""))[:LONGEST_PASSAGE]}

    def form_valid(self, form):
        form.instance.article = self.article
        return super().form_valid(form)

    def get_success_url(self):
        return reverse("news:error_report_sent", args=[self.article.pk])


class ErrorReportSent(OfArticle, LetterSent):
    thanks = "Đã nhận báo lỗi"

    def get_context_data(self, **kwargs):
        back = {"back_url": self.article.get_absolute_url(), "back": "Trở lại bài"}
        return super().get_context_data(**back, **kwargs)
