"""Where else, when a territory has nothing: the nearest of its own level in which some entry stands."""

from bisect import bisect_left

from ptce_hub.directory.search.keys import territories_of, with_finer
from ptce_hub.directory.search.models import SearchEntry
from ptce_hub.territories.models import Containment, Kind, Territory
from ptce_hub.territories.nearness import centre_of, nearest_among, within_degrees

#: The level looked for, where it is not that of the territory itself.
LEVELS = {Kind.AREA: Kind.EPCI, Kind.FORMER_REGION: Kind.DEPARTMENT}
SHOWN = ("name", "slug", "kind", "code", "latitude", "longitude", "approximate")
FEW = 1_000  # entries of which each is asked where it stands; many are near enough to be sought around
AROUND = 32  # territories, for many entries
DEGREES = 0.3  # from here to the farthest commune sought; so many of them are seldom so far


def nearest_holding(territory, standing, holds):
    """``(km, other)`` from centre to centre, None when there is none.

    ``standing`` asks the search for the keys of each entry; ``holds(keys)`` says whether one of them stands in one of
    these territories.
    """
    here = centre_of(territory) if territory.kind != Kind.COUNTRY else None
    if here is None:
        return None
    level = LEVELS.get(territory.kind, territory.kind)
    kin = Territory.objects.filter(kind=level).exclude(pk=territory.pk).only(*SHOWN)
    rows = list(standing[: FEW + 1])
    if len(rows) <= FEW:
        return next(iter(nearest_among(kin.filter(pk__in=set().union(*map(territories_of, rows))), here, 1)), None)
    if level == Kind.COMMUNE:
        kin = within_degrees(kin, here, DEGREES)
    around = nearest_among(kin, here, AROUND)
    first = bisect_left(range(len(around)), True, key=lambda last: holds([near.pk for _, near in around[: last + 1]]))
    return around[first] if first < len(around) else None


def keys_of_each(entries):
    """What the search says of where each of these entries of a noun stands."""
    kinds = [noun._meta.model_name for noun in with_finer(entries.model)]
    rows = SearchEntry.objects.filter(kind__in=kinds, object_id__in=entries.order_by().values("pk"))
    return rows.values_list("keys", flat=True)


def standing_in(entries, territories):
    """Those of one of the territories (keys) or of anything wholly inside one."""
    inside = Containment.objects.filter(outer__in=territories, whole=True).values("inner")
    return entries.placed(Territory.objects.filter(pk__in=territories).values("pk").union(inside, all=True))
