from django.conf import settings
from django.template.loader import get_template


def test_every_template_can_be_read():
    """Each loads the tags and filters that it names, on pages that few tests open too."""
    folder = settings.BASE_DIR / "templates"
    files = [path for path in folder.rglob("*") if path.is_file()]

    assert files
    for path in files:
        get_template(str(path.relative_to(folder)))
