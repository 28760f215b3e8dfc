"""Where a point of the globe falls on the drawing of France of ``data/map_paths.json``.

The drawing is 1000 wide and 854 high: the mainland in Lambert's conformal conic, as IGN's maps, and the five overseas
departments beside it, each at a scale of its own.
"""

import json
import math
from functools import cache

from .geography import DATA

MAINLAND = "metro"
#: The frame of the overseas collectivities, of which no outline is shipped: left, top, width, height.
COLLECTIVITIES = (8, 318, 236, 152)
#: Degrees beyond which a point is not of the mainland: west, south, east, north.
MAINLAND_BOX = (-6, 41, 10, 52)


@cache
def drawing():
    """The file as it stands: ``departments``, ``regions`` and ``zones``."""
    return json.loads((DATA / "map_paths.json").read_text(encoding="utf-8"))


@cache
def neighbouring_land():
    """The path of the land around the mainland, to lie under it."""
    return json.loads((DATA / "neighbours.json").read_text(encoding="utf-8"))["d"]


def inset_frames():
    """The path of the frames of what is overseas, which stand on the sea."""
    frames = [*(zone["frame"] for code, zone in drawing()["zones"].items() if code != MAINLAND), COLLECTIVITIES]
    return "".join(f"M{left} {top}h{width}v{height}h-{width}z" for left, top, width, height in frames)


def project(latitude, longitude):
    """``(x, y)`` on the drawing of a point in degrees, WGS 84; None for what it does not show."""
    west, south, east, north = MAINLAND_BOX
    if west <= longitude <= east and south <= latitude <= north:
        return on_zone(MAINLAND, latitude, longitude)
    for code in drawing()["zones"].keys() - {MAINLAND}:
        x, y = on_zone(code, latitude, longitude)
        if zone_at(x, y) == code:
            return x, y
    return None


def zone_at(x, y):
    """The overseas department in whose frame the point of the drawing falls, else the mainland."""
    for code, zone in drawing()["zones"].items():
        left, top, width, height = zone["frame"]
        if code != MAINLAND and 0 <= x - left <= width and 0 <= y - top <= height:
            return code
    return MAINLAND


def on_zone(code, latitude, longitude):
    zone = drawing()["zones"][code]
    if code == MAINLAND:
        return conic(zone, math.radians(latitude), math.radians(longitude))
    x = zone["x0"] + zone["kx"] * (longitude - zone["lon0"])
    return x, zone["y0"] - zone["ky"] * (latitude - zone["lat0"])


def conic(zone, latitude, longitude):
    """Lambert's conformal conic on the sphere, standard parallels 44° and 49° N; both angles in radians."""

    def radius(parallel):
        return zone["F"] / math.tan(math.pi / 4 + parallel / 2) ** zone["n"]

    angle = zone["n"] * (longitude - math.radians(zone["lon0"]))
    across = radius(latitude) * math.sin(angle)
    down = radius(math.radians(zone["lat0"])) - radius(latitude) * math.cos(angle)
    return zone["x0"] + zone["k"] * across, zone["y0"] - zone["k"] * down
