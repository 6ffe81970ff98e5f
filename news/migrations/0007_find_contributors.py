from django.db import migrations
from django.db.models import OuterRef, Subquery

from portal.text import make_slug


def find_contributors(apps, schema_editor):
    Article = apps.get_model("news", "Article")
    Contributor = apps.get_model("news", "Contributor")
    hours = Article.objects.filter(pk=OuterRef("article_id")).values("published_at")
    Contributor.objects.update(published_at=Subquery(hours[:1]))
    names = Contributor.objects.order_by("name").values_list("name", flat=True).distinct()
    for name in names.iterator():
        Contributor.objects.filter(name=name).update(slug=make_slug(name))


class Migration(migrations.Migration):
    dependencies = [("news", "0006_ways_in")]

    operations = [migrations.RunPython(find_contributors, migrations.RunPython.noop)]
