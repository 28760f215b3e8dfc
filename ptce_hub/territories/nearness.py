"""What is near a territory: its centre, an order by distance in the database, the nearest among some territories."""

from math import cos, radians

from django.db.models import Avg, F
from django.db.models.functions import Abs, Least

from ptce_hub.territories.distances import nearest
from ptce_hub.territories.models import Kind, Territory


def centre_of(territory):
    """Its point, else the middle of its communes', else that of what holds it; None when none is known."""
    if territory.latitude is None and territory.kind not in (Kind.COMMUNE, Kind.EPCI):
        within = Territory.objects.within(territory).filter(kind=Kind.COMMUNE)
        middle = within.aggregate(latitude=Avg("latitude"), longitude=Avg("longitude"))
        if middle["latitude"] is not None:
            return middle["latitude"], middle["longitude"]
    for each in (territory, territory.epci, territory.department, territory.region):
        if each and each.latitude is not None:
            return each.latitude, each.longitude
    return None


def flat_distance(here, prefix=""):
    """What orders rows by distance to ``here``, on a flat map and across the line of dates: squared degrees."""
    east = Abs(F(f"{prefix}longitude") - here[1])
    east = Least(east, 360 - east) * cos(radians(here[0]))
    north = F(f"{prefix}latitude") - here[0]
    return north * north + east * east


def nearest_among(territories, here, most):
    """As ``distances.nearest``, for a query of any size: a few more than needed are measured on the sphere."""
    placed = territories.filter(latitude__isnull=False, longitude__isnull=False)
    return nearest(placed.order_by(flat_distance(here), "pk")[: most * 4], here, most)


def within_degrees(territories, here, most):
    """Those in the square around ``here``, ``most`` degrees of latitude to each side."""
    east = most / max(cos(radians(here[0])), 0.01)
    square = {"latitude__range": (here[0] - most, here[0] + most), "longitude__range": (here[1] - east, here[1] + east)}
    return territories.filter(**square)
