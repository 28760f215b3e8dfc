"""Where entries stand: at a point, or only in a department, a region, nowhere precise."""

from collections import Counter
from typing import NamedTuple

from django.db.models import BooleanField, Case, Count, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from ptce_hub.territories.models import Containment, Kind, Territory
from ptce_hub.territories.overseas import COLLECTIVITY, ZONE

IN_A_COMMUNE = Q(territory__kind=Kind.COMMUNE)


class Place(NamedTuple):
    """Where ``count`` entries stand; ``approximate`` when the point is that of neighbouring communes."""

    latitude: float
    longitude: float
    approximate: bool
    territory: str
    count: int
    kind: str
    slug: str

    @property
    def url(self):
        """The page of the territory where they stand; empty when the entries name none."""
        return Territory(kind=self.kind, slug=self.slug).get_absolute_url() if self.slug else ""

    def __str__(self):
        rough = " (position approchée)" if self.approximate else ""
        return f"{self.territory or 'Position précise'} : {self.count} fiche{'s' if self.count > 1 else ''}{rough}"


def located(entries):
    """The entries with ``lat``, ``lon`` and ``rough``: their own point, else their commune's; None when neither."""
    own = {field.name for field in entries.model._meta.get_fields()} >= {"latitude", "longitude"}
    communal = {name: Case(When(IN_A_COMMUNE, then=F(f"territory__{name}"))) for name in ("latitude", "longitude")}
    rough = IN_A_COMMUNE & Q(territory__approximate=True) & (Q(latitude=None) if own else Q())
    return bare(entries).annotate(
        lat=Coalesce(F("latitude"), communal["latitude"]) if own else communal["latitude"],
        lon=Coalesce(F("longitude"), communal["longitude"]) if own else communal["longitude"],
        rough=Case(When(rough, then=Value(True)), default=Value(False), output_field=BooleanField()),
    )


def places(entries):
    """The ``Place`` of each point where entries stand, fullest first, and how many entries have none: one query."""
    rows = (
        located(entries)
        .values_list("lat", "lon", "rough", "territory__name")
        .annotate(n=Count("pk"))
        .values_list("lat", "lon", "rough", "territory__name", "n", "territory__kind", "territory__slug")
        .order_by("-n", "territory__name", "lat")
    )
    found = [Place(*row) for row in rows]
    return [place for place in found if place.latitude is not None], sum(
        place.count for place in found if place.latitude is None
    )


def bare(entries):
    """The same entries without what a list annotates, so that they can be grouped."""
    return entries.model._base_manager.filter(pk__in=entries.order_by().values("pk"))


def counts(entries, level):
    """How many entries stand wholly in each territory of the level, by its key, and how many in none.

    As ``within`` says it: an entry of several territories counts in each, so that a count is the length of the list.
    """
    several = [field for field in entries.model.territory_fields if field != "territory"]
    found = Counter()
    if several != list(entries.model.territory_fields):
        alone = bare(entries).filter(**{f"{field}__isnull": True for field in several})
        rows = alone.annotate(holder=holder("territory", level)).values_list("holder").annotate(n=Count("pk"))
        found.update(dict(rows.order_by()))
    if several:
        spread = Q(*((f"{field}__isnull", False) for field in several), _connector=Q.OR)
        found.update(holders(bare(entries).filter(spread), level))
    return found, found.pop(None, 0)


def holders(entries, level):
    """Of each entry, every territory of the level where it stands wholly; None, once, when there is none."""
    each = [entries.annotate(holder=holder(field, level)) for field in entries.model.territory_fields]
    found = {pair for rows in each for pair in rows.order_by().values_list("pk", "holder").distinct()}
    held = {pk for pk, place in found if place is not None}
    return [place for pk, place in found if place is not None or pk not in held]


def holder(field, level):
    """The territory of the level (region or department) in which the one that ``field`` names lies wholly."""
    astride = Containment.objects.filter(outer__kind=level, inner__kind=Kind.EPCI, whole=False).values("inner")
    return Case(
        When(**{f"{field}__kind": level}, then=F(f"{field}__pk")),
        When(**{f"{field}__kind": Kind.EPCI, f"{field}__in": astride}, then=None),
        *(in_collectivities(field) if level == Kind.REGION else ()),
        default=F(f"{field}__{level}"),
        output_field=IntegerField(),
    )


def in_collectivities(field):
    """What stands in an overseas collectivity is in no region: it counts there as elsewhere in a region."""
    own, overseas = {f"{field}__kind": Kind.AREA, f"{field}__zone": ZONE}, {f"{field}__zone": ZONE}
    holding = Containment.objects.filter(inner=OuterRef(field), whole=True, outer__in=collectivities())
    return When(**own, then=F(f"{field}__pk")), When(**overseas, then=Subquery(holding.values("outer")[:1]))


def collectivities():
    return Territory.objects.filter(COLLECTIVITY)


def in_no(level, entries):
    """Those that ``counts`` puts in no territory of the level."""
    if entries.model.territory_fields == ("territory",):
        return bare(entries).annotate(holder=holder("territory", level)).filter(holder__isnull=True)
    held = Q()
    for field in entries.model.territory_fields:
        some = bare(entries).annotate(holder=holder(field, level)).filter(holder__isnull=False)
        held |= Q(pk__in=some.values("pk"))
    return bare(entries).exclude(held)


def unplaced(entries):
    """Those of which no point is known."""
    return located(entries).filter(lat__isnull=True)
