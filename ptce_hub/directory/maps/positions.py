"""Where a record stands on a map, and how surely."""

from typing import NamedTuple

from ptce_hub.territories.models import Kind

EXACT, AT_COMMUNE, NEARBY = "exacte", "approchée : commune", "approchée : communes voisines"


class Position(NamedTuple):
    """Degrees, WGS 84, to six decimals; ``precision`` says whose point it is."""

    longitude: float
    latitude: float
    precision: str


def position(entry):
    """The record's own point, else that of its commune; None when neither is known."""
    if getattr(entry, "latitude", None) is not None:
        return Position(round(entry.longitude, 6), round(entry.latitude, 6), EXACT)
    place = entry.territory
    if place and place.kind == Kind.COMMUNE and place.latitude is not None:
        precision = NEARBY if place.approximate else AT_COMMUNE
        return Position(round(place.longitude, 6), round(place.latitude, 6), precision)
    return None
