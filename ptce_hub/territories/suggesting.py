"""The territories that what is being typed may begin."""

from dataclasses import dataclass

from django.db.models import F, Q

from .models import Alias, Kind, Territory
from .names import fold
from .resolving import describe, name_in_full

MOST = 8
SHORTEST, LONGEST = 2, 80  # letters typed
#: A former name is offered when it is what people type; a postal code, for the commune.
OFFERED = [Alias.Nature.USUAL, Alias.Nature.RENAMED, Alias.Nature.DELEGATED, Alias.Nature.MERGED, Alias.Nature.POSTAL]

#: A former region keeps its page; one that still is a region answers by that of today.
NAMED_TODAY = (Q(ended="") & ~Q(kind=Kind.FORMER_REGION) | Q(kind=Kind.FORMER_REGION) & ~Q(ended="")) & ~Q(
    kind=Kind.COUNTRY
)


@dataclass(frozen=True)
class Suggestion:
    """What to write in the field, that ``resolve`` reads, and what it leads to when that says more."""

    value: str
    label: str
    territory: Territory
    is_exact: bool


def suggest(typed):
    """Those that ``typed`` begins, most populated first; [] when there is none. Two queries."""
    key = fold(typed[:LONGEST]) if "\0" not in typed else ""
    if len(key) < SHORTEST:
        return []
    offered = sorted([*by_name(key), *by_alias(key)], key=lambda each: (not each.is_exact, -size(each.territory)))
    first = {}
    for each in offered:
        first.setdefault(each.territory, each)
    return list(first.values())[:MOST]


def by_name(key):
    begun = Q(code__startswith=key.upper()) | Q(key__startswith=key)
    rows = Territory.objects.filter(begun, NAMED_TODAY).select_related("department")
    for each in rows.order_by(F("population").desc(nulls_last=True), "key", "pk")[:MOST]:
        yield Suggestion(written(each), "", each, key in (each.key, each.code.lower()))


def by_alias(key):
    begun = Q(code__startswith=key.upper(), nature=Alias.Nature.POSTAL) | Q(key__startswith=key)
    rows = Alias.objects.filter(begun, nature__in=OFFERED).select_related("territory__department")
    for alias in rows.order_by(F("territory__population").desc(nulls_last=True), "key", "pk")[:MOST]:
        if alias.nature == Alias.Nature.POSTAL:
            yield Suggestion(written(alias.territory), f"code postal {alias.code}", alias.territory, False)
        else:
            label = describe(alias.territory, "nom usuel" if alias.nature == Alias.Nature.USUAL else "", alias)
            yield Suggestion(alias.name, label, alias.territory, alias.key == key)


def written(territory):
    """The name, so that ``resolve`` finds this one and no other."""
    if territory.kind == Kind.AREA:
        return territory.name
    if territory.kind == Kind.COMMUNE and territory.department and territory.department.name == territory.name:
        return f"{territory.name} (commune)"
    return name_in_full(territory)


def size(territory):
    return territory.population or 0
