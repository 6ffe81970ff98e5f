from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Count
from django.template.response import TemplateResponse

from news.models import Topic
from portal.admin_search import FindsWithoutMarks
from portal.together import SharedForm, SharedList


class MergeForm(forms.Form):
    """Which of some topics the others are merged into."""

    topic = forms.ModelChoiceField(
        None,
        label="Dòng sự kiện được giữ lại",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": "Hãy chọn dòng sự kiện được giữ lại.",
            "invalid_choice": "Hãy chọn một trong các dòng sự kiện này.",
        },
    )

    def __init__(self, topics, data=None):
        super().__init__(data, label_suffix="")
        size = Count("placements__article", distinct=True)
        self.fields["topic"].queryset = topics.annotate(size=size)
        self.fields["topic"].label_from_instance = "{0} ({0.size} bài)".format


@admin.register(Topic)
class TopicAdmin(FindsWithoutMarks, SharedList, admin.ModelAdmin):
    form = SharedForm
    list_display = ["name", "order"]
    list_editable = ["order"]
    search_fields = ["name"]
    actions = ["merge"]
    fields = ["name", "description", "picture", "order"]

    def view_on_site(self, topic):
        return topic.get_absolute_url() if topic.is_open() else None

    @admin.action(description="Gộp các dòng sự kiện đã chọn", permissions=["delete"])
    def merge(self, request, topics):
        """Ask which one stays, then let it take over the others."""
        if topics.count() < 2:
            text = "Hãy chọn từ hai dòng sự kiện trở lên để gộp."
            return messages.error(request, text)
        form = MergeForm(topics, request.POST if "confirmed" in request.POST else None)
        if not form.is_valid():
            context = {
                **self.admin_site.each_context(request),
                "title": "Gộp dòng sự kiện",
                "opts": self.opts,
                "media": self.media,
                "form": form,
                "topics": topics,
            }
            status = 422 if form.is_bound else 200
            return TemplateResponse(request, "admin/news/topic/merge.html", context, status=status)
        kept = form.cleaned_data["topic"]
        others = topics.exclude(pk=kept.pk)
        names = "; ".join(f"“{topic}”" for topic in others)
        with transaction.atomic():
            self.log_change(request, kept, f"Gộp vào đây: {names}")
            self.log_deletions(request, others)
            kept.absorb(others)
        return messages.success(request, f"Đã gộp {names} vào “{kept}”.")
