"""Charts as SVG, drawn on the server: no script, no inline style, readable without colour.

Across, everything is a percentage of the room the page gives; down, it is pixels. So a chart fits
a phone as it fits a wide screen, and its letters are as large as the page's.
"""

from itertools import pairwise
from math import ceil, log10
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.formats import number_format

TOP, PLOT, BOTTOM = 14, 190, 28  # px
LABELS = 12  # under the axis; a phone shows every second one
DOTS = 16  # with more points, the dots would hide the line
SPARK, SPARK_PITCH = 28, 5  # px


class Point(NamedTuple):
    label: str  # under the axis
    name: str  # in full
    value: int
    before: int | None = None  # the same in the period before


def columns(title: str, points: list[Point], unit: str) -> str:
    """Return one column a point, and a dashed line through their `before`s."""
    shown = [number for point in points for number in (point.value, point.before) if number]
    marks = ticks(max([0, *shown]))
    scale = PLOT / marks[-1]
    width = 100 / max(1, len(points))
    every = ceil(len(points) / LABELS) or 1

    def height(value):
        return max(0, value) * scale

    dots = [
        (f"{(number + 0.5) * width:.3f}%", f"{TOP + PLOT - height(point.before):.1f}")
        for number, point in enumerate(points)
        if point.before is not None
    ]
    context = {
        "title": title,
        "height": TOP + PLOT + BOTTOM,
        "marks": [(f"{TOP + PLOT - height(m):.1f}", digits(m)) for m in marks],
        "bars": [
            {
                "x": f"{(number + 0.14) * width:.3f}%",
                "y": f"{TOP + PLOT - height(point.value):.1f}",
                "width": f"{0.72 * width:.3f}%",
                "height": f"{height(point.value):.1f}",
                "hint": hint(point, unit),
            }
            for number, point in enumerate(points)
        ],
        "lines": list(pairwise(dots)),
        "dots": dots if len(dots) <= DOTS else [],
        "labels": [
            {
                "x": f"{(number + 0.5) * width:.3f}%",
                "text": point.label,
                "is_extra": number // every % 2,
            }
            for number, point in enumerate(points)
            if number % every == 0
        ],
        "labels_y": TOP + PLOT + 20,
    }
    return render_to_string("stats/charts/columns.html", context)


def rows(title: str, points: list[Point]) -> str:
    """Return one lying bar a point, its label and value written above it."""
    most = max([1, *(point.value for point in points)])
    context = {
        "title": title,
        "height": 44 * len(points),
        "bars": [
            {
                "text_y": 44 * number + 17,
                "y": 44 * number + 24,
                "label": point.label,
                "value": digits(point.value),
                "width": f"{100 * max(0, point.value) / most:.2f}%",
            }
            for number, point in enumerate(points)
        ],
    }
    return render_to_string("stats/charts/rows.html", context)


def sparkline(views: list[int]) -> str:
    """Return the views of these days, up to today, as a row of small bars."""
    most = max([1, *views])
    heights = [ceil(SPARK * number / most) for number in views]
    context = {
        "title": f"Lượt xem từng ngày trong {len(views)} ngày qua, "
        f"nhiều nhất {digits(max([0, *views]))}, hôm nay {digits(views[-1])}",
        "width": SPARK_PITCH * len(views),
        "height": SPARK + 1,
        "bars": [
            {"x": SPARK_PITCH * number, "y": SPARK - height, "height": height}
            for number, height in enumerate(heights)
        ],
    }
    return render_to_string("stats/charts/sparkline.html", context)


def ticks(highest: int) -> range:
    """Return round numbers from 0 to the first that is not below `highest`, some four of them."""
    rough = max(highest, 1) / 4
    magnitude = 10 ** int(log10(rough)) if rough >= 1 else 1
    step = next(times * magnitude for times in (1, 2, 5, 10) if times * magnitude >= rough)
    return range(0, max(1, ceil(highest / step)) * step + 1, step)


def hint(point, unit):
    text = f"{point.name}: {digits(point.value)} {unit}"
    return text if point.before is None else f"{text} (kỳ trước {digits(point.before)})"


def digits(number: int) -> str:
    return number_format(number, force_grouping=True)
