from django.core.files.storage import FileSystemStorage


class WholeFiles(FileSystemStorage):
    """Keeps no half of a file: one that the disk has no room for is not there at all."""

    def _save(self, name, content):
        try:
            return super()._save(name, content)
        except OSError:
            self.delete(name)
            raise
