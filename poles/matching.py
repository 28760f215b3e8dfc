"""Needs and what answers them: the same kind, the other sense, each within the reach of the other.

Nothing depends on which of the two is asked first: what answers a need is answered by it.
"""

from math import cos, radians
from typing import NamedTuple

from django.db.models import prefetch_related_objects

from poles.models import Exchange
from ptce_hub.directory.filters import Reach
from ptce_hub.directory.reach import by_reach
from ptce_hub.directory.templatetags.french import kilometres
from ptce_hub.territories.distances import distance_km

KM_A_DEGREE = 111.0  # of latitude, a little less than the least
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
    rows = Exchange.objects.published().answering(exchange).select_related("territory", "pole", "structure")
    touching = {row.pk: row for row in by_reach(rows, exchange.territory_id)}
    found = [(row, 0.0, row.reach) for row in touching.values()]
    around = (row for row in rows_around(rows, exchange) if row.pk not in touching)
    measured = ((row, distance_km(point(exchange), point(row))) for row in around)
    found += [(row, km, "") for row, km in measured if km <= min(exchange.radius_km, row.radius_km)]
    prefetch_related_objects([row for row, _, _ in found], "themes")
    own = {theme.pk for theme in exchange.themes.all()}
    matches = [
        Match(row, km, rough(exchange, row), reach, [theme for theme in row.themes.all() if theme.pk in own])
        for row, km, reach in found
    ]
    return sorted(matches, key=lambda match: (match.km, -len(match.themes), match.exchange.name, match.exchange.pk))


def rows_around(rows, exchange):
    """Those in the square around its point; none without a radius or a point."""
    if not is_measured(exchange):
        return rows.none()
    north, east = point(exchange)
    high = exchange.radius_km / KM_A_DEGREE
    wide = high / max(cos(radians(min(abs(north) + high, 89))), 0.01)
    return rows.filter(
        radius_km__isnull=False,
        territory__latitude__range=(north - high, north + high),
        territory__longitude__range=(east - wide, east + wide),
    )


def is_measured(exchange):
    """Whether distances count for it: it says a radius, and its territory has a point."""
    return exchange.radius_km is not None and exchange.territory.latitude is not None


def point(exchange):
    return exchange.territory.latitude, exchange.territory.longitude


def rough(*exchanges):
    return any(exchange.territory.approximate for exchange in exchanges)
