"""The suspects of every noun, kept for the editors; what they decided is never asked again."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from ptce_hub.directory.duplicates.blocking import Finder
from ptce_hub.directory.duplicates.models import Suspicion
from ptce_hub.directory.models import Entry, Status

BATCH = 500


def find_all():
    """Each noun and, of its pairs, how many are new, how many to look at in all, how many no longer suspect."""
    for noun in Entry.__subclasses__():
        if not noun._meta.abstract:
            yield noun, find(noun)


@transaction.atomic
def find(noun):
    found = dict(Finder(noun._base_manager.exclude(status=Status.ARCHIVED)).pairs())
    content_type = ContentType.objects.get_for_model(noun)
    known = {(pair.first_id, pair.second_id): pair for pair in Suspicion.objects.filter(content_type=content_type)}
    suspects = {key: pair for key, pair in known.items() if pair.state == Suspicion.State.SUSPECT}
    gone = [pair.pk for key, pair in suspects.items() if key not in found]
    for start in range(0, len(gone), BATCH):
        Suspicion.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    changed = []
    for key, pair in suspects.items():
        if key in found and (pair.score, pair.reasons) != tuple(found[key]):
            pair.score, pair.reasons = found[key]
            changed.append(pair)
    Suspicion.objects.bulk_update(changed, ["score", "reasons"], batch_size=BATCH)
    new = [
        Suspicion(content_type=content_type, first_id=key[0], second_id=key[1], score=score, reasons=reasons)
        for key, (score, reasons) in found.items()
        if key not in known
    ]
    Suspicion.objects.bulk_create(new, batch_size=BATCH)
    return len(new), len(new) + len(suspects) - len(gone), len(gone)
