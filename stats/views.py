from django.utils import timezone
from django.views.generic import TemplateView

from portal.text import WEEKDAYS
from stats import audience, definitions, folding, readers, report


class Method(TemplateView):
    """How the counter counts, in plain words, with the very values it counts by."""

    kept_parameters = ()
    template_name = "stats/method.html"

    def get_context_data(self, **kwargs):
        monday, _ = definitions.periods(timezone.localdate())["week"]
        weekday = WEEKDAYS[monday.weekday()]
        return super().get_context_data(
            gap_minutes=definitions.VISIT_GAP.seconds // 60,
            online_minutes=definitions.ONLINE_WITHIN.seconds // 60,
            week_begins=weekday[0].lower() + weekday[1:],
            readers_days=readers.KEPT_FOR_LATE_LINES.days,
            journal_days=folding.FILES_KEPT.days,
            hours_days=folding.HOURS_KEPT.days,
            searches_days=folding.SEARCHES_KEPT.days,
            staff_days=audience.STAFF_FOR // (24 * 60 * 60),
            account=report.account(),
            **kwargs,
        )
