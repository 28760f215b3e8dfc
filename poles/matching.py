"""Needs and what answers them: the same kind, the other sense, each within the reach of the other.

Nothing depends on which of the two is asked first: what answers a need is answered by it.
"""

from functools import cache
from math import cos, radians
from typing import NamedTuple

from django.db.models import CharField, Value, prefetch_related_objects

from poles.models import Exchange
from ptce_hub.directory.listing.filters import Reach
from ptce_hub.directory.listing.reach import by_reach
from ptce_hub.directory.templatetags.french import kilometres
from ptce_hub.directory.written import ASKED, Written
from ptce_hub.territories.distances import distance_km
from ptce_hub.territories.models import Kind

KM_A_DEGREE = 111.0  # of latitude, a little less than the least
#: What stands for the values of an exchange in the queries written once: none of them is ever one.
KIND_ASKED, SENSE_ASKED = "\0kind", "\0sense"
SQUARE = (1001.25, 1001.5, 1001.75, 1002.25)  # degrees: south, north, west, east
SHOWN = (
    "name", "slug", "kind", "sense", "radius_km", "expires_on", "status",
    *(f"territory__{name}" for name in ("name", "kind", "code", "slug", "latitude", "longitude", "approximate")),
    *(f"pole__{name}" for name in ("name", "slug", "status")),
    *(f"structure__{name}" for name in ("name", "slug", "status", "kind")),
)  # fmt: skip
SAID = {
    Reach.HERE: "dans le même territoire",
    Reach.WIDER: "sur un territoire qui le contient",
    Reach.ACROSS: "sur un territoire qui le chevauche",
}


class Match(NamedTuple):
    """What answers an exchange. ``km`` is 0 when the territories touch, as ``reach`` then says."""

    exchange: Exchange
    km: float
    rough: bool
    reach: str
    themes: list

    @property
    def reasons(self):
        """« à 12 km, sur le même thème »."""
        if not self.reach:
            yield f"à {kilometres(self.km)}{' environ' if self.rough else ''}"
        else:
            yield SAID[self.reach]
        if self.themes:
            yield "sur le même thème" if len(self.themes) == 1 else f"sur {len(self.themes)} mêmes thèmes"


def matches_of(exchange):
    """What answers it and is still on, the nearest first, then what shares most themes; three queries.

    Two territories that share ground are at 0 km. The others are compared from point to point, if both exchanges say
    a radius and both territories have a point, and each is then within the radius of the other.
    """
    if exchange.territory is None:
        return []
    touching = {row.pk: row for row in rows_touching(exchange)}
    found = [(row, 0.0, row.reach) for row in touching.values()]
    around = (row for row in rows_around(exchange) if row.pk not in touching)
    measured = ((row, distance_km(point(exchange), point(row))) for row in around)
    found += [(row, km, "") for row, km in measured if km <= min(exchange.radius_km, row.radius_km)]
    found = [(row, km, reach) for row, km, reach in found if row.published_by != exchange.published_by]
    prefetch_related_objects([row for row, _, _ in found], "themes")
    own = {theme.pk for theme in exchange.themes.all()}
    matches = [
        Match(row, km, rough(exchange, row), reach, [theme for theme in row.themes.all() if theme.pk in own])
        for row, km, reach in found
    ]
    return sorted(matches, key=lambda match: (match.km, -len(match.themes), match.exchange.name, match.exchange.pk))


def answering(kind, sense):
    """What is still on of the kind and in the other sense, with all that a page shows of it."""
    rows = Exchange.objects.published().filter(kind=kind, sense=sense)
    return rows.select_related("territory", "pole", "structure").only(*SHOWN)


def rows_touching(exchange):
    """Those whose territory shares ground with its own, each with its ``reach``."""
    written = touching_written(exchange.territory.kind == Kind.COUNTRY)
    asked = {KIND_ASKED: exchange.kind, SENSE_ASKED: exchange.other_sense, ASKED: exchange.territory_id}
    return written.rows_with(asked)


@cache
def touching_written(country):
    rows = answering(KIND_ASKED, SENSE_ASKED)
    found = rows.placed().annotate(reach=Value(Reach.HERE, CharField())) if country else by_reach(rows, ASKED)
    return Written(found)


def rows_around(exchange):
    """Those in the square around its point; none without a radius or a point."""
    if not is_measured(exchange):
        return []
    north, east = point(exchange)
    high = exchange.radius_km / KM_A_DEGREE
    wide = high / max(cos(radians(min(abs(north) + high, 89))), 0.01)
    asked = {
        KIND_ASKED: exchange.kind, SENSE_ASKED: exchange.other_sense,
        SQUARE[0]: north - high, SQUARE[1]: north + high, SQUARE[2]: east - wide, SQUARE[3]: east + wide,
    }  # fmt: skip
    return around_written().rows_with(asked)


@cache
def around_written():
    south, north, west, east = SQUARE
    rows = answering(KIND_ASKED, SENSE_ASKED).filter(radius_km__isnull=False)
    return Written(rows.filter(territory__latitude__range=(south, north), territory__longitude__range=(west, east)))


def is_measured(exchange):
    """Whether distances count for it: it says a radius, and its territory has a point."""
    return exchange.radius_km is not None and exchange.territory.latitude is not None


def point(exchange):
    return exchange.territory.latitude, exchange.territory.longitude


def rough(*exchanges):
    return any(exchange.territory.approximate for exchange in exchanges)
