from datetime import timedelta

from django.apps import AppConfig


class StatsConfig(AppConfig):
    name = "stats"
    verbose_name = "Thống kê truy cập"
    never_printed = {
        "DayTotal": "a live figure",
        "HourTotal": "the newsroom's statistics",
        "ArticleDay": "a live figure, and the most read articles (next_change)",
        "ReferrerDay": "the newsroom's statistics",
        "MissedSearch": "the newsroom's statistics",
        "DailySalt": "a secret",
        "Reader": "a live figure",
        "JournalOffset": "how far the counter is",
        "PublishedFigures": "live figures",
    }

    def next_change(self, now):
        """The list of most read articles is the one thing counted that is printed, not a hole."""
        from stats.figures import ten_minutes

        return ten_minutes(now) + timedelta(minutes=10)
