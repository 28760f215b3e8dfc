"""What was deleted, kept whole until someone restores it."""

from collections import Counter

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone


class DeletionManager(models.Manager):
    def waiting(self):
        """Those that were not restored."""
        return self.filter(restored_at=None)

    def holding(self, model, pk):
        """The one that can give back the row ``pk`` of ``model``; None when none can."""
        label = model._meta.label_lower
        for deletion in self.waiting().order_by("-at", "-pk"):
            if any(name == label and str(values[model._meta.pk.attname]) == str(pk) for name, values in deletion.rows):
                return deletion
        return None


class Deletion(models.Model):
    """What one act deleted: the rows asked for, the first ``roots``, and all that hung on them.

    ``rows`` are pairs of a model's label and the row's columns as texts; ``emptied`` are triples of a model's label,
    a column that the act emptied, and what it held, by key. Restored, it forgets them.
    """

    at = models.DateTimeField("supprimé le", default=timezone.now, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="par", editable=False
    )
    reason = models.TextField("raison", blank=True)
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+", verbose_name="sorte")
    label = models.CharField("quoi", max_length=300)
    roots = models.PositiveIntegerField("demandés")
    rows = models.JSONField("lignes", default=list, blank=True)
    emptied = models.JSONField("liens vidés", default=list, blank=True)
    restored_at = models.DateTimeField("rétabli le", null=True, blank=True)
    restored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="rétabli par",
    )

    objects = DeletionManager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "suppression"
        verbose_name_plural = "corbeille"

    def __str__(self):
        return self.label

    def counts(self):
        """What it holds: how many rows of each noun, the ties that have no name of their own apart."""
        found = Counter(apps.get_model(name) for name, _ in self.rows)
        named = [(model._meta, count) for model, count in found.items() if not model._meta.auto_created]
        words = [f"{count} {meta.verbose_name if count < 2 else meta.verbose_name_plural}" for meta, count in named]
        if ties := sum(count for model, count in found.items() if model._meta.auto_created):
            words.append(f"{ties} rattachement{'s' if ties > 1 else ''} (thèmes, territoires…)")
        return words
