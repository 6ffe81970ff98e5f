from django.contrib import admin


class PortalAdminSite(admin.AdminSite):
    site_header = "Quản trị trang thông tin"
    site_title = "Quản trị trang thông tin"
    index_title = "Hôm nay bạn làm gì?"
    enable_nav_sidebar = False  # long titles need the room; the front page lists everything

    def admin_view(self, view, cacheable=False):
        """Wrap an admin view; a form sent back for correction answers 422 (RFC 9110, 15.5.21)."""
        inner = super().admin_view(view, cacheable)

        def with_status(request, *args, **kwargs):
            response = inner(request, *args, **kwargs)
            if request.method == "POST" and response.status_code == 200 and has_errors(response):
                response.status_code = 422
            return response

        return with_status


def has_errors(response):
    context = getattr(response, "context_data", None) or {}
    form = context.get("form")
    return bool(context.get("errors") or (form is not None and form.errors))
