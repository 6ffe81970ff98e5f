from django import template

from stats import charts, figures
from stats.holes import hole

register = template.Library()


@register.inclusion_tag("stats/counter.html")
def visitor_counter():
    widget = figures.widget()
    rows = [
        {"label": label, "hole": hole(name), "is_total": name == "total"}
        for name, label in widget["labels"].items()
    ]
    return {"heading": widget["heading"], "rows": rows}


@register.simple_tag
def article_views(article):
    """Print how often the article was viewed; filled in as the page goes out."""
    return hole(f"views-{article.pk}")


@register.filter
def sparkline(views):
    """Draw the views of the last days as a row of small bars."""
    return charts.sparkline(views)
