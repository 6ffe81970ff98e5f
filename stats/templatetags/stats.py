from django import template

from stats import figures
from stats.holes import hole
from stats.models import Counter

register = template.Library()

ROWS = {
    Counter.Preset.TOTAL_FIRST: (
        "Thống kê truy cập",
        {
            "total": "Số lượt truy cập",
            "online": "Trực tuyến:",
            "today": "Hôm nay:",
            "yesterday": "Hôm qua:",
        },
    ),
    Counter.Preset.BY_PERIOD: (
        "Truy cập",
        {
            "today": "Hôm nay:",
            "yesterday": "Hôm qua:",
            "week": "Tuần này:",
            "month": "Tháng này:",
            "total": "Tất cả:",
        },
    ),
}


@register.inclusion_tag("stats/counter.html")
def visitor_counter():
    counter = figures.widget()
    heading, labels = ROWS.get(counter.preset) or custom_rows(counter)
    rows = [
        {"label": label, "hole": hole(name), "is_total": name == "total"}
        for name, label in labels.items()
    ]
    return {"heading": heading, "rows": rows}


def custom_rows(counter):
    names = ["total", "online", "today", "yesterday", "week", "month"]
    labels = {name: getattr(counter, f"{name}_label") for name in names}
    return counter.heading, {name: label for name, label in labels.items() if label}


@register.simple_tag
def article_views(article):
    """Print how often the article was viewed; filled in as the page goes out."""
    return hole(f"views-{article.pk}")
