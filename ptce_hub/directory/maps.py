"""The maps that the server draws: one territory with what is in it, or the country with counts."""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import BooleanField, Case, Count, F, Q, Value, When
from django.db.models.functions import Coalesce

from ptce_hub.territories.models import Kind, Territory
from ptce_hub.territories.outlines import Box, box_of, box_of_all, paths, zone_of
from ptce_hub.territories.projection import project, zone_at

FRANCE = Box(0, 0, 1000, 854)
IN_A_COMMUNE = Q(territory__kind=Kind.COMMUNE)
#: Places drawn one by one, each a link; beyond, a page would be heavy and the dots are one shape.
LINKED_PLACES = 24


class Place(NamedTuple):
    """Where ``count`` entries stand; ``approximate`` when the point is that of neighbouring communes."""

    latitude: float
    longitude: float
    approximate: bool
    territory: str
    count: int
    slug: str

    def __str__(self):
        rough = " (position approchée)" if self.approximate else ""
        return f"{self.territory or 'Position précise'} : {self.count} fiche{'s' if self.count > 1 else ''}{rough}"


@dataclass
class Drawing:
    """What ``components/map.html`` shows. Lengths are in units of the drawing."""

    box: Box
    ground: str = ""  # what lies around, one path
    shape: str = ""  # the territory shown
    communes: str = ""  # dots, when its outline is unknown
    areas: list = field(default_factory=list)
    dots: list = field(default_factory=list)
    exact: str = ""  # dots too many to be links
    approximate: str = ""
    placed: int = 0
    unplaced: int = 0
    has_approximate: bool = False

    @property
    def view_box(self):
        left, top, right, bottom = self.box
        return f"{left:.1f} {top:.1f} {right - left:.1f} {bottom - top:.1f}"

    @property
    def unit(self):
        """A hundredth of the width, in which circles and letters are measured."""
        return (self.box.right - self.box.left) / 100


class Dot(NamedTuple):
    x: str
    y: str
    radius: str
    place: Place

    @property
    def url(self):
        return Territory(kind=Kind.COMMUNE, slug=self.place.slug).get_absolute_url()


# --- Where entries stand ------------------------------------------------------------------------------------------


def located(entries):
    """The entries with ``lat``, ``lon`` and ``rough``: their own point, else their commune's; None when neither."""
    own = {field.name for field in entries.model._meta.get_fields()} >= {"latitude", "longitude"}
    communal = {name: Case(When(IN_A_COMMUNE, then=F(f"territory__{name}"))) for name in ("latitude", "longitude")}
    rough = IN_A_COMMUNE & Q(territory__approximate=True) & (Q(latitude=None) if own else Q())
    return entries.model._base_manager.filter(pk__in=entries.order_by().values("pk")).annotate(
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
        .values_list("lat", "lon", "rough", "territory__name", "n", "territory__slug")
        .order_by("-n", "territory__name", "lat")
    )
    found = [Place(*row) for row in rows]
    return [place for place in found if place.latitude is not None], sum(
        place.count for place in found if place.latitude is None
    )


# --- One territory ------------------------------------------------------------------------------------------------


def draw_territory(territory, entries=()):
    """The territory on its outline, or by its communes' points, with what stands in it.

    ``entries`` are querysets, of any nouns, already narrowed to it: each costs one query.
    """
    shape, frame, around = outline_and_frame(territory)
    communes = [] if shape else points_of_communes(territory)
    drawing = Drawing(framed(around_points(frame, communes)), shape=shape, communes=dotted(communes))
    drawing.ground = "".join(path for path in around if path != shape and is_near(path, frame, drawing.box))
    put_dots(drawing, entries)
    return drawing


def is_near(path, frame, box):
    """Whether the path shows in the box and on the same inset as the frame: insets are neighbours on paper only."""
    zone = zone_at((frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2)
    return frame == FRANCE or (zone_of(path) == zone and box_of(path).meets(box))


def outline_and_frame(territory):
    """Its path (empty when unknown), the box to show, and the paths that lie around."""
    departments = paths(Kind.DEPARTMENT)
    regions = paths(Kind.REGION)
    match territory.kind:
        case Kind.COUNTRY:
            return "", FRANCE, regions.values()
        case Kind.REGION if path := regions.get(territory.code):
            return path, box_of(path), [*departments.values(), *regions.values()]
        case Kind.DEPARTMENT if path := departments.get(territory.code):
            return path, box_of(path), departments.values()
        case Kind.FORMER_REGION:
            within = Territory.objects.within(territory).filter(kind=Kind.DEPARTMENT).values_list("code", flat=True)
            parts = [departments[code] for code in within if code in departments]
            parts = parts or [regions[territory.region.code]]
            return "".join(parts), box_of_all(parts), departments.values()
    own = paths(territory.kind).get(territory.code, "")
    holder = territory.department and departments.get(territory.department.code)
    holder = holder or (territory.region and regions.get(territory.region.code))
    around = departments.values() if territory.department_id else regions.values()
    return own, box_of(own or holder) if own or holder else FRANCE, around


def points_of_communes(territory):
    """Where its communes stand on the drawing, for want of an outline."""
    if territory.kind == Kind.COUNTRY:
        return []
    communes = Territory.objects.within(territory).filter(kind=Kind.COMMUNE)
    if territory.kind == Kind.COMMUNE:
        communes = Territory.objects.filter(pk=territory.pk)
    known = communes.filter(latitude__isnull=False).values_list("latitude", "longitude")
    return [point for point in (project(*each) for each in known) if point]


def around_points(box, points):
    """The box, widened to hold the points."""
    if box == FRANCE or not points:
        return box
    xs, ys = zip(*points, strict=True)
    return Box(min(box.left, *xs), min(box.top, *ys), max(box.right, *xs), max(box.bottom, *ys))


def framed(box):
    """The box with a margin, at four for three, so that every map has the same place on the page."""
    if box == FRANCE:
        return box
    left, top, right, bottom = box
    width = max(right - left, (bottom - top) * 4 / 3) * 1.16
    height = width * 3 / 4
    x, y = (left + right) / 2, (top + bottom) / 2
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def put_dots(drawing, entries):
    found = {}
    for each in entries:
        some, unplaced = places(each)
        drawing.unplaced += unplaced
        for place in some:
            before = found.get(place[:4])
            found[place[:4]] = place._replace(count=place.count + before.count) if before else place
    shown = [(project(*place[:2]), place) for place in sorted(found.values(), key=lambda place: -place.count)]
    drawing.unplaced += sum(place.count for point, place in shown if point is None)
    shown = [(point, place) for point, place in shown if point]
    drawing.placed = sum(place.count for _, place in shown)
    drawing.has_approximate = any(place.approximate for _, place in shown)
    if len(shown) <= LINKED_PLACES:
        drawing.dots = [dot(drawing, point, place) for point, place in shown]
    else:
        drawing.exact = dotted(point for point, place in shown if not place.approximate)
        drawing.approximate = dotted(point for point, place in shown if place.approximate)


def dot(drawing, point, place):
    """Its surface grows with the count, up to nine."""
    radius = drawing.unit * (0.9 + 0.5 * min(place.count, 9) ** 0.5)
    return Dot(f"{point[0]:.1f}", f"{point[1]:.1f}", f"{radius:.2f}", place)


def dotted(points):
    """One path of strokes without length, that round ends turn into dots."""
    return "".join(f"M{point[0]:.1f} {point[1]:.1f}h0" for point in points if point)
