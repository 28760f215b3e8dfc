"""The outline of a territory, ready to draw: the one that the host loaded, else that of ``data/map_paths.json``.

A path is in the grammar of SVG and in the units of the drawing (``projection.py``): ``M x y``, then ``l`` and steps.
"""

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from django.db import models

from .projection import MAINLAND, drawing, on_zone, project, zone_at

#: What the shipped drawing holds, by kind of territory.
DRAWN = {"region": "regions", "department": "departments"}
NUMBER = re.compile(r"-?\d*\.?\d+")


class Outline(models.Model):
    """An official outline that the host loaded (``import_outlines``)."""

    territory = models.OneToOneField(
        "territories.Territory", models.CASCADE, related_name="outline", verbose_name="territoire"
    )
    geometry = models.TextField("contour", help_text="Polygon ou MultiPolygon de GeoJSON, en degrés, WGS 84.")
    path = models.TextField("tracé sur la carte", blank=True)
    source = models.CharField("source et licence", max_length=300)

    class Meta:
        verbose_name = "contour officiel"
        verbose_name_plural = "contours officiels"

    def __str__(self):
        return str(self.territory)


class OfficialPoint(models.Model):
    """A commune's point that the host loaded (``import_points``), kept for when the territories are loaded again."""

    code = models.CharField("code de la commune", max_length=5, unique=True)
    latitude = models.FloatField("latitude (degrés, WGS 84)")
    longitude = models.FloatField("longitude (degrés, WGS 84)")
    source = models.CharField("source et licence", max_length=300)

    class Meta:
        verbose_name = "point officiel"
        verbose_name_plural = "points officiels"

    def __str__(self):
        return self.code


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other):
        across = self.left <= other.right and other.left <= self.right
        return across and self.top <= other.bottom and other.top <= self.bottom


def shipped_paths(kind):
    return {code: shape["d"] for code, shape in drawing().get(DRAWN.get(kind), {}).items()}


def paths(kind):
    """The path of each territory of the kind that has an outline, by code."""
    loaded = Outline.objects.filter(territory__kind=kind).exclude(path="")
    return shipped_paths(kind) | dict(loaded.values_list("territory__code", "path"))


def sources():
    """Where the outlines and the points that the host loaded come from."""
    outlines = Outline.objects.order_by("source").values_list("source", flat=True).distinct()
    return list(outlines), OfficialPoint.objects.values_list("source", flat=True).first()


def label_of(kind, code, path):
    """Where a number stands on the shape: in the largest circle inside, else in the middle of its box."""
    shape = drawing().get(DRAWN.get(kind), {}).get(code)
    left, top, right, bottom = box_of(path)
    return shape["label"] if shape else [(left + right) / 2, (top + bottom) / 2]


def zone_of(path):
    """The zone of the drawing on which the path stands: ``metro``, or an overseas department's code."""
    left, top, right, bottom = box_of(path)
    return zone_at((left + right) / 2, (top + bottom) / 2)


@lru_cache(maxsize=2048)
def box_of(path):
    """The ``Box`` around a path."""
    xs, ys = [], []
    for part in path.split("M")[1:]:
        x = y = 0
        numbers = map(float, NUMBER.findall(part))
        for across, down in zip(numbers, numbers, strict=True):
            x, y = x + across, y + down
            xs.append(x)
            ys.append(y)
    return Box(min(xs), min(ys), max(xs), max(ys))


def box_of_all(some):
    """The ``Box`` around several paths."""
    lefts, tops, rights, bottoms = zip(*map(box_of, some), strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def draw(geometry):
    """The path of a GeoJSON Polygon or MultiPolygon; empty for what the drawing does not show."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    longitude, latitude = polygons[0][0][0][:2]
    start = project(latitude, longitude)
    if start is None:
        return ""
    zone = zone_at(*start)
    return "".join(draw_ring(ring, zone) for polygon in polygons for ring in polygon)


def draw_ring(ring, zone=MAINLAND):
    """To the tenth of a unit; what is finer than that, and a ring left without surface, is dropped."""
    points = []
    for longitude, latitude, *_ in ring:
        point = tuple(round(10 * each) for each in on_zone(zone, latitude, longitude))
        if not points or point != points[-1]:
            points.append(point)
    if len(points) < 4:
        return ""
    steps = (written((b[0] - a[0], b[1] - a[1])) for a, b in pairwise(points[:-1]))
    return f"M{written(points[0])}l{' '.join(steps)}z"


def written(tenths):
    return " ".join(f"{each / 10:g}" for each in tenths)
