"""Where records stand, in words that people may type and in keys that a territory's own search asks for."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, partial

from ptce_hub.directory.search.keys import territory_key
from ptce_hub.directory.written import Written, rows_among
from ptce_hub.territories.models import Alias, Containment, Kind, Territory

MOST_SHOWN = 3  # territories of one record, where it is named
NARROW_FIRST = list(reversed(Kind.values))


@dataclass
class Place:
    where: str = ""
    names: list = field(default_factory=list)
    keys: set = field(default_factory=set)


def places_of(model, entries):
    """By key of entry, its ``Place``; six queries whatever the entries."""
    standing = standings(model, entries)
    known = around({territory for territories in standing.values() for territory in territories})
    return {entry.pk: place_of(entry, [known[territory] for territory in standing[entry.pk]]) for entry in entries}


def standings(model, entries):
    """By key of entry, the keys of its territories, its own before those where it acts."""
    standing = {entry.pk: {} for entry in entries}
    for name in sorted(model.territory_fields, key=lambda name: name != "territory"):
        for pk, territory in rows_among(standing, partial(standing_written, model, name)):
            standing[pk][territory] = True
    return standing


@cache
def standing_written(model, name, keys):
    rows = model._base_manager.filter(pk__in=keys, **{f"{name}__isnull": False}).order_by(f"{name}__name")
    return Written(rows.values_list("pk", name))


def place_of(entry, territories):
    shown = [place.where for place in territories[:MOST_SHOWN]] or [entry.territory_words]
    more = ["…"] if len(territories) > MOST_SHOWN else []
    names = [entry.territory_words] if entry.territory_words else []
    names += [name for place in territories for name in place.names]
    return Place(" · ".join([*shown, *more]), names, set().union(*(place.keys for place in territories)))


def around(keys):
    """By key of territory, its ``Place``: its names, old and new, its postal codes, the names of what covers it."""
    wider = defaultdict(list)
    for inner, outer, kind, name in rows_among(keys, wider_written):
        wider[inner].append((NARROW_FIRST.index(kind), name, outer))
    others = defaultdict(list)
    for territory, nature, code, name in rows_among(keys, others_written):
        others[territory].append(code if nature == Alias.Nature.POSTAL else name)
    return {
        territory.pk: place_around(territory, others[territory.pk], sorted(wider[territory.pk]))
        for territory in rows_among(keys, themselves_written)
    }


@cache
def wider_written(keys):
    links = Containment.objects.filter(inner__in=keys, whole=True)
    return Written(links.values_list("inner", "outer", "outer__kind", "outer__name"))


@cache
def others_written(keys):
    aliases = Alias.objects.filter(territory__in=keys).exclude(nature=Alias.Nature.DISTRICT)
    return Written(aliases.values_list("territory", "nature", "code", "name"))


@cache
def themselves_written(keys):
    return Written(Territory.objects.filter(pk__in=keys).select_related("department", "region"))


def place_around(territory, others, wider):
    names = [name for rank, name, _ in wider if rank != NARROW_FIRST.index(Kind.COUNTRY)]
    keys = {territory_key(key) for key in (territory.pk, *(outer for _, _, outer in wider))}
    return Place(place_in_words(territory), [territory.name, *names, *others], keys)


def place_in_words(territory):
    """« Nocé (Orne, Normandie) », as cards say it."""
    wider = []
    if territory.department and territory.kind != Kind.DEPARTMENT and territory.department.name != territory.name:
        wider.append(territory.department.name)
    if territory.region and territory.kind != Kind.REGION:
        wider.append(territory.region.name)
    return f"{territory.name} ({', '.join(wider)})" if wider else territory.name
