from datetime import timedelta

from django import forms
from django.contrib import admin
from django.db.models import Count, Q
from django.utils import timezone

from portal.days import monday_of
from portal.together import SharedForm, SharedLines
from portal.work_calendar.models import WorkItem, WorkWeek


class WorkWeekForm(SharedForm):
    rows = ("items",)


class WorkItemForm(forms.ModelForm):
    class Meta:
        model = WorkItem
        fields = [
            "weekday",
            "starts_at",
            "ends_at",
            "content",
            "chair",
            "participants",
            "place",
            "is_public",
        ]
        widgets = {
            "content": forms.Textarea(attrs={"rows": 2, "cols": 36}),
            "participants": forms.Textarea(attrs={"rows": 2, "cols": 24}),
        }


class WorkItemInline(admin.TabularInline):
    model = WorkItem
    form = WorkItemForm
    formset = SharedLines
    extra = 5


@admin.register(WorkWeek)
class WorkWeekAdmin(admin.ModelAdmin):
    """A whole week in one form."""

    form = WorkWeekForm
    list_display = ["__str__", "total", "shown"]
    inlines = [WorkItemInline]
    fields = ["monday", "note"]

    def get_queryset(self, request):
        shown = Count("items", filter=Q(items__is_public=True))
        return super().get_queryset(request).annotate(total=Count("items"), shown=shown)

    @admin.display(description="số việc")
    def total(self, week):
        return week.total

    @admin.display(description="trong đó công khai")
    def shown(self, week):
        return week.shown

    def get_changeform_initial_data(self, request):
        """Propose the first week from this one on that follows all that are written."""
        this = monday_of(timezone.localdate())
        last = WorkWeek.objects.filter(monday__gte=this).first()
        return {"monday": last.monday + timedelta(days=7) if last else this}

    def view_on_site(self, week):
        is_public = week.items.filter(is_public=True).exists()
        return week.get_absolute_url() if is_public else None
