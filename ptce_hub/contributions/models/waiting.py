"""What waits for its author to open a link sent by mail."""

import datetime

from django.db import models
from django.utils import timezone

#: How long such a link waits.
PATIENCE = datetime.timedelta(days=7)


class AwaitingMail(models.Model):
    """``mail_due`` is the mail that must still leave; of the secret link only the fingerprint is kept."""

    class Mail(models.TextChoices):
        NONE = "", "aucun"
        LINK = "link", "lien de confirmation"
        ANSWER = "answer", "suite donnée"

    mail = models.EmailField("adresse électronique", max_length=254, blank=True)
    secret_hash = models.CharField(  # noqa: DJ001 (several rows may have no link yet)
        "empreinte du lien", max_length=64, unique=True, null=True, editable=False
    )
    mail_due = models.CharField("courrier à envoyer", max_length=8, choices=Mail, blank=True, editable=False)
    created_at = models.DateTimeField("envoyé le", auto_now_add=True)
    confirmed_at = models.DateTimeField("confirmé le", null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_too_old(self):
        """Whether its link waited too long to be confirmed."""
        return self.confirmed_at is None and self.created_at < timezone.now() - PATIENCE
