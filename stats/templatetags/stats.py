from django import template

from stats import charts, figures
from stats.holes import hole, printed

register = template.Library()


@register.inclusion_tag("stats/counter.html")
def visitor_counter(widget=None):
    """Print the counter with holes for its figures, or with the very figures of `widget`."""
    shown = widget or figures.appearance_on_pages()
    rows = [
        {"label": label, "figure": figure(name, widget), "is_total": name == "total"}
        for name, label in shown["labels"].items()
    ]
    return {"heading": shown["heading"], "rows": rows}


def figure(name, widget):
    if widget is None:
        return hole(name)
    return printed(widget["visits"].get(name), widget["group_digits"]).decode()


@register.simple_tag
def article_views(article):
    """Print how often the article was viewed; filled in as the page goes out."""
    return hole(f"views-{article.pk}")


@register.filter
def sparkline(views):
    """Draw the views of the last days as a row of small bars."""
    return charts.sparkline(views)
