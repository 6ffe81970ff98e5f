from django.apps import apps
from django.contrib.staticfiles.finders import AppDirectoriesFinder, FileSystemFinder
from django.contrib.staticfiles.storage import staticfiles_storage
from django.contrib.staticfiles.utils import matches_patterns
from django.core.checks import Error, Tags, register

# Parts of CKEditor that nobody here uses and that had security holes of their own (CVE-2024-24816).
NOT_SERVED = ["ckeditor/*/samples/*", "ckeditor/ckeditor/plugins/preview/*", "*.md"]
# Its words in all languages but Vietnamese, and English where it has none: two files of three, and
# each server process remembers all.
NOT_SERVED += ["ckeditor/*/lang/[!ev]*", "ckeditor/*/lang/e[!n]*", "ckeditor/*/lang/en-*"]


class AppFinder(AppDirectoriesFinder):
    """Find the apps' static files, except those that must not be reachable."""

    def list(self, ignore_patterns):
        return super().list([*(ignore_patterns or []), *NOT_SERVED])

    def find(self, path, *args, **kwargs):
        if matches_patterns(path, NOT_SERVED):
            return []
        return super().find(path, *args, **kwargs)


@register(Tags.staticfiles, deploy=True)
def all_collected(app_configs=None, **kwargs):
    """Every page, that of an error too, names its files by what collectstatic has written down."""
    written_down = getattr(staticfiles_storage, "hashed_files", None)  # only production asks
    if written_down is None:
        return []
    ignored = apps.get_app_config("staticfiles").ignore_patterns
    files = [path for path, _ in FileSystemFinder().list(ignored)]
    if not (missing := sorted(set(files) - written_down.keys())):
        return []
    return [
        Error(
            f"Static files are not collected: {', '.join(missing[:3])} …",
            hint="Run manage.py collectstatic; without it pages are errors of the server.",
            id="portal.E001",
        )
    ]
