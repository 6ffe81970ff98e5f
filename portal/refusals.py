class RefusesForms:
    """The part of a form's view that refuses: what was typed stays, and the status tells of it."""

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def refuse(self, form, words, status, seconds, field=None):
        """Refuse a form that is right in itself: it may be sent again after so many seconds."""
        form.add_error(field, words)
        response = self.render_to_response(self.get_context_data(form=form), status=status)
        response.headers["Retry-After"] = str(seconds)
        return response
