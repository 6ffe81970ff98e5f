"""Public pages kept whole, and answered before Django is reached.

A public page is a function of its path and of the query parameters that its view names. A view (a
class, a feed or a function) says that its pages may be kept by naming them:

    class Search(TemplateView):
        kept_parameters = ("q", "trang")  # () where there are none; all others are dropped

What such a view prints may depend on nothing else: it is asked by nobody in particular, without
cookies or any header of the reader's. A page is kept until the content changes:

- each change of a model of our apps makes a new version, in the writer's transaction (version.py).
  Bulk updates and bulk inserts send no signal and call `version.bump()`. Models that no public page
  prints are named in their app's `AppConfig.never_printed`, each with the reason;
- what changes with no change of a row, since its hour comes, is told by
  `AppConfig.next_change(now)`: the next aware datetime after `now`, or None (watch.py).

Figures that change all the time are holes (`stats/holes.py`), filled each time the page goes out.
"""

# In the WSGI environment of a request that asks for a page to keep: nobody is there to be counted.
MADE_TO_KEEP = "portal.made_to_keep"
# And of one for a page that somebody else has been making for too long.
OVERDUE = "portal.overdue"


def kept(*parameters):
    """Mark a function view, say one of a library, as kept by these query parameters."""

    def mark(view):
        view.kept_parameters = parameters
        return view

    return mark
