"""What lies around a territory: the levels above and below, its neighbours, and the nearest entries."""

from typing import NamedTuple

from django.db.models import Q

from actors.views import StructurePages
from poles.views import CooperationPages, PlacePages, PolePages
from ptce_hub.territories.distances import distance_km, nearest
from ptce_hub.territories.models import Containment, Kind, Territory
from ptce_hub.territories.nearness import centre_of, flat_distance
from ptce_hub.territories.overseas import PARTS_OF_COUNTRY

NEAREST_NOUNS = (PolePages, CooperationPages, PlacePages, StructurePages)
NEIGHBOURS = 6
NEAREST = 3  # entries of each noun
SHOWN = ("name", "slug", "kind", "latitude", "longitude", "approximate")


class Neighbours(NamedTuple):
    """Territories of the same kind; ``among`` says which were considered, ``rows`` are ``(km or None, territory)``."""

    among: str
    rows: list


def wider_and_across(territory):
    """Those that hold the territory, widest first, and those that share a part with it, by name."""
    links = Containment.objects.filter(inner=territory).select_related("outer")
    links = links.only("whole", "inner", *(f"outer__{name}" for name in ("name", "slug", "kind", "nature", "key")))
    wider = [link.outer for link in links if link.whole]
    across = [link.outer for link in links if not link.whole]
    wider.sort(key=lambda other: (Kind.values.index(other.kind), other.key))
    return wider, sorted(across, key=lambda other: other.key)


def parts(territory):
    """The level just below: departments of a region, intercommunalities of a department, communes of the others."""
    finer = {
        Kind.REGION: [Kind.DEPARTMENT],
        Kind.FORMER_REGION: [Kind.DEPARTMENT],
        Kind.DEPARTMENT: [Kind.EPCI],
        Kind.COMMUNE: [Kind.AREA],
    }.get(territory.kind, [Kind.COMMUNE])
    within = Territory.objects.within(territory)
    within = within.filter(PARTS_OF_COUNTRY if territory.kind == Kind.COUNTRY else Q(kind__in=finer))
    return within.only("name", "slug", "kind").order_by("key", "pk")


def neighbours(territory):
    """The nearest of the same kind, from centre to centre; no outline tells who shares a border at every level."""
    kin = Territory.objects.filter(kind=territory.kind, ended=territory.ended).exclude(pk=territory.pk).only(*SHOWN)
    match territory.kind:
        case Kind.COMMUNE if territory.epci:
            among, kin = "les communes de la même intercommunalité", kin.filter(epci=territory.epci)
        case Kind.COMMUNE | Kind.EPCI if territory.department:
            kind = "communes" if territory.kind == Kind.COMMUNE else "intercommunalités"
            among, kin = f"les {kind} du même département", kin.filter(department=territory.department)
        case Kind.DEPARTMENT | Kind.REGION:
            among = "les départements" if territory.kind == Kind.DEPARTMENT else "les régions"
        case Kind.FORMER_REGION | Kind.AREA if territory.region:
            kind = "zones" if territory.kind == Kind.AREA else "anciennes régions"
            return Neighbours(f"{kind} de la même région", named(kin.filter(region=territory.region)))
        case _:
            return None
    if territory.latitude is None:
        return Neighbours(among, named(kin))
    return Neighbours(among, nearest(kin, (territory.latitude, territory.longitude), NEIGHBOURS))


def named(kin):
    return [(None, each) for each in kin.order_by("key", "pk")[:NEIGHBOURS]]


# --- Where nothing is ---------------------------------------------------------------------------------------------


class Near(NamedTuple):
    km: float
    entry: object


def nearest_entries(territory):
    """Of each noun that has any, the entries placed in the nearest communes: ``[(pages, [Near…])…]``."""
    here = centre_of(territory)
    if here is None:
        return []
    found = [(pages, nearest_of(pages, here)) for pages in NEAREST_NOUNS]
    return [(pages, near) for pages, near in found if near]


def nearest_of(pages, here):
    """Chosen on a flat map, a few more than needed, then measured on the sphere."""
    placed = pages.model.objects.published().filter(territory__kind=Kind.COMMUNE, territory__latitude__isnull=False)
    shown = ("name", *pages.model.address_fields, *(f"territory__{name}" for name in SHOWN))
    rows = placed.select_related("territory").only(*shown)
    rows = rows.order_by(flat_distance(here, "territory__"), "pk")[: NEAREST * 4]
    near = [Near(distance_km(here, (row.territory.latitude, row.territory.longitude)), row) for row in rows]
    return sorted(near, key=lambda each: (each.km, each.entry.name))[:NEAREST]
