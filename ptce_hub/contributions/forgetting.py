"""Whoever was forgotten does not come back with what is undone."""

from django.dispatch import receiver

from ptce_hub.contributions.models import Referent
from ptce_hub.directory.duplicates.snapshots import rows_put_back
from ptce_hub.directory.personal_data import ERASED


@receiver(rows_put_back, sender=Referent)
def forget_again(sender, keys, **kwargs):
    Referent.objects.filter(pk__in=keys, email=ERASED).delete()
