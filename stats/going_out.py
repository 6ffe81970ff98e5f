"""What the kept pages ask of the counter (portal/kept/front.py)."""

from stats.counting import count
from stats.figures import ARTICLE_HEADER
from stats.holes import shown, split

__all__ = ["ARTICLE_HEADER", "count", "shown", "split"]
