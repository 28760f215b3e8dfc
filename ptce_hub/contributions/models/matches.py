"""Which answers were told to whom, so that nobody is told twice of the same."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from poles.models import Exchange


class ToldMatchQuerySet(models.QuerySet):
    def sent(self):
        return self.update(sent_at=timezone.now())


class ToldMatch(models.Model):
    """Who published ``exchange`` was told of ``other``, once for ever. Written before the mail leaves: without
    ``sent_at``, nobody knows whether it left.
    """

    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="told", verbose_name="annonce de qui reçoit")
    other = models.ForeignKey(Exchange, models.CASCADE, related_name="+", verbose_name="annonce qui y répond")
    claimed_at = models.DateTimeField("préparé le", auto_now_add=True)
    sent_at = models.DateTimeField("parti le", null=True, blank=True)

    objects = ToldMatchQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "réponse annoncée"
        verbose_name_plural = "réponses annoncées"
        constraints = [
            models.UniqueConstraint(fields=["exchange", "other"], name="told_match_is_told_once"),
            models.CheckConstraint(
                name="told_match_is_of_two",
                condition=~Q(exchange=F("other")),
                violation_error_message="Une annonce ne répond pas à elle-même.",
            ),
        ]

    def __str__(self):
        return f"réponse annoncée n° {self.pk}"
