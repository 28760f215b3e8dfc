"""The addresses that records had, and that lead to them for ever."""

from django.contrib.contenttypes.models import ContentType
from django.db import models


class FormerSlugManager(models.Manager):
    def of(self, model):
        """Those of the noun: a network's are kept with the structures', whose addresses it shares."""
        return self.filter(content_type=ContentType.objects.get_for_model(model._meta.get_field("slug").model))

    def keep(self, entry, old_slug):
        """Remember for ever the slug that ``entry`` has just left, if it left one."""
        if old_slug and old_slug != entry.slug:
            content_type = ContentType.objects.get_for_model(entry._meta.get_field("slug").model)
            self.filter(content_type=content_type, slug=entry.slug).delete()
            self.update_or_create(content_type=content_type, slug=old_slug, defaults={"object_id": entry.pk})


class FormerSlug(models.Model):
    """An address that an entry had, and that leads to it for ever."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, verbose_name="type de fiche")
    slug = models.SlugField("ancienne adresse", max_length=120)
    object_id = models.PositiveBigIntegerField("fiche")

    objects = FormerSlugManager()

    class Meta:
        verbose_name = "ancienne adresse"
        verbose_name_plural = "anciennes adresses"
        constraints = [
            models.UniqueConstraint(fields=["content_type", "slug"], name="former_slug_leads_to_one_entry"),
        ]

    def __str__(self):
        return self.slug
