from django.contrib.staticfiles.finders import AppDirectoriesFinder
from django.contrib.staticfiles.utils import matches_patterns

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
