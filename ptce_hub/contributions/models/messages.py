"""What somebody writes to a pole or a structure through the site, which keeps both addresses to itself."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from ptce_hub.contributions.models.waiting import AwaitingMail


class Message(AwaitingMail):
    """Kept until it is handed over, then without its words."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+", verbose_name="type de fiche")
    object_id = models.PositiveBigIntegerField("numéro de la fiche")
    record = GenericForeignKey("content_type", "object_id")
    label = models.CharField("fiche", max_length=250)
    name = models.CharField("nom", max_length=80, blank=True)
    words = models.TextField("message", blank=True)
    sent_at = models.DateTimeField("transmis le", null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "message transmis"
        verbose_name_plural = "messages transmis"

    def __str__(self):
        return f"message n° {self.pk}"
