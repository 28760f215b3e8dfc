"""What imported tables may hold about people: whatever their authors wrote in columns that nobody reads."""

import datetime

from django.utils import timezone

from ptce_hub.directory.personal_data import declare
from ptce_hub.directory.tabular.models import ImportRow

KEPT = 365  # days


def expired_rows():
    return ImportRow.objects.filter(run__updated_at__lt=timezone.now() - datetime.timedelta(days=KEPT))


declare(
    ImportRow,
    ["name", "cells"],
    label="lignes des tableaux importés",
    why="dire ce qu'un import a fait, rendre les lignes refusées, tout annuler",
    kept="un an après la fin de l'import, qui ne s'annule plus ensuite",
    expired=expired_rows,
    for_staff=True,
)
