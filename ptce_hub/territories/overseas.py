"""The overseas collectivities: areas in no region, hence parts of the country as regions are."""

from django.db.models import Q

from .models import Kind
from .projection import COLLECTIVITIES

ZONE = "com"
COLLECTIVITY = Q(kind=Kind.AREA, zone=ZONE)
PARTS_OF_COUNTRY = Q(kind=Kind.REGION, ended="") | COLLECTIVITY
LINE = 20.4  # between two of their names on the drawing, in its units


def place_of(rank):
    """``(x, y)`` of the point, in their frame of the drawing, of the one that comes in that rank."""
    left, top, _, _ = COLLECTIVITIES
    return left + 14, top + 15 + rank * LINE
