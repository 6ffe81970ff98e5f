"""Topics ("dòng sự kiện"): what runs through articles of any category and kind."""

from django.db import connection, models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from news.models.article import Article
from news.models.beside import BesideArticleQuerySet, HourOfArticle
from portal.fields import FOUR_DIGITS, FoldedField, LineField, ParagraphField, ReencodedPictureField
from portal.uploads import topic_path


class TopicQuerySet(models.QuerySet):
    def open(self):
        """Those that hold something readers may see; of the others they know nothing."""
        return self.filter(Exists(Placement.objects.below_public().filter(topic=OuterRef("pk"))))

    def numbered(self, number):
        """The topic of this number, or the one that it was merged into."""
        former = FormerTopic.objects.filter(number=number)
        return self.filter(Q(pk=number) | Q(pk__in=former.values("topic")))


class Topic(models.Model):
    name = LineField("tên dòng sự kiện", max_length=100, unique=True)
    slug = FoldedField(of="name", max_length=80, default="", db_index=False, editable=False)
    description = ParagraphField("giới thiệu", max_length=500, blank=True)
    picture = ReencodedPictureField(
        "ảnh",
        upload_to=topic_path,
        max_length=200,
        width_field="width",
        height_field="height",
        blank=True,
        db_index=True,
    )
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    order = models.PositiveSmallIntegerField(
        "thứ tự",
        default=0,
        validators=FOUR_DIGITS,
        help_text="Trong trang Dòng sự kiện; số nhỏ đứng trước.",
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = "dòng sự kiện"
        verbose_name_plural = "dòng sự kiện"
        ordering = ["order", "-pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("news:topic", args=[self.slug or "chu-de", self.pk])

    def is_open(self):
        return self.placements.below_public().exists()

    @property
    def numbers(self):
        """Return its number, and those of the topics that were merged into it."""
        return [self.pk, *self.former.values_list("number", flat=True)]

    @transaction.atomic
    def absorb(self, others):
        """Take over all that belongs to other topics, and delete them; their addresses lead here.

        Of their words and pictures only what it has none of itself, the first that there is.
        Texts that name one of them, saved or waiting for approval, stay as they are: its number in
        them is read as this topic's (news/models/revision.py), in the index of search too.
        """
        if connection.vendor == "postgresql":  # on SQLite there is one writer anyhow
            # Whoever is just now putting an article into one of them is waited for: what he adds
            # between moving and deleting would be deleted. Foreign keys are looked at on commit.
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {Placement._meta.db_table} IN SHARE MODE")
        description, look = self.description, {}
        for other in others:
            # Its articles, lines of the menu, and the numbers that were merged into it before.
            for relation in self._meta.related_objects:
                name = relation.field.name
                rows = relation.related_model._base_manager.filter(**{name: other})
                rows.update(**{name: self})
            FormerTopic.objects.create(number=other.pk, topic=self)
            description = description or other.description
            if other.picture and not (self.picture or look):
                size = {"width": other.width, "height": other.height}
                look = {"picture": other.picture.name, **size}
            other.delete()
        # A picture that is set is read, but its file may be gone.
        Topic.objects.filter(pk=self.pk).update(description=description, **look)


class FormerTopic(models.Model):
    """The number of a topic that was merged into another; never used again."""

    number = models.PositiveBigIntegerField(primary_key=True)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="former")

    class Meta:
        default_permissions = []

    def __str__(self):
        return str(self.number)


class Placement(models.Model):
    """That an article belongs to a topic; part of its text, so it waits for approval with it.

    After a merge an article may stand in a topic twice; it is listed once.
    """

    article = models.ForeignKey(
        Article,
        verbose_name="bài viết",
        null=True,  # one of a text that readers do not see, or see no more
        on_delete=models.CASCADE,
        related_name="placements",
    )
    topic = models.ForeignKey(
        Topic, verbose_name="dòng sự kiện", on_delete=models.CASCADE, related_name="placements"
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0, validators=FOUR_DIGITS)
    published_at = HourOfArticle(null=True, editable=False)

    objects = BesideArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "dòng sự kiện của bài"
        verbose_name_plural = "dòng sự kiện của bài"
        ordering = ["order", "pk"]
        indexes = [
            models.Index(
                F("topic"),
                F("published_at").desc(),
                F("article").desc(),
                name="placement_newest_of",
            )
        ]

    def __str__(self):
        return self.topic.name
