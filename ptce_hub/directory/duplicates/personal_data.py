"""What merges keep of people, to be undone: the rows that they changed, contacts and référents among them."""

import datetime

from django.utils import timezone

from ptce_hub.directory.duplicates.models import MergeRecord
from ptce_hub.directory.personal_data import declare

KEPT = 365  # days


def too_old():
    old = timezone.now() - datetime.timedelta(days=KEPT)
    return MergeRecord.objects.filter(done_at__lt=old).exclude(changes=[])


declare(
    MergeRecord,
    ["changes"],
    label="lignes que les fusions ont changées",
    why="annuler une fusion d'un clic",
    kept="un an après la fusion, qui ne s'annule plus ensuite",
    erase=lambda records: records.update(changes=[]),
    expired=too_old,
)
