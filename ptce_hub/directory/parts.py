"""How many entries stand in each part of a territory: the regions, the departments of a region, and so on down."""

from collections import Counter

from django.db.models import Case, Count, F, Q, When

from ptce_hub.territories.models import Kind, Territory

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


def parts_of(territory):
    """The level just below, that of today; None is the whole country."""
    kind = PARTS.get(territory.kind if territory else Kind.COUNTRY)
    parts = Territory.objects.filter(kind=kind, ended="") if kind else Territory.objects.none()
    return parts if territory is None or territory.kind == Kind.COUNTRY else parts.within(territory)


def count_parts(entries, territory):
    """``{part: number of entries}`` for the parts that have some; an entry of several territories counts in each."""
    parts = {part.pk: part for part in parts_of(territory)}
    if not parts:
        return {}
    if territory is not None:
        entries = entries.within(territory)
    counts = count_keys(entries.order_by(), next(iter(parts.values())).kind, list(parts))
    return {parts[pk]: count for pk, count in counts.items() if pk in parts}


def count_keys(entries, kind, parts):
    model = entries.model
    several = [field for field in model.territory_fields if model._meta.get_field(field).many_to_many]
    spread = Q(*((f"{field}__isnull", False) for field in several), _connector=Q.OR)
    spread = model._base_manager.filter(spread).values("pk") if several else []
    counts = Counter()
    if several != list(model.territory_fields):
        alone = entries.exclude(pk__in=spread) if several else entries
        for placed in standing(alone, "territory", kind, parts):
            counts.update(dict(placed.values_list("part").annotate(Count("pk"))))
    if several:
        pairs = set()
        for field in model.territory_fields:
            for placed in standing(entries.filter(pk__in=spread), field, kind, parts):
                pairs.update(placed.values_list("part", "pk"))
        counts.update(part for part, _ in pairs)
    return counts


def standing(entries, field, kind, parts):
    """Those in each part by the territory of ``field``, as two querysets with ``part``, that share no territory."""
    column, told = TOLD_BY_COLUMN.get(kind, ("pk", []))
    level = f"{field}__kind"
    itself = When(**{level: kind}, then=F(field))
    near = Case(itself, When(**{f"{level}__in": told}, then=F(f"{field}__{column}")))
    others = [other for other in Kind.values if other not in (kind, *told)]
    links = {f"{field}__outer_links__whole": True, f"{field}__outer_links__outer__in": parts}
    yield entries.filter(**{f"{level}__in": [kind, *told]}).annotate(part=near)
    yield entries.filter(**{f"{level}__in": others}, **links).annotate(part=F(f"{field}__outer_links__outer"))
