"""Where else, when a territory has nothing: those of its own level that hold some entries, the nearest first."""

from functools import reduce
from operator import or_

from django.db.models import Q

from ptce_hub.territories.models import Kind, Territory
from ptce_hub.territories.nearness import centre_of, nearest_among

#: The level looked for, where it is not that of the territory itself.
LEVELS = {Kind.AREA: Kind.EPCI, Kind.FORMER_REGION: Kind.DEPARTMENT}
TRIED = 3


def nearest_holding(territory, querysets):
    """``(km, other)`` of the nearest few in which an entry of the ``querysets`` stands, from centre to centre."""
    here = centre_of(territory) if territory.kind != Kind.COUNTRY else None
    if here is None:
        return []
    level = LEVELS.get(territory.kind, territory.kind)
    held = reduce(or_, (Q(pk__in=keys) for entries in querysets for keys in standing_in(entries, level)))
    return nearest_among(Territory.objects.filter(held, kind=level).exclude(pk=territory.pk), here, TRIED)


def standing_in(entries, level):
    """The keys of the territories that the entries name, and of those of the level above them."""
    for field in entries.model.territory_fields:
        yield entries.order_by().values(field)
        if level != Kind.COMMUNE:
            yield entries.order_by().values(f"{field}__{level}")
