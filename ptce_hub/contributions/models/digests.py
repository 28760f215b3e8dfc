"""What moderators were told, so that nobody is told twice the same thing."""

from django.conf import settings
from django.db import models

from ptce_hub.contributions.models.proposals import Proposal


class Digest(models.Model):
    """The mail of one day to one moderator. Written before it is sent: without ``sent_at``, nobody knows if it left."""

    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="modérateur")
    day = models.DateField("jour")
    proposals = models.ManyToManyField(Proposal, related_name="+", verbose_name="propositions annoncées")
    sent_at = models.DateTimeField("parti le", null=True, blank=True)

    class Meta:
        ordering = ["-day", "pk"]
        verbose_name = "courrier aux modérateurs"
        verbose_name_plural = "courriers aux modérateurs"
        constraints = [models.UniqueConstraint(fields=["moderator", "day"], name="digest_is_one_a_day")]

    def __str__(self):
        return f"courrier n° {self.pk}"
