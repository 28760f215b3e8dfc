"""Who works with whom, one step away: through the cooperations and the poles that they share."""

from collections import Counter
from dataclasses import dataclass
from functools import cache, partial

from django.db.models import Count

from actors.models import Structure
from ptce_hub.directory.models import Status
from ptce_hub.directory.written import Written, rows_among

MOST = 10
#: How a structure is tied to what it takes part in; the apps above are not imported here.
TIES = {"cooperation": "participations", "pole": "memberships"}
#: What is read of each structure, in the order that ranks equals.
WHO = ("sort_name", "pk", "name", *Structure.address_fields)
KEY = WHO.index("pk")


@dataclass
class Partner:
    structure: Structure
    cooperations: int  # shared
    poles: int


@dataclass
class Partners:
    """The ``first`` share the most; ``total`` counts them all."""

    first: list
    total: int


def partners_of(structures, **shared):
    """The other published structures of the ``cooperation`` and the ``pole`` keys given, all of them published."""
    counts = {field: shared_counts(field, keys, set(structures)) for field, keys in shared.items()}
    both = sum(counts.values(), Counter())
    first = sorted(both, key=lambda who: (-both[who], who))[:MOST]
    partners = [
        Partner(Structure(**dict(zip(WHO, who, strict=True))), *(counts[tie][who] for tie in TIES)) for who in first
    ]
    return Partners(partners, len(both))


def shared_counts(field, keys, structures):
    """How many of the ``keys`` each structure has, but those of ``structures``; by what ``WHO`` says of it."""
    rows = rows_among(keys, partial(ties_written, field))
    published = [(tuple(who), count) for count, status, *who in rows if status == Status.PUBLISHED]
    return Counter({who: count for who, count in published if who[KEY] not in structures})


@cache
def ties_written(field, keys):
    """Drafts are read too, and left out later: to ask for their status would make SQLite read every published one."""
    ties = Structure._meta.get_field(TIES[field]).related_model.objects.order_by()
    ties = ties.filter(**{f"{field}__in": keys}, structure__isnull=False)
    who = [f"structure__{name}" for name in ("status", *WHO)]
    return Written(ties.values_list(*who).annotate(count=Count(field, distinct=True)).values_list("count", *who))
