"""What is remembered of duplicates: pairs of records that may be one body, and the merges that were done."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q

ACCOUNT = {"to": settings.AUTH_USER_MODEL, "on_delete": models.SET_NULL, "null": True, "blank": True}


class SuspicionManager(models.Manager):
    def about(self, table, keys):
        """Those in which one of the records of ``keys`` is; ``table`` is the noun that holds them."""
        either = Q(first_id__in=keys) | Q(second_id__in=keys)
        return self.filter(either, content_type=ContentType.objects.get_for_model(table))


class Suspicion(models.Model):
    """Two records of a noun that may be one body, and what a person decided of them."""

    class State(models.TextChoices):
        SUSPECT = "suspect", "à examiner"
        DISTINCT = "distinct", "pas un doublon"
        MERGED = "merged", "fusionnées"

    content_type = models.ForeignKey(ContentType, models.CASCADE, verbose_name="sorte de fiche")
    first_id = models.PositiveBigIntegerField("première fiche")
    second_id = models.PositiveBigIntegerField("seconde fiche")
    score = models.PositiveSmallIntegerField("ressemblance", help_text="De 0 à 100.")
    reasons = models.JSONField("raisons", default=list, blank=True)
    state = models.CharField("état", max_length=8, choices=State, default=State.SUSPECT)
    decided_by = models.ForeignKey(**ACCOUNT, related_name="+", verbose_name="décidé par")
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)
    found_at = models.DateTimeField("trouvé le", auto_now_add=True)

    first = GenericForeignKey("content_type", "first_id")
    second = GenericForeignKey("content_type", "second_id")

    objects = SuspicionManager()

    class Meta:
        ordering = ["-score", "pk"]
        verbose_name = "doublon possible"
        verbose_name_plural = "doublons possibles"
        indexes = [
            models.Index(fields=["state", "-score"], name="suspicion_by_state"),
            models.Index(fields=["content_type", "second_id"], name="suspicion_by_second"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["content_type", "first_id", "second_id"], name="pair_is_suspected_once"),
            models.CheckConstraint(
                name="pair_is_in_order",
                condition=Q(first_id__lt=F("second_id")),
                violation_error_message="La première fiche d'une paire a le plus petit numéro.",
            ),
        ]

    def __str__(self):
        return f"{self.first or 'fiche disparue'} – {self.second or 'fiche disparue'}"


class MergeRecordManager(models.Manager):
    def into(self, entry):
        """The merges, not undone, that made ``entry``: its own, and those of the records that it took in."""
        table = entry._meta.get_field("slug").model
        done = self.filter(content_type=ContentType.objects.get_for_model(table), undone_at=None).defer("changes")
        found, waiting = [], [entry.pk]
        while waiting:
            records = list(done.filter(kept_id__in=waiting))
            found += records
            waiting = [row["id"] for record in records for row in record.merged]
        return found


class MergeRecord(models.Model):
    """One merge: which records became which, what was said of it, and every row that it changed.

    ``changes`` are ``[label of the model, key, values before, values after]``, None where there was no row: enough to
    put the very same rows back. Undone, or too old to be, it forgets them.
    """

    content_type = models.ForeignKey(ContentType, models.CASCADE, verbose_name="sorte de fiche")
    kept_id = models.PositiveBigIntegerField("fiche gardée")
    kept_name = models.CharField("nom de la fiche gardée", max_length=250)
    merged = models.JSONField("fiches réunies à elle", default=list, blank=True)
    said = models.JSONField("ce qui a été fait", default=list, blank=True)
    changes = models.JSONField("lignes changées", default=list, blank=True, editable=False)
    done_by = models.ForeignKey(**ACCOUNT, related_name="+", verbose_name="fait par")
    done_at = models.DateTimeField("fait le", auto_now_add=True)
    undone_by = models.ForeignKey(**ACCOUNT, related_name="+", verbose_name="annulé par")
    undone_at = models.DateTimeField("annulé le", null=True, blank=True)

    kept = GenericForeignKey("content_type", "kept_id")

    objects = MergeRecordManager()

    class Meta:
        ordering = ["-done_at", "-pk"]
        verbose_name = "fusion"
        indexes = [models.Index(fields=["content_type", "kept_id"], name="merge_by_kept")]

    def __str__(self):
        return f"{', '.join(row['name'] for row in self.merged)} → {self.kept_name}"
