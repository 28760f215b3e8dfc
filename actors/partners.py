"""Who works with whom, one step away: through the cooperations and the poles that they share."""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from operator import itemgetter

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Count, TextField, Value

from actors.models import Structure
from ptce_hub.directory.models import Status
from ptce_hub.directory.written import Written, rows_among

MOST = 10
#: How a structure is tied to what it takes part in; the apps above are not imported here.
TIES = {"cooperation": "participations", "pole": "memberships"}
#: What is read of each structure, in the order of its fields.
READ = {"id", "name", "sort_name", *Structure.address_fields}
WHO = [field.attname for field in Structure._meta.concrete_fields if field.attname in READ]
ranking = itemgetter(WHO.index("sort_name"), WHO.index("id"))


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


def partners_of(structures):
    """The other published structures in the published cooperations and poles of these."""
    counts = {tie: Counter() for tie in TIES}
    for tie, count, its_status, status, *who in rows_among(structures, shared_written):
        if its_status == status == Status.PUBLISHED:
            counts[tie][tuple(who)] = count
    both = sum(counts.values(), Counter())
    first = sorted(both, key=lambda who: (-both[who], *ranking(who)))[:MOST]
    partners = [
        Partner(Structure.from_db(DEFAULT_DB_ALIAS, WHO, who), *(counts[tie][who] for tie in TIES)) for who in first
    ]
    return Partners(partners, len(both))


@cache
def shared_written(structures):
    first, *others = [who_shares(tie, structures) for tie in TIES]
    return Written(first.union(*others, all=True).order_by())


def who_shares(tie, structures):
    """In how many of what the ``structures`` take part each other one does, by status, and what ``WHO`` says of it.

    Drafts are read too, and left out later: to ask for their status would make SQLite read every published one.
    """
    ties = Structure._meta.get_field(TIES[tie]).related_model.objects.order_by()
    theirs = ties.filter(structure__in=structures).values(tie)
    ties = ties.filter(**{f"{tie}__in": theirs}, structure__isnull=False).exclude(structure__in=structures)
    who = [f"{tie}__status", *(f"structure__{name}" for name in ("status", *WHO))]
    shared = ties.values(*who).annotate(tie=Value(tie, TextField()), count=Count(tie, distinct=True))
    return shared.values_list("tie", "count", *who)
