"""How many entries stand in each part of a territory: the regions, the departments of a region, and so on down."""

from collections import Counter

from django.db.models import BigIntegerField, Case, Count, F, OuterRef, Q, Subquery, When

from ptce_hub.territories.models import Containment, Kind, Territory
from ptce_hub.territories.overseas import PARTS_OF_COUNTRY, ZONE

PARTS = {
    Kind.COUNTRY: Kind.REGION,
    Kind.REGION: Kind.DEPARTMENT,
    Kind.FORMER_REGION: Kind.DEPARTMENT,
    Kind.DEPARTMENT: Kind.EPCI,
    Kind.EPCI: Kind.COMMUNE,
    Kind.AREA: Kind.COMMUNE,
}
#: For a part of each kind, the kinds whose column of that name says the same as the inclusions, and faster.
#: An intercommunality's does not: it names the region of most of its inhabitants.
TOLD_BY_COLUMN = {
    Kind.REGION: ("region", [Kind.COMMUNE, Kind.AREA, Kind.DEPARTMENT]),
    Kind.DEPARTMENT: ("department", [Kind.COMMUNE, Kind.AREA]),
    Kind.EPCI: ("epci", [Kind.COMMUNE, Kind.AREA]),
}
COLLECTIVITY_OF_ENTRY = Q(territory__kind=Kind.AREA, territory__zone=ZONE)


def parts_of(territory):
    """The level just below, that of today, no two of which share a place; None is the whole country."""
    if territory is None or territory.kind == Kind.COUNTRY:
        parts = Territory.objects.filter(PARTS_OF_COUNTRY)
    elif kind := PARTS.get(territory.kind):
        parts = Territory.objects.within(territory).filter(kind=kind, ended="")
    else:
        return Territory.objects.none()
    return parts.only("kind", "code", "name", "key")


def count_parts(entries, territory):
    """``{part: number of entries}`` for the parts that have some; an entry of several territories counts in each."""
    parts = {part.pk: part for part in parts_of(territory)}
    if not parts:
        return {}
    if territory is not None:
        entries = entries.within(territory)
    entries, model = entries.order_by(), entries.model
    several = [field for field in model.territory_fields if model._meta.get_field(field).many_to_many]
    counts = Counter()
    if several:
        spread = Q(*((f"{field}__isnull", False) for field in several), _connector=Q.OR)
        spread = model._base_manager.filter(spread).values("pk")
        counts.update(part for _, part in pairs(entries.filter(pk__in=spread), parts))
        entries = entries.exclude(pk__in=spread)
    if several != list(model.territory_fields):
        kind = PARTS[territory.kind if territory else Kind.COUNTRY]
        counts.update(dict(standing(entries, kind, parts).values_list("part").annotate(Count("pk"))))
    return {parts[pk]: count for pk, count in counts.items() if pk in parts}


def pairs(entries, parts):
    """Each entry with each part that it stands in, by any of its territories."""
    places = {pair for field in entries.model.territory_fields for pair in entries.values_list("pk", field)}
    held = Containment.objects.filter(whole=True, outer__in=parts, inner__in={place for _, place in places})
    holders = {part: part for part in parts} | dict(held.values_list("inner", "outer"))
    return {(entry, holders.get(place)) for entry, place in places}


def standing(entries, kind, parts):
    """The entries that have a territory, with the ``part`` in which it lies wholly, None when it lies in none."""
    column, told = TOLD_BY_COLUMN.get(kind, ("pk", []))
    others = [other for other in Kind.values if other not in (kind, *told)]
    holding = Containment.objects.filter(whole=True, outer__in=parts, inner=OuterRef("territory")).values("outer")
    part = Case(
        When(~Q(territory__zone=ZONE), territory__kind__in=told, then=F(f"territory__{column}")),  # nearly all: first
        When(territory__kind=kind, then=F("territory")),
        When(COLLECTIVITY_OF_ENTRY, then=F("territory")),
        When(territory__zone=ZONE, then=Subquery(holding[:1])),
        When(territory__kind__in=others, then=Subquery(holding[:1])),  # few, hence asked one by one
        output_field=BigIntegerField(),
    )
    return entries.filter(territory__isnull=False).annotate(part=part)  # SQLite then reads them territory by territory
