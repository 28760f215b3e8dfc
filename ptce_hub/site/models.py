from django.db import models


class Loaded(models.Model):
    """The digest of the files that a command loaded last, so that ``site`` loads again only what changed."""

    command = models.CharField("commande", max_length=60, primary_key=True)
    digest = models.CharField("empreinte", max_length=64)

    class Meta:
        verbose_name = "chargement"

    def __str__(self):
        return self.command
