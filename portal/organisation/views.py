"""The office's structure and its leaders, as readers see them."""

from django.views.generic import TemplateView

from portal.organisation.models import Leader, Unit


class Chart(TemplateView):
    kept_parameters = ()
    template_name = "portal/organisation.html"

    def get_context_data(self, **kwargs):
        units = Unit.objects.as_tree()
        return super().get_context_data(heading="Cơ cấu tổ chức", units=units, **kwargs)


class Leaders(TemplateView):
    """Who leads now, body by body from the top, and who led before."""

    kept_parameters = ()
    template_name = "portal/leaders.html"

    def get_context_data(self, **kwargs):
        units = [unit for unit in walk(Unit.objects.as_tree()) if unit.people]
        former = Leader.objects.former().select_related("unit")
        return super().get_context_data(heading="Lãnh đạo", units=units, former=former, **kwargs)


def walk(units):
    """Yield units and all that is beneath them, as a reader meets them in the chart."""
    for unit in units:
        yield unit
        yield from walk(unit.branches)
