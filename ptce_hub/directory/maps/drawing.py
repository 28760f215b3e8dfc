"""The maps that the server draws: one territory with what is in it, or the country with counts."""

from dataclasses import dataclass, field
from textwrap import shorten
from typing import NamedTuple

from ptce_hub.directory.maps.places import Place, collectivities, counts, places
from ptce_hub.territories.models import Kind, Territory
from ptce_hub.territories.outlines import Box, box_of, box_of_all, label_of, paths, shipped_paths, sources, zone_of
from ptce_hub.territories.overseas import place_of
from ptce_hub.territories.projection import inset_frames, neighbouring_land, project, zone_at

FRANCE = Box(0, 0, 1000, 854)
#: Places drawn one by one, each a link; beyond, a page would be heavy and the dots are one shape.
LINKED_PLACES = 16
#: A name beside a point, in units of the drawing: how far, how high.
NAME_AFTER, NAME_LETTERS = 13, 16
NAME_SIGNS = 24  # that their frame holds


@dataclass
class Drawing:
    """What ``components/map.html`` and ``territory_map.html`` show. Lengths are in units of the drawing."""

    box: Box
    ground: str = ""  # what lies around, one path
    shape: str = ""  # the territory shown, or its parts that hold nothing
    communes: str = ""  # dots, when its outline is unknown
    areas: list = field(default_factory=list)
    names: list = field(default_factory=list)  # of what has no outline: ``(x, y, name)``
    dots: list = field(default_factory=list)
    exact: str = ""  # dots too many to be links
    approximate: str = ""
    placed: int = 0
    unplaced: int = 0
    unplaced_entries: list = field(default_factory=list)  # the first of them
    level: str = ""  # of the areas
    has_approximate: bool = False
    outline_sources: list = field(default_factory=list)
    point_source: str | None = None

    def __post_init__(self):
        self.outline_sources, self.point_source = sources()

    @property
    def view_box(self):
        left, top, right, bottom = self.box
        return f"{left:.1f} {top:.1f} {right - left:.1f} {bottom - top:.1f}"

    @property
    def abroad(self):
        """The neighbouring countries, on the map of the whole country."""
        return neighbouring_land() if self.box == FRANCE else ""

    @property
    def insets(self):
        """The frames of what is overseas, on the same map."""
        return inset_frames() if self.box == FRANCE else ""

    @property
    def unit(self):
        """A hundredth of the width, in which circles and letters are measured."""
        return (self.box.right - self.box.left) / 100

    @property
    def letters(self):
        return f"{2.3 * self.unit:.2f}"


class Dot(NamedTuple):
    x: str
    y: str
    radius: str
    place: Place


class Area(NamedTuple):
    """A region or a department that holds ``count`` entries, and the list of them."""

    territory: Territory
    count: int
    url: str
    path: str
    x: str
    y: str
    radius: str
    letters: str = ""  # the height of the count, where it is not that of the drawing


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
    if territory.kind == Kind.COUNTRY:
        return "", FRANCE, shipped_paths(Kind.REGION).values()
    departments, regions = paths(Kind.DEPARTMENT), paths(Kind.REGION)
    match territory.kind:
        case Kind.REGION if path := regions.get(territory.code):
            return path, box_of(path), regions.values()
        case Kind.DEPARTMENT if path := departments.get(territory.code):
            return path, box_of(path), departments.values()
        case Kind.FORMER_REGION:
            within = Territory.objects.within(territory).filter(kind=Kind.DEPARTMENT).values_list("code", flat=True)
            parts = [departments[code] for code in within if code in departments]
            if parts:
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


# --- Counts by region or department -------------------------------------------------------------------------------


def draw_counts(entries, level, address, within=None):
    """The regions, or the departments of the territory ``within``, each with its count and a link.

    ``address`` gives the address of the list narrowed to a territory.
    """
    territories = Territory.objects.within(within) if within else Territory.objects.all()
    territories = territories.filter(kind=level, ended="").order_by("key")
    shapes = paths(level) if within else shipped_paths(level)
    found, unplaced = counts(entries, level)
    shown = {each: shapes[each.code] for each in territories if each.code in shapes}
    drawing = Drawing(framed(box_of_all(shown.values())) if within and shown else FRANCE, unplaced=unplaced)
    most = max(found.values(), default=1)
    for territory, path in shown.items():
        if count := found[territory.pk]:
            x, y = label_of(level, territory.code, path)
            radius = drawing.unit * (1.7 + 1.8 * (count / most) ** 0.5)
            x = max(x, drawing.box.left + 1.1 * radius)
            drawing.areas.append(
                Area(territory, count, address(territory), path, f"{x:.1f}", f"{y:.1f}", f"{radius:.2f}")
            )
        else:
            drawing.shape += path
    if within:
        around = [path for path in paths(Kind.REGION).values() if is_near(path, drawing.box, drawing.box)]
        drawing.ground = "".join(around)
    else:
        name_collectivities(drawing, found, address)
    return drawing


def name_collectivities(drawing, found, address):
    """Each has its point and its name, whether or not it holds some; those that do are areas as regions are."""
    for rank, territory in enumerate(collectivities().order_by("key")):
        x, y = place_of(rank)
        point, count = dotted([(x, y)]), found[territory.pk]
        drawing.names.append((x + NAME_AFTER, y, shorten(territory.name, NAME_SIGNS, placeholder="…")))
        if count:
            circle = f"{x:g}", f"{y:g}", f"{NAME_AFTER - 4}", f"{NAME_LETTERS}"
            drawing.areas.append(Area(territory, count, address(territory), point, *circle))
        else:
            drawing.communes += point


def draw_regions(entries, address):
    """The small map of the home page."""
    return draw_counts(entries, Kind.REGION, address)
