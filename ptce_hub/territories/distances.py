"""How far two places are from one another."""

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG


def distance_km(here, there):
    """Great-circle distance in kilometres; both are ``(latitude, longitude)`` in degrees, WGS 84.

    A sphere of mean radius, off by 0.5 % at most. ``ValueError`` for a latitude beyond ±90° or what is no number.
    """
    for latitude, longitude in (here, there):
        if not -90 <= latitude <= 90 or not abs(longitude) < float("inf"):
            raise ValueError(f"({latitude}, {longitude}) is not a point of the Earth")
    (north, east), (other_north, other_east) = (map(radians, point) for point in (here, there))
    across = cos(north) * cos(other_north) * sin((other_east - east) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1, sqrt(sin((other_north - north) / 2) ** 2 + across)))


def nearest(places, here, most):
    """The ``most`` places nearest to ``here``, as ``(km, place)``; those that have no point are left out."""
    placed = [place for place in places if place.latitude is not None]
    away = ((distance_km(here, (place.latitude, place.longitude)), place) for place in placed)
    return sorted(away, key=lambda pair: (pair[0], pair[1].pk))[:most]
