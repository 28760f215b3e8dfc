"""Derives which territory lies inside or overlaps which, from their communes, or from what an area says it touches."""

from collections import Counter, defaultdict
from itertools import batched, combinations

from django.db import transaction

from .inserting import insert
from .models import Containment, Kind, Territory

BATCH = 5000
WIDTH = {kind: rank for rank, kind in enumerate(Kind.values)}


def rebuild():
    """Makes the whole table agree with the territories; gives how many pairs were written and removed."""
    with transaction.atomic():
        land = Land()
        return write(land, land.pairs())


def refresh(area):
    """The same for one area that an editor changed, and for the areas that lean on it."""
    with transaction.atomic():
        land = Land()
        return write(land, land.pairs(), only=land.leaning_on(area.pk))


class Land:
    """Every territory, the communes of each, and what those without communes say they touch."""

    def __init__(self):
        rows = list(Territory.objects.values_list("pk", "kind", "region", "department", "epci", "ended"))
        self.kinds = {pk: kind for pk, kind, *_ in rows}
        self.anchors = self.read_links(Territory.anchors.through)
        listing = defaultdict(list)
        for holder, communes in self.read_links(Territory.communes.through).items():
            for commune in communes:
                listing[commune].append(holder)
        for former, departments in self.anchors.items():
            if self.kinds[former] == Kind.FORMER_REGION:
                for department in departments:
                    listing[department].append(former)
        #: Of each commune, what it is a part of. An ended one lies there too, but no longer makes up its extent.
        self.holders, self.ended = {}, set()
        for pk, kind, region, department, epci, ended in rows:
            if kind == Kind.COMMUNE:
                held = {region, department, epci, *listing[pk], *listing[department]} - {None}
                self.holders[pk] = tuple(sorted(held))
                if ended:
                    self.ended.add(pk)

    @staticmethod
    def read_links(through):
        links = defaultdict(list)
        for holder, held in through.objects.order_by("pk").values_list("from_territory", "to_territory"):
            links[holder].append(held)
        return links

    def leaning_on(self, pk):
        """The territory and, one through another, all that are placed by it."""
        found, waiting = set(), {pk}
        while waiting:
            found |= waiting
            waiting = {holder for holder, held in self.anchors.items() if waiting.intersection(held)} - found
        return found

    def pairs(self):
        """``{(outer, inner): whole}`` for all that share a part."""
        pairs = {(outer, commune): True for commune, held in self.holders.items() for outer in held}
        sizes = self.compare_extents(pairs)
        self.place_by_anchors(pairs, sizes)
        for country in (pk for pk, kind in self.kinds.items() if kind == Kind.COUNTRY):
            pairs |= {(country, pk): True for pk in self.kinds if pk != country}
        return pairs

    def compare_extents(self, pairs):
        """One inside another, equal (the wider level covers the other), or overlapping."""
        alike = Counter(held for commune, held in self.holders.items() if commune not in self.ended)
        sizes, shared = Counter(), Counter()
        for held, communes in alike.items():
            for pk in held:
                sizes[pk] += communes
            for couple in combinations(held, 2):
                shared[couple] += communes
        for (one, other), communes in shared.items():
            if WIDTH[self.kinds[one]] > WIDTH[self.kinds[other]]:
                one, other = other, one
            if communes == sizes[other] and (communes < sizes[one] or self.kinds[one] != self.kinds[other]):
                pairs[one, other] = True
            elif communes == sizes[one] < sizes[other]:
                pairs[other, one] = True
            else:
                pairs[one, other] = pairs[other, one] = False
        return sizes

    def place_by_anchors(self, pairs, sizes):
        """An area of unknown communes lies in its only anchor, or across several and inside what covers them all."""
        outers = defaultdict(set)
        for (outer, inner), whole in pairs.items():
            if whole:
                outers[inner].add(outer)
        waiting = {pk: held for pk, held in self.anchors.items() if pk not in sizes and pk not in self.holders}
        while ready := [pk for pk, held in waiting.items() if not waiting.keys() & set(held)]:
            for pk in ready:
                anchors = set(waiting.pop(pk))
                around = set.intersection(*(outers[anchor] for anchor in anchors))
                outers[pk] = around | (anchors if len(anchors) == 1 else set())
                touched = anchors.union(*(outers[anchor] for anchor in anchors)) - outers[pk]
                pairs |= {(outer, pk): True for outer in outers[pk]}
                pairs |= {couple: False for outer in touched for couple in ((outer, pk), (pk, outer))}


def write(land, pairs, only=None):
    """Writes what differs, for the territories ``only`` if given; an area then takes the columns of what covers it."""
    stored = Containment.objects.all()
    if only is not None:
        pairs = {couple: whole for couple, whole in pairs.items() if only.intersection(couple)}
        stored = stored.filter(outer__in=only) | stored.filter(inner__in=only)
    existing = {
        (outer, inner): (whole, pk) for pk, outer, inner, whole in stored.values_list("pk", "outer", "inner", "whole")
    }
    wrong = [pk for couple, (whole, pk) in existing.items() if pairs.get(couple) != whole]
    for some in batched(wrong, BATCH):
        Containment.objects.filter(pk__in=some).delete()
    missing = ((*couple, whole) for couple, whole in pairs.items() if existing.get(couple, ("",))[0] != whole)
    insert(Containment, ["outer_id", "inner_id", "whole"], missing)
    place_areas(land, pairs, only)
    return {"written": len(pairs) - len(existing) + len(wrong), "removed": len(wrong)}


def place_areas(land, pairs, only):
    """An area inside one region, department or intercommunality says so in its columns, like any commune."""
    columns = {kind: f"{kind}_id" for kind in (Kind.REGION, Kind.DEPARTMENT, Kind.EPCI)}
    covering = defaultdict(dict)
    for (outer, inner), whole in pairs.items():
        if whole and land.kinds[inner] == Kind.AREA and land.kinds[outer] in columns:
            covering[inner][columns[land.kinds[outer]]] = outer
    areas = Territory.objects.filter(kind=Kind.AREA)
    for area in areas if only is None else areas.filter(pk__in=only):
        right = {column: covering[area.pk].get(column) for column in columns.values()}
        if any(getattr(area, column) != value for column, value in right.items()):
            Territory.objects.filter(pk=area.pk).update(**right)
