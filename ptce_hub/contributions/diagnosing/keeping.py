"""A test and its secret link: begun, found again, given a new link, erased for ever."""

from django.db import transaction

from poles.diagnosing.answering import answers_of
from poles.diagnosing.reading import Reading
from poles.models import Diagnosis, Grid
from ptce_hub.contributions.links import fingerprint, new_secret


def begin(grid, **more):
    """A new test and its secret."""
    secret, mark = new_secret()
    return Diagnosis.objects.create(grid=grid, secret_hash=mark, **more), secret


def renew(diagnosis):
    """Another secret: the link of before leads nowhere from now on."""
    secret, mark = new_secret()
    Diagnosis.objects.filter(pk=diagnosis.pk).update(secret_hash=mark)
    return secret


def diagnosis_at(secret):
    """The test that the link leads to; None for a link erased, forged, replaced, or of a test too old."""
    rows = Diagnosis.objects.with_ties()
    found = rows.filter(secret_hash=fingerprint(secret)).exclude(pk__in=Diagnosis.objects.expired()).first()
    if found and (found.pole_id or found.cooperation_id) and not found.subject.is_published:
        return None
    return found


@transaction.atomic
def erase(diagnosis):
    """The test and its answers: no history, no trash holds them."""
    Diagnosis.objects.filter(pk=diagnosis.pk).delete()


def whole_grid(diagnosis):
    """The version that it is answered on."""
    return Grid.objects.whole().get(pk=diagnosis.grid_id)


def reading_of(diagnosis, grid=None):
    return Reading(grid or whole_grid(diagnosis), answers_of(diagnosis))
