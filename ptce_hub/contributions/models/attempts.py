"""What is remembered, for a day, of who sends forms: a fingerprint, never an address."""

from django.db import models


class Attempt(models.Model):
    """A form sent; ``key`` is the keyed fingerprint of a machine or of a mail address."""

    key = models.CharField("empreinte", max_length=64)
    at = models.DateTimeField("envoyé le", db_index=True)

    class Meta:
        verbose_name = "envoi d'un formulaire"
        verbose_name_plural = "envois de formulaires"
        indexes = [models.Index(fields=["key", "at"], name="attempt_by_key")]

    def __str__(self):
        return f"{self.key[:8]}… {self.at:%d/%m/%Y %H:%M}"
