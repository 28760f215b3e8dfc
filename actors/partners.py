"""Who works with whom, one step away: through the cooperations and the poles that they share."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from actors.models import Structure
from ptce_hub.directory.models import Status

MOST = 10
#: How a structure is tied to what it takes part in; the apps above are not imported here.
TIES = {"cooperation": "participations", "pole": "memberships"}


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
    counts = {field: shared_counts(structures, field, keys) for field, keys in shared.items()}
    both = sum(counts.values(), Counter())
    ranked = sorted(both, key=lambda who: (-both[who], who[1]))[:MOST]
    found = Structure.objects.only("name", *Structure.address_fields).in_bulk([pk for pk, _ in ranked])
    partners = [
        Partner(found[who[0]], counts.get("cooperation", {}).get(who, 0), counts.get("pole", {}).get(who, 0))
        for who in ranked
    ]
    return Partners(partners, len(both))


def shared_counts(structures, field, keys):
    """How many each structure shares, by ``(key, name)``."""
    ties = Structure._meta.get_field(TIES[field]).related_model.objects
    ties = ties.filter(**{f"{field}__in": keys}, structure__status=Status.PUBLISHED).exclude(structure__in=structures)
    rows = ties.order_by().values_list("structure", "structure__sort_name").annotate(Count(field, distinct=True))
    return Counter({(pk, name): count for pk, name, count in rows})
